"""What a case rests on, made ready to be read: elements, claims, chains of sources, passages.

Views hold words only; how they are laid out is the template's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.case import Case
from detente.case.schema import Claim, Element, Forbidden, Rule, Statement, Wanted
from detente.evidence import PassageCheck, StoredText, check_passages, grade

from .grades import CREDIBILITY
from .printable import one_line
from .words import Words, capital, sentence

CONTEXT = 160
MOST_QUOTED = 1_200


STANCES = {
    "asserts": "Asserted",
    "denies": "Denied",
    "assesses": "Assessed",
    "predicts": "Predicted",
    "warns": "Warned of",
    "proposes": "Proposed",
    "recommends": "Recommended",
    "endorses": "Endorsed",
}


@dataclass(frozen=True)
class SourceLink:
    """One source on a claim's chain."""

    source: str
    name: str
    letter: str


@dataclass(frozen=True)
class PassageView:
    """Where a claim stands, and the text there if it is at hand.

    Attributes
    ----------
    document, title, place : str
        `place` says which characters.
    status : str
        What became of it, as :class:`detente.evidence.PassageCheck` has it; empty where no texts
        are at hand.
    before, text, after : str
        All empty where the text is not at hand or the passage was not found in it.
    """

    document: str
    title: str
    place: str
    status: str = ""
    before: str = ""
    text: str = ""
    after: str = ""


@dataclass(frozen=True)
class ClaimView:
    """One claim in words."""

    name: str
    text: str
    speaker: str
    stance: str
    voice: str
    itself: SourceLink | None
    """The link of the chain that is the speaker, if one is."""
    chain: tuple[SourceLink, ...]
    grade: str
    credibility: str
    valid: str
    group: str
    note: str
    passages: tuple[PassageView, ...]
    used_by: tuple[tuple[str, str], ...]
    """Elements that name it, each with ``for`` or ``against``."""


@dataclass(frozen=True)
class ElementView:
    """One part of the model and what it rests on.

    Attributes
    ----------
    name, words, formula : str
    support : {"sourced", "assumed", "unsourced"}
    because, against : tuple of tuples of ClaimView
        Alternatives; all claims of an inner tuple are needed together.
    assumed : str
    remarks : tuple of str
        Its credence, and what happens if it falls.
    """

    name: str
    words: str
    formula: str
    support: str
    because: tuple[tuple[ClaimView, ...], ...]
    against: tuple[tuple[ClaimView, ...], ...]
    assumed: str
    remarks: tuple[str, ...]

    @property
    def together(self) -> bool:
        """Whether some claims for it are needed together."""
        return any(len(group) > 1 for group in self.because)


class Dossier:
    """The elements and claims of one case as views.

    Parameters
    ----------
    case : Case
    texts : mapping of document to StoredText
        The texts at hand; empty if passages are not to be shown.
    """

    def __init__(self, case: Case, texts: Mapping[str, StoredText]) -> None:
        self.case = case
        self.texts = texts
        self.words = Words(case)

    @cached_property
    def claims(self) -> dict[str, ClaimView]:
        """Every claim of the ledger, in its order."""
        return {name: self._claim(name, claim) for name, claim in self.case.claims.items()}

    @cached_property
    def elements(self) -> dict[tuple[str | int, ...], ElementView]:
        """Every element of the model, by its path in ``case.yaml``."""
        return {
            path: self._element(name, element, str(path[1]))
            for name, path, element in self.case.model.elements()
        }

    def options(self, dm: str) -> list[ElementView]:
        """Return a decision maker's options."""
        maker = self.case.model.decision_makers[dm]
        return [self.elements["decision_makers", dm, "options", o] for o in maker.options]

    def statements(self, dm: str) -> list[ElementView]:
        """Return a decision maker's statements, the first outranks the rest."""
        count = len(self.case.model.decision_makers[dm].prefers)
        return [self.elements["decision_makers", dm, "prefers", i] for i in range(count)]

    @property
    def rules(self) -> list[ElementView]:
        """The rules."""
        return [self.elements["rules", i] for i in range(len(self.case.model.rules))]

    @property
    def others(self) -> list[ElementView]:
        """Elements that are no option, statement or rule: positions and their numbers."""
        return [view for path, view in self.elements.items() if path[0] == "issues"]

    # --- elements

    def _element(self, name: str, element: Element, dm: str) -> ElementView:
        formula, words = self._said(element, dm)
        return ElementView(
            name=name,
            words=words,
            formula=formula,
            support=element.support,
            because=self._groups(element.because),
            against=self._groups(element.against),
            assumed=element.assumed or "",
            remarks=tuple(self._remarks(element, dm)),
        )

    def _said(self, element: Element, dm: str) -> tuple[str, str]:
        if isinstance(element, Statement):
            return str(element.want), sentence(self.words.wish(dm, element.want))
        if isinstance(element, Rule):
            return str(element.never), sentence(self.words.formula(element.never))
        return "", ""

    def _groups(self, groups: Sequence[Sequence[str]]) -> tuple[tuple[ClaimView, ...], ...]:
        return tuple(tuple(self.claims[claim] for claim in group) for group in groups)

    def _remarks(self, element: Element, dm: str) -> Iterator[str]:
        if isinstance(element, Statement) and element.about == "equal":
            yield "About as important as its neighbours in this order."
        if element.credence is not None:
            yield f"Credence without evidence: {element.credence:g}."
        match getattr(element, "otherwise", "drop"):
            case Wanted(want=formula):
                yield f"If it falls, instead: {self.words.wish(dm, formula)}."
            case Forbidden(never=formula):
                yield f"If it falls, it cannot be instead that {self.words.formula(formula)}."
            case "undetermined":
                yield "If it falls, the conclusion is undetermined."

    # --- claims

    @cached_property
    def _users(self) -> dict[str, list[tuple[str, str]]]:
        users: dict[str, list[tuple[str, str]]] = {}
        for name, _, element in self.case.model.elements():
            for side, groups in (("for", element.because), ("against", element.against)):
                for claim in dict.fromkeys(c for group in groups for c in group):
                    users.setdefault(claim, []).append((name, side))
        return users

    @cached_property
    def _checks(self) -> dict[str, list[PassageCheck]]:
        checks: dict[str, list[PassageCheck]] = {}
        if self.texts:
            for check in check_passages(self.case, self.texts):
                checks.setdefault(check.claim, []).append(check)
        return checks

    def _claim(self, name: str, claim: Claim) -> ClaimView:
        chain = tuple(self._link(source) for source in claim.through)
        return ClaimView(
            name=name,
            text=sentence(claim.claim),
            speaker=self.who(claim.speaker),
            stance=STANCES[claim.stance],
            voice=claim.voice,
            itself=next((link for link in chain if link.source == claim.speaker), None),
            chain=chain,
            grade=grade(self.case, claim),
            credibility=CREDIBILITY[claim.credibility],
            valid=interval(claim.valid) if claim.valid else "",
            group=claim.group or "",
            note=claim.note or "",
            passages=tuple(self._passages(name, claim)),
            used_by=tuple(self._users.get(name, ())),
        )

    def who(self, name: str) -> str:
        """Return the name of a decision maker or source; what is neither stays as it is."""
        if name in self.case.model.decision_makers:
            return capital(self.words.maker(name))
        return self.case.sources[name].name if name in self.case.sources else name

    def _link(self, source: str) -> SourceLink:
        entry = self.case.sources[source]
        return SourceLink(source, entry.name, entry.reliability)

    def _passages(self, name: str, claim: Claim) -> Iterator[PassageView]:
        checks = self._checks.get(name, [])
        for i, passage in enumerate(claim.passages):
            title = self.case.documents[passage.document].title
            place = "by its quotation"
            if passage.start is not None and passage.end is not None:
                place = f"characters {passage.start:,} to {passage.end:,}"
            elif passage.start is not None:
                place = f"from character {passage.start:,}"
            view = PassageView(passage.document, title, place)
            yield self._quoted(view, checks[i]) if checks else view

    def _quoted(self, view: PassageView, check: PassageCheck) -> PassageView:
        text = self.texts[check.document].text
        status = check.status + (f" ({check.detail})" if check.detail else "")
        if text is None or check.start is None or check.end is None:
            return PassageView(view.document, view.title, view.place, status)
        cut = check.end - check.start > MOST_QUOTED
        return PassageView(
            view.document,
            view.title,
            view.place,
            status,
            _tail(text[max(0, check.start - CONTEXT) : check.start]),
            one_line(text[check.start : min(check.end, check.start + MOST_QUOTED)])
            + (" …" if cut else ""),
            "" if cut else _head(text[check.end : check.end + CONTEXT]),
        )


def _tail(text: str) -> str:
    """Return what stands before a passage, from the beginning of a word."""
    words = one_line(text)
    whole = words.partition(" ")[2] if len(text) == CONTEXT else words
    return f"… {whole}{' ' * text[-1:].isspace()}" if whole else ""


def _head(text: str) -> str:
    """Return what stands after a passage, to the end of a word."""
    words = one_line(text)
    whole = words.rpartition(" ")[0] if len(text) == CONTEXT else words
    return f"{' ' * text[:1].isspace()}{whole} …" if whole else ""


def interval(valid: str) -> str:
    """Return an ISO 8601 interval as people say it.

    Examples
    --------
    >>> interval("2019-02/.."), interval("../2019-03"), interval("2019/2020"), interval("2019")
    ('since 2019-02', 'until 2019-03', '2019 to 2020', '2019')
    """
    start, slash, end = valid.partition("/")
    if not slash:
        return start
    if end == "..":
        return f"since {start}"
    return f"until {end}" if start == ".." else f"{start} to {end}"
