"""Where the states of a free conflict lie in memory: groups, columns, tiles.

All 2ᴷ codes are states. A decision maker's *group* is a block of 2ᵐ states that differ in its own
m options only, its *members*. The group may be strewn over all memory, its members far apart; but
groups that are neighbours share the lines in which their members lie. A *tile* is some groups side
by side, its *columns*, few enough to fit the nearest cache. It is copied there member by member and
back if anything changed; where all own options are among the first twelve, the tile is a page of
memory as it stands, and is left in place.

Codes are put together from bits: the code of a state is base + member + column, the base telling
tiles apart. Either several members or several columns lie side by side (whoever owns the first
option); copying goes along them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..compiled import Record, kernel, part, routine

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Uint8s = NDArray[np.uint8]
Uint16s = NDArray[np.uint16]
Uint32s = NDArray[np.uint32]

Items = NDArray[Any]
Count = int | np.int64

LARGEST = np.int32(2**31 - 1)
SMALLEST = np.int32(-(2**31))

MOST_OWN = 15
"""Options of one decision maker that a place of two bytes can tell apart, with a bit to spare."""
PAGE = 12
"""2¹² states with their labels, 32 KiB, fit the nearest cache."""
LINE = 3
"""2³ states with their labels make a line of a cache."""

# Columns of a plan.
OPTIONS, START, COLUMNS, WIDTH, REST, TILES, IN_PLACE, OWN_RUN, COLUMN_RUN = range(9)
FIELDS = 9


class Board(NamedTuple):
    """All that is worked on, for N decision makers and S = 2ᴷ states.

    Attributes
    ----------
    ranks : ndarray, shape (N, S), dtype int32
    order : ndarray, shape (N, S), dtype uint16
        Each group's members from the best down, groups in the order of tiles and columns.
    label : ndarray, shape (S, 2), dtype int32
        For the decision maker at hand: SEQ, SSEQ.
    verdict : ndarray, shape (N, S), dtype uint8
        Bit c: stable under concept c.
    masks : ndarray, shape (N,), dtype int64
        Own options.
    plan : ndarray, shape (N, 9), dtype int64
        Number of own options; where `steps` and `columns` begin; the columns of a tile; the bits
        that tell tiles apart, and how many tiles there are; whether they are worked on in place;
        how many members, and how many columns, lie side by side.
    steps : ndarray, dtype uint32
        For each decision maker, what each member's code adds to that of the first.
    columns : ndarray, dtype uint32
        For each decision maker, what each column's code adds to that of the first.
    worst : ndarray, shape (W, number of steps), dtype int32
        For each own course of action the least rank it may lead to, as seen by each worker.
    bounds : ndarray, shape (N, 2), dtype int32
        Maximin and minimax.
    """

    ranks: Int32s
    order: Uint16s
    label: Int32s
    verdict: Uint8s
    masks: Int64s
    plan: Int64s
    steps: Uint32s
    columns: Uint32s
    worst: Int32s
    bounds: Int32s


BOARD = Record(
    Board,
    (
        "int32[2]",
        "uint16[2]!",
        "int32[2]!",
        "uint8[2]!",
        "int64[1]!",
        "int64[2]!",
        "uint32[1]!",
        "uint32[1]!",
        "int32[2]!",
        "int32[2]!",
    ),
)


# --- compiled: where things lie ------------------------------------------------------------------


@part
def deposit(number: Count, mask: Count) -> Count:
    """Spread the bits of a number over the bits that are set in a mask, lowest first."""
    code = np.int64(0)
    while number:
        lowest = mask & -mask
        if number & 1:
            code |= lowest
        number >>= 1
        mask ^= lowest
    return code


@part
def _ones(mask: Count) -> Count:
    count = np.int64(0)
    while mask:
        mask &= mask - 1
        count += 1
    return count


@part
def _trailing(mask: Count) -> Count:
    """Count the bits set from the lowest up, without a gap."""
    count = np.int64(0)
    while (mask >> count) & 1:
        count += 1
    return count


@kernel(BOARD)
def plan(b: Board) -> None:
    """Lay out each decision maker's tiles."""
    everything = np.int64(b.ranks.shape[1] - 1)
    start = column = np.int64(0)
    for dm in range(b.masks.size):
        own = b.masks[dm]
        others = everything & ~own
        options = _ones(own)
        wide = min(max(LINE, PAGE - options), _ones(others))
        columns = deposit((np.int64(1) << wide) - 1, others)
        b.plan[dm, OPTIONS] = options
        b.plan[dm, START] = start
        b.plan[dm, COLUMNS] = column
        b.plan[dm, WIDTH] = np.int64(1) << wide
        b.plan[dm, REST] = others & ~columns
        b.plan[dm, TILES] = np.int64(1) << _ones(others & ~columns)
        b.plan[dm, IN_PLACE] = own < (1 << PAGE)
        b.plan[dm, OWN_RUN] = np.int64(1) << _trailing(own)
        b.plan[dm, COLUMN_RUN] = np.int64(1) << _trailing(columns)
        for member in range(np.int64(1) << options):
            b.steps[start + member] = deposit(member, own)
        for c in range(np.int64(1) << wide):
            b.columns[column + c] = deposit(c, columns)
        start += np.int64(1) << options
        column += np.int64(1) << wide


class Tile(NamedTuple):
    """Where the members of the groups of one tile lie, and what worker is at it."""

    base: Count
    members: Uint32s
    columns: Uint32s
    own_run: Count
    column_run: Count


@part
def tile_at(b: Board, dm: Count, number: Count) -> Tile:
    """Lay out the tile of a number."""
    p = b.plan[dm]
    start, column = p[START], p[COLUMNS]
    return Tile(
        deposit(number, p[REST]),
        b.steps[start : start + (1 << p[OPTIONS])],
        b.columns[column : column + p[WIDTH]],
        p[OWN_RUN],
        p[COLUMN_RUN],
    )


@routine
def load(source: Items, tile: Items, t: Tile) -> None:
    """Copy a tile, member by member, a row of its columns each."""
    width = t.columns.size
    if t.column_run > 1:
        for r in range(t.members.size):
            for c in range(0, width, t.column_run):
                at, to = t.base + t.members[r] + t.columns[c], r * width + c
                for k in range(t.column_run):
                    tile[to + k] = source[at + k]
    else:
        for c in range(width):
            for r in range(0, t.members.size, t.own_run):
                at = t.base + t.members[r] + t.columns[c]
                for k in range(t.own_run):
                    tile[(r + k) * width + c] = source[at + k]


@routine
def store(tile: Items, target: Items, t: Tile) -> None:
    """Copy a tile back."""
    width = t.columns.size
    if t.column_run > 1:
        for r in range(t.members.size):
            for c in range(0, width, t.column_run):
                to, at = t.base + t.members[r] + t.columns[c], r * width + c
                for k in range(t.column_run):
                    target[to + k] = tile[at + k]
    else:
        for c in range(width):
            for r in range(0, t.members.size, t.own_run):
                to = t.base + t.members[r] + t.columns[c]
                for k in range(t.own_run):
                    target[to + k] = tile[(r + k) * width + c]
