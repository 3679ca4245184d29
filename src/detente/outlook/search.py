"""The search through all changes of few edits: exact, and as little solved as can be.

Changes are tried by the number of their edits: all of one, then all of two, and so on up to a
limit; the search ends with the fewest that do it. A change of n edits gives some decision makers
a ranking that takes so and so many edits of their own, n in all (:mod:`.edits`: edits that leave
the same ranking are one).

What makes it fast are rows of bits, a bit for each state asked about. For each ranking there is one
with the states that its decision maker leaves *near*: that are not ruled out where a state is
wanted to hold, that hold for sure where all are wanted to fall (:mod:`.nearness`). A change leaves
near what all its rankings do, and what those do whose rankings stay. Where nothing is left (where
something is left) the change is decided, and with it all that give a further decision maker
another ranking. The others are solved, unless the rows say all there is to say: so it is under
Nash, GMR and SMR. Of about 100,000 pairs in the Korean cases, a few hundred to a few thousand are
left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from math import factorial, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.case import TooLarge
from detente.conflict.memory import available_bytes, in_words

from .edits import Alternative, Edit
from .nearness import Bits, Changed, Engine, Question, engine_for
from .solver import Progress

MOST_EDITS = 3
"""More are too many to try: the Korean cases have some 30 million different changes of three."""

TRYING = ("Trying one edit", "Trying two edits", "Trying three edits")
RANKING = ("Ranking after one edit", "Ranking after two edits", "Ranking after three edits")

WORTH_BOUNDS = 2
"""How many changes must be open, for each ranking, before a bound for each is worth its while."""

_STATES_AT_A_TIME = 2**20
_BYTES_A_STATE = 24
"""What one prepared ranking takes for each state, and what is made from it on the way."""
_BYTES_A_LIST = 600
"""What one edited list of statements takes."""
_WORK_A_RANKING = 2_000
"""How many changes are looked at in the time that one ranking takes."""


Rows = NDArray[np.intp]
"""Changes: which of its alternatives each decision maker of a group gets; shape (B, makers)."""


class Found(NamedTuple):
    """What a search came to.

    Attributes
    ----------
    changes : list of tuple of Edit
        All that do it, of the fewest edits.
    tried : tuple of int
        How many different changes there are of one edit, of two where it went on to those, and so
        on.
    """

    changes: list[tuple[Edit, ...]]
    tried: tuple[int, ...]


def search(question: Question, most: int, progress: Progress) -> Found:
    """Find the changes of the fewest edits, up to `most`, that do what is wanted.

    Raises
    ------
    TooLarge
        The rankings take more memory than there is.
    KeyboardInterrupt
        Where it was interrupted, with what is known by then.
    """
    engine = engine_for(question)
    found = Found([], ())
    for edits in range(1, most + 1):
        _check_memory(question, edits)
        level = _Level(question, engine, edits, progress)
        try:
            changes = [change for some in level.changes() for change in some]
        except KeyboardInterrupt:
            raise KeyboardInterrupt(level.left_behind()) from None
        found = Found(changes, (*found.tried, level.total))
        if changes:
            break
    return found


def _check_memory(question: Question, edits: int) -> None:
    """Refuse what would not fit: rankings at work, and the lists that so many edits make."""
    size = question.form.size
    at_work = (1 + max(1, _STATES_AT_A_TIME // size)) * size * min(edits, len(question.rankings))
    needed = at_work * _BYTES_A_STATE
    for rankings in question.rankings.values():
        lists = (rankings.length * (rankings.length + 1)) ** edits // factorial(edits)
        needed += lists * (_BYTES_A_LIST + question.target.size // 8)
    if needed > (available := available_bytes()):
        raise TooLarge(
            f"the rankings that changes of {edits} {'edits' if edits > 1 else 'edit'} make take "
            f"{in_words(needed)}, and {in_words(available)} are free; try fewer edits, remove "
            "options, or add rules that exclude states"
        )


class _Level:
    """All changes of so many edits."""

    def __init__(self, question: Question, engine: Engine, edits: int, progress: Progress) -> None:
        self.question = question
        self.engine = engine
        self.edits = edits
        self.progress = progress
        self.total = 0
        self.at_a_time = max(1, _STATES_AT_A_TIME // question.form.size)
        self._near: dict[tuple[int, int], Bits] = {}
        self._done = self._work = self._found = 0

    def changes(self) -> Iterator[list[tuple[Edit, ...]]]:
        """Yield those that do what is wanted, some at a time."""
        groups = list(self._groups())
        self.total = sum(map(_size, groups))
        self._work = sum(map(_work, groups))
        self._tell(0)
        for group in groups:
            for rows in self._of(group):
                self._found += len(rows)
                yield [group.edits(row) for row in rows.tolist()]
            self._done += _work(group)
            self._tell(0)

    def left_behind(self) -> str:
        """Say what is known where the search was interrupted."""
        before = "" if self.edits == 1 else f"fewer than {self.edits} edits do not do it; "
        found = f", and {self._found:,} of them do" if self._found else ""
        share = self._done / max(1, self._work)
        return f"{before}about {share:.0%} of the changes of {self.edits} were tried{found}"

    def _tell(self, work: float) -> None:
        self.progress(TRYING[self.edits - 1], (self._done + work) / max(1, self._work))

    def _groups(self) -> Iterator[Changed]:
        """Yield the rankings to be combined, the most numerous last."""
        makers = list(self.question.rankings)
        for n, dm in enumerate(makers):
            self.question.rankings[dm].with_edits(self.edits, self._ranking(n / len(makers)))
        for shares in _shares(makers, self.edits):
            lists = [(dm, n, self.question.rankings[dm].with_edits(n)) for dm, n in shares]
            lists.sort(key=lambda each: len(each[2]))
            if lists[0][2]:
                yield Changed(*map(tuple, zip(*lists, strict=True)))

    def _ranking(self, done: float) -> Callable[[float], None]:
        """Return what tells how many of one decision maker's rankings are known."""

        def tell(share: float) -> None:
            made = done + share / len(self.question.rankings)
            self.progress(RANKING[self.edits - 1], made)

        return tell

    def _of(self, group: Changed) -> Iterator[Rows]:
        """Yield the changes of a group that do it."""
        rest = np.packbits(self.engine.rest(group.makers))
        near = [self._rows(group, k) for k in range(len(group.makers))]
        if len(near) > 1 and not self.engine.exact and self._many(group, near, rest):
            near = [self._bounded(group, k, rows) for k, rows in enumerate(near)]
        if self.engine.exact:
            yield from self._open(group, near, rest)
            return
        for rows in _together(self._open(group, near, rest), self.at_a_time):
            yield self._decided(group, near, rest, rows)

    def _rows(self, group: Changed, k: int) -> Bits:
        """Return what each ranking of one decision maker leaves near; kept for further groups."""
        key = group.makers[k], group.counts[k]
        if key not in self._near:
            parts = []
            for some in self._some(group.alternatives[k]):
                self._tell(some.start * _WORK_A_RANKING)
                parts.append(
                    self.engine.near(key[0], group.alternatives[k][some.start : some.stop])
                )
            self._near[key] = np.concatenate(parts)
        return self._near[key]

    def _bounded(self, group: Changed, k: int, near: Bits) -> Bits:
        """Return a closer bound for each ranking of one decision maker."""
        parts = []
        for some in self._some(group.alternatives[k]):
            rows = np.arange(some.start, some.stop)[:, np.newaxis]
            parts.append(self.engine.bounded(group, [k], rows, near[some.start : some.stop]))
        return np.concatenate(parts)

    def _some(self, alternatives: Sequence[Alternative]) -> list[range]:
        count, step = len(alternatives), self.at_a_time
        return [range(start, min(start + step, count)) for start in range(0, count, step)]

    def _many(self, group: Changed, near: Sequence[Bits], rest: Bits) -> bool:
        """Whether more changes are open than are worth solving one by one."""
        count, worth = 0, WORTH_BOUNDS * sum(map(len, group.alternatives))
        for rows in self._open(group, near, rest):
            count += len(rows)
            if count > worth:
                return True
        return False

    def _open(self, group: Changed, near: Sequence[Bits], rest: Bits) -> Iterator[Rows]:
        """Yield the changes that the rows leave open: which ranking of each decision maker."""
        *first, last = near
        wanted = self.question.wanted
        for prefix, bits in _prefixes(first, rest, prune=wanted):
            if prefix and not any(prefix[1:]):
                self._tell(prefix[0] / len(first[0]) * _work(group))
            which = np.flatnonzero((last & bits).any(axis=1) == wanted)
            if not self.engine.exact and len(prefix) > 1 and len(which) > WORTH_BOUNDS:
                # one judgement may spare them all
                rows, bounds = np.array([prefix], np.intp), bits[np.newaxis]
                bits = self.engine.bounded(group, range(len(prefix)), rows, bounds)[0]
                which = np.flatnonzero((last & bits).any(axis=1) == wanted)
            for start in range(0, len(which), self.at_a_time):
                some = which[start : start + self.at_a_time]
                rows = np.empty((len(some), len(near)), np.intp)
                rows[:, :-1], rows[:, -1] = prefix, some
                yield rows

    def _decided(self, group: Changed, near: Sequence[Bits], rest: Bits, rows: Rows) -> Rows:
        """Solve changes that are open, and return those that do what is wanted."""
        bits = np.tile(rest, (len(rows), 1))
        for k, each in enumerate(near):
            bits &= each[rows[:, k]]
        left = np.unpackbits(bits, axis=1, count=self.question.target.size).astype(np.bool_)
        does: Rows = rows[self.engine.holds(group, rows, left) == self.question.wanted]
        return does


def _together(parts: Iterable[Rows], at_a_time: int) -> Iterator[Rows]:
    """Yield rows, about as many at a time as are solved together."""
    waiting: list[Rows] = []
    count = 0
    for rows in parts:
        waiting.append(rows)
        count += len(rows)
        if count >= at_a_time:
            yield np.concatenate(waiting)
            waiting, count = [], 0
    if waiting:
        yield np.concatenate(waiting)


def _work(group: Changed) -> int:
    """Return how much work a group takes, in changes looked at."""
    return _size(group) + _WORK_A_RANKING * sum(map(len, group.alternatives))


def _size(group: Changed) -> int:
    return prod(map(len, group.alternatives))


def _shares(makers: Sequence[int], edits: int) -> Iterator[list[tuple[int, int]]]:
    """Yield how many edits each of some decision makers may take, so many in all."""
    for count in range(1, min(edits, len(makers)) + 1):
        for some in combinations(makers, count):
            for cuts in combinations(range(1, edits), count - 1):
                ends = (0, *cuts, edits)
                shares = [after - before for before, after in pairwise(ends)]
                yield list(zip(some, shares, strict=True))


def _prefixes(
    near: Sequence[Bits], bits: Bits, *, prune: bool, prefix: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Bits]]:
    """Yield rankings of all but the last decision maker, and what they leave near together."""
    if prune and not bits.any():
        return
    if not near:
        yield prefix, bits
        return
    for k, row in enumerate(near[0]):
        yield from _prefixes(near[1:], bits & row, prune=prune, prefix=(*prefix, k))
