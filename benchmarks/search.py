"""How long an index takes to build, and a search in it.

    python benchmarks/search.py                 # 200,000 passages: a minute
    python benchmarks/search.py --passages 10000

The texts are made: words by Zipf's law from a vocabulary of 50,000, as in a natural language,
sentences of 8 to 30 words, one passage a paragraph. Asked are 500 questions of six kinds, each
once and in turn: a rare word, a middling one, two words, three words, a phrase that stands in some
passage, the beginning of a word; and, apart, the twenty most common words, alone and in pairs.
"""

from __future__ import annotations

import argparse
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

from detente.case import Case
from detente.case.schema import Model
from detente.evidence import StoredText
from detente.evidence.search import Index, cached_index, search

SEED = 2019
VOCABULARY = 50_000
QUESTIONS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, default=200_000)
    passages = parser.parse_args().passages
    random.seed(SEED)
    words = vocabulary()
    texts = {text.document: text for text in documents(words, passages)}
    case = empty_case()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        index = cached_index(case, texts, Path(folder))
        built = time.perf_counter() - began
        began = time.perf_counter()
        cached_index(case, texts, Path(folder)).close()
        opened = time.perf_counter() - began
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        rows = [measured(kind, case, index, asked) for kind, asked in questions(words, texts)]
    tell(index, built, opened, size, sum(len(text.text or "") for text in texts.values()), rows)


def vocabulary() -> list[str]:
    """Return made words, the most common the shortest."""
    letters = "etaoinshrdlu"
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        length = 2 if len(made) < 60 else 3 if len(made) < 600 else random.randint(4, 9)
        made["".join(random.choices(letters, k=length))] = None
    return list(made)


def documents(words: list[str], passages: int) -> Iterator[StoredText]:
    """Yield texts of forty paragraphs each."""
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    for number in range(0, passages, 40):
        count = min(40, passages - number)
        lengths = [random.randint(8, 30) for _ in range(count)]
        drawn = iter(random.choices(words, weights, k=sum(lengths)))
        lines = [" ".join(next(drawn) for _ in range(length)) + "." for length in lengths]
        yield StoredText(f"d{number}", "same", "\n\n".join(lines))


def empty_case() -> Case:
    model = {"detente": "1", "title": "T", "as_of": "2020-01-01"}
    makers = {"A": {"options": {"a": "Act"}}}
    return Case("bench", None, Model.model_validate({**model, "decision_makers": makers}))


def questions(words: list[str], texts: dict[str, StoredText]) -> Iterator[tuple[str, list]]:
    """Yield kinds of questions with their terms."""
    every = list(texts.values())

    def phrase() -> str:
        spoken = (random.choice(every).text or "").split("\n\n")[0].rstrip(".").split()
        place = random.randrange(len(spoken) - 3)
        return " ".join(spoken[place : place + 3])

    kinds = {
        "a rare word": lambda: [random.choice(words[5_000:])],
        "a middling word": lambda: [random.choice(words[100:5_000])],
        "two words": lambda: random.choices(words[20:5_000], k=2),
        "three words": lambda: random.choices(words[:2_000], k=3),
        "a phrase": lambda: [phrase()],
        "a beginning": lambda: [random.choice(words[1_000:])[:4] + "*"],
    }
    for kind, make in kinds.items():
        yield kind, [make() for _ in range(QUESTIONS // len(kinds))]
    yield "a very common word", [[word] for word in words[:20]]
    yield "two very common words", [list(pair) for pair in pairwise(words[:20])]


def measured(kind: str, case: Case, index: Index, asked: list) -> tuple[str, int, list[float]]:
    times = []
    for terms in asked:
        began = time.perf_counter()
        search(case, index, terms)
        times.append(1_000 * (time.perf_counter() - began))
    return kind, len(asked), sorted(times)


def tell(index: Index, built: float, opened: float, size: int, characters: int, rows: list) -> None:
    console = Console(width=100)
    console.print(
        f"{index.passages:,} passages in {index.documents:,} texts, {characters / 2**20:,.0f} MiB. "
        f"Built in {built:.1f} s, {size / 2**20:,.0f} MiB; found and opened again in "
        f"{1_000 * opened:,.0f} ms, of which all but a few go into hashing the texts."
    )
    table = Table("kind of question", "asked", "median ms", "p95 ms", "slowest ms")
    ranked = [time for _, _, times in rows[:6] for time in times]
    for kind, count, times in [*rows, ("the first six kinds", len(ranked), sorted(ranked))]:
        p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
        cells = (f"{x:.1f}" for x in (statistics.median(times), p95, times[-1]))
        table.add_row(kind, str(count), *cells)
    console.print(table)
    console.print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")


if __name__ == "__main__":
    sys.exit(main())
