"""The search through all changes of one and of two edits: exact, and as little solved as can be.

Three things make it fast. Edits that leave the same ranking are one (:mod:`.edits`). Under Nash,
GMR and SMR whether a state is stable for a decision maker depends on that one's ranking alone, so
it is decided once for each ranking, and a change of two decision makers is the intersection of two
rows of bits. Under SEQ and SSEQ the others' rankings matter too. There a change of a's ranking is
first judged with b free: free to make any move where a state is wanted to hold, not allowed to
answer at all where it is wanted to fall. Whatever b's ranking becomes, no more (no fewer) states
hold than that. Where the bounds for a with b free, and for b with a free, leave no state that could
hold (leave one that holds for sure), the pair needs no solving. Of about 100,000 pairs in the
Korean cases, a few hundred to a few thousand are left, and these are solved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from detente.case import TooLarge
from detente.conflict import batch
from detente.conflict.memory import available_bytes, in_words
from detente.conflict.model import OptionForm

from . import verdicts
from .edits import Alternative, Edit, Rankings
from .solver import Progress

Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]

ALONE = ("Nash", "GMR", "SMR")
"""Concepts that depend on a decision maker's own ranking alone."""

ONE = "Trying one edit"
TWO_OF_ONE = "Trying two edits of one decision maker"
TWO_OF_TWO = "Trying one edit each of two decision makers"

WORTH_BOUNDS = 2
"""How many pairs must be open, for each ranking, before a bound for each is worth its while."""

_STATES_AT_A_TIME = 2**19
_BYTES_A_STATE = 24
"""What one prepared ranking takes for each state, and what is made from it on the way."""


class Found(NamedTuple):
    """What a search came to.

    Attributes
    ----------
    changes : list of tuple of Edit
        All that do it, of the fewest edits.
    tried : tuple of int
        How many different changes of one edit there are, and of two where it went on to those.
    """

    changes: list[tuple[Edit, ...]]
    tried: tuple[int, ...]


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


def search(question: Question, most: int, progress: Progress) -> Found:
    """Find the changes of the fewest edits, up to `most` (1 or 2), that do what is wanted.

    Raises
    ------
    TooLarge
        The rankings take more memory than there is.
    """
    _check_memory(question)
    engine: _Engine = _Alone(question) if question.concept in ALONE else _Answering(question)
    steps = [_of_one(question, engine, 1, ONE, progress)]
    found = _done(question, steps)
    if found.changes or most == 1:
        return found
    steps = [
        _of_one(question, engine, 2, TWO_OF_ONE, progress),
        _of_two(question, engine, progress),
    ]
    further = _done(question, steps)
    return Found(further.changes, found.tried + further.tried)


Decided = Iterator[tuple[Sequence[tuple[Edit, ...]], Bools]]
"""Changes, and under which of them the target holds."""


def _done(question: Question, steps: Sequence[Decided]) -> Found:
    changes: list[tuple[Edit, ...]] = []
    tried = 0
    for step in steps:
        for edits, holds in step:
            tried += len(edits)
            changes += [edits[n] for n in np.flatnonzero(holds == question.wanted).tolist()]
    return Found(changes, (tried,))


def _of_one(
    question: Question, engine: _Engine, count: int, stage: str, progress: Progress
) -> Decided:
    """Decide all changes of so many edits of one decision maker."""
    progress(stage, 0.0)
    every = {dm: rankings.with_edits(count) for dm, rankings in question.rankings.items()}
    total, done = sum(map(len, every.values())), 0
    step = max(1, min(256, _STATES_AT_A_TIME // question.form.size))
    for dm, alternatives in every.items():
        for start in range(0, len(alternatives), step):
            some = alternatives[start : start + step]
            yield [alternative.edits for alternative in some], engine.changed(dm, some)
            done += len(some)
            progress(stage, done / total)


def _of_two(question: Question, engine: _Engine, progress: Progress) -> Decided:
    """Decide all changes of one edit each of two decision makers."""
    every = {dm: rankings.with_edits(1) for dm, rankings in question.rankings.items()}
    pairs = [(a, b) for a, b in combinations(every, 2) if every[a] and every[b]]
    total, done = sum(len(every[a]) * len(every[b]) for a, b in pairs), 0
    for a, b in pairs:
        for k, one in enumerate(every[a]):
            edits = [one.edits + other.edits for other in every[b]]
            yield edits, engine.both(a, k, b)
            done += len(edits)
            progress(TWO_OF_TWO, done / total)


def _check_memory(question: Question) -> None:
    counts = sorted(len(r.with_edits(1)) for r in question.rankings.values())
    needed = sum(counts[-2:]) * question.form.size * _BYTES_A_STATE
    if needed > (available := available_bytes()):
        raise TooLarge(
            f"the rankings that single edits make take {in_words(needed)}, and "
            f"{in_words(available)} are free; remove options, or add rules that exclude states"
        )


class _Engine(Protocol):
    """Decides under which changes some state of the target is an equilibrium."""

    def changed(self, dm: int, alternatives: Sequence[Alternative]) -> Bools:
        """With other rankings of one decision maker; shape (K,)."""

    def both(self, a: int, k: int, b: int) -> Bools:
        """With the k-th ranking that one edit makes of a's, and each that one makes of b's."""


class _Own:
    """Stability that depends on a decision maker's own ranking alone, under one concept."""

    def __init__(self, question: Question, concept: str) -> None:
        self.question = question
        self.space = batch.Space.of(question.form)
        self.makers = range(len(question.form.decision_makers))
        self.concept = ALONE.index(concept)
        ranks = question.form.ranks
        self.base = [self.stable(dm, ranks[dm : dm + 1])[0] for dm in self.makers]

    def stable(self, dm: int, places: Int32s) -> Bools:
        """Which states of the target are stable under which rankings; shape (K, T)."""
        every = batch.alone(self.space, dm, places)[:, self.concept]
        return np.ascontiguousarray(every[:, self.question.target])

    def rest(self, *changed: int) -> Bools:
        """Which states of the target are stable for all whose ranking stays; shape (T,)."""
        stay = [self.base[dm] for dm in self.makers if dm not in changed]
        everything = np.ones(self.question.target.size, np.bool_)
        return np.asarray(np.logical_and.reduce([everything, *stay]))

    def alternatives(self, dm: int, alternatives: Sequence[Alternative]) -> tuple[Int32s, Bools]:
        """Return other rankings of a decision maker, and what is stable under them."""
        places = self.question.rankings[dm].places(alternatives)
        return places, self.stable(dm, places)


class _Alone:
    """Nash, GMR and SMR: rows of bits."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.own = _Own(question, question.concept)
        self.single = cache(self._single)

    def changed(self, dm: int, alternatives: Sequence[Alternative]) -> Bools:
        _, stable = self.own.alternatives(dm, alternatives)
        return _any(stable & self.own.rest(dm))

    def both(self, a: int, k: int, b: int) -> Bools:
        return _any(self.single(b) & self.single(a)[k] & np.packbits(self.own.rest(a, b)))

    def _single(self, dm: int) -> NDArray[np.uint8]:
        alternatives = self.question.rankings[dm].with_edits(1)
        return np.packbits(self.own.alternatives(dm, alternatives)[1], axis=1)


class _Pair(NamedTuple):
    """Two decision makers, a and b, with the rankings that one edit makes of theirs.

    Attributes
    ----------
    rankings : Prepared
        Everybody's own, in order; then those of a; then those of b.
    of_a, of_b : ndarray, dtype int32
        Which of these are a's and b's.
    near_a, near_b : ndarray, shape (K, T), dtype bool
        Which states of the target are not ruled out (or: hold for sure) with each of them.
    bounds : ndarray, shape (K of a, K of b), dtype bool
        Whether with both some state of the target is not ruled out (or holds for sure).
    """

    rankings: verdicts.Prepared
    of_a: Int32s
    of_b: Int32s
    near_a: Bools
    near_b: Bools
    bounds: Bools


class _Answering:
    """SEQ and SSEQ: bounds first, then the changes that they leave open are solved."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.wanted = question.wanted
        self.respond = question.concept == "SSEQ"
        # An equilibrium under Nash is one under both; one under SEQ or SSEQ is under GMR or SMR.
        implied = "SMR" if self.respond else "GMR"
        self.own = _Own(question, implied if self.wanted else "Nash")
        self.unbound = verdicts.ANY if self.wanted else verdicts.NONE
        self.board = verdicts.board(question.form)
        ranks = question.form.ranks
        each = [self._prepared(dm, _dense(ranks[dm])) for dm in self.own.makers]
        self.base = verdicts.stacked(each)
        self.choice = np.arange(len(self.own.makers), dtype=np.int32)
        self.rest = cache(self._rest)
        self.single = cache(self._single)
        self.pair = lru_cache(maxsize=1)(self._pair)  # one after the other, and large

    def changed(self, dm: int, alternatives: Sequence[Alternative]) -> Bools:
        places, stable = self.own.alternatives(dm, alternatives)
        near = stable & self.rest(dm)
        left = _any(near) == self.wanted
        if not left.any():
            return np.full(len(alternatives), not self.wanted)
        rankings = verdicts.stacked([self.base, self._prepared(dm, places[left])])
        choices = self._choices(int(left.sum()))
        choices[:, dm] = self.base.place.shape[0] + np.arange(len(choices))
        return self._decided(rankings, choices, near[left], _any(near), first=dm)

    def both(self, a: int, k: int, b: int) -> Bools:
        pair = self.pair(a, b)
        left = pair.bounds[k] == self.wanted
        choices = self._choices(int(left.sum()))
        choices[:, a] = pair.of_a[k]
        choices[:, b] = pair.of_b[left]
        near = pair.near_a[k] & pair.near_b[left]
        return self._decided(pair.rankings, choices, near, pair.bounds[k], first=b)

    def _decided(
        self,
        rankings: verdicts.Prepared,
        choices: Int32s,
        near: Bools,
        bounds: Bools,
        *,
        first: int,
    ) -> Bools:
        """Solve what the bounds leave open; the rest is as the bounds say."""
        stable = self._judge(
            rankings,
            choices,
            judges=[first, *(dm for dm in self.own.makers if dm != first)],
            candidates=near if self.wanted else None,
        )
        holds = bounds.copy()
        holds[bounds == self.wanted] = _any(stable)
        return holds

    def _judge(
        self,
        rankings: verdicts.Prepared,
        choices: Int32s,
        *,
        judges: Sequence[int],
        unbound: int | None = None,
        candidates: Bools | None = None,
    ) -> Bools:
        freedom = [
            self.unbound if dm == unbound else verdicts.IMPROVEMENTS for dm in self.own.makers
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
        return np.tile(self.choice, (count, 1))

    def _rest(self, free: int) -> Bools:
        """Bound the states that are stable for all others whatever one's ranking is; (1, T)."""
        judges = [dm for dm in self.own.makers if dm != free]
        return self._judge(self.base, self._choices(1), judges=judges, unbound=free)

    def _pair(self, a: int, b: int) -> _Pair:
        of_a, near_a = self.single(a)
        of_b, near_b = self.single(b)
        near_a = near_a & self.own.rest(a, b)
        bounds = _overlap(near_a, near_b)
        stacked = verdicts.stacked([self.base, of_a, of_b])
        begin = len(self.own.makers)
        which_a = np.arange(begin, begin + len(near_a), dtype=np.int32)
        which_b = np.arange(begin + len(near_a), len(stacked.place), dtype=np.int32)
        if np.count_nonzero(bounds == self.wanted) > WORTH_BOUNDS * (len(near_a) + len(near_b)):
            free_b = self._bound(stacked, a, which_a, b)
            free_a = self._bound(stacked, b, which_b, a)
            if self.wanted:
                near_a, near_b = near_a & free_b, near_b & free_a
                bounds = _overlap(near_a, near_b)
            else:
                bounds |= _overlap(free_b, free_a)
        return _Pair(stacked, which_a, which_b, near_a, near_b, bounds)

    def _single(self, dm: int) -> tuple[verdicts.Prepared, Bools]:
        """Prepare the rankings that one edit makes, with the states that each leaves near."""
        alternatives = self.question.rankings[dm].with_edits(1)
        places, stable = self.own.alternatives(dm, alternatives)
        return self._prepared(dm, places), stable

    def _bound(self, rankings: verdicts.Prepared, dm: int, which: Int32s, free: int) -> Bools:
        choices = self._choices(len(which))
        choices[:, dm] = which
        judges = [dm, *(each for each in self.own.makers if each not in (dm, free))]
        return self._judge(rankings, choices, judges=judges, unbound=free)


def _any(rows: Bools | NDArray[np.uint8]) -> Bools:
    """In which rows anything is set; shape (K,)."""
    return np.asarray(rows.any(axis=1))


def _overlap(one: Bools, other: Bools) -> Bools:
    """Whether row i of `one` and row k of `other` have a true place in common; at [i, k]."""
    bits = np.packbits(other, axis=1)
    rows = [_any(bits & row) for row in np.packbits(one, axis=1)]
    return np.stack(rows) if rows else np.zeros((0, len(other)), np.bool_)


def _dense(ranks: Int32s) -> Int32s:
    """Return one ranking as places from 0; shape (1, S)."""
    return np.unique(ranks, return_inverse=True)[1].astype(np.int32).reshape(1, -1)
