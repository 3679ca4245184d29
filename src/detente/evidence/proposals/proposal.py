"""A proposal: a claim, an event or a link that somebody suggests and a person decides on.

A proposal is no claim. It carries the passage it rests on, word for word, so that whoever decides
has the text in view; the words of the claim itself are a person's, or a draft in neutral words.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from detente.case.errors import did_you_mean
from detente.case.schema import Entry, Interval, Letter, Names, Slug, Source, Stance, Text
from detente.evidence.reading.plover import PLOVER

Kind = Literal["claim", "event", "link"]
Side = Literal["because", "against"]
SIDES: tuple[Side, ...] = ("because", "against")
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _plover(name: str) -> str:
    if name not in PLOVER:
        raise ValueError(f"must be a PLOVER type: {', '.join(PLOVER)}{did_you_mean(name, PLOVER)}")
    return name


READER = "reader"
"""Who proposes what :mod:`detente.evidence.reading` found."""


class Link(Entry):
    """Where a claim is to stand: under `because` or `against` of an element of the model.

    `element` is called as everywhere: its `id`, or ``DM.option``, ``DM/3``, ``rules/2``.
    """

    element: Text
    side: Side = "because"


class NewSource(Entry):
    """A source that the case does not have yet, with the id it is to have.

    A person adds it, while a claim of its is accepted; nobody proposes one: the letter is a
    judgement.
    """

    id: Slug
    name: Text
    reliability: Letter
    reason: Text

    @property
    def source(self) -> Source:
        """What is written under the id."""
        return Source(name=self.name, reliability=self.reliability, reason=self.reason)


class Deed(Entry):
    """What an event is: a PLOVER type, who does it, to whom, and how sure the text is of it."""

    type: Annotated[str, AfterValidator(_plover)]
    actor: str | None = None
    recipient: str | None = None
    status: Literal["fact", "alleged", "assessed"] = "fact"


class Proposal(Entry):
    """Something to be decided on. One line of ``proposals.jsonl``.

    Attributes
    ----------
    kind : {"claim", "event", "link"}
        A link proposes that a claim of the ledger (`of`) bear on an element of the model.
    document : str or None
        None only for a link of a claim that has no passage.
    start, end : int
        Code points of the stored text, the end exclusive.
    quote : str
        The passage exactly as it stands there. In the file it is replaced by `quote_sha256` where
        the text is not kept in the case folder.
    claim : str
        In our own words; empty where there is no draft, and then to be written before it can be
        accepted.
    speaker : str
        A decision maker or a source of the case; empty where none of them is meant.
    new_source : NewSource or None
        A source that is written with the claim; only a person's edit brings one.
    as_read : str
        Who speaks, as the proposer calls it, where the case has no such name.
    through : tuple of str
    voice : {"attributed", "author"}
    stance : str
    about : tuple of str
    valid : str or None
    credibility : int
    group : str or None
    deed : Deed or None
        What happened, of an event.
    link : Link or None
    of : str or None
        The claim that a link is about.
    rule, confidence
        What made it, and how often that was right; empty and None for an assistant's.
    by : str
        ``reader``, or the name of an assistant or a person.
    """

    kind: Kind
    document: Slug | None = None
    start: Annotated[int, Field(ge=0)] = 0
    end: Annotated[int, Field(ge=0)] = 0
    quote: str = ""
    quote_sha256: Digest | None = None
    claim: Annotated[str, Field(max_length=10_000)] = ""
    speaker: str = ""
    new_source: NewSource | None = None
    as_read: str = ""
    through: Names = ()
    voice: Literal["attributed", "author"] = "attributed"
    stance: Stance = "asserts"
    about: Names = ()
    valid: Interval | None = None
    credibility: Annotated[int, Field(ge=1, le=6)] = 6
    group: Slug | None = None
    deed: Deed | None = None
    link: Link | None = None
    of: Slug | None = None
    rule: str = ""
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    by: Annotated[str, Field(min_length=1, max_length=80)] = READER

    @property
    def brings(self) -> dict[str, Source]:
        """The source that is written with the claim, by its id: the new one, if it is named."""
        new = self.new_source
        return {new.id: new.source} if new and new.id in {self.speaker, *self.through} else {}

    @property
    def id(self) -> str:
        """A stable name: the same passage, kind and content have the same one, whoever proposes.

        Examples
        --------
        >>> one = Proposal(kind="claim", document="a", start=3, end=9, claim="It rains.")
        >>> one.id == one.model_copy(update={"by": "somebody", "rule": "r"}).id
        True
        """
        content = self.model_dump(mode="json", include=_CONTENT)
        place = [self.kind, self.document, self.start, self.end]
        told = json.dumps([*place, content], ensure_ascii=False, sort_keys=True)
        return "p" + hashlib.sha256(told.encode()).hexdigest()[:12]

    def line(self, *, with_quote: bool) -> dict[str, Any]:
        """Return what stands in the file: the id first, and nothing that goes without saying."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"by", "quote_sha256"})
        if self.quote and not with_quote:
            del said["quote"]
            said["quote_sha256"] = hashlib.sha256(self.quote.encode()).hexdigest()
        manner = {} if self.kind == "link" else {"voice": self.voice, "stance": self.stance}
        return {"id": self.id, **said, **manner, "by": self.by}

    def overlaps(self, other: Proposal) -> bool:
        """Whether the two are about one thing: one kind, one document, passages that overlap.

        Links are about one thing if they put the same claim under the same element.
        """
        if self.kind != other.kind:
            return False
        if self.kind == "link":
            return (self.of, self.link) == (other.of, other.link)
        if self.document != other.document:
            return False
        return self.start < other.end and other.start < self.end


_CONTENT = {
    "claim", "speaker", "as_read", "voice", "stance", "about", "valid", "deed", "link", "of",
}  # fmt: skip
"""What is proposed, as against who proposes it and why."""
