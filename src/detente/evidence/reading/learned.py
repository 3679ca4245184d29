"""A learned model of which deeds a sentence tells, one PLOVER type beside the other.

Linear: a type is told where the weights of the sentence's features (see `features`) sum to more
than nought. What the rules find is among the features, so the model can overrule them, and can find
a deed for which no rule has the words. ``data/weights.npz`` is made by a program from annotated
sentences that stand in the repository (``python benchmarks/learning.py``), never by hand.
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
from .plover import PLOVER

STEPS = 127
"""Weights are whole numbers of steps, from -127 to 127."""


class Judge(Protocol):
    """Whoever tells from a sentence's features which deeds it tells."""

    def types(self, features: Features) -> Mapping[str, float]:
        """Return the types that are told, each with by how much it passes."""
        ...

    def parts(self, features: Features, type_: str) -> list[tuple[str, float]]:
        """Return what speaks for a type, the heaviest feature first."""
        ...


class RulesAlone:
    """A judge that holds for told what the rules find, and nothing else."""

    def types(self, features: Features) -> dict[str, float]:
        """Return the types that the rules find."""
        found = (name.removeprefix("r:") for name in features.shown if name.startswith("r:"))
        return {type_: 1.0 for type_ in found if type_ in PLOVER}

    def parts(self, features: Features, type_: str) -> list[tuple[str, float]]:
        """Return the rules' finding."""
        return [(f"r:{type_}", 1.0)] if f"r:{type_}" in features.shown else []


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
    """

    rows: Mapping[str, int]
    weights: NDArray[np.int8] = field(repr=False)
    step: float
    bias: NDArray[np.float64] = field(repr=False)

    def scores(self, features: Features) -> NDArray[np.float64]:
        """Return the sum for each type, in the order of `PLOVER`; told is what exceeds nought."""
        at = [row for name in features.shown if (row := self.rows.get(name)) is not None]
        total = self.weights[at].sum(axis=0, dtype=np.int64)
        return np.asarray(self.bias + self.step * total, dtype=np.float64)

    def types(self, features: Features) -> dict[str, float]:
        """Return the types that are told, each with by how much it passes."""
        scores = self.scores(features)
        return {PLOVER[k]: float(scores[k]) for k in np.flatnonzero(scores > 0)}

    def parts(self, features: Features, type_: str) -> list[tuple[str, float]]:
        """Return what speaks for a type, the heaviest feature first."""
        column = self.weights[:, PLOVER.index(type_)]
        found = ((name, self.rows[name]) for name in features.shown if name in self.rows)
        parts = [(name, self.step * int(column[row])) for name, row in found if column[row] > 0]
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
        )
