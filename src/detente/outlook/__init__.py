"""How sure, what it hinges on, and what would change it."""

from .errors import NothingToDraw, OtherCase
from .estimate import Draws, Estimate, OutcomeOutlook, Outlook, draw, outlook, summary
from .plan import Plan, plan
from .solver import Rates, Solver

__all__ = [
    "Draws",
    "Estimate",
    "NothingToDraw",
    "OtherCase",
    "OutcomeOutlook",
    "Outlook",
    "Plan",
    "Rates",
    "Solver",
    "draw",
    "outlook",
    "plan",
    "summary",
]
