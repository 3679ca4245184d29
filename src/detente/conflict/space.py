"""One state space for many rankings: what depends on options, owners and rules alone.

A *group* of decision maker j shares all options but j's; a *block* of it shares j's one-way
options too. j goes from each state of a block to every other, and from block g to block h of the
same group iff every one-way option that differs has moved its one way; h then comes *after* g.

A *cell* of i is a set of states among which all others together move freely: what is left when
the blocks of the others are joined wherever they meet. States of one cell agree in all one-way
options of the others, and a move between cells switches some of these for good, so cells can be
numbered such that moves lead to higher numbers only. The others' reach from a state, with any
moves, is its cell and the cells after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from .compiled import Record, kernel, part
from .model import Control, Direction, OptionForm

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt64s = NDArray[np.uint64]


class Layout(NamedTuple):
    """Groups, blocks and cells of each decision maker, as the kernels read them.

    What comes after block b of decision maker j stands in ``after`` from ``after_from[j, b]`` up
    to ``after_from[j, b + 1]``; cells likewise.

    Attributes
    ----------
    group, block, cell : ndarray, shape (N, S), dtype int32
        The one that each state belongs to. Blocks of a group have successive numbers.
    first_block : ndarray, shape (N, S + 1), dtype int32
        The first block of each group, and behind the last one the number of blocks.
    members : ndarray, shape (N, S), dtype int32
        The states, block by block.
    member_from : ndarray, shape (N, S + 1), dtype int32
        Where in `members` each block begins, and behind the last one S.
    mates : ndarray, shape (N, S), dtype int32
        The states, cell by cell.
    mate_from : ndarray, shape (N, S + 1), dtype int32
        Where in `mates` each cell begins, and behind the last one S.
    counts : ndarray, shape (N, 4), dtype int64
        How many groups, blocks and cells there are, and one-way options.
    switched : ndarray, shape (N, S), dtype bool
        Whether some one-way option has been switched.
    after_from : ndarray, shape (N, S + 1), dtype int64
    after : ndarray, dtype int32
        The other blocks of the group that can be reached from a block.
    next_from : ndarray, shape (N, S + 1), dtype int64
    next : ndarray, dtype int32
        The cells that one move of one of the others leads to, each of a higher number.
    """

    group: Int32s
    block: Int32s
    cell: Int32s
    first_block: Int32s
    members: Int32s
    member_from: Int32s
    mates: Int32s
    mate_from: Int32s
    counts: Int64s
    switched: NDArray[np.bool_]
    after_from: Int64s
    after: Int32s
    next_from: Int64s
    next: Int32s


LAYOUT = Record(
    Layout,
    (
        "int32[2]",
        "int32[2]",
        "int32[2]",
        "int32[2]",
        "int32[2]",
        "int32[2]",
        "int32[2]",
        "int32[2]",
        "int64[2]",
        "boolean[2]",
        "int64[2]",
        "int32[1]",
        "int64[2]",
        "int32[1]",
    ),
)


@dataclass(frozen=True, eq=False)
class Space:
    """An option form without ranks: what many models share.

    Parameters
    ----------
    decision_makers : tuple of str, length N
    owners : tuple of int, length K
        Index of the decision maker that controls each option.
    directions : tuple of {"both", "on", "off"}, length K
        Whether the option can be switched both ways, only on, or only off.
    codes : ndarray, shape (S,), dtype uint64
        The feasible states, ascending; option k is bit k.

    Raises
    ------
    ValueError
        If they do not fit together, as for :class:`~detente.conflict.model.OptionForm`.

    Examples
    --------
    >>> space = Space(("A", "B"), (0, 1), ("both", "on"), np.arange(4, dtype=np.uint64))
    >>> space.size
    4
    """

    decision_makers: tuple[str, ...]
    owners: tuple[int, ...]
    directions: tuple[Direction, ...]
    codes: NDArray[np.uint64]

    def __post_init__(self) -> None:
        self.form(np.zeros((len(self.decision_makers), self.codes.size), np.int32))

    @classmethod
    def of(cls, form: OptionForm) -> Self:
        """Return the space of an option form, its ranks left aside."""
        return cls(form.decision_makers, form.owners, form.directions, form.codes)

    @property
    def size(self) -> int:
        """Number of states S."""
        return int(self.codes.size)

    def form(self, ranks: NDArray[np.int32]) -> OptionForm:
        """Return the model that ranks make of this space.

        Parameters
        ----------
        ranks : ndarray, shape (N, S), dtype int32
        """
        options = tuple(f"option {k}" for k in range(len(self.owners)))
        return OptionForm(
            self.decision_makers, options, self.owners, self.directions, self.codes, ranks
        )

    @cached_property
    def layout(self) -> Layout:
        """Groups, blocks and cells; worked out when first asked for."""
        ranks = np.zeros((len(self.decision_makers), self.size), np.int32)
        return _lay_out(self.codes, self.form(ranks).controls)


# --- groups, blocks, cells --------------------------------------------------------------------


class _Blocks(NamedTuple):
    """The blocks of one decision maker, and which of them lead to which others."""

    group: Int32s
    block: Int32s
    first_block: Int64s
    members: Int32s
    member_from: Int64s
    origins: Int32s
    targets: Int32s


def _lay_out(codes: UInt64s, controls: tuple[Control, ...]) -> Layout:
    parted = [_part(codes, control) for control in controls]
    block = np.stack([blocks.block for blocks in parted])
    cells = [_cells(codes, controls, parted, block, dm) for dm in range(len(controls))]
    after_from, after = _listed([(b.origins, b.targets) for b in parted], codes.size)
    next_from, following = _listed([(c.origins, c.targets) for c in cells], codes.size)
    layout = Layout(
        group=np.stack([blocks.group for blocks in parted]),
        block=block,
        cell=np.stack([c.cell for c in cells]),
        first_block=_padded([blocks.first_block for blocks in parted], codes.size + 1),
        members=np.stack([blocks.members for blocks in parted]),
        member_from=_padded([blocks.member_from for blocks in parted], codes.size + 1),
        mates=np.stack([c.mates for c in cells]),
        mate_from=_padded([c.mate_from for c in cells], codes.size + 1),
        counts=np.array(
            [
                (b.group.max() + 1, b.block.max() + 1, c.cell.max() + 1, (on | off).bit_count())
                for b, c, (_, on, off) in zip(parted, cells, controls, strict=True)
            ],
            dtype=np.int64,
        ),
        switched=np.stack(
            [codes & np.uint64(on) | ~codes & np.uint64(off) != 0 for _, on, off in controls]
        ),
        after_from=after_from,
        after=after,
        next_from=next_from,
        next=following,
    )
    for table in layout:
        table.flags.writeable = False  # as the kernels expect it
    return layout


def _part(codes: UInt64s, control: Control) -> _Blocks:
    shared = codes & ~np.uint64(control.own)
    pattern = codes & np.uint64(control.on | control.off)
    order = np.lexsort((pattern, shared))
    new_group = np.diff(shared[order], prepend=~shared[order[:1]]) != 0
    new_block = new_group | (np.diff(pattern[order], prepend=pattern[order[:1]]) != 0)
    group, block = np.empty(codes.size, np.int32), np.empty(codes.size, np.int32)
    group[order] = np.cumsum(new_group) - 1
    block[order] = np.cumsum(new_block) - 1
    first_block = np.append(block[order[new_group]], block[order[-1]] + 1).astype(np.int64)
    pairs = _leading(pattern[order[new_block]], first_block, control)
    member_from = np.append(np.flatnonzero(new_block), codes.size)
    return _Blocks(group, block, first_block, order.astype(np.int32), member_from, *pairs)


def _leading(pattern: UInt64s, first_block: Int64s, control: Control) -> tuple[Int32s, Int32s]:
    """Pairs of blocks g ≠ h of one group such that one can go from g to h, in ascending order."""
    on, off = np.uint64(control.on), np.uint64(control.off)
    nothing = np.empty(0, np.int32)
    if not on | off:
        return nothing, nothing
    count = _pair(pattern, first_block, on, off, nothing, nothing.copy())
    origins, targets = np.empty(count, np.int32), np.empty(count, np.int32)
    _pair(pattern, first_block, on, off, origins, targets)
    return origins, targets


class _Cells(NamedTuple):
    """The cells of one decision maker, and which of them lead to which others in one move."""

    cell: Int32s
    mates: Int32s
    mate_from: Int64s
    origins: Int32s
    targets: Int32s


def _cells(
    codes: UInt64s, controls: tuple[Control, ...], parted: list[_Blocks], block: Int32s, dm: int
) -> _Cells:
    root = np.arange(codes.size, dtype=np.int32)
    _join(np.delete(block, dm, axis=0), root)
    others = [control for j, control in enumerate(controls) if j != dm]
    on = np.uint64(sum(control.on for control in others))
    off = np.uint64(sum(control.off for control in others))
    switched = np.bitwise_count(codes & on) + np.bitwise_count(~codes & off)
    order = np.lexsort((root, switched))
    cell = np.empty(codes.size, np.int32)
    new_cell = np.diff(root[order], prepend=-1) != 0
    cell[order] = np.cumsum(new_cell) - 1
    moves = [_between(cell, blocks) for j, blocks in enumerate(parted) if j != dm]
    pairs = np.unique(np.concatenate([np.empty((0, 2), np.int32), *moves]), axis=0)
    mate_from = np.append(np.flatnonzero(new_cell), codes.size)
    return _Cells(cell, order.astype(np.int32), mate_from, pairs[:, 0], pairs[:, 1])


def _between(cell: Int32s, blocks: _Blocks) -> Int32s:
    """Pairs of cells between which the pairs of blocks lead; a block lies in one cell."""
    of_block = np.empty(blocks.block.max() + 1, np.int32)
    of_block[blocks.block] = cell
    return np.stack([of_block[blocks.origins], of_block[blocks.targets]], axis=1)


def _listed(pairs: list[tuple[Int32s, Int32s]], size: int) -> tuple[Int64s, Int32s]:
    """Put the targets of all decision makers into one list; say where each origin's begin."""
    begin = np.zeros((len(pairs), size + 1), np.int64)
    passed = 0
    for dm, (origins, _) in enumerate(pairs):
        begin[dm, 1:] = np.cumsum(np.bincount(origins, minlength=size))
        begin[dm] += passed
        passed += origins.size
    return begin, np.concatenate([targets for _, targets in pairs])


def _padded(rows: list[Int64s], length: int) -> Int32s:
    table = np.zeros((len(rows), length), np.int32)
    for row, values in zip(table, rows, strict=True):
        row[: values.size] = values
    return table


# --- compiled ---------------------------------------------------------------------------------


@kernel("uint64[1]", "int64[1]", "uint64", "uint64", "int32[1]!", "int32[1]!")
def _pair(
    pattern: UInt64s,
    first_block: Int64s,
    on: np.uint64,
    off: np.uint64,
    origins: Int32s,
    targets: Int32s,
) -> int:
    """Count the pairs, and list them if there is room."""
    count = 0
    for group in range(first_block.size - 1):
        for g in range(first_block[group], first_block[group + 1]):
            for h in range(first_block[group], first_block[group + 1]):
                here, there = pattern[g], pattern[h]
                if g != h and (here & ~there & on) | (there & ~here & off) == 0:
                    if count < origins.size:
                        origins[count], targets[count] = g, h
                    count += 1
    return count


@kernel("int32[2]", "int32[1]!")
def _join(block: Int32s, root: Int32s) -> None:
    """Give all states that are joined by blocks of any row the least of them as their root."""
    size = root.size
    first = np.empty(size, np.int32)
    for row in range(block.shape[0]):
        first[:] = size
        for s in range(size):
            b = block[row, s]
            if first[b] == size:
                first[b] = s
            one, other = _root(root, first[b]), _root(root, s)
            root[max(one, other)] = min(one, other)
    for s in range(size):
        root[s] = _root(root, s)


@part
def _root(root: Int32s, s: int) -> int:
    while root[s] != s:
        root[s] = root[root[s]]
        s = root[s]
    return s
