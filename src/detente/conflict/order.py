"""The order of states that a decision maker's statements induce, for a person to check."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.case.formula import Formula

from .model import ExplicitGraph
from .preferences import satisfied
from .solution import Result


@dataclass(frozen=True)
class Place:
    """States that tie: they satisfy the same statements.

    Attributes
    ----------
    place : int
        1 for the most preferred.
    satisfies : tuple of bool
        Which statements they satisfy, in order; empty where the ranking was given directly.
    states : tuple of int
        Their numbers.
    always : tuple of (option, whether it is on)
        What all of them share.
    """

    place: int
    satisfies: tuple[bool, ...]
    states: tuple[int, ...]
    always: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Order:
    """A decision maker's ranking, best first.

    Attributes
    ----------
    dm : str
    statements : tuple of Formula
        Empty where the ranking was given directly.
    places : tuple of Place
    """

    dm: str
    statements: tuple[Formula, ...]
    places: tuple[Place, ...]

    def place_of(self, state: int) -> int:
        """Return the place of a state."""
        return next(place.place for place in self.places if state in place.states)


def order(result: Result, dm: str) -> Order:
    """Return the order of states for a decision maker, grouped by place.

    Raises
    ------
    UnknownName
        There is no such decision maker.
    """
    index = result.dm_index(dm)
    lines = tuple(line.want for line in result.case.model.decision_makers[dm].prefers)
    conflict = result.conflict
    if isinstance(conflict, ExplicitGraph):
        # a state's place is settled by how many states are better: rankings have no cycles here
        rank = -conflict.better[index].sum(axis=0).astype(np.int64)
        true = np.zeros((0, conflict.size), np.bool_)
    else:
        rank = conflict.ranks[index].astype(np.int64)
        true = satisfied(lines, conflict.options, conflict.codes)
    places = []
    by_rank = np.argsort(-rank, kind="stable")
    edges = np.flatnonzero(np.diff(rank[by_rank])) + 1
    for number, members in enumerate(np.split(by_rank, edges), start=1):
        states = tuple((members + 1).tolist())
        satisfies = tuple(true[:, members[0]].tolist())
        places.append(Place(number, satisfies, states, result.settled(states)))
    return Order(dm, lines, tuple(places))
