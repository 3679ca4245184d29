"""Where a model comes from, as PROV-JSON: elements from claims, claims from documents and speakers.

The W3C's PROV data model (Recommendation 2013) in the serialization of the member submission "The
PROV-JSON Serialization" (2013). Documents, claims and elements are entities; sources and decision
makers are agents. An element was derived from the claims for and against it, a claim from the
documents that its passages stand in; a claim is attributed to its speaker, a document to its
source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from detente.case import Case
from detente.case.schema import Element

from .exchange import Exported, left_out
from .webannotation import TERMS, iri

Records = dict[str, dict[str, Any]]


def write(case: Case) -> Exported:
    """Write a case's provenance as the text of a ``.provjson`` file."""
    data = {
        "prefix": {"case": f"{iri(case)}:", "detente": TERMS},
        "entity": _entities(case),
        "agent": _agents(case),
        "wasDerivedFrom": _numbered("d", _derivations(case)),
        "wasAttributedTo": _numbered("a", _attributions(case)),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    kept = {"title", "claims", "documents", "sources", "grounds"}
    return Exported(text, tuple(left_out(case, kept)))


def _entities(case: Case) -> Records:
    entities: Records = {}
    for name, document in case.documents.items():
        entities[f"case:document:{name}"] = _record(
            "document",
            document.title,
            {"date": document.date, "sha256": document.sha256, "group": document.group},
        )
    for name, claim in case.claims.items():
        said: dict[str, Any] = {
            "voice": claim.voice,
            "stance": claim.stance,
            "valid": claim.valid,
            "credibility": claim.credibility,
            "group": claim.group,
            "through": list(claim.through),
        }
        entities[f"case:claim:{name}"] = _record("claim", claim.claim, said)
    for name, path, element in case.model.elements():
        said = {"assumed": element.assumed, "credence": element.credence}
        label = ".".join(map(str, path))
        entities[f"case:element:{name}"] = _record("element", _words(element) or label, said)
    return entities


def _words(element: Element) -> str:
    """Return what an element says: an option's text, a statement's or a rule's formula."""
    said = (getattr(element, key, None) for key in ("text", "want", "never"))
    return next((str(each) for each in said if each is not None), "")


def _agents(case: Case) -> Records:
    agents = {
        f"case:source:{name}": _record(
            "source", source.name, {"reliability": source.reliability, "reason": source.reason}
        )
        for name, source in case.sources.items()
    }
    for name, maker in case.model.decision_makers.items():
        said = {"code": maker.code}
        agents[f"case:decision-maker:{name}"] = _record("decision-maker", maker.name or name, said)
    return agents


def _record(kind: str, label: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with its type as a qualified name; what says nothing is left out."""
    typed = {"prov:type": {"$": f"detente:{kind}", "type": "xsd:QName"}, "prov:label": label}
    given = {f"detente:{k}": v for k, v in said.items() if v not in (None, [], "")}
    return typed | given


def _derivations(case: Case) -> Iterator[dict[str, Any]]:
    for name, _, element in case.model.elements():
        for role, groups in (("for", element.because), ("against", element.against)):
            for used in dict.fromkeys(claim for group in groups for claim in group):
                yield {
                    "prov:generatedEntity": f"case:element:{name}",
                    "prov:usedEntity": f"case:claim:{used}",
                    "detente:speaks": role,
                }
    for name, claim in case.claims.items():
        for passage in claim.passages:
            place = {"start": passage.start, "end": passage.end, "quote": passage.quote}
            yield {
                "prov:generatedEntity": f"case:claim:{name}",
                "prov:usedEntity": f"case:document:{passage.document}",
                **{f"detente:{k}": v for k, v in place.items() if v is not None},
            }


def _attributions(case: Case) -> Iterator[dict[str, Any]]:
    for name, document in case.documents.items():
        yield _attribution(f"case:document:{name}", f"case:source:{document.source}")
    for name, claim in case.claims.items():
        kind = "decision-maker" if claim.speaker in case.model.decision_makers else "source"
        yield _attribution(f"case:claim:{name}", f"case:{kind}:{claim.speaker}")


def _attribution(entity: str, agent: str) -> dict[str, Any]:
    return {"prov:entity": entity, "prov:agent": agent}


def _numbered(letter: str, relations: Iterator[dict[str, Any]]) -> Records:
    """Return relations under names of their own: PROV-JSON has no lists of them."""
    return {f"_:{letter}{number}": each for number, each in enumerate(relations, start=1)}
