"""A speaker whom the case does not have: what is known of a source to be added for it."""

from __future__ import annotations

from detente.case import Case
from detente.evidence.intake.adding import slugged

from .accept import obstacles
from .names import Names, is_code
from .proposal import Proposal


def lacks_only_a_speaker(case: Case, proposal: Proposal) -> bool:
    """Whether a proposal could be accepted if only the case had its speaker."""
    needed = proposal.kind != "link" and not proposal.speaker
    return needed and len(obstacles(case, proposal)) == 1


def known_by_now(case: Case, proposal: Proposal) -> str:
    """Return the name of a speaker whom the case did not have when this was proposed, but has now.

    It is empty if there is none.
    """
    return "" if proposal.speaker else Names(case).known(proposal.as_read)


def drafted_source(case: Case, proposal: Proposal) -> dict[str, str]:
    """Return id, name, letter and reason of a new source, as far as they are known.

    The id is what the reader calls the speaker, so that it is recognised in what is read later.
    The letter is F, cannot be judged, and there is no reason: both are a person's judgement.
    """
    if new := proposal.new_source:
        return new.model_dump()
    told = Names(case).told(proposal.as_read) if proposal.as_read else ""
    name = f"{told[:1].upper()}{told[1:]}"
    return {"id": _id(proposal.as_read), "name": name, "reliability": "F", "reason": ""}


def _id(as_read: str) -> str:
    if not as_read:
        return ""
    return as_read if is_code(as_read) else slugged(as_read)
