"""What goes into the network's first layer, and what that layer looks for in it.

A piece's numbers w and those of its place p, each less its mean, are added and scaled::

    x = (w + p) / d * s + t        with d² = mean((w + p)²)

What the first layer makes of x is linear in them but for d::

    x W + b = (w s W + p s W) / d + (t W + b)

So w s W is computed once for each piece that is met, and p s W once for each place, instead of a
product with W for every piece of every sentence: a quarter of all that the network computes.
"""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]

EPSILON = np.float32(1e-6)
"""Added to a variance before its root is taken."""


class Opening:
    """What goes into the first layer, and the first layer's look at it.

    Parameters
    ----------
    words : array of int8, shape (pieces, width)
        In steps.
    steps : array of float32, shape (pieces,)
        What a step weighs in each row of `words`.
    places : array of float32, shape (places, width)
    begin : pair of arrays, each of shape (width,)
        Scale and shift of what goes into the first layer.
    look : pair of arrays, shapes (width, looked) and (looked,)
        Weights and bias of the first layer's look.
    """

    def __init__(
        self,
        words: NDArray[np.int8],
        steps: Float,
        places: Float,
        begin: tuple[Float, Float],
        look: tuple[Float, Float],
    ) -> None:
        (self._scale, self._shift), (weights, bias) = begin, look
        self._words, self._steps = words, steps
        self._weights = self._scale[:, None] * weights
        self._bias = self._shift @ weights + bias
        self._places = self._beside(places)
        # The pieces met so far, in the order in which they were met, and where each is. There is
        # room for all, but rows take memory only when they are written.
        self._met = np.empty((len(words), self._places.shape[1]), dtype=np.float32)
        self._many = 0
        self._meeting = Lock()
        self._at = np.full(len(words), -1, dtype=np.int64)

    def of(self, pieces: NDArray[np.int64], places: NDArray[np.int64]) -> tuple[Float, Float]:
        """Return what goes into the first layer, and its look at that.

        Parameters
        ----------
        pieces, places : array of int64, shape (n,)

        Returns
        -------
        array of float32, shape (n, width)
        array of float32, shape (n, looked)
        """
        at = self._at[pieces]
        if (at < 0).any():
            self._meet(pieces)
            at = self._at[pieces]
        both = self._met.take(at, axis=0)
        both += self._places.take(places, axis=0)
        x, looked = np.split(both, [len(self._scale)], axis=1)
        spread = np.einsum("ij,ij->i", x, x) / x.shape[1]
        both *= 1 / np.sqrt(spread + EPSILON)[:, None]
        looked += self._bias
        return x * self._scale + self._shift, looked

    def _meet(self, pieces: NDArray[np.int64]) -> None:
        with self._meeting:  # one network serves all threads
            new = np.unique(pieces[self._at[pieces] < 0])
            many = self._many + len(new)
            self._met[self._many : many] = self._beside(self._words[new] * self._steps[new, None])
            self._at[new] = np.arange(self._many, many)
            self._many = many

    def _beside(self, numbers: Float) -> Float:
        """Return numbers less their mean, and their product with the weights beside them."""
        centred = numbers - numbers.mean(axis=1, keepdims=True)
        return np.hstack([centred, centred @ self._weights])
