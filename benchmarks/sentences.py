"""Annotated sentences that models of events learn from or are tried on, as the reader sees them.

They lie under ``tests/evidence/reading/texts``: the texts to tune on, single sentences, those that
several writers wrote and annotated without knowing the rules, and articles that some wrote and
others annotated; never the unseen texts.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from detente.evidence import reading
from detente.evidence.reading.features import Features
from detente.evidence.reading.plover import PLOVER

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from evidence.reading import scoring
from evidence.reading.scoring import Annotated, Scores

MEASURE = "event types"


@dataclass(frozen=True)
class Example:
    """A sentence: where it is from, its text and words, what it shows, which types it tells."""

    source: str
    text: str
    words: tuple[str, ...]
    shown: frozenset[str]
    told: frozenset[str]

    @property
    def is_articles(self) -> bool:
        """Whether it stands in a whole article that somebody else than its writer annotated."""
        return scoring.is_articles(self.source)

    @property
    def is_apart(self) -> bool:
        """Whether it is kept apart, to try on what is learned from others."""
        return scoring.is_apart(self.source)

    @property
    def is_learned(self) -> bool:
        """Whether weights are learned from it."""
        return self.source != "dev" and not self.is_apart


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
    """Return all texts, by where they come from."""
    return {
        "dev": scoring.annotated("dev"),
        "deeds": scoring.deeds(),
        "unreal": scoring.deeds("unreal"),
        **scoring.sheets(),
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


def marks(every: Sequence[Example]) -> NDArray[np.bool_]:
    """Return which types each sentence tells, shape (sentences, 16)."""
    return np.array([[kind in one.told for kind in PLOVER] for one in every])


def of_apart() -> Iterator[tuple[str, Scores]]:
    """Yield how well the types of events are read in each file that is kept apart.

    What is measured is called as in the texts annotated whole.
    """
    apart = {name: texts for name, texts in scoring.sheets().items() if scoring.is_apart(name)}
    for name, texts in track(apart.items(), "Scoring …", console=Console(stderr=True)):
        read = (scoring.marks(one.text, one.published) for one in texts)
        scores = sum(map(scoring.score, texts, read), Scores())
        yield name, replace(scores, counts={MEASURE: scores.counts[f"{MEASURE}, single sentences"]})


def f1(made: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    """Return F1 of the pairs of sentence and type that are made, given those that are told."""
    return float(2 * (made & told).sum() / max(made.sum() + told.sum(), 1))
