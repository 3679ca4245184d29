"""What was read in documents, shown: who is named, who says what, who does what, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from detente.evidence.reading import Event, Reading, Statement
from detente.evidence.reading.sources import ReadText

from .page import Block, Items, Page, Section
from .printable import one_line
from .words import counted, joined

SHOWN = 8
"""So many of each kind, unless everything is asked for."""
PASSAGE = 160
"""So many characters of a passage."""

_DEEDS = {
    "AGREE": "agrees",
    "CONSULT": "consults",
    "SUPPORT": "supports",
    "CONCEDE": "concedes",
    "COOPERATE": "cooperates",
    "AID": "gives aid",
    "RETREAT": "retreats",
    "REQUEST": "requests",
    "ACCUSE": "accuses",
    "REJECT": "rejects",
    "THREATEN": "threatens",
    "PROTEST": "protests",
    "SANCTION": "imposes sanctions",
    "MOBILIZE": "mobilises",
    "COERCE": "coerces",
    "ASSAULT": "attacks",
}


def reading_page(title: str, read: Sequence[ReadText], *, full: bool = False) -> Page:
    """Return what was read, document by document.

    Parameters
    ----------
    title : str
    read : sequence of ReadText
    full : bool
        Leave nothing out, and name the rule of every mark.
    """
    readable = sum(1 for one in read if not one.reading.note)
    subtitle = f"{counted(readable, 'document')} read"
    if readable < len(read):
        subtitle += f", {len(read) - readable} not"
    footer = ["Marks are suggestions. The figure after each is how often its rule was right."]
    if not full:
        footer.append("With --full nothing is left out; with --json every mark has its offsets.")
    sections = tuple(_section(one, full=full) for one in read)
    return Page(title, subtitle, sections, tuple(footer))


def _section(one: ReadText, *, full: bool) -> Section:
    when = f", {one.published}" if one.published else ""
    title = one.id if one.title == one.id else f"{one.id}: {one.title}"
    return Section(f"{title}{when}", tuple(_Document(one, full=full).blocks()))


class _Document:
    """One document on the page."""

    def __init__(self, one: ReadText, *, full: bool) -> None:
        self.text = one.text
        self.published = one.published
        self.reading: Reading = one.reading
        self.full = full

    def blocks(self) -> Iterator[Block]:
        """Yield the document's paragraphs and lists."""
        reading = self.reading
        if reading.note:
            yield f"Nothing is marked: {reading.note}."
            return
        yield self._counts()
        if not self.published and any(time.value is None for time in reading.times):
            yield "No date of publication is known: times such as “last week” have no value."
        yield from self._actors()
        said = [one for one in reading.statements if one.voice == "attributed"]
        judged = [one for one in reading.statements if one.voice == "author"]
        yield from self._list("Who says what", [self._said(one) for one in said])
        yield from self._list("The author's own voice", [self._said(one) for one in judged])
        yield from self._list("What happens", [self._event(one) for one in reading.events])
        yield from self._times()
        yield from self._figures()
        aside = [f"“{self._passage(b.start, b.end)}”" for b in reading.boilerplate]
        yield from self._list("Set aside as no part of the text", aside)

    def _counts(self) -> str:
        reading = self.reading
        attributed = sum(1 for one in reading.statements if one.voice == "attributed")
        found = joined(
            (
                counted(len(reading.actors), "mention"),
                counted(attributed, "attributed statement"),
                counted(len(reading.statements) - attributed, "judgement", "judgements")
                + " of the author's",
                counted(len(reading.events), "event"),
                counted(len(reading.times), "time"),
                counted(len(reading.quantities), "figure"),
            )
        )
        return f"{counted(len(reading.sentences), 'sentence')}: {found}."

    def _actors(self) -> Iterator[Block]:
        counts = Counter(one.actor for one in self.reading.actors if one.tier != "location")
        if not counts:
            return
        doubtful = {one.actor for one in self.reading.actors if one.ambiguous}
        named = [
            f"{actor} {count}{' (in part ambiguous)' if actor in doubtful else ''}"
            for actor, count in counts.most_common(None if self.full else SHOWN)
        ]
        more = len(counts) - len(named)
        yield f"Named most: {', '.join(named)}{f' and {more} more' if more else ''}."

    def _list(self, title: str, lines: Sequence[str]) -> Iterator[Block]:
        """Yield a list below a title, shortened unless everything is asked for."""
        if not lines:
            return
        shown = lines if self.full else lines[:SHOWN]
        more = len(lines) - len(shown)
        rest = (f"… {more:,} more",) if more else ()
        yield f"{title} ({len(lines):,}):"
        yield Items((*shown, *rest))

    def _said(self, one: Statement) -> str:
        cue = f" ({self._passage(*one.cue)})" if one.cue and one.voice == "attributed" else ""
        who = "the author" if one.voice == "author" else one.speaker
        passage = _quoted(self._passage(one.start, one.end))
        return f"{who} {one.stance}{cue}: {passage}{self._mark(one.rule, one.confidence)}"

    def _event(self, one: Event) -> str:
        recipient = f" → {one.recipient}" if one.recipient else ""
        when = f", {one.date}" if one.date else ""
        status = "" if one.status == "fact" else f" ({one.status})"
        words = self._passage(one.start, one.end)
        deed = f"{_somebody(one.actor)} {_DEEDS[one.type]} ({words}){recipient}{when}{status}"
        return f"{deed}: {_quoted(self._sentence(one))}{self._mark(one.found_by, one.confidence)}"

    def _times(self) -> Iterator[Block]:
        lines = [
            f"{one.value or 'no value'}: “{self._passage(one.start, one.end)}”"
            f"{self._mark(one.rule, one.confidence)}"
            for one in self.reading.times
        ]
        yield from self._list("Times", lines)

    def _figures(self) -> Iterator[Block]:
        lines = []
        for one in self.reading.quantities:
            values = one.value if isinstance(one.value, tuple) else (one.value,)
            value = "–".join(f"{v:,.10g}" for v in values)
            of = f" ({one_line(one.measures)})" if one.measures else ""
            passage = self._passage(one.start, one.end)
            mark = self._mark(one.rule, one.confidence)
            lines.append(f"{one.modifier or ''} {value} {one.unit}{of}: “{passage}”{mark}".strip())
        yield from self._list("Figures", lines)

    def _mark(self, rule: str, confidence: float) -> str:
        return f" [{confidence:.2f}{f', {rule}' if self.full else ''}]"

    def _sentence(self, event: Event) -> str:
        for one in self.reading.sentences:
            if one.start <= event.start < one.end:
                return self._passage(one.start, one.end)
        return self._passage(event.start, event.end)

    def _passage(self, start: int, end: int) -> str:
        passage = one_line(self.text[start:end])
        if self.full or len(passage) <= PASSAGE:
            return passage
        return passage[: PASSAGE - 1].rstrip() + "…"


def _quoted(passage: str) -> str:
    """Return a passage in quotation marks; one that has its own keeps them."""
    return passage if passage[:1] in '“"«' and passage[-1:] in '”"»' else f"“{passage}”"


def _somebody(actor: str | None) -> str:
    return "somebody" if actor in {None, "UNSPECIFIED"} else str(actor)
