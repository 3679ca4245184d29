"""A learned model of which deeds a sentence tells, one PLOVER type beside the other.

Linear: a type is told where the weights of the sentence's features (see `features`) and the score
that the `network` gives it sum to more than nought. What the rules find is among the features, so
the model can overrule them, and can find a deed for which no rule has the words.
``data/weights.npz`` is made by a program from annotated sentences that stand in the repository
(``python benchmarks/learning.py``), never by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .features import Features
from .network import shares, total
from .plover import PLOVER

STEPS = 127
"""Weights are whole numbers of steps, from -127 to 127."""

FLOOR = -6.0
"""About what the network scores a sentence that has nothing of a type."""
LITTLE = 0.05
"""A word that weighs less is not told."""

Part = tuple[tuple[int, ...], float]
"""Words, and what they weigh together."""


class Judge(Protocol):
    """Whoever tells from a sentence's features which deeds it tells."""

    @property
    def listens(self) -> bool:
        """Whether what the network makes of the words is to be among the features."""
        ...

    def types(self, features: Features) -> Mapping[str, float]:
        """Return the types that are told, each with by how much it passes."""
        ...

    def parts(self, features: Features, type_: str) -> list[Part]:
        """Return what speaks for a type, the heaviest first."""
        ...


class RulesAlone:
    """A judge that holds for told what the rules find, and nothing else."""

    listens = False

    def types(self, features: Features) -> dict[str, float]:
        """Return the types that the rules find."""
        found = (name.removeprefix("r:") for name in features.shown if name.startswith("r:"))
        return {type_: 1.0 for type_ in found if type_ in PLOVER}

    def parts(self, features: Features, type_: str) -> list[Part]:
        """Return the rules' finding."""
        places = features.shown.get(f"r:{type_}")
        return [] if places is None else [(places, 1.0)]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features.

    Attributes
    ----------
    rows : mapping of str to int
        The row of each feature.
    weights : array of int8, shape (features, 16)
        In steps, the types in the order of `PLOVER`.
    step : float
        What a step weighs.
    bias : array of float64, shape (16,)
        What is added to the sum for each type: its threshold is nought.
    share : float
        What the network's score for a type weighs.
    """

    rows: Mapping[str, int]
    weights: NDArray[np.int8] = field(repr=False)
    step: float
    bias: NDArray[np.float64] = field(repr=False)
    share: float = 0.0

    @property
    def listens(self) -> bool:
        """Whether the network's scores count."""
        return self.share > 0

    def weighed(
        self, features: Features, heard: NDArray[np.float32] | None = None
    ) -> NDArray[np.float64]:
        """Return the sum for each type, in the order of `PLOVER`, shape (16,).

        Parameters
        ----------
        features : Features
        heard : array of float32, shape (16,), optional
            The network's score of the sentence for each type; that of `features` if not given.
        """
        at = [row for row in map(self.rows.get, features.shown) if row is not None]
        steps = np.add.reduce(self.weights.take(at, axis=0), dtype=np.int64)
        made: NDArray[np.float64] = self.bias + self.step * steps
        if heard is None and features.heard is not None:
            heard = total(features.heard)
        return made if heard is None or not self.listens else made + self.share * heard

    def types(self, features: Features) -> dict[str, float]:
        """Return the types that are told, each with by how much it passes."""
        return self.told(self.weighed(features))

    @staticmethod
    def told(sums: NDArray[np.float64]) -> dict[str, float]:
        """Return the types whose sum exceeds nought."""
        return {PLOVER[k]: float(sums[k]) for k in np.flatnonzero(sums > 0)}

    def parts(self, features: Features, type_: str) -> list[Part]:
        """Return what speaks for a type, the heaviest first.

        Features, each with its weight, and the words that speak for it to the network, each with
        its share in what the sentence scores above `FLOOR`.
        """
        column = self.weights[:, PLOVER.index(type_)]
        found = ((places, self.rows.get(name)) for name, places in features.shown.items())
        parts = [
            (places, self.step * int(column[row]))
            for places, row in found
            if row is not None and column[row] > 0
        ]
        if features.heard is not None and self.listens:
            above = float(total(features.heard)[PLOVER.index(type_)]) - FLOOR
            weights = self.share * max(above, 0.0) * shares(features.heard, type_)
            parts += [
                ((i,), float(weight))
                for i, weight in zip(features.places, weights, strict=True)
                if weight > LITTLE
            ]
        return sorted(parts, key=lambda part: (-part[1], part[0]))


@cache
def model() -> Model:
    """Return the model that comes with détente."""
    with as_file(files(__package__) / "data" / "weights.npz") as path, np.load(path) as stored:
        names = stored["features"].tobytes().decode("utf-8").split("\n")
        return Model(
            rows={name: row for row, name in enumerate(names)},
            weights=stored["weights"],
            step=float(stored["step"]),
            bias=stored["bias"],
            share=float(stored["share"]),
        )
