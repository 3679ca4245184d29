"""Stability in option form, compiled: near-linear in the number of states.

The definitions are those of :mod:`detente.conflict.graph`, which also explains. Here every
decision maker i ranks all states, r_i(s), ties allowed, and moves are changes of own options.

**Only the worst matters.** Give each state the worth w(s) to the one who is to be deterred:

* w(s) = r_i(s) where i cannot respond (GMR, SEQ),
* w(s) = max of r_i over s and R_i(s) where it can (SMR, SSEQ).

Then s₂ is a sanction for s iff w(s₂) ≤ r_i(s), by definition. So s₁ ∈ R⁺_i(s) is deterred iff

    label(s₁)  =  min { w(s₂) : s₂ = s₁ or s₂ in the others' reach from s₁ }  ≤  r_i(s).

That s₁ itself is counted is harmless: w(s₁) ≥ r_i(s₁) > r_i(s), so it never is a sanction. And s
is stable iff the greatest label of its improvements is at most r_i(s). Nash has the same form:
nobody answers, and every label is beyond all ranks.

**Sequences need no memory.** Let j move a → b → c. It changes own options only, and each option
that moves one way only has moved that way, so a → c is a move of j, or c = a; that b was feasible
does not matter any more. If both were improvements then r_j(a) < r_j(b) < r_j(c), so a → c is one.
Joining or dropping such pairs makes any sequence legal and keeps its end, unless nothing is left
of it; then it ended where it began, which is counted anyway.

**Labels by flooding.** Take the states in ascending order of w. Each one not yet labelled is a
seed: label it with its own w and follow the others' steps *backwards* from it, labelling whatever
is not labelled yet with the same number. A state's label is then the w of the first seed that it
can reach, and everything it can reach with a smaller w would have been an earlier seed or would
have been labelled by one, which reaches the state too: so it is the minimum.

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

References
----------
L. Fang, K. W. Hipel, D. M. Kilgour, *Interactive Decision Making: The Graph Model for Conflict
Resolution*, Wiley, 1993. H. Xu, K. W. Hipel, D. M. Kilgour, L. Fang, *Conflict Resolution Using
the Graph Model*, Springer, 2018. The flooding is ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel, part
from .memory import available_bytes, in_words
from .model import CONCEPTS, OptionForm

LARGEST = np.int32(2**31 - 1)
SMALLEST = np.int32(-(2**31))
ANY = np.int64(2**31)
"""A bound that every rank is below: all moves will do, not improvements only."""

WORTH_A_CHECK = 2**27
"""Bytes from which on it is asked whether there is so much memory."""


class Arrangement(NamedTuple):
    """The states of an option form in groups and blocks, for each decision maker.

    Attributes
    ----------
    codes : ndarray, shape (S,), dtype int64
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
    """

    codes: NDArray[np.int64]
    masks: NDArray[np.int64]
    order: NDArray[np.int32]
    block: NDArray[np.int32]
    first: NDArray[np.int32]
    blocks: NDArray[np.int64]


def solve(form: OptionForm) -> NDArray[np.bool_]:
    """Decide the stability of every state for every decision maker under every concept.

    Parameters
    ----------
    form : OptionForm

    Returns
    -------
    ndarray, shape (5, N, S), dtype bool
        Whether state s is stable for decision maker i, in the order of
        :data:`~detente.conflict.model.CONCEPTS`; the same as
        :func:`detente.conflict.graph.solve` gives.

    Raises
    ------
    MemoryError
        If there is less memory than :func:`bytes_needed`.

    Examples
    --------
    The prisoners' dilemma: both may confess. Silence of both is stable, though each would gain
    by confessing alone, because the other would confess too.

    >>> form = OptionForm(
    ...     ("A", "B"), ("A.confess", "B.confess"), (0, 1), ("both", "both"),
    ...     np.arange(4, dtype=np.uint64),
    ...     np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32),
    ... )
    >>> dict(zip(CONCEPTS, solve(form).all(axis=1)[:, 0].tolist()))
    {'Nash': False, 'GMR': True, 'SMR': True, 'SEQ': True, 'SSEQ': True}
    """
    check_memory(form)
    arrangement = arrange(form)
    verdict = np.empty((len(CONCEPTS), len(form.decision_makers), form.size), dtype=np.bool_)
    pointer = np.empty_like(arrangement.block)
    _solve(*arrangement, np.ascontiguousarray(form.ranks), pointer, verdict)
    return verdict


def bytes_needed(size: int, decision_makers: int) -> int:
    """How much memory :func:`solve` takes at most, beside the form itself.

    Parameters
    ----------
    size : int
        Number of states S.
    decision_makers : int
        Number of decision makers N.

    Returns
    -------
    int
        S·(21·N + 24): for each decision maker four arrays of int32 (order, block, first, pointer)
        and five verdicts of one byte; once for all an int64 key and four arrays of int32.
    """
    return size * (21 * decision_makers + 24)


def check_memory(form: OptionForm) -> None:
    """Refuse what memory cannot hold.

    Raises
    ------
    MemoryError
        With what is needed and what there is.
    """
    needed = bytes_needed(form.size, len(form.decision_makers))
    if needed > WORTH_A_CHECK and needed > (available := available_bytes()):
        raise MemoryError(
            f"{form.size:,} states of {len(form.decision_makers)} decision makers take "
            f"{in_words(needed)}, and {in_words(available)} are free"
        )


def arrange(form: OptionForm) -> Arrangement:
    """Sort the states of a form into groups and blocks, for each decision maker."""
    shape = (len(form.decision_makers), form.size)
    masks = np.array(form.controls, dtype=np.uint64).T.copy().view(np.int64)
    arrangement = Arrangement(
        np.ascontiguousarray(form.codes).view(np.int64),
        masks,
        np.empty(shape, np.int32),
        np.empty(shape, np.int32),
        np.empty((shape[0], shape[1] + 1), np.int32),
        np.empty(shape[0], np.int64),
    )
    _arrange(*arrangement, np.ascontiguousarray(form.ranks))
    return arrangement


def distances(
    form: OptionForm, arrangement: Arrangement, start: int, *, improvements: bool
) -> NDArray[np.int32]:
    """How many moves, or improvements, of anyone lead from a state to every other.

    Each state is met once, by the pointers of the flooding turned round: those that improve on t
    are the last of their block.

    Returns
    -------
    ndarray, shape (S,), dtype int32
        -1 where a state is not reached.
    """
    distance = np.full(form.size, -1, np.int32)
    queue = np.empty(form.size, np.int32)
    pointer = np.empty_like(arrangement.block)
    ranks = np.ascontiguousarray(form.ranks)
    _explore(*arrangement, ranks, pointer, start, improvements, distance, queue)
    return distance


def leading(
    form: OptionForm,
    arrangement: Arrangement,
    distance: NDArray[np.int32],
    target: int,
    *,
    improvements: bool,
) -> NDArray[np.bool_]:
    """Which states lie on a shortest way to `target`, given the distances from the start.

    Returns
    -------
    ndarray, shape (S,), dtype bool
    """
    found = np.zeros(form.size, np.bool_)
    stack = np.empty(form.size, np.int32)
    ranks = np.ascontiguousarray(form.ranks)
    _lead(*arrangement, ranks, distance, target, improvements, found, stack)
    return found


# --- compiled ---------------------------------------------------------------------------------


@part
def _sort(order, spare, key):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
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
            digit = (key[order[p]] >> shift) & 255
            spare[start[digit]] = order[p]
            start[digit] += 1
        for p in range(size):
            order[p] = spare[p]


@kernel(
    "int64[1]", "int64[2]", "int32[2]!", "int32[2]!", "int32[2]!", "int64[1]!", "int32[2]"
)  # fmt: skip
def _arrange(codes, masks, order, block, first, blocks, ranks):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    size = codes.size
    spare = np.empty(size, np.int32)
    key = np.empty(size, np.int64)
    for dm in range(order.shape[0]):
        one_way = masks[1, dm] | masks[2, dm]
        for s in range(size):
            order[dm, s] = s
            key[s] = np.int64(ranks[dm, s]) - SMALLEST
        _sort(order[dm], spare, key)
        for s in range(size):
            key[s] = codes[s] & one_way
        _sort(order[dm], spare, key)
        for s in range(size):
            key[s] = codes[s] & ~masks[0, dm]
        _sort(order[dm], spare, key)
        for s in range(size):
            key[s] = codes[s] & (~masks[0, dm] | one_way)
        count = 0
        for p in range(size):
            if p == 0 or key[order[dm, p]] != key[order[dm, p - 1]]:
                first[dm, count] = p
                count += 1
            block[dm, order[dm, p]] = count - 1
        first[dm, count] = size
        blocks[dm] = count


@part
def _span(codes, masks, order, first, blocks, dm, g):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """The blocks of the group that block `g` of `dm` belongs to: from, and up to but without."""
    if masks[1, dm] | masks[2, dm] == 0:
        return g, g + 1
    shared = codes[order[dm, first[dm, g]]] & ~masks[0, dm]
    low, high = g, g + 1
    while low > 0 and codes[order[dm, first[dm, low - 1]]] & ~masks[0, dm] == shared:
        low -= 1
    while high < blocks[dm] and codes[order[dm, first[dm, high]]] & ~masks[0, dm] == shared:
        high += 1
    return low, high


@part
def _leads(codes, masks, order, first, dm, g, h):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether `dm` can go from block `g` to block `h` of the same group."""
    here = codes[order[dm, first[dm, g]]]
    there = codes[order[dm, first[dm, h]]]
    return (here & ~there & masks[1, dm]) | (there & ~here & masks[2, dm]) == 0


@part
def _drain(order, first, ranks, pointer, label, stack, top, dm, h, bound, value):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Label the states of block `h` whose rank is below `bound`, and put them on the stack."""
    p = pointer[dm, h]
    end = first[dm, h + 1]
    while p < end and ranks[dm, order[dm, p]] < bound:
        s = order[dm, p]
        if label[s] == LARGEST:
            label[s] = value
            stack[top] = s
            top += 1
        p += 1
    pointer[dm, h] = p
    return top


@part
def _flood(  # type: ignore[no-untyped-def]  # noqa: ANN202
    codes, masks, order, block, first, blocks, ranks,  # noqa: ANN001
    pointer, worth, sequence, label, stack, dm, improvements,  # noqa: ANN001
):  # fmt: skip
    """Label every state with the least worth that the others can bring about from it."""
    for s in range(label.size):
        label[s] = LARGEST
    for j in range(order.shape[0]):
        for g in range(blocks[j]):
            pointer[j, g] = first[j, g]
    for p in range(sequence.size):
        seed = sequence[p]
        value = worth[seed]
        if value == LARGEST:  # what is left has its label already
            return
        if label[seed] != LARGEST:
            continue
        label[seed] = value
        stack[0] = seed
        top = 1
        while top > 0:
            top -= 1
            s = stack[top]
            for j in range(order.shape[0]):
                if j == dm:
                    continue
                g = block[j, s]
                bound = np.int64(ranks[j, s]) if improvements else ANY
                low, high = _span(codes, masks, order, first, blocks, j, g)
                for h in range(low, high):
                    if h == g or _leads(codes, masks, order, first, j, h, g):
                        top = _drain(
                            order, first, ranks, pointer, label, stack, top, j, h, bound, value
                        )


@part
def _weigh(codes, masks, order, first, blocks, ranks, worth, dm):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Give every state the best rank that `dm` has there or can go to."""
    for g in range(blocks[dm]):
        best = SMALLEST
        low, high = _span(codes, masks, order, first, blocks, dm, g)
        for h in range(low, high):
            if h == g or _leads(codes, masks, order, first, dm, g, h):
                best = max(best, ranks[dm, order[dm, first[dm, h + 1] - 1]])
        for p in range(first[dm, g], first[dm, g + 1]):
            worth[order[dm, p]] = best


@part
def _judge(codes, masks, order, first, blocks, ranks, label, greatest, dm, stable):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Call stable the states none of whose improvements has a label above their own rank."""
    for s in range(stable.size):
        greatest[s] = SMALLEST
    for g in range(blocks[dm]):
        low, high = _span(codes, masks, order, first, blocks, dm, g)
        for h in range(low, high):
            if h != g and not _leads(codes, masks, order, first, dm, g, h):
                continue
            better = first[dm, h + 1] - 1
            most = SMALLEST
            for p in range(first[dm, g + 1] - 1, first[dm, g] - 1, -1):
                rank = ranks[dm, order[dm, p]]
                while better >= first[dm, h] and ranks[dm, order[dm, better]] > rank:
                    most = max(most, label[order[dm, better]])
                    better -= 1
                greatest[order[dm, p]] = max(greatest[order[dm, p]], most)
    for s in range(stable.size):
        stable[s] = greatest[s] <= ranks[dm, s]


@kernel(
    "int64[1]", "int64[2]", "int32[2]", "int32[2]", "int32[2]", "int64[1]",
    "int32[2]", "int32[2]!", "boolean[3]!",
)  # fmt: skip
def _solve(codes, masks, order, block, first, blocks, ranks, pointer, verdict):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    size = codes.size
    key = np.empty(size, np.int64)
    worth = np.empty(size, np.int32)
    sequence = np.empty(size, np.int32)
    label = np.empty(size, np.int32)
    stack = np.empty(size, np.int32)  # also what a sort or a verdict needs besides
    for dm in range(order.shape[0]):
        for s in range(size):
            label[s] = LARGEST  # Nash: nobody answers
        _judge(codes, masks, order, first, blocks, ranks, label, stack, dm, verdict[0, dm])
        for respond in range(2):
            for s in range(size):
                worth[s] = ranks[dm, s]
            if respond:
                _weigh(codes, masks, order, first, blocks, ranks, worth, dm)
            for s in range(size):
                sequence[s] = s
                key[s] = np.int64(worth[s]) - SMALLEST
            _sort(sequence, stack, key)
            for improvements in range(2):
                _flood(
                    codes, masks, order, block, first, blocks, ranks,
                    pointer, worth, sequence, label, stack, dm, improvements == 1,
                )  # fmt: skip
                stable = verdict[1 + respond + 2 * improvements, dm]
                _judge(codes, masks, order, first, blocks, ranks, label, stack, dm, stable)


@kernel(
    "int64[1]", "int64[2]", "int32[2]", "int32[2]", "int32[2]", "int64[1]", "int32[2]",
    "int32[2]!", "int64", "boolean", "int32[1]!", "int32[1]!",
)  # fmt: skip
def _explore(  # type: ignore[no-untyped-def]  # noqa: ANN202
    codes, masks, order, block, first, blocks, ranks,  # noqa: ANN001
    pointer, start, improvements, distance, queue,  # noqa: ANN001
):  # fmt: skip
    for j in range(order.shape[0]):
        for g in range(blocks[j]):
            pointer[j, g] = first[j, g + 1]
    distance[start] = 0
    queue[0] = start
    head, tail = 0, 1
    while head < tail:
        s = queue[head]
        head += 1
        for j in range(order.shape[0]):
            g = block[j, s]
            bound = np.int64(ranks[j, s]) if improvements else -ANY - 1
            low, high = _span(codes, masks, order, first, blocks, j, g)
            for h in range(low, high):
                if h != g and not _leads(codes, masks, order, first, j, g, h):
                    continue
                p = pointer[j, h]
                while p > first[j, h] and ranks[j, order[j, p - 1]] > bound:
                    p -= 1
                    met = order[j, p]
                    if distance[met] < 0:
                        distance[met] = distance[s] + 1
                        queue[tail] = met
                        tail += 1
                pointer[j, h] = p


@kernel(
    "int64[1]", "int64[2]", "int32[2]", "int32[2]", "int32[2]", "int64[1]", "int32[2]",
    "int32[1]", "int64", "boolean", "boolean[1]!", "int32[1]!",
)  # fmt: skip
def _lead(  # type: ignore[no-untyped-def]  # noqa: ANN202
    codes, masks, order, block, first, blocks, ranks,  # noqa: ANN001
    distance, target, improvements, found, stack,  # noqa: ANN001
):  # fmt: skip
    found[target] = True
    stack[0] = target
    top = 1
    while top > 0:
        top -= 1
        s = stack[top]
        if distance[s] == 0:
            continue
        for j in range(order.shape[0]):
            g = block[j, s]
            bound = np.int64(ranks[j, s]) if improvements else ANY
            low, high = _span(codes, masks, order, first, blocks, j, g)
            for h in range(low, high):
                if h != g and not _leads(codes, masks, order, first, j, h, g):
                    continue
                for p in range(first[j, h], first[j, h + 1]):
                    before = order[j, p]
                    if ranks[j, before] >= bound:
                        break
                    if distance[before] == distance[s] - 1 and not found[before]:
                        found[before] = True
                        stack[top] = before
                        top += 1
