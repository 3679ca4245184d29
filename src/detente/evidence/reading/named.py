"""The mentions by name, as those that describe look at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from .scene import Mark

NEAR = 300
HEADS = frozenset({"l", "p", "pm", "c", "k"})
"""The offices of those who lead a state."""


@dataclass(frozen=True, slots=True)
class Named:
    """The mentions by name, in order.

    Attributes
    ----------
    marks : sequence of Mark
    firsts : list of int
        Their first words.
    at : mapping of int to Mark
        By their first words.
    """

    marks: Sequence[Mark]
    firsts: list[int]
    at: dict[int, Mark]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Named:
        """Prepare mentions, which must be in order."""
        return cls(marks, [mark.first for mark in marks], {mark.first: mark for mark in marks})

    def near(self, place: int) -> Sequence[Mark]:
        """Return the mentions around a word: so many that a text of any length is read in time."""
        middle = bisect_left(self.firsts, place)
        return self.marks[max(0, middle - NEAR) : middle + NEAR]


def is_person(mark: Mark) -> bool:
    """Whether a mention is of a person by name."""
    return mark.rule.startswith("person.")
