"""The quality of the information, shown: in brief, and line by line."""

from __future__ import annotations

from collections.abc import Iterator

from detente.evidence import Quality

from .page import Block, Items, Table
from .words import counted, joined, sentence

LISTED = 8


def brief(quality: Quality, *, sources: int | None = None) -> Iterator[Block]:
    """Yield how much is sourced, and on whom most of it rests (the first `sources`)."""
    if not quality.elements:
        yield "The model has no elements that could rest on claims: it lists its states."
        return
    yield (
        f"{counted(len(quality.elements), 'element')} of the model: {_support(quality)}. "
        f"Other claims contest {len(quality.contested)} of them, and {len(quality.single)} go back "
        "to one independent origin."
    )
    if quality.sources:
        yield Items(
            tuple(
                f"{use.name} (reliability {use.letter}): {counted(use.elements, 'element')}, "
                f"{len(use.only) or 'none'} of them on it alone"
                for use in quality.sources[:sources]
            )
        )
    if unsourced := quality.with_support("unsourced"):
        yield f"Unsourced: {_some(unsourced)}."


def check(quality: Quality, *, full: bool) -> Iterator[Block]:
    """Yield the whole check; every element line by line if `full`."""
    total = counted(len(quality.elements), "element")
    if quality.elements:
        yield sentence(f"{total} of the model: {_support(quality)}")
    else:
        yield "The model has no elements that could rest on claims: it lists its states."
    if quality.sources:
        yield _sources(quality)
    if quality.grades:
        grades = joined(f"{count} {grade}" for grade, count in quality.grades.items())
        yield sentence(f"claims in use by grade: {grades}")
    named = {
        "Contested": quality.contested,
        "On one independent origin": quality.single,
        "Assumed": quality.with_support("assumed"),
        "Unsourced": quality.with_support("unsourced"),
        "Claims that nothing uses": quality.unused,
    }
    for what, names in named.items():
        if names:
            yield f"{what} ({len(names)}): {', '.join(names) if full else _some(names)}."
    if full:
        yield elements(quality)


def elements(quality: Quality) -> Table:
    """Return what every element of the model rests on, line by line."""
    rows = tuple(
        (e.name, e.kind, e.support, e.grade, ", ".join(e.claims), ", ".join(e.against))
        for e in quality.elements
    )
    return Table(("element", "kind", "support", "grade", "because", "against"), rows)


def _support(quality: Quality) -> str:
    return joined(
        f"{len(names)} {word}"
        for word in ("sourced", "assumed", "unsourced")
        if (names := quality.with_support(word))
    )


def _sources(quality: Quality) -> Table:
    columns = ("source", "reliability", "claims", "elements", "on it alone")
    rows = tuple(
        (u.name, u.letter, str(u.claims), str(u.elements), str(len(u.only)))
        for u in quality.sources
    )
    return Table(columns, rows, frozenset({"claims", "elements", "on it alone"}))


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
