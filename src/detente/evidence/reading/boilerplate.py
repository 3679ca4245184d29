"""Sentences that belong to the site rather than the text: pleas, pointers, bylines, notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .spans import Boilerplate, Sentence
from .tables import lines
from .tokens import level

EDGE = 4
"""Weak signs count only in so many sentences at either end of the text."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sign of boilerplate.

    Attributes
    ----------
    rule : str
        Its name.
    everywhere : bool
        Whether it counts anywhere in a text, or only at its edges.
    needs : tuple of str
        Words in lower case; one of them is in all that the pattern fits.
    pattern : re.Pattern
    """

    rule: str
    everywhere: bool
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


def boilerplate(text: str, sentences: Sequence[Sentence]) -> tuple[Boilerplate, ...]:
    """Return the sentences that are boilerplate, each with the rule that says so.

    A plea that runs over several sentences needs one plain sign: the sentences after it to the
    end of the text, and a general one right before it ("quality journalism is more crucial than
    ever"), go with it.
    """
    flat = level(text)
    patterns = _patterns_for(flat)
    rules = [
        _rule(flat[one.start : one.end], patterns, near_edge=_at_edge(number, len(sentences)))
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


def _rule(sentence: str, patterns: Sequence[Pattern], *, near_edge: bool) -> str:
    for one in patterns:
        if (one.everywhere or near_edge) and one.pattern.search(sentence):
            return f"boilerplate.{one.rule}"
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


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the rules of ``data/boilerplate.txt``."""
    made: list[Pattern] = []
    for line in lines("boilerplate.txt"):
        rule, where, words, pattern = (part.strip() for part in line.split(";", 3))
        needs = tuple(word.strip() for word in words.split(","))
        whole = re.compile(pattern, re.IGNORECASE)
        made.append(Pattern(rule, where == "everywhere", needs, whole))
    return tuple(made)


def _patterns_for(text: str) -> list[Pattern]:
    """Return the patterns of which some word stands in a text: few, in most texts."""
    small = text.lower()
    return [one for one in patterns() if any(word in small for word in one.needs)]
