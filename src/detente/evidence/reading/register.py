"""The people whom a text has named in full: who is meant when one is named again, or misspelt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .people import Person
from .scene import Mark, Scene

FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "KHM"})
GIVEN_ALONE = frozenset({"ETH", "ERI"})


@dataclass(frozen=True, slots=True)
class Introduced:
    """A person whom the text has named in full."""

    place: int
    actor: str
    words: tuple[str, ...]


@dataclass(slots=True)
class Register:
    """The people introduced, by id, by what they are called for short, and by their initials."""

    by_actor: dict[str, list[Introduced]] = field(default_factory=lambda: defaultdict(list))
    by_short: dict[tuple[str, ...], list[Introduced]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_initials: dict[str, list[Introduced]] = field(default_factory=lambda: defaultdict(list))

    def add(self, scene: Scene, mark: Mark) -> None:
        """Take note of somebody named in full."""
        words = tuple(scene.tokens.words[mark.first : mark.last + 1])
        person = Introduced(mark.first, mark.actor, words)
        self.by_actor[mark.actor].append(person)
        self.by_initials["".join(word[0] for word in words)].append(person)
        if mark.actor not in scene.lexicon.people:
            for short in _short_forms(mark.actor, words):
                self.by_short[short].append(person)

    def named(self, actors: Iterable[str], words: tuple[str, ...]) -> list[Introduced]:
        """Return those introduced who are one of some people of the tables, or are called so."""
        known = [person for actor in actors for person in self.by_actor.get(actor, ())]
        return [*known, *self.by_short.get(words, ())]

    def misspelt(self, words: tuple[str, ...]) -> str | None:
        """Return who is meant by a full name that differs in a letter from one in the text."""
        if len(words) < 2:
            return None
        for person in self.by_initials.get("".join(word[0] for word in words), ()):
            if len(person.words) == len(words) and all(map(_near, person.words, words)):
                return person.actor
        return None


def _short_forms(actor: str, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    state = actor.partition(".")[0]
    if state in FAMILY_FIRST or state in GIVEN_ALONE:
        return [words[:1]]
    return [words[k:] for k in range(1, len(words))] or [words]


def _near(one: str, other: str) -> bool:
    """Whether two words differ by one letter at most, added, left out, changed or swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest = (one[start + 1 :], other[start + 1 :])
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return (
        rest[0] == rest[1]
        or one[start:] == rest[1]
        or rest[0] == other[start:]
        or (swapped and one[start + 2 :] == other[start + 2 :])
    )


def latest(scene: Scene, first: int, met: list[Introduced]) -> Introduced:
    """Choose among those introduced before a word, or else after it.

    Who was in office when the text appeared comes before others, then who is named most, then
    whom the surname alone means, then who was named last.
    """
    before = [person for person in met if person.place < first] or met
    times = Counter(person.actor for person in met)

    def order(person: Introduced) -> tuple[bool, int, bool, int]:
        known: Person | None = scene.lexicon.people.get(person.actor)
        active = bool(known and scene.year is not None and known.active(scene.year))
        plain = bool(known and known.plain)
        return active, times[person.actor], plain, person.place

    return max(before, key=order)
