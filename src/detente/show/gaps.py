"""What a case lacks and where its claims differ, agree, change or repeat: shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.case import Case
from detente.evidence.gaps import Gaps, Pair

from .page import Block, Items, Page, Section, Table
from .words import counted

LISTED = 8


def gaps_page(case: Case, found: Gaps, *, full: bool) -> Page:
    """Return the page of the gaps; each list in full if `full`, else its first ones."""
    most = None if full else LISTED
    sections = (
        Section("What is missing", tuple(_missing(found, most))),
        Section("Contested: claims stand for and against", tuple(_contested(found, most))),
        Section("Contradictions, by words", tuple(_contradictions(case, found, most))),
        Section("Agreement across independent origins", tuple(_agreement(case, found, most))),
        Section("What changed over time, by words", tuple(_changes(case, found, most))),
        Section("Likely duplicates, by words", tuple(_pairs(case, found.duplicates, most))),
    )
    subtitle = (
        f"{counted(len(case.claims), 'claim')} and"
        f" {counted(sum(1 for _ in case.model.elements()), 'element')} of the model"
    )
    small = (
        "What is found by words is a proposal with its likeness, 0 to 1: read both claims before"
        " you change anything."
    )
    return Page(case.model.title, subtitle, sections, footer=(small,))


def _missing(found: Gaps, most: int | None) -> Iterator[Block]:
    yield (
        f"{counted(len(found.unsourced), 'element')} without a claim or an assumption:"
        f" {_named(found.unsourced, most)}"
        if found.unsourced
        else "Every element has a claim or an assumption."
    )
    yield (
        f"{counted(len(found.unused), 'claim')} that no element rests on:"
        f" {_named(found.unused, most)}"
        if found.unused
        else "Every claim speaks for or against an element."
    )


def _named(names: Sequence[str], most: int | None) -> str:
    return f"{', '.join(names[:most])}{_more(names, most)}."


def _contested(found: Gaps, most: int | None) -> Iterator[Block]:
    if not found.contested:
        yield "None."
        return
    rows = tuple(
        (each.element, ", ".join(each.supporting), ", ".join(each.opposing))
        for each in found.contested[:most]
    )
    yield Table(("element", "for", "against"), rows)
    yield from _rest(found.contested, most)


def _contradictions(case: Case, found: Gaps, most: int | None) -> Iterator[Block]:
    if not found.contradictions:
        yield "None found."
        return
    yield Items(
        tuple(
            (
                f"{each.score:.2f}, {_WHY[each.kind]}{f': {each.detail}' if each.detail else ''}",
                _both(case, each.first, each.second),
            )
            for each in found.contradictions[:most]
        )
    )
    yield from _rest(found.contradictions, most)


_WHY = {"denied": "one denies what the other says", "figures": "the figures differ"}


def _agreement(case: Case, found: Gaps, most: int | None) -> Iterator[Block]:
    if found.backed:
        yield "Linked to one element:"
        rows = tuple(
            (each.element, str(len(each.groups)), ", ".join(each.claims))
            for each in found.backed[:most]
        )
        yield Table(("element", "origins", "claims"), rows, frozenset({"origins"}))
        yield from _rest(found.backed, most)
    else:
        yield "No element rests on claims of more than one independent origin."
    if found.agreements:
        yield "By words:"
        yield from _pairs(case, found.agreements, most)


def _changes(case: Case, found: Gaps, most: int | None) -> Iterator[Block]:
    if not found.changes:
        yield "None found."
        return
    yield Items(
        tuple(
            (f"{each.score:.2f}, {each.speaker}", _both(case, each.earlier, each.later))
            for each in found.changes[:most]
        )
    )
    yield from _rest(found.changes, most)


def _pairs(case: Case, pairs: Sequence[Pair], most: int | None) -> Iterator[Block]:
    if not pairs:
        yield "None found."
        return
    yield Items(
        tuple((f"{pair.score:.2f}", _both(case, pair.first, pair.second)) for pair in pairs[:most])
    )
    yield from _rest(pairs, most)


def _both(case: Case, first: str, second: str) -> Items:
    return Items(tuple(_claim(case, name) for name in (first, second)))


def _claim(case: Case, name: str) -> str:
    claim = case.claims[name]
    when = f", {claim.valid}" if claim.valid else ""
    return f"{name} ({claim.speaker} {claim.stance}{when}): {claim.claim}"


def _more(names: Sequence[object], most: int | None) -> str:
    return "" if most is None or len(names) <= most else f" and {len(names) - most} more"


def _rest(listed: Sequence[object], most: int | None) -> Iterator[Block]:
    if more := _more(listed, most):
        yield f"…{more}; --full lists them."
