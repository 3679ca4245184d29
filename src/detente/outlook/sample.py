"""Draws: which claims come through, and so which model.

One draw, in order:

1. Each source s has a chance R_s of being right, drawn from a Beta distribution with the mean m of
   its letter and a stated concentration k: Beta(km, k(1 - m)); for F it is uniform, Beta(1, 1).
   Given R_s, the source is right about each independence group with chance R_s, once for the
   group, however often it repeats the story.
2. A claim *comes through* if every source on its chain was right about its group, and its own
   credibility succeeds. A claim that does not come through says nothing; it is never inverted.
3. An element *stands* if something for it came through and nothing against it; it *falls* if
   only something against it did; otherwise, nothing or both, it stands with its credence.
4. Statements of about the same weight come in random order.

The first step is drawn without R_s: of n groups, the first is right with chance a / (a + b), and
after r of n were right the next is with chance (a + r) / (a + b + n), which is the same
distribution (the Beta-Bernoulli or Pólya urn; e.g. Gelman et al. 2013, *Bayesian Data Analysis*,
ch. 2). It needs one number a unit and no quantile of a Beta distribution, and is monotone in m:
with the same numbers, a more trusting table lets through whatever a stricter one does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.case.schema import GradeTable

from .plan import Plan
from .streams import uniforms

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Intervention:
    """What is set by hand in every draw; everything else keeps its random numbers.

    Attributes
    ----------
    silenced : frozenset of int
        Claims that never come through.
    confirmed : frozenset of int
        Claims that always do.
    even : frozenset of int
        Elements that stand with ½ where no claim decides: assumptions nobody vouches for.
    fallen : frozenset of int
        Elements that fall, whatever comes through.
    """

    silenced: frozenset[int] = frozenset()
    confirmed: frozenset[int] = frozenset()
    even: frozenset[int] = frozenset()
    fallen: frozenset[int] = frozenset()

    def __or__(self, other: Intervention) -> Intervention:
        return Intervention(
            self.silenced | other.silenced,
            self.confirmed | other.confirmed,
            self.even | other.even,
            self.fallen | other.fallen,
        )


NOTHING = Intervention()


@dataclass(frozen=True, eq=False)
class Sample:
    """Some draws of a plan under one grade table.

    Attributes
    ----------
    plan : Plan
    through : ndarray, shape (D, claims), dtype bool
        Which claims came through.
    stands : ndarray, shape (D, elements), dtype bool
        Which elements stand.
    orders : tuple of ndarray, shape (D, lines of the run), dtype uint8
        For each run of statements of the same weight, their order: the line, counted from the
        run's first, that comes first, second, …
    """

    plan: Plan
    through: Bools
    stands: Bools
    orders: tuple[NDArray[np.uint8], ...]
    _numbers: _Numbers = field(repr=False)

    @property
    def size(self) -> int:
        """Number of draws."""
        return len(self.stands)

    @cached_property
    def undetermined(self) -> Bools:
        """Draws in which an element fell that leaves the conclusion open; shape (D,)."""
        open_ones = [e for e, element in enumerate(self.plan.elements) if element.undetermined]
        return np.asarray(~self.stands[:, open_ones].all(axis=1))

    @cached_property
    def keys(self) -> NDArray[np.uint8]:
        """What tells one drawn model from another; shape (D, bytes), dtype uint8."""
        bits = np.packbits(self.stands, axis=1)
        return np.ascontiguousarray(np.concatenate([bits, *self.orders], axis=1))

    def chosen(self, draws: NDArray[np.intp]) -> Sample:
        """Return some of the draws."""
        return Sample(
            self.plan,
            self.through[draws],
            self.stands[draws],
            tuple(order[draws] for order in self.orders),
            self._numbers.chosen(draws),
        )

    def touched(self, intervention: Intervention) -> list[int]:
        """Return the elements that an intervention can change."""
        claims = intervention.silenced | intervention.confirmed
        direct = intervention.even | intervention.fallen
        return [
            e
            for e, element in enumerate(self.plan.elements)
            if e in direct or any(claims & {*group} for group in element.because + element.against)
        ]

    def under(self, intervention: Intervention) -> Sample:
        """Return the same draws with something set by hand."""
        through = self.through.copy()
        through[:, sorted(intervention.silenced)] = False
        through[:, sorted(intervention.confirmed)] = True
        changed = self.touched(intervention)
        stands = self.stands.copy()
        for e in changed:
            stands[:, e] = self._numbers.stands(e, through, intervention)
        return replace(self, through=through, stands=stands)

    def agrees(self, other: Sample) -> Bools:
        """In which draws the two make the same model; shape (D,)."""
        return np.asarray((self.stands == other.stands).all(axis=1))


def sample(plan: Plan, table: GradeTable, seed: int, start: int, count: int) -> Sample:
    """Draw.

    Parameters
    ----------
    plan : Plan
    table : GradeTable
        What the grades mean.
    seed : int
    start, count : int
        Which draws; `start` is a multiple of 4.

    Returns
    -------
    Sample
    """
    numbers = _Numbers.of(plan, seed, start, count)
    through = numbers.through(table)
    stands = np.empty((count, len(plan.elements)), np.bool_)
    for e in range(len(plan.elements)):
        stands[:, e] = numbers.stands(e, through, NOTHING)
    return Sample(plan, through, stands, numbers.orders(), numbers)


@dataclass(frozen=True, eq=False)
class _Numbers:
    """The uniform numbers of some draws, a column a stream, and what follows from them."""

    plan: Plan
    units: NDArray[np.float64]
    claims: NDArray[np.float64]
    elements: NDArray[np.float64]
    runs: tuple[NDArray[np.float64], ...]

    @classmethod
    def of(cls, plan: Plan, seed: int, start: int, count: int) -> _Numbers:
        def columns(names: Iterable[str]) -> NDArray[np.float64]:
            drawn = [uniforms(seed, name, start, count) for name in names]
            return np.stack(drawn, axis=1) if drawn else np.empty((count, 0))

        return cls(
            plan,
            columns(f"source {unit.source} on {unit.group}" for unit in plan.units),
            columns(f"claim {claim.name}" for claim in plan.claims),
            columns(element.stream for element in plan.elements),
            tuple(columns(run.streams) for run in plan.runs),
        )

    def through(self, table: GradeTable) -> Bools:
        """Return which claims come through."""
        right = self._right(table)
        chances = [
            table.credibility[str(claim.number)]  # type: ignore[index]
            for claim in self.plan.claims
        ]
        through = self.claims < np.array(chances)
        for c, claim in enumerate(self.plan.claims):
            through[:, c] &= right[:, list(claim.chain)].all(axis=1)
            if claim.believed or claim.disbelieved:
                through[:, c] = claim.believed
        return through

    def _right(self, table: GradeTable) -> Bools:
        """Return for each unit whether the source was right, by the urn of each source."""
        right = np.empty(self.units.shape, np.bool_)
        before: NDArray[np.int64] = np.zeros(self.units.shape[0], np.int64)
        source, seen = "", 0
        for u, unit in enumerate(self.plan.units):
            if unit.source != source:
                source, seen = unit.source, 0
                before = np.zeros_like(before)
            a, b = _urn(table, unit.letter)
            right[:, u] = self.units[:, u] < (a + before) / (a + b + seen)
            before = before + right[:, u]
            seen += 1
        return right

    def chosen(self, draws: NDArray[np.intp]) -> _Numbers:
        runs = tuple(run[draws] for run in self.runs)
        return _Numbers(
            self.plan, self.units[draws], self.claims[draws], self.elements[draws], runs
        )

    def stands(self, e: int, through: Bools, intervention: Intervention) -> Bools:
        """Return in which draws an element stands."""
        element = self.plan.elements[e]
        if e in intervention.fallen:
            return np.zeros(through.shape[0], np.bool_)
        spoken_for = _any(through, element.because)
        against = _any(through, element.against)
        credence = 0.5 if e in intervention.even else element.credence
        open_case = self.elements[:, e] < credence
        return np.where(spoken_for == against, open_case, spoken_for)

    def orders(self) -> tuple[NDArray[np.uint8], ...]:
        """Return the order of each run of statements of the same weight."""
        return tuple(run.argsort(axis=1, kind="stable").astype(np.uint8) for run in self.runs)


def _any(through: Bools, alternatives: tuple[tuple[int, ...], ...]) -> Bools:
    """Return in which draws all claims of some alternative came through."""
    found = np.zeros(through.shape[0], np.bool_)
    for group in alternatives:
        found |= through[:, list(group)].all(axis=1)
    return found


def _urn(table: GradeTable, letter: str) -> tuple[float, float]:
    """Return the parameters of a source's Beta distribution."""
    if letter == "F":
        return 1.0, 1.0
    mean = table.reliability[letter]  # type: ignore[index]
    return mean * table.concentration, (1 - mean) * table.concentration
