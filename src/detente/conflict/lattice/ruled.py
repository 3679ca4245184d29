"""Stability under rules and with options that move one way: sweeps over what is feasible.

:mod:`detente.conflict.lattice` says what is computed. Here each decision maker's groups are runs
over the feasible states alone, each from its best state down, one behind the other: an *order* of
all states, in which one bit says that a group begins and another that a run of ties does. Rules
only make groups shorter. A sweep reads the order from end to end; since states are numbered by
code, and the groups stand in the order of code as well, it comes back to the same few places in
memory.

The others' moves, GMR and SMR, are swept like their improvements, SEQ and SSEQ, except that the
whole group is one run of which all states may be reached.

One-way options are looked up by their pattern, see :mod:`.patterns`. Where they are all that
is not free, GMR and SMR need no sweeps at all, see :mod:`.cube`.
"""

from __future__ import annotations

import numpy as np

from ..compiled import kernel, part, passage, routine
from ..model import OptionForm
from . import cube, field, patterns, sorting, sweeps
from .crew import Crew, Progress
from .field import FIELD, Field, lay_out
from .patterns import clear, enter, least, table
from .sorting import sort
from .sweeps import (
    GROUP,
    PLACE,
    RUN,
    group_from,
    run_end,
    sweep_few_one_way,
    sweep_improvements,
    sweep_many_one_way,
    sweep_moves,
    sweep_moves_one_way,
)
from .tiles import LARGEST, SMALLEST, Count, Uint8s

MOST_STATES = 2**30
"""An order's place has two bits to spare."""
MOST_ONE_WAY = 16
"""One-way options of one decision maker that a table, and a pattern, have room for."""
BATCH = 2**15
"""States, for all decision makers together, up to which one call does everything."""

SPREAD, ARRANGE, LABEL, SWEEP, JUDGE, EVERYTHING = range(6)


def applies(form: OptionForm) -> bool:
    """Whether orders and patterns have room for the form."""
    one_way = [(control.on | control.off).bit_count() for control in form.controls]
    return form.size <= MOST_STATES and max(one_way) <= MOST_ONE_WAY


def bytes_a_state(makers: int, one_way: int, workers: int) -> int:
    """Return how much memory is taken beside the form, in bytes a state.

    For each decision maker an order of uint32 and a verdict of uint8, and for each of the
    `one_way` who have such options a pattern of uint16. Then either, for each worker, a key of
    int64 and a spare order of uint32 to sort with, or two labels of int32.
    """
    return 5 * makers + 2 * one_way + max(12 * min(workers, makers), 8)


def decide(
    form: OptionForm, *, answers: bool, sweeps: int, threads: int | None, progress: Progress | None
) -> Uint8s | None:
    """Decide stability; None if labels still change after so many sweeps.

    The arguments and what is returned are those of :func:`.free.decide`.
    """
    makers = len(form.decision_makers)
    each = 9 + 3 * (makers - 1) + answers * (3 + 4 * (makers - 1))
    with Crew(form.size, threads, progress, makers * each) as crew:
        board = lay_out(form, crew.threads)
        if form.size * makers <= BATCH:
            settled = bool(work(board, EVERYTHING, 0, answers, 0, sweeps, 0))
        elif cube.applies(form):
            settled = _OnCube(form, board, crew).everything(answers, sweeps)
        else:
            settled = _Solving(board, crew).everything(answers, sweeps)
    return board.verdict if settled else None


class _Solving:
    """The tasks in their order, each in pieces."""

    def __init__(self, board: Field, crew: Crew) -> None:
        self.field, self.crew = board, crew
        self.makers = range(len(board.row))

    def do(self, task: int, dm: int, improvements: bool, weight: float = 1.0) -> list[int]:
        def piece(low: int, high: int, worker: int) -> int:
            return int(work(self.field, task, dm, improvements, low, high, worker))

        return self.crew.run(piece, self.field.codes.size, weight=weight)

    def everything(self, answers: bool, sweeps: int) -> bool:
        """Do all tasks; say whether labels settled."""
        self.arrange()
        return all(
            self.judge(dm, improvements, sweeps)
            for dm in self.makers
            for improvements in (False, True)[: 1 + answers]
        )

    def arrange(self) -> None:
        with self.crew.stage(6 * len(self.makers)):
            self.crew.run(self.spread, len(self.makers), weight=3 * len(self.makers))
            for dm in self.makers:
                self.do(ARRANGE, dm, False, 3)

    def spread(self, low: int, high: int, worker: int) -> int:
        for dm in range(low, high):
            work(self.field, SPREAD, dm, False, 0, 0, worker)
        return 0

    def judge(self, dm: int, improvements: bool, sweeps: int) -> bool:
        with self.crew.stage(3 + (3 + improvements) * (len(self.makers) - 1)):
            self.label(dm, improvements)
            if not self.settle(dm, improvements, sweeps):
                return False
            self.do(JUDGE, dm, improvements, 2)
            return True

    def label(self, dm: int, improvements: bool) -> None:
        self.do(LABEL, dm, improvements)

    def settle(self, dm: int, improvements: bool, sweeps: int) -> bool:
        """Sweep over the others' groups until nothing changes; say whether that came to be."""
        others = [j for j in self.makers if j != dm and self.field.masks[0, j]]
        quiet = 0  # how many of the latest sweeps would change nothing if made again
        for _ in range(sweeps):
            for other in others:
                quiet = 1 if any(self.do(SWEEP, other, improvements)) else quiet + 1
                if quiet == len(others):
                    return True
        return not others


class _OnCube(_Solving):
    """The same where all codes are feasible: no sweeps but for SEQ and SSEQ."""

    def __init__(self, form: OptionForm, board: Field, crew: Crew) -> None:
        super().__init__(board, crew)
        self.moves = [cube.moves(form, dm) for dm in self.makers]

    def everything(self, answers: bool, sweeps: int) -> bool:
        with self.crew.stage(3 * len(self.makers)):
            self.crew.run(self.decide_alone, len(self.makers), weight=3 * len(self.makers))
        if not answers:
            return True
        self.arrange()
        return all(self.judge(dm, True, sweeps) for dm in self.makers)

    def decide_alone(self, low: int, high: int, _worker: int) -> int:
        for dm in range(low, high):
            cube.decide_alone(self.field.ranks[dm], *self.moves[dm], self.field.verdict[dm])
        return 0

    def spread(self, low: int, high: int, _worker: int) -> int:
        for dm in range(low, high):
            cube.set_groups(int(self.field.masks[0, dm]), self.field.order[dm])
        return 0

    def label(self, dm: int, _improvements: bool) -> None:
        own, _ = self.moves[dm]
        cube.set_worth(self.field.ranks[dm], own, self.field.label)


# --- compiled: orders ----------------------------------------------------------------------------


@routine
def _spread(f: Field, dm: Count) -> None:
    """Put the states in the order of their groups, eleven bits of the shared code at a time."""
    size, others = f.codes.size, ~f.masks[0, dm]
    differing = np.int64(0)
    for s in range(size):
        differing |= (f.codes[s] ^ f.codes[0]) & others
    order, spare = f.order[dm], np.empty(size, np.uint32)
    for s in range(size):
        order[s] = s
    start = np.empty(2049, np.int64)
    for shift in range(0, 64, 11):
        if (differing >> shift) & 2047 == 0:
            continue
        start[:] = 0
        for s in range(size):
            start[(((f.codes[s] & others) >> shift) & 2047) + 1] += 1
        for digit in range(2048):
            start[digit + 1] += start[digit]
        for p in range(size):
            digit = ((f.codes[order[p]] & others) >> shift) & 2047
            spare[start[digit]] = order[p]
            start[digit] += 1
        for p in range(size):
            order[p] = spare[p]
    before = f.codes[order[0]] & others
    for p in range(size):
        shared = f.codes[order[p]] & others
        order[p] |= np.uint32((p == 0) | (shared != before)) << GROUP
        before = shared


@routine
def _arrange(f: Field, dm: Count, low: Count, high: Count) -> None:
    """Put each group in order, the best first."""
    order, rank = f.order[dm], f.ranks[dm]
    key, spare = np.empty(64, np.int64), np.empty(64, np.int64)
    p = group_from(order, low)
    while p < high:
        end = group_from(order, p + 1)
        if end - p > key.size:
            key, spare = np.empty(2 * (end - p), np.int64), np.empty(2 * (end - p), np.int64)
        for k in range(p, end):
            s = order[k] & PLACE
            key[k - p] = ((np.int64(LARGEST) - rank[s]) << RUN) | s
        ordered = sort(key[: end - p], spare[: end - p])
        before = np.int64(-1)
        for k in range(p, end):
            place = ordered[k - p] >> RUN
            order[k] = (
                np.uint32(ordered[k - p] & PLACE)
                | (np.uint32(place != before) << RUN)
                | (np.uint32(k == p) << GROUP)
            )
            before = place
        p = end
    if f.row[dm] >= 0:
        _set_patterns(f, dm, group_from(order, low), p)


@part
def _set_patterns(f: Field, dm: Count, low: Count, high: Count) -> None:
    pattern, order = f.pattern[f.row[dm]], f.order[dm]
    one_way, inverted = f.masks[1, dm] | f.masks[2, dm], f.masks[2, dm]
    for p in range(low, high):
        bits = f.codes[order[p] & PLACE] ^ inverted
        found, place, rest = np.int64(0), 0, one_way
        while rest:
            lowest = rest & -rest
            found |= np.int64(bits & lowest != 0) << place
            place += 1
            rest ^= lowest
        pattern[p] = found


# --- compiled: the tasks -------------------------------------------------------------------------


@routine
def _label(f: Field, dm: Count, improvements: bool, low: Count, high: Count, worker: Count) -> None:
    """Begin with what each state is worth itself: its rank, or the best that can be made of it.

    Where that is its rank, nothing tempts: the verdict under Nash.
    """
    order, rank, label = f.order[dm], f.ranks[dm], f.label
    one_way = f.row[dm] >= 0
    pattern, t = (
        f.pattern[max(f.row[dm], 0) :],
        table(f.table[worker], f.masks[1, dm] | f.masks[2, dm]),
    )
    p = group_from(order, low)
    while p < high:
        end = group_from(order, p + 1)
        if one_way:
            for k in range(p, end):
                here = ~rank[order[k] & PLACE]
                enter(t, np.int64(pattern[0, k]), here, here)
        best = rank[order[p] & PLACE]
        for k in range(p, end):
            s = order[k] & PLACE
            if one_way:
                best = ~least(t, np.int64(pattern[0, k]))[0]
            label[s, 0] = rank[s]
            label[s, 1] = best
            if not improvements:
                f.verdict[dm, s] = best == rank[s]
        if one_way:
            clear(t, pattern[0], p, end)
        p = end


@routine
def _sweep(
    f: Field, dm: Count, improvements: bool, low: Count, high: Count, worker: Count
) -> Count:
    """Lower labels to the least that a step of `dm` leads to; say whether any fell."""
    if f.row[dm] >= 0:
        pattern, t = f.pattern[f.row[dm]], table(f.table[worker], f.masks[1, dm] | f.masks[2, dm])
        if not improvements:
            return sweep_moves_one_way(f.order[dm], pattern, f.label, t, low, high)
        if t.width:
            return sweep_few_one_way(f.order[dm], pattern, f.label, t.width, low, high)
        return sweep_many_one_way(f.order[dm], pattern, f.label, t, low, high)
    if improvements:
        return sweep_improvements(f.order[dm], f.label, low, high)
    return sweep_moves(f.order[dm], f.label, low, high)


@routine
def _judge(f: Field, dm: Count, improvements: bool, low: Count, high: Count, worker: Count) -> None:
    """Call stable the states none of whose improvements has a label above their own rank."""
    order, rank, label = f.order[dm], f.ranks[dm], f.label
    one_way, first = f.row[dm] >= 0, 3 if improvements else 1
    pattern, t = (
        f.pattern[max(f.row[dm], 0) :],
        table(f.table[worker], f.masks[1, dm] | f.masks[2, dm]),
    )
    p = group_from(order, low)
    while p < high:
        begin, end = p, group_from(order, p + 1)
        most_0 = most_1 = SMALLEST  # the greatest labels of all that is strictly better
        while p < end:
            stop = run_end(order, p, end)
            for k in range(p, stop):
                s = order[k] & PLACE
                if one_way:
                    least_0, least_1 = least(t, np.int64(pattern[0, k]))
                    most_0, most_1 = ~least_0, ~least_1
                f.verdict[dm, s] |= ((most_0 <= rank[s]) << first) | (
                    (most_1 <= rank[s]) << (first + 1)
                )
            for k in range(p, stop):
                s = order[k] & PLACE
                if one_way:
                    enter(t, np.int64(pattern[0, k]), ~label[s, 0], ~label[s, 1])
                else:
                    most_0, most_1 = max(most_0, label[s, 0]), max(most_1, label[s, 1])
            p = stop
        if one_way:
            clear(t, pattern[0], begin, end)


@passage
def _settle(f: Field, dm: Count, improvements: bool, sweeps: Count) -> bool:
    others = quiet = 0
    for other in range(f.row.size):
        others += other != dm and f.masks[0, other] != 0
    low, high = np.int64(0), np.int64(f.codes.size)
    for _ in range(sweeps):
        for other in range(f.row.size):
            if other == dm or f.masks[0, other] == 0:
                continue
            quiet = 1 if _sweep(f, other, improvements, low, high, low) else quiet + 1
            if quiet == others:
                return True
    return others == 0


@passage
def _everything(f: Field, answers: bool, sweeps: Count) -> Count:
    """Do all tasks; say whether labels settled."""
    low, high = np.int64(0), np.int64(f.codes.size)
    for dm in range(f.row.size):
        _spread(f, dm)
        _arrange(f, dm, low, high)
    for dm in range(f.row.size):
        for phase in range(1 + answers):
            improvements = phase == 1
            _label(f, dm, improvements, low, high, low)
            if not _settle(f, dm, improvements, sweeps):
                return 0
            _judge(f, dm, improvements, low, high, low)
    return 1


@kernel(
    FIELD,
    "int64",
    "int64",
    "boolean",
    "int64",
    "int64",
    "int64",
    using=[field, patterns, sorting, sweeps],
)
def work(
    f: Field, task: int, dm: int, improvements: bool, low: int, high: int, worker: int
) -> Count:
    """Do one task on the groups that begin from `low` up to, without, `high`.

    EVERYTHING is all tasks for all decision makers, in one call, for where there are few states
    and each call counts: `improvements` says whether SEQ and SSEQ are asked for, `high` how often
    to sweep.
    """
    found: Count = np.int64(0)
    if task == SPREAD:
        _spread(f, dm)
    elif task == ARRANGE:
        _arrange(f, dm, low, high)
    elif task == LABEL:
        _label(f, dm, improvements, low, high, worker)
    elif task == SWEEP:
        found = _sweep(f, dm, improvements, low, high, worker)
    elif task == JUDGE:
        _judge(f, dm, improvements, low, high, worker)
    else:
        found = _everything(f, improvements, high)
    return found
