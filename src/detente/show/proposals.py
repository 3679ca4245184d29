"""Proposals in words: the passage in its context, what is suggested, the elements to link to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.case import Case
from detente.case.schema import Option, Rule, Statement
from detente.evidence.proposals import Proposal, Standing
from detente.evidence.reading.sentences import sentences

from .chances import percent
from .grades import CREDIBILITY
from .page import Block, Items, Page, Section
from .printable import one_line, printable
from .words import capital, counted

AROUND = 3
"""So many sentences before a passage, and after it."""
LONGEST = 600
"""So many characters on either side at most, in a text that has no sentences."""


@dataclass(frozen=True)
class InContext:
    """A passage with what stands around it, printable, on one line each."""

    before: str
    passage: str
    after: str


class Contexts:
    """The texts of documents, cut into sentences once each.

    Parameters
    ----------
    texts : mapping of str to str
        By the documents' ids.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._cut: dict[str, _Cut] = {}

    def of(self, proposal: Proposal) -> InContext:
        """Return a proposal's passage with the sentences around it."""
        text = self.texts.get(proposal.document or "")
        if text is None:
            return InContext("", printable(proposal.quote), "")
        if proposal.document not in self._cut:
            self._cut[str(proposal.document)] = _Cut(text)
        start, end = self._cut[str(proposal.document)].around(proposal.start, proposal.end)
        return InContext(
            _lines(text[start : proposal.start], cut=start > 0),
            _lines(text[proposal.start : proposal.end]),
            _lines(text[proposal.end : end], more=end < len(text.rstrip())),
        )


@dataclass
class _Cut:
    text: str

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in sentences(self.text)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of a passage with the sentences before and after it."""
        inside = [k for k, (a, b) in enumerate(self.places) if a < end and start < b]
        first, last = (inside[0], inside[-1]) if inside else (0, -1)
        begin = self.places[max(0, first - AROUND)][0] if inside else start - LONGEST
        stop = self.places[min(len(self.places) - 1, last + AROUND)][1] if inside else end + LONGEST
        return (
            max(0, start - LONGEST, min(begin, start)),
            min(len(self.text), end + LONGEST, max(stop, end)),
        )


def _lines(text: str, *, cut: bool = False, more: bool = False) -> str:
    """Return a text with one line a paragraph, its margins kept as single blanks."""
    paragraphs = [" ".join(part.split()) for part in printable(text).split("\n\n")]
    flat = "\n".join(paragraphs)
    head = " " if text[:1].isspace() and not flat.startswith("\n") else ""
    tail = " " if text[-1:].isspace() and not flat.endswith("\n") else ""
    return f"{'… ' if cut else ''}{head}{flat}{tail}{' …' if more else ''}"


def suggestion(case: Case, one: Standing) -> list[tuple[str, str]]:
    """Return what is suggested, as labels with their texts; nothing is left out that is missing."""
    return [(label, one_line(text)) for label, text in _suggestion(case, one.proposal) if text]


def _suggestion(case: Case, proposal: Proposal) -> Iterator[tuple[str, str]]:
    if proposal.kind == "link":
        claim = case.claims.get(proposal.of or "")
        yield "Claim", f"{proposal.of}: {claim.claim if claim else 'no such claim any more'}"
        yield "Link", link_words(case, proposal)
        return
    yield "Claim", proposal.claim or "none yet; to be written in your own words"
    yield "Speaker", _speaker(case, proposal)
    yield "Says", manner(proposal)
    if deed := proposal.deed:
        parties = f"{deed.actor or 'somebody'} → {deed.recipient or 'nobody named'}"
        yield "Event", f"{deed.type}: {parties} ({deed.status})"
    yield "About", ", ".join(proposal.about)
    yield "Valid", proposal.valid or ""
    number = proposal.credibility
    group = f"; group {proposal.group}" if proposal.group else ""
    yield "Credible", f"{number}, {CREDIBILITY[number]}{group}"
    yield "Link", link_words(case, proposal)


def _speaker(case: Case, proposal: Proposal) -> str:
    new = proposal.new_source
    if new is not None and proposal.speaker == new.id:
        return f"{new.id}, {new.name} (new source, {new.reliability}: {new.reason})"
    if proposal.speaker in case.model.decision_makers:
        name = case.model.decision_makers[proposal.speaker].name
    else:
        source = case.sources.get(proposal.speaker)
        name = source.name if source else None
    if proposal.speaker:
        told = name and name != proposal.speaker
        return f"{proposal.speaker}, {name}" if told else proposal.speaker
    found = f"the text has {proposal.as_read}" if proposal.as_read else "the text names nobody"
    return f"nobody of the case; {found}"


def manner(proposal: Proposal) -> str:
    """Return how it is said: "asserts; attributed, through river-post"."""
    through = f", through {', '.join(proposal.through)}" if proposal.through else ""
    voice = "the author's own voice" if proposal.voice == "author" else "attributed"
    return f"{proposal.stance}; {voice}{through}"


def link_words(case: Case, proposal: Proposal) -> str:
    """Return where the claim is to stand; empty if nowhere."""
    if proposal.link is None:
        return ""
    side = "for" if proposal.link.side == "because" else "against"
    words = elements(case).get(proposal.link.element, "no such element any more")
    return f"{side} {proposal.link.element}: {words}"


def origin(proposal: Proposal) -> str:
    """Return who proposes it, and how often what proposed it is right."""
    if proposal.confidence is None:
        return f"proposed by {one_line(proposal.by)}"
    rate = f"right {percent(proposal.confidence)} of the time"
    return f"proposed by the {one_line(proposal.by)} ({proposal.rule}, {rate})"


def elements(case: Case) -> dict[str, str]:
    """Return what each element of the model says, by its name."""
    return {name: _element(path, element) for name, path, element in case.model.elements()}


def _element(path: tuple[str | int, ...], element: object) -> str:
    match element:
        case Option():
            return f"{path[1]} can: {element.text}"
        case Statement():
            return f"{path[1]} wants: {element.want.text}"
        case Rule():
            return f"never: {element.never.text}"
    return f"position of {path[3]} on {path[1]}"


def proposals_page(
    case: Case, waiting: Sequence[Standing], decided: int, aside: Mapping[str, str]
) -> Page:
    """Return the list of what waits for a decision, document by document.

    Parameters
    ----------
    case : Case
    waiting : sequence of Standing
    decided : int
        How many are accepted or rejected.
    aside : mapping of str to str
        Why a proposal cannot be decided on, by its id.
    """
    by_document: dict[str, list[Standing]] = {}
    for one in waiting:
        by_document.setdefault(one.proposal.document or "", []).append(one)
    sections = [_section(case, name, every) for name, every in by_document.items()]
    if aside:
        reasons = tuple(f"{name}: {why}" for name, why in aside.items())
        sections.append(Section("Cannot be decided on", (Items(reasons),)))
    count = f"{counted(len(waiting), 'proposal')} waiting, {decided:,} decided"
    footer = ("Nothing of this is in the case. Decide: detente review CASE, or --batch FILE.",)
    return Page(case.model.title, count, tuple(sections), footer)


def _section(case: Case, document: str, every: Sequence[Standing]) -> Section:
    entry = case.documents.get(document)
    date = f", {entry.date}" if entry and entry.date else ""
    title = f"{document}: {one_line(entry.title)}{date}" if entry else "Without a passage"
    return Section(title, tuple(_blocks(case, every)))


def _blocks(case: Case, every: Sequence[Standing]) -> Iterator[Block]:
    for one in every:
        yield f"{one.id} ({one.proposal.kind}{', skipped' if one.status == 'skipped' else ''})"
        passage = one_line(one.proposal.quote)
        lines = [f"{label}: {text}" for label, text in suggestion(case, one)]
        yield Items((f"Passage: “{passage}”", *lines, capital(origin(one.proposal))))
