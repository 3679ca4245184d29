"""The people of the tables: names, offices and years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .tables import groups, lines
from .tokens import fold

_HEAD = re.compile(r"\[(\w+)\](?: (family-first))?")
_OFFICE = re.compile(r"(?:([a-z]+) )?(\d{4})-(\d{4})?")
OPEN = 9999


@cache
def particles() -> frozenset[str]:
    """Return the small words that names have inside: *bin*, *de*, *von*."""
    return frozenset(groups("context.txt")["particle"])


@dataclass(frozen=True, slots=True)
class Office:
    """An office that somebody holds, with its first and last year."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by name.

    Attributes
    ----------
    actor : str
        The id.
    names : tuple of str
        Full names, in every spelling known.
    surnames : tuple of str
        What he or she is called for short, in lower case; several words are parted by a space.
    offices : tuple of Office
    """

    actor: str
    names: tuple[str, ...]
    surnames: tuple[str, ...]
    offices: tuple[Office, ...]

    @property
    def state(self) -> str:
        """The state or organisation."""
        return self.actor.partition(".")[0]

    @property
    def plain(self) -> bool:
        """Whether the id is the surname: the one whom the surname alone means."""
        return self.actor.partition(".")[2].replace("_", " ") in self.surnames

    def active(self, year: int) -> bool:
        """Whether an office was held in a year."""
        return any(office.first <= year <= office.last for office in self.offices)


@cache
def people() -> tuple[Person, ...]:
    """Return the people of the table, in its order."""
    found: dict[str, Person] = {}
    state, family_first = "", False
    for line in lines("people.txt"):
        head = _HEAD.fullmatch(line)
        if head:
            state, family_first = head[1], bool(head[2])
            continue
        person = _person(line, state, family_first=family_first)
        found.setdefault(person.actor, person)
    return tuple(found.values())


def _person(line: str, state: str, *, family_first: bool) -> Person:
    names_, *rest = (part.strip() for part in line.split("|"))
    spelt = [name.strip() for name in names_.split(";")]
    slug = next((part[1:] for part in rest if part.startswith("=")), "")
    offices = tuple(
        Office(m[1] or "", int(m[2]), int(m[3] or OPEN))
        for part in rest
        if not part.startswith("=")
        for m in _OFFICE.finditer(part)
    )
    starred = "*" in names_
    short = [
        _short(name, family_first=family_first)
        for name in spelt
        if not starred or "*" in name or " " not in name
    ]
    names = tuple(dict.fromkeys(_plain(name) for name in spelt if " " in name.strip("*")))
    surnames = tuple(dict.fromkeys(form for forms in short for form in forms))
    slug = slug or slugged(surnames[0])
    return Person(f"{state}.{slug}", names or (_plain(spelt[0]),), surnames, offices)


def _plain(name: str) -> str:
    return name.replace("*", "").strip()


def _short(name: str, *, family_first: bool) -> tuple[str, ...]:
    """Return how a person of this name is called for short."""
    _, star, after = name.partition("*")
    if star:
        words = after.split()
        taken = 1
        while taken < len(words) and fold(words[taken - 1]) in particles():
            taken += 1
        return (_spelt(" ".join(words[:taken])),)
    words = [
        w
        for w in name.split()
        if w.rstrip(".") not in {"Jr", "Sr", "II", "III", "VI", "XIV", "XVI"}
    ]
    if not words or "of" in words:
        return ()
    if family_first and len(words) > 1:
        return (_spelt(words[0]),)
    if "bin" in words[1:]:
        return (_spelt(" ".join(words[words.index("bin") :])),)
    return tuple(dict.fromkeys((_spelt(words[-1]), _spelt(_without_article(words[-1])))))[::-1]


def _without_article(word: str) -> str:
    return re.sub(r"^(?:[Aa]l|[Ee]l)-", "", word)


def _spelt(words: str) -> str:
    return " ".join(fold(part) for part in re.split(r"[\s\-]+", words) if part)


def slugged(name: str) -> str:
    """Return a name as the last part of an id: lower case, no accents, underscores."""
    return re.sub(r"[^a-z0-9]+", "_", fold(name).replace("'", "")).strip("_")
