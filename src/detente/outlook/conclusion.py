"""The conclusion that is put to the test: an outcome holds under a concept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, UnknownName
from detente.case.errors import did_you_mean, listed
from detente.conflict.solution import Result

from .errors import NothingToDraw
from .estimate import holds, place
from .plan import Plan
from .solver import Records

THRESHOLD = 0.5
"""A conclusion flips when its probability crosses this, unless another is asked for."""

DEFAULT_CONCEPT = "SEQ"
"""Whoever leaves is answered by moves that pay those who make them: deterrence to be believed."""


@dataclass(frozen=True)
class Conclusion:
    """That some state of an outcome is an equilibrium under a concept."""

    outcome: str
    concept: str

    def of(self, plan: Plan, records: Records) -> NDArray[np.bool_]:
        """Return in which records it holds; shape (D,)."""
        return holds(plan, records, self.outcome, self.concept)

    def ends(self, plan: Plan, records: Records) -> NDArray[np.float64]:
        """Return the chance in each record that drift ends in the outcome; shape (D,)."""
        return np.asarray(records["ends"][:, place(plan, self.outcome)])


def conclusion(case: Case, outcome: str | None = None, concept: str | None = None) -> Conclusion:
    """Return the conclusion that a case asks after, or the one named.

    By default the outcome is the case's ``answer`` (the first outcome where there is none), and
    the concept :data:`DEFAULT_CONCEPT`.

    Parameters
    ----------
    case : Case
    outcome : str, optional
    concept : str, optional
        In any letter case.

    Raises
    ------
    UnknownName
        There is no such outcome, or no such concept.
    NothingToDraw
        The case names no outcome.
    """
    names = list(case.model.outcomes)
    if not names:
        raise NothingToDraw("the case names no outcomes, so there is no conclusion to test")
    if outcome is not None and outcome not in names:
        hint = did_you_mean(outcome, names) or f"; there are: {listed(names)}"
        raise UnknownName(f"`{outcome}`: no such outcome{hint}")
    chosen = outcome or case.model.answer or names[0]
    return Conclusion(chosen, Result.concept(concept or DEFAULT_CONCEPT))
