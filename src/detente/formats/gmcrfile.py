"""What a file of GMCR+ holds: reading it strictly, and writing it.

A ``.gmcr`` file is a JSON object:

* ``options``: ``{name, permittedDirection}``, the direction being ``both``, ``fwd`` (only from no
  to yes) or ``back``;
* ``decisionMakers``: ``{name, options, preferences, misperceptions, preferenceRanking}``, options
  by their index from 0; the ranking's older name is ``preferenceVector``;
* ``infeasibles``: conditions;
* ``useManualPreferenceRanking`` (older: ``useManualPreferenceVectors``): whether the rankings
  count, and not the preferences;
* ``coalitions``: indices of decision makers, those of a coalition in a list of their own.

A condition is ``[[option, "Y" | "N"], …]``, all of which must hold; in preferences also
``{"compound": true, "members": [condition, …]}``, any of which may hold. Options are put into
the order in which the decision makers list them; rankings use the numbers after that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.case import InvalidCase, Problem
from detente.case.errors import listed, shown
from detente.conflict.model import MOST_OPTIONS

from .jsontext import JsonText, Value, parse
from .patterns import Pattern

Direction = Literal["both", "on", "off"]

MAX_NAME = 10_000
MAX_CONDITIONS = 10_000
MAX_NOTES = 30
NEWEST = (0, 4)
"""The newest version of the program whose files are known."""

DIRECTIONS: dict[str, Direction] = {"both": "both", "fwd": "on", "back": "off"}
_TOP = {
    "options", "decisionMakers", "infeasibles", "useManualPreferenceRanking",
    "useManualPreferenceVectors", "coalitions", "coalitionsFull", "program", "version",
}  # fmt: skip
_PARTY = {
    "name", "options", "preferences", "misperceptions", "preferenceRanking", "preferenceVector",
    "payoffs",
}  # fmt: skip
_OPTION = {"name", "permittedDirection"}


@dataclass(frozen=True)
class GmcrOption:
    """An option and the directions in which it may be switched."""

    name: str
    direction: Direction


@dataclass(frozen=True)
class GmcrParty:
    """A decision maker.

    Attributes
    ----------
    name : str
    options : tuple of int
    statements : tuple of tuple of Pattern
        The preferences, the most important first; any pattern of one may hold.
    unseen : tuple of Pattern
        States that this decision maker does not perceive.
    ranking : tuple of tuple of int, or None
        State numbers, the best first, ties together.
    """

    name: str
    options: tuple[int, ...]
    statements: tuple[tuple[Pattern, ...], ...] = ()
    unseen: tuple[Pattern, ...] = ()
    ranking: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True)
class GmcrModel:
    """What a file says, options in the order of the decision makers' lists.

    Attributes
    ----------
    options : tuple of GmcrOption
    parties : tuple of GmcrParty
    infeasible : tuple of Pattern
    by_hand : bool
        Whether the rankings count, and not the statements.
    coalitions : tuple of tuple of int
        Those with two members or more.
    """

    options: tuple[GmcrOption, ...]
    parties: tuple[GmcrParty, ...]
    infeasible: tuple[Pattern, ...]
    by_hand: bool
    coalitions: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class GmcrFile:
    """A file as read: the model, what it says besides, and where things stand.

    Attributes
    ----------
    model : GmcrModel
    notes : tuple of str
    tree : JsonText
    infeasible : tuple of Value
        The places of the model's patterns.
    rankings : tuple of Value or None
        The places of the parties' rankings.
    """

    model: GmcrModel
    notes: tuple[str, ...]
    tree: JsonText
    infeasible: tuple[Value, ...]
    rankings: tuple[Value | None, ...]

    def problem(self, value: Value, message: str) -> Problem:
        """Return a problem at the place of a value."""
        return Problem(self.tree.place(value), message)


def load(text: str, file: str) -> GmcrFile:
    """Read the text of a ``.gmcr`` file.

    Raises
    ------
    InvalidCase
        With all problems at once, each with its place.
    """
    return _Reading(parse(text, file)).file()


def dump(model: GmcrModel) -> str:
    """Write a model as the text of a ``.gmcr`` file."""
    data: dict[str, Any] = {
        "program": "detente",
        "options": [_option_data(option) for option in model.options],
        "decisionMakers": [_party_data(party) for party in model.parties],
        "infeasibles": [_pattern_data(pattern) for pattern in model.infeasible],
        "useManualPreferenceRanking": model.by_hand,
    }
    if model.coalitions:
        grouped = {dm for members in model.coalitions for dm in members}
        alone = [dm for dm in range(len(model.parties)) if dm not in grouped]
        data["coalitions"] = [*map(list, model.coalitions), *alone]
    lines = (f" {json.dumps(k)}: {_lines(v)}" for k, v in data.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(value: Any) -> str:
    """Write a list of objects one a line, anything else on one line."""
    if isinstance(value, list) and value and not isinstance(value[0], int):
        return "[\n" + ",\n".join(f"  {json.dumps(v, ensure_ascii=False)}" for v in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)


def _option_data(option: GmcrOption) -> dict[str, str]:
    back = {ours: theirs for theirs, ours in DIRECTIONS.items()}
    return {"name": option.name, "permittedDirection": back[option.direction]}


def _party_data(party: GmcrParty) -> dict[str, Any]:
    data: dict[str, Any] = {"name": party.name, "options": list(party.options)}
    data["preferences"] = [_condition_data(statement) for statement in party.statements]
    if party.unseen:
        data["misperceptions"] = [_pattern_data(pattern) for pattern in party.unseen]
    if party.ranking is not None:
        data["preferenceRanking"] = [p[0] if len(p) == 1 else list(p) for p in party.ranking]
    return data


def _condition_data(patterns: Sequence[Pattern]) -> Any:
    if len(patterns) == 1:
        return _pattern_data(patterns[0])
    return {"compound": True, "members": [_pattern_data(pattern) for pattern in patterns]}


def _pattern_data(pattern: Pattern) -> list[list[int | str]]:
    return [[option, "Y" if on else "N"] for option, on in pattern]


def _shortened(notes: Sequence[str]) -> tuple[str, ...]:
    """Return each note once, and not more than a person reads."""
    every = tuple(dict.fromkeys(notes))
    more = len(every) - MAX_NOTES
    return every if more <= 0 else (*every[:MAX_NOTES], f"and {more:,} more of this kind")


class _Reading:
    """Reads a tree and gathers all that is wrong with it on the way."""

    def __init__(self, tree: JsonText) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.conditions = 0

    def file(self) -> GmcrFile:
        top = self.top()
        options = self.options(top)
        makers = self.makers(top)
        self.order = self.new_order(makers, options, top["options"])
        self.stop()
        infeasible = [
            (value, self.pattern(value, f"infeasibles[{i + 1}]", rule=True))
            for i, value in self.items(top, "infeasibles", "infeasibles")
        ]
        model = GmcrModel(
            options=tuple(options[old] for old in self.order),
            parties=tuple(self.party(maker, i) for i, maker in enumerate(makers)),
            infeasible=tuple(pattern for _, pattern in infeasible),
            by_hand=self.by_hand(top),
            coalitions=self.coalitions(top, makers),
        )
        rankings = tuple(self.ranking_value(maker) for maker in makers)
        self.missing_rankings(model.by_hand, makers, rankings)
        self.stop()
        places = tuple(value for value, _ in infeasible)
        return GmcrFile(model, _shortened(self.notes), self.tree, places, rankings)

    def top(self) -> dict[str, Value]:
        top = self.mapping(self.tree.root, "the file")
        self.stop()
        if missing := [f"`{key}`" for key in ("options", "decisionMakers") if key not in top]:
            message = f"is no file of GMCR+: it lacks {' and '.join(missing)}"
            self.wrong(self.tree.root, message)
        self.version(top)
        self.stop()
        self.unknown(top, _TOP, "the file")
        return top

    def options(self, top: dict[str, Value]) -> list[GmcrOption]:
        options = [self.option(v, i) for i, v in self.items(top, "options", "options")]
        if len(options) > MOST_OPTIONS:
            self.wrong(top["options"], f"{len(options)} options; at most {MOST_OPTIONS} are read")
        self.stop()
        return options

    def makers(self, top: dict[str, Value]) -> list[dict[str, Value]]:
        makers = [
            self.mapping(value, f"decisionMakers[{i + 1}]")
            for i, value in self.items(top, "decisionMakers", "decisionMakers")
        ]
        if not makers:
            self.wrong(top["decisionMakers"], "has no decision makers")
        self.stop()
        return makers

    def wrong(self, value: Value, message: str) -> None:
        self.problems.append(Problem(self.tree.place(value), message))

    def stop(self) -> None:
        if self.problems:
            raise InvalidCase(self.problems)

    # shapes

    def mapping(self, value: Value, what: str) -> dict[str, Value]:
        if isinstance(value.data, dict):
            return value.data
        self.wrong(value, f"{what}: must be an object; found {value.kind}")
        return {}

    def listing(self, value: Value, what: str) -> list[Value]:
        if isinstance(value.data, list):
            return value.data
        self.wrong(value, f"{what}: must be a list; found {value.kind}")
        return []

    def items(self, holder: dict[str, Value], key: str, what: str) -> Iterator[tuple[int, Value]]:
        if key in holder:
            yield from enumerate(self.listing(holder[key], what))

    def name(self, holder: dict[str, Value], at: Value | None, what: str) -> str:
        value = holder.get("name")
        if value is None:
            if at is not None:
                self.wrong(at, f"{what}: `name` is missing")
            return ""
        if not isinstance(value.data, str):
            self.wrong(value, f"{what}.name: must be a text; found {value.kind}")
            return ""
        if len(value.data) > MAX_NAME:
            self.wrong(value, f"{what}.name: is longer than {MAX_NAME:,} characters")
        return value.data

    def index(self, value: Value, count: int, what: str, of: str) -> int | None:
        """Return an index from 0, or None after having said what is wrong with it."""
        if type(value.data) is not int:
            self.wrong(value, f"{what}: must be the index of {of}; found {value.kind}")
        elif not 0 <= value.data < count:
            there = f"there are {count}, counted from 0" if count else "there are none"
            self.wrong(value, f"{what}: {value.data} is no index of {of}; {there}")
        else:
            return value.data
        return None

    def flag(self, value: Value, what: str) -> bool:
        if not isinstance(value.data, bool):
            self.wrong(value, f"{what}: must be true or false; found {value.kind}")
        return bool(value.data)

    def unknown(self, holder: dict[str, Value], known: set[str], what: str) -> None:
        if extra := [f"`{shown(key)}`" for key in holder if key not in known]:
            self.notes.append(f"{what}: unknown and passed over: {listed(extra)}")

    # parts

    def version(self, top: dict[str, Value]) -> None:
        value = top.get("version")
        if value is None:
            return
        match = (
            re.match(r"(\d{1,6})\.(\d{1,6})", value.data) if isinstance(value.data, str) else None
        )
        if match is None:
            self.wrong(value, f"version: must be a text such as `0.4.1`; found {value.kind}")
            return
        found = int(match[1]), int(match[2])
        newest = ".".join(map(str, NEWEST))
        if found[0] > NEWEST[0]:
            self.wrong(value, f"version {shown(value.data)} is not known; read is up to {newest}")
        elif found > NEWEST:
            said = f"written by version {shown(value.data)}; files are known up to {newest}"
            self.notes.append(said)

    def option(self, value: Value, i: int) -> GmcrOption:
        what = f"options[{i + 1}]"
        held = self.mapping(value, what)
        self.unknown(held, _OPTION, what)
        name = self.name(held, value if isinstance(value.data, dict) else None, what)
        said = held.get("permittedDirection")
        if said is None:
            self.notes.append(f"{what} says no `permittedDirection`; it is taken to be both")
            return GmcrOption(name, "both")
        if not isinstance(said.data, str) or said.data not in DIRECTIONS:
            allowed = ", ".join(DIRECTIONS)
            self.wrong(said, f"{what}.permittedDirection: found {said.kind}; allowed: {allowed}")
            return GmcrOption(name, "both")
        return GmcrOption(name, DIRECTIONS[said.data])

    def new_order(
        self, makers: Sequence[dict[str, Value]], options: Sequence[GmcrOption], at: Value
    ) -> list[int]:
        """Return the old indices of the options in the order of the decision makers' lists."""
        owner: dict[int, int] = {}
        for i, maker in enumerate(makers):
            what = f"decisionMakers[{i + 1}].options"
            before = len(owner)
            for k, value in self.items(maker, "options", what):
                index = self.index(value, len(options), f"{what}[{k + 1}]", "an option")
                if index is None:
                    continue
                if index in owner:
                    name = f"option {index} (`{shown(options[index].name)}`)"
                    whose = f"is decisionMakers[{owner[index] + 1}]'s already"
                    same = owner[index] == i
                    self.wrong(value, f"{what}: {name} {'is listed twice' if same else whose}")
                owner.setdefault(index, i)
            if len(owner) == before and not self.problems:
                place = maker.get("options", self.tree.root)
                self.wrong(place, f"{what}: has none; a decision maker has options of its own")
        for index, option in enumerate(options):
            if index not in owner and not self.problems:
                message = f"options[{index + 1}] (`{shown(option.name)}`) is no decision maker's"
                self.wrong(at.data[index], message)
        return list(owner)

    def party(self, maker: dict[str, Value], i: int) -> GmcrParty:
        what = f"decisionMakers[{i + 1}]"
        self.unknown(maker, _PARTY, what)
        return GmcrParty(
            name=self.name(maker, self.tree.root, what),
            options=tuple(self.moved(v) for _, v in self.items(maker, "options", what)),
            statements=self.conditions_of(maker, "preferences", what, self.statement),
            unseen=self.conditions_of(maker, "misperceptions", what, self.pattern),
            ranking=self.ranking(maker, what),
        )

    def moved(self, value: Value) -> int:
        return self.order.index(value.data)

    def conditions_of(
        self, maker: dict[str, Value], key: str, what: str, read: Callable[[Value, str], Any]
    ) -> tuple[Any, ...]:
        found = (
            read(v, f"{what}.{key}[{k + 1}]") for k, v in self.items(maker, key, f"{what}.{key}")
        )
        return tuple(condition for condition in found if condition)

    def statement(self, value: Value, what: str) -> tuple[Pattern, ...]:
        """Return the patterns of a preference, of which any may hold."""
        if not isinstance(value.data, dict):
            pattern = self.pattern(value, what)
            return (pattern,) if pattern else ()
        self.unknown(value.data, {"compound", "members"}, what)
        if "compound" in value.data and not self.flag(value.data["compound"], f"{what}.compound"):
            self.wrong(value.data["compound"], f"{what}.compound: must be true here")
        members = list(self.items(value.data, "members", f"{what}.members"))
        if not members:
            self.wrong(value, f"{what}: has no members; a compound is a choice among conditions")
        found = [self.pattern(v, f"{what}.members[{k + 1}]") for k, v in members]
        return tuple(pattern for pattern in found if pattern)

    def pattern(self, value: Value, what: str, *, rule: bool = False) -> Pattern:
        """Return a condition; empty after having said what is wrong with it."""
        self.conditions += 1
        if self.conditions == MAX_CONDITIONS + 1:
            self.wrong(value, f"more than {MAX_CONDITIONS:,} conditions in one file")
        if self.conditions > MAX_CONDITIONS:
            raise InvalidCase(self.problems)
        if isinstance(value.data, dict):
            self.wrong(value, f"{what}: a compound stands in preferences only")
            return ()
        literals = self.listing(value, what)
        if isinstance(value.data, list) and not literals:
            leaves = "; it would leave no state" if rule else ""
            self.wrong(value, f"{what}: is empty{leaves}")
        found = [self.literal(v, f"{what}[{k + 1}]") for k, v in enumerate(literals)]
        return tuple(literal for literal in found if literal is not None)

    def literal(self, value: Value, what: str) -> tuple[int, bool] | None:
        if not isinstance(value.data, list) or len(value.data) != 2:
            self.wrong(value, f'{what}: must be [option, "Y" or "N"]; found {value.kind}')
            return None
        option = self.index(value.data[0], len(self.order), what, "an option")
        if value.data[1].data not in ("Y", "N"):
            self.wrong(value.data[1], f"{what}: found {value.data[1].kind}; allowed: Y, N")
            return None
        return None if option is None else (self.order.index(option), value.data[1].data == "Y")

    def ranking_value(self, maker: dict[str, Value]) -> Value | None:
        return maker.get("preferenceRanking", maker.get("preferenceVector"))

    def ranking(self, maker: dict[str, Value], what: str) -> tuple[tuple[int, ...], ...] | None:
        value = self.ranking_value(maker)
        if value is None:
            return None
        if {"preferenceRanking", "preferenceVector"} <= maker.keys():
            said = "has a ranking under its old name too, `preferenceVector`; it is left out"
            self.notes.append(f"{what} {said}")
        what = f"{what}.preferenceRanking"
        places = (
            self.place(v, f"{what}[{k + 1}]") for k, v in enumerate(self.listing(value, what))
        )
        return tuple(place for place in places if place)

    def place(self, value: Value, what: str) -> tuple[int, ...]:
        tied = value.data if isinstance(value.data, list) else [value]
        if not tied:
            self.wrong(value, f"{what}: is empty")
        for state in tied:
            if type(state.data) is not int:
                self.wrong(state, f"{what}: must be the number of a state; found {state.kind}")
        return tuple(state.data for state in tied if type(state.data) is int)

    def by_hand(self, top: dict[str, Value]) -> bool:
        new, old = "useManualPreferenceRanking", "useManualPreferenceVectors"
        said = {key: self.flag(top[key], key) for key in (new, old) if key in top}
        if len(set(said.values())) > 1:
            self.wrong(top[old], f"{old}: says the opposite of {new}")
        return any(said.values())

    def missing_rankings(
        self,
        by_hand: bool,
        makers: Sequence[dict[str, Value]],
        rankings: Sequence[Value | None],
    ) -> None:
        for i, (maker, ranking) in enumerate(zip(makers, rankings, strict=True)):
            if by_hand and ranking is None:
                place = maker.get("name", self.tree.root)
                message = "has no `preferenceRanking`, and the file ranks by hand"
                self.wrong(place, f"decisionMakers[{i + 1}]: {message}")

    def coalitions(
        self, top: dict[str, Value], makers: Sequence[dict[str, Value]]
    ) -> tuple[tuple[int, ...], ...]:
        seen: dict[int, int] = {}
        found: list[tuple[int, ...]] = []
        for k, value in self.items(top, "coalitions", "coalitions"):
            what = f"coalitions[{k + 1}]"
            members = value.data if isinstance(value.data, list) else [value]
            if not members:
                self.wrong(value, f"{what}: is empty")
            indices = [self.index(v, len(makers), what, "a decision maker") for v in members]
            for member, index in zip(members, indices, strict=True):
                if index in seen:
                    first = f"coalitions[{seen[index] + 1}]" if index is not None else ""
                    message = f"{what}: decision maker {index} is in {first} already"
                    self.wrong(member, f"{message}; coalitions do not overlap")
                elif index is not None:
                    seen[index] = k
            if len(indices) > 1:
                found.append(tuple(index for index in indices if index is not None))
        missing = [str(i) for i in range(len(makers)) if i not in seen]
        if seen and missing and not self.problems:
            self.notes.append(f"decision makers in no coalition stand alone: {listed(missing)}")
        return tuple(found)
