"""An excerpt of the graph model: the states a person asks about, few enough to be drawn.

States are taken in this order, as long as there is room:

1. the status quo (without one, the first state that is told of, or the first of all);
2. the states told for the outcomes, strictest concept first, with the paths that lead to them;
3. equilibria under Nash, SSEQ and SEQ, nearest first, with a shortest path to each; where the case
   names no outcomes, also those under SMR and GMR;
4. what tempts a decision maker away from these, and the answers that deter it;
5. the states that improvements lead to from the status quo, nearest first;
6. neighbours: the nearest states that improvements lead to from a state told of;
7. in a model of up to 16 states, all that are left.

A path or an answer is taken whole or not at all. Of the moves among the chosen states those are
kept that are improvements, or a step of a path or of an answer told; an improvement that two
others of the same decision maker make together is left out, since it says nothing new.
The choice depends on the result alone, so the same result gives the same excerpt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .model import CONCEPTS, STRICTEST_FIRST
from .paths import Overview
from .reachable import Reach, reachable
from .reasons import Step, Why
from .solution import Result

MOST_STATES = 40
SMALL = 16
MOST_EQUILIBRIA = 6
MOST_TEMPTATIONS = 2
MOST_REACHED = 8
MOST_NEIGHBOURS = 2
NEAR = ("Nash", "SSEQ", "SEQ")


@dataclass(frozen=True)
class Move:
    """One decision maker's move between two states, by number."""

    dm: str
    start: int
    end: int
    improvement: bool


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Some states of a result and the moves among them.

    Attributes
    ----------
    result : Result
    start : int
        The state that distances are counted from: the status quo, if there is one.
    distance : dict of int to int or None
        The chosen states, and the number of moves to each; None where no path leads.
    moves : tuple of Move
        Ordered by where they start, who makes them and where they lead.
    composed : int
        Improvements among these states that were left out since two others make them up.
    """

    result: Result
    start: int
    distance: dict[int, int | None]
    moves: tuple[Move, ...]
    composed: int

    @property
    def states(self) -> tuple[int, ...]:
        """The chosen states, in ascending order."""
        return tuple(sorted(self.distance))

    def missing(self, concept: str) -> int:
        """Return how many equilibria under a concept are not among the states."""
        mask = self.result.equilibrium_masks[CONCEPTS.index(concept)]
        here = np.array(self.states) - 1
        return int(np.count_nonzero(mask) - np.count_nonzero(mask[here]))


def excerpt(overview: Overview, limit: int = MOST_STATES) -> Excerpt:
    """Choose the states and moves to be drawn.

    Parameters
    ----------
    overview : Overview
    limit : int
        The most states to choose; at least 1.
    """
    choice = _Choice(overview)
    chosen: dict[int, None] = {}
    for group in choice.groups():
        fresh = dict.fromkeys(state for state in group if state not in chosen)
        if len(chosen) + len(fresh) <= limit:
            chosen |= fresh
        if len(chosen) == limit:
            break
    moves, composed = _moves(overview.result, sorted(chosen), choice.steps)
    distance = {state: choice.distance(state) for state in sorted(chosen)}
    return Excerpt(overview.result, choice.start, distance, moves, composed)


class _Choice:
    """The candidates, group by group; and the steps of what was told so far."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview
        self.result = overview.result
        self.start = _start(overview)
        self.steps: set[tuple[str, int, int]] = set()
        self.by_moves = self._reach(improvements=False)

    def _reach(self, *, improvements: bool) -> Reach:
        return reachable(self.result.conflict, self.start - 1, improvements=improvements)

    def distance(self, state: int) -> int | None:
        steps = int(self.by_moves.distance[state - 1])
        return None if steps < 0 else steps

    def groups(self) -> Iterator[Sequence[int]]:
        yield [self.start]
        told = [view for view in self.overview.outcomes if view.example]
        for view in told:
            steps = view.path.steps if view.path else ()
            yield [*self._follow(self.start, steps), view.example or self.start]
        for concept in NEAR if told else STRICTEST_FIRST:
            yield from self._equilibria(concept)
        whys = list(self.overview.status_quo.why if self.overview.status_quo else ())
        whys += [found for view in told for found in view.why]
        for found in whys:
            yield from self._temptations(found)
        yield from ([state] for state in self._reached())
        for state in dict.fromkeys([self.start, *(view.example or self.start for view in told)]):
            yield from ([near] for near in self._neighbours(state))
        if self.result.conflict.size <= SMALL:
            yield from ([number + 1] for number in range(self.result.conflict.size))

    def _follow(self, start: int, steps: Sequence[Step]) -> list[int]:
        """Return the states that steps lead through, and remember the steps."""
        states = [start, *(step.to for step in steps)]
        self.steps |= {(s.dm, before, s.to) for before, s in zip(states, steps, strict=False)}
        return states

    def _equilibria(self, concept: str) -> Iterator[Sequence[int]]:
        mask = self.result.equilibrium_masks[CONCEPTS.index(concept)]
        makers = self.result.decision_makers
        for state in _nearest(mask, self.by_moves.distance, MOST_EQUILIBRIA):
            path = self.by_moves.paths(state - 1, 1)
            steps = [Step(makers[s.dm], s.state + 1) for s in path[0]] if path else []
            yield [*self._follow(self.start, steps), state]

    def _temptations(self, found: Why) -> Iterator[Sequence[int]]:
        for each in found.temptations[:MOST_TEMPTATIONS]:
            answer = each.answer or each.undone
            yield self._follow(found.state, [Step(found.dm, each.to), *answer])

    def _reached(self) -> list[int]:
        reach = self._reach(improvements=True)
        return _nearest(reach.distance > 0, reach.distance, MOST_REACHED)

    def _neighbours(self, state: int) -> Iterator[int]:
        conflict = self.result.conflict
        for dm in range(len(self.result.decision_makers)):
            targets = conflict.reach(dm, state - 1)
            better = targets[conflict.prefers(dm, targets, state - 1)]
            near = np.lexsort((better, self.by_moves.distance[better]))[:MOST_NEIGHBOURS]
            yield from (better[near] + 1).tolist()


def _start(overview: Overview) -> int:
    if overview.status_quo:
        return overview.status_quo.state
    told = [view.example for view in overview.outcomes if view.example]
    held = (overview.result.equilibria[c] for c in STRICTEST_FIRST)
    return next(iter([*told, *(states[0] for states in held if states), 1]))


def _nearest(mask: NDArray[np.bool_], distance: NDArray[np.int32], count: int) -> list[int]:
    """Return the numbers of the nearest states of a mask; those not reached come last."""
    states = np.flatnonzero(mask)
    away = np.where(distance[states] < 0, np.iinfo(np.int32).max, distance[states])
    nearest: list[int] = (states[np.lexsort((states, away))[:count]] + 1).tolist()
    return nearest


def _moves(
    result: Result, states: Sequence[int], told: Iterable[tuple[str, int, int]]
) -> tuple[tuple[Move, ...], int]:
    """Return the moves among some states that are worth drawing, and how many were composed."""
    kept = set(told)
    every = [move for state in states for move in _from(result, state, states)]
    improving = {(m.dm, m.start, m.end) for m in every if m.improvement}
    composed = _composed(improving) - kept if result.conflict.composes else set()
    drawn = (improving | kept) - composed
    return tuple(m for m in every if (m.dm, m.start, m.end) in drawn), len(composed)


def _from(result: Result, state: int, states: Sequence[int]) -> Iterator[Move]:
    conflict, among = result.conflict, np.array(states) - 1
    for i, dm in enumerate(result.decision_makers):
        reach = conflict.reach(i, state - 1)
        places = np.searchsorted(reach, among)
        inside = places < reach.size
        targets = among[inside][reach[places[inside]] == among[inside]]
        better = conflict.prefers(i, targets, state - 1)
        for target, improves in zip(targets.tolist(), better.tolist(), strict=True):
            yield Move(dm, state, target + 1, improves)


def _composed(moves: set[tuple[str, int, int]]) -> set[tuple[str, int, int]]:
    ends: dict[tuple[str, int], set[int]] = {}
    for dm, start, end in moves:
        ends.setdefault((dm, start), set()).add(end)
    return {
        (dm, start, end)
        for dm, start, end in moves
        if any(end in ends.get((dm, middle), ()) for middle in ends[dm, start])
    }
