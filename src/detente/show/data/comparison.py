"""Two cases side by side."""

from __future__ import annotations

import dataclasses

from typing_extensions import TypedDict

from detente.conflict import Changes, Comparison

from .lists import as_read
from .solution import FindingData, finding_data


class ChangesData(TypedDict):
    """Names only in the first, only in the second, in both and changed, in both and the same."""

    gone: list[str]
    new: list[str]
    changed: list[str]
    same: list[str]


class PreferenceChangesData(TypedDict):
    """What became of one decision maker's statements."""

    dm: str
    statements: ChangesData
    moved: list[str]


class OutcomeChangeData(TypedDict):
    """The concepts under which an outcome holds in each case; null where it is not named."""

    name: str
    before: list[str] | None
    after: list[str] | None


class ComparisonData(TypedDict):
    """``detente diff --json``."""

    before: str
    after: str
    same: bool
    decision_makers: ChangesData
    options: ChangesData
    preferences: list[PreferenceChangesData]
    rules: ChangesData
    status_quo: ChangesData
    outcomes: list[OutcomeChangeData]
    claims: ChangesData
    sources: ChangesData
    findings: list[FindingData]


def comparison_data(comparison: Comparison) -> ComparisonData:
    """Return a comparison of two cases as JSON values."""
    results = comparison.before.result, comparison.after.result
    return {
        "before": results[0].case.name,
        "after": results[1].case.name,
        "same": comparison.same,
        "decision_makers": _changes(comparison.makers),
        "options": _changes(comparison.options),
        "preferences": [
            {"dm": p.dm, "statements": _changes(p.statements), "moved": list(p.moved)}
            for p in comparison.preferences
        ],
        "rules": _changes(comparison.rules),
        "status_quo": _changes(comparison.status_quo),
        "outcomes": [
            {
                "name": change.name,
                "before": list(change.before.holds_under) if change.before else None,
                "after": list(change.after.holds_under) if change.after else None,
            }
            for change in comparison.outcomes
        ],
        "claims": _changes(comparison.claims),
        "sources": _changes(comparison.sources),
        "findings": [finding_data(result.finding) for result in results],
    }


def _changes(changes: Changes[str]) -> ChangesData:
    data: ChangesData = as_read(dataclasses.asdict(changes))
    return data
