"""Tools that look: what the case is about, its documents and claims, passages, words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Annotated, Any, TypeVar

from pydantic import Field

from detente.case import Case, UnknownName
from detente.case.check import unknown
from detente.case.schema import Claim
from detente.evidence import StoredText, check_passages, grade, quality
from detente.evidence.search import search
from detente.show.parts import Parts

from .bounds import MOST_FOUND, MOST_LISTED, MOST_NAMED, MOST_READ, Most, Name, Skip
from .desk import Desk
from .quoting import NOTICE, Quoted, quoted, short, visible
from .shapes import (
    Actor,
    ClaimEntry,
    Claims,
    DocumentEntry,
    Documents,
    ElementEntry,
    Elements,
    Finds,
    PassageEntry,
    Reading,
    Situation,
    WholeClaim,
)

T = TypeVar("T")

Word = Annotated[str, Field(max_length=200)]
Position = Annotated[int, Field(ge=0, le=100_000_000)]


RULES = (
    "You can propose claims, events and links; a person decides about each, with the passage in"
    " view. You cannot accept a proposal or change a file. A claim is put in your own words; its"
    " quotation stands in the document character for character."
)


class Looking:
    """The tools that look."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def describe_case(self) -> Situation:
        """Tell what the case is about: question, decision makers, outcomes, sources, variants."""
        case = self.desk.case
        model = case.model
        return {
            "title": model.title,
            "question": model.question or "",
            "as_of": model.as_of,
            "decision_makers": [_actor(case, dm) for dm in model.decision_makers],
            "outcomes": {name: each.text or name for name, each in model.outcomes.items()},
            "answer": model.answer or "",
            "sources": {
                name: f"{short(each.name)} ({each.reliability})"
                for name, each in islice(case.sources.items(), MOST_NAMED)
            },
            "variants": {
                name: short(each.title) for name, each in islice(case.variants.items(), MOST_NAMED)
            },
            "counts": {
                "sources": len(case.sources),
                "documents": len(case.documents),
                "claims": len(case.claims),
                "elements": sum(1 for _ in model.elements()),
                "proposals": len(self.desk.proposals.by_id),
            },
            "rules": RULES,
        }

    def list_documents(self, skip: Skip = 0, most: Most = MOST_LISTED) -> Documents:
        """List the documents: id, date, source, how long the text is, which claims rest on it."""
        case, texts = self.desk.case, self.desk.texts
        names, following = _page(list(case.documents), skip, most)
        return {
            "notice": NOTICE,
            "documents": [_document(case, name, texts[name]) for name in names],
            "total": len(case.documents),
            "next": following,
        }

    def list_claims(
        self,
        about: Annotated[Name, Field(description="Only claims about this actor or option.")] = "",
        speaker: Annotated[Name, Field(description="Only claims of this speaker.")] = "",
        document: Annotated[Name, Field(description="Only claims from this document.")] = "",
        skip: Skip = 0,
        most: Most = MOST_LISTED,
    ) -> Claims:
        """List the claims that a person accepted, with speaker, chain of sources and grade."""
        case = self.desk.case
        speakers = [*case.model.decision_makers, *case.sources]
        abouts = {
            *speakers,
            *case.model.options,
            *(a for c in case.claims.values() for a in c.about),
        }
        _known(about, abouts, "actor or option")
        _known(speaker, speakers, "decision maker or source")
        _known(document, case.documents, "document")
        wanted = [
            name
            for name, claim in case.claims.items()
            if (not about or about in claim.about)
            and (not speaker or speaker == claim.speaker)
            and (not document or document in {p.document for p in claim.passages})
        ]
        names, following = _page(wanted, skip, most)
        listed = [_claim(case, name) for name in names]
        return {"claims": listed, "total": len(wanted), "next": following}

    def read_claim(self, claim: Name) -> WholeClaim:
        """Show one claim whole: its passages with their text, and the elements that rest on it."""
        case = self.desk.case
        _known(claim, case.claims, "claim", needed=True)
        texts = self.desk.texts
        checks = [check for check in check_passages(case, texts) if check.claim == claim]
        elements = quality(case).elements
        passages: list[PassageEntry] = [
            {
                "document": check.document,
                "status": check.status,
                "start": check.start,
                "end": check.end,
                "quoted": _between(texts[check.document], check.start, check.end),
            }
            for check in checks[:MOST_LISTED]
        ]
        return {
            "claim": _claim(case, claim),
            "note": visible(case.claims[claim].note or ""),
            "passages": passages,
            "speaks_for": [each.name for each in elements if claim in each.claims],
            "speaks_against": [each.name for each in elements if claim in each.against],
        }

    def list_elements(self, skip: Skip = 0, most: Most = MOST_LISTED) -> Elements:
        """List the elements of the model: options, statements, rules; and what each rests on."""
        case = self.desk.case
        parts = Parts(case)
        found, following = _page(quality(case).elements, skip, most)
        listed: list[ElementEntry] = [
            {
                "id": each.name,
                "kind": each.kind,
                "says": parts.element(each.name),
                "support": each.support,
                "because": list(each.claims),
                "against": list(each.against),
            }
            for each in found
        ]
        return {"elements": listed, "total": len(parts.elements), "next": following}

    def search(
        self,
        words: Annotated[
            list[Word],
            Field(
                min_length=1,
                max_length=32,
                description="Each is a word, a phrase, or the beginning of a word with * after it.",
            ),
        ],
        most: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 10,
    ) -> Finds:
        """Find passages of the documents, and claims, by words; the best first."""
        case, texts = self.desk.case, self.desk.texts
        found = search(case, self.desk.index, words, most=most)
        return {
            "passages": [
                {
                    "document": hit.document,
                    "start": hit.start,
                    "end": hit.end,
                    "quoted": quoted(hit.text),
                    "claims": list(hit.claims),
                }
                for hit in found.passages
            ],
            "claims": [{"id": hit.claim, "claim": short(hit.text)} for hit in found.claims],
            "some_words_only": sorted(found.any_word),
            "not_searched": [name for name, text in texts.items() if text.text is None],
        }

    def read_passage(
        self,
        document: Name,
        start: Annotated[Position, Field(description="First character, from 0.")] = 0,
        end: Annotated[
            Position | None,
            Field(description=f"Where to stop, exclusive; at most {MOST_READ:,} from start."),
        ] = None,
    ) -> Reading:
        """Read part of a document's stored text; characters are counted as Unicode code points."""
        _known(document, self.desk.case.documents, "document", needed=True)
        stored = self.desk.texts[document]
        if stored.text is None:
            raise UnknownName(_no_text(stored))
        length = len(stored.text)
        if start >= max(length, 1):
            raise UnknownName(
                f"`{document}` has {length:,} characters; {start:,} is beyond its end"
            )
        if end is not None and end <= start:
            raise UnknownName(f"`end` ({end:,}) must be greater than `start` ({start:,})")
        stop = min(length, start + MOST_READ, length if end is None else end)
        return {
            "document": document,
            "start": start,
            "end": stop,
            "characters": length,
            "next": stop if stop < length else None,
            "quoted": quoted(stored.text[start:stop]),
        }

    @property
    def tools(self) -> tuple[Any, ...]:
        """What a client may call."""
        return (
            self.describe_case,
            self.list_documents,
            self.list_claims,
            self.read_claim,
            self.list_elements,
            self.search,
            self.read_passage,
        )


def _page(every: Sequence[T], skip: int, most: int) -> tuple[Sequence[T], int | None]:
    """Return some entries of a list, and from where to go on."""
    end = skip + most
    return every[skip:end], end if end < len(every) else None


def _known(name: str, known: Collection[str], what: str, *, needed: bool = False) -> None:
    if (name or needed) and name not in known:
        raise UnknownName(unknown(name, known, what))


def _actor(case: Case, dm: str) -> Actor:
    maker = case.model.decision_makers[dm]
    options = {f"{dm}.{name}": option.text for name, option in maker.options.items()}
    return {"id": dm, "name": maker.name or dm, "options": options}


def _document(case: Case, name: str, stored: StoredText) -> DocumentEntry:
    document = case.documents[name]
    return {
        "id": name,
        "title": short(document.title),
        "author": short(document.author or ""),
        "date": document.date or "",
        "source": document.source,
        "reliability": case.sources[document.source].reliability,
        "characters": len(stored.text or ""),
        "text": stored.state,
        "claims": [
            claim
            for claim, each in case.claims.items()
            if name in {p.document for p in each.passages}
        ],
    }


def _claim(case: Case, name: str) -> ClaimEntry:
    claim: Claim = case.claims[name]
    return {
        "id": name,
        "claim": short(claim.claim),
        "speaker": claim.speaker,
        "through": list(claim.through),
        "voice": claim.voice,
        "stance": claim.stance,
        "about": list(claim.about),
        "valid": claim.valid or "",
        "grade": grade(case, claim),
        "group": claim.group or "",
    }


def _between(stored: StoredText, start: int | None, end: int | None) -> Quoted | None:
    if stored.text is None or start is None or end is None:
        return None
    return quoted(stored.text[start : min(end, start + MOST_READ)])


def _no_text(stored: StoredText) -> str:
    why = f": {stored.detail}" if stored.detail else ""
    return (
        f"the text of `{stored.document}` is {stored.state}{why}; whoever started this server can"
        " say with --documents DIR where texts lie"
    )
