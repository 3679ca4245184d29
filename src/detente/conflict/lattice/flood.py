"""Labels by flooding: linear in the number of states, whatever the model.

:mod:`detente.conflict.lattice` says what is computed. Here labels are found by following single
steps backwards, and memory is read at random; sweeping is faster where few sweeps do.

**Labels by flooding.** Take the states in ascending order of w. Each one not yet labelled is a
seed: label it with its own w and follow the others' steps *backwards* from it, labelling whatever
is not labelled yet with the same number. That number is the minimum: all that a state t can reach
comes, if its w is smaller than that of a seed from which t is labelled, earlier in the order; it
was then a seed itself or was labelled from one that it can reach, and either flood would have
labelled t as well, since t can reach what it reaches.

**Backwards in linear time.** For each decision maker j the states stand sorted by (group, block,
r_j): a *group* shares all options but j's, a *block* of it shares j's one-way options too. These
are runs over the feasible states, so rules need no special case. j can go from any state of block
h to any state of block g iff the two one-way patterns allow it; within a block always. Those that
improve by going to t are the first in each such block h, up to r_j < r_j(t). A pointer for each
block says how far it has been labelled, and never goes back; so all pointers together move once
over all states, and a target costs one look at each block of its group that leads to it: one,
where j has no one-way options; at most 2^b where it has b of them. With any move allowed the
pointer runs to the end at once.

**Verdicts in linear time.** In each pair of blocks g → h of i, both are walked from the best state
down, keeping the greatest label among those of h strictly better than the present one of g; ties
are not strictly better, and are passed together.

Sorting is by digits, stable, so all is linear but for the factor of one-way options, which for a
group made of a great many blocks is the number of its pairs of blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..compiled import Record, kernel, part, passage
from ..model import CONCEPTS, OptionForm
from .crew import EVERY, WORTH_THREADS, Progress

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Uint8s = NDArray[np.uint8]
Number = TypeVar("Number", np.int32, np.int64)

LARGEST = np.int32(2**31 - 1)
SMALLEST = np.int32(-(2**31))
ANY = np.int64(2**31)
"""A bound that every rank is below: all moves will do, not improvements only."""


class Arrangement(NamedTuple):
    """The states of an option form in groups and blocks, for each decision maker.

    Attributes
    ----------
    codes : ndarray, shape (S,), dtype int64
    ranks : ndarray, shape (N, S), dtype int32
    masks : ndarray, shape (3, N), dtype int64
        Own options; those that only switch on; those that only switch off.
    order : ndarray, shape (N, S), dtype int32
        States by group, block and rank.
    block : ndarray, shape (N, S), dtype int32
        The block that each state belongs to.
    first : ndarray, shape (N, S + 1), dtype int32
        Where in `order` each block begins, and behind the last one S.
    blocks : ndarray, shape (N,), dtype int64
        How many blocks there are.
    pointer : ndarray, shape (N, S), dtype int32
        Where in `order` each block is read next; to work with.
    stop : ndarray, shape (1,), dtype uint8
        Not 0 once nobody waits for the result any more: kernels then return as soon as they can.
    """

    codes: Int64s
    ranks: Int32s
    masks: Int64s
    order: Int32s
    block: Int32s
    first: Int32s
    blocks: Int64s
    pointer: Int32s
    stop: Uint8s


ARRANGEMENT = Record(
    Arrangement,
    (
        "int64[1]",
        "int32[2]",
        "int64[2]!",
        "int32[2]!",
        "int32[2]!",
        "int32[2]!",
        "int64[1]!",
        "int32[2]!",
        "uint8[1]!",
    ),
)


def solve(form: OptionForm, *, progress: Progress | None = None) -> NDArray[np.bool_]:
    """Decide the stability of every state for every decision maker under every concept.

    Parameters
    ----------
    form : OptionForm
    progress : callable, optional
        Called from time to time, always with 0: how far it is cannot be told. What it raises
        stops the work, as an interruption does.

    Returns
    -------
    ndarray, shape (5, N, S), dtype bool
        As :func:`detente.conflict.lattice.solve` does.
    """
    verdict = np.empty((len(CONCEPTS), len(form.decision_makers), form.size), dtype=np.bool_)
    arrangement = _lay_out(form)

    def work() -> None:
        _arrange(arrangement)
        decide_all(arrangement, verdict)

    if form.size < WORTH_THREADS:
        work()
    else:
        _attend(work, arrangement.stop, progress)
    return verdict


def _attend(work: Callable[[], None], stop: Uint8s, progress: Progress | None) -> None:
    """Wait for work that a thread does, and have it stopped by whatever is raised meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        try:
            while wait([running], timeout=EVERY).not_done:
                if progress:
                    progress(0.0)
        except BaseException:
            stop[0] = 1
            raise
        running.result()


def bytes_a_state(makers: int) -> int:
    """Return how much memory is taken beside the form, in bytes a state.

    For each decision maker four arrays of int32 (order, block, first, pointer) and five verdicts
    of one byte; once for all an int64 key and four arrays of int32.
    """
    return 21 * makers + 24


def arrange(form: OptionForm) -> Arrangement:
    """Sort the states of a form into groups and blocks, for each decision maker."""
    arrangement = _lay_out(form)
    _arrange(arrangement)
    return arrangement


def _lay_out(form: OptionForm) -> Arrangement:
    makers, size = len(form.decision_makers), form.size
    return Arrangement(
        codes=_read_only(np.ascontiguousarray(form.codes).view(np.int64)),
        ranks=_read_only(np.ascontiguousarray(form.ranks).view()),
        masks=np.array(form.controls, dtype=np.uint64).T.copy().view(np.int64),
        order=np.empty((makers, size), np.int32),
        block=np.empty((makers, size), np.int32),
        first=np.empty((makers, size + 1), np.int32),
        blocks=np.empty(makers, np.int64),
        pointer=np.empty((makers, size), np.int32),
        stop=np.zeros(1, np.uint8),
    )


def _read_only(view: NDArray[Number]) -> NDArray[Number]:
    """Mark a view: the kernels take one kind of array, whatever the caller's may be."""
    view.flags.writeable = False
    return view


# --- compiled ---------------------------------------------------------------------------------


@part
def _sort(order: Int32s, spare: Int32s, key: Int64s, stop: Uint8s) -> None:
    """Sort `order` by `key`, stably, a byte at a time; bytes that never differ are passed."""
    size = order.size
    differing = np.int64(0)
    for s in range(size):
        differing |= key[s] ^ key[0]
    start = np.empty(257, np.int64)
    for shift in range(0, 64, 8):
        if (differing >> shift) & 255 == 0:
            continue
        for digit in range(257):
            start[digit] = 0
        for s in range(size):
            start[((key[s] >> shift) & 255) + 1] += 1
        for digit in range(256):
            start[digit + 1] += start[digit]
        for p in range(size):
            if stop[0]:
                return
            digit = (key[order[p]] >> shift) & 255
            spare[start[digit]] = order[p]
            start[digit] += 1
        for p in range(size):
            order[p] = spare[p]


@part
def _key_by_code(a: Arrangement, mask: int, key: Int64s) -> None:
    for s in range(key.size):
        key[s] = a.codes[s] & mask


@part
def _key_by_rank(rank: Int32s, key: Int64s) -> None:
    """From 0 on, since the sorting takes keys for unsigned."""
    for s in range(key.size):
        key[s] = np.int64(rank[s]) - SMALLEST


@kernel(ARRANGEMENT)
def _arrange(a: Arrangement) -> None:
    size = a.codes.size
    spare = np.empty(size, np.int32)
    key = np.empty(size, np.int64)
    for dm in range(a.blocks.size):
        if a.stop[0]:
            return
        others, one_way = ~a.masks[0, dm], a.masks[1, dm] | a.masks[2, dm]
        for s in range(size):
            a.order[dm, s] = s
        _key_by_rank(a.ranks[dm], key)
        _sort(a.order[dm], spare, key, a.stop)
        _key_by_code(a, one_way, key)
        _sort(a.order[dm], spare, key, a.stop)
        _key_by_code(a, others, key)
        _sort(a.order[dm], spare, key, a.stop)
        if a.stop[0]:
            return
        _key_by_code(a, others | one_way, key)
        _number_blocks(a, dm, key)


@part
def _number_blocks(a: Arrangement, dm: int, key: Int64s) -> None:
    """Begin a block wherever, in the sorted order, the key changes."""
    order = a.order[dm]
    count = 0
    for p in range(order.size):
        if p == 0 or key[order[p]] != key[order[p - 1]]:
            a.first[dm, count] = p
            count += 1
        a.block[dm, order[p]] = count - 1
    a.first[dm, count] = order.size
    a.blocks[dm] = count


@part
def span(a: Arrangement, dm: int, g: int) -> tuple[int, int]:
    """Bound the blocks of the group of block `g`: from the first up to, without, the second."""
    if a.masks[1, dm] | a.masks[2, dm] == 0:
        return g, g + 1
    others = ~a.masks[0, dm]
    shared = _code(a, dm, g) & others
    low, high = g, g + 1
    while low > 0 and _code(a, dm, low - 1) & others == shared:
        low -= 1
    while high < a.blocks[dm] and _code(a, dm, high) & others == shared:
        high += 1
    return low, high


@part
def _code(a: Arrangement, dm: int, g: int) -> int:
    """Return the code of one state of block `g`."""
    return int(a.codes[a.order[dm, a.first[dm, g]]])


@part
def leads(a: Arrangement, dm: int, g: int, h: int) -> bool:
    """Whether `dm` can go from block `g` to block `h` of the same group."""
    if g == h:
        return True
    here, there = _code(a, dm, g), _code(a, dm, h)
    return bool((here & ~there & a.masks[1, dm]) | (there & ~here & a.masks[2, dm]) == 0)


@kernel(ARRANGEMENT, "boolean[3]!")
def decide_all(a: Arrangement, verdict: NDArray[np.bool_]) -> None:
    """Give the verdicts under all concepts; leave them as they are once it is to stop."""
    size = a.codes.size
    key = np.empty(size, np.int64)
    worth = np.empty(size, np.int32)
    sequence = np.empty(size, np.int32)
    label = np.empty(size, np.int32)
    spare = np.empty(size, np.int32)
    for dm in range(a.blocks.size):
        if a.stop[0]:
            return
        for s in range(size):
            label[s] = LARGEST  # Nash: nobody answers
        _judge(a, dm, label, spare, verdict[0, dm])
        for respond in range(2):
            _weigh(a, dm, respond == 1, worth)
            for s in range(size):
                sequence[s] = s
            _key_by_rank(worth, key)
            _sort(sequence, spare, key, a.stop)
            for improvements in range(2):
                _flood(a, dm, improvements == 1, worth, sequence, label, spare)
                _judge(a, dm, label, spare, verdict[1 + respond + 2 * improvements, dm])


@part
def _weigh(a: Arrangement, dm: int, respond: bool, worth: Int32s) -> None:
    """Set a state's worth to its rank for `dm`, or to the best it can make of it."""
    for s in range(worth.size):
        worth[s] = a.ranks[dm, s]
    if not respond:
        return
    for g in range(a.blocks[dm]):
        if a.stop[0]:
            return
        best = SMALLEST
        low, high = span(a, dm, g)
        for h in range(low, high):
            if leads(a, dm, g, h):
                best = max(best, a.ranks[dm, a.order[dm, a.first[dm, h + 1] - 1]])
        for p in range(a.first[dm, g], a.first[dm, g + 1]):
            worth[a.order[dm, p]] = best


@passage
def _flood(
    a: Arrangement,
    dm: int,
    improvements: bool,
    worth: Int32s,
    sequence: Int32s,
    label: Int32s,
    stack: Int32s,
) -> None:
    """Label every state with the least worth that the others can bring about from it."""
    for s in range(label.size):
        label[s] = LARGEST
    for j in range(a.blocks.size):
        for g in range(a.blocks[j]):
            a.pointer[j, g] = a.first[j, g]
    for p in range(sequence.size):
        seed = sequence[p]
        if worth[seed] == LARGEST or a.stop[0]:  # what is left has its label already
            return
        if label[seed] != LARGEST:
            continue
        label[seed] = worth[seed]
        stack[0] = seed
        top = 1
        while top > 0 and not a.stop[0]:
            top = _spread(a, dm, improvements, label, stack, top)


@part
def _spread(
    a: Arrangement, dm: int, improvements: bool, label: Int32s, stack: Int32s, top: int
) -> int:
    """Give the label of the state on top of the stack to all from which the others go there."""
    top -= 1
    s = stack[top]
    for j in range(a.blocks.size):
        if j == dm:
            continue
        g = a.block[j, s]
        bound = np.int64(a.ranks[j, s]) if improvements else ANY
        low, high = span(a, j, g)
        for h in range(low, high):
            if leads(a, j, h, g):
                top = _drain(a, j, h, bound, label[s], label, stack, top)
    return top


@part
def _drain(
    a: Arrangement,
    j: int,
    h: int,
    bound: np.int64,
    value: int,
    label: Int32s,
    stack: Int32s,
    top: int,
) -> int:
    """Label the states of block `h` whose rank is below `bound`, and put them on the stack."""
    p = a.pointer[j, h]
    end = a.first[j, h + 1]
    while p < end and a.ranks[j, a.order[j, p]] < bound:
        s = a.order[j, p]
        if label[s] == LARGEST:
            label[s] = value
            stack[top] = s
            top += 1
        p += 1
    a.pointer[j, h] = p
    return top


@part
def _judge(
    a: Arrangement, dm: int, label: Int32s, greatest: Int32s, stable: NDArray[np.bool_]
) -> None:
    """Call stable the states none of whose improvements has a label above their own rank."""
    for s in range(stable.size):
        greatest[s] = SMALLEST
    for g in range(a.blocks[dm]):
        if a.stop[0]:
            return
        low, high = span(a, dm, g)
        for h in range(low, high):
            if leads(a, dm, g, h):
                _compare(a, dm, g, h, label, greatest)
    for s in range(stable.size):
        stable[s] = greatest[s] <= a.ranks[dm, s]


@part
def _compare(a: Arrangement, dm: int, g: int, h: int, label: Int32s, greatest: Int32s) -> None:
    """Note for each state of `g` the greatest label among the strictly better ones of `h`."""
    better = a.first[dm, h + 1] - 1
    most = SMALLEST
    for p in range(a.first[dm, g + 1] - 1, a.first[dm, g] - 1, -1):
        s = a.order[dm, p]
        while better >= a.first[dm, h] and a.ranks[dm, a.order[dm, better]] > a.ranks[dm, s]:
            most = max(most, label[a.order[dm, better]])
            better -= 1
        greatest[s] = max(greatest[s], most)
