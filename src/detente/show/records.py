"""What the commands about documents and claims print with ``--json``, as types.

As in :mod:`detente.show.data`, other programs rely on these shapes, and keys are only ever added.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from detente.evidence.gaps import Gaps
from detente.evidence.history import History, Period
from detente.evidence.intake import Addition, NewDocument
from detente.evidence.search import Found


class LikenessData(TypedDict):
    """Which document a new one is a reprint of, and how much of the shorter text is in both."""

    document: str
    part: float


class AddedData(TypedDict):
    """A document that was added."""

    id: str
    file: str
    title: str
    source: str
    author: str | None
    date: str | None
    language: str | None
    group: str | None
    sha256: str
    path: str | None
    characters: int
    alike: list[LikenessData]


class AddData(TypedDict):
    """``detente add --json``."""

    case: str
    added: list[AddedData]
    duplicates: dict[str, str]
    new_sources: list[str]
    regrouped: dict[str, str]
    files: list[str]
    notes: list[str]


def add_data(
    case: str,
    added: Addition,
    duplicates: Mapping[Path, str],
    files: Iterable[str],
    notes: Iterable[str],
) -> AddData:
    """Return what ``detente add`` did."""
    return {
        "case": case,
        "added": [_added(document) for document in added.documents],
        "duplicates": {str(file): as_ for file, as_ in duplicates.items()},
        "new_sources": list(added.sources),
        "regrouped": dict(added.regrouped),
        "files": list(files),
        "notes": [*added.notes, *notes],
    }


def _added(document: NewDocument) -> AddedData:
    entry = document.entry
    return {
        "id": document.id,
        "file": str(document.file),
        "title": entry.title,
        "source": entry.source,
        "author": entry.author,
        "date": entry.date,
        "language": entry.language,
        "group": entry.group,
        "sha256": entry.sha256 or "",
        "path": entry.path,
        "characters": len(document.data.decode()),
        "alike": [{"document": each.document, "part": each.part} for each in document.alike],
    }


class PassageHitData(TypedDict):
    """A passage that was found: where it stands, and where in it the words stand."""

    document: str
    start: int
    end: int
    text: str
    marks: list[list[int]]
    score: float
    claims: list[str]


class ClaimHitData(TypedDict):
    """A claim that was found."""

    claim: str
    text: str
    marks: list[list[int]]
    score: float


class SearchedData(TypedDict):
    """How much was searched."""

    passages: int
    claims: int
    documents: int


class SearchData(TypedDict):
    """``detente search --json``."""

    case: str
    terms: list[str]
    passages: list[PassageHitData]
    claims: list[ClaimHitData]
    any_word: list[str]
    unranked: bool
    searched: SearchedData
    missing: list[str]


def search_data(case: str, found: Found, missing: Iterable[str]) -> SearchData:
    """Return what ``detente search`` found; `missing` are documents without a text."""
    passages, claims, documents = found.searched
    return {
        "case": case,
        "terms": list(found.terms),
        "passages": [
            {
                "document": hit.document,
                "start": hit.start,
                "end": hit.end,
                "text": hit.text,
                "marks": [list(mark) for mark in hit.marks],
                "score": round(hit.score, 4),
                "claims": list(hit.claims),
            }
            for hit in found.passages
        ],
        "claims": [
            {
                "claim": hit.claim,
                "text": hit.text,
                "marks": [list(mark) for mark in hit.marks],
                "score": round(hit.score, 4),
            }
            for hit in found.claims
        ],
        "any_word": sorted(found.any_word),
        "unranked": found.unranked,
        "searched": {"passages": passages, "claims": claims, "documents": documents},
        "missing": list(missing),
    }


class ContestedData(TypedDict):
    """An element with claims for it and against it."""

    element: str
    supporting: list[str]
    opposing: list[str]


class BackedData(TypedDict):
    """An element that several independent origins speak for."""

    element: str
    claims: list[str]
    groups: list[str]


class ContradictionData(TypedDict):
    """Two claims that cannot both be so, by their words."""

    first: str
    second: str
    kind: str
    score: float
    detail: str


class PairData(TypedDict):
    """Two claims that may say the same, by their words."""

    first: str
    second: str
    score: float
    letters: float


class ChangeData(TypedDict):
    """What a speaker said of a subject for one time, and for a later one."""

    speaker: str
    earlier: str
    later: str
    score: float


class GapsData(TypedDict):
    """``detente gaps --json``."""

    case: str
    unsourced: list[str]
    unused: list[str]
    contested: list[ContestedData]
    backed: list[BackedData]
    contradictions: list[ContradictionData]
    agreements: list[PairData]
    changes: list[ChangeData]
    duplicates: list[PairData]


def gaps_data(case: str, found: Gaps) -> GapsData:
    """Return what ``detente gaps`` found."""
    data: GapsData = {"case": case} | _plain(dataclasses.asdict(found))
    return data


def _plain(value: Any) -> Any:
    """Return tuples as lists, and scores as they are told."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case float():
            return round(value, 4)
    return value


class PeriodData(TypedDict):
    """One period of a history: events by class, and how the first actor is among them."""

    period: str
    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    net: int
    by_first: int
    scale: float | None


class HistoryData(TypedDict):
    """``detente history --json``."""

    between: list[str]
    by: str
    periods: list[PeriodData]
    sources: dict[str, int]
    written: list[str]
    notes: list[str]


def history_data(found: History, written: Iterable[str], notes: Iterable[str]) -> HistoryData:
    """Return what ``detente history`` counted."""
    return {
        "between": [found.first, found.second],
        "by": found.by,
        "periods": [_period(period) for period in found.periods],
        "sources": dict(found.sources),
        "written": list(written),
        "notes": list(notes),
    }


def _period(period: Period) -> PeriodData:
    return {
        "period": period.name,
        "events": period.events,
        "verbal_cooperation": period.counts["verbal cooperation"],
        "material_cooperation": period.counts["material cooperation"],
        "verbal_conflict": period.counts["verbal conflict"],
        "material_conflict": period.counts["material conflict"],
        "net": period.net,
        "by_first": period.by_first,
        "scale": None if period.scale is None else round(period.scale, 4),
    }


RECORDS: dict[str, Any] = {
    "add": AddData,
    "gaps": GapsData,
    "history": HistoryData,
    "search": SearchData,
}
"""What each of these commands prints with ``--json``."""
