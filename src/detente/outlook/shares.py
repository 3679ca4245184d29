"""Shares of the sources in a conclusion: Shapley values (Shapley 1953).

The sources are the players, and what a set of them is worth is the probability that the
conclusion holds if only claims whose whole chain lies in the set can come through. A source's
share is its marginal contribution, averaged over all orders in which the sources could join:

    φ_s  =  Σ_{T ∌ s}  |T|! (n - |T| - 1)! / n!  ·  (v(T ∪ s) - v(T)).

The shares add up to v(all) - v(none): what the sources together make of the conclusion. A negative
share belongs to a source that speaks against it. Exact to 12 sources; beyond, over random orders
(Castro, Gómez & Tejada 2009), with the error of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial, sqrt

import numpy as np
from numpy.typing import NDArray

from .knockouts import Bench
from .sample import Intervention

EXACT = 12
"""Sources up to which all sets of them are tried."""
ORDERS = 200
"""Random orders in which more sources than that are let join."""

Worths = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """One source's share in the probability of a conclusion, and its standard error."""

    source: str
    share: float
    se: float


@dataclass(frozen=True)
class Shares:
    """The shares of all sources.

    Attributes
    ----------
    shares : tuple of Share
        The largest first, whichever way it points.
    with_all, with_none : float
        Probability of the conclusion with all sources, and with none.
    draws : int
    exact : bool
        Whether all sets of sources were tried.
    """

    shares: tuple[Share, ...]
    with_all: float
    with_none: float
    draws: int
    exact: bool


def shares(bench: Bench) -> Shares:
    """Share a conclusion's probability out among the sources in use.

    Parameters
    ----------
    bench : Bench
        The conclusion, with the draws on which it is tested.

    Raises
    ------
    ValueError
        Nobody is a source of anything in use.
    """
    return _Players(bench).shares()


class _Players:
    """The sources, and what sets of them are worth, draw by draw."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        plan = bench.plan
        self.names = tuple(dict.fromkeys(unit.source for unit in plan.units))
        place = {name: k for k, name in enumerate(self.names)}
        self.needs = tuple(
            frozenset(place[plan.units[unit].source] for unit in claim.chain)
            for claim in plan.claims
        )
        self.known: dict[frozenset[int], Worths] = {}

    def worth(self, members: frozenset[int]) -> Worths:
        """Return whether the conclusion holds in each draw if only some sources are heard."""
        silenced = frozenset(c for c, needed in enumerate(self.needs) if not needed <= members)
        if silenced not in self.known:
            records, _ = self.bench.records_under(Intervention(silenced=silenced))
            held = self.bench.conclusion.of(self.bench.plan, records)
            self.known[silenced] = held.astype(np.float64)
        return self.known[silenced]

    def shares(self) -> Shares:
        everybody = frozenset(range(len(self.names)))
        exact = len(self.names) <= EXACT
        found = self._exact() if exact else self._sampled()
        by_size = sorted(found, key=lambda share: (-abs(share.share), share.source))
        return Shares(
            shares=tuple(by_size),
            with_all=float(self.worth(everybody).mean()),
            with_none=float(self.worth(frozenset()).mean()),
            draws=self.bench.sample.size,
            exact=exact,
        )

    def _exact(self) -> list[Share]:
        count = len(self.names)
        weights = {
            size: factorial(size) * factorial(count - size - 1) / factorial(count)
            for size in range(count)
        }
        return [self._share(s, weights) for s in range(count)]

    def _share(self, s: int, weights: Mapping[int, float]) -> Share:
        others = [k for k in range(len(self.names)) if k != s]
        value = np.zeros(self.bench.sample.size)
        for size, weight in weights.items():
            for members in map(frozenset, combinations(others, size)):
                value += weight * (self.worth(members | {s}) - self.worth(members))
        return Share(self.names[s], float(value.mean()), float(value.std()) / sqrt(value.size))

    def _sampled(self) -> list[Share]:
        """Let the sources join in random orders; the error is that over the orders."""
        rng = np.random.Generator(np.random.Philox(key=len(self.names)))
        gains = np.zeros((ORDERS, len(self.names)))
        for row in gains:
            members: frozenset[int] = frozenset()
            before = self.worth(members).mean()
            for s in rng.permutation(len(self.names)).tolist():
                members |= {s}
                after = self.worth(members).mean()
                row[s], before = after - before, after
        errors = gains.std(axis=0) / sqrt(ORDERS)
        return [
            Share(name, float(gains[:, s].mean()), float(errors[s]))
            for s, name in enumerate(self.names)
        ]
