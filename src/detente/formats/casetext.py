"""The text of a ``case.yaml`` made from what another program knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.case.edit import flow

from .gmcrfile import Direction


@dataclass(frozen=True)
class NewOption:
    """An option of a case to be written."""

    id: str
    text: str
    moves: Direction


@dataclass(frozen=True)
class NewMaker:
    """A decision maker of a case to be written.

    Attributes
    ----------
    id, name : str
    options : tuple of NewOption
    prefers : tuple of str
        Formulas, the most important first.
    ranking : tuple of tuple of tuple of str, or None
        Places, the best first; the states of each by the options that are on.
    cannot_see : tuple of str
    """

    id: str
    name: str
    options: tuple[NewOption, ...]
    prefers: tuple[str, ...] = ()
    ranking: tuple[tuple[tuple[str, ...], ...], ...] | None = None
    cannot_see: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewCase:
    """A case to be written."""

    head: str
    title: str
    as_of: str
    makers: tuple[NewMaker, ...]
    never: tuple[str, ...] = ()
    coalitions: tuple[tuple[str, ...], ...] = field(default=())


def case_text(case: NewCase) -> str:
    """Return the text of a ``case.yaml``."""
    return "\n".join(_case(case)) + "\n"


def _case(case: NewCase) -> Iterator[str]:
    yield from (f"# {line}" for line in case.head.splitlines())
    yield "detente: 1"
    yield f"title: {flow(case.title)}"
    yield f"as_of: {case.as_of}"
    yield ""
    yield "decision_makers:"
    for maker in case.makers:
        yield ""
        yield from (f"  {line}" for line in _maker(maker))
    if case.never:
        yield ""
        yield "rules:"
        yield from (f"  - never: {flow(formula)}" for formula in case.never)
    if case.coalitions:
        yield ""
        yield f"coalitions: {flow(case.coalitions)}"


def _maker(maker: NewMaker) -> Iterator[str]:
    yield f"{maker.id}:"
    if maker.name != maker.id:
        yield f"  name: {flow(maker.name)}"
    yield "  options:"
    for option in maker.options:
        text = flow(option.text)
        moves = f", moves: {option.moves}" if option.moves != "both" else ""
        yield f"    {option.id}: {{text: {text}{moves}}}"
    if maker.prefers:
        yield "  prefers:"
        yield from (f"    - {flow(formula)}" for formula in maker.prefers)
    if maker.ranking is not None:
        yield "  ranking:   # the options that are on, the best first; a list of lists is a tie"
        yield from (f"    - {_place(place)}" for place in maker.ranking)
    if maker.cannot_see:
        yield "  cannot_see:"
        yield from (f"    - {flow(formula)}" for formula in maker.cannot_see)


def _place(place: Sequence[Sequence[str]]) -> str:
    return flow(place[0] if len(place) == 1 else place)
