"""What ``detente read`` prints with ``--json``, as types.

Offsets count code points of the stored text from 0, ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Literal, NotRequired, cast

from typing_extensions import TypedDict

from detente.evidence.reading.sources import ReadText


class _Mark(TypedDict):
    """A span, the rule that marked it, and how often that rule was right on annotated texts."""

    start: int
    end: int
    rule: str
    confidence: float


class ActorMark(_Mark):
    """Somebody or some place that is named."""

    actor: str
    tier: Literal["name", "demonym", "metonym", "nominal", "location"]
    ambiguous: bool


class TimeMark(_Mark):
    """A time; its value is null if it depends on a publication date that is not known."""

    value: str | None


class QuantityMark(_Mark):
    """A number and what it counts; a range has two values."""

    value: float | list[float]
    unit: str
    modifier: str | None
    measures: str


class StatementMark(_Mark):
    """What is said: by whom, and with which words (their span) it is attributed."""

    speaker: str
    cue: list[int] | None
    stance: str
    voice: Literal["author", "attributed"]


class EventMark(_Mark):
    """A deed: its PLOVER type, its parties and date, if told.

    `because` has the words that made it where no rule but the learned model found it.
    """

    type: str
    actor: str | None
    recipient: str | None
    date: str | None
    status: Literal["fact", "alleged", "assessed"]
    because: list[str]


class HedgeMark(_Mark):
    """A word that hedges."""

    certainty: str


class BoilerplateMark(TypedDict):
    """A sentence that belongs to the site, not to the text."""

    start: int
    end: int
    rule: str


class SentenceSpan(TypedDict):
    """A sentence."""

    start: int
    end: int


class ReadDocument(TypedDict):
    """One document; its note says why nothing was marked, if so."""

    id: str
    actors: list[ActorMark]
    times: list[TimeMark]
    quantities: list[QuantityMark]
    statements: list[StatementMark]
    events: list[EventMark]
    boilerplate: list[BoilerplateMark]
    hedges: list[HedgeMark]
    sentences: list[SentenceSpan]
    note: NotRequired[str]


class ReadData(TypedDict):
    """``detente read --json``."""

    documents: list[ReadDocument]


_KINDS = (
    "actors",
    "times",
    "quantities",
    "statements",
    "events",
    "boilerplate",
    "hedges",
    "sentences",
)


def read_data(read: Iterable[ReadText]) -> ReadData:
    """Return readings as JSON values."""
    return {"documents": [_document(one) for one in read]}


def _document(one: ReadText) -> ReadDocument:
    made: dict[str, Any] = {"id": one.id}
    for kind in _KINDS:
        made[kind] = [_plain(asdict(mark)) for mark in getattr(one.reading, kind)]
    if one.reading.note:
        made["note"] = one.reading.note
    return cast(ReadDocument, made)


def _plain(mark: dict[str, Any]) -> dict[str, Any]:
    """Return pairs as lists: what a reader of the JSON gets."""
    return {key: list(v) if isinstance(v, tuple) else v for key, v in mark.items()}
