"""``case.yaml``: decision makers, options, statements, rules, outcomes, issues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from .values import (
    Code,
    Day,
    Entry,
    Fate,
    Formula,
    Margin,
    Name,
    Names,
    Probability,
    Reasons,
    Slug,
    Text,
)

DEFAULT_CREDENCE = 0.5
DEFAULT_ASSUMPTION_CREDENCE = 0.75

TEXT, KEYS = "<text>", "<keys>"
"""Which of two ways an entry is written; these marks stand in pydantic's paths, not in files."""


def _text_to(key: str) -> BeforeValidator:
    """Let a bare text stand for a mapping with one key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _written_as(value: object) -> str:
    return KEYS if isinstance(value, dict | BaseModel) else TEXT


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


def _ranking(value: object) -> object:
    """Put every place of a ranking into a tie, so that one shape remains."""
    if not isinstance(value, list):
        return value
    return [[item] if _is_state(item) else item for item in value]


def _is_state(item: object) -> bool:
    """Whether a place of a ranking is one state: a list of the options that are on."""
    return isinstance(item, list) and all(isinstance(inner, str) for inner in item)


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


def _pair(value: object) -> object:
    if not isinstance(value, list) or [type(item) for item in value] != [str, str]:
        raise ValueError("must be two states, [from, to]")
    return value


def _ties(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [[item] if isinstance(item, str) else item for item in value]


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
