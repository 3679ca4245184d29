"""What follows: states, moves, preferences, stability, paths.

Two engines with one meaning: :mod:`.graph` for any conflict, with witnesses; :mod:`.lattice` for
option form, compiled. :func:`solve` picks the one that fits.
"""

from .compare import Changes, Comparison, OutcomeChange, PreferenceChanges, compare
from .excerpt import Excerpt, Move, excerpt
from .model import CONCEPTS, STRICTEST_FIRST, ExplicitGraph, OptionForm
from .order import Order, Place, order
from .paths import Journey, OutcomeView, Overview, Path, StatusQuoView, overview
from .reasons import Step, Temptation, Why, why
from .solution import Finding, OutcomeResult, Result, notes, solve, strictest

__all__ = [
    "CONCEPTS",
    "STRICTEST_FIRST",
    "Changes",
    "Comparison",
    "Excerpt",
    "ExplicitGraph",
    "Finding",
    "Journey",
    "Move",
    "OptionForm",
    "Order",
    "OutcomeChange",
    "OutcomeResult",
    "OutcomeView",
    "Overview",
    "Path",
    "Place",
    "PreferenceChanges",
    "Result",
    "StatusQuoView",
    "Step",
    "Temptation",
    "Why",
    "compare",
    "excerpt",
    "notes",
    "order",
    "overview",
    "solve",
    "strictest",
    "why",
]
