"""Many models over one state space: redrawn preferences, solved in one call.

The definitions and the idea of labels are those of :mod:`detente.conflict.lattice`: s is stable
for i iff every improvement s₁ of i from s has label(s₁) ≤ r_i(s), where label(s₁) is the least
worth that the others can bring about from s₁, s₁ itself among it. Here the state space is the same
for all models, and only equilibria are asked for. Three things follow; how they are computed stands
in :mod:`.together`.

**No order is needed for the verdict.** Put l(s₁) = min(label(s₁), r_i(s₁)). For an improvement,
label(s₁) ≤ r_i(s) iff l(s₁) ≤ r_i(s), since r_i(s₁) > r_i(s); all else has l(s₁) ≤ r_i(s) anyway.
So s is stable iff the greatest l over s and R_i(s) is at most r_i(s): one maximum for each block.

**Nash, GMR and SMR depend on i's own ranking alone**, and are decided once for each ranking. With
any moves, the label of a state is that of its cell (see :mod:`.space`): the least worth in it and
in the cells after it.

**SEQ and SSEQ are asked only where they can change the answer**: an equilibrium under Nash is one
under both, and one under SEQ or SSEQ is one under GMR or SMR.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import lattice
from .compiled import kernel, part
from .draws import (
    GMR,
    NASH,
    SMR,
    Models,
    check_models,
    check_ranks,
    room,
    share,
    share_models,
    within_size,
)
from .model import CONCEPTS
from .space import Space
from .together import decide_alone, decide_together

__all__ = ["Space", "alone", "equilibria", "rankings"]

Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]

MOST_STATES = 2**15 - 1
"""States up to which a label fits int16; larger models are solved one by one."""


def rankings(
    truth: NDArray[np.bool_] | NDArray[np.uint8],
    lines: NDArray[np.integer],
    *,
    threads: int | None = None,
) -> Int32s:
    """Rank the states by many lists of formulas.

    Parameters
    ----------
    truth : ndarray, shape (T, S), dtype bool or uint8
        Which formula holds in which state: 0 or 1.
    lines : ndarray of int, shape (K, L)
        In each row the formulas of one ranking as rows of `truth`, each outranking all that
        follow; negative numbers say nothing.
    threads : int, optional
        All cores by default; the result is the same for any number.

    Returns
    -------
    ndarray, shape (K, S), dtype int32
        0 for the least preferred states, without gaps, equal for ties: for each row what
        :func:`detente.conflict.preferences.ranks` gives.

    Raises
    ------
    ValueError
        If a line is no row of `truth`.

    Examples
    --------
    >>> rankings(np.array([[0, 1, 0, 1], [0, 0, 1, 1]], bool), np.array([[0, 1], [1, -1]]))
    array([[0, 2, 1, 3],
           [0, 0, 1, 1]], dtype=int32)
    """
    if lines.size and lines.max() >= len(truth):
        raise ValueError(f"line {lines.max()} is none of {len(truth)} formulas")
    holds = np.ascontiguousarray(truth).view(np.uint8)
    chosen = np.ascontiguousarray(lines, dtype=np.int64)
    ranks = np.zeros((len(lines), truth.shape[1]), np.int32)
    share(lambda some: _rank(holds, chosen[some], ranks[some]), len(lines), threads)
    return ranks


def alone(space: Space, dm: int, ranks: Int32s, *, threads: int | None = None) -> Bools:
    """Decide the concepts that depend on a decision maker's own ranking alone.

    Parameters
    ----------
    space : Space
    dm : int
        Index of the decision maker.
    ranks : ndarray, shape (K, S), dtype int32
        Its rankings: larger is better.
    threads : int, optional
        All cores by default; the result is the same for any number.

    Returns
    -------
    ndarray, shape (K, 3, S), dtype bool
        Whether each state is stable for it under Nash, GMR and SMR.
    """
    check_ranks(space, dm, ranks)
    if space.size > MOST_STATES:
        return _alone_one_by_one(space, dm, ranks)
    stable = np.empty((len(ranks), 3, space.size), np.bool_)
    layout = space.layout

    def work(some: slice) -> None:
        rows = within_size(ranks[some])
        single = room(*rows.shape)
        decide_alone(layout, rows, np.full(len(rows), dm), single)
        for concept, bit in enumerate((NASH, GMR, SMR)):
            stable[some, concept] = single.stable & bit != 0

    share(work, len(ranks), threads)
    return stable


def equilibria(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    *,
    threads: int | None = None,
) -> Bools:
    """Find the equilibria of many models.

    Parameters
    ----------
    space : Space
    rankings : sequence of N ndarrays, shape (K_i, S), dtype int32
        The rankings of each decision maker that the models choose from: larger is better.
    choice : ndarray of int, shape (B, N)
        Model b gives decision maker i the ranking ``rankings[i][choice[b, i]]``.
    threads : int, optional
        All cores by default; the result is the same for any number.

    Returns
    -------
    ndarray, shape (B, 5, S), dtype bool
        Whether each state is an equilibrium, in the order of
        :data:`~detente.conflict.model.CONCEPTS`: for each model what
        ``lattice.solve(form).all(axis=1)`` gives.

    Raises
    ------
    ValueError
        If shapes or dtypes do not fit together, or a choice is out of range.

    Examples
    --------
    The prisoners' dilemma, and the same with a B that would rather not be alone in confessing.

    >>> space = Space(("A", "B"), (0, 1), ("both", "both"), np.arange(4, dtype=np.uint64))
    >>> of_a = np.array([[2, 3, 0, 1]], np.int32)
    >>> of_b = np.array([[2, 0, 3, 1], [3, 0, 2, 1]], np.int32)
    >>> found = equilibria(space, [of_a, of_b], np.array([[0, 0], [0, 1]]))
    >>> found[:, 0]
    array([[False, False, False,  True],
           [False, False, False,  True]])
    """
    check_models(space, rankings, choice)
    found = np.empty((len(choice), len(CONCEPTS), space.size), np.bool_)
    if space.size > MOST_STATES:
        _one_by_one(space, rankings, choice, found)
        return found

    def work(models: Models, some: slice) -> None:
        alone = room(*models.ranks.shape)
        decide_alone(models.layout, models.ranks, models.owners, alone)
        decide_together(models.layout, models.ranks, models.choice, alone, found[some])

    share_models(work, space, rankings, choice, threads)
    return found


def _alone_one_by_one(space: Space, dm: int, ranks: Int32s) -> Bools:
    """Let the others be indifferent: that changes none of the three."""
    stable = np.empty((len(ranks), 3, space.size), np.bool_)
    model = np.zeros((len(space.decision_makers), space.size), np.int32)
    for row, own in zip(stable, ranks, strict=True):
        model[dm] = own
        row[:] = lattice.solve(space.form(model))[:3, dm]
    return stable


def _one_by_one(
    space: Space, rankings: Sequence[Int32s], choice: NDArray[np.integer], found: Bools
) -> None:
    for row, chosen in zip(found, choice, strict=True):
        picked = np.stack([ranks[k] for ranks, k in zip(rankings, chosen, strict=True)])
        row[:] = lattice.solve(space.form(picked)).all(axis=1)


# --- compiled: rankings -----------------------------------------------------------------------


@kernel("uint8[2]", "int64[2]", "int32[2]!")
def _rank(truth: NDArray[np.uint8], lines: NDArray[np.int64], ranks: Int32s) -> None:
    """Split the classes of equal states by one line after another; number them now and then."""
    size = truth.shape[1]
    room = max(256, 4 * size)
    place = np.empty(room, np.int32)
    for k in range(lines.shape[0]):
        row = ranks[k]
        bound = 1
        for column in range(lines.shape[1]):
            line = lines[k, column]
            if line < 0:
                continue
            if 2 * bound > room:
                bound = _close_gaps(row, bound, place)
            for s in range(size):
                row[s] = 2 * row[s] + truth[line, s]
            bound *= 2
        _close_gaps(row, bound, place)


@part
def _close_gaps(row: Int32s, bound: int, place: Int32s) -> int:
    """Renumber the values, all below `bound`, from 0 without gaps; return how many differ."""
    for value in range(bound):
        place[value] = 0
    for s in range(row.size):
        place[row[s]] = 1
    count = 0
    for value in range(bound):
        present = place[value]
        place[value] = count
        count += present
    for s in range(row.size):
        row[s] = place[row[s]]
    return count
