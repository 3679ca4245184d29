"""Words that attribute something to somebody, from ``data/cues.txt``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .forms import noun_forms, verb_forms
from .tables import lines

PHRASES = ("according", "nobody")
"""Under which heads of the table phrases stand."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes.

    Attributes
    ----------
    lemma : str
        The verb, noun, adjective or phrase; a verb's particle follows it.
    stance : str
    frames : frozenset of str
        What may follow, as the table's head explains.
    """

    lemma: str
    stance: str
    frames: frozenset[str] = frozenset()


@cache
def _table() -> Mapping[str, tuple[Cue, ...]]:
    made: dict[str, list[Cue]] = {}
    head = ""
    for line in lines("cues.txt"):
        if line.startswith("["):
            head = line.strip("[]")
            continue
        lemma, stance, *frames = (part.strip() for part in line.split(";"))
        made.setdefault(head, []).append(Cue(lemma, stance, frozenset(" ".join(frames).split())))
    return {key: tuple(cues) for key, cues in made.items()}


def cue_verbs() -> tuple[str, ...]:
    """Return the verbs of the table, without particles."""
    return tuple(cue.lemma.split()[0] for cue in _table()["verb"])


@cache
def verb_cues() -> Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """Return, for each form of a verb's first word, the words that follow and the cue.

    Cues of more words stand first: "point out" before "point".
    """
    made: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in _table()["verb"]:
        for form in verb_forms(cue.lemma):
            first, *rest = form.split()
            made.setdefault(first, []).append((tuple(rest), cue))
    return {form: tuple(sorted(c, key=lambda x: -len(x[0]))) for form, c in made.items()}


@cache
def noun_cues() -> Mapping[str, Cue]:
    """Return the nouns, singular and plural."""
    return {form: cue for cue in _table()["noun"] for form in noun_forms(cue.lemma)}


@cache
def adjective_cues() -> Mapping[str, Cue]:
    """Return the adjectives."""
    return {cue.lemma: cue for cue in _table()["adjective"]}


@cache
def first_words() -> frozenset[str]:
    """Return the words with which a cue begins."""
    phrases = (phrase_cues(head) for head in PHRASES)
    return frozenset().union(verb_cues(), noun_cues(), adjective_cues(), *phrases)


@cache
def phrase_cues(head: str) -> Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """Return the phrases under a head (``according``, ``nobody``) by their first word."""
    made: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in _table()[head]:
        words = (*cue.lemma.split(),)
        made.setdefault(words[0], []).append((words, cue))
    return {first: tuple(sorted(p, key=lambda x: -len(x[0]))) for first, p in made.items()}
