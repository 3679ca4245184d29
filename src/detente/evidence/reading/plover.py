"""Deeds by PLOVER type: the sixteen types, and the words for them from ``data/events.txt``.

PLOVER is the successor of CAMEO, the event ontology of political science (Open Event Data
Alliance; Halterman et al. 2023 describe POLECAT, the data set that uses it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from .forms import noun_forms, verb_forms
from .tables import groups

PLOVER = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
"""From cooperation in words to conflict in deeds."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb or noun that names a deed.

    Attributes
    ----------
    type : str
        A PLOVER type.
    lemma : str
        The entry of the table.
    after : tuple of str
        Words that follow at once.
    near : tuple of frozenset of str
        For each, one of these forms has to stand a few words later.
    before : frozenset of str
        One of these forms has to stand a few words earlier, if there are any.
    never : frozenset of str
        Words that may not.
    place : bool
        Whether a place or state has to follow: "take Aleppo".
    length : int
        How particular the entry is; 0 for a word alone.
    """

    type: str
    lemma: str
    after: tuple[str, ...] = ()
    near: tuple[frozenset[str], ...] = ()
    before: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    place: bool = False
    length: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        others = len(self.near) + bool(self.before) + self.place
        object.__setattr__(self, "length", len(self.after) + 2 * others)


@cache
def _entries(kind: str) -> tuple[tuple[str, str], ...]:
    table = groups("events.txt")
    listed = ((t, entry) for t in PLOVER for entry in table.get(f"{t} {kind}", ()))
    return tuple((t, one) for t, entry in listed for one in _spelt_out(entry))


def _spelt_out(entry: str) -> tuple[str, ...]:
    """Return an entry once for each of its verbs: ``send|rush ~$troops``."""
    verbs, _, rest = entry.partition(" ")
    return tuple(f"{verb} {rest}".strip() for verb in verbs.split("|"))


def event_verbs() -> tuple[str, ...]:
    """Return the verbs of the table, without particles."""
    negated = {"not", "never", "be"}
    firsts = (entry.split() for _, entry in _entries("verb"))
    return tuple(parts[1] if parts[0] in negated else parts[0] for parts in firsts)


@cache
def verb_deeds() -> Mapping[str, tuple[Deed, ...]]:
    """Return, for each form of a verb, the deeds it may name, the most particular first."""
    made: dict[str, list[Deed]] = {}
    for type_, entry in _entries("verb"):
        verb, *rest = entry.split()
        deed = _deed(type_, entry, rest)
        for form in {verb} if verb in {"not", "never"} else verb_forms(verb):
            made.setdefault(form, []).append(deed)
    return {form: tuple(sorted(d, key=lambda x: -x.length)) for form, d in made.items()}


def _deed(type_: str, entry: str, rest: list[str]) -> Deed:
    """Read the words after a verb: those before the first ``~`` follow at once."""
    after: list[str] = []
    near: list[frozenset[str]] = []
    never: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    place = False
    for word in rest:
        if word.startswith("!"):
            never |= _any(word[1:])
        elif word.startswith("<"):
            before |= _any(word[1:])
        elif word == "@":
            place = True
        elif word.startswith("~") or near:
            near.append(_any(word.lstrip("~")))
        else:
            after.append(word)
    return Deed(type_, entry, (*after,), (*near,), before, never, place)


def _any(words: str) -> frozenset[str]:
    """Return the forms of one of several nouns, written ``food|fuel|$arms``."""
    every = (one for word in words.split("|") for one in _class(word))
    return frozenset(form for word in every for form in (*noun_forms(word), word, _single(word)))


def _single(word: str) -> str:
    """Return the singular of what a class lists as plural: a missile among missiles."""
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural and word not in _ONLY_PLURAL else word


_ONLY_PLURAL = frozenset(
    ("arms", "goods", "forces", "ties", "talks", "relations", "dealings", "funds", "tents", "units")
)


def _class(word: str) -> tuple[str, ...]:
    """Return the nouns of a class (``$arms``), or the word itself."""
    return groups("events.txt")[word] if word.startswith("$") else (word,)


@cache
def first_words() -> frozenset[str]:
    """Return the forms with which an entry begins."""
    return frozenset().union(verb_deeds(), noun_deeds())


@cache
def noun_deeds() -> Mapping[str, tuple[Deed, ...]]:
    """Return, for each form of a noun's first word, the deeds it may name, the longest first."""
    made: dict[str, list[Deed]] = {}
    for type_, entry in _entries("noun"):
        particle = entry.split()[-1] if entry.split()[-1] in _PARTICLES else ""
        noun = entry.removesuffix(f" {particle}") if particle else entry
        for form in noun_forms(noun) if not noun.endswith("s") else (noun,):
            first, *rest = form.replace("-", " - ").split()
            after = (*rest, particle) if particle else (*rest,)
            made.setdefault(first, []).append(Deed(type_, entry, after))
    return {form: tuple(sorted(d, key=lambda x: -x.length)) for form, d in made.items()}


_PARTICLES = frozenset(("of", "on", "for", "from", "against"))


@cache
def needs_second_party(kind: str) -> frozenset[str]:
    """Return the verbs or nouns that name a deed only where two parties stand by it."""
    return frozenset(groups("events.txt")[f"needs a second party {kind}"])
