"""From statements to a ranking of states: option prioritisation.

A decision maker's statements Ω₁, Ω₂, …, Ω_T are formulas in falling order of weight, each
outranking all later ones together. State a is preferred to state b iff at the first statement on
which they differ, a satisfies it and b does not; they tie if they differ on none (Peng, Hipel,
Kilgour & Fang 1997; Fang, Hipel, Kilgour & Peng 2003). The textbook's score Σ 2^(T-t) orders
states in the same way but overflows a machine word beyond 63 statements; here words of 62
statements are ranked, and their ranks carried on as the leading part of the next word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case.formula import Formula

from .states import columns

_WORD = 62


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
    option = columns(options, codes)
    word = np.zeros(codes.size, np.int64)
    free = _WORD
    for statement in statements:
        if not free:
            word = dense(word)
            free = _WORD - int(word.max()).bit_length()
        word <<= 1
        word |= statement.evaluate(option.__getitem__)
        free -= 1
    return dense(word).astype(np.int32)


def dense(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each value's place among the different values, from 0; same shape."""
    return np.unique(values, return_inverse=True)[1].reshape(values.shape)
