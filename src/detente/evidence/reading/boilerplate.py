"""Sentences that belong to the site rather than the text: pleas, pointers, bylines, notices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .spans import Boilerplate, Sentence
from .tables import lines
from .tokens import level

EDGE = 4
"""Weak signs count only in so many sentences at either end of the text."""


def boilerplate(text: str, sentences: Sequence[Sentence]) -> tuple[Boilerplate, ...]:
    """Return the sentences that are boilerplate, each with the rule that says so.

    A plea that runs over several sentences needs one plain sign: the sentences after it to the
    end of the text, and a general one right before it ("quality journalism is more crucial than
    ever"), go with it.
    """
    flat = level(text)
    rules = [
        _rule(flat[one.start : one.end], near_edge=_at_edge(number, len(sentences)))
        for number, one in enumerate(sentences)
    ]
    _spread(rules, [flat[one.start : one.end] for one in sentences])
    return tuple(
        Boilerplate(one.start, one.end, rule)
        for one, rule in zip(sentences, rules, strict=True)
        if rule
    )


def _at_edge(number: int, count: int) -> bool:
    return number < 2 or number >= count - EDGE


def _rule(sentence: str, *, near_edge: bool) -> str:
    for rule, pattern, everywhere in _patterns():
        if (everywhere or near_edge) and pattern.search(sentence):
            return f"boilerplate.{rule}"
    return ""


_ABOUT_US = re.compile(
    r"\b(?:journalism|our (?:readers|coverage|reporting|newsroom|work))\b", re.IGNORECASE
)


def _spread(rules: list[str], sentences: list[str]) -> None:
    """Carry a plea over to its neighbours that speak of journalism too."""
    for number, rule in enumerate(rules):
        if rule == "boilerplate.plea":
            for beside in (number - 1, number + 1):
                free = 0 <= beside < len(rules) and not rules[beside]
                if free and _ABOUT_US.search(sentences[beside]):
                    rules[beside] = "boilerplate.beside-plea"


_COMPILED: list[tuple[str, re.Pattern[str], bool]] = []


def _patterns() -> list[tuple[str, re.Pattern[str], bool]]:
    """Return the rules of ``data/boilerplate.txt``: name, pattern, whether it holds everywhere."""
    if not _COMPILED:
        for line in lines("boilerplate.txt"):
            name, where, pattern = (part.strip() for part in line.split(";", 2))
            _COMPILED.append((name, re.compile(pattern, re.IGNORECASE), where == "everywhere"))
    return _COMPILED
