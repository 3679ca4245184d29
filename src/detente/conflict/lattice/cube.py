"""Nash, GMR and SMR where all codes are feasible and options may move one way: folds over bits.

:mod:`detente.conflict.lattice` says what is computed. Here the others of decision maker i can bring
about every combination of their own options that one-way options allow, in any order. So the label
of a state is found option by option: over an option that moves both ways a pair of states has
the lesser of their two numbers in common; over one that only goes on, the state where it is off
takes the lesser, and the other keeps its own. What a pair has in common is kept once: a *folded*
array has no such bit any more, and half the length. With i's own options, and the greater instead
of the lesser, the same finds the best that i can reach.

No order is needed for the verdict: with l(s) = min(label(s), r_i(s)), a state is stable iff
the greatest l of those that i can go to, and of itself, is at most r_i(s); see
:mod:`detente.conflict.batch`. All of it is some ten passes of numpy over the states.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..model import OptionForm
from .sweeps import GROUP
from .tiles import Int32s, Uint8s, Uint32s

Mask = int
GMR, SMR = 1, 2
"""Bits of a verdict; Nash is bit 0."""


class Moves(NamedTuple):
    """Which options somebody, or several, can switch: both ways, on only, off only."""

    both: Mask
    on: Mask
    off: Mask


class _Folded(NamedTuple):
    """Numbers that depend on some bits of the code alone, in the order of these bits."""

    values: Int32s
    bits: Mask


def applies(form: OptionForm) -> bool:
    """Whether all codes are feasible."""
    return form.size == 1 << len(form.options)


def moves(form: OptionForm, dm: int) -> tuple[Moves, Moves]:
    """Return what a decision maker can switch, and what the others can."""
    one, rest = Moves(0, 0, 0), Moves(0, 0, 0)
    for j, control in enumerate(form.controls):
        can = Moves(control.own & ~(control.on | control.off), control.on, control.off)
        if j == dm:
            one = can
        else:
            rest = Moves(*(a | b for a, b in zip(rest, can, strict=True)))
    return one, rest


def decide_alone(rank: Int32s, own: Moves, others: Moves, verdict: Uint8s) -> None:
    """Decide Nash, GMR and SMR for one decision maker.

    Parameters
    ----------
    rank : ndarray, shape (S,), dtype int32
        Its ranks of all S = 2ᴷ codes.
    own, others : Moves
    verdict : ndarray, shape (S,), dtype uint8
        Is set: bit 0, 1 and 2 tell of Nash, GMR and SMR.
    """
    everything = _Folded(rank, rank.size - 1)
    best = _reach(everything, own, np.maximum)
    np.equal(_unfolded(best, everything.bits), rank, out=verdict, casting="unsafe")
    for bit, worth in ((GMR, everything), (SMR, best)):
        sanction = _unfolded(_reach(worth, others, np.minimum), everything.bits)
        least = _Folded(np.minimum(sanction, rank), everything.bits)
        del sanction  # much memory, no longer needed
        most = _unfolded(_reach(least, own, np.maximum), everything.bits)
        verdict |= (most <= rank).view(np.uint8) << np.uint8(bit)


def set_worth(rank: Int32s, own: Moves, label: Int32s) -> None:
    """Label each state with its rank, and with the best that can be made of it.

    Parameters
    ----------
    rank, own
        As for :func:`decide_alone`.
    label : ndarray, shape (S, 2), dtype int32
    """
    everything = _Folded(rank, rank.size - 1)
    label[:, 0] = rank
    label[:, 1] = _unfolded(_reach(everything, own, np.maximum), everything.bits)


def set_groups(own: Mask, order: Uint32s) -> None:
    """List all codes group by group, not yet from the best down, and mark where one begins.

    Parameters
    ----------
    own : int
        Mask of the decision maker's options.
    order : ndarray, shape (S,), dtype uint32
    """
    members, shared = _subsets(own), _subsets((order.size - 1) & ~own)
    groups = order.reshape(shared.size, members.size)
    np.add.outer(shared, members, out=groups)
    groups[:, 0] |= np.uint32(1 << GROUP)


def _subsets(mask: Mask) -> Uint32s:
    """List all codes within a mask, in ascending order."""
    codes = np.zeros(1, np.uint32)
    for bit in _bits(mask):
        codes = np.concatenate((codes, codes | np.uint32(1 << bit)))
    return codes


def _bits(mask: Mask) -> Iterator[int]:
    """List the places of the bits that are set, the lowest first."""
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def _reach(numbers: _Folded, moves: Moves, extreme: np.ufunc) -> _Folded:
    """Give each state the extreme of the numbers of all states that the moves lead to."""
    values, bits = numbers
    for bit in reversed(list(_bits(moves.both & bits))):
        off, on = _pairs(values, bits, bit)
        values = extreme(off, on).reshape(-1)
        bits ^= 1 << bit
    one_way = list(_bits((moves.on | moves.off) & bits))
    if one_way and values is numbers.values:
        values = values.copy()
    for bit in one_way:
        off, on = _pairs(values, bits, bit)
        changed = off if moves.on >> bit & 1 else on
        extreme(off, on, out=changed)
    return _Folded(values, bits)


def _unfolded(numbers: _Folded, bits: Mask) -> Int32s:
    """Return the numbers for all bits again."""
    values, present = numbers
    for bit in _bits(bits & ~present):
        length = 1 << (present & ((1 << bit) - 1)).bit_count()
        values = np.repeat(values.reshape(-1, 1, length), 2, axis=1).reshape(-1)
        present |= 1 << bit
    return values


def _pairs(values: Int32s, bits: Mask, bit: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Split numbers into those of states where a bit is not set, and of those where it is."""
    length = 1 << (bits & ((1 << bit) - 1)).bit_count()
    split = values.reshape(-1, 2, length)
    return split[:, 0], split[:, 1]
