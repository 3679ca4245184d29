"""``grades.yaml``: what the Admiralty grades mean in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .values import Entry, Probability, Text

ReliabilityLetter = Literal["A", "B", "C", "D", "E"]
CredibilityNumber = Literal["1", "2", "3", "4", "5", "6"]


class GradeTable(Entry):
    """What the Admiralty grades mean in numbers, for drawing worlds.

    `reliability` is the mean of a source's chance of being right, by letter; F is uniform and so
    has no entry. `concentration` says how close to the mean a source's chance is drawn: it counts
    as much as so many reports checked. `credibility` is the chance that the information is true,
    whoever passes it on, by number.
    """

    reason: Text
    concentration: Annotated[float, Field(gt=0, le=10_000)]
    reliability: Mapping[ReliabilityLetter, Probability]
    credibility: Mapping[CredibilityNumber, Probability]

    @model_validator(mode="after")
    def _whole_and_in_order(self) -> GradeTable:
        for name, table, order in (
            ("reliability", dict(self.reliability), "ABCDE"),
            ("credibility", dict(self.credibility), "12345"),
        ):
            wanted = order + ("6" if name == "credibility" else "")
            if missing := [grade for grade in wanted if grade not in table]:
                raise ValueError(f"`{name}` misses {', '.join(missing)}")
            chances = [table[grade] for grade in order]  # type: ignore[index]
            if chances != sorted(chances, reverse=True):
                raise ValueError(f"`{name}` must not rise from {order[0]} to {order[-1]}")
        return self


class Grades(Entry):
    """``grades.yaml``: the table in use, and a stricter and a looser one beside it."""

    base: GradeTable
    low: GradeTable
    high: GradeTable
