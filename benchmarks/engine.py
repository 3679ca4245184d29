"""How fast the engines decide stability, and in how much memory.

    python benchmarks/engine.py            # 2^8 … 2^20 states, 2 to 5 decision makers: minutes
    python benchmarks/engine.py --quick    # up to 2^14: half a minute

All five concepts for all decision makers, on free option forms (every option can be switched at
any time; options shared out evenly). Preferences are *random*, a place of its own for nearly
every state, or *statements*, six random lines of two options each, so at most 64 places. Time is
the best of some runs after a first one that compiles; a kernel once compiled is kept. Memory is
measured in a fresh process: what the solving adds to the resident set at its peak, beside what
the arrays add up to on paper. The graph engine and the brute force of the tests (written from the
definitions in plain Python) run beside it as long as they can follow.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from detente.conflict import graph, lattice
from detente.conflict.model import OptionForm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from conflict import brute

SEED = 2019
MAKERS = (2, 3, 4, 5)
PREFERENCES = ("random", "statements")
GRAPH_FOLLOWS = 10
"""Exponent of two up to which the graph engine is asked; 12 takes minutes."""
BRUTE_FOLLOWS = 8


class Row(NamedTuple):
    """One model's measurements: seconds, and bytes a state."""

    exponent: int
    makers: int
    preferences: str
    lattice: float
    graph: float | None
    brute: float | None
    peak: float | None
    computed: float


def main() -> None:
    """Run the benchmark from the command line."""
    arguments = _arguments()
    if arguments.measure:
        print(_added_memory(*arguments.measure))
        return
    exponents = range(8, (14 if arguments.quick else arguments.largest) + 1, 2)
    console, progress = Console(width=122), Console(stderr=True)
    table = _table()
    for row in _rows(exponents, arguments.quick):
        table.add_row(*_cells(row))
        progress.print(
            f"2^{row.exponent} × {row.makers} {row.preferences}: {row.lattice * 1000:.3g} ms"
        )
    console.print(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="up to 2^14 states only")
    parser.add_argument("--largest", type=int, default=20, metavar="K", help="up to 2^K states")
    parser.add_argument("--measure", nargs=3, type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _rows(exponents: range, quick: bool) -> Iterator[Row]:
    lattice.solve(_form(4, 2, "random"))  # compiles
    for exponent in exponents:
        for makers in MAKERS:
            for preferences in PREFERENCES:
                yield _row(exponent, makers, preferences, quick)


def _row(exponent: int, makers: int, preferences: str, quick: bool) -> Row:
    form = _form(exponent, makers, preferences)
    seconds = _best(lambda: lattice.solve(form), 0.2 if quick else 1.0)
    follows = exponent <= (8 if quick else GRAPH_FOLLOWS)
    return Row(
        exponent,
        makers,
        preferences,
        seconds,
        _best(lambda: graph.solve(form), 0) if follows else None,
        _best(lambda: brute.solve(_plain(form)), 0) if _brute_follows(exponent, quick) else None,
        _measured(exponent, makers, preferences) if exponent >= 14 else None,
        lattice.bytes_needed(form.size, makers) / form.size,
    )


def _brute_follows(exponent: int, quick: bool) -> bool:
    return exponent <= BRUTE_FOLLOWS and not quick


def _form(exponent: int, makers: int, preferences: str) -> OptionForm:
    random = np.random.default_rng([SEED, exponent, makers])
    codes = np.arange(2**exponent, dtype=np.uint64)
    ranks = _random if preferences == "random" else _statements
    return OptionForm(
        tuple("ABCDE"[:makers]),
        tuple(f"o{option}" for option in range(exponent)),
        tuple(option * makers // exponent for option in range(exponent)),
        ("both",) * exponent,
        codes,
        np.stack([ranks(random, codes) for _ in range(makers)]),
    )


def _random(random: np.random.Generator, codes: NDArray[np.uint64]) -> NDArray[np.int32]:
    return random.integers(0, codes.size, codes.size).astype(np.int32)


def _statements(random: np.random.Generator, codes: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Six lines "x or y", each outranking all below it; either option may be negated."""
    options = codes.size.bit_length() - 1
    ranks = np.zeros(codes.size, np.int32)
    for _ in range(6):
        (one, other), flips = random.choice(options, 2, replace=False), random.integers(0, 2, 2)
        true = ((codes >> np.uint64(one)) & np.uint64(1)) != flips[0]
        true |= ((codes >> np.uint64(other)) & np.uint64(1)) != flips[1]
        ranks = ranks * 2 + true.astype(np.int32)
    return ranks


def _plain(form: OptionForm) -> brute.Model:
    return brute.from_options(
        len(form.decision_makers),
        form.owners,
        form.directions,
        form.codes.tolist(),
        form.ranks.tolist(),
    )


def _best(run: Callable[[], object], at_least: float) -> float:
    """Time the fastest of some runs: at least one, and more while they take less than so long."""
    times: list[float] = []
    while not times or (sum(times) < at_least and len(times) < 50):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def _measured(exponent: int, makers: int, preferences: str) -> float | None:
    """Ask a fresh process for the bytes a state that solving adds at its peak; Linux only."""
    command = [sys.executable, __file__, "--measure", str(exponent), str(makers)]
    command.append(str(PREFERENCES.index(preferences)))
    # Every array its own mapping: none hides in memory that was freed before the solving.
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "16384"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    return float(done.stdout) / 2**exponent if done.returncode == 0 else None


def _added_memory(exponent: int, makers: int, preferences: int) -> int:
    lattice.solve(_form(4, 2, "random"))
    form = _form(exponent, makers, PREFERENCES[preferences])
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts again
    before = _peak()
    lattice.solve(form)
    return _peak() - before


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def _table() -> Table:
    title = (
        f"All five concepts. {platform.machine()}, {os.cpu_count()} cores, one used; "
        f"Python {platform.python_version()}, numpy {np.__version__}, numba {numba.__version__}"
    )
    table = Table(title=title)
    for column in ("states", "DMs", "preferences", "lattice", "states/s", "graph", "brute"):
        table.add_column(column, justify="left" if column == "preferences" else "right")
    table.add_column("bytes/state", justify="right")
    table.add_column("on paper", justify="right")
    return table


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def _cells(row: Row) -> list[str]:
    def slower(seconds: float | None) -> str:
        return f"{_time(seconds)} ×{seconds / row.lattice:,.0f}" if seconds else ""

    return [
        f"2^{row.exponent}",
        str(row.makers),
        row.preferences,
        _time(row.lattice),
        f"{2**row.exponent / row.lattice:,.0f}",
        slower(row.graph),
        slower(row.brute),
        "" if row.peak is None else f"{row.peak:.0f}",
        f"{row.computed:.0f}",
    ]


if __name__ == "__main__":
    main()
