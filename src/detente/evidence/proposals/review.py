"""A review: one person decides on a case's proposals, one by one or many at once.

Every decision is on the disk before the call that makes it returns: first in the log, then, if it
changes the case, in the case's files (see :mod:`.decisions` for what happens in between). One
review of a case goes on at a time; proposals may be added by others meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Literal

from detente.case import Case, ChangedOnDisk, DetenteError, EditRefused, load, save
from detente.case.save import as_saved
from detente.case.schema import Source
from detente.evidence.intake import changeable
from detente.evidence.texts import stored_texts

from .accept import Brought, accepted, claim_id, misnamed, obstacles, taken_back
from .decisions import Decision, Edits, Log, Standing, Verb, now, placed, standing
from .journal import misfits
from .passage import ProposalRefused
from .proposal import Proposal
from .store import Proposals, folder_of


class CannotAccept(DetenteError):
    """A proposal that cannot be accepted as it stands.

    Attributes
    ----------
    missing : tuple of str
        Everything that keeps it from that, in words.
    """

    def __init__(self, name: str, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"`{name}`: {'; '.join(self.missing)}")


class Review:
    """One person's review of a case. Use it as a context: it holds the case's lock.

    Parameters
    ----------
    case : Case
        With a folder of the user's own.
    documents : Path, optional
        Where the documents' texts lie; the case's own folder if not given.
    who : str
        Who decides.

    Attributes
    ----------
    case : Case
        As it stands now.
    proposals : Proposals
    standings : dict of str to Standing
        Where each proposal stands; their quotations are there where the text is.
    aside : dict of str to str
        Why a proposal cannot be decided on, by id: its text is missing or has changed.
    notes : list of str
        What was passed over or finished when the review began.

    Raises
    ------
    EditRefused
        The case is built in, or another review of it goes on.
    InvalidCase
        A line of the files of proposals cannot be made out.
    """

    def __init__(self, case: Case, documents: Path | None = None, *, who: str) -> None:
        self.case = changeable(case)
        self.folder = folder_of(case)
        self.who = who
        self._lock = _locked(self.folder)
        try:
            self.texts = stored_texts(case, documents)
            self.proposals = Proposals(case, self.texts)
            self.log = Log(self.folder)
            self.notes = [*self.proposals.notes, *self.log.notes]
            self._place()
            self._finish()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Review:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others review the case."""
        os.close(self._lock)

    # --- what there is

    def _place(self) -> None:
        self.aside: dict[str, str] = {}
        self.standings: dict[str, Standing] = placed(self._quoted(), self.log.decisions)

    def _quoted(self) -> dict[str, Proposal]:
        found = {}
        for name, one in self.proposals.by_id.items():
            try:
                found[name] = self.proposals.quoted(one)
            except ProposalRefused as error:
                self.aside[name] = str(error)
                found[name] = one
        return found

    def waiting(self) -> list[Standing]:
        """Return what waits for a decision: as proposed, and the skipped ones last."""
        every = [s for s in self.standings.values() if s.is_open and s.id not in self.aside]
        return sorted(every, key=lambda s: s.status == "skipped")

    def refresh(self) -> int:
        """Take in what others proposed since; return how many there are."""
        before = len(self.standings)
        self.proposals = Proposals(self.case, self.texts)
        if len(self.proposals.by_id) > before:
            self._place()
        return len(self.standings) - before

    # --- decisions

    def decide(self, name: str, verb: Verb, edits: Edits | None = None) -> Standing:
        """Decide on one proposal; when this returns, the decision is on the disk.

        Raises
        ------
        EditRefused
            It is decided already, or the case's files cannot take it; nothing was decided.
        CannotAccept
            Something is missing: a text in one's own words, a speaker that the case has.
        """
        self._write(self._decisions(name, verb, edits or Edits()))
        return self.standings[name]

    def _decisions(
        self,
        name: str,
        verb: Verb,
        edits: Edits,
        taken: Sequence[str] = (),
        brought: Brought = MappingProxyType({}),
    ) -> list[Decision]:
        """Return the lines that a decision is in the log: what is edited, then what is decided."""
        one = self.standings[name]
        if not one.is_open:
            raise EditRefused(f"`{name}`: is {one.status} already; undo that first")
        if name in self.aside:
            raise EditRefused(f"`{name}`: {self.aside[name]}")
        first = []
        if edits.model_fields_set:
            first.append(self._line(name, "edit").model_copy(update={"edits": edits}))
        if verb == "edit":
            return first
        if verb != "accept":
            return [*first, self._line(name, verb)]
        wanted = edits.applied(one.proposal)
        if missing := obstacles(self.case, wanted, brought):
            raise CannotAccept(name, missing)
        claim = claim_id(wanted, {*self.case.claims, *taken})
        return [*first, self._line(name, "accept", claim)]

    def decide_all(self, orders: Iterable[tuple[str, Verb, Edits]]) -> int:
        """Decide on many proposals at once: all of them, or none.

        Raises
        ------
        EditRefused, CannotAccept, InvalidCase
            As for one; nothing was decided.
        """
        lines: list[Decision] = []
        brought: dict[str, Source] = {}
        for name, verb, edits in orders:
            taken = [one.claim for one in lines if one.claim]
            lines += self._decisions(name, verb, edits, taken, brought)
            if verb == "accept":
                brought |= edits.applied(self.standings[name].proposal).brings
        count = len(lines)
        self._write(
            [one.model_copy(update={"batch": (k, count)}) for k, one in enumerate(lines, start=1)]
        )
        return count

    def last(self) -> Decision | None:
        """Return the last decision that counts, which :meth:`undo` would take back."""
        counting: list[Decision] = []
        for one in self.log.decisions:
            if one.decision == "undo":
                of = [k for k, d in enumerate(counting) if d.proposal == one.proposal]
                if of:
                    del counting[of[-1]]
            elif one.decision != "written":
                counting.append(one)
        return counting[-1] if counting else None

    def undo(self) -> Standing | None:
        """Take the last decision back, in the case's files too; return where its proposal stands.

        None if there is nothing to take back.

        Raises
        ------
        EditRefused
            A person changed in the case what is to be taken back; nothing was undone.
        """
        last = self.last()
        if last is None or last.proposal not in self.standings:
            return None
        self._write([self._line(last.proposal, "undo")])
        return self.standings[last.proposal]

    # --- the log and the files

    def _line(self, name: str, verb: Verb | Literal["undo"], claim: str | None = None) -> Decision:
        return Decision(proposal=name, decision=verb, at=now(), who=self.who, claim=claim)

    def _write(self, lines: Sequence[Decision]) -> None:
        """Put decisions into the log, then into the case's files, then say so in the log."""
        if not lines:
            return
        names = list(dict.fromkeys(one.proposal for one in lines))
        work = [s for s in self._stand(names, lines).values() if s.unwritten]
        steps = self._made(self.case, work)  # what cannot be is refused before it is decided
        self.log.append(lines)
        try:
            self._save(steps, work)
            self._say_written(work)
        except DetenteError:
            self._retract(lines)
            raise
        finally:
            self.standings |= self._stand(names)

    def _stand(self, names: Iterable[str], more: Sequence[Decision] = ()) -> dict[str, Standing]:
        """Return where proposals stand, or would stand after more decisions."""
        on: dict[str, list[Decision]] = {name: [] for name in names}
        for one in (*self.log.decisions, *more):
            if one.proposal in on:
                on[one.proposal].append(one)
        return {name: standing(name, self.standings[name].base, log) for name, log in on.items()}

    def _made(self, case: Case, work: Sequence[Standing]) -> list[Case]:
        """Return the case as it is to be saved, step by step."""
        steps: list[Case] = []
        for one in work:
            if one.unwritten == "undo" and one.taken_back and one.taken_back.claim:
                before = steps[-1] if steps else case
                steps += taken_back(before, one.taken_back.claim, one.proposal)
        chosen = [(s.claim, s.proposal) for s in work if s.unwritten == "accept" and s.claim]
        if chosen:
            steps.append(accepted(steps[-1] if steps else case, self.texts, chosen))
        return steps

    def _save(self, steps: Sequence[Case], work: Sequence[Standing]) -> None:
        """Write the case's files; if somebody changed one meanwhile, on top of that, once."""
        try:
            for step in steps:
                save(step)
        except ChangedOnDisk:
            self.case = load(self.folder)
            steps = self._made(self.case, work)
            for step in steps:
                save(step)
        if steps:
            self.case = as_saved(steps[-1])

    def _say_written(self, work: Iterable[Standing]) -> None:
        self.log.append([Decision(proposal=one.id, decision="written") for one in work])

    def _retract(self, lines: Sequence[Decision]) -> None:
        """Take back, in the log too, what the case's files did not take; what was edited stays."""
        back = []
        for one in reversed(lines):
            if one.decision == "accept":
                back.append(self._line(one.proposal, "undo"))
            elif one.decision == "undo" and (was := self.standings[one.proposal]).claim:
                back.append(self._line(one.proposal, "accept", was.claim))
        with contextlib.suppress(DetenteError):
            self.log.append(back)
            self.case = load(self.folder)
            self._finish({one.proposal for one in back})

    def _finish(self, names: Iterable[str] | None = None) -> None:
        """Write what an earlier review decided and did not live to write; else open it again."""
        for name in self.standings if names is None else names:
            one = self._stand([name])[name]
            if one.unwritten is None:
                continue
            try:
                self._save(self._made(self.case, [one]), [one])
                self.notes.append(f"`{name}`: what was decided last time is now written")
            except DetenteError as error:
                if one.unwritten == "accept":
                    self.log.append([self._line(name, "undo")])
                self.notes.append(f"`{name}`: cannot be written and is open again: {error}")
            self._say_written([one])
            self.standings |= self._stand([name])


def _locked(folder: Path) -> int:
    """Return a handle on the folder that no other review holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise EditRefused(f"{folder}: another review of this case is under way") from None
    except OSError:
        pass  # a file system without locks
    return handle


def edits_from(
    case: Case, proposal: Proposal, changed: Mapping[str, Any]
) -> tuple[Edits, list[str]]:
    """Return changes of a suggestion as they were typed, and what is wrong with them, in words."""
    wrong = [problem.message for problem in misfits(changed, Edits, "edits", 1)]
    if wrong:
        return Edits(), wrong
    edits = Edits.model_validate(changed)
    return edits, list(misnamed(case, edits.applied(proposal)))
