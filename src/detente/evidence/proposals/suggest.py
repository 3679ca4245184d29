"""From readings to proposals: what is said, what the author judges, what happens.

Each statement and each event that was marked becomes one proposal. What happens within a
statement is the statement's to tell, and where a verb of saying was marked as a deed ("accused"),
the statement it introduces stands for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from detente.case import Case
from detente.case.schema import Interval
from detente.evidence.reading import Event, Reading, Sentence, Statement
from detente.evidence.reading.sources import ReadText

from .names import Names
from .proposal import READER, Deed, Proposal
from .wording import clause, draft

AUTHOR, UNSPECIFIED = "AUTHOR", "UNSPECIFIED"
_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


def proposals_from(case: Case, readings: Iterable[ReadText]) -> list[Proposal]:
    """Return what was read in a case's documents as proposals, document by document, in order.

    Parameters
    ----------
    case : Case
    readings : iterable of ReadText
        From :func:`detente.evidence.reading.sources.of_case`; texts without a reading, and those
        that are no documents of the case, give none.
    """
    names = Names(case)
    return [
        proposal
        for one in readings
        if one.id in case.documents and one.text
        for proposal in _Document(case, names, one).proposals()
    ]


class _Document:
    """One document, read."""

    def __init__(self, case: Case, names: Names, read: ReadText) -> None:
        self.names = names
        self.read = read
        self.text = read.text
        self.reading: Reading = read.reading
        self.entry = case.documents[read.id]

    def proposals(self) -> list[Proposal]:
        """Return the document's proposals in the order of their passages."""
        said = [self._said(one) for one in self.reading.statements]
        happened = [self._happened(one) for one in self.reading.events if not self._told(one)]
        return sorted(
            (one for one in (*said, *happened) if one.quote.strip()),
            key=lambda one: (one.start, one.end),
        )

    def _told(self, event: Event) -> bool:
        """Whether an event stands within a statement, or is the saying of one."""
        for one in self.reading.statements:
            if one.voice == "attributed":
                within = one.start <= event.start < one.end
                cue = one.cue is not None and event.start < one.cue[1] and one.cue[0] < event.end
                if within or cue:
                    return True
        return False

    def _said(self, one: Statement) -> Proposal:
        speaker, as_read = self._speaker(one.speaker)
        who = self.names.told(self.entry.source if one.speaker == AUTHOR else one.speaker)
        inside = [e for e in self.reading.events if one.start <= e.start < one.end]
        return self._proposal(
            kind="claim",
            start=one.start,
            end=one.end,
            claim=draft(who, one.stance, [clause(self.names, event) for event in inside]),
            speaker=speaker,
            as_read=as_read,
            voice=one.voice,
            stance=one.stance,
            about=self._about(one.start, one.end),
            valid=self._valid(one.start, one.end),
            rule=one.rule,
            confidence=one.confidence,
        )

    def _happened(self, one: Event) -> Proposal:
        place = self._sentence(one)
        happened = clause(self.names, one)
        return self._proposal(
            kind="event",
            start=place.start,
            end=place.end,
            claim=f"{happened[:1].upper()}{happened[1:]}." if happened else "",
            speaker=self.entry.source,
            voice="author",
            stance="assesses" if one.status == "assessed" else "asserts",
            about=self.names.about([one.actor or "", one.recipient or ""]),
            valid=_interval(one.date),
            deed=Deed(type=one.type, actor=one.actor, recipient=one.recipient, status=one.status),
            rule=one.found_by,
            confidence=one.confidence,
        )

    def _proposal(self, *, start: int, end: int, **said: object) -> Proposal:
        return Proposal.model_validate(
            {
                **said,
                "document": self.read.id,
                "start": start,
                "end": end,
                "quote": self.text[start:end],
                "through": (self.entry.source,),
                "group": self.entry.group,
                "by": READER,
            }
        )

    def _speaker(self, actor: str) -> tuple[str, str]:
        """Return who speaks, as the case calls it, and what the text has if the case has none."""
        if actor == AUTHOR:
            return self.entry.source, ""
        if actor == UNSPECIFIED:
            return "", ""
        known = self.names.known(actor)
        return (known, "") if known else ("", actor)

    def _about(self, start: int, end: int) -> tuple[str, ...]:
        named = (
            mention.actor
            for mention in self.reading.actors
            if start <= mention.start < end and mention.tier != "location"
        )
        return self.names.about(named)

    def _valid(self, start: int, end: int) -> str | None:
        """Return the time that a passage names, if it names one that the ledger can hold."""
        values = {
            value
            for time in self.reading.times
            if start <= time.start < end and (value := _interval(time.value))
        }
        return values.pop() if len(values) == 1 else None

    def _sentence(self, event: Event) -> Sentence:
        for one in self.reading.sentences:
            if one.start <= event.start < one.end:
                return one
        return Sentence(event.start, event.end)


def _interval(value: str | None) -> Interval | None:
    """Return a time if it is one that a claim's `valid` may hold: days, months, years."""
    moments = (value or "").split("/")
    if len(moments) > 2 or not all(map(_MOMENT.fullmatch, moments)):
        return None
    if any(first[: len(second)] > second for first, second in pairwise(moments)):
        return None
    return value
