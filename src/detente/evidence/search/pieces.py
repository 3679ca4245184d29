"""A text cut into passages of a size that can be read at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONG = 600
"""Characters from which a paragraph is cut at the ends of its sentences."""
LONGEST = 2_000
"""Characters of a passage at most, with or without sentences."""

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![^\S\n]*\n)[^\n]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[^\W_a-z])|(?<=[。！？])")


def pieces(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where the passages of a text begin and end, in code points.

    A passage is a paragraph, or some sentences of a long one. Blanks at its ends belong to none.

    Examples
    --------
    >>> text = "One line.\n\nAnother."
    >>> [text[start:end] for start, end in pieces(text)]
    ['One line.', 'Another.']
    """
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = _stripped(text, *paragraph.span())
        if end - start <= LONG:
            yield start, end
        else:
            yield from _cut(text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a long paragraph where sentences end, or at a blank where none does for long."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    for stop, following in zip(ends, [*ends[1:], end], strict=True):
        if following - start > LONG:
            yield from _slices(text, start, stop)
            start = stop
    yield from _slices(text, start, end)


def _slices(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        stop = text.rfind(" ", start + 1, start + LONGEST)
        stop = stop if stop > start else start + LONGEST
        yield _stripped(text, start, stop)
        start = stop
    start, end = _stripped(text, start, end)
    if start < end:
        yield start, end
