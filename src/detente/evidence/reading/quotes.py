"""Quotations: what stands between quotation marks, within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .sentences import paragraphs

_DOUBLE = re.compile(r"[“”„‟«»\"]")
_SINGLE = re.compile(r"(?<!\w)[‘']|[’'](?!\w)")
_ALWAYS_OPEN = frozenset("“„«")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks, and what stands inside them.

    Attributes
    ----------
    start, end : int
        With the marks; without a closing mark it ends with its paragraph.
    inner : int
        Where the words begin.
    outer : int
        Where they end.
    words : int
        How many there are.
    """

    start: int
    end: int
    inner: int
    outer: int
    words: int

    @property
    def long(self) -> bool:
        """Whether this is speech rather than a word held at arm's length."""
        return self.words >= SPEECH


SPEECH = 4


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text; single marks count only where there are no double ones."""
    marks = _DOUBLE if _DOUBLE.search(text) else _SINGLE
    return tuple(q for start, end in paragraphs(text) for q in _in(text, start, end, marks))


def _in(text: str, start: int, end: int, marks: re.Pattern[str]) -> Iterator[Quotation]:
    opened: int | None = None
    for match in marks.finditer(text, start, end):
        place = match.start()
        if opened is None:
            if match.group() not in {"”", "»", "’"} or (marks is _DOUBLE and match.group() == "»"):
                opened = place
        elif match.group() not in _ALWAYS_OPEN:
            yield _quotation(text, opened, place, place + 1)
            opened = None
    if opened is not None and marks is _DOUBLE:
        yield _quotation(text, opened, end, end)


def _quotation(text: str, start: int, outer: int, end: int) -> Quotation:
    return Quotation(start, end, start + 1, outer, len(text[start + 1 : outer].split()))
