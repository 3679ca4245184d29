"""Why a state is stable or not for one decision maker: the move, the answer, the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from detente.case import TooLarge

from . import graph, model
from .model import ExplicitGraph
from .solution import Result

MOST_MOVES = 20_000_000
"""Reasons are looked for one move at a time, which takes about 25 bytes and 1 µs each."""

Comparison = Literal["better", "equal", "worse"]


@dataclass(frozen=True)
class Step:
    """One decision maker's move to a state, by number."""

    dm: str
    to: int


@dataclass(frozen=True)
class Temptation:
    """An improvement, and what comes of it.

    Attributes
    ----------
    to : int
        The state the decision maker would rather be in.
    answer : tuple of Step
        The shortest answer of the others that takes the gain away; empty if there is none.
    result : {"better", "equal", "worse"}
        How the decision maker fares in the end, against where it started.
    undone : tuple of Step
        Where no answer lasts: the shortest one that would have deterred, then the decision
        maker's own response that undoes it. Empty if there is none, or if the concept does not
        let the decision maker respond.
    """

    to: int
    answer: tuple[Step, ...]
    result: Comparison
    undone: tuple[Step, ...] = ()

    @property
    def deterred(self) -> bool:
        """Whether the others can take the gain away."""
        return bool(self.answer)


@dataclass(frozen=True)
class Why:
    """Why a state is stable, or not, for one decision maker under one concept.

    Attributes
    ----------
    state : int
    dm, concept : str
    stable : bool
    temptations : tuple of Temptation
        Every improvement from the state; those that nothing deters first.
    result : Result or None
        What it was asked of, for those who put it into words.
    """

    state: int
    dm: str
    concept: str
    stable: bool
    temptations: tuple[Temptation, ...]
    result: Result | None = field(default=None, repr=False, compare=False)


def why(result: Result, state: int, dm: str, concept: str) -> Why:
    """Explain the stability of a state for a decision maker.

    Parameters
    ----------
    result : Result
    state : int
        The state's number, from 1.
    dm : str
        Id of the decision maker.
    concept : str
        Nash, GMR, SMR, SEQ or SSEQ.

    Raises
    ------
    UnknownName
        There is no such state, decision maker or concept.
    TooLarge
        The model has too many moves to look for answers one by one.
    """
    index, maker, name = result.index(state), result.dm_index(dm), result.concept(concept)
    if (moves := moves_to_walk(result)) > MOST_MOVES:
        raise TooLarge(
            f"the model has up to {moves:,} moves; reasons are looked for among at most "
            f"{MOST_MOVES:,}. What holds is known all the same"
        )
    found = graph.explain(result.conflict, maker, index, name)
    temptations = tuple(_temptation(result, maker, index, each) for each in found.improvements)
    return Why(state, dm, name, found.stable, temptations, result)


def moves_to_walk(result: Result) -> int:
    """Return an upper bound of the number of moves in a model, of all decision makers together."""
    conflict = result.conflict
    if isinstance(conflict, ExplicitGraph):
        return sum(targets.size for moves in conflict.moves for targets in moves)
    own = (control.own.bit_count() for control in conflict.controls)
    return conflict.size * sum((1 << count) - 1 for count in own)


def _temptation(result: Result, maker: int, start: int, each: graph.Improvement) -> Temptation:
    answer = _steps(result, each.answer)
    undone: tuple[Step, ...] = ()
    if each.undone:
        undone = _steps(result, (*each.undone.answer, each.undone.response))
    end = answer[-1].to - 1 if answer else each.to
    return Temptation(each.to + 1, answer, compare(result, maker, end, start), undone)


def _steps(result: Result, steps: tuple[model.Step, ...]) -> tuple[Step, ...]:
    return tuple(Step(result.decision_makers[s.dm], s.state + 1) for s in steps)


def compare(result: Result, maker: int, state: int, with_state: int) -> Comparison:
    """Say how a decision maker (index) ranks one state (index) against another."""
    import numpy as np

    one, other = np.array([state]), np.array([with_state])
    if result.conflict.prefers(maker, one, with_state)[0]:
        return "better"
    return "worse" if result.conflict.prefers(maker, other, state)[0] else "equal"
