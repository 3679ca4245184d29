"""A small network that reads the words of a sentence in their order.

A transformer encoder (Vaswani et al. 2017) with the layers of BERT (Devlin et al. 2019), made from
the lowest layers of a public one that was learned from plain text (MiniLM; Wang et al. 2020), the
less used neurons left out, and learned further on annotated sentences
(``python benchmarks/network.py``). Unlike the features of `features` it knows which words are used
alike, so that it says something about words that no annotated sentence had.

Of each word and each PLOVER type it makes a score z. A sentence's score for a type is
log Σ exp z over its words: one word that tells a deed is enough, and each word's share in that
sum says where the deed is told; roughly, since a word is read together with its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .opening import EPSILON, Float, Opening
from .pieces import BEGIN, Pieces
from .plover import PLOVER

MOST = 128
"""Pieces of a sentence that are read; what follows in a longer one has no score."""
TOGETHER = 448
"""Pieces that are read at once: what they make fits a cache, so that more would be slower."""
SHARPEST = np.float32(80)
"""The largest of the scaled dot products, so that no exponential overflows."""
STEPS = 127
"""Words are kept as whole numbers of steps, from -127 to 127."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: words look at one another, then each is worked on by itself.

    Attributes
    ----------
    look : pair of arrays, shapes (width, 3 seen) and (3 seen,)
        Weights and bias of what is asked, offered and told, side by side.
    seen : pair of arrays, shapes (seen, width) and (width,)
    up : pair of arrays, shapes (width, neurons) and (neurons,)
    down : pair of arrays, shapes (neurons, width) and (width,)
    first, second : pair of arrays, each of shape (width,)
        Scale and shift after each half.
    """

    look: tuple[Float, Float]
    seen: tuple[Float, Float]
    up: tuple[Float, Float]
    down: tuple[Float, Float]
    first: tuple[Float, Float]
    second: tuple[Float, Float]


@dataclass(frozen=True, slots=True)
class Network:
    """The network's weights.

    Attributes
    ----------
    pieces : Pieces
    opening : Opening
    layers : tuple of Layer
    heads : int
        How many ways there are for words to look at one another.
    told : pair of arrays, shapes (width, 16) and (16,)
        Weights and bias of the types, in the order of `PLOVER`.
    """

    pieces: Pieces
    opening: Opening
    layers: tuple[Layer, ...]
    heads: int
    told: tuple[Float, Float]

    def scores(self, sentences: Sequence[Sequence[str]]) -> list[Float]:
        """Return each word's score for each type.

        Parameters
        ----------
        sentences : sequence of sequence of str
            Words in lower case, and what stands for names (`pieces.STANDS_FOR`).

        Returns
        -------
        list of array of float32, shape (words, 16)
            The types in the order of `PLOVER`; -inf for words that were not read.
        """
        made: list[Float] = []
        together: list[_Cut] = []
        many = 0
        for words in sentences:
            one = _Cut.of(words, self.pieces)
            if many + len(one.rows) > TOGETHER:
                made += self._scores(together)
                together, many = [], 0
            together.append(one)
            many += len(one.rows)
        return made + self._scores(together)

    def _scores(self, cut: Sequence[_Cut]) -> list[Float]:
        if not cut:
            return []
        bounds = np.cumsum([0, *(len(one.rows) for one in cut)])
        spans = [slice(a, b) for a, b in pairwise(bounds.tolist())]
        rows = np.concatenate([one.rows for one in cut])
        places = np.concatenate([np.arange(len(one.rows)) for one in cut])
        x, asked = self.opening.of(rows, places)
        x = self._through(self.layers[0], x, asked, spans)
        for layer in self.layers[1:]:
            x = self._through(layer, x, _linear(x, layer.look), spans)
        z = _linear(x, self.told)
        return [one.by_word(z[span][1:]) for one, span in zip(cut, spans, strict=True)]

    def _through(self, layer: Layer, x: Float, asked: Float, spans: Sequence[slice]) -> Float:
        seen = np.empty((len(x), layer.seen[0].shape[0]), dtype=np.float32)
        for span in spans:
            self._look(asked[span], seen[span])
        x = _normal(x + _linear(seen, layer.seen), layer.first)
        inner = _linear(x, layer.up)
        with np.errstate(over="ignore"):  # what is far below nought becomes nought
            inner /= 1 + np.exp(np.float32(-1.702) * inner)  # GELU (Hendrycks & Gimpel 2016)
        return _normal(x + _linear(inner, layer.down), layer.second)

    def _look(self, asked: Float, seen: Float) -> None:
        """Write what each piece of a sentence sees in the others (scaled dot products)."""
        many = len(asked)
        ask, offer, tell = asked.reshape(many, 3, self.heads, -1).transpose(1, 2, 0, 3)
        match = ask @ offer.transpose(0, 2, 1)
        match.clip(-SHARPEST, SHARPEST, out=match)
        np.exp(match, out=match)
        match /= match @ np.ones((many, 1), dtype=np.float32)
        np.matmul(match, tell, out=seen.reshape(many, self.heads, -1).transpose(1, 0, 2))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sentence in pieces: their rows, a beginning first, and where each word's begin."""

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    words: int

    @classmethod
    def of(cls, words: Sequence[str], pieces: Pieces) -> _Cut:
        rows, starts = [pieces.rows[BEGIN]], []
        for word in words:
            more = pieces.of(word)
            if len(rows) + len(more) > MOST:
                break
            starts.append(len(rows) - 1)
            rows.extend(more)
        return cls(np.array(rows), np.array(starts, dtype=np.int64), len(words))

    def by_word(self, z: Float) -> Float:
        """Return words' scores from those of their pieces, added as exponentials."""
        made = np.full((self.words, z.shape[1]), -np.inf, dtype=np.float32)
        if len(self.starts):
            made[: len(self.starts)] = np.logaddexp.reduceat(z, self.starts, axis=0)
        return made


def _linear(x: Float, weighed: tuple[Float, Float]) -> Float:
    weights, bias = weighed
    made = x @ weights
    made += bias
    return made


def _normal(x: Float, scaled: tuple[Float, Float]) -> Float:
    """Return rows with mean 0 and variance 1, scaled and shifted (Ba, Kiros & Hinton 2016)."""
    scale, shift = scaled
    x -= x.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", x, x) / x.shape[1]
    x *= 1 / np.sqrt(spread + EPSILON)[:, None]
    x *= scale
    x += shift
    return x


def total(scores: Float) -> Float:
    """Return a sentence's score for each type, given its words': log Σ exp z, shape (16,)."""
    if not len(scores):
        return np.full(len(PLOVER), -np.inf, dtype=np.float32)
    with np.errstate(divide="ignore"):  # of words that were not read
        added = np.log(np.add.reduce(np.exp(scores.astype(np.float64)), axis=0))
    return np.asarray(added, dtype=np.float32)


def shares(scores: Float, type_: str) -> Float:
    """Return each word's share in a sentence's score for a type, shape (words,)."""
    column = scores[:, PLOVER.index(type_)]
    return np.asarray(np.exp(column - np.logaddexp.reduce(column)))


# ------------------------------------------------------------------------------ as it is stored


def stored(
    network: Mapping[str, Float], pieces: Sequence[str], heads: int
) -> dict[str, NDArray[Any]]:
    """Return weights as they are stored: words in whole steps, other matrices in half precision.

    The inverse of `loaded`.

    Parameters
    ----------
    network : mapping of str to array of float32
        By the names that `loaded` reads.
    pieces : sequence of str
    heads : int
    """
    made: dict[str, NDArray[Any]] = {
        "pieces": np.frombuffer("\n".join(pieces).encode("utf-8"), dtype=np.uint8),
        "heads": np.array(heads),
    }
    for name, one in network.items():
        made[name] = one.astype(np.float32 if one.ndim == 1 else np.float16)
    words = network["words"]
    steps = np.maximum(np.abs(words).max(axis=1), np.float32(1e-12)) / STEPS
    made["words"] = np.rint(words / steps[:, None]).astype(np.int8)
    made["words.steps"] = steps.astype(np.float32)
    return made


def loaded(kept: Mapping[str, NDArray[Any]]) -> Network:
    """Return the network of what is stored."""

    def matrix(name: str) -> tuple[Float, Float]:
        return kept[name].astype(np.float32), kept[f"{name}.bias"]

    def scaled(name: str) -> tuple[Float, Float]:
        return kept[f"{name}.scale"], kept[f"{name}.shift"]

    names = kept["pieces"].tobytes().decode("utf-8").split("\n")

    def layer(at: int) -> Layer:
        return Layer(
            look=matrix(f"{at}.look"),
            seen=matrix(f"{at}.seen"),
            up=matrix(f"{at}.up"),
            down=matrix(f"{at}.down"),
            first=scaled(f"{at}.first"),
            second=scaled(f"{at}.second"),
        )

    layers = tuple(layer(at) for at in range(sum(name.endswith(".look") for name in kept)))
    return Network(
        pieces=Pieces({name: row for row, name in enumerate(names)}),
        opening=Opening(
            kept["words"],
            kept["words.steps"],
            kept["places"].astype(np.float32),
            scaled("begin"),
            layers[0].look,
        ),
        layers=layers,
        heads=int(kept["heads"]),
        told=matrix("told"),
    )


@cache
def network() -> Network:
    """Return the network that comes with détente."""
    with as_file(files(__package__) / "data" / "network.npz") as path, np.load(path) as kept:
        return loaded({name: kept[name] for name in kept.files})
