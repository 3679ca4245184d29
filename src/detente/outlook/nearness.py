"""Which states rankings leave near to holding: bounds on a change from its parts, then the change.

Under Nash, GMR and SMR whether a state is stable for a decision maker depends on that one's ranking
alone. So it is decided once for each ranking, and what a change makes hold is what all its rankings
do. Under SEQ and SSEQ the others' rankings matter too. There a ranking is judged with all free who
may get another one: free to make any move where a state is wanted to hold, not allowed to answer at
all where it is wanted to fall. Whatever their rankings become, no more (no fewer) states hold than
that. A first, looser bound needs no solving: an equilibrium under Nash is one under both, and one
under SEQ or SSEQ is one under GMR or SMR.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from detente.conflict import batch
from detente.conflict.model import OptionForm

from . import verdicts
from .edits import Alternative, Edit, Rankings

Bools = NDArray[np.bool_]
Bits = NDArray[np.uint8]
Int32s = NDArray[np.int32]

ALONE = ("Nash", "GMR", "SMR")
"""Concepts that depend on a decision maker's own ranking alone."""


class Question(NamedTuple):
    """What is to hold, or to fall, in which conflict.

    Attributes
    ----------
    form : OptionForm
        The case's own.
    target : ndarray, shape (T,), dtype int32
        Indices of states: one of them is to be an equilibrium, or none.
    concept : str
    wanted : bool
        Whether the target is to hold, or to fall.
    rankings : mapping of int to Rankings
        Of the decision makers that have statements, by index.
    """

    form: OptionForm
    target: Int32s
    concept: str
    wanted: bool
    rankings: Mapping[int, Rankings]


@dataclass(frozen=True)
class Changed:
    """Decision makers that get another ranking, each one of its alternatives.

    Attributes
    ----------
    makers, counts : tuple of int
        Their indices, and how many edits each takes.
    alternatives : tuple of list of Alternative
        The rankings that so many edits make, for each of them.
    """

    makers: tuple[int, ...]
    counts: tuple[int, ...]
    alternatives: tuple[list[Alternative], ...]

    def edits(self, row: Sequence[int]) -> tuple[Edit, ...]:
        """Return the edits of one change, decision maker by decision maker in the case's order."""
        chosen = zip(self.makers, self.alternatives, row, strict=True)
        by_maker = sorted((dm, alternatives[k].edits) for dm, alternatives, k in chosen)
        return tuple(edit for _, edits in by_maker for edit in edits)


class Engine(Protocol):
    """Decides under which changes some state of the target is an equilibrium."""

    exact: bool
    """Whether what all rankings leave near is what holds."""

    def rest(self, makers: Sequence[int]) -> Bools:
        """Return what those leave near whose ranking stays; shape (T,)."""

    def near(self, dm: int, alternatives: Sequence[Alternative]) -> Bits:
        """Return what each ranking of one decision maker leaves near, packed; shape (K, T / 8)."""

    def bounded(
        self, group: Changed, some: Sequence[int], rows: NDArray[np.intp], near: Bits
    ) -> Bits:
        """Return a closer bound: rankings judged with the others of the group free.

        Parameters
        ----------
        some : sequence of int
            Which decision makers of the group get another ranking; by place in the group.
        rows : ndarray, shape (B, some), dtype intp
            Which of its alternatives each of them gets.
        near : ndarray, shape (B, T / 8), dtype uint8
            What these rankings leave near, as far as is known, packed.
        """

    def holds(self, group: Changed, rows: NDArray[np.intp], near: Bools) -> Bools:
        """Decide changes; shape (B,).

        Parameters
        ----------
        rows : ndarray, shape (B, makers), dtype intp
            Which of its alternatives each decision maker of the group gets.
        near : ndarray, shape (B, T), dtype bool
            What the rankings leave near together.
        """


def engine_for(question: Question) -> Engine:
    """Return what decides changes under the concept of a question."""
    return Alone(question) if question.concept in ALONE else Answering(question)


class Alone:
    """Stability that depends on a decision maker's own ranking alone: Nash, GMR and SMR."""

    exact = True

    def __init__(self, question: Question, concept: str | None = None) -> None:
        self.question = question
        self.space = batch.Space.of(question.form)
        self.makers = range(len(question.form.decision_makers))
        self.concept = ALONE.index(concept or question.concept)
        ranks = question.form.ranks
        self.base = [self._stable(dm, ranks[dm : dm + 1])[0] for dm in self.makers]

    def rest(self, makers: Sequence[int]) -> Bools:
        """Return what is stable for all others."""
        stay = [self.base[dm] for dm in self.makers if dm not in makers]
        everything = np.ones(self.question.target.size, np.bool_)
        return np.asarray(np.logical_and.reduce([everything, *stay]))

    def near(self, dm: int, alternatives: Sequence[Alternative]) -> Bits:
        """Return what is stable under each ranking."""
        places = self.question.rankings[dm].places(alternatives)
        bits: Bits = np.packbits(self._stable(dm, places), axis=1)
        return bits

    def bounded(
        self,
        group: Changed,  # noqa: ARG002
        some: Sequence[int],  # noqa: ARG002
        rows: NDArray[np.intp],  # noqa: ARG002
        near: Bits,
    ) -> Bits:
        """Return the same: nothing is closer than what is so."""
        return near

    def holds(self, group: Changed, rows: NDArray[np.intp], near: Bools) -> Bools:  # noqa: ARG002
        """Decide changes: what all leave near holds."""
        return np.asarray(near.any(axis=1))

    def _stable(self, dm: int, places: Int32s) -> Bools:
        """Which states of the target are stable under which rankings; shape (K, T)."""
        every = batch.alone(self.space, dm, places)[:, self.concept]
        return np.ascontiguousarray(every[:, self.question.target])


class Answering:
    """SEQ and SSEQ: bounds first, then the changes that they leave open are solved."""

    exact = False

    def __init__(self, question: Question) -> None:
        self.question = question
        self.wanted = question.wanted
        self.respond = question.concept == "SSEQ"
        implied = "SMR" if self.respond else "GMR"
        self.own = Alone(question, implied if self.wanted else "Nash")
        self.unbound = verdicts.ANY if self.wanted else verdicts.NONE
        self.board = verdicts.board(question.form)
        ranks = question.form.ranks
        each = [self._prepared(dm, _dense(ranks[dm])) for dm in self.own.makers]
        self.base = verdicts.stacked(each)

    def rest(self, makers: Sequence[int]) -> Bools:
        """Return what is stable for all others, whatever the rankings of these become."""
        stay = [dm for dm in self.own.makers if dm not in makers]
        stable = self._judge(self.base, self._choices(1), judges=stay, unbound=makers)
        return np.asarray(stable[0])

    def near(self, dm: int, alternatives: Sequence[Alternative]) -> Bits:
        """Return what is stable under each ranking by the looser bound."""
        return self.own.near(dm, alternatives)

    def bounded(
        self, group: Changed, some: Sequence[int], rows: NDArray[np.intp], near: Bits
    ) -> Bits:
        """Judge rankings of some of a group with the others of it free."""
        makers = [group.makers[k] for k in some]
        rankings, choices = self._chosen(makers, [group.alternatives[k] for k in some], rows)
        unchanged = [dm for dm in self.own.makers if dm not in group.makers]
        free = [dm for dm in group.makers if dm not in makers]
        stable = self._judge(rankings, choices, judges=[*makers, *unchanged], unbound=free)
        closer: Bits = np.packbits(stable, axis=1)
        return near & closer if self.wanted else near | closer

    def holds(self, group: Changed, rows: NDArray[np.intp], near: Bools) -> Bools:
        """Solve changes; where a state is wanted to hold, only those that may are judged."""
        rankings, choices = self._chosen(group.makers, group.alternatives, rows)
        first = group.makers[::-1]
        stable = self._judge(
            rankings,
            choices,
            judges=[*first, *(dm for dm in self.own.makers if dm not in first)],
            candidates=near if self.wanted else None,
        )
        return np.asarray(stable.any(axis=1))

    def _chosen(
        self,
        makers: Sequence[int],
        alternatives: Sequence[Sequence[Alternative]],
        rows: NDArray[np.intp],
    ) -> tuple[verdicts.Prepared, Int32s]:
        """Prepare the rankings that rows name, and say which of them everybody has in each."""
        parts, begin = [self.base], len(self.own.makers)
        choices = self._choices(len(rows))
        for dm, every, column in zip(makers, alternatives, rows.T, strict=True):
            which, inverse = np.unique(column, return_inverse=True)
            places = self.question.rankings[dm].places([every[k] for k in which.tolist()])
            parts.append(self._prepared(dm, places))
            choices[:, dm] = begin + inverse
            begin += len(which)
        return verdicts.stacked(parts), choices

    def _judge(
        self,
        rankings: verdicts.Prepared,
        choices: Int32s,
        *,
        judges: Sequence[int],
        unbound: Sequence[int] = (),
        candidates: Bools | None = None,
    ) -> Bools:
        freedom = [
            self.unbound if dm in unbound else verdicts.IMPROVEMENTS for dm in self.own.makers
        ]
        return verdicts.judge(
            self.board,
            rankings,
            choices,
            self.question.target,
            freedom=freedom,
            judges=judges,
            candidates=candidates,
        )

    def _prepared(self, dm: int, places: Int32s) -> verdicts.Prepared:
        return verdicts.prepared(self.board, dm, places, respond=self.respond)

    def _choices(self, count: int) -> Int32s:
        return np.tile(np.arange(len(self.own.makers), dtype=np.int32), (count, 1))


def _dense(ranks: Int32s) -> Int32s:
    """Return one ranking as places from 0; shape (1, S)."""
    return np.unique(ranks, return_inverse=True)[1].astype(np.int32).reshape(1, -1)
