"""Forecasts against what happened, as a page and as data."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import TypedDict

from detente.case import Case
from detente.case.happened import Happened
from detente.outlook import Outlook
from detente.outlook.score import CLIP, Bin, Forecasts, Marks, Score, Scored
from detente.outlook.seal import Sealed

from .chances import cell, mark, percent
from .page import Block, Items, Page, Section, Table
from .words import counted, joined, sentence

_ANSWERS = {True: "yes", False: "no"}


def score_page(case: Case, happened: Happened, forecasts: Forecasts, found: Score) -> Page:
    """Return the page of a score: the forecasts, the marks, and what so few can show."""
    sections = [
        Section("Forecasts and what happened", tuple(_forecasts(found))),
        Section("Marks, the lower the better", tuple(_marks(found))),
        Section("What so few can show", tuple(_worth(found))),
        Section("Whose forecast it is", tuple(_whose(case, happened, forecasts))),
    ]
    if found.reliability:
        sections.insert(2, Section("Reliability", (_reliability(found),)))
    drawn = f"{forecasts.draws:,} draws, seed {forecasts.seed}"
    return Page(
        title=case.model.title,
        subtitle=f"Forecast as of {case.model.as_of}, judged as of {happened.as_of}",
        sections=tuple(sections),
        footer=(f"Input {forecasts.input_sha256[:12]}, {drawn}",),
    )


def _forecasts(found: Score) -> Iterator[Block]:
    rows = tuple(
        (
            one.name,
            cell(one.p),
            _ANSWERS[one.happened] + (" (doubtful)" if one.doubt else ""),
            mark(one.brier),
            mark(one.log),
        )
        for one in found.forecasts
    )
    columns = ("outcome", "ends there", "happened", "Brier", "log")
    yield Table(columns, rows, frozenset({"ends there", "Brier", "log"}))
    if doubts := [sentence(f"{o.name}: {o.doubt}") for o in found.forecasts if o.doubt]:
        yield Items(tuple(doubts))
    if found.open:
        yield sentence(f"not known, and not scored: {joined(found.open)}")


def _marks(found: Score) -> Iterator[Block]:
    count = len(found.forecasts)
    rows = [_row("the forecasts", found.marks)]
    if found.turned is not None:
        rows.append(_row("… had the doubtful gone the other way", found.turned))
    rows += [_row("always ½", found.half), _row("the base rate", found.base)]
    yield Table(("forecaster", "Brier", "log"), tuple(rows), frozenset({"Brier", "log"}))
    rest = count - found.stated
    parts = [f"as stated for {counted(found.stated, 'outcome')}"] if found.stated else []
    parts += ["from how the other outcomes went (rule of succession)"] if rest else []
    yield f"The forecasts are {_against(found.marks.brier, found)}, by the Brier score."
    yield (
        f"Means over {counted(count, 'forecast')}. The log score takes no forecast for surer than "
        f"{percent(CLIP)} or {percent(1 - CLIP)}. The base rate is taken "
        f"{joined(parts, 'and otherwise')}."
    )


def _against(brier: float, found: Score) -> str:
    """Say on which side of the two that know nothing of the case a forecaster is."""
    yardsticks = (("always saying ½", found.half.brier), ("the base rate", found.base.brier))
    better = [f"better than {name}" for name, other in yardsticks if brier < other]
    worse = [f"no better than {name}" for name, other in yardsticks if brier >= other]
    return joined(better + worse, "and" if not (better and worse) else "but")


def _row(who: str, marks: Marks) -> tuple[str, str, str]:
    return who, mark(marks.brier), mark(marks.log)


def _worth(found: Score) -> Iterator[Block]:
    count = len(found.forecasts)
    came = sum(one.happened for one in found.forecasts)
    yield (
        f"{found.right} of {counted(count, 'forecast')} {'was' if found.right == 1 else 'were'} on "
        f"the right side of ½; as many coins do as well or better in {percent(found.luck)} of "
        "throws. The outcomes belong to one situation and hang together, so they count for fewer "
        "than they are."
    )
    if came in (0, count):
        none = "None" if came == 0 else "All"
        rest = "nothing would happen" if came == 0 else "everything would happen"
        yield (
            f"{none} of them happened. Whoever had said that {rest} would have the best marks, "
            "whatever he understood."
        )
    if not found.reliability:
        yield "There are too few to ask whether what is called 70% happens 70% of the time."


def _reliability(found: Score) -> Table:
    rows = tuple(
        (f"{percent(b.low)} to {percent(b.high)}", str(b.count), cell(b.said), cell(b.came))
        for b in found.reliability
    )
    columns = ("forecast", "how many", "said on average", "happened")
    return Table(columns, rows, frozenset(columns[1:]))


def _whose(case: Case, happened: Happened, forecasts: Forecasts) -> Iterator[Block]:
    if forecasts.sealed is None:
        yield (
            "The outlook was computed now, from the case as it stands. It was not sealed before "
            f"what happened was known (as of {happened.as_of}), so whoever made the case may have "
            "known it: a hindcast."
        )
        return
    yield f"Sealed on {forecasts.sealed}, SHA-256 {forecasts.sha256}; the content is untouched."
    if forecasts.sealed >= happened.as_of:
        yield (
            f"That is not before the day of what happened, {happened.as_of}: a hindcast, seal or no"
            " seal."
        )
    if forecasts.edited:
        yield f"{case.name} has been edited since; the forecast is of what it was."


# --- data


class MarksData(TypedDict):
    """Mean scores; the lower the better."""

    brier: float
    log: float


class ScoredData(TypedDict):
    """One forecast and what came of it."""

    outcome: str
    p: float
    happened: bool
    brier: float
    log: float
    base_rate: float
    doubt: str | None


class BinData(TypedDict):
    """Forecasts between two probabilities."""

    low: float
    high: float
    count: int
    said: float
    came: float


class ScoreData(TypedDict):
    """``detente score --json``."""

    case: str
    as_of: str
    judged_as_of: str
    forecasts: list[ScoredData]
    open: list[str]
    marks: MarksData
    half: MarksData
    base: MarksData
    base_rates_stated: int
    doubtful_turned: MarksData | None
    clip: float
    right: int
    luck: float
    reliability: list[BinData]
    draws: int
    seed: int
    input_sha256: str
    sealed: str | None
    sha256: str | None
    edited_since: bool


class SealData(TypedDict):
    """``detente seal --json``."""

    case: str
    file: str
    sha256: str
    draws: int
    seed: int
    input_sha256: str


def score_data(case: Case, happened: Happened, forecasts: Forecasts, found: Score) -> ScoreData:
    """Return a score as JSON values."""
    return {
        "case": case.name,
        "as_of": case.model.as_of,
        "judged_as_of": happened.as_of,
        "forecasts": [_scored(one) for one in found.forecasts],
        "open": list(found.open),
        "marks": _marks_data(found.marks),
        "half": _marks_data(found.half),
        "base": _marks_data(found.base),
        "base_rates_stated": found.stated,
        "doubtful_turned": _marks_data(found.turned) if found.turned else None,
        "clip": CLIP,
        "right": found.right,
        "luck": found.luck,
        "reliability": [_bin(each) for each in found.reliability],
        "draws": forecasts.draws,
        "seed": forecasts.seed,
        "input_sha256": forecasts.input_sha256,
        "sealed": forecasts.sealed,
        "sha256": forecasts.sha256,
        "edited_since": forecasts.edited,
    }


def seal_data(case: Case, outlook: Outlook, sealed: Sealed) -> SealData:
    """Return where a forecast was sealed as JSON values."""
    return {
        "case": case.name,
        "file": str(sealed.path),
        "sha256": sealed.sha256,
        "draws": outlook.draws,
        "seed": outlook.seed,
        "input_sha256": outlook.finding.input_sha256,
    }


def _scored(one: Scored) -> ScoredData:
    return {
        "outcome": one.name,
        "p": one.p,
        "happened": one.happened,
        "brier": one.brier,
        "log": one.log,
        "base_rate": one.base_rate,
        "doubt": one.doubt,
    }


def _marks_data(marks: Marks) -> MarksData:
    return {"brier": marks.brier, "log": marks.log}


def _bin(each: Bin) -> BinData:
    return {
        "low": each.low,
        "high": each.high,
        "count": each.count,
        "said": each.said,
        "came": each.came,
    }
