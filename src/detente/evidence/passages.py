"""Whether the passages that claims rest on still stand where the ledger says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from detente.case import Case
from detente.case.schema import Passage

from .texts import StoredText

Status = Literal["exact", "moved", "orphaned", "text changed", "text missing"]
STATUSES: tuple[Status, ...] = ("exact", "moved", "orphaned", "text changed", "text missing")

MAX_OCCURRENCES = 10_000


@dataclass(frozen=True)
class PassageCheck:
    """What became of one passage.

    Attributes
    ----------
    claim : str
    number : int
        Which passage of the claim, from 1.
    document : str
    status : str
        ``exact``: it stands there. ``moved``: found again by quotation and context. ``orphaned``:
        not to be found. ``text changed``: the text is another one and offsets alone cannot be
        followed. ``text missing``: there is no text to look in.
    start, end : int or None
        Where it stands now, in code points; None unless exact or moved.
    detail : str
        What a person should know: why, or from where it moved.
    """

    claim: str
    number: int
    document: str
    status: Status
    start: int | None = None
    end: int | None = None
    detail: str = ""


def check_passages(case: Case, texts: Mapping[str, StoredText]) -> tuple[PassageCheck, ...]:
    """Verify every passage of every claim against the texts, in the ledger's order."""
    return tuple(_checks(case, texts))


def _checks(case: Case, texts: Mapping[str, StoredText]) -> Iterator[PassageCheck]:
    for name, claim in case.claims.items():
        for i, passage in enumerate(claim.passages):
            status, span, detail = _check(passage, texts[passage.document])
            start, end = span or (None, None)
            yield PassageCheck(name, i + 1, passage.document, status, start, end, detail)


Verdict = tuple[Status, tuple[int, int] | None, str]


def _check(passage: Passage, stored: StoredText) -> Verdict:
    if stored.text is None:
        return "text missing", None, stored.detail
    if passage.quote is not None:
        return _by_quotation(passage, passage.quote, stored.text)
    start, end = passage.start or 0, passage.end or 0
    if stored.state == "changed":
        return "text changed", None, "offsets alone cannot be followed into another text"
    if end > len(stored.text):
        return "orphaned", None, f"ends at {end:,}, the text at {len(stored.text):,}"
    return "exact", (start, end), ""


def _by_quotation(passage: Passage, quote: str, text: str) -> Verdict:
    """Look where the passage should be, then for the one place whose context fits best."""
    start = passage.start
    if start is not None and text.startswith(quote, start):
        return "exact", (start, start + len(quote)), ""
    places = list(_occurrences(quote, text))
    if not places:
        return "orphaned", None, "the quotation is not in the text"
    fits = [_fit(passage, text, place, place + len(quote)) for place in places]
    best = max(fits)
    if fits.count(best) > 1:
        return "orphaned", None, f"the quotation stands {len(places)} times and nothing tells which"
    place = places[fits.index(best)]
    if start is None:
        return "exact", (place, place + len(quote)), ""
    return "moved", (place, place + len(quote)), f"from {start:,} to {place:,}"


def _occurrences(quote: str, text: str) -> Iterator[int]:
    place = text.find(quote)
    for _ in range(MAX_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(quote, place + 1)


def _fit(passage: Passage, text: str, start: int, end: int) -> int:
    """Count the characters of context that agree, outwards from the passage."""
    left = zip(reversed(passage.before), reversed(text[:start]), strict=False)
    right = zip(passage.after, text[end : end + len(passage.after)], strict=False)
    return sum(
        sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], side)) for side in (left, right)
    )
