"""Knock-outs: what becomes of a conclusion without a claim, source, group, speaker or assumption.

Knocked out, a claim never comes through; a source, a group or a speaker takes all its claims with
it; an assumption stands with ½, for want of anyone who vouches for it. Everything else keeps its
random numbers, so that the change is seen draw by draw and its standard error is that of paired
differences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .conclusion import THRESHOLD, Conclusion
from .estimate import Draws
from .plan import Plan
from .sample import Intervention, Sample
from .solver import Records, Solver

Kind = Literal["claim", "source", "speaker", "group", "assumption"]


class Target(NamedTuple):
    """What can be knocked out."""

    kind: Kind
    name: str
    intervention: Intervention


@dataclass(frozen=True)
class Effect:
    """What a knock-out does to a conclusion.

    Attributes
    ----------
    kind, name : str
    p : float
        Probability that the conclusion holds without it.
    change, se : float
        Against the base, and the standard error of that.
    ends, ends_change : float or None
        The probability that drift ends in the outcome, and its change; None without a status quo.
    flips : bool
        Whether the probability crosses the threshold.
    """

    kind: Kind
    name: str
    p: float
    change: float
    se: float
    ends: float | None
    ends_change: float | None
    flips: bool


def targets(plan: Plan) -> tuple[Target, ...]:
    """Return everything that can be knocked out; what takes the same with it only once.

    Parameters
    ----------
    plan : Plan
    """
    found: dict[Intervention, Target] = {}
    for target in _all_targets(plan):
        found.setdefault(target.intervention, target)
    return tuple(found.values())


def _all_targets(plan: Plan) -> Iterator[Target]:
    """Yield every target, those that name a thing best first."""
    claims = plan.case.claims
    for c, claim in enumerate(plan.claims):
        yield Target("claim", claim.name, Intervention(silenced=frozenset({c})))
    sources: dict[str, set[int]] = {}
    speakers: dict[str, set[int]] = {}
    groups: dict[str, set[int]] = {}
    for c, claim in enumerate(plan.claims):
        for unit in claim.chain:
            if plan.units[unit].source in plan.case.sources:
                sources.setdefault(plan.units[unit].source, set()).add(c)
        speakers.setdefault(claims[claim.name].speaker, set()).add(c)
        if group := claims[claim.name].group:
            groups.setdefault(group, set()).add(c)
    kinds: tuple[tuple[Kind, dict[str, set[int]]], ...] = (
        ("source", sources),
        ("speaker", speakers),
        ("group", groups),
    )
    for kind, members in kinds:
        for name, taken in members.items():
            yield Target(kind, name, Intervention(silenced=frozenset(taken)))
    for e, element in enumerate(plan.elements):
        if element.assumed:
            yield Target("assumption", element.name, Intervention(even=frozenset({e})))


@dataclass(frozen=True, eq=False)
class Bench:
    """Draws on which a conclusion is tested: the base, and whatever is set by hand against it.

    Attributes
    ----------
    conclusion : Conclusion
    sample : Sample
    records : ndarray, shape (D,)
    solver : Solver
    threshold : float
    """

    conclusion: Conclusion
    sample: Sample
    records: Records
    solver: Solver
    threshold: float = THRESHOLD

    @classmethod
    def of(
        cls, draws: Draws, conclusion: Conclusion, most: int, threshold: float = THRESHOLD
    ) -> Bench:
        """Take the first `most` draws under the base table."""
        chosen = np.arange(min(most, draws.size))
        sample, records = draws.samples["base"].chosen(chosen), draws.records["base"][chosen]
        return cls(conclusion, sample, records, draws.solver, threshold)

    @property
    def plan(self) -> Plan:
        """What is drawn."""
        return self.sample.plan

    @property
    def holds(self) -> NDArray[np.bool_]:
        """In which draws the conclusion holds; shape (D,)."""
        return self.conclusion.of(self.plan, self.records)

    @property
    def p(self) -> float:
        """How often the conclusion holds."""
        return float(self.holds.mean())

    def flips(self, p: float) -> bool:
        """Whether a probability lies beyond the threshold, as seen from the base."""
        return (p >= self.threshold) != (self.p >= self.threshold)

    def records_under(self, intervention: Intervention) -> tuple[Records, NDArray[np.bool_]]:
        """Return the records with something set by hand, and in which draws the model changed.

        Only draws whose model changes are solved.
        """
        changed_sample = self.sample.under(intervention)
        changed = ~self.sample.agrees(changed_sample)
        records = self.records.copy()
        where = np.flatnonzero(changed)
        records[where] = self.solver.records(changed_sample.chosen(where))
        return records, changed

    def effect(self, kind: Kind, name: str, records: Records) -> Effect:
        """Return what a knock-out does, from the records it leaves."""
        before, after = self.holds, self.conclusion.of(self.plan, records)
        difference = after.astype(np.int8) - before.astype(np.int8)
        p, ends, ends_change = float(after.mean()), None, None
        if self.plan.recipe.status_quo is not None:
            ends = float(self.conclusion.ends(self.plan, records).mean())
            ends_change = ends - float(self.conclusion.ends(self.plan, self.records).mean())
        return Effect(
            kind=kind,
            name=name,
            p=p,
            change=float(difference.mean()),
            se=float(difference.std()) / sqrt(difference.size),
            ends=ends,
            ends_change=ends_change,
            flips=self.flips(p),
        )
