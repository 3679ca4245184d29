"""Sorting inside kernels: few keys by counting, more by merging, without a branch to guess."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..compiled import part

Int64s = NDArray[np.int64]

FEW = 16
"""Keys that are sorted by counting; from there on they are merged."""


@part
def sort(key: Int64s, spare: Int64s) -> Int64s:
    """Sort keys, all different; return the one of the two arrays that holds them."""
    size = key.size
    for low in range(0, size, FEW):
        _sort_block(key, spare, low, min(low + FEW, size))
    width = FEW
    while width < size:
        for low in range(0, size, 2 * width):
            _merge(key, spare, low, min(low + width, size), min(low + 2 * width, size))
        key, spare = spare, key
        width *= 2
    return key


@part
def _sort_block(key: Int64s, spare: Int64s, low: int, high: int) -> None:
    """Sort a few keys: each one's place is the number of those below it."""
    for p in range(low, high):
        spare[p] = key[p]
    block = spare[low:high]
    for p in range(block.size):
        place = np.int64(0)
        this = block[p]
        for q in range(block.size):
            place += block[q] < this
        key[low + place] = this


@part
def _merge(source: Int64s, target: Int64s, low: int, middle: int, high: int) -> None:
    i, j, k = low, middle, low
    while i < middle and j < high:
        one, other = source[i], source[j]
        first = one < other
        target[k] = one if first else other
        i += first
        j += not first
        k += 1
    while i < middle:
        target[k] = source[i]
        i += 1
        k += 1
    while j < high:
        target[k] = source[j]
        j += 1
        k += 1
