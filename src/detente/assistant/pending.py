"""The tool that shows what was proposed, and what a person decided about it."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from detente.evidence.proposals import Proposal, ProposalRefused, Proposals, Standing

from .bounds import MOST_LISTED, Most, Skip
from .desk import Desk
from .quoting import Quoted, quoted, short, visible


class ProposalEntry(TypedDict):
    """A proposal and where it stands."""

    id: str
    kind: str
    status: str
    by: str
    claim: str
    became: str
    speaker: str
    about: list[str]
    event: str
    element: str
    side: str
    of: str
    document: str
    start: int
    end: int
    quoted: Quoted | None


class ProposalList(TypedDict):
    """Proposals of the case, the last first."""

    proposals: list[ProposalEntry]
    total: int
    next: int | None


class Pending:
    """The tool that shows what was proposed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def list_proposals(
        self,
        status: Literal["open", "skipped", "accepted", "rejected", "any"] = "any",
        skip: Skip = 0,
        most: Most = MOST_LISTED,
    ) -> ProposalList:
        """List what was proposed, by whom, and what a person decided; the last proposed first."""
        proposals = self.desk.proposals
        every = reversed(proposals.standings().values())
        wanted = [each for each in every if status in {"any", each.status}]
        end = skip + most
        return {
            "proposals": [
                _entry(each, _text(proposals, each.proposal)) for each in wanted[skip:end]
            ],
            "total": len(wanted),
            "next": end if end < len(wanted) else None,
        }

    @property
    def tools(self) -> tuple[Any, ...]:
        """What a client may call."""
        return (self.list_proposals,)


def _text(proposals: Proposals, one: Proposal) -> str | None:
    """Return the passage of a proposal, if it still stands there."""
    try:
        return proposals.quoted(one).quote or None
    except ProposalRefused:
        return None


def _entry(where: Standing, text: str | None) -> ProposalEntry:
    one = where.proposal
    return {
        "id": where.id,
        "kind": one.kind,
        "status": where.status,
        "by": visible(one.by),
        "claim": short(one.claim),
        "became": where.claim or "",
        "speaker": visible(one.speaker or one.as_read),
        "about": list(one.about),
        "event": one.deed.type if one.deed else "",
        "element": one.link.element if one.link else "",
        "side": one.link.side if one.link else "",
        "of": one.of or "",
        "document": one.document or "",
        "start": one.start,
        "end": one.end,
        "quoted": None if text is None else quoted(text),
    }
