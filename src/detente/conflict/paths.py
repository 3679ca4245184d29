"""Status-quo analysis: what can be reached from a state, along which shortest paths.

Li, Kilgour & Hipel 2005 follow a conflict from its status quo by moves or by improvements only.
A path is a legal sequence: no decision maker moves twice in succession.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .model import STRICTEST_FIRST
from .reachable import Reach, reachable
from .reasons import Step, Why, moves_to_walk, why
from .solution import OutcomeResult, Result

MOST_MOVES_IN_OVERVIEW = 3_000_000
"""An overview gives many reasons; in models of more moves it gives none (see ``detente why``)."""


@dataclass(frozen=True)
class Path:
    """A legal sequence of moves; the last leads to `target`.

    Attributes
    ----------
    start, target : int
        State numbers.
    improvements : bool
        Whether every step is an improvement for whoever makes it.
    steps : tuple of Step
    result : Result or None
        What it is a path in, for those who put it into words.
    """

    start: int
    target: int
    improvements: bool
    steps: tuple[Step, ...]
    result: Result | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, eq=False)
class Journey:
    """All that can be reached from one state, by any moves or by improvements only."""

    result: Result
    start: int
    improvements: bool

    @cached_property
    def _reach(self) -> Reach:
        conflict, index = self.result.conflict, self.result.index(self.start)
        return reachable(conflict, index, improvements=self.improvements)

    def distance(self, state: int) -> int | None:
        """Return the number of steps to a state; None if it is not reached."""
        steps = int(self._reach.distance[self.result.index(state)])
        return None if steps < 0 else steps

    @property
    def count(self) -> int:
        """How many states are reached, the start included."""
        return int(np.count_nonzero(self._reach.distance >= 0))

    def reached(self, states: Iterable[int]) -> tuple[int, ...]:
        """Return those of the states that are reached, nearest first."""
        found = [(self.distance(state), state) for state in states]
        return tuple(state for steps, state in sorted(f for f in found if f[0] is not None))

    def path(self, target: int) -> Path | None:
        """Return one shortest path; None if the target is not reached."""
        found = self.paths(target, 1)
        return found[0] if found else None

    def paths(self, target: int, limit: int = 10) -> tuple[Path, ...]:
        """Return the shortest paths, at most `limit` of them, in a fixed order."""
        if self.distance(target) is None:
            return ()
        makers = self.result.decision_makers
        return tuple(
            Path(
                self.start,
                target,
                self.improvements,
                tuple(Step(makers[s.dm], s.state + 1) for s in steps),
                self.result,
            )
            for steps in self._reach.paths(self.result.index(target), limit)
        )


@dataclass(frozen=True)
class OutcomeView:
    """One named outcome as an analyst asks about it.

    Attributes
    ----------
    name : str
    current : bool
        Whether the status quo belongs to it.
    states : int
        How many feasible states belong to it.
    holds_under : tuple of str
        Concepts under which some state of it is an equilibrium.
    concept : str or None
        The concept that `example`, `settled` and `open` speak of: the strictest under which an
        equilibrium of the outcome is reached by improvements, or the strictest at all.
    equilibria : int
        How many states of the outcome are equilibria under it.
    example : int or None
        One of these: the nearest to the status quo.
    settled : tuple of (option, whether it is on)
        What is the same in all of them.
    open : tuple of str
        Options that are on in some of them only.
    path : Path or None
        A shortest path to the example; by improvements if there is one. Empty where the status
        quo is the example.
    why : tuple of Why
        Why the example is stable for each decision maker under the concept; empty for models
        of more than :data:`MOST_MOVES_IN_OVERVIEW` moves.
    """

    name: str
    current: bool
    states: int
    holds_under: tuple[str, ...]
    concept: str | None
    equilibria: int
    example: int | None
    settled: tuple[tuple[str, bool], ...]
    open: tuple[str, ...]
    path: Path | None
    why: tuple[Why, ...]


@dataclass(frozen=True)
class StatusQuoView:
    """The status quo: who would leave it, and what is within reach.

    Attributes
    ----------
    state : int
    holds_under : tuple of str
    outcomes : tuple of str
        The named outcomes it belongs to.
    leaves : tuple of str
        Decision makers who can better their lot from it.
    undeterred : tuple of str
        Those whom even unrestricted punishment (GMR) does not deter.
    within_improvements, within_moves : int
        How many states are reached by improvements only, and by any moves.
    why : tuple of Why
        For each of those that can better their lot: why it stays or not, under SEQ if that
        deters it, under GMR otherwise.
    """

    state: int
    holds_under: tuple[str, ...]
    outcomes: tuple[str, ...]
    leaves: tuple[str, ...]
    undeterred: tuple[str, ...]
    within_improvements: int
    within_moves: int
    why: tuple[Why, ...]


@dataclass(frozen=True, eq=False)
class Overview:
    """What holds and how it could move.

    Attributes
    ----------
    result : Result
    outcomes : tuple of OutcomeView
        The named outcomes, strictest first.
    other : OutcomeView or None
        The states that belong to none of them, seen as one outcome without reasons; None if
        there are none.
    status_quo : StatusQuoView or None
    """

    result: Result
    outcomes: tuple[OutcomeView, ...]
    other: OutcomeView | None
    status_quo: StatusQuoView | None

    def outcome(self, name: str) -> OutcomeView:
        """Return the view of one outcome."""
        return next(view for view in self.outcomes if view.name == name)


def overview(result: Result) -> Overview:
    """Look at a solved case as a whole."""
    start = result.status_quo
    journeys = [] if start is None else [Journey(result, start, i) for i in (True, False)]
    views = [_view(outcome, result, journeys) for outcome in result.outcomes.values()]
    views.sort(key=_strictness)
    rest = result.unnamed
    return Overview(
        result,
        tuple(views),
        _view(rest, result, journeys, reasons=False) if views and rest.states else None,
        _status_quo(result, journeys) if journeys else None,
    )


def _strictness(view: OutcomeView) -> int:
    return min((STRICTEST_FIRST.index(c) for c in view.holds_under), default=len(STRICTEST_FIRST))


def _view(
    outcome: OutcomeResult,
    result: Result,
    journeys: Sequence[Journey],
    *,
    reasons: bool = True,
) -> OutcomeView:
    concept, example, path = _told(outcome, journeys)
    held = outcome.equilibria[concept] if concept else ()
    settled, open_ = _common(result, held)
    return OutcomeView(
        name=outcome.name,
        current=result.status_quo in outcome.states,
        states=len(outcome.states),
        holds_under=outcome.holds_under,
        concept=concept,
        equilibria=len(held),
        example=example,
        settled=settled,
        open=open_,
        path=path,
        why=_reasons(result, example, concept) if reasons else (),
    )


def _told(
    outcome: OutcomeResult, journeys: Sequence[Journey]
) -> tuple[str | None, int | None, Path | None]:
    """Choose the concept and the equilibrium to speak of, and the path to it."""
    held = [c for c in STRICTEST_FIRST if outcome.equilibria[c]]
    for journey in journeys:
        for concept in held:
            if near := journey.reached(outcome.equilibria[concept]):
                return concept, near[0], journey.path(near[0])
    return (held[0], outcome.equilibria[held[0]][0], None) if held else (None, None, None)


def _common(
    result: Result, states: Sequence[int]
) -> tuple[tuple[tuple[str, bool], ...], tuple[str, ...]]:
    """Return what all the states share, and the options in which they differ."""
    if not states or not result.options:
        return (), ()
    settled = result.settled(states)
    same = {option for option, _ in settled}
    return settled, tuple(option for option in result.options if option not in same)


def _reasons(result: Result, state: int | None, concept: str | None) -> tuple[Why, ...]:
    """Return why a state holds for each decision maker, where the model can be walked."""
    if state is None or concept is None or moves_to_walk(result) > MOST_MOVES_IN_OVERVIEW:
        return ()
    return tuple(why(result, state, dm, concept) for dm in result.decision_makers)


def _status_quo(result: Result, journeys: Sequence[Journey]) -> StatusQuoView:
    state = journeys[0].start
    index = result.index(state)
    nash, gmr = result.stable[0, :, index], result.stable[1, :, index]
    makers = result.decision_makers
    leaves = tuple(dm for dm, stays in zip(makers, nash, strict=True) if not stays)
    return StatusQuoView(
        state=state,
        holds_under=result.holds_under(state),
        outcomes=result.outcomes_of(state),
        leaves=leaves,
        undeterred=tuple(dm for dm, stays in zip(makers, gmr, strict=True) if not stays),
        within_improvements=journeys[0].count,
        within_moves=journeys[1].count,
        why=tuple(_leaving(result, state, dm) for dm in leaves)
        if moves_to_walk(result) <= MOST_MOVES_IN_OVERVIEW
        else (),
    )


def _leaving(result: Result, state: int, dm: str) -> Why:
    under_seq = why(result, state, dm, "SEQ")
    return under_seq if under_seq.stable else why(result, state, dm, "GMR")
