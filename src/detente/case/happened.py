"""What became of a case's outcomes: ``happened.yaml``, written when it is known.

An outcome happened, did not, or is not known yet, each with where that stands. Options that were
seen on or off may be told as well; they must not contradict the outcomes, and an outcome that they
decide need not be named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from .check import unknown
from .errors import InvalidCase, Problem
from .files import TextFile, read_file
from .formula import Formula
from .nodes import PathKey
from .schema import (
    Day,
    Document,
    Entry,
    Interval,
    Model,
    Passage,
    Probability,
    Slug,
    Source,
    Text,
)
from .validate import problem_at, validate

Answer = Annotated[
    Literal["true", "false", "unknown"], WithJsonSchema({"enum": [True, False, "unknown"]})
]


class Evidence(Entry):
    """Why something is held to have happened: our own words, and the passages they rest on."""

    text: Text
    date: Interval | None = None
    passages: tuple[Passage, ...] = ()


class Verdict(Evidence):
    """Whether an outcome came about.

    `doubt` says why it could be judged the other way. `base_rate` is how often such a thing came
    about elsewhere or before, as a yardstick for forecasts.
    """

    happened: Answer
    doubt: Text | None = None
    base_rate: Probability | None = None


class Sighting(Evidence):
    """Whether an option was seen on or off."""

    seen: Literal["on", "off", "unknown"]


class Happened(Entry):
    """``happened.yaml``: what became of the case's outcomes, as far as is known on `as_of`.

    `documents` and `sources` are those that speak of it and that the case does not have.
    """

    as_of: Day
    text: Text | None = None
    outcomes: Annotated[Mapping[Slug, Verdict], Field(min_length=1)]
    options: Mapping[str, Sighting] = Field(default_factory=dict)
    documents: Mapping[Slug, Document] = Field(default_factory=dict)
    sources: Mapping[Slug, Source] = Field(default_factory=dict)

    @property
    def seen(self) -> dict[str, bool]:
        """The options that are known to be on or off."""
        said = {name: sighting.seen for name, sighting in self.options.items()}
        return {name: seen == "on" for name, seen in said.items() if seen != "unknown"}

    def verdicts(self, model: Model) -> dict[str, bool | None]:
        """Return for each outcome of the model whether it happened; None if it is not known.

        An outcome that is not named, and that the options seen decide, happened or not as they
        say.
        """
        found: dict[str, bool | None] = {}
        for name, outcome in model.outcomes.items():
            if name in self.outcomes:
                found[name] = {"true": True, "false": False}.get(self.outcomes[name].happened)
            else:
                found[name] = decided(outcome.when, self.seen) if outcome.when else None
        return found


def read_happened(path: Path, model: Model, documents: Collection[str]) -> Happened:
    """Read what happened from a file anywhere.

    Parameters
    ----------
    path : Path
    model : Model
        The model whose outcomes it speaks of.
    documents : collection of str
        Ids of the documents that the case has.

    Raises
    ------
    InvalidCase
        The file cannot be read, or does not fit the case; all problems at once.
    """
    file = read_file(path.parent, path.name)
    said, misfits = validate(file, Happened)
    if problems := misfits or list(happened_problems(file, said, model, documents)):
        raise InvalidCase(problems)
    found: Happened = said
    return found


def happened_problems(
    file: TextFile, said: Happened, model: Model, documents: Collection[str]
) -> Iterator[Problem]:
    """Yield every name that refers to nothing, and every contradiction."""
    if said.as_of <= model.as_of:
        message = f"found `{said.as_of}`; must be after the case's own `as_of`, {model.as_of}"
        yield problem_at(file, ("as_of",), message)
    yield from _unknown(file, ("outcomes",), said.outcomes, model.outcomes, "outcome")
    yield from _unknown(file, ("options",), said.options, model.options, "option")
    known = [*documents, *said.documents]
    told = {("outcomes", n): v for n, v in said.outcomes.items()}
    told |= {("options", n): v for n, v in said.options.items()}  # type: ignore[misc]
    for path, evidence in told.items():
        for i, passage in enumerate(evidence.passages):
            if passage.document not in known:
                at = (*path, "passages", i, "document")
                yield Problem(file.place(at), unknown(passage.document, known, "document"))
    yield from _contradictions(file, said, model)


def _unknown(
    file: TextFile, path: tuple[PathKey, ...], names: Collection[str], known: Collection[str],
    what: str,
) -> Iterator[Problem]:  # fmt: skip
    for name in names:
        if name not in known:
            yield Problem(file.place((*path, name), key=True), unknown(name, known, what))


def _contradictions(file: TextFile, said: Happened, model: Model) -> Iterator[Problem]:
    for name, verdict in said.outcomes.items():
        when = model.outcomes[name].when if name in model.outcomes else None
        follows = decided(when, said.seen) if when else None
        if follows is not None and verdict.happened == str(not follows).lower():
            message = f"found `{verdict.happened}`; from the options seen follows the opposite"
            yield problem_at(file, ("outcomes", name, "happened"), f"{message} (`{when}`)")


# --- formulas over options of which some are not known


@dataclass(frozen=True)
class _Known:
    """A truth value that may be unknown (Kleene 1952): 0 false, 1 true, ½ unknown."""

    value: float

    def __invert__(self) -> _Known:
        return _Known(1 - self.value)

    def __and__(self, other: _Known) -> _Known:
        return _Known(min(self.value, other.value))

    def __or__(self, other: _Known) -> _Known:
        return _Known(max(self.value, other.value))


def decided(formula: Formula, seen: Mapping[str, bool]) -> bool | None:
    """Return whether a formula holds whatever the options are that were not seen, if known.

    Kleene's logic does not find what holds by a tautology over an unknown option; then None.
    """
    value = formula.evaluate(lambda name: _Known(float(seen[name]) if name in seen else 0.5)).value
    return None if value == 0.5 else value == 1
