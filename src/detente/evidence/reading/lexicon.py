"""Who and what can be named in a text: the tables as one lexicon, and a case's own names on top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pycountry

from detente.case import Case

from .people import Person, people, slugged
from .tables import groups, lines
from .tokens import Tokens, fold, tokenize
from .trie import Entry, Hit, Trie

_PLURAL = re.compile(r"[A-Z].*[ni]$")


@dataclass(frozen=True)
class Lexicon:
    """Names and what they mean.

    Attributes
    ----------
    tries : tuple of Trie
        Names, those that outrank the others first.
    people : mapping of str to Person
        By id.
    capitals : mapping of str to str
        The id of each capital as a place, by its names in lower case.
    """

    tries: tuple[Trie, ...]
    people: Mapping[str, Person]
    capitals: Mapping[str, str]

    @classmethod
    def default(cls) -> Lexicon:
        """Return the lexicon of the tables."""
        return _default()

    def with_case(self, case: Case) -> Lexicon:
        """Return the lexicon with the names and ids of a case's decision makers besides.

        A decision maker goes by its code, and by its id where it has none. An id that is a common
        word (*Up*) is no name in a text.
        """
        trie = Trie()
        for name, dm in case.model.decision_makers.items():
            entry = Entry(dm.code or name, "case")
            for alias in (name.replace("_", " "), dm.name or "", dm.code or ""):
                if alias and not alias.islower() and alias.lower() not in _words():
                    trie.add(_bare(alias), entry)
        return Lexicon((trie, *self.tries), self.people, self.capitals)

    def of_state(self, state: str) -> tuple[Person, ...]:
        """Return the people of a state or organisation."""
        return _by_state().get(state, ())

    def states_of(self, surname: str) -> frozenset[str]:
        """Return the states where people of the tables bear a surname."""
        return _states_by_surname().get(surname, frozenset())

    def find(self, tokens: Tokens) -> list[Hit]:
        """Return the names that stand in a text, the longest where several begin."""
        return list(_find(self.tries, tokens))


@cache
def _states_by_surname() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person in people():
        for surname in person.surnames:
            found.setdefault(surname, set()).add(person.state)
    return {surname: frozenset(states) for surname, states in found.items()}


@cache
def _by_state() -> Mapping[str, tuple[Person, ...]]:
    found: dict[str, list[Person]] = {}
    for person in people():
        found.setdefault(person.state, []).append(person)
    return {state: tuple(persons) for state, persons in found.items()}


def _find(tries: tuple[Trie, ...], tokens: Tokens) -> Iterator[Hit]:
    i, last = 0, len(tokens.words)
    while i < last:
        best: Hit | None = None
        for trie in tries:
            hit = trie.at(tokens, i)
            if hit and (best is None or hit.last > best.last):
                best = hit
        if best:
            yield best
            i = best.last
        i += 1


def _bare(name: str) -> str:
    return re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", name.strip())


@cache
def _default() -> Lexicon:
    trie = Trie()
    capitals: dict[str, str] = {}
    for line in lines("states.txt"):
        _add_state(trie, capitals, line)
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            _add_official(trie, getattr(country, attribute, ""), country.alpha_3)
    _add_lists(trie)
    persons = people()
    for person in persons:
        for name in person.names:
            trie.add(name, Entry(person.actor, "person"))
        for surname in person.surnames:
            trie.add(surname.title(), Entry(person.actor, "surname"))
    return Lexicon((trie,), {p.actor: p for p in persons}, capitals)


def _add_state(trie: Trie, capitals: dict[str, str], line: str) -> None:
    code, *columns = (part.strip() for part in line.split("|"))
    cells = [[v.strip() for v in column.split(";") if v.strip()] for column in columns]
    names, demonyms, seats, others = (*cells, [], [], [])[:4]
    for name in names:
        trie.add(name, Entry(code, "state"))
    for demonym in demonyms:
        trie.add(demonym, Entry(code, "demonym"))
        if _PLURAL.fullmatch(demonym):
            trie.add(demonym + "s", Entry(code, "demonym"))
    for spelt in (seat.split("/") for seat in seats):
        for capital in spelt:
            trie.add(capital, Entry(code, "capital"))
            capitals[fold(capital)] = f"LOC.{slugged(spelt[0])}"
    for seat in others:
        trie.add(seat, Entry(code, "seat"))


def _add_official(trie: Trie, name: str, code: str) -> None:
    """Add a name of ISO 3166, turned round where it says *Korea, Republic of*."""
    if not name:
        return
    short, comma, rest = name.partition(", ")
    if not comma:
        trie.add(name, Entry(code, "state"))
    elif "of" in rest.lower().split():
        trie.add(f"{rest} {short}", Entry(code, "state"))


def _add_lists(trie: Trie) -> None:
    for line in lines("places.txt"):
        for entry in line.partition(":")[2].split(","):
            names, _, slug = entry.strip().partition(" =")
            spelt = [name.strip() for name in names.split("/")]
            for name in spelt:
                trie.add(name, Entry(f"LOC.{slug or slugged(spelt[0])}", "place"))
    for line in lines("organisations.txt"):
        actor, _, names = line.partition("|")
        for name in filter(None, (name.strip() for name in names.split(";"))):
            kind = "institution" if "." in actor else "organisation"
            trie.add(name, Entry(actor.strip(), kind))
    for name in lines("nobody.txt"):
        trie.add(name, Entry("", "nobody"))


@cache
def _words() -> frozenset[str]:
    return frozenset(groups("context.txt")["function"])


@cache
def titles() -> Mapping[tuple[str, ...], str]:
    """Return titles, as words in lower case, and the office that each stands for."""
    found: dict[tuple[str, ...], str] = {}
    for office, names in groups("titles.txt").items():
        for name in names:
            found.setdefault(tuple(tokenize(name).words), office)
    return found


@cache
def common_surnames() -> frozenset[str]:
    """Return the surnames that alone mean nobody whom the text has not introduced."""
    return frozenset(name.strip() for line in lines("surnames.txt") for name in line.split(","))


@cache
def given_names() -> frozenset[str]:
    """Return the first names of the people in the tables."""
    return frozenset(
        fold(name.split()[0])
        for person in people()
        for name in person.names
        if " " in name and len(name.split()[0].strip(".")) > 2
    )
