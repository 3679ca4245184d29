"""Texts cut into short lines, for drawings that cannot wrap them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from .printable import one_line

MORE = "…"


def wide(text: str) -> int:
    """Return how many columns a text takes: wide letters and emoji two, combining marks none."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def folded(text: str, width: int, most: int) -> list[str]:
    """Return a text as at most `most` lines of `width` columns; an ellipsis ends what was cut.

    Examples
    --------
    >>> folded("verified steps of disarmament", 16, 2)
    ['verified steps', 'of disarmament']
    >>> folded("verified steps of disarmament", 16, 1)
    ['verified steps…']
    """
    lines = [""]
    for word in one_line(text[: 4 * width * (most + 1)]).split(" "):
        for piece in _pieces(word, width):
            both = f"{lines[-1]} {piece}".strip()
            if wide(both) <= width:
                lines[-1] = both
            else:
                lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(lines[most - 1], width, always=True)]
    return lines


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if wide(pieces[-1]) + _columns(letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def cut(text: str, width: int, *, always: bool = False) -> str:
    """Return a text of at most `width` columns, with an ellipsis where it was cut."""
    if not always and len(text) <= 4 * width and wide(text) <= width:
        return text
    text = text[: 4 * width]
    while text and wide(text) > width - 1:
        text = text[:-1]
    return text.rstrip(" ,;.:") + MORE


def fitted(texts: Sequence[str], width: int, most: int) -> list[list[str]]:
    """Return several texts as lines, at most `most` together; the longest give way first."""
    shares = [len(folded(text, width, most)) for text in texts]
    while sum(shares) > most and max(shares) > 1:
        shares[shares.index(max(shares))] -= 1
    return [folded(text, width, share) for text, share in zip(texts, shares, strict=True)]
