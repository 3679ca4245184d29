"""What if: a case and its variants, solved side by side, and drawn with the same random numbers.

The same seed draws the same worlds: whatever base and variant share (a source's word, a claim, a
statement) has the same random numbers in both. So the change of a probability is the mean of
differences draw by draw, and its standard error that of paired differences, which is smaller than
the errors of the two probabilities would make it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, varied
from detente.case.schema import Variant
from detente.conflict import CONCEPTS, Comparison, Overview, compare, overview, solve

from .estimate import BLOCK, MOST_DRAWS, holds, place
from .plan import Plan, plan
from .sample import sample
from .solver import Progress, Records, Solver, silent

ENDS, REACHED = "ends", "reached"
MEASURES = (ENDS, REACHED, *CONCEPTS)
"""What is compared: where drift ends, what is reached, what holds under each concept."""


@dataclass(frozen=True)
class Shift:
    """How a probability moves from the case to a variant.

    Attributes
    ----------
    outcome : str
    measure : str
        One of :data:`MEASURES`.
    before, after : float
    change, se : float
        After less before, and the standard error of that.
    """

    outcome: str
    measure: str
    before: float
    after: float
    change: float
    se: float

    @property
    def clear(self) -> bool:
        """Whether the change is more than twice its standard error."""
        return abs(self.change) > 2 * self.se


@dataclass(frozen=True, eq=False)
class Consequence:
    """What one variant does.

    Attributes
    ----------
    name : str
    variant : Variant
    case : Case
        With the changes made.
    comparison : Comparison
        From the case as it is to that.
    shifts : tuple of Shift or None
        For each outcome that both name, by outcome and measure; None where nothing was drawn.
    """

    name: str
    variant: Variant
    case: Case
    comparison: Comparison
    shifts: tuple[Shift, ...] | None


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A case and some of its variants.

    Attributes
    ----------
    case : Case
    base : Overview
    consequences : tuple of Consequence
    draws : int or None
        How many worlds were drawn of each; None if none were.
    seed : int
    """

    case: Case
    base: Overview
    consequences: tuple[Consequence, ...]
    draws: int | None
    seed: int


def what_if(
    case: Case,
    variants: Sequence[str],
    *,
    draws: int | None = None,
    seed: int = 1,
    progress: Progress = silent,
) -> WhatIf:
    """Solve a case and some of its variants, and set them side by side.

    Parameters
    ----------
    case : Case
    variants : sequence of str
    draws : int, optional
        Of how many worlds; nothing is drawn if not given.
    seed : int
    progress : callable, optional
        Told what is being done, and how much of it is.

    Raises
    ------
    UnknownName
        The case has no such variant.
    InvalidCase
        A variant's changes cannot be made, or leave no state.
    NothingToDraw
        Draws are asked for, and the case lists its states.
    ValueError
        `draws` is out of range.
    """
    changed = [varied(case, name) for name in variants]
    base = overview(solve(case))
    views = [overview(solve(each)) for each in changed]  # refused before anything is drawn
    worlds: list[Drawn] = []
    for k, each in enumerate((case, *changed) if draws is not None else ()):
        worlds.append(drawn(each, draws or 0, seed, _part(progress, k, 1 + len(changed))))
    consequences = []
    for k, (name, each, view) in enumerate(zip(variants, changed, views, strict=True)):
        moved = shifts(worlds[0], worlds[k + 1]) if worlds else None
        found = Consequence(name, case.variants[name], each, compare(base, view), moved)
        consequences.append(found)
    return WhatIf(case, base, tuple(consequences), draws, seed)


def _part(progress: Progress, done: int, parts: int) -> Progress:
    """Return what tells how far one of several equal parts of the work is."""
    return lambda what, share: progress(what, (done + share) / parts)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Worlds drawn under the base grade table, and solved.

    Attributes
    ----------
    plan : Plan
    records : ndarray, shape (D,)
        See :func:`detente.outlook.worlds.record_type`.
    """

    plan: Plan
    records: Records

    @property
    def measures(self) -> tuple[str, ...]:
        """What can be asked: without a status quo, only what holds."""
        return CONCEPTS if self.plan.recipe.status_quo is None else MEASURES

    def values(self, outcome: str, measure: str) -> NDArray[np.float64]:
        """Return in each draw whether, or with what chance, something is so; shape (D,)."""
        if measure in CONCEPTS:
            return holds(self.plan, self.records, outcome, measure).astype(np.float64)
        column = self.records[measure][:, place(self.plan, outcome)]
        return np.asarray(column.astype(np.float64))


def drawn(case: Case, draws: int, seed: int, progress: Progress = silent) -> Drawn:
    """Draw worlds of a case under its base grade table only, and solve them.

    Raises
    ------
    NothingToDraw
        Nothing in the case can vary.
    ValueError
        `draws` is out of range.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise ValueError(f"draws must be between 1 and {MOST_DRAWS:,}, not {draws:,}")
    solver = Solver(plan(case))
    records = []
    for start in range(0, draws, BLOCK):
        progress(f"Drawing {case.name}", start / draws)
        block = sample(solver.plan, case.grades.base, seed, start, min(BLOCK, draws - start))
        records.append(solver.records(block))
    return Drawn(solver.plan, np.concatenate(records))


def shifts(before: Drawn, after: Drawn) -> tuple[Shift, ...]:
    """Return how the probabilities of outcomes in both move, draw by draw.

    Parameters
    ----------
    before, after : Drawn
        Equally many, with one seed.
    """
    names = [name for name, _ in after.plan.recipe.outcomes]
    shared = [name for name, _ in before.plan.recipe.outcomes if name in names]
    measures = [m for m in MEASURES if m in before.measures and m in after.measures]
    return tuple(_shift(before, after, o, m) for o in shared for m in measures)


def _shift(before: Drawn, after: Drawn, outcome: str, measure: str) -> Shift:
    one, two = (side.values(outcome, measure) for side in (before, after))
    change = two - one
    error = float(change.std()) / sqrt(change.size)
    return Shift(
        outcome, measure, float(one.mean()), float(two.mean()), float(change.mean()), error
    )
