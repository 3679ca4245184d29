"""How fast the engines decide stability, in how much memory, and how near to the machine's limit.

    python benchmarks/engine.py                    # 2^8 … 2^24 states: some minutes, 2 GB
    python benchmarks/engine.py --largest 16       # half a minute, once kernels are compiled
    python benchmarks/engine.py --huge             # 2^28 states of two decision makers as well
    python benchmarks/engine.py --picture FILE     # also draws the growth as SVG
    python benchmarks/engine.py --markdown         # tables as docs/explanation/speed.md has them

All five concepts for all decision makers, of models that :mod:`models` makes. Time is the best of
some runs after a first one that compiles; a kernel once compiled is kept. One thread is timed by
the processor's time it takes, all threads by the clock on the wall: on a busy machine the former
still tells something. Memory is measured in a
fresh process: what solving adds to the resident set at its peak. The speed of memory is measured
in the same run, by copying. The engine that floods (of earlier versions), the graph engine and the
brute force of the tests run beside it as long as they can follow.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

import numba
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

import loglog
import models
from detente.conflict import graph, lattice
from detente.conflict.batch import equilibria
from detente.conflict.lattice import crew, flood
from detente.conflict.model import OptionForm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from conflict import brute

MAKERS = (2, 3, 4, 5)
FLOOD_FOLLOWS, GRAPH_FOLLOWS, BRUTE_FOLLOWS = 18, 10, 8
"""Exponents of two up to which the slower engines are asked; the next one takes minutes."""
THREE = ("Nash", "GMR", "SMR")

Seconds = float


def main() -> None:
    """Run the benchmark from the command line."""
    arguments = _arguments()
    if arguments.measure:
        print(_added_memory(*arguments.measure))
        return
    show: Callable[[Sheet | str], None] = _markdown if arguments.markdown else _rich
    speed = bytes_a_second()
    show(_machine(speed))
    largest: int = arguments.largest
    show(growth(range(8, largest + 1, 2), speed))
    show(structure(min(largest, 20)))
    show(thresholds(range(10, largest + 1, 2)))
    show(batches())
    show(first_use())
    show(interruption(largest))
    if arguments.huge:
        show(huge())
    if arguments.picture:
        arguments.picture.write_text(picture(range(4, largest + 1)), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--largest", type=int, default=24, metavar="K", help="up to 2^K states")
    parser.add_argument("--huge", action="store_true", help="2^28 states of two as well")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the growth")
    parser.add_argument("--markdown", action="store_true", help="print tables as Markdown")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


# --- the tables -----------------------------------------------------------------------------------


def growth(exponents: range, speed: float) -> Sheet:
    """Time and memory by states and decision makers, where all is free."""
    table = Sheet(
        "All five concepts, everything feasible and reversible",
        "states, DMs, preferences, 1 thread, all threads, ns/state, × reading once, bytes/state, "
        "on paper, flooding, graph, brute",
    )
    lattice.solve(models.free(4, 2))  # compiles
    rows = [*product(exponents, MAKERS, models.PREFERENCES)]
    for exponent, makers, preferences in track(rows, "Growth …", console=Console(stderr=True)):
        table.add(*_growth_row(exponent, makers, preferences, speed))
    return table


def _growth_row(exponent: int, makers: int, preferences: str, speed: float) -> Iterator[str]:
    form = models.free(exponent, makers, preferences)
    alone = best(lambda: lattice.decide(form, threads=1), clock=time.thread_time)
    together = best(lambda: lattice.decide(form))
    yield from (f"2^{exponent}", str(makers), preferences, _time(alone), _time(together))
    yield f"{alone / form.size * 1e9:,.0f}"
    yield f"{alone / (form.ranks.nbytes / speed):,.0f}"
    yield f"{_measured(exponent, makers, preferences):.0f}" if exponent >= 16 else ""
    yield f"{lattice.bytes_needed(form) / form.size:.0f}"
    for solve, follows in (
        (lambda: flood.solve(form), FLOOD_FOLLOWS),
        (lambda: graph.solve(form), GRAPH_FOLLOWS),
        (lambda: brute.solve(_plain(form)), BRUTE_FOLLOWS),
    ):
        slower = best(solve, 0.1, time.process_time) / alone if exponent <= follows else None
        yield f"× {slower:,.0f}" if slower else ""


def structure(exponent: int) -> Sheet:
    """Rules and one-way options: cost a state, as a multiple of the free case of the same size."""
    table = Sheet(
        "Four decision makers, all five concepts, one thread",
        "model, states, time, ns/state, × free, flooding",
    )
    for name, form in _structured(exponent):
        free = models.free(round(np.log2(form.size)), len(form.decision_makers))
        own, base = alternately(
            lambda form=form: lattice.decide(form, threads=1),
            lambda free=free: lattice.decide(free, threads=1),
        )
        slow = (
            best(lambda form=form: flood.solve(form), 0.1, time.process_time)
            if form.size <= 2**18
            else None
        )
        table.add(
            name,
            f"{form.size:,}",
            _time(own),
            f"{own / form.size * 1e9:,.0f}",
            f"{own / form.size / (base / free.size):.1f}",
            f"× {slow / own:,.0f}" if slow else "",
        )
    began = time.perf_counter()
    found = models.postures(10).size
    table.add("2^40 codes, ten times one of four", f"{found:,}", _time(_since(began)), *[""] * 3)
    return table


def _structured(exponent: int) -> Iterator[tuple[str, OptionForm]]:
    yield "no rules, nothing final", models.free(exponent, 4)
    yield "a tenth of all codes excluded", models.ruled(exponent, 4, 0.9)
    yield "half of all codes excluded", models.ruled(exponent, 4, 0.5)
    makers = max(2, exponent // 2)
    yield f"{makers} DMs, each one of four postures", models.with_postures(makers)
    for each in sorted({1, 2, exponent // 4}):
        yield f"{each} of {exponent // 4} options one-way", models.one_way(exponent, 4, each)


def thresholds(exponents: range) -> Sheet:
    """Nash, GMR and SMR alone."""
    table = Sheet(
        "Nash, GMR and SMR of four decision makers, one thread", "states, time, ns/(state·DM)"
    )
    for exponent in exponents:
        form = models.free(exponent, 4)
        seconds = best(
            lambda form=form: lattice.decide(form, concepts=THREE, threads=1),
            clock=time.thread_time,
        )
        each = seconds / form.ranks.size * 1e9
        table.add(f"2^{exponent}", _time(seconds), f"{each:.2f}")
    return table


def batches(count: int = 128) -> Sheet:
    """Many redrawn models over one space, all five concepts, in one call."""
    table = Sheet(
        "Batches of random models, five decision makers, all five concepts",
        "states, µs a model on 1 thread, models a second on 1 thread, on all threads",
    )
    for exponent in (8, 12):
        drawn = models.draws(exponent, 5, count)
        alone = best(lambda drawn=drawn: equilibria(*drawn, threads=1), clock=time.thread_time)
        together = best(lambda drawn=drawn: equilibria(*drawn))
        table.add(
            f"2^{exponent}",
            f"{alone / count * 1e6:,.0f}",
            f"{count / alone:,.0f}",
            f"{count / together:,.0f}",
        )
    return table


def first_use() -> Sheet:
    """What the first solving takes, and the first in a later process."""
    table = Sheet("First use, a new process each", "kernels, free, with a rule")
    with tempfile.TemporaryDirectory() as kept:
        for name in ("compiled", "read from disk"):
            table.add(name, *(_time(_first(make, kept)) for make in ("free", "ruled")))
    return table


def _first(make: str, kept: str) -> Seconds:
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import models; "
        "from detente.conflict import lattice; "
        "form = models.free(4, 2) if sys.argv[2] == 'free' else models.ruled(4, 2, 0.9); "
        "began = time.perf_counter(); lattice.solve(form); print(time.perf_counter() - began)"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), make]
    return float(_output(command, NUMBA_CACHE_DIR=kept))


class _Stop(Exception):
    """What the progress of an interrupted run raises."""


def interruption(exponent: int) -> str:
    """How long solving goes on after what its progress told was answered with an exception."""
    form = models.free(exponent, 4)
    told: list[float] = []

    def progress(share: float) -> None:
        told.append(time.perf_counter())
        if share > 0.3:
            raise _Stop

    try:
        lattice.decide(form, progress=progress)
    except _Stop:
        gaps = np.diff([*told, time.perf_counter()])
        return f"2^{exponent} × 4: told {len(told)} times, stopped {gaps[-1]:.3f} s after the last"
    return f"2^{exponent} × 4: done before there was anything to stop"


def huge() -> str:
    """2^28 states of two decision makers."""
    form = models.free(28, 2)
    before = _peak()
    began = time.perf_counter()
    lattice.decide(form)
    seconds = _since(began)
    added = max(_peak() - before, 0) / form.size
    return f"2^28 × 2: {seconds:.1f} s, at most {added:.0f} bytes a state beyond the form"


def picture(exponents: range) -> str:
    """Draw nanoseconds a state by the number of states, for all engines."""
    series: dict[str, list[tuple[float, float]]] = {}
    for exponent in exponents:
        form = models.free(exponent, 4)
        rows: Sequence[tuple[str, Callable[[], object], int]] = (
            ("sweeping", lambda form=form: lattice.decide(form, threads=1), 99),
            ("flooding", lambda form=form: flood.solve(form), FLOOD_FOLLOWS),
            ("graph engine", lambda form=form: graph.solve(form), GRAPH_FOLLOWS),
            ("brute force", lambda form=form: brute.solve(_plain(form)), BRUTE_FOLLOWS),
        )
        for name, solve, follows in rows:
            if exponent <= follows:
                each = best(solve, 0.1, time.process_time) / form.size * 1e9
                series.setdefault(name, []).append((float(form.size), each))
    return loglog.plot(series, "states, four decision makers", "nanoseconds a state, one thread")


# --- measuring ------------------------------------------------------------------------------------


def best(
    run: Callable[[], object],
    at_least: Seconds = 0.5,
    clock: Callable[[], Seconds] = time.perf_counter,
) -> Seconds:
    """Time the fastest of some runs: at least one, and more while they take less than so long."""
    times: list[float] = []
    while not times or (sum(times) < at_least and len(times) < 50):
        began = clock()
        run()
        times.append(clock() - began)
    return min(times)


def alternately(
    one: Callable[[], object], other: Callable[[], object], rounds: int = 3
) -> tuple[Seconds, Seconds]:
    """Time the fastest of each in turns, so that what else the machine does hits both alike."""
    times = [[best(run, 0, time.thread_time) for run in (one, other)] for _ in range(rounds)]
    first, second = (min(column) for column in zip(*times, strict=True))
    return first, second


def bytes_a_second() -> float:
    """Copy memory on one thread: bytes read and written in a second, beyond all caches."""
    source = np.zeros(2**27, np.uint8)
    target = np.ones_like(source)
    return 2 * source.size / best(lambda: np.copyto(target, source), 1)


def _since(began: float) -> Seconds:
    return time.perf_counter() - began


def _measured(exponent: int, makers: int, preferences: str) -> float:
    """Ask a fresh process for the bytes a state that solving adds at its peak; Linux only."""
    command = [sys.executable, __file__, "--measure", str(exponent), str(makers), preferences]
    # Every array its own mapping: none hides in memory that was freed before the solving.
    return float(_output(command, MALLOC_MMAP_THRESHOLD_="16384")) / 2**exponent


def _output(command: Sequence[str], **more: str) -> str:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **more}
    )
    return done.stdout


def _added_memory(exponent: str, makers: str, preferences: str) -> int:
    lattice.solve(models.free(4, 2))
    form = models.free(int(exponent), int(makers), preferences)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts again
    before = _peak()
    lattice.decide(form)
    return _peak() - before


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def _plain(form: OptionForm) -> brute.Model:
    return brute.from_options(
        len(form.decision_makers),
        form.owners,
        form.directions,
        form.codes.tolist(),
        form.ranks.tolist(),
    )


# --- showing --------------------------------------------------------------------------------------


def _machine(speed: float) -> str:
    return (
        f"{platform.machine()}, {crew.cores()} cores; Python {platform.python_version()}, "
        f"numpy {np.__version__}, numba {numba.__version__}; "
        f"memory copies {speed / 1e9:.1f} GB/s read and written, one thread"
    )


class Sheet:
    """A table before it is known how it is to be shown."""

    def __init__(self, title: str, columns: str) -> None:
        self.title, self.columns = title, columns.split(", ")
        self.rows: list[Sequence[str]] = []

    def add(self, *cells: str) -> None:
        """Add a row."""
        self.rows.append(cells)

    def left(self, column: str) -> bool:
        """Whether a column holds words."""
        return column in ("preferences", "model", "kernels")


def _rich(shown: Sheet | str) -> None:
    console = Console(width=150)
    if isinstance(shown, str):
        console.print(shown)
        return
    table = Table(title=shown.title)
    for column in shown.columns:
        table.add_column(column, justify="left" if shown.left(column) else "right", no_wrap=True)
    for row in shown.rows:
        table.add_row(*row)
    console.print(table)


def _markdown(shown: Sheet | str) -> None:
    if isinstance(shown, str):
        print(f"{shown}.\n")
        return
    rules = ["---" if shown.left(column) else "---:" for column in shown.columns]
    lines = [" | ".join(row) for row in (shown.columns, rules, *shown.rows)]
    print("\n".join([f"{shown.title}:", "", *(f"| {line} |" for line in lines), ""]))


def _time(seconds: Seconds) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


if __name__ == "__main__":
    main()
