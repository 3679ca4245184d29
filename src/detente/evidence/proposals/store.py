"""The proposals of a case: ``proposals.jsonl``, one a line.

Whoever proposes (the reader, an assistant, a colleague) can add lines here and nothing else: what
becomes of a proposal is in :mod:`.decisions`, and only a person's decision enters the case.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.case import Case, EditRefused, InvalidCase, Place, Problem
from detente.case.check import unknown
from detente.case.errors import shown
from detente.evidence.intake import changeable
from detente.evidence.texts import StoredText

from .decisions import Standing, standings
from .journal import Journal, Line
from .passage import ProposalRefused, found, in_case_folder, recorded_text
from .proposal import READER, Proposal

PROPOSALS = "proposals.jsonl"


@dataclass(frozen=True)
class Added:
    """What became of proposals that were handed in.

    Attributes
    ----------
    new : tuple of Proposal
        Now in the file.
    known : tuple of Proposal
        There already; nothing was written.
    rejected : tuple of Proposal
        A person rejected the same before, or one of the same kind whose passage overlaps.
    """

    new: tuple[Proposal, ...] = ()
    known: tuple[Proposal, ...] = ()
    rejected: tuple[Proposal, ...] = ()


class Proposals:
    """The proposals in a case's folder, and where each stands.

    Parameters
    ----------
    case : Case
        With a folder.
    texts : mapping of str to StoredText
        From :func:`detente.evidence.stored_texts`.

    Attributes
    ----------
    notes : list of str
        What was passed over when the files were read.

    Raises
    ------
    InvalidCase
        A line of the files cannot be made out; all of them at once.
    """

    def __init__(self, case: Case, texts: Mapping[str, StoredText]) -> None:
        self.case = case
        self.texts = texts
        self.journal = Journal(folder_of(case), PROPOSALS)
        self.notes: list[str] = []
        self.by_id: dict[str, Proposal] = {}
        kept, notes = self.journal.entries(Proposal)
        self.notes += notes
        if changed := [line for line, one in kept if line.held.get("id") != one.id]:
            raise InvalidCase(map(_changed, changed))
        for _, one in kept:
            self.by_id.setdefault(one.id, one)

    def standings(self) -> dict[str, Standing]:
        """Return where every proposal stands, by id, in the order in which they were proposed."""
        found, notes = standings(folder_of(self.case), self.by_id)
        self.notes += [note for note in notes if note not in self.notes]
        return found

    def quoted(self, proposal: Proposal) -> Proposal:
        """Return a kept proposal with its quotation, once that is seen to stand in the text.

        Raises
        ------
        ProposalRefused
            The text is not there or not the recorded one, or the quotation is not in it.
        """
        if proposal.document is None:
            return proposal
        text = recorded_text(self.case, self.texts, proposal.document)
        if proposal.quote or proposal.quote_sha256 is None:
            found(text, proposal.quote, proposal.document, proposal.start)
            return proposal
        quote = text[proposal.start : proposal.end]
        if hashlib.sha256(quote.encode()).hexdigest() != proposal.quote_sha256:
            raise ProposalRefused(f"`{proposal.document}`: another passage stands there now")
        return proposal.model_copy(update={"quote": quote, "quote_sha256": None})

    def add(self, proposals: Iterable[Proposal]) -> Added:
        """Keep proposals that are new; each quotation is looked for in the stored text first.

        A built-in case takes none: it belongs to the program.

        Nothing that was rejected is proposed again: neither the same, nor another of the same
        kind on a passage that overlaps. The reader's are new only where it has not marked the same
        span as the same kind before: another version of its rules does not ask again.

        Raises
        ------
        EditRefused
            The case is built in; nothing is written.
        ProposalRefused
            A quotation does not stand in its text, or a link is about a claim or an element that
            the case does not have; nothing is written, of none of them.
        """
        changeable(self.case)
        wanted = [self.checked(one) for one in proposals]
        rejected = _by_document(s.base for s in self.standings().values() if s.status == "rejected")
        spans = {_span(one) for one in self.by_id.values() if one.by == READER}
        new: dict[str, Proposal] = {}
        known: list[Proposal] = []
        refused: list[Proposal] = []
        for one in wanted:
            again = one.by == READER and _span(one) in spans
            if any(one.id == old.id or one.overlaps(old) for old in rejected[one.document]):
                refused.append(one)
            elif one.id in self.by_id or one.id in new or again:
                known.append(one)
            else:
                new[one.id] = one
        self.journal.append(self._line(one) for one in new.values())
        self.by_id |= new
        return Added(tuple(new.values()), tuple(known), tuple(refused))

    def checked(self, proposal: Proposal) -> Proposal:
        """Return a proposal whose passage and references were found to be there.

        Raises
        ------
        ProposalRefused
            The quotation does not stand where it is said to, or the claim or element of a link is
            none of the case's.
        """
        _refuse_misfit(self.case, proposal)
        if proposal.document is None:
            if proposal.kind != "link" or proposal.quote:
                raise ProposalRefused("a quotation needs its `document`")
            return proposal
        text = recorded_text(self.case, self.texts, proposal.document)
        start, end = found(text, proposal.quote, proposal.document, proposal.start)
        if end != proposal.end:
            length = proposal.end - proposal.start
            raise ProposalRefused(
                f"`{proposal.document}`: the quotation has {end - start:,} characters, `start` and"
                f" `end` span {length:,}"
            )
        return proposal

    def _line(self, proposal: Proposal) -> dict[str, object]:
        stored = self.texts.get(proposal.document or "")
        return proposal.line(with_quote=in_case_folder(self.case, stored))


def _refuse_misfit(case: Case, proposal: Proposal) -> None:
    """Refuse what does not go with a proposal's kind, and names that the case does not have."""
    if proposal.new_source is not None:
        raise ProposalRefused("a proposal brings no new source: adding one is a person's act")
    elements = [name for name, _, _ in case.model.elements()]
    if proposal.link and proposal.link.element not in elements:
        raise ProposalRefused(unknown(proposal.link.element, elements, "element"))
    if proposal.kind == "link":
        if proposal.link is None or proposal.of is None:
            raise ProposalRefused("a link needs the claim it is `of`, and its `link`")
        if proposal.of not in case.claims:
            raise ProposalRefused(unknown(proposal.of, case.claims, "claim"))
    elif proposal.of is not None:
        raise ProposalRefused("`of` goes with a link only")
    if (proposal.kind == "event") != (proposal.deed is not None):
        raise ProposalRefused("an event needs its `deed`, and nothing else has one")


def _changed(line: Line) -> Problem:
    name = shown(str(line.held.get("id", "")), 20)
    message = (
        f"the id `{name}` does not fit what the line says; take the line out, or put it back as it"
        " was: a suggestion is changed in a review"
    )
    return Problem(Place(PROPOSALS, line.number), message)


def folder_of(case: Case) -> Path:
    """Return the folder of a case.

    Raises
    ------
    EditRefused
        It was made in memory.
    """
    if case.folder is None:
        raise EditRefused("the case was made in memory and has no folder to keep proposals in")
    return case.folder


def _span(one: Proposal) -> tuple[object, ...]:
    return one.kind, one.document, one.start, one.end, one.deed and one.deed.type


def _by_document(proposals: Iterable[Proposal]) -> Mapping[str | None, Sequence[Proposal]]:
    found: dict[str | None, list[Proposal]] = defaultdict(list)
    for one in proposals:
        found[one.document].append(one)
    return found
