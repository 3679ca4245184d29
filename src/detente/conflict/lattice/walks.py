"""Shortest ways from a state to every other, by the pointers of the flooding turned round.

Moves of one decision maker compose, so a shortest way never has two in succession, and states alone
need be walked: breadth first. Those that a decision maker improves to from s are the last of their
blocks, from r_j(s) up (see :mod:`.flood`); a pointer for each block, going down from its end, says
how far it has been met, so that each state is met once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..compiled import kernel, part
from . import flood
from .flood import ANY, ARRANGEMENT, Arrangement, Int32s, leads, span


def distances(arrangement: Arrangement, start: int, *, improvements: bool) -> Int32s:
    """Count the moves, or improvements, of anyone that lead from a state to every other.

    Each state is met once, by the pointers of the flooding turned round: those that improve on t
    are the last of their block.

    Returns
    -------
    ndarray, shape (S,), dtype int32
        -1 where a state is not reached.
    """
    distance = np.full(arrangement.codes.size, -1, np.int32)
    _explore(arrangement, start, improvements, distance, np.empty_like(distance))
    return distance


def leading(
    arrangement: Arrangement, distance: Int32s, target: int, *, improvements: bool
) -> NDArray[np.bool_]:
    """Mark the states on a shortest way to `target`, given the distances from the start.

    Returns
    -------
    ndarray, shape (S,), dtype bool
    """
    found = np.zeros(distance.size, np.bool_)
    _lead(arrangement, distance, target, improvements, found, np.empty_like(distance))
    return found


# --- compiled ---------------------------------------------------------------------------------


@kernel(ARRANGEMENT, "int64", "boolean", "int32[1]!", "int32[1]!", using=[flood])
def _explore(
    a: Arrangement, start: int, improvements: bool, distance: Int32s, queue: Int32s
) -> None:
    for j in range(a.blocks.size):
        for g in range(a.blocks[j]):
            a.pointer[j, g] = a.first[j, g + 1]
    distance[start] = 0
    queue[0] = start
    head, tail = 0, 1
    while head < tail:
        s = queue[head]
        head += 1
        for j in range(a.blocks.size):
            g = a.block[j, s]
            bound = np.int64(a.ranks[j, s]) if improvements else -ANY - 1
            low, high = span(a, j, g)
            for h in range(low, high):
                if leads(a, j, g, h):
                    tail = _meet(a, j, h, bound, distance[s] + 1, distance, queue, tail)


@part
def _meet(
    a: Arrangement,
    j: int,
    h: int,
    bound: np.int64,
    steps: int,
    distance: Int32s,
    queue: Int32s,
    tail: int,
) -> int:
    """Give the states of block `h` whose rank is above `bound` their distance; queue them."""
    p = a.pointer[j, h]
    while p > a.first[j, h] and a.ranks[j, a.order[j, p - 1]] > bound:
        p -= 1
        s = a.order[j, p]
        if distance[s] < 0:
            distance[s] = steps
            queue[tail] = s
            tail += 1
    a.pointer[j, h] = p
    return tail


@kernel(ARRANGEMENT, "int32[1]", "int64", "boolean", "boolean[1]!", "int32[1]!", using=[flood])
def _lead(
    a: Arrangement,
    distance: Int32s,
    target: int,
    improvements: bool,
    found: NDArray[np.bool_],
    stack: Int32s,
) -> None:
    found[target] = True
    stack[0] = target
    top = 1
    while top > 0:
        top -= 1
        s = stack[top]
        for j in range(a.blocks.size if distance[s] > 0 else 0):
            g = a.block[j, s]
            bound = np.int64(a.ranks[j, s]) if improvements else ANY
            low, high = span(a, j, g)
            for h in range(low, high):
                if leads(a, j, h, g):
                    top = _go_back(a, j, h, bound, distance[s] - 1, distance, found, stack, top)


@part
def _go_back(
    a: Arrangement,
    j: int,
    h: int,
    bound: np.int64,
    steps: int,
    distance: Int32s,
    found: NDArray[np.bool_],
    stack: Int32s,
    top: int,
) -> int:
    """Mark the states of block `h` at a distance whose rank is below `bound`; stack them."""
    for p in range(a.first[j, h], a.first[j, h + 1]):
        s = a.order[j, p]
        if a.ranks[j, s] >= bound:
            break
        if distance[s] == steps and not found[s]:
            found[s] = True
            stack[top] = s
            top += 1
    return top
