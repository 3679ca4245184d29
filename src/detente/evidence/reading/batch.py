"""Many texts, read in several processes; what is finished is kept.

Whoever kills or interrupts the program loses only the texts that were being read at that moment:
each reading is kept as soon as it is made (:mod:`.kept`), and the next run begins with those.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from .kept import Kept, key_of
from .lexicon import Lexicon
from .reading import Reading, read

FEW_CHARACTERS = 60_000
"""Below this much text, starting processes takes longer than reading."""
WAVE = 8
"""How many texts wait for each process, so that an interruption has little to take back."""


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
    workers = min(workers, len(texts))
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (lexicon,)) as pool:
        try:
            yield from _in_waves(pool, texts, workers * WAVE)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_waves(
    pool: ProcessPoolExecutor, texts: Sequence[Text], size: int
) -> Iterator[tuple[str, Reading]]:
    waiting = iter(texts)
    running: dict[Future[Reading], str] = {}
    for one in waiting:
        running[pool.submit(_read, one)] = one.id
        if len(running) >= size:
            yield from _finished(running, size // 2)
    yield from _finished(running, 0)


def _finished(running: dict[Future[Reading], str], leave: int) -> Iterator[tuple[str, Reading]]:
    """Yield what is finished until no more than `leave` are running."""
    for future in as_completed(list(running)):
        yield running.pop(future), future.result()
        if len(running) <= leave:
            return


# --- within a worker


_lexicon: Lexicon | None = None
"""A worker is told once what all its texts share."""


def _begin(lexicon: Lexicon | None) -> None:
    """Leave Ctrl-C to the parent, and end when it does, however it ends."""
    global _lexicon
    _lexicon = lexicon
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _read(one: Text) -> Reading:
    return read(one.text, published=one.published, lexicon=_lexicon)
