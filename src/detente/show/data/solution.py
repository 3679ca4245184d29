"""A solved case: its states, what holds, and how that was computed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired

from typing_extensions import TypedDict

from detente.conflict import CONCEPTS, Finding, Result


class StateData(TypedDict):
    """A state: its number from 1, its code, the options that are on; a listed state's name."""

    number: int
    code: int | None
    on: list[str]
    name: NotRequired[str]


class OutcomeData(TypedDict):
    """A named outcome: its states and the concepts under which one of them is an equilibrium."""

    states: list[int]
    holds_under: list[str]


class FindingData(TypedDict):
    """How it was computed."""

    input_sha256: str
    method: str
    parameters: dict[str, Any]
    seed: int | None
    versions: dict[str, str]


class SolutionData(TypedDict):
    """``detente solve --json``."""

    decision_makers: list[str]
    options: list[str]
    states: list[StateData]
    stability: NotRequired[dict[str, dict[str, list[int]]]]
    equilibria: dict[str, list[int]]
    outcomes: dict[str, OutcomeData]
    finding: FindingData
    notes: NotRequired[list[str]]


def finding_data(finding: Finding) -> FindingData:
    """Return a finding as JSON values."""
    return {
        "input_sha256": finding.input_sha256,
        "method": finding.method,
        "parameters": dict(finding.parameters),
        "seed": finding.seed,
        "versions": dict(finding.versions),
    }


def state_data(result: Result, number: int) -> StateData:
    """Return a state as JSON values."""
    listed = result.case.model.states
    if listed is not None:
        return {"number": number, "code": None, "on": [], "name": listed[number - 1].id}
    on = result.on(number)
    code = sum(1 << k for k, option in enumerate(result.options) if option in on)
    return {"number": number, "code": code, "on": list(on)}


def solution_data(result: Result, *, equilibria_only: bool = False) -> SolutionData:
    """Return a solved case as JSON values.

    Parameters
    ----------
    equilibria_only : bool
        Leave the stability of single decision makers out, and list only states that are
        equilibria under some concept, so that large models print a page.
    """
    equilibria = {concept: list(result.equilibria[concept]) for concept in CONCEPTS}
    named = sorted(set().union(*equilibria.values()))
    numbers: Iterable[int] = named if equilibria_only else range(1, result.conflict.size + 1)
    outcomes: dict[str, OutcomeData] = {}
    for name, outcome in result.outcomes.items():
        held = sorted(set().union(*outcome.equilibria.values()))
        states = held if equilibria_only else list(outcome.states)
        outcomes[name] = {"states": states, "holds_under": list(outcome.holds_under)}
    data: SolutionData = {
        "decision_makers": list(result.decision_makers),
        "options": list(result.options),
        "states": [state_data(result, number) for number in numbers],
        "stability": {
            concept: {dm: list(states) for dm, states in result.stability(concept).items()}
            for concept in CONCEPTS
        },
        "equilibria": equilibria,
        "outcomes": outcomes,
        "finding": finding_data(result.finding),
    }
    if equilibria_only:
        del data["stability"]
    return data
