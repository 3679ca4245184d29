"""The text of a ``case.yaml`` made from what another program knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .gmcrfile import Direction

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.()<>+/%'-]*(?: [A-Za-z0-9_.()<>+/%'-]+)*")
_NOT_TEXT = {"~", "null"}


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


def scalar(text: str) -> str:
    """Return a text as it may stand in YAML, whatever it holds.

    Examples
    --------
    >>> scalar("Air Strike"), scalar("no: way"), scalar("null")
    ('Air Strike', '"no: way"', '"null"')
    """
    if _PLAIN.fullmatch(text) and text not in _NOT_TEXT:
        return text
    return "".join(map(_printable, json.dumps(text, ensure_ascii=False)))


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _flow(items: Sequence[str]) -> str:
    return f"[{', '.join(items)}]"


def _case(case: NewCase) -> Iterator[str]:
    yield from (f"# {line}" for line in case.head.splitlines())
    yield "detente: 1"
    yield f"title: {scalar(case.title)}"
    yield f"as_of: {case.as_of}"
    yield ""
    yield "decision_makers:"
    for maker in case.makers:
        yield ""
        yield from (f"  {line}" for line in _maker(maker))
    if case.never:
        yield ""
        yield "rules:"
        yield from (f"  - never: {scalar(formula)}" for formula in case.never)
    if case.coalitions:
        yield ""
        yield f"coalitions: {_flow([_flow(members) for members in case.coalitions])}"


def _maker(maker: NewMaker) -> Iterator[str]:
    yield f"{maker.id}:"
    if maker.name != maker.id:
        yield f"  name: {scalar(maker.name)}"
    yield "  options:"
    for option in maker.options:
        text = scalar(option.text)
        moves = f", moves: {option.moves}" if option.moves != "both" else ""
        yield f"    {option.id}: {{text: {text}{moves}}}"
    if maker.prefers:
        yield "  prefers:"
        yield from (f"    - {scalar(formula)}" for formula in maker.prefers)
    if maker.ranking is not None:
        yield "  ranking:   # the options that are on, the best first; a list of lists is a tie"
        yield from (f"    - {_place(place)}" for place in maker.ranking)
    if maker.cannot_see:
        yield "  cannot_see:"
        yield from (f"    - {scalar(formula)}" for formula in maker.cannot_see)


def _place(place: Sequence[Sequence[str]]) -> str:
    states = [_flow(state) for state in place]
    return states[0] if len(states) == 1 else _flow(states)
