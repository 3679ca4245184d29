"""What the model rests on, and what became of documents and passages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from typing_extensions import TypedDict

from detente.conflict import Result, notes
from detente.evidence import PassageCheck, Quality, StoredText

from .lists import as_read


class ElementData(TypedDict):
    """What one part of the model rests on."""

    name: str
    kind: str
    support: str
    claims: list[str]
    against: list[str]
    groups: int
    grade: str


class SourceData(TypedDict):
    """How much of the model rests on one source."""

    source: str
    name: str
    letter: str
    claims: int
    elements: int
    only: list[str]


class QualityData(TypedDict):
    """The quality-of-information check."""

    elements: list[ElementData]
    sources: list[SourceData]
    grades: dict[str, int]
    unused: list[str]


class DocumentData(TypedDict):
    """What became of a document's text."""

    document: str
    state: str
    detail: str


class PassageData(TypedDict):
    """What became of a passage."""

    claim: str
    number: int
    document: str
    status: str
    start: int | None
    end: int | None
    detail: str


class CheckData(TypedDict):
    """``detente check --json``."""

    case: str
    states: int
    documents: list[DocumentData]
    passages: list[PassageData]
    quality: QualityData
    notes: list[str]


def quality_data(quality: Quality) -> QualityData:
    """Return the quality-of-information check as JSON values."""
    data: QualityData = as_read(dataclasses.asdict(quality))
    return data


def check_data(
    result: Result,
    texts: Iterable[StoredText],
    passages: Iterable[PassageCheck],
    quality: Quality,
) -> CheckData:
    """Return a checked case as JSON values."""
    return {
        "case": result.case.name,
        "states": result.conflict.size,
        "documents": [
            {"document": t.document, "state": t.state, "detail": t.detail} for t in texts
        ],
        "passages": [as_read(dataclasses.asdict(passage)) for passage in passages],
        "quality": quality_data(quality),
        "notes": notes(result.case),
    }
