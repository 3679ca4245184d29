"""The annotated sentences that the models of events learn from, as the reader sees them.

They lie under ``tests/evidence/reading/texts``: the texts to tune on, single sentences, and those
that several writers wrote and annotated without knowing the rules; never the unseen texts.
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from detente.evidence import reading
from detente.evidence.reading.features import Features

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from evidence.reading import scoring
from evidence.reading.scoring import Annotated

LEFT_OUT = Path(__file__).resolve().parent / "network-left-out.npz"
"""What the network says of sentences when it has not learned from their writer (``network.py``)."""
THIRDS = ("first third", "second third", "last third")
PARTS = (*THIRDS, "dev")
"""What is left out in turn, to tell how well is read what nothing was learned from."""
NO_WRITERS = ("dev", "deeds", "unreal")
"""Where sentences come from that no writer wrote."""


@dataclass(frozen=True)
class Example:
    """A sentence: where it is from, its text and words, what it shows, which types it tells."""

    source: str
    text: str
    words: tuple[str, ...]
    shown: frozenset[str]
    told: frozenset[str]

    @property
    def is_writers(self) -> bool:
        """Whether one of the writers wrote it."""
        return self.source not in NO_WRITERS

    @property
    def part(self) -> str:
        """With what it is left out: a third of the writers, the texts to tune on, or nothing."""
        if self.is_writers:
            return THIRDS[int(self.source.removeprefix("writer")) % len(THIRDS)]
        return self.source if self.source in PARTS else ""


class _Recorder:
    """A judge that takes down what each sentence shows, and holds nothing for told."""

    listens = False

    def __init__(self) -> None:
        self.features: list[Features] = []

    def types(self, features: Features) -> dict[str, float]:
        self.features.append(features)
        return {}

    def parts(self, _: Features, __: str) -> list[tuple[tuple[int, ...], float]]:
        return []


def sources() -> dict[str, list[Annotated]]:
    """Return all texts to learn from, by where they come from."""
    return {
        "dev": scoring.annotated("dev"),
        "deeds": scoring.deeds(),
        "unreal": scoring.deeds("unreal"),
        **scoring.writers(),
    }


def examples() -> list[Example]:
    """Read all texts; return their sentences, always in the same order."""
    texts = [(source, text) for source, every in sources().items() for text in every]
    shown = track(texts, "Reading …", console=Console(stderr=True))
    return [one for source, text in shown for one in _examples(source, text)]


def _examples(source: str, text: Annotated) -> Iterator[Example]:
    recorder = _Recorder()
    reading.read(text.text, published=text.published, judge=recorder)
    told = defaultdict[int, set[str]](set)
    for event in text.marks["events"]:
        told[text.sentence(event)].add(event["type"])
    for one in recorder.features:
        number = text.sentence({"start": one.start, "end": one.end})
        written = text.text[one.start : one.end]
        yield Example(source, written, one.words, frozenset(one.shown), frozenset(told[number]))


def left_out(every: Sequence[Example]) -> NDArray[np.float32]:
    """Return what the network says of each sentence when it has not learned from its writer.

    Returns
    -------
    array of float32, shape (sentences, 16)
        The texts to tune on have the mean of all thirds, which did not learn from them; what
        every third learned from has nought.

    Raises
    ------
    SystemExit
        The sentences are not those that were left out.
    """
    with np.load(LEFT_OUT) as kept:
        if kept["digest"].item() != digest(every):
            raise SystemExit(
                "the sentences have changed since the network was made: "
                "python benchmarks/network.py --write"
            )
        return kept["scores"].astype(np.float32)


def digest(every: Sequence[Example]) -> str:
    """Return what tells one set of sentences from another."""
    made = hashlib.sha256()
    for one in every:
        made.update(f"{one.source}\t{one.text}\t{sorted(one.told)}\n".encode())
    return made.hexdigest()


def f1(made: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    """Return F1 of the pairs of sentence and type that are made, given those that are told."""
    return float(2 * (made & told).sum() / max(made.sum() + told.sum(), 1))
