"""``variants/*.yaml``: named changes to a case."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .values import Entry, Formula, Reasons, Text


class Change(Entry):
    """One change of a variant; exactly one of the verbs.

    Elements are named by their `id`, or as ``DM.option``, ``DM/3`` (the third statement),
    ``rules/2``. What a change puts in is supposed: it stands in every draw, unless `because`
    names claims for it.
    """

    add_option: str | None = None
    add_statement: str | None = None
    remove_option: str | None = None
    remove_party: str | None = None
    drop: str | None = None
    stand: str | None = None
    fall: str | None = None
    flip: str | None = None
    move: str | None = None
    believe: str | None = None
    disbelieve: str | None = None
    regrade: str | None = None
    set_status_quo: tuple[str, ...] | None = None
    to: str | None = None
    want: Formula | None = None
    text: Text | None = None
    moves: Literal["both", "on", "off"] | None = None
    at: Annotated[int, Field(ge=1)] | None = None
    because: Reasons = ()
    assumed: Text | None = None

    @property
    def verb(self) -> str:
        """The verb of the change."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @model_validator(mode="after")
    def _one_verb(self) -> Change:
        said = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(said) != 1:
            found = f"found {' and '.join(f'`{v}`' for v in said)}" if said else "found none"
            raise ValueError(f"needs exactly one of {', '.join(VERBS)}; {found}")
        given = {k for k in _COMPANIONS if getattr(self, k) is not None}
        needs, may = VERBS[said[0]]
        if missing := sorted(needs - given):
            raise ValueError(f"`{said[0]}` needs {' and '.join(f'`{m}`' for m in missing)}")
        if extra := sorted(given - needs - may):
            raise ValueError(f"`{said[0]}` does not take {' or '.join(f'`{e}`' for e in extra)}")
        return self


_COMPANIONS = ("to", "want", "text", "moves", "at")
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "add_option": (frozenset({"text"}), frozenset({"moves"})),
    "add_statement": (frozenset({"want"}), frozenset({"at"})),
    "remove_option": (frozenset(), frozenset()),
    "remove_party": (frozenset(), frozenset()),
    "drop": (frozenset(), frozenset()),
    "stand": (frozenset(), frozenset()),
    "fall": (frozenset(), frozenset()),
    "flip": (frozenset(), frozenset()),
    "move": (frozenset({"at"}), frozenset()),
    "believe": (frozenset(), frozenset()),
    "disbelieve": (frozenset(), frozenset()),
    "regrade": (frozenset({"to"}), frozenset()),
    "set_status_quo": (frozenset(), frozenset()),
}
"""The verbs of a variant, with the keys each needs and may have beside it."""


class Variant(Entry):
    """Named changes to a case, kept beside it."""

    title: Text
    text: Text | None = None
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
