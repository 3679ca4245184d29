"""Hinges: the smallest sets of things without which the conclusion flips.

All singles are tried, then all pairs: two sources that say the same mask each other, and neither
alone shows. A pair need not be solved to be decided. In draws where only one of the two changes the
model, the pair does what that one does; where neither does and the two touch no element in common,
nothing changes; only draws in which both matter at once are open. Where the open draws could not
carry the probability across the threshold whichever way they fell, the pair cannot flip it, and
that is exact for the draws at hand.

If no single and no pair flips it, sets are grown greedily: to the one that moves it most, whatever
moves it most beside it, up to a stated size. What greed finds flips the conclusion, but a smaller
set might too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .conclusion import Conclusion
from .knockouts import Bench, Effect, Kind, Target, targets
from .sample import NOTHING, Intervention
from .solver import Progress, silent

DRAWS = 1_000
"""Draws that knock-outs are tried on at most."""

GREEDY_LIMIT = 6
GREEDY_WIDTH = 12
"""Knock-outs that a greedy set is grown from: those that move the conclusion most by themselves."""

MOST_PAIRS = 2_000
"""Pairs that are solved at most; how many were left is said."""


@dataclass(frozen=True)
class Hinge:
    """A set of things without which the conclusion flips, and how likely it then is."""

    parts: tuple[tuple[Kind, str], ...]
    p: float


@dataclass(frozen=True)
class Hinges:
    """What a conclusion hinges on.

    Attributes
    ----------
    conclusion : Conclusion
    p : float
        Its probability over the draws used here.
    draws : int
    threshold : float
    effects : tuple of Effect
        Of every single knock-out, the largest change first.
    flips : tuple of Hinge
        The smallest sets found that flip it, all of one size.
    exact : bool
        Whether these are all sets of that size, and no smaller one flips it.
    pairs, solved, left : int
        Pairs looked at, those that had to be solved, and those left undecided.
    """

    conclusion: Conclusion
    p: float
    draws: int
    threshold: float
    effects: tuple[Effect, ...]
    flips: tuple[Hinge, ...]
    exact: bool
    pairs: int = 0
    solved: int = 0
    left: int = 0

    @property
    def size(self) -> int:
        """How many things the smallest sets hold; 0 where none was found."""
        return len(self.flips[0].parts) if self.flips else 0


def hinges(bench: Bench, progress: Progress = silent) -> Hinges:
    """Find what a conclusion hinges on.

    Parameters
    ----------
    bench : Bench
        The conclusion, with the draws on which it is tested.
    progress : callable, optional
        Told what is being done, and how much of it is done, from 0 to 1.
    """
    return _Search(bench, progress).found()


@dataclass(eq=False)
class _Search:
    """One search over a bench's draws."""

    bench: Bench
    progress: Progress
    targets: tuple[Target, ...] = ()
    effects: list[Effect] = field(default_factory=list)

    def found(self) -> Hinges:
        self.targets = targets(self.bench.plan)
        size = self.bench.sample.size
        self.holds = np.empty((len(self.targets), size), np.bool_)
        self.changed = np.empty((len(self.targets), size), np.bool_)
        for k, target in enumerate(self.targets):
            self.progress("Knocking out", k / len(self.targets))
            records, self.changed[k] = self.bench.records_under(target.intervention)
            self.holds[k] = self.bench.conclusion.of(self.bench.plan, records)
            self.effects.append(self.bench.effect(target.kind, target.name, records))
        if singles := [Hinge(_parts([t]), e.p) for t, e in self._with_effects() if e.flips]:
            return self._hinges(singles, exact=True)
        return self._pairs()

    def _with_effects(self) -> list[tuple[Target, Effect]]:
        return list(zip(self.targets, self.effects, strict=True))

    def _hinges(self, flips: Sequence[Hinge], *, exact: bool, **counts: int) -> Hinges:
        return Hinges(
            conclusion=self.bench.conclusion,
            p=self.bench.p,
            draws=self.bench.sample.size,
            threshold=self.bench.threshold,
            effects=tuple(sorted(self.effects, key=lambda e: (-abs(e.change), e.kind, e.name))),
            flips=tuple(sorted(flips, key=lambda hinge: abs(hinge.p - self.bench.p), reverse=True)),
            exact=exact,
            **counts,
        )

    # --- pairs

    def _pairs(self) -> Hinges:
        doubtful = [pair for pair in self._proper_pairs() if self._may_flip(*pair)]
        solved = doubtful[:MOST_PAIRS]
        counts = {
            "pairs": len(self._proper_pairs()),
            "solved": len(solved),
            "left": len(doubtful) - len(solved),
        }
        found = []
        for k, (a, b) in enumerate(solved):
            self.progress("Knocking out in pairs", k / len(solved))
            p = self._p(self.targets[a].intervention | self.targets[b].intervention)
            if self.bench.flips(p):
                found.append(Hinge(_parts([self.targets[a], self.targets[b]]), p))
        if found or not self.targets:
            return self._hinges(found, exact=not counts["left"], **counts)
        return self._hinges(self._greedy(), exact=False, **counts)

    def _proper_pairs(self) -> list[tuple[int, int]]:
        """Return the pairs of which neither takes the other with it anyway."""
        wholes = [target.intervention for target in self.targets]
        pairs = combinations(range(len(wholes)), 2)
        return [(a, b) for a, b in pairs if wholes[a] | wholes[b] not in (wholes[a], wholes[b])]

    def _may_flip(self, a: int, b: int) -> bool:
        """Whether the pair could flip the conclusion, if the open draws fell that way."""
        known, is_open = self._known(a, b)
        sure = known & ~is_open
        least, most = sure.mean(), (sure | is_open).mean()
        return self.bench.flips(float(least)) or self.bench.flips(float(most))

    def _known(self, a: int, b: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return in which draws the conclusion holds under both, and in which that is open."""
        one, other = self.changed[a], self.changed[b]
        known = np.where(one, self.holds[a], np.where(other, self.holds[b], self.bench.holds))
        is_open = one & other
        if self._meet(a, b):
            is_open = is_open | self._together(a, b)
        return known, is_open

    def _meet(self, a: int, b: int) -> bool:
        """Whether the two touch an element in common."""
        touched = [set(self.bench.sample.touched(self.targets[k].intervention)) for k in (a, b)]
        return bool(touched[0] & touched[1])

    def _together(self, a: int, b: int) -> NDArray[np.bool_]:
        """Return the draws whose model both change in a way that neither does alone."""
        one, other = (self.targets[k].intervention for k in (a, b))
        both = self.bench.sample.under(one | other)
        as_one = both.agrees(self.bench.sample.under(one))
        as_other = both.agrees(self.bench.sample.under(other))
        expected = np.where(self.changed[a], as_one, as_other)
        return ~expected

    # --- greed

    def _greedy(self) -> list[Hinge]:
        ranked = sorted(self._with_effects(), key=lambda pair: -self._gain(pair[1].p))
        pool = [target for target, effect in ranked if effect.change][:GREEDY_WIDTH]
        chosen: list[Target] = []
        whole = NOTHING
        while pool and len(chosen) < GREEDY_LIMIT:
            tried = [(self._p(whole | target.intervention), target) for target in pool]
            p, best = max(tried, key=lambda pair: self._gain(pair[0]))
            chosen.append(best)
            pool.remove(best)
            whole = whole | best.intervention
            if self.bench.flips(p):
                return [Hinge(_parts(chosen), p)]
        return []

    def _gain(self, p: float) -> float:
        """How far a probability has come from the base towards the threshold."""
        return self.bench.p - p if self.bench.p >= self.bench.threshold else p - self.bench.p

    def _p(self, intervention: Intervention) -> float:
        records, _ = self.bench.records_under(intervention)
        return float(self.bench.conclusion.of(self.bench.plan, records).mean())


def _parts(chosen: Sequence[Target]) -> tuple[tuple[Kind, str], ...]:
    return tuple((target.kind, target.name) for target in chosen)
