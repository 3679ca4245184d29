"""How well détente reads, and how fast.

    python benchmarks/reading.py               # scores and speed, as benchmarks/reading.md has them
    python benchmarks/reading.py --quick       # scores only, on the texts to tune on: seconds
    python benchmarks/reading.py --errors      # what is misread in the texts to tune on
    python benchmarks/reading.py --rates       # writes how often each rule is right
    python benchmarks/reading.py --write       # writes benchmarks/reading.md

The texts, and what a person marked in them, are under ``tests/evidence/reading/texts``: some
to tune on, some unseen. Errors are told for the first only, so that the others stay unseen. The
rates, how often the marks of each rule are right, are what the reader gives as its confidence: in
the texts to tune on, and for events in the sentences and articles from which nothing was learned.

Speed is that of reading articles of 800 words, put together at random from the sentences of the
texts to tune on, in two processes; memory is the peak of the larger one.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

import detente
from detente.evidence import reading
from detente.evidence.reading.batch import settle

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from evidence.reading import scoring
from evidence.reading.scoring import Annotated, Count, Scores
from sentences import of_apart

HERE = Path(__file__).resolve().parent
RATES = Path(reading.__file__).parent / "data" / "rates.csv"
SEED = 2019
ARTICLES, WORDS, WORKERS = 1000, 800, 2

YARDSTICKS = {
    "actors": 0.90,
    "times": 0.75,
    "statements": 0.60,
    "statements with speaker": 0.45,
    "event types": 0.70,
}
"""What the project asks for on unseen texts."""


def main() -> None:
    """Run the benchmark from the command line."""
    arguments = _arguments()
    if arguments.errors:
        _tell_errors(_tuned())
    elif arguments.rates:
        _write_rates(_tuned(), sum(_apart().values(), Scores()))
    elif arguments.quick:
        Console(width=110).print("\n".join(_table({"dev": _tuned()})), markup=False)
    else:
        _measure(write=arguments.write)


def _measure(*, write: bool) -> None:
    """Print the whole page, and write it if asked to."""
    speed = _speed()  # first, since the processes it starts are copies of this one
    halves = {
        "dev": _tuned(),
        "unseen": _scores(scoring.annotated("unseen")),
        **_apart(),
    }
    if other := scoring.gold():
        halves["another's"] = _scores(other)
    page = "\n".join(_page(halves, speed))
    print(page)
    if write:
        (HERE / "reading.md").write_text(page + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="only the texts to tune on")
    parser.add_argument("--errors", action="store_true", help="what is misread in them")
    parser.add_argument("--rates", action="store_true", help="write how often each rule is right")
    parser.add_argument("--write", action="store_true", help="write benchmarks/reading.md")
    return parser.parse_args()


# --------------------------------------------------------------------------------------- scores


def _scores(texts: Iterable[Annotated]) -> Scores:
    return sum(
        (scoring.score(one, scoring.marks(one.text, one.published)) for one in texts), Scores()
    )


def _tuned() -> Scores:
    return _scores(scoring.annotated("dev") + scoring.deeds())


def _tell_errors(scores: Scores) -> None:
    for kind in sorted({kind for _, kind, _ in scores.errors}):
        told = [(name, words) for name, of, words in scores.errors if of == kind]
        print(f"\n## {kind} ({len(told)})\n")
        for name, words in told:
            print(f"- {name}: {words}")


def _apart() -> dict[str, Scores]:
    """Return the scores of events on the writers and articles from which nothing was learned."""
    made = {"writers": Scores(), "articles": Scores()}
    for name, scores in of_apart():
        made["articles" if scoring.is_articles(name) else "writers"] += scores
    return made


def _write_rates(dev: Scores, events: Scores) -> None:
    rules = {rule: count for rule, count in dev.rules.items() if not rule.startswith("event.")}
    with RATES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "right", "made"))
        for rule, count in sorted((rules | events.rules).items()):
            writer.writerow((rule, count.right, count.made))


# ----------------------------------------------------------------------------------------- speed


def articles(number: int, words: int) -> Iterator[str]:
    """Make articles of so many words from the sentences of the texts to tune on."""
    sentences = [
        one.text[mark["start"] : mark["end"]]
        for one in scoring.annotated("dev")
        for mark in one.marks["sentences"]
    ]
    drawing = random.Random(SEED)
    for _ in range(number):
        paragraphs: list[str] = []
        while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
            paragraphs.append(" ".join(drawing.choices(sentences, k=4)))
        yield "\n\n".join(paragraphs)


class Speed(NamedTuple):
    """Seconds for all articles, a process's first, a processor's for one; peak in MiB; the load."""

    all: float
    first: float
    processor: float
    peak: float
    load: float


def _speed() -> Speed:
    texts = list(articles(ARTICLES, WORDS))
    with ProcessPoolExecutor(WORKERS, initializer=settle) as pool:
        first = max(wall for wall, _ in pool.map(_timed, texts[:WORKERS]))
        began = time.perf_counter()
        done = pool.map(_timed, texts, chunksize=10)
        shown = track(done, "Reading …", len(texts), console=Console(stderr=True))
        processor = sum(spent for _, spent in shown)
        wall = time.perf_counter() - began
        peak = max(pool.map(_peak, range(WORKERS)))
    return Speed(wall, first, processor / len(texts), peak, os.getloadavg()[0])


def _timed(text: str) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    reading.read(text, published="2022-01-01")
    return time.perf_counter() - wall, time.process_time() - processor


def _peak(_: int) -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ------------------------------------------------------------------------------------------ page


def _page(halves: dict[str, Scores], speed: Speed) -> Iterator[str]:
    yield "# How well détente reads, and how fast"
    yield ""
    yield "Made by `python benchmarks/reading.py --write`; do not edit."
    yield ""
    yield "## The texts"
    yield ""
    yield from _texts()
    yield ""
    yield "## Scores"
    yield ""
    yield from _table(halves)
    yield ""
    yield from _notes()
    yield ""
    yield "## Speed"
    yield ""
    yield from _speed_lines(speed)


def _texts() -> Iterator[str]:
    for half, meaning in (
        ("dev", "to tune rules on: scores on these do not count"),
        ("unseen", "looked at by nobody who writes rules"),
    ):
        texts = scoring.annotated(half)
        words = sum(len(one.text.split()) for one in texts)
        names = ", ".join(one.name.rpartition("_")[0].replace("_", " ") for one in texts)
        yield f"- **{half}**: {len(texts)} texts, {words:,} words ({names}), {meaning}."
    many = {
        name: sum(len(one.marks["sentences"]) for one in texts)
        for name, texts in scoring.sheets().items()
    }
    yield (
        f"- **writers**: {_sentences(many, articles=False)} about other conflicts, with the types "
        "of their events, marked by who wrote them. From those kept apart nothing was learned, and "
        "they are scored here. No writer had seen the rules."
    )
    yield (
        f"- **articles**: {_sentences(many, articles=True)} of whole articles about other "
        "conflicts, with the types of their events, marked by somebody else than who wrote them. "
        "From those kept apart nothing was learned but how freely each type is marked, a threshold "
        "and how much the network counts."
    )
    yield (
        "- **another's**: one editorial on North Korea and Russia, 2019, annotated by somebody "
        "else. It is not part of the project, and the reader's lists name its people."
    )
    yield ""
    yield (
        "All but the last were written and annotated for the project by annotators who did not "
        "look at the rules; `tests/evidence/reading/texts/README.md` has the conventions. While "
        "rules were written, totals on the unseen texts were told a few times, errors never. "
        "*Single sentences* are for tuning only."
    )


def _sentences(many: dict[str, int], *, articles: bool) -> str:
    """Return how many sentences there are, and how many of them nothing was learned from."""
    of = {name: n for name, n in many.items() if scoring.is_articles(name) == articles}
    apart = [n for name, n in of.items() if scoring.is_apart(name)]
    return (
        f"{sum(of.values()):,} sentences ({sum(apart):,} of them, by {len(apart)} of {len(of)} "
        "writers, kept apart)"
    )


def _table(halves: dict[str, Scores]) -> Iterator[str]:
    columns = [f"{half} {what}" for half in halves for what in ("P", "R", "F1", "n")]
    yield "| measure | asked for | " + " | ".join(columns) + " |"
    yield "|---|" + "--:|" * (len(columns) + 1)
    for name in dict.fromkeys(name for scores in halves.values() for name in scores.counts):
        cells = [cell for scores in halves.values() for cell in _cells(scores.counts.get(name))]
        asked = f"{YARDSTICKS[name]:.2f}" if name in YARDSTICKS else ""
        yield f"| {name} | {asked} | " + " | ".join(cells) + " |"


def _cells(count: Count | None) -> list[str]:
    if count is None or not count.there + count.made:
        return ["", "", "", ""]
    return [f"{count.precision:.2f}", f"{count.recall:.2f}", f"{count.f1:.2f}", str(count.there)]


def _notes() -> Iterator[str]:
    yield "- P, R, F1: precision, recall and their harmonic mean; n: annotations."
    yield (
        "- *actors*: exact span and id of names, demonyms and metonyms; below it with nominals "
        '("both leaders") and with places, and by tier. A capital read as a government where it '
        "is a place counts as made and wrong."
    )
    yield (
        "- *times*: overlapping span and the same ISO 8601 value (R is the share of times with "
        "the right value); times without a place in the calendar are left out."
    )
    yield "- *quantities*: overlapping span and the same number, within half a percent."
    yield (
        "- *statements*: attributed ones that share at least half of the longer span; *with "
        "speaker* also names who said it, where a state stands for its ministries and officials. "
        "*author's assessments*: facts told by a reporter are not annotated, but the reader may "
        "mark them, which costs precision."
    )
    yield (
        "- *event types*: pairs of a sentence and a type; *their actor*, *recipient* and *status* "
        "among those found, where a person stands for the state. The model that decides on them "
        "has learned from the writers' sentences, the articles and the single sentences; nothing "
        "from the texts to tune on (but its rules were tuned on them), nor from the unseen ones. "
        "A deed told by what is said (a minister *says* that somebody lies) counts like one told "
        "by its verb; the annotator, looking again with the reader's marks beside the texts, would "
        "have called more of them right, but what stands here is what was annotated without them. "
        "*annotated again*: what two later annotators, who saw neither the first one's marks nor "
        "the reader's, both found in the unseen texts; below it, how *the first annotator* does "
        "against them, which is as far as people agree."
    )
    yield "- *boilerplate*: sentences."


def _speed_lines(speed: Speed) -> Iterator[str]:
    idle = ARTICLES * speed.processor / WORKERS
    yield (
        f"{ARTICLES:,} articles of {WORDS} words in {speed.all:.0f} s with {WORKERS} processes: "
        f"{ARTICLES / speed.all:.0f} articles a second. Each takes {speed.processor * 1000:.0f} ms "
        f"of a processor, which makes {idle:.0f} s on {WORKERS} idle cores; the load average was "
        f"{speed.load:.1f} at the end. The first article of a process takes "
        f"{speed.first:.2f} s, because the lists are loaded with it. Peak memory of a process: "
        f"{speed.peak:.0f} MiB."
    )
    yield ""
    yield (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, détente {detente.__version__}."
    )


if __name__ == "__main__":
    main()
