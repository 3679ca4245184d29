"""Whom a case means by the actors of a reading, and what they are called in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from detente.case import Case
from detente.evidence.reading import Lexicon
from detente.evidence.reading.tables import lines, word_set

_CODE = re.compile(r"[A-Z]{3}(\.[a-z0-9_]+)*")
_ARTICLE = re.compile(r"^(The|A|An) (?=\w)")
_WITH_ARTICLE = word_set(
    "ARE BHS CAF COD COG COM CZE DOM GBR GMB MDV MHL NLD PHL SLB SYC USA UN UNSC UNGA EU AU"
)


class Names:
    """The names of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.makers = case.model.decision_makers
        self.by_code = {dm.code or name: name for name, dm in self.makers.items()}

    def known(self, actor: str) -> str:
        """Return the decision maker or source that an actor is; empty if there is none.

        A person stands for the state where the case has only that: the longest part of the id
        that the case knows. Several actors at once are one only if the case has one for all.
        """
        found = {self._one(part) for part in actor.split("+")}
        return found.pop() if len(found) == 1 else ""

    def _one(self, actor: str) -> str:
        parts = actor.split(".")
        for length in range(len(parts), 0, -1):
            part = ".".join(parts[:length])
            if name := self.by_code.get(part):
                return name
            if part in self.makers or part in self.case.sources:
                return part
        return ""

    def about(self, actors: Iterable[str]) -> tuple[str, ...]:
        """Return actors as a claim's `about` may name them: decision makers, or codes."""
        found: dict[str, None] = {}
        for actor in actors:
            for part in filter(None, actor.split("+")):
                name = self._one(part)
                if name in self.makers:
                    found[name] = None
                elif is_code(part):
                    found[part] = None
        return tuple(found)

    def told(self, actor: str) -> str:
        """Return an actor as it stands within a sentence: "the upstream state", "Iran"."""
        return " and ".join(map(self._told, actor.split("+")))

    def _told(self, actor: str) -> str:
        if actor in self.case.sources:
            return _within(self.case.sources[actor].name)
        if name := self.by_code.get(actor) or (actor if actor in self.makers else ""):
            return _within(self.makers[name].name or name)
        if person := Lexicon.default().people.get(actor):
            return person.names[0]
        if actor == "UNSPECIFIED":
            return "an unnamed speaker"
        head, _, rest = actor.partition(".")
        state = _states().get(head, head)
        state = f"the {state}" if head in _WITH_ARTICLE else state
        return f"{state} ({rest.replace('_', ' ')})" if rest else state


def _within(name: str) -> str:
    return _ARTICLE.sub(lambda match: match.group().lower(), name)


@cache
def _states() -> dict[str, str]:
    rows = (line.split("|") for line in lines("states.txt"))
    return {code.strip(): names.split(";")[0].strip() for code, names, *_ in rows}


def is_code(name: str) -> bool:
    """Whether a name is a country's code, or dotted for somebody of that country."""
    return _CODE.fullmatch(name) is not None
