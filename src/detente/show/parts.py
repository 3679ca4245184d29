"""What a model rests on, named so that a reader knows what is meant: claims, sources, elements."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from detente.case import Case
from detente.case.schema import Element, Option, Rule, Statement

from .words import Words, capital, counted, joined

LONGEST = 200


def shortened(text: str) -> str:
    """Return a text, or as many whole words of it as a sentence or a cell may hold."""
    return textwrap.shorten(text, LONGEST, placeholder=" …")


class Parts:
    """Names for the parts of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.words = Words(case)
        self.elements = {name: (path, element) for name, path, element in case.model.elements()}

    def named(self, kind: str, name: str) -> str:
        """Return a part as it stands in a sentence: the claim “…” (id)."""
        match kind:
            case "claim":
                return f"the claim “{self.claim(name)}” ({name})"
            case "source":
                return f"the source {self.source(name)} ({name})"
            case "speaker":
                return f"all that {self.speaker(name)} is reported to say"
            case "group":
                return f"all that goes back to {name} ({self.members(name)})"
        return f"the assumption that {self.element(name)} ({name})"

    def together(self, parts: Iterable[tuple[str, str]]) -> str:
        """Return several parts as they stand in a sentence."""
        return joined(self.named(kind, name) for kind, name in parts)

    def short(self, kind: str, name: str) -> str:
        """Return a part as it stands in a table: its id and what it says."""
        match kind:
            case "claim":
                return f"{name}: {self.claim(name)}"
            case "source":
                return f"{name}: {self.source(name)}"
            case "speaker":
                return capital(self.speaker(name))
            case "assumption":
                return f"{name}: {self.element(name)}"
        return name

    def claim(self, name: str) -> str:
        """Return what a claim says, without its full stop."""
        return shortened(self.case.claims[name].claim.rstrip("."))

    def source(self, name: str) -> str:
        """Return a source's name; a claim without one has an unnamed source."""
        return self.case.sources[name].name if name in self.case.sources else name

    def members(self, group: str) -> str:
        """Return how many claims go back to one origin."""
        count = sum(claim.group == group for claim in self.case.claims.values())
        return counted(count, "claim")

    def speaker(self, name: str) -> str:
        """Return who speaks: a decision maker or a source."""
        return (
            self.words.maker(name) if name in self.case.model.decision_makers else self.source(name)
        )

    def element(self, name: str) -> str:
        """Return what an element says, as it follows "that"."""
        path, element = self.elements[name]
        return shortened(self._element(path, element))

    def _element(self, path: tuple[str | int, ...], element: Element) -> str:
        match element:
            case Statement():
                dm = str(path[1])
                return f"{self.words.maker(dm)} wants {self.words.wish(dm, element.want)}"
            case Rule():
                return f"it cannot be that {self.words.formula(element.never)}"
            case Option():
                maker, option = self.words.maker(str(path[1])), f"{path[1]}.{path[3]}"
                return f"{maker} can {self.words.will(option, True).removeprefix('will ')}"
        return " ".join(map(str, path))
