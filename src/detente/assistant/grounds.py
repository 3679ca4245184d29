"""The tool that looks for gaps: what the model rests on, and where its claims differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from typing_extensions import TypedDict

from detente.evidence import check_passages, quality
from detente.evidence.gaps import gaps
from detente.show.gaps import gaps_page

from .bounds import MOST_NAMED, MOST_TEXT
from .desk import Desk
from .plain import plain


class Names(TypedDict):
    """How many there are, and the first of them."""

    count: int
    names: list[str]


class Gaps(TypedDict):
    """Where the case's grounds are thin; and the page of ``detente gaps``."""

    unsourced_elements: Names
    assumed_elements: Names
    single_origin_elements: Names
    contested_elements: Names
    unused_claims: Names
    documents_without_claims: Names
    documents_without_text: Names
    passages_not_found: Names
    text: str
    cut_short: bool


class Grounds:
    """The tool that looks for gaps."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def list_gaps(self) -> Gaps:
        """Tell where the grounds are thin, and where claims contradict, confirm or repeat others.

        Elements without a source, with one origin alone, or contested; claims that support
        nothing; documents that nobody drew on or whose text is not there; passages that no longer
        stand where the ledger says.
        """
        case, texts = self.desk.case, self.desk.texts
        found = quality(case)
        used = {p.document for claim in case.claims.values() for p in claim.passages}
        lost = (c for c in check_passages(case, texts) if c.status not in {"exact", "moved"})
        text = plain(gaps_page(case, gaps(case), full=False))
        return {
            "unsourced_elements": _names(found.with_support("unsourced")),
            "assumed_elements": _names(found.with_support("assumed")),
            "single_origin_elements": _names(found.single),
            "contested_elements": _names(found.contested),
            "unused_claims": _names(found.unused),
            "documents_without_claims": _names(d for d in case.documents if d not in used),
            "documents_without_text": _names(d for d, each in texts.items() if each.text is None),
            "passages_not_found": _names(f"{c.claim} {c.number}: {c.status}" for c in lost),
            "text": text[:MOST_TEXT],
            "cut_short": len(text) > MOST_TEXT,
        }

    @property
    def tools(self) -> tuple[Any, ...]:
        """What a client may call."""
        return (self.list_gaps,)


def _names(names: Iterable[str]) -> Names:
    every = list(names)
    return {"count": len(every), "names": every[:MOST_NAMED]}
