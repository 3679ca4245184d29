"""What an import and an export return, and what an export must say that it leaves out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from detente.case import Case
from detente.case.schema import DEFAULT_ASSUMPTION_CREDENCE

from .naming import Renamed


@dataclass(frozen=True, eq=False)
class Imported:
    """A case made from another program's file.

    Attributes
    ----------
    case : Case
        In memory; it has no folder yet.
    renamed : tuple of Renamed
        Names that are no ids; they are kept as `name` or `text`.
    notes : tuple of str
        What the file says that a case cannot hold, and what a case needs that it does not say.
    """

    case: Case
    renamed: tuple[Renamed, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Exported:
    """A case as another program's file.

    Attributes
    ----------
    text : str
    notes : tuple of str
        What the case says that the format cannot hold.
    """

    text: str
    notes: tuple[str, ...]


def left_out(case: Case, kept: Collection[str] = ()) -> list[str]:
    """Return a note of what the case says and a format has no place for, or none.

    Parameters
    ----------
    case : Case
    kept : collection of str
        The parts, by their key in the case, that the format does hold.
    """
    parts = [said for key, said in _parts(case).items() if said and key not in kept]
    return [f"not kept, the format has no place for it: {', '.join(parts)}"] if parts else []


def _parts(case: Case) -> dict[str, str]:
    """Return what the case says, part by part; nothing for what it does not say."""
    model = case.model
    options = model.options.values()
    grounds = sum(
        bool(e.because or e.against or e.assumed or e.credence is not None)
        for _, _, e in model.elements()
    )
    fates = sum(getattr(e, "otherwise", "drop") != "drop" for _, _, e in model.elements())
    blind = sum(bool(maker.cannot_see) for maker in model.decision_makers.values())
    codes = sum(maker.code is not None for maker in model.decision_makers.values())
    return {
        "title": "the title",
        "question": "the question" if model.question else "",
        "as_of": "the day",
        "status_quo": "the status quo" if model.status_quo is not None else "",
        "outcomes": _count(len(model.outcomes), "outcome"),
        "answer": "the answer" if model.answer else "",
        "codes": _count(codes, "code"),
        "text_off": _count(sum(o.text_off is not None for o in options), "text of leaving"),
        "states": _count(sum(s.text is not None for s in model.states or ()), "text of a state"),
        "moves": _count(sum(o.moves != "both" for o in options), "one-way option"),
        "rules": _count(len(model.rules), "rule"),
        "prefers": _count(
            sum(len(m.prefers) for m in model.decision_makers.values()), "preference statement"
        ),
        "equal": _count(
            sum(s.about is not None for m in model.decision_makers.values() for s in m.prefers),
            "uncertain place of a statement",
        ),
        "assumption_credence": "the credence of assumptions"
        if model.assumption_credence != DEFAULT_ASSUMPTION_CREDENCE
        else "",
        "grounds": f"the grounds of {_count(grounds, 'element')}" if grounds else "",
        "otherwise": f"the fate of {_count(fates, 'element')} when fallen" if fates else "",
        "claims": _count(len(case.claims), "claim"),
        "documents": _count(len(case.documents), "document"),
        "sources": _count(len(case.sources), "source"),
        "variants": _count(len(case.variants), "variant"),
        "cannot_see": f"what {_count(blind, 'decision maker')} cannot see" if blind else "",
        "coalitions": _count(len(model.coalitions), "coalition"),
        "issues": _count(len(model.issues), "issue"),
    }


def _count(count: int, noun: str) -> str:
    """Return ``3 claims``; nothing if there is none."""
    if not count:
        return ""
    head, of, tail = noun.partition(" of ")
    return f"{count:,} {head}{'' if count == 1 else 's'}{of}{tail}"
