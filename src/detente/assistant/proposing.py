"""Tools that propose: claims, events and links, for a person to decide about.

What is proposed goes to ``proposals.jsonl`` and nowhere else. A quotation that does not stand in
the stored text is refused, with what stands there instead and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from typing_extensions import TypedDict

from detente.case import Case, UnknownName
from detente.case.check import unknown
from detente.case.schema import Stance
from detente.evidence.intake import changeable
from detente.evidence.proposals import Deed, Link, Proposal, ProposalRefused
from detente.evidence.proposals.journal import misfits
from detente.evidence.reading.plover import PLOVER

from .bounds import MOST_OPEN, MOST_QUOTED, Name
from .desk import Desk
from .quotation import standing

_CODE = re.compile(r"[A-Z]{3}(\.[a-z0-9_]+)*")

Quote = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MOST_QUOTED,
        description="The passage, character for character as it stands in the document.",
    ),
]
Start = Annotated[
    int | None,
    Field(ge=0, description="Where it begins; needed only if it stands there more than once."),
]
Claimed = Annotated[
    str, Field(min_length=1, max_length=1_000, description="What is claimed, in your own words.")
]
Speaker = Annotated[
    Name,
    Field(description="Who says it or is said to: a decision maker or source of the case, if any."),
]
Chain = Annotated[
    list[Name],
    Field(
        max_length=10, description="Sources that pass it on, last first; the document's if empty."
    ),
]
About = Annotated[
    list[Name],
    Field(max_length=20, description="Decision makers, options, or codes such as PRK, RUS.putin."),
]
Valid = Annotated[
    str, Field(max_length=30, description="When it is true of, ISO 8601: 2020-05 or 2020-05/..")
]
Voice = Literal["attributed", "author"]
Side = Literal["because", "against"]
Element = Annotated[
    Name, Field(description="An element of the model, as `list_elements` names it.")
]


class Proposed(TypedDict):
    """What became of a proposal."""

    id: str
    became: Literal["kept", "known", "rejected before"]
    meaning: str
    document: str
    start: int
    end: int


_MEANING: dict[str, str] = {
    "kept": "It is a proposal now. A person decides about it in `detente review`.",
    "known": "The same was proposed before; nothing was written.",
    "rejected before": "A person rejected this, or the same kind of thing on this passage, before;"
    " it is not proposed again.",
}


class Proposing:
    """The tools that propose."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def propose_claim(
        self,
        document: Name,
        quote: Quote,
        claim: Claimed,
        speaker: Speaker = "",
        stance: Stance = "asserts",
        voice: Voice = "attributed",
        through: Chain | None = None,
        about: About | None = None,
        valid: Valid = "",
        credibility: Annotated[int, Field(ge=1, le=6)] = 6,
        start: Start = None,
        element: Element = "",
        side: Side = "because",
    ) -> Proposed:
        """Propose a claim, with the passage it is taken from; a person decides about it.

        A quotation that does not stand in the document, character for character, is refused. With
        `element`, the claim is proposed for (`because`) or against (`against`) that part of the
        model. Credibility is the Admiralty number; 6 where the truth cannot be judged.
        """
        found = self._quoted("claim", document, quote, start)
        told = self._told(found, claim, speaker, through, about, valid)
        return self._propose(
            found | told | {"stance": stance, "voice": voice, "credibility": credibility},
            Link(element=element, side=side) if element else None,
        )

    def propose_event(
        self,
        document: Name,
        quote: Quote,
        claim: Claimed,
        type: Annotated[  # noqa: A002 - the word that `detente read` has for it
            Literal[PLOVER],  # type: ignore[valid-type]
            Field(description="A PLOVER type."),
        ],
        actor: Annotated[Name, Field(description="Who does it: a code such as PRK.")] = "",
        recipient: Annotated[Name, Field(description="To whom.")] = "",
        status: Literal["fact", "alleged", "assessed"] = "alleged",
        speaker: Speaker = "",
        voice: Voice = "author",
        through: Chain | None = None,
        about: About | None = None,
        valid: Valid = "",
        credibility: Annotated[int, Field(ge=1, le=6)] = 6,
        start: Start = None,
    ) -> Proposed:
        """Propose an event: who did what to whom, with the passage that tells it."""
        found = self._quoted("event", document, quote, start)
        told = self._told(found, claim, speaker, through, about, valid)
        deed = Deed(type=type, actor=actor or None, recipient=recipient or None, status=status)
        return self._propose(
            found | told | {"deed": deed, "voice": voice, "credibility": credibility}, None
        )

    def propose_link(self, claim: Name, element: Element, side: Side = "because") -> Proposed:
        """Propose that a claim of the case bear on an element of the model, for or against it."""
        case = self.desk.case
        if claim not in case.claims:
            raise UnknownName(unknown(claim, case.claims, "claim"))
        held = {"kind": "link", "of": claim, "claim": case.claims[claim].claim}
        return self._propose(held, Link(element=element, side=side))

    def _quoted(self, kind: str, document: str, quote: str, start: int | None) -> dict[str, Any]:
        """Return what a proposal says of its passage, once that is seen to stand in the text."""
        begin, end, text = standing(self.desk.case, self.desk.texts, document, quote, start)
        return {"kind": kind, "document": document, "start": begin, "end": end, "quote": text}

    def _told(
        self,
        found: dict[str, Any],
        claim: str,
        speaker: str,
        through: Sequence[str] | None,
        about: Sequence[str] | None,
        valid: str,
    ) -> dict[str, Any]:
        """Return what a proposal says in its own words, names checked."""
        case = self.desk.case
        document = case.documents[found["document"]]
        _check_names(case, through or (), about or ())
        known = {**case.model.decision_makers, **case.sources}
        return {
            "claim": claim,
            "speaker": speaker if speaker in known else "",
            "as_read": "" if speaker in known else speaker,
            "through": tuple(through or [document.source]),
            "about": tuple(about or ()),
            "valid": valid or None,
            "group": document.group,
        }

    def _propose(self, held: dict[str, Any], link: Link | None) -> Proposed:
        """Keep a proposal, unless it is known, was rejected, or too many wait already."""
        changeable(self.desk.case)
        proposals = self.desk.proposals
        waiting = sum(
            each.is_open and each.base.by == self.desk.by for each in proposals.standings().values()
        )
        if waiting >= MOST_OPEN:
            raise ProposalRefused(
                f"{waiting:,} proposals of yours wait for a person already; nothing was kept."
                " Ask for them to be reviewed first"
            )
        one = _proposal({**held, "link": link, "by": self.desk.by})
        added = proposals.add([one])
        became: Literal["kept", "known", "rejected before"] = (
            "kept" if added.new else "known" if added.known else "rejected before"
        )
        return {
            "id": one.id,
            "became": became,
            "meaning": _MEANING[became],
            "document": one.document or "",
            "start": one.start,
            "end": one.end,
        }

    @property
    def tools(self) -> tuple[Any, ...]:
        """What a client may call."""
        return (self.propose_claim, self.propose_event, self.propose_link)


def _check_names(case: Case, through: Sequence[str], about: Sequence[str]) -> None:
    """Refuse sources and actors that a claim of the case could not name; all of them at once."""
    makers, options = case.model.decision_makers, case.model.options
    wrong = [unknown(name, case.sources, "source") for name in through if name not in case.sources]
    wrong += [
        unknown(name, [*makers, *options], "decision maker, option or country code")
        for name in about
        if name not in makers and name not in options and not _CODE.fullmatch(name)
    ]
    if len(set(through)) < len(through):
        wrong.append("a source is on the chain twice")
    if wrong:
        raise ProposalRefused("\n".join([*wrong, "Nothing was kept."]))


def _proposal(held: dict[str, Any]) -> Proposal:
    """Return a proposal of checked parts; what does not fit is told in the words of the case."""
    try:
        return Proposal.model_validate(held)
    except ValidationError:
        plain = {key: value for key, value in held.items() if key not in {"deed", "link"}}
        wrong = [problem.message for problem in misfits(plain, Proposal, "proposal", 1)]
        raise ProposalRefused("\n".join([*wrong, "Nothing was kept."])) from None
