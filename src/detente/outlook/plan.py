"""What an outlook draws: the case's evidence, and how the model follows from it.

A :class:`Plan` is the case read once for drawing. It holds what is random, in arrays:

* *units*, pairs of a source and an independence group: whether the source was right about what
  goes back to that origin. Ten reprints of one story in one outlet are one unit.
* *claims*, each with the units of its chain and its own credibility.
* *elements* of the model that could fall, each with the claims for and against it.
* *runs* of statements of about the same weight, whose order is drawn.

And it holds what the model becomes: for each decision maker the formulas that may stand in each
line, for the state space the options that may fall and the formulas that may be rules.
Elements that stand in every draw are no part of it but for their formula.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from detente.case import Case
from detente.case.formula import Formula
from detente.case.schema import (
    DEFAULT_CREDENCE,
    Claim,
    Element,
    Forbidden,
    Rule,
    Statement,
    Wanted,
)
from detente.conflict.model import Direction

from .errors import NothingToDraw

GONE = -1
"""In place of a formula: there is none."""


class Unit(NamedTuple):
    """A source's word on one independence group, with the source's Admiralty letter."""

    source: str
    group: str
    letter: str


class DrawnClaim(NamedTuple):
    """A claim in use: the units of its chain, its Admiralty number, and what is known of it."""

    name: str
    chain: tuple[int, ...]
    number: int
    believed: bool
    disbelieved: bool


class DrawnElement(NamedTuple):
    """An element that may fall: alternatives of claims for and against it, and its credence."""

    name: str
    stream: str
    because: tuple[tuple[int, ...], ...]
    against: tuple[tuple[int, ...], ...]
    credence: float
    assumed: bool
    undetermined: bool
    """Whether the conclusion is undetermined where it falls."""


class Line(NamedTuple):
    """One line of preferences, or one rule: its element, if that may fall, and its formulas."""

    element: int
    stands: int
    fallen: int


class Run(NamedTuple):
    """Statements of about the same weight: a decision maker's lines `first` to `last`."""

    dm: int
    first: int
    last: int
    streams: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    """What a solver must know of the model beside the drawn worlds; hashable, sent to workers.

    Attributes
    ----------
    decision_makers, options : tuple of str
    owners : tuple of int
    directions : tuple of str
    formulas : tuple of Formula
        What lines and rules may say; worlds name them by place.
    ranked : tuple of (decision maker, places)
        Direct rankings: best first, each place a tie of states as sorted tuples of options.
    outcomes : tuple of (name, Formula)
    status_quo : tuple of str or None
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    owners: tuple[int, ...]
    directions: tuple[Direction, ...]
    formulas: tuple[Formula, ...]
    ranked: tuple[tuple[int, tuple[tuple[tuple[str, ...], ...], ...]], ...]
    outcomes: tuple[tuple[str, Formula], ...]
    status_quo: tuple[str, ...] | None


@dataclass(frozen=True, eq=False)
class Plan:
    """A case read for drawing.

    Attributes
    ----------
    case : Case
    units, claims, elements, runs : tuple
    lines : tuple of tuple of Line
        By decision maker.
    rules : tuple of Line
    options : tuple of (int, int)
        Options that may fall: their element, and their place among the options.
    recipe : Recipe
    """

    case: Case
    units: tuple[Unit, ...]
    claims: tuple[DrawnClaim, ...]
    elements: tuple[DrawnElement, ...]
    lines: tuple[tuple[Line, ...], ...]
    rules: tuple[Line, ...]
    options: tuple[tuple[int, int], ...]
    runs: tuple[Run, ...]
    recipe: Recipe

    @property
    def digest(self) -> str:
        """SHA-256 of all that the plan says, whatever the case's files look like."""
        grades = self.case.grades.model_dump(mode="json")
        parts = [self.units, self.claims, self.elements, self.lines, self.rules, self.options]
        text = json.dumps([*parts, self.runs, grades, _plain(self.recipe)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def varies(self) -> bool:
        """Whether anything is drawn at all."""
        return bool(self.elements or self.runs)


def _plain(recipe: Recipe) -> Any:
    return [str(value) if isinstance(value, Formula) else value for value in _flat(recipe)]


def _flat(recipe: Recipe) -> Iterator[Any]:
    for name in Recipe.__dataclass_fields__:
        value = getattr(recipe, name)
        yield name
        if name == "formulas":
            yield from value
        elif name == "outcomes":
            yield from (part for outcome in value for part in outcome)
        else:
            yield value


def varies(case: Case) -> bool:
    """Whether there is anything to draw in a case.

    Parameters
    ----------
    case : Case
    """
    return not case.model.explicit and bool(case.claims) and plan(case).varies


def plan(case: Case) -> Plan:
    """Read a case for drawing.

    Parameters
    ----------
    case : Case

    Returns
    -------
    Plan
        What is drawn, and how a world follows from it. Cases that mean the same have equal plans.

    Raises
    ------
    NothingToDraw
        The case lists its states and rankings, so that nothing in it rests on a claim; or a
        rule may fall though somebody's ranking names only the states it leaves.
    """
    if case.model.explicit:
        raise NothingToDraw(
            f"{case.name} lists its states, moves and rankings; none of them rests on claims, "
            "so there is nothing to draw"
        )
    return _Reader(case).plan()


def formula_of(line: Statement | Rule | Wanted | Forbidden) -> Formula:
    """Return what a line of preferences, or a rule, says."""
    return line.want if isinstance(line, Statement | Wanted) else line.never


class _Reader:
    """Reads one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.model = case.basis
        self.units: dict[tuple[str, str], Unit] = {}
        self.claims: dict[str, DrawnClaim] = {}
        self.elements: list[DrawnElement] = []
        self.formulas: dict[str, tuple[int, Formula]] = {}
        self.streams: set[str] = set()

    def plan(self) -> Plan:
        makers = self.model.decision_makers
        self._claims()
        options = tuple(self._options())
        lines = tuple(
            tuple(self._line(f"{dm}/{i + 1}", line) for i, line in enumerate(m.prefers))
            for dm, m in makers.items()
        )
        rules = tuple(self._line(f"rules/{i + 1}", rule) for i, rule in enumerate(self.model.rules))
        self._refuse_loose_rankings(rules)
        return Plan(
            case=self.case,
            units=tuple(self.units.values()),
            claims=tuple(self.claims.values()),
            elements=tuple(self.elements),
            lines=lines,
            rules=rules,
            options=options,
            runs=tuple(self._runs()),
            recipe=self._recipe(),
        )

    # --- evidence

    def _claims(self) -> None:
        """Read the claims in use, source by source, so that a source's units stand together."""
        used = dict.fromkeys(c for _, _, e in self.model.elements() for c in e.claims)
        known = [name for name in used if name in self.case.claims]
        chains = {name: self._chain(name, self.case.claims[name]) for name in known}
        units = sorted({unit for chain in chains.values() for unit in chain})
        self.units = {(unit.source, unit.group): unit for unit in units}
        place = {unit: k for k, unit in enumerate(units)}
        for name, chain in chains.items():
            self.claims[name] = DrawnClaim(
                name,
                tuple(place[unit] for unit in chain),
                self.case.claims[name].credibility,
                believed=name in self.case.believed,
                disbelieved=name in self.case.disbelieved,
            )

    def _chain(self, name: str, claim: Claim) -> tuple[Unit, ...]:
        """Return the units of a claim; without a chain, one whose reliability nobody can judge."""
        group = claim.group or f"claim {name}"
        if not claim.through:
            return (Unit(f"unnamed, for {name}", group, "F"),)
        return tuple(Unit(s, group, self.case.sources[s].reliability) for s in claim.through)

    # --- elements

    def _options(self) -> Iterator[tuple[int, int]]:
        for place, (name, option) in enumerate(self.model.options.items()):
            if (element := self._element(name, option, name)) != GONE:
                yield element, place

    def _line(self, name: str, line: Statement | Rule) -> Line:
        formula = formula_of(line)
        element = self._element(name, line, f"{name.partition('/')[0]}: {formula.expression}")
        fallen = GONE
        if element != GONE and not isinstance(line.otherwise, str):
            fallen = self._formula(formula_of(line.otherwise))
        return Line(element, self._formula(formula), fallen)

    def _formula(self, formula: Formula) -> int:
        return self.formulas.setdefault(formula.text, (len(self.formulas), formula))[0]

    def _element(self, name: str, element: Element, says: str) -> int:
        """Return the element's place among those that may fall; GONE if it stands for certain."""
        drawn = DrawnElement(
            name=element.id or name,
            stream=self._stream(element.id or says),
            because=self._alternatives(element.because),
            against=self._alternatives(element.against),
            credence=self._credence(element),
            assumed=element.support == "assumed",
            undetermined=getattr(element, "otherwise", "drop") == "undetermined",
        )
        if drawn.credence == 1 and not drawn.against:
            return GONE
        self.elements.append(drawn)
        return len(self.elements) - 1

    def _stream(self, says: str) -> str:
        """Name an element's random numbers by its id or by what it says, not by its place."""
        stream, more = f"element {says}", 1
        while stream in self.streams:
            more += 1
            stream = f"element {says} ({more})"
        self.streams.add(stream)
        return stream

    def _alternatives(self, groups: Iterable[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
        place = {name: k for k, name in enumerate(self.claims)}
        return tuple(
            tuple(place[c] for c in group) for group in groups if all(c in place for c in group)
        )

    def _credence(self, element: Element) -> float:
        if element.credence is not None:
            return element.credence
        assumed = element.support == "assumed"
        return self.model.assumption_credence if assumed else DEFAULT_CREDENCE

    def _runs(self) -> Iterator[Run]:
        """Find the statements of about the same weight: each marked one joins the line above it."""
        for dm, (name, maker) in enumerate(self.model.decision_makers.items()):
            marks = [line.about == "equal" for line in maker.prefers]
            if marks[:1] == [True]:  # there is no line above the first
                marks[0], marks[1:2] = False, [True] * len(marks[1:2])
            starts = [k for k, mark in enumerate(marks) if not mark]
            for first, after in pairwise([*starts, len(marks)]):
                if after - first > 1:
                    said = [
                        line.id or str(line.want.expression) for line in maker.prefers[first:after]
                    ]
                    streams = tuple(f"order {name}: {text}" for text in said)
                    yield Run(dm, first, after - 1, streams)

    # --- the model

    def _refuse_loose_rankings(self, rules: Sequence[Line]) -> None:
        ranked = [dm for dm, m in self.model.decision_makers.items() if m.ranking is not None]
        loose = [k for k, rule in enumerate(rules) if rule.element != GONE]
        if ranked and loose:
            raise NothingToDraw(
                f"rules[{loose[0] + 1}] may fall in a draw (its credence is not 1), and "
                f"`{ranked[0]}` ranks only the states that it leaves; give the rule "
                "`credence: 1`, or write the ranking as statements"
            )

    def _recipe(self) -> Recipe:
        model = self.model
        makers = tuple(model.decision_makers)
        return Recipe(
            decision_makers=makers,
            options=tuple(model.options),
            owners=tuple(makers.index(name.partition(".")[0]) for name in model.options),
            directions=tuple(option.moves for option in model.options.values()),
            formulas=tuple(formula for _, formula in self.formulas.values()),
            ranked=tuple(
                (k, tuple(tuple(tuple(sorted(s)) for s in tie) for tie in maker.ranking))
                for k, maker in enumerate(model.decision_makers.values())
                if maker.ranking is not None
            ),
            outcomes=tuple((n, o.when) for n, o in model.outcomes.items() if o.when is not None),
            status_quo=model.status_quo,
        )
