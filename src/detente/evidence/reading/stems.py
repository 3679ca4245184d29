"""Stems: what forms of one word share, so that "refused" and "refusing" count as one feature.

Cruder than `forms`, on purpose: it has to say something about any word of a text, also about those
that no list has. What matters is only that the same word is always cut alike.
"""

from __future__ import annotations

from functools import cache, lru_cache

from .tables import lines

_SIBILANT = ("sses", "shes", "ches", "xes", "zes")
_KEEPS_TWO = "aeiouls"
_COMMON = {"men": "man", "women": "woman", "is": "be", "are": "be", "was": "be", "were": "be"}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case.

    Examples
    --------
    >>> [stem(word) for word in ("refuses", "refused", "refusing", "denied", "deny", "shot")]
    ['refus', 'refus', 'refus', 'deny', 'deny', 'shoot']
    """
    word = _verb_of().get(word, word)
    return _final(_without_ending(_singular(word)))


@cache
def _verb_of() -> dict[str, str]:
    """Return the verbs of irregular forms."""
    made = dict(_COMMON)
    for line in lines("irregular.txt"):
        verb, *forms = line.split()
        if verb != "double":
            made.update((form, verb) for form in forms if form not in made)
    return made


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(_SIBILANT):
        return word[:-2]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


def _without_ending(word: str) -> str:
    if len(word) > 4 and word.endswith("ied"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith("ing"):
        return _single(word[:-3])
    if len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        return _single(word[:-2])
    return word


def _single(word: str) -> str:
    """Undo the doubling of a last consonant: stopp(ed), travell(ed)."""
    doubled = len(word) > 3 and word[-1] == word[-2]
    travelled = len(word) > 4 and word.endswith("ll")
    return word[:-1] if doubled and (travelled or word[-1] not in _KEEPS_TWO) else word


def _final(word: str) -> str:
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 4 and word.endswith("y") else word
