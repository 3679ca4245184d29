"""From statements to a ranking of states: option prioritisation.

A decision maker's statements Ω₁, Ω₂, …, Ω_T are formulas in falling order of weight, each
outranking all later ones together. State a is preferred to state b iff at the first statement on
which they differ, a satisfies it and b does not; they tie if they differ on none (Peng, Hipel,
Kilgour & Fang 1997; Fang, Hipel, Kilgour & Peng 2003). The textbook's score Σ 2^(T-t) orders
states in the same way but overflows a machine word beyond 63 statements; here some statements at a
time are written behind the rank so far, and the ranks that then occur are numbered anew by a table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case.formula import Formula

from .states import columns

_TABLE = 2**22
"""Ranks for which a table is made without a thought; more only where there are so many places."""
_AT_A_TIME = 2**16
"""States whose options are looked at together, so that they stay near."""


def satisfied(
    statements: Sequence[Formula], options: Sequence[str], codes: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Return which states satisfy which statements.

    Returns
    -------
    ndarray, shape (T, S), dtype bool
    """
    option = columns(options, codes)
    rows = [statement.evaluate(option.__getitem__) for statement in statements]
    return np.stack(rows) if rows else np.zeros((0, codes.size), np.bool_)


def ranks(
    statements: Sequence[Formula], options: Sequence[str], codes: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """Return the places of the states that the statements induce.

    Parameters
    ----------
    statements : sequence of Formula, length T
        The most important first.
    options : sequence of str
        Option k is bit k of a code.
    codes : ndarray, shape (S,), dtype uint64

    Returns
    -------
    ndarray, shape (S,), dtype int32
        0 for the least preferred states, without gaps; equal for ties.

    Examples
    --------
    >>> from detente.case.formula import parse
    >>> ranks([parse("A.x -> B.y"), parse("A.x")], ["A.x", "B.y"], np.arange(4, dtype=np.uint64))
    array([1, 0, 1, 2], dtype=int32)
    """
    rank = np.zeros(codes.size, np.int32)
    places, left = 1, list(statements)
    while left:
        count = max(1, _TABLE.bit_length() - places.bit_length())
        now, left = left[:count], left[count:]
        _append(rank, now, options, codes)
        places = _close_gaps(rank, places << len(now))
    return rank


def _append(
    rank: NDArray[np.int32],
    statements: Sequence[Formula],
    options: Sequence[str],
    codes: NDArray[np.uint64],
) -> None:
    """Append to each rank a bit for each statement, some states at a time."""
    for begin in range(0, codes.size, _AT_A_TIME):
        some = slice(begin, begin + _AT_A_TIME)
        option, word = columns(options, codes[some]), rank[some]
        for statement in statements:
            word <<= 1
            word |= statement.evaluate(option.__getitem__)


def _close_gaps(rank: NDArray[np.int32], beyond: int) -> int:
    """Number the ranks that there are from 0, all below `beyond`; return how many they are."""
    there = np.zeros(beyond, np.bool_)
    there[rank] = True
    place = np.cumsum(there, dtype=np.int32)
    place -= 1
    np.take(place, rank, out=rank, mode="clip")
    return int(place[-1]) + 1
