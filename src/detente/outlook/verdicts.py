"""Which states stay stable as rankings change: many sets of rankings over one conflict, compiled.

The method is that of :mod:`detente.conflict.lattice`, whose docstring proves it: the worth of a
state to the one who is to be deterred, labels by flooding backwards from the worst state, and the
greatest label among the improvements. What differs is what is asked. Here the states and moves stay
as they are, a great many rankings are tried, and only the *target*, some of the states, is judged:

* what depends on one ranking alone (states by place, by block, by worth) is prepared once for each
  ranking, in linear time, since places are counted and not compared;
* a state of the target that is unstable for one decision maker is not judged for the next, and
  nobody is asked any more once none is left;
* labels above the best place that a judged state has change no verdict, so the flood ends there.

**Freedom.** The others answer by improvements (SEQ, SSEQ) or by any moves (GMR, SMR). Each of them
may also be given a freedom of its own, for bounds: whoever may answer by *more* moves than its
improvements deters at least as much, and whoever may not answer at all deters at most as much. So
with one decision maker at ``ANY`` every state that is stable for another under *some* ranking of
that one is stable, and with it at ``NONE`` only states are stable that are so under *every* one.

:mod:`detente.conflict.batch` solves many models too: whole ones, under all five concepts. For
a target under one concept this asks less, and bounds it cannot give.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.conflict.compiled import Record, kernel, part, passage
from detente.conflict.lattice.flood import arrange
from detente.conflict.model import OptionForm

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

IMPROVEMENTS, ANY, NONE = 0, 1, 2
"""How freely somebody may answer: by what betters its lot, by any move, or not at all."""

LARGEST = np.int32(2**31 - 1)
SMALLEST = np.int32(-(2**31))
BEYOND = np.int64(2**31)
"""A bound that every place is below."""


class Board(NamedTuple):
    """The states in groups and blocks for each decision maker, whatever the rankings.

    Attributes
    ----------
    one_way : ndarray, shape (2, N), dtype int64
        Masks of the own options that only switch on, and of those that only switch off.
    block : ndarray, shape (N, S), dtype int32
        The block that each state belongs to: see :mod:`detente.conflict.lattice`.
    first : ndarray, shape (N, S + 1), dtype int32
        How many states stand in earlier blocks.
    blocks : ndarray, shape (N,), dtype int64
        How many blocks there are.
    code : ndarray, shape (N, S), dtype int64
        The code of one state of each block.
    low, high : ndarray, shape (N, S), dtype int32
        The blocks of each block's group: from `low` up to, without, `high`.
    """

    one_way: Int64s
    block: Int32s
    first: Int32s
    blocks: Int64s
    code: Int64s
    low: Int32s
    high: Int32s


class Prepared(NamedTuple):
    """Rankings, each of one decision maker, with what follows from it alone.

    Attributes
    ----------
    place : ndarray, shape (K, S), dtype int32
        From 0, the worst.
    order : ndarray, shape (K, S), dtype int32
        States by block, and by place within each.
    worth : ndarray, shape (K, S), dtype int32
        What a state is worth to the one who is to be deterred.
    sequence : ndarray, shape (K, S), dtype int32
        States by worth, the least first.
    """

    place: Int32s
    order: Int32s
    worth: Int32s
    sequence: Int32s


BOARD = Record(
    Board,
    ("int64[2]!", "int32[2]!", "int32[2]!", "int64[1]!", "int64[2]!", "int32[2]!", "int32[2]!"),
)
PREPARED = Record(Prepared, ("int32[2]!", "int32[2]!", "int32[2]!", "int32[2]!"))


def board(form: OptionForm) -> Board:
    """Return the board of a conflict in option form."""
    arranged = arrange(form)
    makers, size = arranged.block.shape
    shape = (makers, size)
    made = Board(
        one_way=np.ascontiguousarray(arranged.masks[1:]),
        block=arranged.block,
        first=arranged.first,
        blocks=arranged.blocks,
        code=np.zeros(shape, np.int64),
        low=np.zeros(shape, np.int32),
        high=np.zeros(shape, np.int32),
    )
    for dm in range(makers):
        count = int(arranged.blocks[dm])
        sample = arranged.codes[arranged.order[dm, arranged.first[dm, :count]]]
        made.code[dm, :count] = sample
        group = sample & ~arranged.masks[0, dm]
        starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        which = np.searchsorted(starts, np.arange(count), side="right") - 1
        made.low[dm, :count] = starts[which]
        made.high[dm, :count] = np.r_[starts[1:], count][which]
    return made


def prepared(board: Board, dm: int, places: Int32s, *, respond: bool) -> Prepared:
    """Prepare rankings of one decision maker.

    Parameters
    ----------
    places : ndarray, shape (K, S), dtype int32
        The place of each state, from 0, the worst, below S.
    respond : bool
        Whether the decision maker can respond once to an answer (SMR, SSEQ).
    """
    places = np.array(places, np.int32, order="C")
    made = Prepared(places, *(np.empty_like(places) for _ in range(3)))
    _prepare(board, dm, respond, made)
    return made


def stacked(parts: Sequence[Prepared]) -> Prepared:
    """Put the rankings of several decision makers into one collection, one after the other."""
    return Prepared(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def judge(
    board: Board,
    rankings: Prepared,
    choice: Int32s,
    target: Int32s,
    *,
    freedom: Sequence[int],
    judges: Sequence[int],
    candidates: Bools | None = None,
) -> Bools:
    """Decide which states of the target are stable for all of some decision makers.

    Parameters
    ----------
    choice : ndarray, shape (B, N), dtype int32
        Which of the rankings each decision maker has.
    target : ndarray, shape (T,), dtype int32
        Indices of states.
    freedom : sequence of int, length N
        How freely each one may answer.
    judges : sequence of int
        For whom the states are to be stable; those asked first had better refuse the most.
    candidates : ndarray, shape (B, T), dtype bool, optional
        The states to be judged; the others count as unstable.

    Returns
    -------
    ndarray, shape (B, T), dtype bool
    """
    shape = (len(choice), len(target))
    stable = np.ones(shape, np.bool_) if candidates is None else candidates.copy()
    _judge_all(
        board,
        rankings,
        np.ascontiguousarray(choice),
        target,
        np.array(freedom, np.int64),
        np.array(judges, np.int64),
        stable,
    )
    return stable


# --- compiled ---------------------------------------------------------------------------------


@part
def _leads(b: Board, dm: int, g: int, h: int) -> bool:
    """Whether `dm` can go from block `g` to block `h` of the same group."""
    if g == h:
        return True
    here, there = b.code[dm, g], b.code[dm, h]
    return bool((here & ~there & b.one_way[0, dm]) | (there & ~here & b.one_way[1, dm]) == 0)


@part
def _count(value: Int32s, counter: Int32s, sequence: Int32s) -> None:
    """Sort the states by a value from 0 to S-1, stably, by counting."""
    size = value.size
    for v in range(size + 1):
        counter[v] = 0
    for s in range(size):
        counter[value[s] + 1] += 1
    for v in range(size):
        counter[v + 1] += counter[v]
    for s in range(size):
        sequence[counter[value[s]]] = s
        counter[value[s]] += 1


@kernel(BOARD, "int64", "boolean", PREPARED)
def _prepare(b: Board, dm: int, respond: bool, made: Prepared) -> None:
    size = made.place.shape[1]
    counter = np.empty(size + 1, np.int32)
    for k in range(made.place.shape[0]):
        _count(made.place[k], counter, made.sequence[k])
        for g in range(b.blocks[dm]):
            counter[g] = b.first[dm, g]
        for p in range(size):
            s = made.sequence[k, p]
            g = b.block[dm, s]
            made.order[k, counter[g]] = s
            counter[g] += 1
        for s in range(size):
            made.worth[k, s] = made.place[k, s]
        if respond:
            _best_response(b, dm, k, made)
            _count(made.worth[k], counter, made.sequence[k])


@part
def _best_response(b: Board, dm: int, k: int, made: Prepared) -> None:
    """Set the worth of a state to the best place that `dm` can reach from it."""
    for g in range(b.blocks[dm]):
        best = SMALLEST
        for h in range(b.low[dm, g], b.high[dm, g]):
            if _leads(b, dm, g, h):
                best = max(best, made.place[k, made.order[k, b.first[dm, h + 1] - 1]])
        for p in range(b.first[dm, g], b.first[dm, g + 1]):
            made.worth[k, made.order[k, p]] = best


@kernel(
    BOARD,
    PREPARED,
    "int32[2]",
    "int32[1]",
    "int64[1]",
    "int64[1]",
    "boolean[2]!",
)
def _judge_all(
    b: Board,
    r: Prepared,
    choice: Int32s,
    target: Int32s,
    freedom: Int64s,
    judges: Int64s,
    stable: Bools,
) -> None:
    size = r.place.shape[1]
    label = np.empty(size, np.int32)
    stack = np.empty(size, np.int32)
    pointer = np.empty(b.first.shape, np.int32)
    for n in range(choice.shape[0]):
        for q in range(judges.size):
            dm = judges[q]
            bound = _best_place(r, choice[n, dm], target, stable[n])
            if bound < 0:
                break
            for s in range(size):
                label[s] = LARGEST
            _flood(b, r, choice[n], freedom, dm, bound, label, stack, pointer)
            _refuse(b, r, choice[n, dm], dm, target, label, stable[n])


@part
def _best_place(r: Prepared, k: int, target: Int32s, stable: Bools) -> int:
    """Return the best place of the states still to be judged; -1 if there are none."""
    best = np.int32(-1)
    for t in range(target.size):
        if stable[t]:
            best = max(best, r.place[k, target[t]])
    return int(best)


@passage
def _flood(
    b: Board,
    r: Prepared,
    choice: Int32s,
    freedom: Int64s,
    dm: int,
    bound: int,
    label: Int32s,
    stack: Int32s,
    pointer: Int32s,
) -> None:
    """Label every state with the least worth that the others can bring about from it."""
    answer = False
    for j in range(choice.size):
        if j != dm and freedom[j] != NONE:
            answer = True
            for g in range(b.blocks[j]):
                pointer[j, g] = b.first[j, g]
    if not answer:
        return
    k = choice[dm]
    for p in range(label.size):
        seed = r.sequence[k, p]
        if r.worth[k, seed] > bound:
            return
        if label[seed] != LARGEST:
            continue
        label[seed] = r.worth[k, seed]
        stack[0] = seed
        top = 1
        while top > 0:
            top = _spread(b, r, choice, freedom, dm, label, stack, pointer, top)


@part
def _spread(
    b: Board,
    r: Prepared,
    choice: Int32s,
    freedom: Int64s,
    dm: int,
    label: Int32s,
    stack: Int32s,
    pointer: Int32s,
    top: int,
) -> int:
    """Give the label of the state on top of the stack to all from which the others go there."""
    top -= 1
    s = stack[top]
    for j in range(choice.size):
        if j == dm or freedom[j] == NONE:
            continue
        k = choice[j]
        g = b.block[j, s]
        limit = np.int64(r.place[k, s]) if freedom[j] == IMPROVEMENTS else BEYOND
        for h in range(b.low[j, g], b.high[j, g]):
            if not _leads(b, j, h, g):
                continue
            p = pointer[j, h]
            end = b.first[j, h + 1]
            while p < end and r.place[k, r.order[k, p]] < limit:
                before = r.order[k, p]
                if label[before] == LARGEST:
                    label[before] = label[s]
                    stack[top] = before
                    top += 1
                p += 1
            pointer[j, h] = p
    return top


@part
def _refuse(
    b: Board, r: Prepared, k: int, dm: int, target: Int32s, label: Int32s, stable: Bools
) -> None:
    """Strike out the states with an improvement whose label is above their own place."""
    for t in range(target.size):
        if not stable[t]:
            continue
        s = target[t]
        g = b.block[dm, s]
        for h in range(b.low[dm, g], b.high[dm, g]):
            if not _leads(b, dm, g, h):
                continue
            p = b.first[dm, h + 1] - 1
            while p >= b.first[dm, h] and r.place[k, r.order[k, p]] > r.place[k, s]:
                if label[r.order[k, p]] > r.place[k, s]:
                    stable[t] = False
                    break
                p -= 1
