"""What became of proposals: ``decisions.jsonl``, a log that only grows.

Each line is one decision of a person's: when, who, on which proposal, and what.

========== =====================================================================================
`edit`     the suggestion is changed; it stays open
`skip`     later: it stays open, behind the others
`reject`   it is not proposed again
`accept`   it enters the case; `claim` is its id in ``claims.yaml``
`undo`     the last decision on the proposal that still counts is taken back
`written`  what the last `accept` or `undo` changes in the case is in its files
========== =====================================================================================

A decision is in the log before anything else happens; what an `accept` or `undo` then changes in
the case's files is written next. If the program is killed in between, `written` is missing, and
the next review writes what is still to be written. So no decision is lost, and none is half done.
Decisions made together (a batch) are lines that count each other: all of them count, or none.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from detente.case.schema import Entry, Interval, Names, Slug, Stance

from .journal import Journal, Line
from .proposal import Deed, Link, NewSource, Proposal

DECISIONS = "decisions.jsonl"

Verb = Literal["accept", "edit", "reject", "skip"]
VERBS: tuple[Verb, ...] = ("accept", "edit", "reject", "skip")
Status = Literal["open", "skipped", "accepted", "rejected"]


class Edits(Entry):
    """What a person changes in a suggestion; what is not given stays.

    An empty `valid` or `group` takes it away; so does ``link: none``. A `new_source` is written
    into ``sources.yaml`` with the claim; it is the speaker, unless another is given.
    """

    claim: Annotated[str, Field(max_length=10_000)] | None = None
    speaker: str | None = None
    new_source: NewSource | None = None
    through: Names | None = None
    voice: Literal["attributed", "author"] | None = None
    stance: Stance | None = None
    about: Names | None = None
    valid: Literal[""] | Interval | None = None
    credibility: Annotated[int, Field(ge=1, le=6)] | None = None
    group: Literal[""] | Slug | None = None
    link: Literal["none"] | Link | None = None
    deed: Deed | None = None

    def said(self) -> dict[str, Any]:
        """Return what is given, for the log."""
        return self.model_dump(mode="json", exclude_unset=True)

    def applied(self, proposal: Proposal) -> Proposal:
        """Return the proposal with the changes made."""
        changes = {name: getattr(self, name) for name in self.model_fields_set}
        away = {"valid": "", "group": "", "link": "none"}
        if self.new_source and self.speaker is None:
            changes["speaker"] = self.new_source.id
        changes |= {name: None for name, mark in away.items() if changes.get(name) == mark}
        return proposal.model_copy(update=changes)


class Decision(Entry):
    """One line of the log."""

    proposal: str
    decision: Literal["accept", "edit", "reject", "skip", "undo", "written"]
    at: str = ""
    who: str = ""
    edits: Edits = Edits()
    claim: Slug | None = None
    batch: tuple[int, int] | None = None

    def line(self) -> dict[str, Any]:
        """Return what stands in the log."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"edits"})
        edits = {"edits": self.edits.said()} if self.edits.model_fields_set else {}
        return {
            **{key: said.pop(key) for key in ("at", "who", "proposal", "decision") if key in said},
            **edits,
            **said,
        }


def now() -> str:
    """Return the moment in UTC, to the second, in ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands.

    Attributes
    ----------
    id : str
    base : Proposal
        As it was proposed.
    proposal : Proposal
        With the edits that count.
    status : {"open", "skipped", "accepted", "rejected"}
    claim : str or None
        The id of the claim it became.
    decisions : tuple of Decision
        Those that count, in order.
    unwritten : {"accept", "undo"} or None
        What the log says and the case's files may not say yet.
    taken_back : Decision or None
        The `accept` that an unwritten `undo` takes back.
    """

    id: str
    base: Proposal
    proposal: Proposal
    status: Status = "open"
    claim: str | None = None
    decisions: tuple[Decision, ...] = ()
    unwritten: Literal["accept", "undo"] | None = None
    taken_back: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.status in {"open", "skipped"}


_STATUS: Mapping[str, Status] = {"accept": "accepted", "reject": "rejected", "skip": "skipped"}


def standing(name: str, base: Proposal, log: Iterable[Decision]) -> Standing:
    """Return where a proposal stands after the decisions on it, in order."""
    counting: list[Decision] = []
    pending: Literal["accept", "undo"] | None = None
    taken: Decision | None = None
    for one in log:
        if one.decision == "written":
            pending = taken = None
        elif one.decision == "undo":
            last = counting.pop() if counting else None
            if last is not None and last.decision == "accept":
                pending, taken = "undo", last
        else:
            counting.append(one)
            if one.decision == "accept":
                pending, taken = "accept", None
    edited = base
    for one in counting:
        edited = one.edits.applied(edited)
    status: Status = _STATUS.get(counting[-1].decision, "open") if counting else "open"
    claim = counting[-1].claim if status == "accepted" else None
    return Standing(name, base, edited, status, claim, tuple(counting), pending, taken)


class Log:
    """The log of a case, read once and appended to.

    Attributes
    ----------
    decisions : list of Decision
    notes : list of str
        What was passed over: a torn last line, the beginning of a batch that was never finished.
    unfinished : int or None
        The line where such a beginning stands; it is cut off before the next decision is written.
    """

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder, DECISIONS)
        held, self.notes = self.journal.entries(Decision)
        self.decisions = [decision for _, decision in held]
        self.unfinished: int | None = None
        self._drop_unfinished([line for line, _ in held])

    def append(self, decisions: Sequence[Decision]) -> None:
        """Write decisions; they are on the disk when this returns."""
        if self.unfinished is not None:
            self.journal.cut(self.unfinished)
            self.unfinished = None
        self.journal.append(one.line() for one in decisions)
        self.decisions += decisions

    def _drop_unfinished(self, lines: Sequence[Line]) -> None:
        """Leave out the lines of a batch at the end whose last line is not there."""
        last = self.decisions[-1] if self.decisions else None
        if last is None or last.batch is None or last.batch[0] == last.batch[1]:
            return
        begun = last.batch[0]
        del self.decisions[-begun:]
        self.unfinished = lines[-begun].number
        self.notes.append(
            f"{DECISIONS}:{self.unfinished}: {begun} of {last.batch[1]} decisions of a batch were"
            " written before it was broken off; none of them counts"
        )


def standings(
    folder: Path, proposals: Mapping[str, Proposal]
) -> tuple[dict[str, Standing], list[str]]:
    """Return where each proposal stands, by id, and notes of what was passed over."""
    if not os.path.lexists(folder / DECISIONS):
        return {name: standing(name, one, ()) for name, one in proposals.items()}, []
    log = Log(folder)
    return placed(proposals, log.decisions), log.notes


def placed(proposals: Mapping[str, Proposal], decisions: Iterable[Decision]) -> dict[str, Standing]:
    """Return where each proposal stands after the decisions of a log, by id."""
    on: dict[str, list[Decision]] = {}
    for one in decisions:
        on.setdefault(one.proposal, []).append(one)
    return {name: standing(name, one, on.get(name, ())) for name, one in proposals.items()}
