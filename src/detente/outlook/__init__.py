"""How sure, what it hinges on, and what would change it."""

from .assess import Assessment, Question, assess, assessed
from .assumptions import Assumption, Assumptions, assumptions
from .competing import Cell, Matrix, Row, competing
from .conclusion import DEFAULT_CONCEPT, Conclusion, conclusion
from .errors import Interrupted, NothingToDraw, OtherCase
from .estimate import Draws, Estimate, OutcomeOutlook, Outlook, draw, outlook, summary
from .futures import Future, Mark, futures
from .hinges import Hinge, Hinges, hinges
from .knockouts import Bench, Effect, Target, targets
from .plan import Plan, plan, varies
from .sample import Intervention, Sample, sample
from .shares import Share, Shares, shares
from .signposts import Signpost, signposts
from .solver import Rates, Solver

__all__ = [
    "DEFAULT_CONCEPT",
    "Assessment",
    "Assumption",
    "Assumptions",
    "Bench",
    "Cell",
    "Conclusion",
    "Draws",
    "Effect",
    "Estimate",
    "Future",
    "Hinge",
    "Hinges",
    "Interrupted",
    "Intervention",
    "Mark",
    "Matrix",
    "NothingToDraw",
    "OtherCase",
    "OutcomeOutlook",
    "Outlook",
    "Plan",
    "Question",
    "Rates",
    "Row",
    "Sample",
    "Share",
    "Shares",
    "Signpost",
    "Solver",
    "Target",
    "assess",
    "assessed",
    "assumptions",
    "competing",
    "conclusion",
    "draw",
    "futures",
    "hinges",
    "outlook",
    "plan",
    "sample",
    "shares",
    "signposts",
    "summary",
    "targets",
    "varies",
]
