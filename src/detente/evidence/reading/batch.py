"""Many texts, read in several processes; what is finished is kept.

Whoever kills or interrupts the program loses only the texts that were being read at that moment:
each reading is kept as soon as it is made (:mod:`.kept`), and the next run begins with those.

Each worker has a pipe of its own and is given one text at a time. When the program goes away,
however it does, the pipe closes, and the worker ends.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from detente.case import DetenteError

from .kept import Kept, key_of
from .lexicon import Lexicon
from .reading import Reading, read

FEW_CHARACTERS = 60_000
"""Below this much text, starting processes takes longer than reading."""
AT_ONCE = 31 << 20
"""Bytes, more than reading a text takes in one block. The C library of Linux learns up to 32 MiB
what to keep for the next block."""


class WorkerLost(DetenteError):
    """A process that was reading a text ended before it was done."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read.

    Attributes
    ----------
    id : str
    text : str
    published : str or None
        An ISO 8601 day.
    """

    id: str
    text: str
    published: str | None = None


def read_all(
    texts: Sequence[Text],
    *,
    lexicon: Callable[[], Lexicon] | None = None,
    names: str = "",
    kept: Kept | None = None,
    workers: int | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> dict[str, Reading]:
    """Read texts; return their readings by id, in the order given.

    Parameters
    ----------
    texts : sequence of Text
    lexicon : callable, optional
        Makes the lexicon, if there is anything left to read; détente's own if not given.
    names : str
        What tells the lexicon's own names from those of another.
    kept : Kept, optional
        Where readings are kept.
    workers : int, optional
        Processes; as many as there are processors for this one if not given.
    done : callable
        Told how many more are finished, each time some are.

    Raises
    ------
    WorkerLost
        A process was killed from outside, for want of memory for instance.
    """
    kept = kept or Kept()
    keys = {one.id: key_of(one.text, one.published, names) for one in texts}
    found = {one.id: reading for one in texts if (reading := kept.get(keys[one.id])) is not None}
    done(len(found))
    rest = [one for one in texts if one.id not in found]
    known = lexicon() if lexicon is not None and rest else None
    for name, reading in _readings(rest, known, workers or _processors()):
        kept.put(keys[name], reading)
        found[name] = reading
        done(1)
    return {one.id: found[one.id] for one in texts}


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _readings(
    texts: Sequence[Text], lexicon: Lexicon | None, workers: int
) -> Iterator[tuple[str, Reading]]:
    """Yield readings as they are finished: here if there is little to do, else in processes."""
    if workers < 2 or len(texts) < 2 or sum(len(one.text) for one in texts) < FEW_CHARACTERS:
        for one in texts:
            yield one.id, read(one.text, published=one.published, lexicon=lexicon)
        return
    crew = [Worker(lexicon) for _ in range(min(workers, len(texts)))]
    try:
        yield from _shared_out(texts, crew)
    except BaseException:
        for worker in crew:
            worker.process.terminate()
        raise
    finally:
        for worker in crew:
            worker.end()


def _shared_out(texts: Sequence[Text], crew: Sequence[Worker]) -> Iterator[tuple[str, Reading]]:
    """Give each worker a text, and another whenever it is done."""
    waiting = iter(texts)
    busy: dict[Any, tuple[Worker, str]] = {}
    for worker, one in zip(crew, waiting, strict=False):
        worker.give(one)
        busy[worker.pipe] = worker, one.id
    while busy:
        for pipe in wait(list(busy)):
            worker, name = busy.pop(pipe)
            yield name, worker.take(name)
            if (following := next(waiting, None)) is not None:
                worker.give(following)
                busy[pipe] = worker, following.id


class Worker:
    """A process that reads texts, and the pipe to it."""

    def __init__(self, lexicon: Lexicon | None) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_work, args=(other, lexicon))
        self.process.daemon = True
        self.process.start()
        other.close()

    def give(self, one: Text) -> None:
        """Hand over a text."""
        try:
            self.pipe.send(one)
        except OSError:
            raise WorkerLost(f"{one.id}: the process that was to read it has ended") from None

    def take(self, name: str) -> Reading:
        """Return the reading of the text that was given."""
        try:
            made = self.pipe.recv()
        except (EOFError, OSError):
            raise WorkerLost(
                f"{name}: the process that read it has ended; what was read before is kept"
            ) from None
        if isinstance(made, Exception):
            raise made
        reading: Reading = made
        return reading

    def end(self) -> None:
        """Close the pipe, so that the process ends."""
        self.pipe.close()
        self.process.join()


def settle() -> None:
    """Make this process fit to read many texts beside others.

    There are as many processes as processors, so that none needs threads of its own. The C library
    gives large blocks of memory back to the system, and takes them again zeroed, page by page,
    unless a larger one was given back before: so one is. And reading makes hardly any rings of
    objects, so that they need not be looked for every 700 objects.
    """
    threadpool_limits(1)
    np.empty(AT_ONCE, dtype=np.uint8)
    gc.set_threshold(50_000, 20, 100)


def _work(pipe: Connection, lexicon: Lexicon | None) -> None:
    """Read what comes through the pipe until it closes; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settle()
    while True:
        try:
            one: Text = pipe.recv()
        except (EOFError, OSError):
            return
        made: Reading | Exception
        try:
            made = read(one.text, published=one.published, lexicon=lexicon)
        except Exception as error:  # noqa: BLE001 - raised again in the parent
            made = error
        try:
            pipe.send(made)
        except OSError:
            return
