"""Where one can go with options that move one way: tables by pattern.

Write for each state the *pattern* of j's one-way options, a bit set where an option that only goes
on is on, or one that only goes off is off. Then j can go from pattern q to exactly those patterns
that contain q. Walking down a group from its best state, the least labels so far are kept in a
table by pattern: what is reached from q is the least label entered for a pattern that contains q.

**Few options.** Each label is entered for all patterns within its own, in a row of entries that
the processor takes several at a time; one entry is then looked up.

**Many options.** To enter a label for all patterns within its own, or to look through all that
contain q, is work for the 2ᵇ patterns of b options; so the bits are split. An entry stands for its
upper bits alone, but for all lower bits within its own:

    entry[u, l]  =  least label met so far with upper bits u and lower bits that contain l.

A label is entered at 2^(lower bits set) places, and 2^(upper bits not set) are looked up: with b
options about 2 · 1.5^(b/2) steps, on the average over patterns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiled import part
from .tiles import LARGEST, SMALLEST, Count, Int32s, Uint16s

FLAT = 5
"""One-way options up to which a label is entered for all patterns at once."""
ROW = 8
"""Entries that the processor takes at a time."""
OUTSIDE = np.array(
    [[SMALLEST if q & p == q else LARGEST for q in range(1 << FLAT)] for p in range(1 << FLAT)]
)
"""For pattern p and pattern q: less than any label if p contains q, else more than any other."""


class Table(NamedTuple):
    """The least entries by pattern."""

    entry: Int32s
    """Shape (2, 2ᵇ)."""
    width: Count
    """How many patterns there are, rounded up; 0 if their bits are split."""
    lower: Count
    """How many bits are lower ones."""
    upper: Count
    """All upper bits."""


@part
def table(entry: Int32s, one_way: Count) -> Table:
    """Lay out a table for the patterns of some one-way options, given as a mask."""
    rest, bits = one_way, 0
    while rest:
        rest &= rest - 1
        bits += 1
    width = max(ROW, 1 << bits) if bits <= FLAT else 0
    return Table(entry, width, bits // 2, (1 << (bits - bits // 2)) - 1)


@part
def enter(t: Table, pattern: Count, one: np.int32, other: np.int32) -> None:
    """Enter two values for all patterns within this one; or only with the same upper bits."""
    for k in range(t.width):
        outside = OUTSIDE[pattern, k]
        t.entry[0, k] = min(t.entry[0, k], max(one, outside))
        t.entry[1, k] = min(t.entry[1, k], max(other, outside))
    if t.width:
        return
    lower = pattern & ((1 << t.lower) - 1)
    upper, within = pattern ^ lower, lower
    while True:
        at = upper | within
        t.entry[0, at] = min(t.entry[0, at], one)
        t.entry[1, at] = min(t.entry[1, at], other)
        if within == 0:
            break
        within = (within - 1) & lower


@part
def least(t: Table, pattern: Count) -> tuple[np.int32, np.int32]:
    """Return the least values entered for patterns that contain this one."""
    one, other = t.entry[0, pattern], t.entry[1, pattern]
    if t.width:
        return one, other
    free = t.upper & ~(pattern >> t.lower)
    beyond = free
    while beyond:
        at = pattern | (beyond << t.lower)
        one, other = min(one, t.entry[0, at]), min(other, t.entry[1, at])
        beyond = (beyond - 1) & free
    return one, other


@part
def clear(t: Table, pattern: Uint16s, begin: Count, end: Count) -> None:
    """Take out what was entered for the states of a group."""
    for k in range(t.width):
        t.entry[0, k] = LARGEST
        t.entry[1, k] = LARGEST
    for p in range(end if t.width else begin, end):
        lower = np.int64(pattern[p]) & ((1 << t.lower) - 1)
        upper, within = pattern[p] ^ lower, lower
        while True:
            t.entry[0, upper | within] = LARGEST
            t.entry[1, upper | within] = LARGEST
            if within == 0:
                break
            within = (within - 1) & lower
