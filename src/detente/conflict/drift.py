"""Where improvements lead from a state, in many models at once.

The *drift* from a state is a random walk: in each state one of those decision makers who have an
improvement there is picked, each as likely as any other, and then one of its improvements, each
as likely as any other. The walk ends where nobody has one, or stays for ever among states that
lead to one another and nowhere else: in a *cycle*. How that is
computed stands in :mod:`.walk`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .draws import Models, check_models, share_models
from .space import Space
from .walk import reach, walk

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int32s = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Drift:
    """Where the walk from one state ends, in each of many models.

    Attributes
    ----------
    reached : ndarray, shape (B, O), dtype bool
        Whether some state of the outcome can be reached from the start by improvements of
        anyone; the start itself counts.
    ends : ndarray, shape (B, O), dtype float64
        Probability that the walk ends in the outcome: in a state of it that nobody improves on,
        or in a cycle *all* of whose states belong to it.
    cycles : ndarray, shape (B,), dtype float64
        Probability that the walk ends in a cycle.
    """

    reached: Bools
    ends: Floats
    cycles: Floats


def reached(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    start: int,
    outcomes: Bools,
    *,
    threads: int | None = None,
) -> Bools:
    """Decide which outcomes improvements of anyone lead to, in many models.

    Parameters and errors are those of :func:`drift`.

    Returns
    -------
    ndarray, shape (B, O), dtype bool
        Whether some state of the outcome is the start or can be reached from it.
    """
    _check(space, rankings, choice, start, outcomes)
    masks = np.ascontiguousarray(outcomes)
    found = np.zeros((len(choice), len(outcomes)), np.bool_)

    def work(models: Models, some: slice) -> None:
        reach(models.layout, models.ranks, models.choice, start, masks, found[some])

    share_models(work, space, rankings, choice, threads)
    return found


def drift(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    start: int,
    outcomes: Bools,
    *,
    threads: int | None = None,
) -> Drift:
    """Find where the drift from a state ends, in many models.

    Parameters
    ----------
    space : Space
    rankings : sequence of N ndarrays, shape (K_i, S), dtype int32
        The rankings of each decision maker that the models choose from: larger is better.
    choice : ndarray of int, shape (B, N)
        Model b gives decision maker i the ranking ``rankings[i][choice[b, i]]``.
    start : int
        The state in which the walk begins.
    outcomes : ndarray, shape (O, S), dtype bool
        Which states belong to which outcome.
    threads : int, optional
        All cores by default; the result is the same for any number.

    Returns
    -------
    Drift

    Raises
    ------
    ValueError
        If shapes or dtypes do not fit together, or a choice or the start is out of range.
    MemoryError
        If a component of m states that the iteration fails on needs its 8 m² bytes, and
        there are not as many.

    Examples
    --------
    Two that can each turn away from where they agree, in one of two ways: the walk ends in
    either with equal probability.

    >>> space = Space(("A", "B"), (0, 1), ("both", "both"), np.arange(4, dtype=np.uint64))
    >>> ranks = np.array([[0, 1, 1, 0]], np.int32)
    >>> only = np.eye(4, dtype=bool)
    >>> drift(space, [ranks, ranks], np.array([[0, 0]]), 0, only).ends
    array([[0. , 0.5, 0.5, 0. ]])
    """
    _check(space, rankings, choice, start, outcomes)
    masks, shape = np.ascontiguousarray(outcomes), (len(choice), len(outcomes))
    found = Drift(np.zeros(shape, np.bool_), np.zeros(shape), np.zeros(len(choice)))

    def work(models: Models, some: slice) -> None:
        into = found.reached[some], found.ends[some], found.cycles[some]
        walk(models.layout, models.ranks, models.choice, start, masks, *into)

    share_models(work, space, rankings, choice, threads)
    return found


def _check(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    start: int,
    outcomes: Bools,
) -> None:
    check_models(space, rankings, choice)
    if not 0 <= start < space.size:
        raise ValueError(f"state {start} is not in 0 … {space.size - 1}")
    if outcomes.ndim != 2 or outcomes.shape[1] != space.size or outcomes.dtype != np.bool_:
        raise ValueError(
            f"outcomes must have shape (O, {space.size}) and dtype bool, "
            f"not {outcomes.shape} and {outcomes.dtype}"
        )
