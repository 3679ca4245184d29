"""Who was last spoken of: what a pronoun can refer to.

Centering theory (Grosz, Joshi & Weinstein 1995) in its plainest form: the subject of the sentence
before is the likeliest antecedent. What is in doubt stays unresolved; a wrong name is worse than
none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from .spans import Mention
from .tables import lines, word_set

REACH = 3
"""How many sentences back an antecedent may stand."""

PARTS = word_set(
    "gov mfa mod military navy airforce parliament intelligence police media citizens experts court"
    " opposition officials spokesman ministry army coalition delegation engineers diplomats"
)
_PLURAL_PARTS = frozenset(("gov", "citizens", "experts", "officials", "media", "diplomats"))

AUTHOR, UNSPECIFIED = "AUTHOR", "UNSPECIFIED"


def is_person(actor: str) -> bool:
    """Whether an id can be a person's: ``RUS.putin``, but neither ``RUS.mod`` nor ``RUS``.

    A group within a state has the same form as a person; the list of groups knows better.
    """
    _, _, part = actor.partition(".")
    return bool(part) and "+" not in actor and part not in PARTS and not actor.startswith("LOC.")


def is_place(actor: str) -> bool:
    """Whether an id is that of a mere place."""
    return actor.startswith("LOC.")


def state_of(actor: str) -> str:
    """Return the state or organisation that an id belongs to."""
    return actor.partition(".")[0]


@cache
def known_groups() -> frozenset[str]:
    """Return the ids of groups and institutions, which look like people's (``PSE.hamas``)."""
    return frozenset(line.partition("|")[0].strip() for line in lines("organisations.txt"))


@dataclass(slots=True)
class Memory:
    """The subjects of the sentences so far, and the people that were named."""

    groups: frozenset[str] = field(default_factory=known_groups)
    sentence: int = 0
    subjects: list[tuple[int, str]] = field(default_factory=list)
    people: list[tuple[int, str]] = field(default_factory=list)

    def person(self, actor: str) -> bool:
        """Whether the id is a person's."""
        return is_person(actor) and actor not in self.groups

    def subject(self, actor: str) -> None:
        """Remember that somebody was the subject of a verb."""
        if actor not in {AUTHOR, UNSPECIFIED} and not is_place(actor):
            self.subjects.append((self.sentence, actor))

    def forget_from(self, mark: int) -> list[str]:
        """Take back the subjects remembered since `mark`, and return them."""
        taken = [actor for _, actor in self.subjects[mark:]]
        del self.subjects[mark:]
        return taken

    def named(self, mention: Mention) -> None:
        """Remember that a person was named."""
        if self.person(mention.actor):
            self.people.append((self.sentence, mention.actor))

    def resolve(self, pronoun: str) -> str | None:
        """Return whom a pronoun means here; None if that is in doubt."""
        match pronoun:
            case "he" | "she" | "him" | "himself" | "herself":
                return self._singular()
            case "it" | "itself" | "its":
                return self._thing()
            case "they" | "them" | "themselves":
                return self._plural()
        return None

    def _recent(self, entries: list[tuple[int, str]]) -> list[str]:
        return [actor for at, actor in reversed(entries) if self.sentence - at <= REACH]

    def _singular(self) -> str | None:
        subjects = [actor for actor in self._recent(self.subjects) if self.person(actor)]
        if subjects:
            return subjects[0]
        people = dict.fromkeys(self._recent(self.people))
        return next(iter(people)) if len(people) == 1 else None

    def _thing(self) -> str | None:
        """Take the last subject that is no person, unless people alone were subjects since.

        Then it is the state of the last of them.
        """
        recent = [(at, actor) for at, actor in reversed(self.subjects) if "+" not in actor]
        recent = [(at, actor) for at, actor in recent if self.sentence - at <= REACH]
        if not recent:
            return None
        latest = max(at for at, _ in recent)
        here = [actor for at, actor in recent if at == latest]
        things = [actor for actor in here if not self.person(actor)]
        return things[0] if things else state_of(here[0])

    def _plural(self) -> str | None:
        for actor in self._recent(self.subjects):
            if "+" in actor or actor.partition(".")[2] in _PLURAL_PARTS or actor in self.groups:
                return actor
        return None
