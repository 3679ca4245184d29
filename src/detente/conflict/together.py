"""The kernels of the batch: what one ranking decides, and what only all together do.

**Side by side.** Most of the time would go into finding the states of a block or of a group, which
are the same for all models. So sixteen small integers are worked on at once (:mod:`.lanes`): where
one ranking decides, those of sixteen rankings of one decision maker; where all do, the labels of
up to eight decision makers under SEQ and SSEQ.

**Nash, GMR and SMR.** See :mod:`.batch`: a maximum for each block of l, where the label of a state
is the least worth in its cell and in the cells after it.

**Order.** A state's place in its group is the number of states of the group that go before it.
Counting them takes time with the square of a group's size, but for sixteen rankings together; it
beats sorting up to some hundreds of states in a group.

**SEQ and SSEQ.** For each j in turn, the states are passed group by group from the best for j
down, each taking over the least of the labels above it in all places but j's own; this goes on
until nothing changes. What is left is the greatest solution of

    label(s)  =  min { w(s), label(t) : t an improvement of one of the others from s },

which is what the flooding of :mod:`.lattice` computes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel, part, passage
from .draws import ALONE, GMR, NASH, SMR, Alone
from .lanes import (
    LANES,
    Lanes,
    above,
    at_least,
    both,
    differing,
    either,
    filled,
    is_zero,
    larger,
    load,
    plus,
    smaller,
    store,
)
from .space import LAYOUT, Layout

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt16s = NDArray[np.uint16]

NO_LABEL = np.int16(2**15 - 1)
ABREAST = LANES // 2
"""Decision makers whose labels stand side by side: SEQ's and SSEQ's of each."""


# --- sixteen rankings of one decision maker ---------------------------------------------------


class Board(NamedTuple):
    """Numbers of sixteen rankings side by side, to work with; all int16, shape (S, 16).

    Attributes
    ----------
    rank : ndarray
        Of each state.
    best : ndarray
        The best that can be had from each block.
    gmr_label, smr_label : ndarray
        Of each cell: the least rank, and the least best, that the others can bring about.
    gmr, smr : ndarray
        The greatest l of each block, and of those after it.
    verdict : ndarray
        Of each state: the bits of what is decided alone.
    place : ndarray
        Of each state: how many of its group go before it.
    spare : ndarray
    """

    rank: Int16s
    best: Int16s
    gmr_label: Int16s
    smr_label: Int16s
    gmr: Int16s
    smr: Int16s
    verdict: Int16s
    place: Int16s
    spare: Int16s


@part
def _board(size: int) -> Board:
    a = np.zeros((9, size, LANES), np.int16)
    return Board(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8])


@kernel(LAYOUT, "int32[2]", "int64[1]", ALONE)
def decide_alone(layout: Layout, ranks: Int32s, owners: Int64s, alone: Alone) -> None:
    """Decide what rankings decide alone, those of one decision maker behind one another."""
    board = _board(ranks.shape[1])
    first = 0
    while first < owners.size:
        last = first + 1
        while last < owners.size and last < first + LANES and owners[last] == owners[first]:
            last += 1
        for k in range(first, last):
            for s in range(ranks.shape[1]):
                board.rank[s, k - first] = ranks[k, s]
        _decide(layout, owners[first], board)
        _place(layout, owners[first], board)
        for k in range(first, last):
            _take(layout, owners[first], board, k - first, alone, k)
        first = last


@passage
def _take(layout: Layout, dm: int, board: Board, lane: int, alone: Alone, k: int) -> None:
    """Take what was found for one ranking off the board."""
    for s in range(board.rank.shape[0]):
        alone.stable[k, s] = board.verdict[s, lane]
        alone.best[k, s] = board.best[s, lane]
    for s in range(board.rank.shape[0]):
        block = layout.first_block[dm, layout.group[dm, s]]
        alone.order[k, layout.member_from[dm, block] + board.place[s, lane]] = s
    before = np.int16(-1)
    for p in range(board.rank.shape[0]):
        rank = board.rank[alone.order[k, p], lane]
        alone.tie[k, p] = rank == before
        before = rank


@passage
def _decide(layout: Layout, dm: int, board: Board) -> None:
    for b in range(layout.counts[dm, 1]):
        best = filled(0)
        for p in range(layout.member_from[dm, b], layout.member_from[dm, b + 1]):
            best = larger(best, load(board.rank, layout.members[dm, p]))
        store(board.best, b, best)
    _raise(layout, dm, board.best, board.spare)
    _label(layout, dm, board)
    for b in range(layout.counts[dm, 1]):
        gmr, smr = filled(0), filled(0)
        for p in range(layout.member_from[dm, b], layout.member_from[dm, b + 1]):
            s = layout.members[dm, p]
            c = layout.cell[dm, s]
            gmr = larger(gmr, load(board.gmr_label, c))
            smr = larger(smr, smaller(load(board.smr_label, c), load(board.rank, s)))
        store(board.gmr, b, gmr)
        store(board.smr, b, smr)
    _raise(layout, dm, board.gmr, board.spare)
    _raise(layout, dm, board.smr, board.spare)
    for b in range(layout.counts[dm, 1]):
        best, gmr, smr = load(board.best, b), load(board.gmr, b), load(board.smr, b)
        for p in range(layout.member_from[dm, b], layout.member_from[dm, b + 1]):
            s = layout.members[dm, p]
            rank = load(board.rank, s)
            verdict = both(at_least(rank, best), filled(NASH))
            verdict = either(verdict, both(at_least(rank, gmr), filled(GMR)))
            verdict = either(verdict, both(at_least(rank, smr), filled(SMR)))
            store(board.verdict, s, verdict)


@part
def _raise(layout: Layout, dm: int, numbers: Int16s, spare: Int16s) -> None:
    """Raise the number of each block to the greatest of those after it."""
    if not _is_one_way(layout, dm):
        return
    for b in range(layout.counts[dm, 1]):
        store(spare, b, load(numbers, b))
    for b in range(layout.counts[dm, 1]):
        number = load(spare, b)
        for k in range(layout.after_from[dm, b], layout.after_from[dm, b + 1]):
            number = larger(number, load(spare, layout.after[k]))
        store(numbers, b, number)


@part
def _is_one_way(layout: Layout, dm: int) -> bool:
    return bool(layout.counts[dm, 3])


@part
def _label(layout: Layout, dm: int, board: Board) -> None:
    """Find the labels of the cells under GMR and SMR, those of later ones first."""
    for c in range(layout.counts[dm, 2] - 1, -1, -1):
        gmr, smr = filled(NO_LABEL), filled(NO_LABEL)
        for p in range(layout.mate_from[dm, c], layout.mate_from[dm, c + 1]):
            s = layout.mates[dm, p]
            gmr = smaller(gmr, load(board.rank, s))
            smr = smaller(smr, load(board.best, layout.block[dm, s]))
        for k in range(layout.next_from[dm, c], layout.next_from[dm, c + 1]):
            gmr = smaller(gmr, load(board.gmr_label, layout.next[k]))
            smr = smaller(smr, load(board.smr_label, layout.next[k]))
        store(board.gmr_label, c, gmr)
        store(board.smr_label, c, smr)


@passage
def _place(layout: Layout, dm: int, board: Board) -> None:
    """Count for each state those of its group that are better, or as good and come earlier."""
    one = filled(1)
    for g in range(layout.counts[dm, 0]):
        begin = layout.member_from[dm, layout.first_block[dm, g]]
        end = layout.member_from[dm, layout.first_block[dm, g + 1]]
        for p in range(begin, end):
            rank = load(board.rank, layout.members[dm, p])
            place = filled(0)
            for q in range(begin, p):
                other = load(board.rank, layout.members[dm, q])
                place = plus(place, both(at_least(other, rank), one))
            for q in range(p + 1, end):
                other = load(board.rank, layout.members[dm, q])
                place = plus(place, both(above(other, rank), one))
            store(board.place, layout.members[dm, p], place)


# --- all together -----------------------------------------------------------------------------


class Table(NamedTuple):
    """Numbers of eight decision makers side by side, two of each; all int16, shape (S, 16).

    Attributes
    ----------
    rank : ndarray
        Of each state.
    label : ndarray
        Of each state, under SEQ and SSEQ.
    high : ndarray
        The greatest l of each block; to work with, as the next.
    spare : ndarray
    """

    rank: Int16s
    label: Int16s
    high: Int16s
    spare: Int16s


@kernel(LAYOUT, "int32[2]", "int64[2]", ALONE, "boolean[3]!")
def decide_together(
    layout: Layout, ranks: Int32s, choice: Int64s, alone: Alone, found: Bools
) -> None:
    """Find the equilibria of some models, given what their rankings decide alone."""
    size = ranks.shape[1]
    a = np.empty((4, size, LANES), np.int16)
    table = Table(a[0], a[1], a[2], a[3])
    for b in range(choice.shape[0]):
        if not _join(choice[b], alone, found[b]):
            continue
        for lowest in range(0, choice.shape[1], ABREAST):
            _begin(layout, ranks, choice[b], alone, lowest, table)
            _settle(layout, choice[b], alone, lowest, table)
            _judge(layout, choice[b], lowest, table, found[b])


@passage
def _join(choice: Int64s, alone: Alone, found: Bools) -> bool:
    """Join what is decided alone: SEQ and SSEQ are as yet GMR and SMR. Say if that can change."""
    for_all = np.full(found.shape[1], NASH | GMR | SMR, np.uint8)
    for k in choice:
        for s in range(for_all.size):
            for_all[s] &= alone.stable[k, s]
    changes = np.uint8(0)
    for s in range(for_all.size):
        found[0, s] = for_all[s] & NASH != 0
        found[1, s] = found[3, s] = for_all[s] & GMR != 0
        found[2, s] = found[4, s] = for_all[s] & SMR != 0
        changes |= for_all[s] == GMR or for_all[s] == GMR | SMR
    return bool(changes)


@passage
def _begin(
    layout: Layout, ranks: Int32s, choice: Int64s, alone: Alone, lowest: int, table: Table
) -> None:
    """Label each state with its own worth, to eight decision makers from `lowest` on."""
    for dm in range(lowest, min(lowest + ABREAST, choice.size)):
        k = choice[dm]
        lane = 2 * (dm - lowest)
        for s in range(ranks.shape[1]):
            rank = ranks[k, s]
            table.rank[s, lane] = table.rank[s, lane + 1] = table.label[s, lane] = rank
            table.label[s, lane + 1] = alone.best[k, layout.block[dm, s]]


@passage
def _settle(layout: Layout, choice: Int64s, alone: Alone, lowest: int, table: Table) -> None:
    """Lower the labels along improvements until nothing changes."""
    lanes = _lanes_of_each(choice.size, lowest)
    quiet = -1  # passes since the last that changed something; doing the same again changes nothing
    j = 0
    while quiet < choice.size - 1:
        order, tie, own = alone.order[choice[j]], alone.tie[choice[j]], load(lanes, j)
        if layout.counts[j, 3] == 0:
            changed = _pass(layout, j, order, tie, own, table.label)
        elif layout.counts[j, 3] == 1:
            changed = _pass_switch(layout, j, order, tie, own, table.label)
        else:
            changed = _pass_one_way(layout, j, order, tie, own, table.label, table.spare)
        quiet = 0 if changed else quiet + 1
        j = j + 1 if j + 1 < choice.size else 0


@part
def _lanes_of_each(makers: int, lowest: int) -> Int16s:
    """Set all bits of a number, but for its sign, in the two lanes of each decision maker."""
    lanes = np.zeros((makers, LANES), np.int16)
    for dm in range(lowest, min(lowest + ABREAST, makers)):
        lanes[dm, 2 * (dm - lowest)] = lanes[dm, 2 * (dm - lowest) + 1] = NO_LABEL
    return lanes


@part
def _pass(layout: Layout, j: int, order: UInt16s, tie: Bools, own: Lanes, label: Int16s) -> bool:
    """Let each state take over the least label that an improvement of `j` leads to."""
    none, changes = filled(NO_LABEL), filled(0)
    for g in range(layout.counts[j, 0]):
        better, so_far = none, none
        for p in range(layout.member_from[j, g], layout.member_from[j, g + 1]):
            if not tie[p]:
                better = either(so_far, own)
            before = load(label, order[p])
            after = smaller(before, better)
            store(label, order[p], after)
            changes = either(changes, differing(before, after))
            so_far = smaller(so_far, after)
    return not is_zero(changes)


@part
def _pass_switch(
    layout: Layout, j: int, order: UInt16s, tie: Bools, own: Lanes, label: Int16s
) -> bool:
    """Do the same where `j` has one one-way option: a second account is kept of where it is on.

    Who has switched it can improve only to where it is switched; all others to anywhere.
    """
    none, changes = filled(NO_LABEL), filled(0)
    for g in range(layout.counts[j, 0]):
        better, so_far = none, none
        better_switched, so_far_switched = none, none
        begin = layout.member_from[j, layout.first_block[j, g]]
        for p in range(begin, layout.member_from[j, layout.first_block[j, g + 1]]):
            if not tie[p]:
                better, better_switched = so_far, so_far_switched
            switched = -np.int16(layout.switched[j, order[p]]) & NO_LABEL
            within = smaller(better_switched, either(better, filled(switched)))
            before = load(label, order[p])
            after = smaller(before, either(within, own))
            store(label, order[p], after)
            changes = either(changes, differing(before, after))
            so_far = smaller(so_far, after)
            so_far_switched = smaller(so_far_switched, either(after, filled(switched ^ NO_LABEL)))
    return not is_zero(changes)


@part
def _pass_one_way(
    layout: Layout,
    j: int,
    order: UInt16s,
    tie: Bools,
    own: Lanes,
    label: Int16s,
    least: Int16s,
) -> bool:
    """Do the same where `j` has one-way options: `least` holds the least label of each block."""
    none, changes = filled(NO_LABEL), filled(0)
    for g in range(layout.counts[j, 0]):
        first, last = layout.first_block[j, g], layout.first_block[j, g + 1]
        for b in range(first, last):
            store(least, b, none)
        p, end = layout.member_from[j, first], layout.member_from[j, last]
        while p < end:
            begin = p
            while p == begin or (p < end and tie[p]):
                s = order[p]
                b = layout.block[j, s]
                better = load(least, b)
                for h in range(layout.after_from[j, b], layout.after_from[j, b + 1]):
                    better = smaller(better, load(least, layout.after[h]))
                before = load(label, s)
                after = smaller(before, either(better, own))
                store(label, s, after)
                changes = either(changes, differing(before, after))
                p += 1
            for q in range(begin, p):  # ties are not better than one another
                b = layout.block[j, order[q]]
                store(least, b, smaller(load(least, b), load(label, order[q])))
    return not is_zero(changes)


@passage
def _judge(layout: Layout, choice: Int64s, lowest: int, table: Table, found: Bools) -> None:
    """Strike out the states that one of eight decision makers has reason to leave."""
    lanes = _lanes_of_each(choice.size, lowest)
    reasons = np.zeros((found.shape[1], LANES), np.int16)
    for dm in range(lowest, min(lowest + ABREAST, choice.size)):
        own = load(lanes, dm)
        for b in range(layout.counts[dm, 1]):
            high = filled(0)
            for p in range(layout.member_from[dm, b], layout.member_from[dm, b + 1]):
                s = layout.members[dm, p]
                high = larger(high, smaller(load(table.label, s), load(table.rank, s)))
            store(table.high, b, high)
        _raise(layout, dm, table.high, table.spare)
        for b in range(layout.counts[dm, 1]):
            high = load(table.high, b)
            for p in range(layout.member_from[dm, b], layout.member_from[dm, b + 1]):
                s = layout.members[dm, p]
                reason = both(above(high, load(table.rank, s)), own)
                store(reasons, s, either(load(reasons, s), reason))
    for s in range(found.shape[1]):
        seq, sseq = np.int16(0), np.int16(0)
        for lane in range(0, LANES, 2):
            seq |= reasons[s, lane]
            sseq |= reasons[s, lane + 1]
        found[3, s] &= seq == 0
        found[4, s] &= sseq == 0
