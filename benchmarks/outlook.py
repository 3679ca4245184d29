"""How fast worlds are drawn and solved: by states and decision makers, by workers, from the cache.

    python benchmarks/outlook.py            # some minutes
    python benchmarks/outlook.py --quick    # under a minute

Prints a table in Markdown: draws a second of random cases in which nearly every draw is a world of
its own, the ratio to solving them one by one with the engine for single models in the same run, the
share of draws and rankings looked up, and the memory added. Then the Korean cases, with all
questions, the first time and the second; then the same draws on one worker and more.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from random import Random
from textwrap import dedent

import numpy as np

os.environ["DETENTE_CACHE"] = tempfile.mkdtemp()

from detente.case import Case, from_files, load
from detente.case.files import TextFile, digest
from detente.case.nodes import parse
from detente.conflict import lattice
from detente.conflict.build import build
from detente.outlook import Question, Solver, assess, draw, plan


def random_case(options: int, makers: int, seed: int = 1) -> Case:
    """Make a case whose every line of preferences is in doubt, so that few draws are alike."""
    random = Random(seed)
    own = [options // makers + (k < options % makers) for k in range(makers)]
    names = [f"P{i}.o{k}" for i, count in enumerate(own) for k in range(count)]
    claims, people = [], []
    for i, count in enumerate(own):
        lines = []
        for _ in range(8):
            a, b = random.sample(names, 2)
            said = f"c{len(claims)}"
            number, group = random.randint(1, 6), random.randint(0, 9)
            claims.append(
                f"{said}: {{claim: c., speaker: s{group % 3}, through: [s{group % 3}], "
                f"voice: author, stance: asserts, credibility: {number}, group: g{group}}}"
            )
            formula = random.choice([f"{a} -> {b}", f"not {a}", a, f"{a} and {b}", f"{a} <-> {b}"])
            lines.append(f"{{want: {formula}, because: [{said}], otherwise: {{want: not {b}}}}}")
        opts = ", ".join(f"o{k}: {{text: T, assumed: a, credence: 1}}" for k in range(count))
        people.append(f"P{i}: {{options: {{{opts}}}, prefers: [{', '.join(lines)}]}}")
    texts = {
        "case.yaml": dedent("""\
            detente: 1
            title: Random
            as_of: 2020-01-01
            status_quo: []
            outcomes: {first: %s, second: %s}
            decision_makers: {%s}
            """)
        % (names[0], names[-1], ", ".join(people)),
        "claims.yaml": "\n".join(claims),
        "sources.yaml": "\n".join(
            f"s{k}: {{name: S, reliability: {letter}, reason: r}}" for k, letter in enumerate("BCF")
        ),
    }
    files = {n: TextFile(n, t, parse(t, n), digest(t.encode())) for n, t in texts.items()}
    return from_files(files, name="random")


def one_by_one(case: Case, count: int) -> float:
    """Return the seconds a model takes if models are built and solved singly."""
    form = build(case).conflict
    lattice.solve(form)
    begin = time.perf_counter()
    for _ in range(count):
        lattice.solve(build(case).conflict)
    return (time.perf_counter() - begin) / count


def by_size(quick: bool) -> Iterator[str]:
    """Yield the rows of the first table."""
    yield (
        "| states | DMs | draws a second | one by one | worlds a draw | rankings computed | "
        "MiB added |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    for options in (6, 8, 10, 12) if quick else (6, 8, 10, 12, 14):
        for makers in (2, 5):
            case = random_case(options, makers)
            draw(case, draws=8)  # compiled, read from disk
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            count = max(64, min(4_000, (1 << 21) >> options)) // (4 if quick else 1)
            begin = time.perf_counter()
            drawn = draw(case, draws=count, seed=2)
            seconds = (time.perf_counter() - begin) / (3 * count)
            rates = drawn.solver.rates
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            ratio = one_by_one(case, 8) / seconds
            yield (
                f"| 2^{options} | {makers} | {1 / seconds:,.0f} | × {ratio:.1f} | "
                f"{rates.worlds / rates.draws:.2f} | {rates.rankings / rates.orders:.2f} | "
                f"{grown:.0f} |"
            )


def of_korea(quick: bool) -> Iterator[str]:
    """Yield the rows of the second table: everything `analyze` asks, twice."""
    yield "| case | draws | first time | again | worlds solved | looked up |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name in ("korea-2019", "korea-2023"):
        case, draws = load(name), 1_000 if quick else 10_000
        solver = Solver(plan(case))
        begin = time.perf_counter()
        assess(case, Question(draws=draws), solver=solver)
        first = time.perf_counter() - begin
        begin = time.perf_counter()
        assess(case, Question(draws=draws))
        again = time.perf_counter() - begin
        rates = solver.rates
        looked_up = 1 - rates.worlds / rates.draws
        yield (
            f"| {name} | 3 × {draws:,} | {first:.1f} s | {again:.2f} s | {rates.worlds:,} | "
            f"{100 * looked_up:.0f} % |"
        )


def by_workers(quick: bool) -> Iterator[str]:
    """Yield the rows of the third table: the same draws, on more workers."""
    yield "| on | draws a second | ratio |"
    yield "|---|---:|---:|"
    case, draws, alone = load("korea-2023"), 400 if quick else 2_000, 0.0
    for label, workers, pool in (
        ("1 thread", 1, None),
        ("2 threads", 2, None),
        ("2 processes", None, ProcessPoolExecutor(2)),
    ):
        _warm(case, pool)
        begin = time.perf_counter()
        draw(case, draws=draws, solver=Solver(plan(case), workers=workers, executor=pool))
        rate = 3 * draws / (time.perf_counter() - begin)
        alone = alone or rate
        yield f"| {label} | {rate:,.0f} | × {rate / alone:.2f} |"
        if pool:
            pool.shutdown()


def _warm(case: Case, pool: Executor | None) -> None:
    """Let processes start, and every kernel be read, before the clock starts."""
    draw(case, draws=200, seed=9, solver=Solver(plan(case), executor=pool))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer draws, smaller models")
    quick = parser.parse_args().quick
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores\n")
    for table in (by_size, of_korea, by_workers):
        for row in table(quick):
            print(row, flush=True)
        print()


if __name__ == "__main__":
    main()
