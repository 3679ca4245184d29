"""``claims.yaml``, ``documents.yaml``, ``sources.yaml``: who says what, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from .values import Day, Entry, Interval, Names, Slug, Text

Letter = Literal["A", "B", "C", "D", "E", "F"]
Stance = Literal[
    "asserts", "denies", "assesses", "predicts", "warns", "proposes", "recommends", "endorses"
]


class Passage(Entry):
    """An exact place in a document's stored text: code points from 0, end exclusive.

    Offsets alone where the text may not be redistributed; otherwise a quotation with what stands
    before and after it, so that it can be found again when the text has changed.
    """

    document: Slug
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=1)] | None = None
    quote: Text | None = None
    before: str = ""
    after: str = ""

    @model_validator(mode="after")
    def _somewhere(self) -> Passage:
        if self.quote is None and (self.start is None or self.end is None):
            raise ValueError("needs `start` and `end`, or `quote`")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"`end` must be greater than `start` ({self.start})")
        span = None if self.start is None or self.end is None else self.end - self.start
        if self.quote and span is not None and span != len(self.quote):
            counts = f"{len(self.quote)} characters, `start` and `end` span {span}"
            raise ValueError(f"`quote` has {counts}")
        return self


class Claim(Entry):
    """Who says what about whom, through whom, in what voice, from which passage."""

    claim: Text
    speaker: Slug
    through: Names = ()
    voice: Literal["attributed", "author"]
    stance: Stance
    about: Names = ()
    valid: Interval | None = None
    credibility: Annotated[int, Field(ge=1, le=6)] = 6
    group: Slug | None = None
    passages: tuple[Passage, ...] = ()
    note: Text | None = None


class Document(Entry):
    """A text with its metadata; the text itself may be absent.

    Documents that print one story share a `group`. It is proposed as the `group` of every claim
    that is taken from one of them; what counts is what the claim then says.
    """

    title: Text
    date: Day | None = None
    source: Slug
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    path: Text | None = None
    author: Text | None = None
    language: Text | None = None
    group: Slug | None = None


class Source(Entry):
    """An outlet or speaker with its Admiralty letter and the reason for it."""

    name: Text
    reliability: Letter
    reason: Text


Ledger = Mapping[Slug, Claim]
Library = Mapping[Slug, Document]
Sources = Mapping[Slug, Source]
