"""Sweeps over an order of states: labels fall to the least that one decision maker's steps reach.

An *order* holds a decision maker's groups one behind the other, each from its best state down; in
a place the top bit says that a group begins there, the next one that a run of ties does. Each sweep
does the groups that begin from `low` up to, without, `high`, and says whether any label fell.
"""

from __future__ import annotations

import numpy as np

from ..compiled import part
from .patterns import OUTSIDE, Table, clear, enter, least
from .tiles import LARGEST, Count, Int32s, Uint16s, Uint32s

PLACE = np.uint32(2**30 - 1)
"""In an order: which state."""
RUN = 30
"""In an order: the bit that is set where a run of ties begins."""
GROUP = 31
"""In an order: the bit that is set where a group begins."""


@part
def group_from(order: Uint32s, low: Count) -> Count:
    """Return where the first group at or behind a place begins, or the end."""
    p = low
    while p < order.size and order[p] >> GROUP == 0:
        p += 1
    return p


@part
def run_end(order: Uint32s, p: Count, end: Count) -> Count:
    """Return where the run of ties that begins at `p` ends."""
    p += 1
    while p < end and (order[p] >> RUN) & 1 == 0:
        p += 1
    return p


@part
def sweep_improvements(order: Uint32s, label: Int32s, low: Count, high: Count) -> Count:
    """Follow improvements, with options that move both ways: ties reach what is above them all."""
    reached_0 = reached_1 = LARGEST  # the least labels of all that is strictly better
    met_0 = met_1 = LARGEST  # the same, with the present run of ties
    changed = np.int32(0)
    for p in range(group_from(order, low), order.size):
        place = order[p]
        if place >> GROUP:
            if p >= high:
                break
            met_0 = met_1 = LARGEST
        if (place >> RUN) & 1:
            reached_0, reached_1 = met_0, met_1
        s = place & PLACE
        old_0, old_1 = label[s, 0], label[s, 1]
        new_0, new_1 = min(old_0, reached_0), min(old_1, reached_1)
        changed |= (old_0 ^ new_0) | (old_1 ^ new_1)
        label[s, 0] = new_0
        label[s, 1] = new_1
        met_0, met_1 = min(met_0, old_0), min(met_1, old_1)
    return np.int64(changed != 0)


@part
def sweep_moves(order: Uint32s, label: Int32s, low: Count, high: Count) -> Count:
    """Follow all moves, with options that move both ways: the whole group reaches its least."""
    changed = np.int32(0)
    p = group_from(order, low)
    while p < high:
        begin, least_0, least_1 = p, LARGEST, LARGEST
        while p == begin or (p < order.size and order[p] >> GROUP == 0):
            s = order[p] & PLACE
            least_0, least_1 = min(least_0, label[s, 0]), min(least_1, label[s, 1])
            p += 1
        for k in range(begin, p):
            s = order[k] & PLACE
            changed |= (label[s, 0] ^ least_0) | (label[s, 1] ^ least_1)
            label[s, 0] = least_0
            label[s, 1] = least_1
    return np.int64(changed != 0)


@part
def sweep_few_one_way(
    order: Uint32s, pattern: Uint16s, label: Int32s, width: Count, low: Count, high: Count
) -> Count:
    """Follow improvements, where few options move one way."""
    met_0, met_1 = np.empty(width, np.int32), np.empty(width, np.int32)
    reached_0, reached_1 = np.empty(width, np.int32), np.empty(width, np.int32)
    changed = np.int32(0)
    for p in range(group_from(order, low), order.size):
        place = order[p]
        if place >> GROUP:
            if p >= high:
                break
            for k in range(width):
                met_0[k] = LARGEST
                met_1[k] = LARGEST
        if (place >> RUN) & 1:
            for k in range(width):
                reached_0[k] = met_0[k]
                reached_1[k] = met_1[k]
        s, q = place & PLACE, pattern[p]
        old_0, old_1 = label[s, 0], label[s, 1]
        new_0, new_1 = min(old_0, reached_0[q]), min(old_1, reached_1[q])
        changed |= (old_0 ^ new_0) | (old_1 ^ new_1)
        label[s, 0] = new_0
        label[s, 1] = new_1
        outside = OUTSIDE[q]
        for k in range(width):
            met_0[k] = min(met_0[k], max(old_0, outside[k]))
            met_1[k] = min(met_1[k], max(old_1, outside[k]))
    return np.int64(changed != 0)


@part
def sweep_many_one_way(
    order: Uint32s, pattern: Uint16s, label: Int32s, t: Table, low: Count, high: Count
) -> Count:
    """Follow improvements, where many options move one way: a run of ties after the other."""
    changed = np.int32(0)
    p = group_from(order, low)
    while p < high:
        begin, end = p, group_from(order, p + 1)
        while p < end:
            stop = run_end(order, p, end)
            changed |= _look_up(order, pattern, label, t, p, stop)
            for k in range(p, stop):
                s = order[k] & PLACE
                enter(t, np.int64(pattern[k]), label[s, 0], label[s, 1])
            p = stop
        clear(t, pattern, begin, end)
    return np.int64(changed != 0)


@part
def sweep_moves_one_way(
    order: Uint32s, pattern: Uint16s, label: Int32s, t: Table, low: Count, high: Count
) -> Count:
    """Follow all moves, where some options move one way."""
    changed = np.int32(0)
    p = group_from(order, low)
    while p < high:
        end = group_from(order, p + 1)
        for k in range(p, end):
            s = order[k] & PLACE
            enter(t, np.int64(pattern[k]), label[s, 0], label[s, 1])
        changed |= _look_up(order, pattern, label, t, p, end)
        clear(t, pattern, p, end)
        p = end
    return np.int64(changed != 0)


@part
def _look_up(
    order: Uint32s, pattern: Uint16s, label: Int32s, t: Table, begin: Count, end: Count
) -> np.int32:
    """Lower the labels of some states to what their patterns reach."""
    changed = np.int32(0)
    for k in range(begin, end):
        s = order[k] & PLACE
        old_0, old_1 = label[s, 0], label[s, 1]
        least_0, least_1 = least(t, np.int64(pattern[k]))
        new_0, new_1 = min(old_0, least_0), min(old_1, least_1)
        changed |= (old_0 ^ new_0) | (old_1 ^ new_1)
        label[s, 0] = new_0
        label[s, 1] = new_1
    return changed
