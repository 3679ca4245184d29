"""Solving drawn worlds: each different one once, here or on any executor.

Draws that make the same model are one world, and a world met before is looked up, whichever draw,
grade table or knock-out met it. What is left is solved in chunks: in this process, whose compiled
parts use all cores without a copy of anything, or on any ``concurrent.futures.Executor``. A chunk
lost with the process that had it is solved here instead; results do not depend on who solved what.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.case import write_atomically

from .errors import OtherCase
from .plan import GONE, Line, Plan
from .sample import Sample
from .worlds import Solved, SpaceKey, chunk_size, record_type, solve_worlds, toggles

IN_FLIGHT = 8
"""Chunks handed to an executor before the first is asked for."""

Records = NDArray[np.void]
Progress = Callable[[str, float], None]
"""Told what is being done, and how much of it is: from 0 to 1."""


def silent(what: str, share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Rates:
    """How much was solved and how much looked up.

    Attributes
    ----------
    draws : int
        Models asked for.
    worlds : int
        Different ones among them, which were solved.
    orders : int
        Rankings of a decision maker in the worlds that were solved.
    rankings : int
        Those that were computed; the others were the same as one beside them.
    """

    draws: int
    worlds: int
    orders: int
    rankings: int


class _Chunk(NamedTuple):
    """Worlds of one state space: their places in the store, and what to solve."""

    places: NDArray[np.intp]
    space: SpaceKey
    lines: tuple[NDArray[np.int16], ...]


class Solver:
    """Solves the worlds of one plan, and remembers them.

    Parameters
    ----------
    plan : Plan
    executor : Executor, optional
        Where to solve; in this process if not given.
    workers : int, optional
        Threads of this process if there is no executor; all cores if not given.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        executor: Executor | None = None,
        workers: int | None = None,
    ) -> None:
        self.plan = plan
        self.executor = executor
        self.workers = workers
        self.lost = 0
        """Chunks that the executor lost, and that were solved here."""
        self._places: dict[bytes, int] = {}
        self._records = np.zeros(
            0, record_type(len(plan.recipe.outcomes), len(toggles(plan.recipe)))
        )
        self._draws = self._orders = self._rankings = 0

    @property
    def rates(self) -> Rates:
        """How much was solved so far, and how much looked up."""
        return Rates(self._draws, len(self._places), self._orders, self._rankings)

    def records(self, sample: Sample) -> Records:
        """Return each draw's record; one that says nothing where the draw is undetermined.

        Returns
        -------
        ndarray, shape (D,), dtype of :func:`detente.outlook.worlds.record_type`
        """
        records = np.zeros(sample.size, self._records.dtype)
        drawn = np.flatnonzero(~sample.undetermined)
        self._draws += drawn.size
        if not drawn.size:
            return records
        keys, first, which = _different(sample.keys[drawn])
        places = self._look_up(keys, sample, drawn[first])
        records[drawn] = self._records[places][which]
        return records

    def _look_up(
        self, keys: list[bytes], sample: Sample, examples: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """Return where the worlds stand in the store, after solving those that were not in it."""
        new = [k for k, key in enumerate(keys) if key not in self._places]
        solved = np.zeros(len(new), self._records.dtype)
        done = np.zeros(len(new), np.bool_)
        try:
            for chunk, result in self._solve(_chunks(self.plan, sample, examples[new])):
                solved[chunk.places], done[chunk.places] = result.records, True
                self._orders += result.records.size * len(chunk.lines)
                self._rankings += result.rankings
        finally:  # what is solved is kept, also where the rest is not waited for
            self._records = np.concatenate([self._records, solved[done]])
            kept = [keys[k] for k, is_done in zip(new, done, strict=True) if is_done]
            start = self._records.size - len(kept)
            self._places.update({key: start + k for k, key in enumerate(kept)})
        return np.array([self._places[key] for key in keys], np.intp)

    def _solve(self, chunks: Iterable[_Chunk]) -> Iterator[tuple[_Chunk, Solved]]:
        recipe = self.plan.recipe
        if self.executor is None:
            for chunk in chunks:
                yield chunk, solve_worlds(recipe, chunk.space, chunk.lines, self.workers)
            return
        waiting: deque[tuple[_Chunk, Future[Solved] | None]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk)))
            if len(waiting) >= IN_FLIGHT:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def _submit(self, chunk: _Chunk) -> Future[Solved] | None:
        assert self.executor is not None
        try:
            return self.executor.submit(solve_worlds, self.plan.recipe, chunk.space, chunk.lines, 1)
        except RuntimeError:  # it is broken, or was shut down
            self.lost += 1
            return None

    def _result(self, chunk: _Chunk, future: Future[Solved] | None) -> tuple[_Chunk, Solved]:
        try:
            if future is not None:
                return chunk, future.result()
        except Exception:  # noqa: BLE001 - what is wrong with the worlds themselves shows again below
            self.lost += 1
        return chunk, solve_worlds(self.plan.recipe, chunk.space, chunk.lines, self.workers)

    # --- kept between runs

    def save(self, path: Path) -> None:
        """Write the worlds solved so far to a file, all or nothing."""
        held = io.BytesIO()
        rows = [np.frombuffer(key, np.uint8) for key in self._places]
        keys = np.stack(rows) if rows else np.empty((0, 0), np.uint8)
        digest = np.frombuffer(bytes.fromhex(self.plan.digest), np.uint8)
        np.savez(held, digest=digest, keys=keys, records=self._records, allow_pickle=False)
        write_atomically(path, held.getvalue())

    def resume(self, path: Path) -> None:
        """Take over the worlds that an earlier run solved.

        Raises
        ------
        OtherCase
            The file is none of ours, or belongs to another case, or to other evidence.
        """
        data = io.BytesIO(path.read_bytes())
        try:
            with np.load(data, allow_pickle=False) as held:
                digest, keys, records = held["digest"], held["keys"], held["records"]
        except Exception as error:
            raise OtherCase(f"{path}: is no file of solved worlds, or is damaged") from error
        if digest.tobytes().hex() != self.plan.digest:
            raise OtherCase(
                f"{path}: holds the worlds of another case, or of this one before its model, "
                "claims, sources or grades were changed; leave out `--resume`, or name another file"
            )
        if records.dtype != self._records.dtype or len(keys) != records.size:
            raise OtherCase(f"{path}: was written by another version, or is damaged")
        self._records = records
        self._places = {key.tobytes(): place for place, key in enumerate(keys)}


def _different(keys: NDArray[np.uint8]) -> tuple[list[bytes], NDArray[np.intp], NDArray[np.intp]]:
    """Return the different rows as bytes, the first place of each, and which one each row is."""
    if not keys.shape[1]:
        return [b""], np.zeros(1, np.intp), np.zeros(keys.shape[0], np.intp)
    rows = np.ascontiguousarray(keys).view(np.dtype((np.void, keys.shape[1]))).reshape(-1)
    different, first, which = np.unique(rows, return_index=True, return_inverse=True)
    return [row.tobytes() for row in different], first, which.reshape(-1)


def _chunks(plan: Plan, sample: Sample, draws: NDArray[np.intp]) -> Iterator[_Chunk]:
    """Cut the worlds of some draws into chunks of one state space each."""
    stands = sample.stands[draws]
    orders = [order[draws] for order in sample.orders]
    for space, members in _spaces(plan, stands):
        size = chunk_size(plan.recipe, space)
        for begin in range(0, members.size, size):
            part = members[begin : begin + size]
            yield _Chunk(part, space, _lines(plan, stands[part], [order[part] for order in orders]))


def _spaces(plan: Plan, stands: NDArray[np.bool_]) -> Iterator[tuple[SpaceKey, NDArray[np.intp]]]:
    """Group worlds by their state space."""
    if not len(stands):
        return
    deciding = [e for e, _ in plan.options] + [rule.element for rule in plan.rules]
    columns = stands[:, [e for e in deciding if e != GONE]]
    _, first, which = _different(np.packbits(columns, axis=1))
    for k, example in enumerate(first):
        yield _space_key(plan, stands[example]), np.flatnonzero(which == k)


def _space_key(plan: Plan, stands: NDArray[np.bool_]) -> SpaceKey:
    fallen = tuple(place for e, place in plan.options if not stands[e])
    rules = (_formula(rule, stands) for rule in plan.rules)
    return SpaceKey(fallen, tuple(rule for rule in rules if rule != GONE))


def _formula(line: Line, stands: NDArray[np.bool_]) -> int:
    return line.stands if line.element == GONE or stands[line.element] else line.fallen


def _lines(
    plan: Plan, stands: NDArray[np.bool_], orders: list[NDArray[np.uint8]]
) -> tuple[NDArray[np.int16], ...]:
    """Return the formulas of each world's lines, those that are gone at the end."""
    made = []
    for dm, lines in enumerate(plan.lines):
        rows = np.empty((stands.shape[0], len(lines)), np.int16)
        for k, line in enumerate(lines):
            there = True if line.element == GONE else stands[:, line.element]
            rows[:, k] = np.where(there, line.stands, line.fallen)
        for run, order in zip(plan.runs, orders, strict=True):
            if run.dm == dm:
                part = rows[:, run.first : run.last + 1]
                rows[:, run.first : run.last + 1] = np.take_along_axis(part, order, axis=1)
        kept_first = np.argsort(rows == GONE, axis=1, kind="stable")
        made.append(np.take_along_axis(rows, kept_first, axis=1))
    return tuple(made)
