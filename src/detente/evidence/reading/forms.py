"""The inflected forms of English verbs and nouns, made from their dictionary forms.

A lexicon lists lemmas; a text holds forms. Making every form of a listed lemma is exact where
taking unknown words apart would guess, and costs one dictionary look-up per word when reading.
``data/irregular.txt`` holds what no rule makes.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from .tables import lines

Form = Literal["base", "s", "past", "ing", "participle"]

_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str) -> dict[str, tuple[Form, ...]]:
    """Return every form of a verb with what it can be; a particle follows its verb.

    Examples
    --------
    >>> sorted(verb_forms("point out"))
    ['point out', 'pointed out', 'pointing out', 'points out']
    >>> verb_forms("say")["said"]
    ('past', 'participle')
    >>> "labelled" in verb_forms("label"), "labeled" in verb_forms("label")
    (True, True)
    >>> verb_forms("spin")["spun"], verb_forms("deny")["denies"]
    (('past', 'participle'), ('s',))
    """
    verb, _, rest = lemma.partition(" ")
    rest = f" {rest}" if rest else ""
    past, participle = _irregular().get(verb) or (_past(verb), _past(verb))
    made: dict[str, tuple[Form, ...]] = {}
    parts: tuple[tuple[str, Form], ...] = (
        (verb, "base"),
        (_third(verb), "s"),
        (past, "past"),
        (participle, "participle"),
        (_ing(verb), "ing"),
    )
    for form, what in parts:
        for spelling in _spellings(verb, form):
            made[spelling + rest] = (*made.get(spelling + rest, ()), what)
    return made


def _spellings(verb: str, form: str) -> tuple[str, ...]:
    """Return a form as American and as British English spell it: labeled, labelled."""
    ending = form.removeprefix(verb)
    if len(verb) > 4 and verb[-1] == "l" and verb[-2] in "aeo" and ending in {"ed", "ing"}:
        return form, f"{verb}l{ending}"
    return (form,)


def noun_forms(lemma: str) -> tuple[str, ...]:
    """Return the singular and the plural of a noun; the last word is inflected.

    Examples
    --------
    >>> noun_forms("air strike"), noun_forms("embassy")
    (('air strike', 'air strikes'), ('embassy', 'embassies'))
    """
    return lemma, _third(lemma)


def _third(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in {"go", "do", "veto", "echo"}:
        return word + "es"
    return word + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _doubled(verb: str) -> str:
    """Double the last consonant of a stressed short syllable: stop, admit, but visit."""
    if verb in _doubling():
        return verb + ("k" if verb.endswith("c") else verb[-1])
    short = (
        len(verb) <= 4
        and len(verb) > 2
        and verb[-1] not in _VOWELS | frozenset("wxy")
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and verb not in {"open", "fuel", "need"}
        and sum(c in _VOWELS for c in verb) == 1
    )
    return verb + verb[-1] if short else verb


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    parts = (line.split() for line in lines("irregular.txt") if not line.startswith("double"))
    return {verb: (past, participle) for verb, past, participle in parts}


@cache
def _doubling() -> frozenset[str]:
    return frozenset(
        verb
        for line in lines("irregular.txt")
        if line.startswith("double")
        for verb in line.split()[1:]
    )
