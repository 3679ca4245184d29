"""Work in pieces, on some threads: so that it tells how far it is, and can be stopped.

Kernels let go of Python's lock, so threads are enough to use all cores. A piece takes some
milliseconds. Between pieces the thread that called is awake: it tells how far the work is, hears
an interruption, and lets nobody begin another piece after one. Which thread does which piece
makes no difference to what comes out.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import Self

Progress = Callable[[float], None]
"""Told from time to time which share of the work is done; what it raises stops the work."""
Piece = Callable[[int, int, int], int]
"""``piece(low, high, worker)`` does units `low` up to, without, `high`, and returns a finding."""

PIECE = 2**16
"""States in a piece."""
EVERY = 0.1
"""Seconds between two looks at how far the work is."""
WORTH_THREADS = 2**17
"""States from which on threads are worth the trouble of waking them."""


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


class Crew:
    """Some threads and what they have done.

    Parameters
    ----------
    states : int
        How many states all units of a task have together.
    threads : int or None
        As many as there are cores if not given; one where there are few states.
    progress : Progress, optional
    total : float
        The weight of all work together, in passes over the states.
    """

    def __init__(
        self, states: int, threads: int | None, progress: Progress | None, total: float
    ) -> None:
        self.states = states
        self.threads = threads or (cores() if states >= WORTH_THREADS else 1)
        self.progress, self.total = progress, total
        self._done = self._ceiling = 0.0
        self._told = time.monotonic()
        self._lock = Lock()
        self._stopped = False
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown()

    @contextmanager
    def stage(self, weight: float) -> Iterator[None]:
        """Count what is done inside as so many passes, however many it turns out to take."""
        self._ceiling += weight
        yield
        self._done = self._ceiling

    def run(self, piece: Piece, units: int, *, weight: float = 1.0) -> list[int]:
        """Do all units of a task; return the findings of its pieces, in no certain order.

        Parameters
        ----------
        piece : Piece
        units : int
        weight : float
            How long this takes, in passes over the states.
        """
        size = max(1, units * PIECE // self.states)
        starts = iter(range(0, units, size))

        def labour(worker: int) -> list[int]:
            found = []
            while (low := self._next(starts)) is not None:
                high = min(low + size, units)
                found.append(piece(low, high, worker))
                self._count(weight * (high - low) / units)
            return found

        if not self._pool or units <= size:
            return labour(0) if not self._pool else self._pool.submit(labour, 0).result()
        futures = [self._pool.submit(labour, worker) for worker in range(self.threads)]
        try:
            while wait(futures, timeout=EVERY).not_done:
                self._tell()
        except BaseException:
            self._stopped = True
            raise
        return [finding for future in futures for finding in future.result()]

    def _next(self, starts: Iterator[int]) -> int | None:
        with self._lock:
            return None if self._stopped else next(starts, None)

    def _count(self, weight: float) -> None:
        with self._lock:
            self._done += weight
        if not self._pool:
            self._tell()

    def _tell(self) -> None:
        if self.progress and (now := time.monotonic()) - self._told >= EVERY:
            self._told = now
            self.progress(min(self._done, self._ceiling) / self.total)
