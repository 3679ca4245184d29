"""Claims as W3C Web Annotations (JSON-LD), so that other annotation tools show them at their place.

Each claim that has a passage is one Annotation ("Web Annotation Data Model", W3C Recommendation
2017): its words are the body, its passages the targets, each with a TextPositionSelector, a
TextQuoteSelector, or both. Who says it, how, and on whose word has no place in that model and
stands under names of our own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from detente.case import Case
from detente.case.schema import Claim, Passage

from .exchange import Exported, left_out

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:detente:terms:"
"""The namespace of what the Web Annotation model has no word for."""


def write(case: Case) -> Exported:
    """Write the claims of a case as the text of a ``.jsonld`` file: an AnnotationCollection."""
    placed = {name: claim for name, claim in case.claims.items() if claim.passages}
    items = [_annotation(case, name, claim) for name, claim in placed.items()]
    page = {"id": iri(case, "page", "1"), "type": "AnnotationPage", "startIndex": 0}
    collection = {
        "@context": [CONTEXT, {"detente": TERMS}],
        "id": iri(case),
        "type": "AnnotationCollection",
        "label": case.model.title,
        "total": len(items),
        "first": {**page, "items": items},
    }
    text = json.dumps(collection, ensure_ascii=False, indent=2) + "\n"
    return Exported(text, tuple(_notes(case, len(case.claims) - len(placed))))


def iri(case: Case, *parts: str) -> str:
    """Return a name for a part of a case that is the same in every export.

    Examples
    --------
    >>> from detente.case import load
    >>> iri(load("korea-2019"), "claim", "hanoi-failed")
    'urn:detente:korea-2019:claim:hanoi-failed'
    """
    return ":".join(["urn:detente", *(quote(part, safe="") for part in (case.name, *parts))])


def _annotation(case: Case, name: str, claim: Claim) -> dict[str, Any]:
    said = {
        "detente:speaker": claim.speaker,
        "detente:through": list(claim.through),
        "detente:voice": claim.voice,
        "detente:stance": claim.stance,
        "detente:about": list(claim.about),
        "detente:valid": claim.valid,
        "detente:credibility": claim.credibility,
        "detente:group": claim.group,
        "detente:note": claim.note,
    }
    return {
        "id": iri(case, "claim", name),
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "value": claim.claim, "format": "text/plain"},
        "target": [_target(case, passage) for passage in claim.passages],
        **_said(said),
    }


def _target(case: Case, passage: Passage) -> dict[str, Any]:
    document = case.documents[passage.document]
    selectors: list[dict[str, Any]] = []
    if passage.quote is not None:
        quoted = {"exact": passage.quote, "prefix": passage.before, "suffix": passage.after}
        selectors.append({"type": "TextQuoteSelector", **{k: v for k, v in quoted.items() if v}})
    if passage.start is not None:
        end = passage.end if passage.end is not None else passage.start + len(passage.quote or "")
        selectors.append({"type": "TextPositionSelector", "start": passage.start, "end": end})
    source = {
        "id": iri(case, "document", passage.document),
        "type": "Text",
        "format": "text/plain",
        "detente:title": document.title,
        "detente:source": document.source,
        "detente:date": document.date,
        "detente:sha256": document.sha256,
        "language": document.language,
    }
    selector = selectors[0] if len(selectors) == 1 else selectors
    return {"type": "SpecificResource", "source": _said(source), "selector": selector}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said, without keys that say nothing."""
    return {key: value for key, value in values.items() if value not in (None, [], "")}


def _notes(case: Case, unplaced: int) -> list[str]:
    kept = {"title", "claims", "documents"}
    notes = left_out(case, kept)
    if unplaced:
        claims = "1 claim has" if unplaced == 1 else f"{unplaced:,} claims have"
        notes.insert(0, f"{claims} no passage, and an annotation needs one: left out")
    return notes
