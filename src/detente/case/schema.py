"""The format of a case's files, as types.

Every class here is one kind of entry; unknown keys are refused. The shapes are documented for
editors by the JSON Schemas that :mod:`detente.case.jsonschema` derives from these classes.
Whether names refer to something is the business of :mod:`detente.case.check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)

from . import formula

FORMAT_VERSION = 1

DEFAULT_CREDENCE = 0.5
DEFAULT_ASSUMPTION_CREDENCE = 0.75


def _iso_day(text: object) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("must be a day, YYYY-MM-DD")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    return text


_MOMENT = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def _iso_interval(text: object) -> str:
    parts = text.split("/") if isinstance(text, str) else []
    moments = [part for part in parts if part != ".."]
    if not 1 <= len(parts) <= 2 or not moments or not all(map(_MOMENT.fullmatch, moments)):
        raise ValueError("must be ISO 8601: a year, month or day, or two with `/`, `..` if open")
    for moment in moments:
        if len(moment) == len("2019-05-01"):
            _iso_day(moment)
    if len(moments) == 2 and moments[0][: len(moments[1])] > moments[1]:
        raise ValueError("ends before it begins")
    return str(text)


def _formula(value: object) -> formula.Formula:
    if isinstance(value, formula.Formula):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a formula, as text")
    return formula.parse(value)


def _text_to(key: str) -> BeforeValidator:
    """Let a bare text stand for a mapping with one key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _reasons(value: object) -> object:
    listed = _as_list(value)
    return [_as_list(item) for item in listed] if isinstance(listed, list) else listed


def _ranking(value: object) -> object:
    """Put every place of a ranking into a tie, so that one shape remains."""
    if not isinstance(value, list):
        return value
    return [[item] if _is_state(item) else item for item in value]


def _is_state(item: object) -> bool:
    """Whether a place of a ranking is one state: a list of the options that are on."""
    return isinstance(item, list) and all(isinstance(inner, str) for inner in item)


def _pair(value: object) -> object:
    if not isinstance(value, list) or [type(item) for item in value] != [str, str]:
        raise ValueError("must be two states, [from, to]")
    return value


def _ties(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [[item] if isinstance(item, str) else item for item in value]


TEXT, KEYS = "<text>", "<keys>"
"""Which of two ways an entry is written; these marks stand in pydantic's paths, not in files."""


def _written_as(value: object) -> str:
    return KEYS if isinstance(value, dict | BaseModel) else TEXT


class Measure(NamedTuple):
    """A number with the half-width of what it may be."""

    value: float
    within: float = 0.0


_MEASURE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(?:(?:±|\+-)\s*(\d+(?:\.\d+)?))?\s*", re.ASCII)


def _measure(value: object) -> Measure:
    match = _MEASURE.fullmatch(value) if isinstance(value, str) else None
    measure = Measure(float(match[1]), float(match[2] or 0)) if match else None
    if not measure or not all(map(isfinite, measure)):
        raise ValueError("must be a number, or a number with its margin such as `40 ± 10`")
    return measure


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}(\.[a-z0-9_]+)*$")]
Probability = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[str, PlainValidator(_iso_day), WithJsonSchema({"type": "string", "format": "date"})]
Interval = Annotated[
    str, PlainValidator(_iso_interval), WithJsonSchema({"type": ["string", "integer"]})
]
Formula = Annotated[
    formula.Formula,
    PlainValidator(_formula),
    WithJsonSchema({"type": "string", "description": "not, and, or, ->, <-> over DM.option"}),
]
Reasons = Annotated[
    tuple[tuple[Slug, ...], ...],
    BeforeValidator(_reasons, json_schema_input_type=str | list[str | list[str]]),
]
Names = Annotated[
    tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str])
]
Margin = Annotated[
    Measure, PlainValidator(_measure), WithJsonSchema({"type": ["number", "string"]})
]
Fate = Literal["drop", "undetermined"]
Letter = Literal["A", "B", "C", "D", "E", "F"]
Stance = Literal[
    "asserts", "denies", "assesses", "predicts", "warns", "proposes", "recommends", "endorses"
]


class Entry(BaseModel):
    """Anything a file of a case may say; unknown keys are refused, values cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, value: Any) -> Any:
        """Read a key with nothing behind it as if it were not there, where it may be absent."""
        if not isinstance(value, dict):
            return value
        may_be_absent = {n for n, field in cls.model_fields.items() if not field.is_required()}
        return {k: v for k, v in value.items() if v is not None or k not in may_be_absent}


class Element(Entry):
    """A part of the model with what speaks for and against it.

    `because` and `against` hold alternatives: any one group suffices, all claims of a group are
    needed.
    """

    because: Reasons = ()
    against: Reasons = ()
    assumed: Text | None = None
    credence: Probability | None = None
    id: Slug | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of every claim that speaks for or against this."""
        return tuple(dict.fromkeys(c for group in self.because + self.against for c in group))

    @property
    def support(self) -> Literal["sourced", "assumed", "unsourced"]:
        """What it rests on: claims, an assumption of the analyst's, or nothing said."""
        return "sourced" if self.because else "assumed" if self.assumed else "unsourced"


class Option(Element):
    """A yes/no course of action that one decision maker controls.

    `text` reads after "will" ("Ease the sanctions"), `text_off` says what leaving it means.
    """

    text: Text
    text_off: Text | None = None
    moves: Literal["both", "on", "off"] = "both"
    otherwise: Fate = "drop"


class Wanted(Entry):
    """The statement that takes a fallen statement's place."""

    want: Formula


WantedInstead = Annotated[
    Annotated[Fate, Tag(TEXT)] | Annotated[Wanted, Tag(KEYS)], Discriminator(_written_as)
]


class Statement(Element):
    """One line of a decision maker's preferences; earlier lines outrank all later ones."""

    want: Formula
    about: Literal["equal"] | None = None
    otherwise: WantedInstead = "drop"


class Forbidden(Entry):
    """The rule that takes a fallen rule's place."""

    never: Formula


ForbiddenInstead = Annotated[
    Annotated[Fate, Tag(TEXT)] | Annotated[Forbidden, Tag(KEYS)], Discriminator(_written_as)
]


class Rule(Element):
    """Combinations of options that cannot be."""

    never: Formula
    otherwise: ForbiddenInstead = "drop"


OptionEntry = Annotated[
    Option, BeforeValidator(_text_to("text").func, json_schema_input_type=str | Option)
]
StatementEntry = Annotated[
    Statement, BeforeValidator(_text_to("want").func, json_schema_input_type=str | Statement)
]
RuleEntry = Annotated[
    Rule, BeforeValidator(_text_to("never").func, json_schema_input_type=str | Rule)
]
Place = tuple[tuple[str, ...], ...]
Ranking = Annotated[
    tuple[Place, ...],
    BeforeValidator(_ranking, json_schema_input_type=list[list[str] | list[list[str]]]),
]


class DecisionMaker(Entry):
    """An actor with options of its own, and what it prefers.

    `ranking` orders the states by the options that are on, best first; a list of such lists is
    a tie. `cannot_see` holds formulas of states this decision maker does not perceive.
    """

    name: Text | None = None
    code: Code | None = None
    options: Mapping[Name, OptionEntry] = Field(default_factory=dict)
    prefers: tuple[StatementEntry, ...] = ()
    ranking: Ranking | None = None
    cannot_see: tuple[Formula, ...] = ()


class ListedState(Entry):
    """A state of an explicit graph."""

    id: Slug
    text: Text | None = None


class Outcome(Entry):
    """A named set of states: a formula, or the listed states of an explicit graph."""

    when: Formula | None = None
    states: Names | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Outcome:
        if (self.when is None) == (self.states is None):
            raise ValueError("needs either `when` (a formula) or `states` (a list)")
        return self


class Number(Element):
    """A number with its margin, and what it rests on."""

    value: Margin
    otherwise: Fate = "drop"


NumberEntry = Annotated[
    Number, BeforeValidator(_text_to("value").func, json_schema_input_type=float | str | Number)
]


class Position(Element):
    """Where one decision maker stands on an issue, how much it cares, what it can bring."""

    position: NumberEntry
    salience: NumberEntry
    capability: NumberEntry
    otherwise: Fate = "drop"

    @model_validator(mode="after")
    def _ranges(self) -> Position:
        if not 0 <= self.salience.value.value <= 100:
            raise ValueError("`salience` must lie between 0 and 100")
        if self.capability.value.value < 0:
            raise ValueError("`capability` must not be negative")
        return self


class End(Entry):
    """One end of an issue's scale."""

    value: Annotated[float, Field(allow_inf_nan=False)]
    text: Text | None = None


class Issue(Entry):
    """A scale that bargaining is about."""

    text: Text
    low: End = End(value=0)
    high: End = End(value=100)
    actors: Mapping[Name, Position]

    @model_validator(mode="after")
    def _scale(self) -> Issue:
        if self.low.value >= self.high.value:
            raise ValueError("`low` must be below `high`")
        for name, actor in self.actors.items():
            if not self.low.value <= actor.position.value.value <= self.high.value:
                raise ValueError(f"the position of `{name}` lies outside the scale")
        return self


OutcomeEntry = Annotated[
    Outcome, BeforeValidator(_text_to("when").func, json_schema_input_type=str | Outcome)
]
StateEntry = Annotated[
    ListedState, BeforeValidator(_text_to("id").func, json_schema_input_type=str | ListedState)
]
GraphRanking = Annotated[
    tuple[tuple[str, ...], ...],
    BeforeValidator(_ties, json_schema_input_type=list[str | list[str]]),
]
Move = Annotated[tuple[str, str], BeforeValidator(_pair)]


class Model(Entry):
    """``case.yaml``: the model of one situation."""

    detente: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})]
    title: Text
    question: Text | None = None
    as_of: Day
    decision_makers: Annotated[Mapping[Name, DecisionMaker], Field(min_length=1)]
    rules: tuple[RuleEntry, ...] = ()
    status_quo: Names | None = None
    outcomes: Mapping[Slug, OutcomeEntry] = Field(default_factory=dict)
    answer: str | None = None
    issues: Mapping[Slug, Issue] = Field(default_factory=dict)
    coalitions: tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...] = ()
    assumption_credence: Probability = DEFAULT_ASSUMPTION_CREDENCE
    states: Annotated[tuple[StateEntry, ...], Field(min_length=1)] | None = None
    moves: Mapping[str, tuple[Move, ...]] = Field(default_factory=dict)
    ranking: Mapping[str, GraphRanking] = Field(default_factory=dict)

    @property
    def options(self) -> dict[str, Option]:
        """Every option as ``"DM.option"``, in the model's order: option k is bit k of a code."""
        return {
            f"{dm}.{name}": option
            for dm, maker in self.decision_makers.items()
            for name, option in maker.options.items()
        }

    @property
    def explicit(self) -> bool:
        """Whether the case lists its states instead of having options."""
        return self.states is not None

    def elements(self) -> Iterator[tuple[str, tuple[str | int, ...], Element]]:
        """Every part of the model that can have a source: what it is called, its path, itself."""
        for dm, maker in self.decision_makers.items():
            for name, option in maker.options.items():
                yield option.id or f"{dm}.{name}", ("decision_makers", dm, "options", name), option
            for i, line in enumerate(maker.prefers):
                yield line.id or f"{dm}/{i + 1}", ("decision_makers", dm, "prefers", i), line
        for i, rule in enumerate(self.rules):
            yield rule.id or f"rules/{i + 1}", ("rules", i), rule
        for issue_id, issue in self.issues.items():
            for dm, actor in issue.actors.items():
                at = ("issues", issue_id, "actors", dm)
                yield actor.id or f"{issue_id}/{dm}", at, actor
                for part in ("position", "salience", "capability"):
                    number: Number = getattr(actor, part)
                    yield number.id or f"{issue_id}/{dm}/{part}", (*at, part), number


class Passage(Entry):
    """An exact place in a document's stored text: code points from 0, end exclusive.

    Offsets alone where the text may not be redistributed; otherwise a quotation with what stands
    before and after it, so that it can be found again when the text has changed.
    """

    document: Slug
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=1)] | None = None
    quote: Text | None = None
    before: str = ""
    after: str = ""

    @model_validator(mode="after")
    def _somewhere(self) -> Passage:
        if self.quote is None and (self.start is None or self.end is None):
            raise ValueError("needs `start` and `end`, or `quote`")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"`end` must be greater than `start` ({self.start})")
        span = None if self.start is None or self.end is None else self.end - self.start
        if self.quote and span is not None and span != len(self.quote):
            counts = f"{len(self.quote)} characters, `start` and `end` span {span}"
            raise ValueError(f"`quote` has {counts}")
        return self


class Claim(Entry):
    """Who says what about whom, through whom, in what voice, from which passage."""

    claim: Text
    speaker: Slug
    through: Names = ()
    voice: Literal["attributed", "author"]
    stance: Stance
    about: Names = ()
    valid: Interval | None = None
    credibility: Annotated[int, Field(ge=1, le=6)] = 6
    group: Slug | None = None
    passages: tuple[Passage, ...] = ()
    note: Text | None = None


class Document(Entry):
    """A text with its metadata; the text itself may be absent.

    Documents that print one story share a `group`. It is proposed as the `group` of every claim
    that is taken from one of them; what counts is what the claim then says.
    """

    title: Text
    date: Day | None = None
    source: Slug
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    path: Text | None = None
    author: Text | None = None
    language: Text | None = None
    group: Slug | None = None


class Source(Entry):
    """An outlet or speaker with its Admiralty letter and the reason for it."""

    name: Text
    reliability: Letter
    reason: Text


ReliabilityLetter = Literal["A", "B", "C", "D", "E"]
CredibilityNumber = Literal["1", "2", "3", "4", "5", "6"]


class GradeTable(Entry):
    """What the Admiralty grades mean in numbers, for drawing worlds.

    `reliability` is the mean of a source's chance of being right, by letter; F is uniform and so
    has no entry. `concentration` says how close to the mean a source's chance is drawn: it counts
    as much as so many reports checked. `credibility` is the chance that the information is true,
    whoever passes it on, by number.
    """

    reason: Text
    concentration: Annotated[float, Field(gt=0, le=10_000)]
    reliability: Mapping[ReliabilityLetter, Probability]
    credibility: Mapping[CredibilityNumber, Probability]

    @model_validator(mode="after")
    def _whole_and_in_order(self) -> GradeTable:
        for name, table, order in (
            ("reliability", dict(self.reliability), "ABCDE"),
            ("credibility", dict(self.credibility), "12345"),
        ):
            wanted = order + ("6" if name == "credibility" else "")
            if missing := [grade for grade in wanted if grade not in table]:
                raise ValueError(f"`{name}` misses {', '.join(missing)}")
            chances = [table[grade] for grade in order]  # type: ignore[index]
            if chances != sorted(chances, reverse=True):
                raise ValueError(f"`{name}` must not rise from {order[0]} to {order[-1]}")
        return self


class Grades(Entry):
    """``grades.yaml``: the table in use, and a stricter and a looser one beside it."""

    base: GradeTable
    low: GradeTable
    high: GradeTable


class Change(Entry):
    """One change of a variant; exactly one of the verbs.

    Elements are named by their `id`, or as ``DM.option``, ``DM/3`` (the third statement),
    ``rules/2``. What a change puts in is supposed: it stands in every draw, unless `because`
    names claims for it.
    """

    add_option: str | None = None
    add_statement: str | None = None
    remove_option: str | None = None
    remove_party: str | None = None
    drop: str | None = None
    stand: str | None = None
    fall: str | None = None
    flip: str | None = None
    move: str | None = None
    believe: str | None = None
    disbelieve: str | None = None
    regrade: str | None = None
    set_status_quo: tuple[str, ...] | None = None
    to: str | None = None
    want: Formula | None = None
    text: Text | None = None
    moves: Literal["both", "on", "off"] | None = None
    at: Annotated[int, Field(ge=1)] | None = None
    because: Reasons = ()
    assumed: Text | None = None

    @property
    def verb(self) -> str:
        """The verb of the change."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @model_validator(mode="after")
    def _one_verb(self) -> Change:
        said = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(said) != 1:
            found = f"found {' and '.join(f'`{v}`' for v in said)}" if said else "found none"
            raise ValueError(f"needs exactly one of {', '.join(VERBS)}; {found}")
        given = {k for k in _COMPANIONS if getattr(self, k) is not None}
        needs, may = VERBS[said[0]]
        if missing := sorted(needs - given):
            raise ValueError(f"`{said[0]}` needs {' and '.join(f'`{m}`' for m in missing)}")
        if extra := sorted(given - needs - may):
            raise ValueError(f"`{said[0]}` does not take {' or '.join(f'`{e}`' for e in extra)}")
        return self


_COMPANIONS = ("to", "want", "text", "moves", "at")
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "add_option": (frozenset({"text"}), frozenset({"moves"})),
    "add_statement": (frozenset({"want"}), frozenset({"at"})),
    "remove_option": (frozenset(), frozenset()),
    "remove_party": (frozenset(), frozenset()),
    "drop": (frozenset(), frozenset()),
    "stand": (frozenset(), frozenset()),
    "fall": (frozenset(), frozenset()),
    "flip": (frozenset(), frozenset()),
    "move": (frozenset({"at"}), frozenset()),
    "believe": (frozenset(), frozenset()),
    "disbelieve": (frozenset(), frozenset()),
    "regrade": (frozenset({"to"}), frozenset()),
    "set_status_quo": (frozenset(), frozenset()),
}
"""The verbs of a variant, with the keys each needs and may have beside it."""


class Variant(Entry):
    """Named changes to a case, kept beside it."""

    title: Text
    text: Text | None = None
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]


Ledger = Mapping[Slug, Claim]
Library = Mapping[Slug, Document]
Sources = Mapping[Slug, Source]

SHORT_FORMS: dict[Any, str] = {
    Option: "a text",
    Statement: "a formula",
    Rule: "a formula",
    Outcome: "a formula",
    ListedState: "a name",
    Number: "a number",
}
"""Entries that may be written without their keys, and as what."""

FILES: dict[str, Any] = {
    "case.yaml": Model,
    "claims.yaml": Ledger,
    "documents.yaml": Library,
    "sources.yaml": Sources,
    "grades.yaml": Grades,
}
"""The files of a case and what each holds."""
