"""What a search found, shown: passages with their places, claims with their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.case import Case
from detente.evidence.search import Found

from .page import Block, Marked, Page, Section
from .words import counted, joined


def search_page(case: Case, found: Found, missing: Sequence[str]) -> Page:
    """Return the page of a search; `missing` are documents whose text is not there."""
    passages, claims, documents = found.searched
    searched = (
        f"searched: {counted(passages, 'passage')} of {counted(documents, 'text')},"
        f" {counted(claims, 'claim')}"
    )
    sections = (
        Section("Passages", tuple(_passages(case, found))),
        Section("Claims", tuple(_claims(case, found))),
    )
    terms = ", ".join(f"“{term}”" for term in found.terms)
    return Page(terms, searched, sections, footer=tuple(_gaps(missing)))


def _passages(case: Case, found: Found) -> Iterator[Block]:
    yield from _how(found, "passages", bool(found.passages))
    if found.unranked:
        yield "Too common a word to rank by: the first passages, in the order of the texts."
    for hit in found.passages:
        document = case.documents[hit.document]
        used = f"; drawn on by {joined(hit.claims)}" if hit.claims else ""
        yield f"{hit.document}, {hit.start}–{hit.end} ({document.date or 'no day'}){used}"
        yield _on_one_line(hit.text, hit.marks)


def _claims(case: Case, found: Found) -> Iterator[Block]:
    yield from _how(found, "claims", bool(found.claims))
    for hit in found.claims:
        claim = case.claims[hit.claim]
        yield f"{hit.claim} ({claim.speaker} {claim.stance})"
        yield _on_one_line(hit.text, hit.marks)


def _how(found: Found, what: str, any_found: bool) -> Iterator[Block]:
    if not any_found:
        yield "Nothing."
    elif what in found.any_word:
        yield "None has all the words; these have some."


def _on_one_line(text: str, marks: tuple[tuple[int, int], ...]) -> Marked:
    """Return a text without line breaks; every character keeps its place, and so do the marks."""
    return Marked("".join(" " if c.isspace() else c for c in text), marks)


def _gaps(missing: Sequence[str]) -> Iterator[str]:
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield (
            f"The {counted(len(missing), 'text')} of {joined(missing)} {verb} not there and"
            f" {'was' if len(missing) == 1 else 'were'} not searched; --documents DIR says where"
            " texts lie."
        )
