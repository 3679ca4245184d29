"""A whole analysis."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NotRequired

from typing_extensions import TypedDict

from detente.conflict import CONCEPTS, OutcomeView, Overview, notes
from detente.outlook import Assessment
from detente.show.outlook_data import plain

from .answers import PathData, WhyData, path_data, reasons_data
from .lists import as_read
from .quality import QualityData, quality_data
from .solution import FindingData, StateData, finding_data, state_data

if TYPE_CHECKING:
    from detente.show.analysis import Story


class OutcomeAnalysis(TypedDict):
    """One named outcome: whether it holds, an example, the way there, and why."""

    name: str
    text: str
    current: bool
    states: int
    holds_under: list[str]
    concept: str | None
    equilibria: int
    example: StateData | None
    settled: dict[str, bool]
    open: list[str]
    path: PathData | None
    why: list[WhyData]


class StatusQuoData(TypedDict):
    """The status quo: who would leave it, and what is within reach."""

    state: StateData
    holds_under: list[str]
    outcomes: list[str]
    leaves: list[str]
    undeterred: list[str]
    within_improvements: int
    within_moves: int
    why: list[WhyData]


class AnalysisData(TypedDict):
    """``detente analyze --json``."""

    case: str
    title: str
    question: str | None
    as_of: str
    answer: list[str]
    asked: str | None
    outcomes: list[OutcomeAnalysis]
    status_quo: StatusQuoData | None
    equilibria: dict[str, list[int]]
    quality: QualityData
    notes: list[str]
    finding: FindingData
    outlook: NotRequired[Assessment]


def analysis_data(story: Story) -> AnalysisData:
    """Return a whole analysis as JSON values; with `outlook` only where worlds were drawn."""
    result, case = story.result, story.result.case
    data: AnalysisData = {
        "case": case.name,
        "title": case.model.title,
        "question": case.model.question,
        "as_of": case.model.as_of,
        "answer": story.answer(),
        "asked": case.model.answer,
        "outcomes": [_outcome(story, view) for view in story.overview.outcomes],
        "status_quo": _status_quo(story.overview),
        "equilibria": {concept: list(result.equilibria[concept]) for concept in CONCEPTS},
        "quality": quality_data(story.quality),
        "notes": notes(case),
        "finding": finding_data(result.finding),
    }
    if story.assessment:
        data["outlook"] = plain(story.assessment)
    return data


def _outcome(story: Story, view: OutcomeView) -> OutcomeAnalysis:
    result = story.result
    return {
        "name": view.name,
        "text": story.words.outcome(view.name),
        "current": view.current,
        "states": view.states,
        "holds_under": list(view.holds_under),
        "concept": view.concept,
        "equilibria": view.equilibria,
        "example": None if view.example is None else state_data(result, view.example),
        "settled": dict(view.settled),
        "open": list(view.open),
        "path": None if view.path is None else path_data(result, view.path),
        "why": [reasons_data(result, each) for each in view.why],
    }


def _status_quo(overview: Overview) -> StatusQuoData | None:
    quo = overview.status_quo
    if quo is None:
        return None
    data: StatusQuoData = as_read(dataclasses.asdict(dataclasses.replace(quo, why=())))
    data["state"] = state_data(overview.result, quo.state)
    data["why"] = [reasons_data(overview.result, each) for each in quo.why]
    return data
