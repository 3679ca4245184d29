"""Stability where everything is feasible and nothing is final: thresholds and sweeps.

:mod:`detente.conflict.lattice` says what is computed: labels, and verdicts from them. Here all
2ᴷ codes are states and every option can be switched both ways, so that

* the others can bring about every combination of their own options: i's own course of action is
  all that is left to it, and GMR and SMR are thresholds, its maximin and its minimax;
* labels for SEQ and SSEQ that are below those thresholds never matter, and are raised to them;
* the order of a group from the best state down fits in places of two bytes, and no state needs an
  index of its own (see :mod:`.tiles`).

A sweep over j's groups gives each state the least label among those that j strictly prefers to it,
walking each group from its best state down; ties are walked together, for none is an improvement
on another. In the order of a group the top bit of a place says that a run of ties begins there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..compiled import kernel, passage, routine
from ..model import OptionForm
from . import sorting, thresholds, tiles
from .crew import Crew, Progress
from .sorting import sort
from .thresholds import bound, judge_bounds, set_best
from .tiles import (
    BOARD,
    IN_PLACE,
    LARGEST,
    OPTIONS,
    SMALLEST,
    START,
    TILES,
    WIDTH,
    Board,
    Count,
    Int32s,
    Uint8s,
    Uint16s,
    Uint32s,
    load,
    store,
    tile_at,
)

LOCAL = np.uint16(2**15 - 1)
"""In a place of an order: which member of the group."""
RUN = 15
"""In a place of an order: the bit that is set where a run of ties begins."""
BATCH = 2**15
"""States, for all decision makers together, up to which one call does everything."""

BOUND, ARRANGE, LABEL, SWEEP, JUDGE, JUDGE_BOUNDS, EVERYTHING = range(7)


def applies(form: OptionForm) -> bool:
    """Whether everything is feasible, nothing is final, and every group has an order in short."""
    return (
        form.size == 1 << len(form.options)
        and set(form.directions) <= {"both"}
        and all(control.own.bit_count() <= tiles.MOST_OWN for control in form.controls)
    )


def bytes_a_state(makers: int, *, answers: bool) -> int:
    """Return how much memory is taken beside the form, in bytes a state.

    For each decision maker an order of uint16 and a verdict of uint8, and two labels of int32;
    the verdict alone if nobody answers with improvements.
    """
    return 3 * makers + 8 if answers else makers


def decide(
    form: OptionForm, *, answers: bool, sweeps: int, threads: int | None, progress: Progress | None
) -> Uint8s | None:
    """Decide stability; None if labels still change after so many sweeps.

    Parameters
    ----------
    form : OptionForm
        One that this applies to.
    answers : bool
        Whether SEQ and SSEQ are asked for, beside Nash, GMR and SMR.
    sweeps : int
        How many times each of the others' groups are swept at most.
    threads, progress
        As :class:`.crew.Crew` takes them.

    Returns
    -------
    ndarray, shape (N, S), dtype uint8
        Bit c: stable under concept c.
    """
    makers = len(form.decision_makers)
    passes = makers * (9 + 4 * (makers - 1)) if answers else makers * 2
    with Crew(form.size, threads, progress, passes) as crew:
        board = _board(form, answers, crew.threads)
        if form.size * makers <= BATCH:
            settled = bool(work(board, EVERYTHING, 0, answers, sweeps, 0))
        elif answers:
            settled = _Solving(board, crew).everything(sweeps)
        else:
            settled = _Solving(board, crew).thresholds()
    return board.verdict if settled else None


def _board(form: OptionForm, answers: bool, workers: int) -> Board:
    makers, size = len(form.decision_makers), form.size
    masks = np.array([control.own for control in form.controls], np.int64)
    members = sum(1 << control.own.bit_count() for control in form.controls)
    ranks = np.ascontiguousarray(form.ranks).view()
    ranks.flags.writeable = False  # the kernels take one kind of array, whatever the caller's
    board = Board(
        ranks=ranks,
        order=np.empty((makers, size if answers else 0), np.uint16),
        label=np.empty((size if answers else 0, 2), np.int32),
        verdict=np.empty((makers, size), np.uint8),
        masks=masks,
        plan=np.empty((makers, tiles.FIELDS), np.int64),
        steps=np.empty(members, np.uint32),
        columns=np.empty(makers * min(size, 1 << tiles.PAGE), np.uint32),
        worst=np.full((workers, members), LARGEST, np.int32),
        bounds=np.empty((makers, 2), np.int32),
    )
    tiles.plan(board)
    return board


class _Solving:
    """The tasks in their order, each in pieces."""

    def __init__(self, board: Board, crew: Crew) -> None:
        self.board, self.crew = board, crew
        self.makers = range(len(board.masks))

    def do(self, task: int, dm: int, weight: float = 1.0) -> Sequence[int]:
        def piece(low: int, high: int, worker: int) -> int:
            return int(work(self.board, task, dm, low, high, worker))

        return self.crew.run(piece, int(self.board.plan[dm, TILES]), weight=weight)

    def thresholds(self) -> bool:
        for dm in self.makers:
            with self.crew.stage(2):
                self.bound(dm)
                self.do(JUDGE_BOUNDS, dm)
        return True

    def everything(self, sweeps: int) -> bool:
        for dm in self.makers:
            with self.crew.stage(5):
                self.bound(dm)
                self.do(ARRANGE, dm, 4)
        for dm in self.makers:
            with self.crew.stage(4 + 4 * (len(self.makers) - 1)):
                self.do(LABEL, dm)
                if not self.settle(dm, sweeps):
                    return False
                self.do(JUDGE, dm, 2)
        return True

    def bound(self, dm: int) -> None:
        least = min(self.do(BOUND, dm))
        start, options = self.board.plan[dm, [START, OPTIONS]]
        worst = self.board.worst[:, start : start + (1 << options)]
        self.board.bounds[dm] = worst.min(axis=0).max(), least

    def settle(self, dm: int, sweeps: int) -> bool:
        """Sweep over the others' groups until nothing changes; say whether that came to be."""
        others = [j for j in self.makers if j != dm and self.board.masks[j]]
        quiet = 0  # how many of the latest sweeps would change nothing if made again
        for _ in range(sweeps):
            for other in others:
                quiet = 1 if any(self.do(SWEEP, other)) else quiet + 1
                if quiet == len(others):
                    return True
        return not others


# --- compiled: the tasks -------------------------------------------------------------------------


@routine
def _arrange(b: Board, dm: Count, low: Count, high: Count) -> None:
    """Put each group in order, the best first."""
    members = np.int64(1) << b.plan[dm, OPTIONS]
    width = b.plan[dm, WIDTH]
    key, spare = np.empty(members, np.int64), np.empty(members, np.int64)
    tile = np.empty(members * width, np.int32)
    for number in range(low, high):
        t = tile_at(b, dm, number)
        load(b.ranks[dm], tile, t)
        for c in range(width):
            for r in range(members):
                key[r] = ((np.int64(LARGEST) - tile[r * width + c]) << 16) | r
            order = b.order[dm, (number * width + c) * members :]
            ordered = sort(key, spare)
            rank = np.int64(-1)
            for p in range(members):
                run = (ordered[p] >> 16) != rank
                order[p] = (ordered[p] & 0xFFFF) | (run << RUN)
                rank = ordered[p] >> 16


@routine
def _label(b: Board, dm: Count, low: Count, high: Count) -> None:
    """Begin with what each state is worth itself: its rank, or the best its group has."""
    width = b.plan[dm, WIDTH]
    best = np.empty(width, np.int32)
    rank, maximin = b.ranks[dm], b.bounds[dm, 0]
    for number in range(low, high):
        t = tile_at(b, dm, number)
        set_best(rank, t, best)
        if t.column_run > 1:
            for r in range(t.members.size):
                for c in range(0, width, t.column_run):
                    at = t.base + t.members[r] + t.columns[c]
                    for k in range(t.column_run):
                        b.label[at + k, 0] = max(rank[at + k], maximin)
                        b.label[at + k, 1] = best[c + k]
        else:
            for c in range(width):
                for r in range(0, t.members.size, t.own_run):
                    at = t.base + t.members[r] + t.columns[c]
                    for k in range(t.own_run):
                        b.label[at + k, 0] = max(rank[at + k], maximin)
                        b.label[at + k, 1] = best[c]


@routine
def _sweep(b: Board, dm: Count, low: Count, high: Count) -> Count:
    """Lower labels to the least that a step of `dm`, to its advantage, leads to."""
    members, width = np.int64(1) << b.plan[dm, OPTIONS], b.plan[dm, WIDTH]
    in_place = b.plan[dm, IN_PLACE] == 1
    words = b.label.view(np.int64).reshape(b.label.shape[0])
    tile = np.empty((1 if in_place else members * width, 2), np.int32)
    tile_words = tile.view(np.int64).reshape(tile.shape[0])
    rows = np.empty(members, np.uint32)
    for r in range(members):
        rows[r] = r * width
    changed: Count = np.int64(0)
    for number in range(low, high):
        t = tile_at(b, dm, number)
        order = b.order[dm, number * width * members : (number + 1) * width * members]
        if in_place:
            for c in range(width):
                at = np.uint32(t.base + t.columns[c])
                changed |= _lower(b.label, at, t.members, order[c * members :])
        else:
            load(words, tile_words, t)
            here: Count = np.int64(0)
            for c in range(width):
                here |= _lower(tile, np.uint32(c), rows, order[c * members :])
            if here:
                store(tile_words, words, t)
            changed |= here
    return changed


@routine
def _lower(label: Int32s, at: np.uint32, steps: Uint32s, order: Uint16s) -> Count:
    """Walk one group from its best state down; say whether any label fell."""
    reached_0 = reached_1 = LARGEST  # the least labels of all that is strictly better
    met_0 = met_1 = LARGEST  # the same, with the present run of ties
    changed = np.int32(0)
    for p in range(steps.size):
        place = order[p]
        if place >> RUN:
            reached_0, reached_1 = met_0, met_1
        s = at + steps[place & LOCAL]
        old_0, old_1 = label[s, 0], label[s, 1]
        new_0, new_1 = min(old_0, reached_0), min(old_1, reached_1)
        changed |= (old_0 ^ new_0) | (old_1 ^ new_1)
        label[s, 0] = new_0
        label[s, 1] = new_1
        met_0, met_1 = min(met_0, old_0), min(met_1, old_1)
    return np.int64(changed != 0)


@routine
def _judge(b: Board, dm: Count, low: Count, high: Count) -> None:
    """Give the verdicts under all concepts."""
    members, width = np.int64(1) << b.plan[dm, OPTIONS], b.plan[dm, WIDTH]
    in_place = b.plan[dm, IN_PLACE] == 1
    room = np.int64(1) if in_place else members * width
    words = b.label.view(np.int64).reshape(b.label.shape[0])
    label = np.empty((room, 2), np.int32)
    label_words = label.view(np.int64).reshape(room)
    rank, verdict = np.empty(room, np.int32), np.empty(room, np.uint8)
    rows = np.empty(members, np.uint32)
    for r in range(members):
        rows[r] = r * width
    bounds = b.bounds[dm]
    for number in range(low, high):
        t = tile_at(b, dm, number)
        order = b.order[dm, number * width * members : (number + 1) * width * members]
        if in_place:
            for c in range(width):
                at, places = np.uint32(t.base + t.columns[c]), order[c * members :]
                _compare(b.label, b.ranks[dm], b.verdict[dm], at, t.members, places, bounds)
        else:
            load(words, label_words, t)
            load(b.ranks[dm], rank, t)
            for c in range(width):
                _compare(label, rank, verdict, np.uint32(c), rows, order[c * members :], bounds)
            store(verdict, b.verdict[dm], t)


@routine
def _compare(
    label: Int32s,
    rank: Int32s,
    verdict: Uint8s,
    at: np.uint32,
    steps: Uint32s,
    order: Uint16s,
    bounds: Int32s,
) -> None:
    """Walk one group from its best state down, with the greatest labels of what is better."""
    greatest_0 = greatest_1 = met_0 = met_1 = SMALLEST
    runs = 0
    for p in range(steps.size):
        place = order[p]
        if place >> RUN:
            greatest_0, greatest_1 = met_0, met_1
            runs += 1
        s = at + steps[place & LOCAL]
        here = rank[s]
        verdict[s] = (
            (runs == 1)
            | ((here >= bounds[0]) << 1)
            | ((here >= bounds[1]) << 2)
            | ((greatest_0 <= here) << 3)
            | ((greatest_1 <= here) << 4)
        )
        met_0, met_1 = max(met_0, label[s, 0]), max(met_1, label[s, 1])


@passage
def _settle(b: Board, dm: Count, sweeps: Count) -> bool:
    others = quiet = 0
    for other in range(b.masks.size):
        others += other != dm and b.masks[other] != 0
    for _ in range(sweeps):
        for other in range(b.masks.size):
            if other == dm or b.masks[other] == 0:
                continue
            quiet = 1 if _sweep(b, other, np.int64(0), b.plan[other, TILES]) else quiet + 1
            if quiet == others:
                return True
    return others == 0


@passage
def _everything(b: Board, answers: Count, sweeps: Count) -> Count:
    """Do all tasks; say whether labels settled."""
    low = np.int64(0)
    for dm in range(b.masks.size):
        high, start = b.plan[dm, TILES], b.plan[dm, START]
        b.bounds[dm, 1] = bound(b, dm, low, high, low)
        maximin = SMALLEST
        for step in range(start, start + (1 << b.plan[dm, OPTIONS])):
            maximin = max(maximin, b.worst[0, step])
        b.bounds[dm, 0] = maximin
        if answers:
            _arrange(b, dm, low, high)
        else:
            judge_bounds(b, dm, low, high)
    for dm in range(b.masks.size if answers else 0):
        _label(b, dm, low, b.plan[dm, TILES])
        if not _settle(b, dm, sweeps):
            return 0
        _judge(b, dm, low, b.plan[dm, TILES])
    return 1


@kernel(BOARD, "int64", "int64", "int64", "int64", "int64", using=[sorting, thresholds, tiles])
def work(b: Board, task: Count, dm: Count, low: Count, high: Count, worker: Count) -> Count:
    """Do one task on some tiles of a decision maker; return what it found.

    EVERYTHING is all tasks for all of them, in one call, for where there are few states and each
    call counts: `low` says whether the others' answers matter, `high` how often to sweep.
    """
    found: Count = np.int64(0)
    if task == BOUND:
        found = bound(b, dm, low, high, worker)
    elif task == ARRANGE:
        _arrange(b, dm, low, high)
    elif task == LABEL:
        _label(b, dm, low, high)
    elif task == SWEEP:
        found = _sweep(b, dm, low, high)
    elif task == JUDGE:
        _judge(b, dm, low, high)
    elif task == JUDGE_BOUNDS:
        judge_bounds(b, dm, low, high)
    else:
        found = _everything(b, low, high)
    return found
