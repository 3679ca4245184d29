"""The outlook: how likely each outcome holds, given how reliable the sources are.

Over draws (:mod:`.sample`), solved (:mod:`.solver`), for each named outcome:

* *holds*, by concept: how often some state of it is an equilibrium;
* *reached*: how often improvements lead there from the status quo;
* *ends*: the chance that drift ends there: from the status quo, at each step one of those who can
  improve, all alike, makes one of its improvements, all alike, until nobody can or the walk is
  caught in a cycle. A cycle counts for an outcome only if all its states belong to it.

A share p of n draws has the standard error √(p(1 - p)/n), a mean that of its sample; both are
sampling error only. What the grades are worth is another matter, so everything is drawn under
a low and a high table as well, with the same random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.conflict.model import CONCEPTS
from detente.conflict.solution import Finding

from .errors import Interrupted
from .plan import Plan, plan
from .sample import Sample, sample
from .solver import Progress, Rates, Records, Solver, silent

BLOCK = 500
FEWEST_DRAWS = 1_000
MOST_DRAWS = 10_000_000
DEFAULT_DRAWS = 10_000
DEFAULT_ERROR = 0.01
"""Standard error at which to stop where no number of draws was asked for."""

Table = Literal["base", "low", "high"]
TABLES: tuple[Table, ...] = ("base", "low", "high")


@dataclass(frozen=True)
class Estimate:
    """A probability, its standard error, and its range over the grade tables."""

    p: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class OutcomeOutlook:
    """How one named outcome fares over the draws.

    Attributes
    ----------
    name : str
    holds : mapping of concept to Estimate
    reached, ends : Estimate or None
        None where the case has no status quo.
    """

    name: str
    holds: Mapping[str, Estimate]
    reached: Estimate | None
    ends: Estimate | None


@dataclass(frozen=True)
class Outlook:
    """The outlook of a case.

    Attributes
    ----------
    outcomes : tuple of OutcomeOutlook
        In the case's order.
    some : mapping of concept to Estimate
        Whether there is an equilibrium at all.
    status_quo : mapping of concept to Estimate, or None
        Whether the status quo holds.
    undetermined : Estimate
        Draws in which an element fell that leaves the conclusion open.
    cycle, unnamed : Estimate or None
        Where drift ends in a cycle; at rest, in a state of no named outcome.
    draws, seed : int
    rates : Rates
        How much was solved for the draws under the three grade tables, without knock-outs.
    finding : Finding
    """

    outcomes: tuple[OutcomeOutlook, ...]
    some: Mapping[str, Estimate]
    status_quo: Mapping[str, Estimate] | None
    undetermined: Estimate
    cycle: Estimate | None
    unnamed: Estimate | None
    draws: int
    seed: int
    rates: Rates
    finding: Finding

    def outcome(self, name: str) -> OutcomeOutlook:
        """Return one outcome's outlook by name."""
        return next(outcome for outcome in self.outcomes if outcome.name == name)


@dataclass(frozen=True, eq=False)
class Draws:
    """Worlds drawn and solved: what every question about the outlook is answered from.

    Attributes
    ----------
    plan : Plan
    seed : int
    samples, records : mapping of table to Sample, and to ndarray of shape (D,)
    solver : Solver
        Knows every world met so far, those of knock-outs among them.
    rates : Rates
        What these draws took, and what the solver was asked before them; nothing after them.
    """

    plan: Plan
    seed: int
    samples: Mapping[Table, Sample]
    records: Mapping[Table, Records]
    solver: Solver
    rates: Rates

    @property
    def size(self) -> int:
        """Number of draws under each table."""
        return self.samples["base"].size

    def holds(self, outcome: str, concept: str, table: Table = "base") -> NDArray[np.bool_]:
        """Return in which draws an outcome holds under a concept; shape (D,)."""
        return holds(self.plan, self.records[table], outcome, concept)

    def ends(self, outcome: str, table: Table = "base") -> NDArray[np.float64]:
        """Return the chance in each draw that drift ends in an outcome; shape (D,)."""
        return np.asarray(self.records[table]["ends"][:, place(self.plan, outcome)])


def place(plan: Plan, outcome: str) -> int:
    """Return an outcome's place among those of a plan."""
    return [name for name, _ in plan.recipe.outcomes].index(outcome)


def holds(plan: Plan, records: Records, outcome: str, concept: str) -> NDArray[np.bool_]:
    """Return in which records an outcome holds under a concept."""
    bits = records["holds"][:, place(plan, outcome)]
    return np.asarray((bits >> CONCEPTS.index(concept) & 1).astype(np.bool_))


def draw(
    case: Case,
    *,
    draws: int | None = None,
    seed: int = 1,
    error: float | None = None,
    solver: Solver | None = None,
    progress: Progress = silent,
) -> Draws:
    """Draw worlds and solve them, until the standard errors are small enough.

    Parameters
    ----------
    case : Case
    draws : int, optional
        At most so many, under each of the three grade tables; 10,000 if not given.
    seed : int
    error : float, optional
        Stop once no probability under the base table has a larger standard error. If not given:
        0.01 where `draws` is not given either, else all are drawn.
    solver : Solver, optional
        Says where to solve, and may know worlds of this case already; if not given, one that
        solves in this process, on all cores.
    progress : callable, optional

    Raises
    ------
    NothingToDraw
        Nothing in the case can vary.
    ValueError
        `draws` is not between 1 and 10,000,000, or `error` not between 0 and 1.
    Interrupted
        A KeyboardInterrupt with what was drawn until then, if that is anything.
    """
    limit = DEFAULT_DRAWS if draws is None else draws
    enough = (DEFAULT_ERROR if draws is None else 0.0) if error is None else error
    if not 1 <= limit <= MOST_DRAWS:
        raise ValueError(f"draws must be between 1 and {MOST_DRAWS:,}, not {limit:,}")
    if not 0 <= enough < 1:
        raise ValueError(f"the standard error must be at least 0 and below 1, not {enough}")
    if solver is None:
        solver = Solver(plan(case))
    drawn = _Drawing(solver, seed)
    likely = min(limit, ceil(0.25 / enough**2)) if enough else limit  # a share of ½ needs most
    try:
        while drawn.size < limit and not drawn.settled(enough):
            progress("Drawing worlds", min(1.0, drawn.size / likely))
            drawn.go_on(min(BLOCK, limit - drawn.size))
    except KeyboardInterrupt:
        if not drawn.size:
            raise
        raise Interrupted(drawn.draws()) from None
    return drawn.draws()


class _Drawing:
    """Draws block by block."""

    def __init__(self, solver: Solver, seed: int) -> None:
        self.solver = solver
        self.seed = seed
        self.records: dict[Table, list[Records]] = {table: [] for table in TABLES}
        self.size = 0

    def go_on(self, count: int) -> None:
        plan, grades = self.solver.plan, self.solver.plan.case.grades
        made = {t: sample(plan, getattr(grades, t), self.seed, self.size, count) for t in TABLES}
        solved = {table: self.solver.records(part) for table, part in made.items()}
        for table, records in solved.items():  # all tables or, interrupted, none
            self.records[table].append(records)
        self.size += count

    def settled(self, error: float) -> bool:
        """Whether no standard error under the base table is above `error`."""
        if self.size < FEWEST_DRAWS or not error:
            return False
        records = np.concatenate(self.records["base"])
        shares = [records["holds"] >> c & 1 for c in range(len(CONCEPTS))]
        spreads = [part.std(axis=0).max(initial=0) for part in (*shares, records["ends"])]
        return bool(max(spreads) / sqrt(self.size) <= error)

    def draws(self) -> Draws:
        plan, seed = self.solver.plan, self.seed
        whole = {t: sample(plan, getattr(plan.case.grades, t), seed, 0, self.size) for t in TABLES}
        records = {table: np.concatenate(blocks) for table, blocks in self.records.items()}
        return Draws(plan, seed, whole, records, self.solver, self.solver.rates)


def summary(draws: Draws) -> Outlook:
    """Put draws together into an outlook.

    Parameters
    ----------
    draws : Draws

    Returns
    -------
    Outlook
        Probabilities under the base table, with its standard errors and the range over all three.
    """
    names = [name for name, _ in draws.plan.recipe.outcomes]
    lives = draws.plan.recipe.status_quo is not None

    def share(field: str, o: int | None = None) -> dict[str, Estimate]:
        return {c: _share(draws, field, k, o) for k, c in enumerate(CONCEPTS)}

    def mean(field: str, o: int | None = None) -> Estimate | None:
        return (
            _estimate({t: _column(r, field, o) for t, r in draws.records.items()})
            if lives
            else None
        )

    return Outlook(
        outcomes=tuple(
            OutcomeOutlook(name, share("holds", o), mean("reached", o), mean("ends", o))
            for o, name in enumerate(names)
        ),
        some=share("some"),
        status_quo=share("quo") if lives else None,
        undetermined=_estimate({t: s.undetermined for t, s in draws.samples.items()}),
        cycle=mean("cycle"),
        unnamed=mean("unnamed"),
        draws=draws.size,
        seed=draws.seed,
        rates=draws.rates,
        finding=_finding(draws),
    )


def _finding(draws: Draws) -> Finding:
    grades = draws.plan.case.grades.model_dump(mode="json")
    parameters: dict[str, Any] = {"draws": draws.size, "concepts": list(CONCEPTS), "grades": grades}
    finding = Finding(draws.plan.digest, "outlook", parameters, draws.seed)
    return replace(finding, versions=dict(finding.versions))  # kept as JSON


def _column(records: Records, field: str, o: int | None) -> NDArray[Any]:
    column: NDArray[Any] = records[field] if o is None else records[field][:, o]
    return column


def _share(draws: Draws, field: str, concept: int, o: int | None) -> Estimate:
    return _estimate({t: _column(r, field, o) >> concept & 1 for t, r in draws.records.items()})


def _estimate(values: Mapping[Table, NDArray[Any]]) -> Estimate:
    means = {table: float(column.mean()) for table, column in values.items()}
    base = values["base"]
    error = float(base.std()) / sqrt(base.size)
    return Estimate(means["base"], error, min(means.values()), max(means.values()))


def outlook(
    case: Case,
    *,
    draws: int | None = None,
    seed: int = 1,
    error: float | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
) -> Outlook:
    """Return how likely each outcome of a case holds, given how reliable its sources are.

    Parameters and errors are those of :func:`draw` and of :class:`~detente.outlook.Solver`.

    Examples
    --------
    >>> from detente.case import load
    >>> found = outlook(load("korea-2023"), draws=100, seed=1)
    >>> 0 < found.outcome("shells-for-satellites").holds["GMR"].p <= 1
    True
    """
    solver = Solver(plan(case), executor=executor, workers=workers)
    return summary(draw(case, draws=draws, seed=seed, error=error, solver=solver))
