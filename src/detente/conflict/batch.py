"""Many models over one state space: redrawn preferences, solved in one call.

The definitions and the idea of labels are those of :mod:`detente.conflict.lattice`: s is stable
for i iff every improvement s₁ of i from s has label(s₁) ≤ r_i(s), where label(s₁) is the least
worth that the others can bring about from s₁, s₁ itself among it. Here the state space is the same
for all models, and only equilibria are asked for. Four things follow.

**No order is needed for the verdict.** Put l(s₁) = min(label(s₁), r_i(s₁)). For an improvement,
label(s₁) ≤ r_i(s) iff l(s₁) ≤ r_i(s), since r_i(s₁) > r_i(s); all else has l(s₁) ≤ r_i(s) anyway.
So s is stable iff the greatest l over s and R_i(s) is at most r_i(s): one maximum for each block.

**Nash, GMR and SMR depend on i's own ranking alone**, and are decided once for each ranking. With
any moves, the label of a state is that of its cell (see :mod:`.space`): the least worth in it and
in the cells after it.

**SEQ and SSEQ are asked only where they can change the answer**: an equilibrium under Nash is one
under both, and one under SEQ or SSEQ is one under GMR or SMR.

**All labels at once.** Those of all decision makers and both concepts stand side by side, a row of
small integers for each state. For each j in turn, its states are passed group by group from the
best for j down, each taking over the least of the labels above it in all places but j's own; this
goes on until nothing changes. What is then left is the least fixed point of

    label(s)  =  min { w(s), label(t) : t an improvement of one of the others from s },

which is what the flooding computes; only that a machine compares a row of labels in one step.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import lattice
from .compiled import kernel, part
from .draws import check_models, check_ranks, gather, share
from .model import CONCEPTS
from .space import LAYOUT, Layout, Space

__all__ = ["Space", "alone", "equilibria", "rankings"]

Bools = NDArray[np.bool_]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
UInt16s = NDArray[np.uint16]

LARGEST = np.int32(2**31 - 1)
SMALLEST = np.int32(-(2**31))
LANES = 16
"""Labels that stand side by side: two for each of eight decision makers."""
MOST_STATES = 2**15 - 1
"""States up to which labels fit int16; larger models are solved one by one."""
NO_LABEL = np.int16(2**15 - 1)


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
    ranks = np.ascontiguousarray(ranks)
    stable = np.empty((len(ranks), 3, space.size), np.bool_)
    layout = space.layout
    share(lambda some: _alone(layout, dm, ranks[some], stable[some]), len(ranks), threads)
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
    layout = space.layout

    def work(some: slice) -> None:
        _solve(*gather(layout, rankings, choice[some]), found[some])

    share(work, len(choice), threads)
    return found


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


# --- compiled: one ranking --------------------------------------------------------------------


@kernel(LAYOUT, "int64", "int32[2]", "boolean[3]!")
def _alone(layout: Layout, dm: int, ranks: Int32s, stable: Bools) -> None:
    size = ranks.shape[1]
    values, spare = np.empty(size, np.int32), np.empty(size, np.int32)
    for k in range(ranks.shape[0]):
        _decide_alone(layout, dm, ranks[k], values, spare, stable[k])


@part
def _decide_alone(
    layout: Layout, dm: int, ranks: Int32s, values: Int32s, spare: Int32s, stable: Bools
) -> None:
    for s in range(ranks.size):
        values[s] = ranks[s]
    for concept in range(3):
        if concept == 2:
            _raise_to_best(layout, dm, ranks, values, spare)
        if concept > 0:
            _lower_to_worst(layout, dm, values, spare)
        for s in range(ranks.size):
            values[s] = min(values[s], ranks[s])
        _greatest_after(layout, dm, values, spare)
        for s in range(ranks.size):
            stable[concept, s] = spare[layout.block[dm, s]] <= ranks[s]


@part
def _raise_to_best(layout: Layout, dm: int, ranks: Int32s, worth: Int32s, spare: Int32s) -> None:
    """Set the worth of each state to the best that `dm` can make of it."""
    _greatest_after(layout, dm, ranks, spare)
    for s in range(ranks.size):
        worth[s] = spare[layout.block[dm, s]]


@part
def _greatest_after(layout: Layout, dm: int, values: Int32s, greatest: Int32s) -> None:
    """Find for each block of `dm` the greatest value in it and in those after it."""
    blocks = layout.counts[dm, 1]
    for b in range(blocks):
        greatest[b] = SMALLEST
    for s in range(values.size):
        b = layout.block[dm, s]
        greatest[b] = max(greatest[b], values[s])
    if layout.after_from[dm, 0] == layout.after_from[dm, blocks]:
        return
    own = greatest[:blocks].copy()
    for b in range(blocks):
        for k in range(layout.after_from[dm, b], layout.after_from[dm, b + 1]):
            greatest[b] = max(greatest[b], own[layout.after[k]])


@part
def _lower_to_worst(layout: Layout, dm: int, worth: Int32s, spare: Int32s) -> None:
    """Set the worth of each state to the least that the others of `dm` can bring about."""
    cells = layout.counts[dm, 2]
    for c in range(cells):
        spare[c] = LARGEST
    for s in range(worth.size):
        c = layout.cell[dm, s]
        spare[c] = min(spare[c], worth[s])
    for c in range(cells - 1, -1, -1):  # what comes after has its label first
        for k in range(layout.next_from[dm, c], layout.next_from[dm, c + 1]):
            spare[c] = min(spare[c], spare[layout.next[k]])
    for s in range(worth.size):
        worth[s] = spare[layout.cell[dm, s]]


# --- compiled: models -------------------------------------------------------------------------


@kernel(LAYOUT, "int32[2]", "int64[1]", "int64[2]", "boolean[3]!")
def _solve(
    layout: Layout,
    ranks: Int32s,
    owners: NDArray[np.int64],
    choice: NDArray[np.int64],
    found: Bools,
) -> None:
    rows, size = ranks.shape
    makers = choice.shape[1]
    order = np.empty((rows, size), np.uint16)
    stable = np.empty((rows, 3, size), np.bool_)
    values, spare = np.empty(size, np.int32), np.empty(size, np.int32)
    cursor = np.empty(size + 1, np.int32)
    for k in range(rows):
        _decide_alone(layout, owners[k], ranks[k], values, spare, stable[k])
        _sort_groups(layout, owners[k], ranks[k], cursor, spare, order[k])
    label = np.empty((size, LANES), np.int16)
    least = np.empty((size, LANES), np.int16)
    for b in range(choice.shape[0]):
        _together(choice[b], stable, found[b])
        if not _is_open(found[b]):
            continue
        for lowest in range(0, makers, LANES // 2):
            _begin(layout, ranks, choice[b], lowest, values, spare, label)
            _settle(layout, ranks, order, choice[b], lowest, label, least)
            _judge(layout, ranks, choice[b], lowest, label, values, spare, found[b])


@part
def _sort_groups(
    layout: Layout, dm: int, ranks: Int32s, cursor: Int32s, spare: Int32s, order: UInt16s
) -> None:
    """List the states of `dm`'s groups, one group behind the other, from the best down."""
    size = ranks.size
    for r in range(size + 1):
        cursor[r] = 0
    for s in range(size):
        cursor[size - ranks[s]] += 1
    for r in range(size):
        cursor[r + 1] += cursor[r]
    for s in range(size):
        r = size - 1 - ranks[s]
        spare[cursor[r]] = s
        cursor[r] += 1
    for g in range(layout.counts[dm, 0]):
        cursor[g] = layout.member_from[dm, layout.first_block[dm, g]]
    for p in range(size):
        s = spare[p]
        g = layout.group[dm, s]
        order[cursor[g]] = s
        cursor[g] += 1


@part
def _together(choice: NDArray[np.int64], stable: Bools, found: Bools) -> None:
    """Join what is decided alone; SEQ and SSEQ are as yet GMR, and SMR."""
    for concept in range(3):
        for s in range(found.shape[1]):
            found[concept, s] = True
        for k in choice:
            for s in range(found.shape[1]):
                found[concept, s] &= stable[k, concept, s]
    for s in range(found.shape[1]):
        found[3, s] = found[1, s]
        found[4, s] = found[2, s]


@part
def _is_open(found: Bools) -> bool:
    """Whether SEQ or SSEQ can differ from Nash."""
    differs = False
    for s in range(found.shape[1]):
        differs |= found[1, s] and not found[0, s]
    return differs


@part
def _begin(
    layout: Layout,
    ranks: Int32s,
    choice: NDArray[np.int64],
    lowest: int,
    values: Int32s,
    spare: Int32s,
    label: Int16s,
) -> None:
    """Label each state with its own worth, to eight decision makers from `lowest` on."""
    for dm in range(lowest, min(lowest + LANES // 2, choice.size)):
        row = ranks[choice[dm]]
        lane = 2 * (dm - lowest)
        _raise_to_best(layout, dm, row, values, spare)
        for s in range(row.size):
            label[s, lane] = row[s]
            label[s, lane + 1] = values[s]


@part
def _judge(
    layout: Layout,
    ranks: Int32s,
    choice: NDArray[np.int64],
    lowest: int,
    label: Int16s,
    values: Int32s,
    spare: Int32s,
    found: Bools,
) -> None:
    """Strike out the states that one of eight decision makers has reason to leave."""
    for dm in range(lowest, min(lowest + LANES // 2, choice.size)):
        row = ranks[choice[dm]]
        for respond in range(2):
            for s in range(row.size):
                values[s] = min(np.int32(label[s, 2 * (dm - lowest) + respond]), row[s])
            _greatest_after(layout, dm, values, spare)
            for s in range(row.size):
                found[3 + respond, s] &= spare[layout.block[dm, s]] <= row[s]


@part
def _settle(
    layout: Layout,
    ranks: Int32s,
    order: UInt16s,
    choice: NDArray[np.int64],
    lowest: int,
    label: Int16s,
    least: Int16s,
) -> None:
    """Lower the labels along improvements until nothing changes."""
    changed = True
    while changed:
        changed = False
        for j in range(choice.size):
            k = choice[j]
            for g in range(layout.counts[j, 0]):
                changed |= _pass(layout, j, g, j - lowest, ranks[k], order[k], label, least)


@part
def _pass(
    layout: Layout,
    j: int,
    g: int,
    lane: int,
    ranks: Int32s,
    order: UInt16s,
    label: Int16s,
    least: Int16s,
) -> bool:
    """Let each state of a group take over the least label that an improvement of `j` leads to."""
    least[layout.first_block[j, g] : layout.first_block[j, g + 1]] = NO_LABEL
    changed = False
    p = layout.member_from[j, layout.first_block[j, g]]
    end = layout.member_from[j, layout.first_block[j, g + 1]]
    while p < end:
        q = p
        r = ranks[order[p]]
        while q < end and ranks[order[q]] == r:
            s = order[q]
            b = layout.block[j, s]
            changed |= _lower(label[s], least[b], lane)
            for h in range(layout.after_from[j, b], layout.after_from[j, b + 1]):
                changed |= _lower(label[s], least[layout.after[h]], lane)
            q += 1
        for t in order[p:q]:  # ties are not better than one another, but than what follows
            _lower(least[layout.block[j, t]], label[t], -1)
        p = q
    return changed


@part
def _lower(label: Int16s, least: Int16s, but: int) -> bool:
    """Lower the labels to those given, all but those of one decision maker."""
    changed = False
    for lane in range(LANES):
        if lane >> 1 != but and least[lane] < label[lane]:
            label[lane] = least[lane]
            changed = True
    return changed
