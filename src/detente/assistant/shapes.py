"""What the tools that look return, as types; a client is told them as schemas."""

from __future__ import annotations

from typing_extensions import TypedDict

from .quoting import Quoted


class Actor(TypedDict):
    """A decision maker and what it can do."""

    id: str
    name: str
    options: dict[str, str]


class Situation(TypedDict):
    """What a case is about, and how much there is of what."""

    title: str
    question: str
    as_of: str
    decision_makers: list[Actor]
    outcomes: dict[str, str]
    answer: str
    sources: dict[str, str]
    variants: dict[str, str]
    counts: dict[str, int]
    rules: str


class DocumentEntry(TypedDict):
    """A document; its title and author are taken from the document itself."""

    id: str
    title: str
    author: str
    date: str
    source: str
    reliability: str
    characters: int
    text: str
    claims: list[str]


class Documents(TypedDict):
    """Documents of a case, with a notice about what stands in their titles."""

    notice: str
    documents: list[DocumentEntry]
    total: int
    next: int | None


class ClaimEntry(TypedDict):
    """A claim: the analysts' own words, and who is said to have said it."""

    id: str
    claim: str
    speaker: str
    through: list[str]
    voice: str
    stance: str
    about: list[str]
    valid: str
    grade: str
    group: str


class Claims(TypedDict):
    """Claims of a case."""

    claims: list[ClaimEntry]
    total: int
    next: int | None


class PassageEntry(TypedDict):
    """A passage of a claim, whether it still stands there, and its text if it does."""

    document: str
    status: str
    start: int | None
    end: int | None
    quoted: Quoted | None


class WholeClaim(TypedDict):
    """A claim with its passages, and what rests on it."""

    claim: ClaimEntry
    note: str
    passages: list[PassageEntry]
    speaks_for: list[str]
    speaks_against: list[str]


class Reading(TypedDict):
    """A part of a document's stored text."""

    document: str
    start: int
    end: int
    characters: int
    next: int | None
    quoted: Quoted


class PassageFound(TypedDict):
    """A passage that has the words."""

    document: str
    start: int
    end: int
    quoted: Quoted
    claims: list[str]


class ClaimFound(TypedDict):
    """A claim that has the words."""

    id: str
    claim: str


class Finds(TypedDict):
    """What a search found, the best first."""

    passages: list[PassageFound]
    claims: list[ClaimFound]
    some_words_only: list[str]
    not_searched: list[str]


class ElementEntry(TypedDict):
    """A part of the model that claims can speak for or against."""

    id: str
    kind: str
    says: str
    support: str
    because: list[str]
    against: list[str]


class Elements(TypedDict):
    """Elements of the model."""

    elements: list[ElementEntry]
    total: int
    next: int | None
