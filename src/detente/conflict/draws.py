"""What kernels for many models take, and how models are checked, gathered and shared out."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import Record
from .space import Layout, Space

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

NASH, GMR, SMR = 1, 2, 4
"""Bits of what is decided alone."""
SLICE = 32
"""Models that one thread takes at a time."""


class Models(NamedTuple):
    """Some models over one space, as the kernels take them.

    Attributes
    ----------
    layout : Layout
    ranks : ndarray, shape (R, S), dtype int32
        The rankings that are used, those of one decision maker behind those of another, within
        0 … S - 1.
    owners : ndarray, shape (R,), dtype int64
        Whose they are.
    choice : ndarray, shape (B, N), dtype int64
        Which of them each model gives each decision maker.
    """

    layout: Layout
    ranks: Int32s
    owners: Int64s
    choice: Int64s


class Alone(NamedTuple):
    """What R rankings decide, each alone.

    Attributes
    ----------
    stable : ndarray, shape (R, S), dtype uint8
        The bits `NASH`, `GMR`, `SMR` of the concepts under which each state is stable.
    best : ndarray, shape (R, S), dtype int16
        The best rank that can be had from each block.
    order : ndarray, shape (R, S), dtype uint16
        The states, one group behind the other, each from the best down.
    tie : ndarray, shape (R, S), dtype bool
        Whether a state of `order` has the rank of the one before it.
    """

    stable: NDArray[np.uint8]
    best: NDArray[np.int16]
    order: NDArray[np.uint16]
    tie: NDArray[np.bool_]


ALONE = Record(Alone, ("uint8[2]!", "int16[2]!", "uint16[2]!", "boolean[2]!"))


def room(rankings: int, size: int) -> Alone:
    """Make room for what :func:`.together.decide_alone` finds."""
    shape = rankings, size
    return Alone(
        np.empty(shape, np.uint8),
        np.empty(shape, np.int16),
        np.empty(shape, np.uint16),
        np.empty(shape, np.bool_),
    )


def check_models(space: Space, rankings: Sequence[Int32s], choice: NDArray[np.integer]) -> None:
    """Raise ValueError if shapes or dtypes do not fit, or a choice is out of range."""
    makers = len(space.decision_makers)
    if len(rankings) != makers:
        raise ValueError(f"{makers} decision makers need as many rankings, not {len(rankings)}")
    for dm, ranks in enumerate(rankings):
        check_ranks(space, dm, ranks)
    if choice.ndim != 2 or choice.shape[1] != makers:
        raise ValueError(f"choice must have shape (B, {makers}), not {choice.shape}")
    for dm, (ranks, chosen) in enumerate(zip(rankings, choice.T, strict=True)):
        if chosen.size and not (chosen.min() >= 0 and chosen.max() < len(ranks)):
            name = space.decision_makers[dm]
            raise ValueError(f"choice of {name!r} must be within 0 … {len(ranks) - 1}")


def check_ranks(space: Space, dm: int, ranks: Int32s) -> None:
    """Raise ValueError if these are no rankings of a decision maker."""
    what = f"rankings of {space.decision_makers[dm]!r}"
    if ranks.ndim != 2 or ranks.shape[1] != space.size:
        raise ValueError(f"{what} must have shape (K, {space.size}), not {ranks.shape}")
    if ranks.dtype != np.int32:
        raise ValueError(f"{what} must be of dtype int32, not {ranks.dtype}")


def gather(layout: Layout, rankings: Sequence[Int32s], choice: NDArray[np.integer]) -> Models:
    """Collect the rankings that some models choose, each once."""
    rows: list[Int32s] = []
    owners: list[int] = []
    places = np.empty(choice.shape, np.int64)
    for dm, ranks in enumerate(rankings):
        used, place = np.unique(choice[:, dm], return_inverse=True)
        places[:, dm] = len(owners) + place
        rows.append(within_size(ranks[used]))
        owners += [dm] * used.size
    return Models(layout, np.concatenate(rows), np.array(owners, np.int64), places)


def within_size(ranks: Int32s) -> Int32s:
    """Put ranks within 0 … S - 1, unless they are."""
    if not ranks.size or (ranks.min() >= 0 and ranks.max() < ranks.shape[1]):
        return np.ascontiguousarray(ranks)
    rows = [np.unique(row, return_inverse=True)[1] for row in ranks]
    return np.stack(rows).astype(np.int32)


def share(work: Callable[[slice], None], count: int, threads: int | None) -> None:
    """Do `count` pieces of work in slices, on so many threads; on all cores by default."""
    slices = [slice(begin, begin + SLICE) for begin in range(0, count, SLICE)]
    workers = min(threads or os.cpu_count() or 1, len(slices))
    if workers <= 1:
        for some in slices:
            work(some)
        return
    with ThreadPoolExecutor(workers) as pool:
        try:
            for done in [pool.submit(work, some) for some in slices]:
                done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def share_models(
    work: Callable[[Models, slice], None],
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    threads: int | None,
) -> None:
    """Do some work for all models that a choice makes, gathered in slices, on so many threads."""
    layout = space.layout

    def work_on(some: slice) -> None:
        work(gather(layout, rankings, choice[some]), some)

    share(work_on, len(choice), threads)
