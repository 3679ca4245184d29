"""Numbers in figures and in words: *40,000*, *2.5 million*, *two dozen*, *twenty-six*."""

from __future__ import annotations

import re

from .tables import groups

_ONES = groups("numbers.txt")["ones"]
_TENS = groups("numbers.txt")["tens"]
_WORDS = {word: n for n, word in enumerate(_ONES)} | {
    word: 10 * n for n, word in enumerate(_TENS, start=2)
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "k": 1e3,
}
ORDINALS = {word: n for n, word in enumerate(groups("numbers.txt")["ordinals"], start=1)}

_TEN = "|".join(_TENS)
_ONE = "|".join(_ONES[1:])
WORD = rf"(?:(?:{_TEN})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{_ONE})"
FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
NUMBER = (
    rf"(?:(?:{FIGURE}|{WORD}|[Aa](?:n)?(?= {SCALE}\b))(?:[- ]{SCALE})*"
    rf"|{FIGURE}(?:m|mn|bn|tn|trn|k)\b)"
)
"""A regular expression for a number; matched without regard to case."""

_PART = re.compile(rf"{FIGURE}|[a-z]+")


def number(text: str) -> float | None:
    """Return the number that words or figures say; None if they say none.

    >>> number("2.5 million"), number("twenty-six"), number("two dozen"), number("a hundred")
    (2500000.0, 26.0, 24.0, 100.0)
    """
    total, current, seen = 0.0, 0.0, False
    for part in _PART.findall(text.lower()):
        if part[0].isdigit():
            current, seen = current + float(part.replace(",", "")), True
        elif part in _WORDS:
            current, seen = current + _WORDS[part], True
        elif part in _SCALES:
            current, seen = (current or 1.0) * _SCALES[part], True
            if _SCALES[part] > 100:
                total, current = total + current, 0.0
        elif part not in {"a", "an", "and"}:
            return None
    return total + current if seen else None


def whole(value: float) -> int | float:
    """Return a number without a fraction as an integer."""
    return int(value) if value == int(value) else value
