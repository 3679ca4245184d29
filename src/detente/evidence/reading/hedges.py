"""Words that hedge: how sure whoever speaks is.

Hyland's (1998) classes in plain lists: modals, adverbs, adjectives, verbs of seeming, nouns; with
the degree of certainty that they lend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .rates import rate
from .syntax import Words
from .tables import groups


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word or phrase that hedges.

    Attributes
    ----------
    start, end : int
    certainty : {"certain", "likely", "possible", "unlikely", "conditional", "hearsay"}
    rule : str
    confidence : float
    """

    start: int
    end: int
    certainty: str
    rule: str
    confidence: float


def hedges(words: Words) -> tuple[Hedge, ...]:
    """Return the hedges of a text, in order; the longest phrase at a place wins."""
    found: list[Hedge] = []
    taken = -1
    for i, low in enumerate(words.low):
        if i <= taken:
            continue
        for phrase, certainty in _phrases().get(low, ()):
            stop = i + len(phrase)
            if (*words.low[i:stop],) == phrase and not _a_month(words, i):
                rule = f"hedge.{certainty}"
                at = words.starts[i], words.ends[stop - 1]
                found.append(Hedge(*at, certainty, rule, rate(rule)))
                taken = stop - 1
                break
    return tuple(found)


def _a_month(words: Words, i: int) -> bool:
    """Whether this is the month of May, not the modal."""
    return words.low[i] == "may" and words.capital(i) and words.time[i] >= 0


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    made: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for certainty, phrases in groups("hedges.txt").items():
        for phrase in phrases:
            parts = (*phrase.split(),)
            made.setdefault(parts[0], []).append((parts, certainty))
    return {first: tuple(sorted(p, key=lambda x: -len(x[0]))) for first, p in made.items()}
