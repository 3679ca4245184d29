"""How sure, what it hinges on, and what would change it.

The package may be called as the function of its name: ``dt.outlook(case)``. Python puts a package
that was imported into its parent's namespace, where it would hide the function.
"""

import sys
from types import ModuleType

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


class _Callable(ModuleType):
    """The package, which draws an outlook where it is called."""

    __call__ = staticmethod(outlook)


sys.modules[__name__].__class__ = _Callable
