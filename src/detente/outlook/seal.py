"""Sealed forecasts: an outlook put down with its date, in a file that nobody can touch unnoticed.

The file holds a SHA-256 over its own content in canonical form (every scalar as the text that
stands there, keys sorted, layout and comments left out). A change of the content shows; who
changes the content and the hash together is not caught by the hash, but by the version control that
keeps the file: the commit says since when it says what it says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from detente.case import Case, EditRefused, InvalidCase, write_atomically
from detente.case.edit import flow
from detente.case.files import read_file
from detente.case.find import LIBRARY
from detente.case.schema import Day, Entry, Formula, Probability, Slug, Text
from detente.case.validate import validate
from detente.conflict import CONCEPTS

from .errors import BrokenSeal, OtherCase
from .estimate import Estimate, Outlook
from .score import Forecasts

FOLDER = "forecasts"
DIGITS = 6
"""To so many decimals a forecast is written: far below any standard error."""

_NUMBER = re.compile(r"[0-9][0-9.e+-]*")
"""Numbers and days, which the files of a case write without quotation marks."""

_HEAD = "# A sealed forecast. Its hash is of what stands here: to change it is to break it."

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SealedEstimate(Entry):
    """A probability, its standard error, and its range over the grade tables."""

    p: Probability
    se: Annotated[float, Field(ge=0)]
    low: Probability
    high: Probability


class SealedOutcome(Entry):
    """What is forecast of one outcome, and what the outcome meant."""

    when: Formula
    ends: SealedEstimate
    reached: SealedEstimate
    holds: Mapping[Literal["Nash", "GMR", "SMR", "SEQ", "SSEQ"], SealedEstimate]


class Forecast(Entry):
    """A sealed forecast, as its file says it.

    `model_sha256` is of the case's canonical model, `input_sha256` of all that was drawn from:
    claims, grades and model.
    """

    detente_forecast: Literal["1"]
    case: Text
    title: Text
    question: Text | None = None
    as_of: Day
    sealed: Day
    model_sha256: Sha256
    input_sha256: Sha256
    draws: Annotated[int, Field(ge=1)]
    seed: int
    versions: Mapping[str, str]
    outcomes: Annotated[Mapping[Slug, SealedOutcome], Field(min_length=1)]
    sha256: Sha256


@dataclass(frozen=True)
class Sealed:
    """Where a forecast was written, and its hash."""

    path: Path
    sha256: str


def seal(case: Case, outlook: Outlook, day: str, folder: Path | None = None) -> Sealed:
    """Write the outlook of a case into a file of its own, with its hash.

    Parameters
    ----------
    case : Case
    outlook : Outlook
        Of this case, drawn with a status quo.
    day : str
        The day it is sealed, YYYY-MM-DD.
    folder : Path, optional
        Where to write; ``forecasts`` in the case's folder if not given.

    Raises
    ------
    EditRefused
        The case is built in and no folder is given, the case has no status quo or no outcomes, or
        the file is there already or cannot be written.
    """
    folder = folder or own_folder(case)
    content = _content(case, outlook, day)
    sha256 = _digest(content)
    path = folder / f"{day}-{sha256[:12]}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EditRefused(f"{folder}: cannot be written: {error.strerror}") from None
    text = "\n".join([_HEAD, *_lines(content), f"sha256: {sha256}"]) + "\n"
    write_atomically(path, text.encode(), replace=False)
    return Sealed(path, sha256)


def read_forecast(path: Path) -> Forecast:
    """Read a sealed forecast.

    Raises
    ------
    InvalidCase
        The file cannot be read or is no forecast; all problems at once.
    BrokenSeal
        The content is not what was sealed.
    """
    file = read_file(path.parent, path.name)
    found, misfits = validate(file, Forecast)
    if misfits:
        raise InvalidCase(misfits)
    value: Any = file.tree.value if file.tree else {}
    content = dict(value)
    told = content.pop("sha256")
    if (now := _digest(content)) != told:
        raise BrokenSeal(
            f"{path}: the seal is broken: the content has the hash {now[:12]}…, and was sealed "
            f"with {told[:12]}…; restore the file from version control"
        )
    assert isinstance(found, Forecast)
    return found


def opened(path: Path, case: Case) -> Forecasts:
    """Read a sealed forecast of a case, to score it.

    Raises
    ------
    InvalidCase, BrokenSeal, OtherCase
        As :func:`read_forecast` and :func:`check_seal`.
    """
    forecast = read_forecast(path)
    check_seal(forecast, case)
    return Forecasts(
        ends={name: outcome.ends.p for name, outcome in forecast.outcomes.items()},
        input_sha256=forecast.input_sha256,
        draws=forecast.draws,
        seed=forecast.seed,
        sealed=forecast.sealed,
        sha256=forecast.sha256,
        edited=forecast.model_sha256 != case.sha256,
    )


def check_seal(forecast: Forecast, case: Case) -> None:
    """Refuse a forecast that is of another case, or whose outcomes meant something else.

    A case may have changed since its forecast was sealed; that is what forecasts are for. It is
    the same case if it has the same name or the same model.

    Raises
    ------
    OtherCase
        It is a forecast of another case, or an outcome means something else now.
    """
    if forecast.case != case.name and forecast.model_sha256 != case.sha256:
        raise OtherCase(f"the forecast is of `{forecast.case}`; the case is `{case.name}`")
    for name, sealed in forecast.outcomes.items():
        outcome = case.model.outcomes.get(name)
        if outcome is None or outcome.when is None:
            raise OtherCase(f"the forecast speaks of `{name}`, which the case no longer names")
        if outcome.when != sealed.when:
            raise OtherCase(
                f"`{name}` means something else now: sealed `{sealed.when}`, now `{outcome.when}`"
            )


def own_folder(case: Case) -> Path:
    """Return where a case keeps its forecasts.

    Raises
    ------
    EditRefused
        The case is built in or made in memory.
    """
    if case.folder is None or case.folder.is_relative_to(LIBRARY):
        raise EditRefused(
            f"{case.name} is built in and is not written to; say where with --output DIR"
        )
    return case.folder / FOLDER


def _content(case: Case, outlook: Outlook, day: str) -> dict[str, Any]:
    """Return all that a forecast says, its scalars as text, so that it reads back the same."""
    outcomes = {}
    for outcome in outlook.outcomes:
        if outcome.ends is None or outcome.reached is None:
            raise EditRefused(f"{case.name} has no status quo, so there is no end to forecast")
        when = case.model.outcomes[outcome.name].when
        outcomes[outcome.name] = {
            "when": " ".join(str(when).split()),
            "ends": _numbers(outcome.ends),
            "reached": _numbers(outcome.reached),
            "holds": {concept: _numbers(outcome.holds[concept]) for concept in CONCEPTS},
        }
    if not outcomes:
        raise EditRefused(f"{case.name} names no outcomes; there is nothing to forecast")
    finding, model = outlook.finding, case.model
    return {
        "detente_forecast": "1",
        "case": case.name,
        "title": model.title,
        **({"question": model.question} if model.question else {}),
        "as_of": model.as_of,
        "sealed": day,
        "model_sha256": case.sha256,
        "input_sha256": finding.input_sha256,
        "draws": str(outlook.draws),
        "seed": str(outlook.seed),
        "versions": dict(finding.versions),
        "outcomes": outcomes,
    }


def _numbers(estimate: Estimate) -> dict[str, str]:
    parts = ("p", "se", "low", "high")
    return {name: str(round(getattr(estimate, name), DIGITS)) for name in parts}


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    """Write the content as YAML: what is small on one line, outcomes over several."""
    for key, value in content.items():
        if key != "outcomes":
            yield f"{key}: {_written(value)}"
            continue
        yield "outcomes:"
        for name, outcome in value.items():
            yield f"  {flow(name)}:"
            for part in ("when", "ends", "reached"):
                yield f"    {part}: {_written(outcome[part])}"
            yield "    holds:"
            for concept, numbers in outcome["holds"].items():
                yield f"      {concept}: {_written(numbers)}"


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {_written(v)}" for k, v in value.items()) + "}"
    return value if _NUMBER.fullmatch(value) else flow(value)
