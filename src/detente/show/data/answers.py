"""Why a state holds, the paths to it, and how somebody ranks the states."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from detente.conflict import Order, Path, Result, Step, Why
from detente.show.reasons import Reasons

from .solution import FindingData, StateData, finding_data, state_data


class StepData(TypedDict):
    """One move: who, to which state, and in words."""

    dm: str
    to: int
    text: str


class TemptationData(TypedDict):
    """An improvement, the others' answer, the result, and all of it in words."""

    to: int
    deterred: bool
    answer: list[StepData]
    result: str
    undone: list[StepData]
    text: str


class WhyData(TypedDict):
    """Why a state is stable for one decision maker under one concept, or not."""

    dm: str
    concept: str
    stable: bool
    text: str
    temptations: list[TemptationData]


class WhyAnswer(TypedDict):
    """``detente why --json``."""

    state: StateData
    reasons: list[WhyData]
    finding: FindingData


def why_data(result: Result, whys: Sequence[Why]) -> WhyAnswer:
    """Return reasons about one state as JSON values."""
    return {
        "state": state_data(result, whys[0].state),
        "reasons": [reasons_data(result, each) for each in whys],
        "finding": finding_data(result.finding),
    }


def reasons_data(result: Result, why: Why) -> WhyData:
    """Return one decision maker's reasons as JSON values."""
    reasons = Reasons(result)
    return {
        "dm": why.dm,
        "concept": why.concept,
        "stable": why.stable,
        "text": reasons.verdict(why),
        "temptations": [
            {
                "to": each.to,
                "deterred": each.deterred,
                "answer": steps_data(result, each.to, each.answer),
                "result": each.result,
                "undone": steps_data(result, each.to, each.undone),
                "text": reasons.temptation(why, each),
            }
            for each in why.temptations
        ],
    }


def steps_data(result: Result, start: int, steps: Sequence[Step]) -> list[StepData]:
    """Return a sequence of moves as JSON values, each with its words."""
    said = Reasons(result).steps(start, steps)
    return [
        StepData(dm=step.dm, to=step.to, text=text) for step, text in zip(steps, said, strict=True)
    ]


class PathData(TypedDict):
    """A shortest path to a state."""

    target: StateData
    outcomes: list[str]
    equilibrium_under: list[str]
    improvements: bool
    steps: list[StepData]


class PathsData(TypedDict):
    """``detente paths --json``."""

    start: StateData
    improvements: bool
    reached: int
    states: int
    paths: list[PathData]
    not_reached: list[str]
    finding: FindingData


def path_data(result: Result, path: Path) -> PathData:
    """Return a path as JSON values."""
    return {
        "target": state_data(result, path.target),
        "outcomes": list(result.outcomes_of(path.target)),
        "equilibrium_under": list(result.holds_under(path.target)),
        "improvements": path.improvements,
        "steps": steps_data(result, path.start, path.steps),
    }


class PlaceData(TypedDict):
    """States that tie, and which statements they satisfy."""

    place: int
    satisfies: list[bool]
    states: list[int]


class RankingData(TypedDict):
    """``detente ranking --json``."""

    dm: str
    statements: list[str]
    places: list[PlaceData]
    status_quo_place: int | None
    finding: FindingData


def ranking_data(result: Result, order: Order) -> RankingData:
    """Return a ranking as JSON values, best first."""
    quo = result.status_quo
    return {
        "dm": order.dm,
        "statements": [str(statement) for statement in order.statements],
        "places": [
            {"place": p.place, "satisfies": list(p.satisfies), "states": list(p.states)}
            for p in order.places
        ],
        "status_quo_place": None if quo is None else order.place_of(quo),
        "finding": finding_data(result.finding),
    }
