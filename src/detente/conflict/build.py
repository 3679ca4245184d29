"""From a case to what the engines solve, with everything that only the states can tell.

Whether the rules leave a state, the status quo is one, an outcome can be, and a ranking names
every state once is known here; what is wrong is told with its place in ``case.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, InvalidCase, Place, Problem
from detente.case.errors import listed, shown
from detente.case.formula import Formula
from detente.case.schema import Model
from detente.case.validate import problem_at

from . import states
from .lattice import bytes_a_state
from .model import ExplicitGraph, OptionForm
from .preferences import ranks


@dataclass(frozen=True, eq=False)
class Built:
    """A case ready to be solved.

    Attributes
    ----------
    conflict : OptionForm or ExplicitGraph
    status_quo : int or None
        Index of the state that holds.
    outcomes : mapping of str to ndarray, shape (S,), dtype bool
        Which states belong to each outcome, in the case's order.
    """

    conflict: OptionForm | ExplicitGraph
    status_quo: int | None
    outcomes: Mapping[str, NDArray[np.bool_]]


def build(case: Case) -> Built:
    """Build the conflict that a case describes.

    Raises
    ------
    InvalidCase
        With all problems that show only when the states are known.
    TooLarge
        More states than memory holds.
    """
    return _explicit(case) if case.model.explicit else _Options(case).built()


def _explicit(case: Case) -> Built:
    model = case.model
    names = [state.id for state in model.states or ()]
    rankings = {dm: model.ranking[dm] for dm in model.decision_makers}
    index = {name: i for i, name in enumerate(names)}
    outcomes: dict[str, NDArray[np.bool_]] = {}
    for name, outcome in model.outcomes.items():
        outcomes[name] = np.isin(np.arange(len(names)), [index[s] for s in outcome.states or ()])
    return Built(
        ExplicitGraph.from_rankings(names, model.moves, rankings),
        index[model.status_quo[0]] if model.status_quo else None,
        outcomes,
    )


class _Options:
    """Builds the option form of one case and gathers what is wrong on the way."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.model: Model = case.model
        self.options = tuple(case.model.options)
        self.bit = {option: 1 << k for k, option in enumerate(self.options)}
        self.rules = [rule.never for rule in case.model.rules if rule.never.names]
        self.problems: list[Problem] = []

    def built(self) -> Built:
        makers = tuple(self.model.decision_makers)
        free = not self.rules and all(o.moves == "both" for o in self.model.options.values())
        per_state = bytes_a_state(len(makers), free_of_rules=free)
        self.codes = states.feasible(self.options, self.rules, bytes_a_state=per_state)
        if not self.codes.size:
            raise InvalidCase(self.no_state())
        status_quo = self.status_quo()
        outcomes = {name: self.outcome(name) for name in self.model.outcomes}
        order = np.empty((len(makers), self.codes.size), np.int32)
        for row, dm in zip(order, makers, strict=True):
            row[:] = self.ranking(dm)
        if self.problems:
            raise InvalidCase(self.problems)
        conflict = OptionForm(
            decision_makers=makers,
            options=self.options,
            owners=tuple(makers.index(option.partition(".")[0]) for option in self.options),
            directions=tuple(option.moves for option in self.model.options.values()),
            codes=self.codes,
            ranks=order,
        )
        return Built(conflict, status_quo, outcomes)

    def problem(self, path: tuple[str | int, ...], message: str) -> None:
        """Note a problem; of a variant, whose lines no file has, at the head of its file."""
        if self.case.variant is None:
            file = self.case.files["case.yaml"]
            self.problems.append(problem_at(file, path, message, key=True))
            return
        label = ".".join(str(part) for part in path if isinstance(part, str))
        place = Place(f"variants/{self.case.variant}.yaml")
        self.problems.append(Problem(place, f"with these changes, `{label}`: {message}"))

    def no_state(self) -> list[Problem]:
        guilty = states.culprits(self.options, self.rules)
        if self.case.variant is not None:
            said = " and ".join(f"`never: {_one_line(self.rules[i])}`" for i in guilty)
            self.problem(("rules",), f"{said} leave{'s' * (len(guilty) == 1)} no state at all")
            return self.problems
        for i in guilty:
            beside = [f"rules[{j + 1}]" for j in guilty if j != i]
            together = f"together with {' and '.join(beside)} " if beside else ""
            self.problem(("rules", i), f"{together}leaves no state at all")
        return self.problems

    def code(self, on: Sequence[str]) -> int:
        return sum(self.bit[name] for name in set(on))

    def state(self, on: Sequence[str]) -> int | None:
        """Return the index of the state with these options on; None if it is not feasible."""
        code = np.uint64(self.code(on))
        place = int(np.searchsorted(self.codes, code))
        return place if place < self.codes.size and self.codes[place] == code else None

    def broken(self, on: Sequence[str]) -> str:
        """Name the rules that a combination of options breaks."""
        code = np.array([self.code(on)], np.uint64)
        broken = [
            f"`never: {_one_line(rule)}`"
            if self.case.variant
            else f"rules[{i + 1}] (never: {_one_line(rule)})"
            for i, rule in enumerate(self.rules)
            if states.where(rule, self.options, code)[0]
        ]
        return f"excluded by {' and '.join(broken)}"

    def status_quo(self) -> int | None:
        on = self.model.status_quo
        if on is None:
            return None
        state = self.state(on)
        if state is None:
            self.problem(("status_quo",), f"is not feasible: {self.broken(on)}")
        return state

    def outcome(self, name: str) -> NDArray[np.bool_]:
        when = self.model.outcomes[name].when
        assert when is not None, "the check of the case saw to it"
        mask = states.where(when, self.options, self.codes)
        if not mask.any():
            self.problem(("outcomes", name), f"no feasible state satisfies `{_one_line(when)}`")
        return mask

    def ranking(self, dm: str) -> NDArray[np.int32]:
        maker = self.model.decision_makers[dm]
        if maker.ranking is not None:
            return self.listed(dm, maker.ranking)
        return ranks([line.want for line in maker.prefers], self.options, self.codes)

    def listed(self, dm: str, places: Sequence[Sequence[Sequence[str]]]) -> NDArray[np.int32]:
        """Return the ranks of a ranking given directly, best first."""
        path = ("decision_makers", dm, "ranking")
        rank = np.full(self.codes.size, -1, np.int32)
        for place, tie in enumerate(places):
            for on in tie:
                state = self.state(on)
                if state is None:
                    self.problem((*path, place), f"{_state(on)} is {self.broken(on)}")
                elif rank[state] >= 0:
                    self.problem((*path, place), f"repeats the state {_state(on)}")
                else:
                    rank[state] = len(places) - place
        if missing := np.flatnonzero(rank < 0).tolist():
            names = [_state(self.on(state)) for state in missing]
            self.problem(path, f"misses {len(missing)} of {rank.size} states: {listed(names, 4)}")
        return rank

    def on(self, state: int) -> list[str]:
        return [name for name, bit in self.bit.items() if int(self.codes[state]) & bit]


def _one_line(formula: Formula) -> str:
    return shown(" ".join(formula.text.split()), 80)


def _state(on: Sequence[str]) -> str:
    return f"[{', '.join(on)}]"
