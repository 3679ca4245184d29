"""Alternative futures: the few most different worlds that the evidence allows.

Each draw is described by where it leads: for each outcome whether it holds under the concept at
hand, and the chance that drift ends there. The most frequent description is the first future; the
next is always the one furthest from those chosen so far, among descriptions that are not
negligible (Gonzalez 1985, farthest-first traversal). Each draw belongs to the nearest future, and
what sets a future apart are the elements that stand or fall in its draws far more often than in
all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .estimate import Draws, holds

MOST = 4
FEWEST_SHARE = 0.01
"""Descriptions rarer than this start no future of their own."""

APART = 0.15
"""How much more or less often an element stands, to be told as what sets a future apart."""

TELLING = 4


@dataclass(frozen=True)
class Mark:
    """An element that sets a future apart: how often it stands there, and in all draws."""

    element: str
    here: float
    overall: float


@dataclass(frozen=True)
class Future:
    """One of the alternative futures.

    Attributes
    ----------
    share : float
        The part of all draws that are nearest to it.
    holds : mapping as tuple of (outcome, share)
        How often each outcome holds in its draws, those above one half, most first.
    ends : tuple of (outcome, float)
        Where drift ends, on average over its draws, most first; empty without a status quo.
    marks : tuple of Mark
    """

    share: float
    holds: tuple[tuple[str, float], ...]
    ends: tuple[tuple[str, float], ...]
    marks: tuple[Mark, ...]


def futures(draws: Draws, concept: str, most: int = MOST) -> tuple[Future, ...]:
    """Return the few most different futures, the most likely first.

    Parameters
    ----------
    draws : Draws
        Only those under the base table are looked at.
    concept : str
        Under which outcomes hold, or do not.
    most : int
        How many futures to return at most; fewer where the worlds differ little.
    """
    features = _features(draws, concept)
    centres = _centres(features, most)
    distance = np.abs(features[:, np.newaxis, :] - features[centres][np.newaxis]).sum(axis=2)
    nearest = distance.argmin(axis=1)
    members = [np.flatnonzero(nearest == k) for k in range(len(centres))]
    found = [_future(draws, features, part) for part in members if part.size]
    return tuple(sorted(found, key=lambda future: -future.share))


def _features(draws: Draws, concept: str) -> NDArray[np.float64]:
    """Describe each draw; shape (D, 2·outcomes), the first half what holds."""
    plan, records = draws.plan, draws.records["base"]
    held = [holds(plan, records, name, concept) for name, _ in plan.recipe.outcomes]
    ends = [draws.ends(name) for name, _ in plan.recipe.outcomes]
    return np.stack([*held, *ends], axis=1).astype(np.float64)


def _centres(features: NDArray[np.float64], most: int) -> list[int]:
    """Return the draws that the futures begin from."""
    described = np.round(features, 1)
    _, first, counts = np.unique(described, axis=0, return_index=True, return_counts=True)
    frequent = np.flatnonzero(counts >= FEWEST_SHARE * len(features))
    if not frequent.size:
        frequent = np.array([counts.argmax()])
    centres = [int(first[counts.argmax()])]
    candidates = first[frequent]
    while len(centres) < most:
        gaps = np.abs(features[candidates][:, np.newaxis] - features[centres][np.newaxis])
        nearest = gaps.sum(axis=2).min(axis=1)
        if nearest.max() < 1:
            break
        centres.append(int(candidates[nearest.argmax()]))
    return centres


def _future(draws: Draws, features: NDArray[np.float64], part: NDArray[np.intp]) -> Future:
    names = [name for name, _ in draws.plan.recipe.outcomes]
    means = features[part].mean(axis=0)
    held = [(n, float(p)) for n, p in zip(names, means[: len(names)], strict=True) if p > 0.5]
    ends = [(n, float(p)) for n, p in zip(names, means[len(names) :], strict=True) if p > 0]
    stands = draws.samples["base"].stands
    here, overall = stands[part].mean(axis=0), stands.mean(axis=0)
    apart = np.argsort(-np.abs(here - overall), kind="stable")[:TELLING]
    return Future(
        share=part.size / len(features),
        holds=tuple(sorted(held, key=lambda pair: -pair[1])),
        ends=tuple(sorted(ends, key=lambda pair: -pair[1])),
        marks=tuple(
            Mark(draws.plan.elements[e].name, float(here[e]), float(overall[e]))
            for e in apart
            if abs(here[e] - overall[e]) >= APART
        ),
    )
