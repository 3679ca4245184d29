"""What every command prints with ``--json``, as types; their JSON Schemas follow from them.

Other programs rely on these shapes. Keys are only ever added.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NotRequired

from typing_extensions import TypedDict

from detente.case import Case
from detente.conflict import (
    CONCEPTS,
    Changes,
    Comparison,
    Finding,
    Order,
    OutcomeView,
    Overview,
    Path,
    Result,
    Step,
    Why,
    notes,
)
from detente.evidence import PassageCheck, Quality, StoredText

from .reasons import Reasons

if TYPE_CHECKING:
    from .analysis import Story


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


class ElementData(TypedDict):
    """What one part of the model rests on."""

    name: str
    kind: str
    support: str
    claims: list[str]
    against: list[str]
    groups: int
    grade: str


class SourceData(TypedDict):
    """How much of the model rests on one source."""

    source: str
    name: str
    letter: str
    claims: int
    elements: int
    only: list[str]


class QualityData(TypedDict):
    """The quality-of-information check."""

    elements: list[ElementData]
    sources: list[SourceData]
    grades: dict[str, int]
    unused: list[str]


class DocumentData(TypedDict):
    """What became of a document's text."""

    document: str
    state: str
    detail: str


class PassageData(TypedDict):
    """What became of a passage."""

    claim: str
    number: int
    document: str
    status: str
    start: int | None
    end: int | None
    detail: str


class CheckData(TypedDict):
    """``detente check --json``."""

    case: str
    states: int
    documents: list[DocumentData]
    passages: list[PassageData]
    quality: QualityData
    notes: list[str]


def quality_data(quality: Quality) -> QualityData:
    """Return the quality-of-information check as JSON values."""
    data: QualityData = _plain(dataclasses.asdict(quality))
    return data


def check_data(
    result: Result,
    texts: Iterable[StoredText],
    passages: Iterable[PassageCheck],
    quality: Quality,
) -> CheckData:
    """Return a checked case as JSON values."""
    return {
        "case": result.case.name,
        "states": result.conflict.size,
        "documents": [
            {"document": t.document, "state": t.state, "detail": t.detail} for t in texts
        ],
        "passages": [_plain(dataclasses.asdict(passage)) for passage in passages],
        "quality": quality_data(quality),
        "notes": notes(result.case),
    }


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


def analysis_data(story: Story) -> AnalysisData:
    """Return a whole analysis as JSON values."""
    result, case = story.result, story.result.case
    return {
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
    data: StatusQuoData = _plain(dataclasses.asdict(dataclasses.replace(quo, why=())))
    data["state"] = state_data(overview.result, quo.state)
    data["why"] = [reasons_data(overview.result, each) for each in quo.why]
    return data


class LibraryEntry(TypedDict):
    """A case of the library; its group is ``built-in`` or ``published``."""

    name: str
    group: str
    title: str
    question: str | None
    as_of: str
    decision_makers: int
    options: int
    claims: int
    sources: list[str]


def library_entry(case: Case, name: str) -> LibraryEntry:
    """Return what ``detente library`` says of one case."""
    return {
        "name": name,
        "group": "published" if name.startswith("published/") else "built-in",
        "title": case.model.title,
        "question": case.model.question,
        "as_of": case.model.as_of,
        "decision_makers": len(case.model.decision_makers),
        "options": len(case.model.options),
        "claims": len(case.claims),
        "sources": [document.title for document in case.documents.values()],
    }


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
    data: ChangesData = _plain(dataclasses.asdict(changes))
    return data


class RenamedData(TypedDict):
    """A name that is no id, or was taken, and the id in its place."""

    kind: str
    name: str
    id: str


class ImportData(TypedDict):
    """``detente import --json``."""

    file: str
    folder: str
    files: list[str]
    decision_makers: int
    options: int
    renamed: list[RenamedData]
    notes: list[str]


def import_data(
    case: Case,
    file: str,
    folder: str,
    renamed: Iterable[tuple[str, str, str]],
    notes: Iterable[str],
) -> ImportData:
    """Return what ``detente import`` did; `renamed` are kinds, names and ids."""
    return {
        "file": file,
        "folder": folder,
        "files": sorted(case.files),
        "decision_makers": len(case.model.decision_makers),
        "options": len(case.model.options),
        "renamed": [RenamedData(kind=k, name=name, id=new) for k, name, new in renamed],
        "notes": list(notes),
    }


class ExportData(TypedDict):
    """``detente export --json``."""

    case: str
    file: str
    format: str
    bytes: int
    notes: list[str]


def export_data(case: Case, file: str, name: str, size: int, notes: Iterable[str]) -> ExportData:
    """Return what ``detente export`` did."""
    return {"case": case.name, "file": file, "format": name, "bytes": size, "notes": list(notes)}


class NewData(TypedDict):
    """``detente new --json``."""

    folder: str
    files: list[str]


def _plain(value: Any) -> Any:
    """Return tuples as lists, so that the value equals what a reader of the JSON gets."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
    return value


OUTPUTS: dict[str, Any] = {
    "analyze": AnalysisData,
    "check": CheckData,
    "diff": ComparisonData,
    "export": ExportData,
    "import": ImportData,
    "library": list[LibraryEntry],
    "new": NewData,
    "paths": PathsData,
    "ranking": RankingData,
    "solve": SolutionData,
    "why": WhyAnswer,
}
"""What each command prints with ``--json``."""
