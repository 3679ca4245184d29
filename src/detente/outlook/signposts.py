"""Signposts: what to watch for, since seeing it would shift the outlook.

One of the structured analytic techniques (indicators and signposts of change, Heuer & Pherson
2010), computed for two kinds of observation:

* a *claim* is confirmed: it then comes through in every draw, all else drawn as before;
* a *move* is made from the status quo. Whoever makes it is taken to have wanted to, so what is seen
  tells of preferences: the outlook is that of the draws in which the move is an improvement for
  the mover (Bayes' rule with a mover that makes improvements only).

A move that hardly anybody would make in any draw tells most and is least to be expected; both are
given. What the move does to the situation itself, beyond what it tells, is shown by ``detente
observe``, which makes it the status quo.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from .knockouts import Bench
from .sample import Intervention
from .worlds import toggles

FEWEST = 30
"""Draws in which a move must be an improvement for its shift to be worth telling."""


@dataclass(frozen=True)
class Signpost:
    """One observation and what it would do to a conclusion.

    Attributes
    ----------
    kind : {"claim", "move"}
    name : str
        The claim, or the option.
    on : bool
        For a move: whether the option is then on. True for a claim.
    expected : float
        How likely it is to be seen: the claim comes through, the move is an improvement.
    p, shift, se : float
        Probability of the conclusion once it is seen; its change; the standard error of that.
    ends_shift : float or None
        Change of the probability that drift ends in the outcome; None without a status quo.
    """

    kind: Literal["claim", "move"]
    name: str
    on: bool
    expected: float
    p: float
    shift: float
    se: float
    ends_shift: float | None


def signposts(bench: Bench) -> tuple[Signpost, ...]:
    """Return all signposts, the one that would shift the conclusion most first.

    Parameters
    ----------
    bench : Bench
        The conclusion, with the draws on which it is tested.
    """
    found = [*_claims(bench), *_moves(bench)]
    return tuple(sorted(found, key=lambda s: (-abs(s.shift), s.kind, s.name)))


def _claims(bench: Bench) -> list[Signpost]:
    found = []
    for c, claim in enumerate(bench.plan.claims):
        records, _ = bench.records_under(Intervention(confirmed=frozenset({c})))
        effect = bench.effect("claim", claim.name, records)
        expected = float(bench.sample.through[:, c].mean())
        found.append(
            Signpost(
                "claim",
                claim.name,
                on=True,
                expected=expected,
                p=effect.p,
                shift=effect.change,
                se=effect.se,
                ends_shift=effect.ends_change,
            )
        )
    return found


def _moves(bench: Bench) -> list[Signpost]:
    held = bench.holds.astype(np.float64)
    found = []
    for t, toggle in enumerate(toggles(bench.plan.recipe)):
        seen = bench.records["tempting"][:, t]
        if seen.sum() < FEWEST:
            continue
        ends = bench.conclusion.ends(bench.plan, bench.records)
        p, rest = float(held[seen].mean()), held[~seen]
        # the shift is (share not seen) × (difference of the two halves), which are independent
        unseen = 1 - float(seen.mean())
        spread = held[seen].var() / seen.sum() + (rest.var() / rest.size if rest.size else 0.0)
        found.append(
            Signpost(
                "move",
                bench.plan.recipe.options[toggle.option],
                on=toggle.on,
                expected=float(seen.mean()),
                p=p,
                shift=p - bench.p,
                se=unseen * sqrt(float(spread)),
                ends_shift=float(ends[seen].mean() - ends.mean()),
            )
        )
    return found
