"""What accepting changes in a case, and what taking it back does: edits in memory, proved valid.

A claim is written below the others in ``claims.yaml``; if it is linked, its id is added to
`because` or `against` of the element in ``case.yaml``. Nothing else of the files changes.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from detente.case import Case, EditRefused, edited
from detente.case.check import unknown
from detente.case.edit import add_entries, append, remove, set_value
from detente.case.errors import listed
from detente.case.files import TextFile, new_file
from detente.case.nodes import Mapping as MappingNode
from detente.case.nodes import PathKey, Scalar, child, find, parse
from detente.case.nodes import Sequence as SequenceNode
from detente.case.schema import Claim, Element, Number, Option, Rule, Source, Statement
from detente.evidence.reading.tables import word_set
from detente.evidence.texts import StoredText

from .names import is_code
from .passage import in_case_folder
from .proposal import Link, Proposal
from .wording import copied

LEDGER, MODEL, SOURCES = "claims.yaml", "case.yaml", "sources.yaml"
Path = tuple[PathKey, ...]


Brought = Mapping[str, Source]
"""Sources that others of the same decisions bring, by id."""


def obstacles(case: Case, proposal: Proposal, brought: Brought = MappingProxyType({})) -> list[str]:
    """Return everything that keeps a proposal from being accepted as it stands, in words."""
    return list(_obstacles(case, proposal, brought))


def _obstacles(case: Case, proposal: Proposal, brought: Brought) -> Iterator[str]:
    if proposal.link is not None:
        names = [name for name, _, _ in case.model.elements()]
        if proposal.link.element not in names:
            yield unknown(proposal.link.element, names, "element")
    if proposal.kind == "link":
        if proposal.link is None:
            yield "it links nothing: choose an element of the model"
        if proposal.of not in case.claims:
            yield unknown(proposal.of or "", case.claims, "claim")
        return
    if not proposal.claim.strip():
        yield "it has no text yet: write the claim in your own words"
    elif run := copied(proposal.claim, proposal.quote):
        yield f"the claim has the passage's own words: “{run}”; say it in yours"
    if not proposal.speaker:
        read = f"; the text has {proposal.as_read}" if proposal.as_read else ""
        yield f"it has no speaker: a decision maker or a source of the case{read}"
    yield from misnamed(case, proposal, brought)


def misnamed(
    case: Case, proposal: Proposal, brought: Brought = MappingProxyType({})
) -> Iterator[str]:
    """Yield every name in a proposal that the case does not have, or has already, in words."""
    makers = case.model.decision_makers
    sources = {**proposal.brings, **case.sources, **brought}
    yield from _clashes(case, proposal, brought)
    if proposal.speaker and proposal.speaker not in {**makers, **sources}:
        yield unknown(proposal.speaker, [*makers, *sources], "decision maker or source")
    for source in proposal.through:
        if source not in sources:
            yield unknown(source, sources, "source")
    known = [*makers, *case.model.options]
    for about in proposal.about:
        if about not in known and not is_code(about):
            yield unknown(about, known, "decision maker, option or country code")


def _clashes(case: Case, proposal: Proposal, brought: Brought) -> Iterator[str]:
    """Yield why a new source cannot have the id that it is given."""
    for name, new in proposal.brings.items():
        if name in case.model.decision_makers:
            yield f"`{name}` is a decision maker; a new source needs an id of its own"
        elif {**case.sources, **brought}.get(name, new) != new:
            yield f"`{name}`: there is another source of that id"


def accepted(
    case: Case,
    texts: Mapping[str, StoredText],
    chosen: Sequence[tuple[str, Proposal]],
) -> Case:
    """Return the case with proposals accepted under the given ids of claims.

    What stands there already, word for word, is left alone, so that what was broken off can be
    finished.

    Raises
    ------
    EditRefused, InvalidCase
        The files cannot take the change; nothing was written.
    """
    new = {}
    for name, one in chosen:
        if one.kind == "link":
            continue
        if name not in case.claims:
            new[name] = entry(case, texts, one)
        elif not _same(case, name, one):
            place = case.place((name,), file=LEDGER, key=True)
            raise EditRefused(f"{place}: there is another claim `{name}` by now")
    ledger = case.files.get(LEDGER, new_file(LEDGER))
    changed = [_with_sources(case, [one for _, one in chosen])]
    changed += [add_entries(ledger, new)] if new else []
    model = case.files[MODEL]
    for name, one in chosen:
        if one.link is not None:
            model = linked(case, model, one.link, name)
    if model is not case.files[MODEL]:
        changed.append(model)
    return edited(case, *(file for file in changed if file.text))


def _with_sources(case: Case, chosen: Sequence[Proposal]) -> TextFile:
    """Return ``sources.yaml`` with the sources that proposals bring."""
    new: dict[str, Source] = {}
    for one in chosen:
        for wrong in _clashes(case, one, new):
            raise EditRefused(wrong)
        new |= one.brings
    file = case.files.get(SOURCES, new_file(SOURCES))
    return add_entries(file, {n: s.model_dump() for n, s in new.items() if n not in case.sources})


def entry(case: Case, texts: Mapping[str, StoredText], proposal: Proposal) -> dict[str, Any]:
    """Return a claim as it is written into the ledger.

    The passage has its quotation only where the text is kept in the case folder: elsewhere it may
    not be passed on.
    """
    passage: dict[str, Any] = {
        "document": proposal.document,
        "start": proposal.start,
        "end": proposal.end,
    }
    if in_case_folder(case, texts.get(proposal.document or "")):
        passage["quote"] = proposal.quote
    said: dict[str, Any] = {
        "claim": proposal.claim.strip(),
        "speaker": proposal.speaker,
        "through": list(proposal.through),
        "voice": proposal.voice,
        "stance": proposal.stance,
        "about": list(proposal.about),
        "valid": proposal.valid,
        "credibility": proposal.credibility,
        "group": proposal.group,
        "passages": [passage],
    }
    return {key: value for key, value in said.items() if value not in (None, [])}


def claim_id(proposal: Proposal, taken: Collection[str]) -> str:
    """Return an id for a claim: its telling words, with a number if there is such a claim.

    Examples
    --------
    >>> one = Proposal(kind="claim", claim="The upper state says that it will fill the dam.")
    >>> claim_id(one, {"upper-state-fill-dam"})
    'upper-state-fill-dam-2'
    """
    if proposal.kind == "link":
        return proposal.of or ""
    plain = unicodedata.normalize("NFKD", proposal.claim).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z0-9]+", plain.lower()) if word not in _SMALL]
    base = "-".join(words[:5])[:50].strip("-") or "claim"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


_SMALL = word_set(
    "a an the of to in on at by for from with and or but that this it its is are was were be been"
    " will would has have had not no as says denies judges expects warns said they their he his she"
    " her which who"
)


def taken_back(case: Case, name: str, proposal: Proposal) -> Iterator[Case]:
    """Yield the case without the link of a claim that was accepted, without the claim, its source.

    Saved in this order, no reference leads nowhere in between. What is not there any more is no
    hindrance. A source that was written with the claim stays if it was changed since, or if
    another claim or a document names it.

    Raises
    ------
    EditRefused
        A person changed the claim since, or put it under another element too.
    """
    there = proposal.kind != "link" and name in case.claims
    if there:
        _refuse_if_used(case, name, proposal)
    if proposal.link is not None:
        case = edited(case, _unlinked(case, case.files[MODEL], proposal.link, name))
        yield case
    if there:
        case = edited(case, _without(case.files[LEDGER], name))
        yield case
    for source, written in proposal.brings.items():
        if case.sources.get(source) == written and source not in _named(case):
            yield edited(case, _without(case.files[SOURCES], source))


def _named(case: Case) -> set[str]:
    """Return what claims and documents name as sources."""
    chains = (name for c in case.claims.values() for name in (c.speaker, *c.through))
    return {*chains, *(document.source for document in case.documents.values())}


def _refuse_if_used(case: Case, name: str, proposal: Proposal) -> None:
    place = case.place((name,), file=LEDGER, key=True)
    if not _same(case, name, proposal):
        raise EditRefused(
            f"{place}: `{name}` was changed since it was accepted; take it out by hand"
        )
    own = proposal.link.element if proposal.link else None
    used = [n for n, _, e in case.model.elements() if name in e.claims and n != own]
    if used:
        raise EditRefused(f"{place}: `{name}` also stands under {listed(used)}; take it out there")


def _same(case: Case, name: str, proposal: Proposal) -> bool:
    """Whether a claim of the ledger is what accepting the proposal writes; quotations aside."""
    return _told(case.claims[name]) == _told(Claim.model_validate(entry(case, {}, proposal)))


def _told(claim: Claim) -> tuple[Any, ...]:
    places = tuple((p.document, p.start, p.end) for p in claim.passages)
    return claim.model_copy(update={"passages": ()}), places


def _without(file: TextFile, name: str) -> TextFile:
    """Return a file without one of its entries."""
    root = file.tree
    if not isinstance(root, MappingNode) or len(root.entries) > 1 or root.flow:
        return remove(file, (name,))
    # the only one: what is left is comments, which an edit at a path cannot leave behind
    key, value = root.entries[0]
    begin = file.text.rfind("\n", 0, key.start) + 1
    stop = file.text.find("\n", value.end - 1)
    text = file.text[:begin] + (file.text[stop + 1 :] if stop >= 0 else "")
    return dataclasses.replace(file, text=text, tree=parse(text, file.name))


def linked(case: Case, file: TextFile, link: Link, claim: str) -> TextFile:
    """Return ``case.yaml`` with a claim under an element's `because` or `against`."""
    path, element = _element(case, link.element)
    node = find(file.tree, path) if file.tree else None
    if isinstance(node, Scalar):
        return set_value(file, path, {_short_key(element): node.text, link.side: [claim]})
    at: Path = (*path, link.side)
    there = child(node, link.side) if node else None
    if isinstance(there, SequenceNode):
        held = any(isinstance(item, Scalar) and item.text == claim for item in there.items)
        return file if held else append(file, at, claim)
    before = there.value if isinstance(there, Scalar) else None
    if before == claim:
        return file
    return set_value(file, at, [claim] if before is None else [before, claim])


def _unlinked(case: Case, file: TextFile, link: Link, claim: str) -> TextFile:
    """Return ``case.yaml`` without a claim under an element; as it was, if it is still there."""
    path, element = _element(case, link.element)
    at: Path = (*path, link.side)
    there = child(find(file.tree, path), link.side) if file.tree else None
    if isinstance(there, SequenceNode) and len(there.items) > 1:
        index = [k for k, item in enumerate(there.items) if item.value == claim]
        return remove(file, (*at, index[0])) if index else file
    alone = there.items[0] if isinstance(there, SequenceNode) and there.items else there
    if alone is None or alone.value != claim:
        return file
    file = remove(file, at)
    node = find(file.tree, path) if file.tree else None
    key = _short_key(element)
    if isinstance(node, MappingNode) and node.flow and [k.text for k, _ in node.entries] == [key]:
        return set_value(file, path, node.entries[0][1].value)
    return file


def _element(case: Case, name: str) -> tuple[Path, Element]:
    for known, path, element in case.model.elements():
        if known == name:
            return path, element
    raise EditRefused(unknown(name, [n for n, _, _ in case.model.elements()], "element"))


_SHORT: Mapping[type[Element], str] = {
    Option: "text",
    Statement: "want",
    Rule: "never",
    Number: "value",
}


def _short_key(element: Element) -> str:
    """Return the key that an element's bare text stands for."""
    return _SHORT.get(type(element), "")
