"""What ``detente review`` prints with ``--json``, as types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

from typing_extensions import TypedDict

from detente.evidence.proposals import Standing, obstacles
from detente.evidence.proposals.review import Review


class LinkData(TypedDict):
    """Where a claim is to stand: under which element, speaking for it or against."""

    element: str
    side: Literal["because", "against"]


class NewSourceData(TypedDict):
    """A source that is written with the claim, with its Admiralty letter and the reason for it."""

    id: str
    name: str
    reliability: Literal["A", "B", "C", "D", "E", "F"]
    reason: str


class DeedData(TypedDict):
    """An event: its PLOVER type and parties, and how sure the text is of it."""

    type: str
    actor: str | None
    recipient: str | None
    status: Literal["fact", "alleged", "assessed"]


class ProposalData(TypedDict):
    """A proposal as it stands, with the edits made so far; offsets are code points from 0.

    `obstacles` says what keeps it from being accepted as it stands.
    """

    id: str
    kind: Literal["claim", "event", "link"]
    status: Literal["open", "skipped"]
    document: str | None
    start: int
    end: int
    quote: str
    claim: str
    speaker: str
    new_source: NewSourceData | None
    as_read: str
    through: list[str]
    voice: Literal["attributed", "author"]
    stance: str
    about: list[str]
    valid: str | None
    credibility: int
    group: str | None
    deed: DeedData | None
    link: LinkData | None
    of: str | None
    rule: str
    confidence: float | None
    by: str
    obstacles: list[str]


class ReviewData(TypedDict):
    """The proposals of a case that wait for a decision.

    `decided` counts what was accepted and what was rejected; `aside` says why a proposal cannot be
    decided on, by its id.
    """

    case: str
    waiting: list[ProposalData]
    decided: dict[str, int]
    aside: dict[str, str]
    notes: list[str]


def review_data(review: Review, waiting: Iterable[Standing], notes: Iterable[str]) -> ReviewData:
    """Return the proposals that wait, for programs."""
    return {
        "case": review.case.name,
        "waiting": [_proposal(review, one) for one in waiting],
        "decided": {
            status: sum(1 for one in review.standings.values() if one.status == status)
            for status in ("accepted", "rejected")
        },
        "aside": dict(review.aside),
        "notes": list(notes),
    }


def _proposal(review: Review, one: Standing) -> ProposalData:
    said: Mapping[str, Any] = one.proposal.model_dump(mode="json", exclude={"quote_sha256"})
    data = {"id": one.id, "kind": said["kind"], "status": one.status, **said}
    return cast(ProposalData, {**data, "obstacles": obstacles(review.case, one.proposal)})
