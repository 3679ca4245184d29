"""How many models over one state space are solved in a second, and in how much memory.

    python benchmarks/batch.py             # a minute
    python benchmarks/batch.py --models 64

All five concepts for all decision makers. No two models share a ranking: the worst case. The
spaces are 12 options of five decision makers, free, with one-way options, and with rules too, and
those of the two Korean cases. Preferences are *random* (each state has a place of its own) or
*statements*: eight of the formulas at hand in random order, which :func:`rankings` makes into
ranks. The engine for single models solves some of the same models in the same run. Seconds are
those of the clock, the best of some runs; the processor time of a model beside them does not
depend on how busy the machine is, and *idle* is what it comes to on all cores with nothing else to
do. Memory is what a batch adds to the resident set at its peak in a fresh process, its result
counted, the rankings not.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from detente.case import load
from detente.conflict import lattice
from detente.conflict.batch import Space, equilibria, rankings
from detente.conflict.build import build
from detente.conflict.drift import drift, reached
from detente.conflict.model import OptionForm
from detente.conflict.preferences import satisfied

SEED = 2019
OPTIONS = 12
MAKERS = 5
LINES = 8
FOLLOWED = 8
"""Models that the engine for single models solves."""

Draws = list[NDArray[np.int32]]


class Subject(NamedTuple):
    """A space, and for each decision maker the formulas that its statements are drawn from."""

    name: str
    space: Space
    truth: list[NDArray[np.bool_]]
    start: int
    outcomes: NDArray[np.bool_]


class Row(NamedTuple):
    """Measurements: models a second, processor seconds and bytes a model."""

    subject: Subject
    preferences: str
    one_thread: float
    all_cores: float
    processor: float
    single: float
    ranked: float | None
    reached: float
    drift: float


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, default=256, metavar="B", help="in a batch")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    models = arguments.models
    if arguments.measure:
        print(_added_memory(models))
        return
    table = _table()
    for subject in _subjects():
        for preferences in ("random", "statements"):
            table.add_row(*_cells(_row(subject, preferences, models)))
    console = Console(width=150)
    console.print(table)
    if added := _measured(models):
        size = 2**OPTIONS
        console.print(
            f"{models:,} models of {size:,} states add {added / 2**20:,.0f} MiB; "
            f"their result is {models * 5 * size / 2**20:,.0f} MiB of it"
        )


def _subjects() -> Iterator[Subject]:
    free = _space(())
    yield _synthetic("free", free)
    one_way = _space((0, 5, 9))
    yield _synthetic("3 one-way options", one_way)
    codes = free.codes
    ruled = (codes & 3 == 3) | (codes & 48 == 16) | (codes & 2304 == 2304)
    yield _synthetic(
        "and 3 rules",
        Space(free.decision_makers, free.owners, one_way.directions, codes[~ruled]),
    )
    for name in ("korea-2019", "korea-2023"):
        yield _from_library(name)


def _space(one_way: tuple[int, ...]) -> Space:
    return Space(
        tuple("ABCDE"[:MAKERS]),
        tuple(option * MAKERS // OPTIONS for option in range(OPTIONS)),
        tuple("on" if option in one_way else "both" for option in range(OPTIONS)),
        np.arange(2**OPTIONS, dtype=np.uint64),
    )


def _synthetic(name: str, space: Space) -> Subject:
    """Formulas "x or y", either negated or not, of any two options."""
    on = (space.codes[None] >> np.arange(OPTIONS, dtype=np.uint64)[:, None]) & 1 == 1
    truth = np.stack(
        [
            (on[one] ^ flip_one) | (on[other] ^ flip_other)
            for one, other in combinations(range(OPTIONS), 2)
            for flip_one in (False, True)
            for flip_other in (False, True)
        ]
    )
    outcomes = np.stack([on[0], on[1] & on[5], ~on[3] & ~on[8], on[11]])
    return Subject(name, space, [truth] * MAKERS, 0, outcomes)


def _from_library(name: str) -> Subject:
    """The case's own statements."""
    case = load(name)
    built = build(case)
    assert isinstance(built.conflict, OptionForm)
    assert built.status_quo is not None
    options = tuple(case.model.options)
    space = Space.of(built.conflict)
    truth = [
        satisfied([line.want for line in maker.prefers], options, space.codes)
        for maker in case.model.decision_makers.values()
    ]
    return Subject(name, space, truth, built.status_quo, np.stack(list(built.outcomes.values())))


def _row(subject: Subject, preferences: str, models: int) -> Row:
    space = subject.space
    make = _random if preferences == "random" else _statements
    draws, ranking = make(subject, models)
    choice = np.repeat(np.arange(models)[:, None], len(draws), axis=1)
    equilibria(space, draws, choice[:1])  # compiles, and lays the space out
    alone = _best(lambda: equilibria(space, draws, choice, threads=1))
    everywhere = _best(lambda: equilibria(space, draws, choice))
    few = choice[: max(1, models // 16)]
    to_walk = subject.start, subject.outcomes
    drift(space, draws, choice[:1], *to_walk)
    reached(space, draws, choice[:1], *to_walk)
    return Row(
        subject,
        preferences,
        models / alone[0],
        models / everywhere[0],
        alone[1] / models,
        FOLLOWED / _single(space, draws, choice[:FOLLOWED]),
        models * len(draws) / ranking if ranking else None,
        len(few) / _best(lambda: reached(space, draws, few, *to_walk))[0],
        len(few) / _best(lambda: drift(space, draws, few, *to_walk))[0],
    )


def _random(subject: Subject, models: int) -> tuple[Draws, float]:
    size = subject.space.size
    draws = []
    for dm in range(len(subject.space.decision_makers)):
        random = np.random.default_rng([SEED, dm])
        rows = np.tile(np.arange(size, dtype=np.int32), (models, 1))
        draws.append(random.permuted(rows, axis=1))
    return draws, 0.0


def _statements(subject: Subject, models: int) -> tuple[Draws, float]:
    """Return the rankings, and how many seconds it took to make them from the lines."""
    lines = []
    for dm, truth in enumerate(subject.truth):
        random = np.random.default_rng([SEED, dm])
        rows = np.tile(np.arange(len(truth)), (models, 1))
        lines.append(random.permuted(rows, axis=1)[:, :LINES])
    rankings(subject.truth[0], lines[0][:1])  # compiles

    def rank() -> Draws:
        return [rankings(*pair) for pair in zip(subject.truth, lines, strict=True)]

    return rank(), _best(rank)[0]


def _single(space: Space, draws: Draws, choice: NDArray[np.intp]) -> float:
    forms = [
        space.form(np.stack([rows[k] for rows, k in zip(draws, picks, strict=True)]))
        for picks in choice
    ]
    lattice.solve(forms[0])
    return _best(lambda: [lattice.solve(form).all(axis=1) for form in forms])[0]


def _best(run: Callable[[], object]) -> tuple[float, float]:
    """Return the least seconds of the clock, and of the processor, over some runs."""
    clock: list[float] = []
    processor: list[float] = []
    while len(clock) < 3 or (len(clock) < 50 and sum(clock) < 1):
        began = time.perf_counter(), time.process_time()
        run()
        clock.append(time.perf_counter() - began[0])
        processor.append(time.process_time() - began[1])
    return min(clock), min(processor)


def _measured(models: int) -> int | None:
    """Ask a fresh process for the bytes that a batch adds at its peak; Linux only."""
    command = [sys.executable, __file__, "--measure", "--models", str(models)]
    # Every array its own mapping: none hides in memory that was freed before.
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "16384"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    return int(done.stdout) if done.returncode == 0 else None


def _added_memory(models: int) -> int:
    subject = _synthetic("free", _space(()))
    draws, _ = _random(subject, models)
    choice = np.repeat(np.arange(models)[:, None], len(draws), axis=1)
    equilibria(subject.space, draws, choice[:1])
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts again
    before = _peak()
    equilibria(subject.space, draws, choice)
    return _peak() - before


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def _table() -> Table:
    title = (
        f"Models, or rankings, a second. {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, numpy {np.__version__}, numba {numba.__version__}"
    )
    table = Table(title=title)
    table.add_column("space")
    table.add_column("states", justify="right")
    table.add_column("preferences")
    for column in (
        "1 thread",
        "all cores",
        "CPU µs",
        "idle",
        "one by one",
        "ratio",
        "rankings",
        "reached",
        "drift",
    ):
        table.add_column(column, justify="right")
    return table


def _cells(row: Row) -> list[str]:
    return [
        row.subject.name,
        f"{row.subject.space.size:,}",
        row.preferences,
        f"{row.one_thread:,.0f}",
        f"{row.all_cores:,.0f}",
        f"{row.processor * 1e6:,.0f}",
        f"{(os.cpu_count() or 1) / row.processor:,.0f}",
        f"{row.single:,.0f}",
        f"×{row.all_cores / row.single:,.0f}",
        f"{row.ranked:,.0f}" if row.ranked else "",
        f"{row.reached:,.0f}",
        f"{row.drift:,.0f}",
    ]


if __name__ == "__main__":
    main()
