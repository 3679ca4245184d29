"""The learned model of events: made from annotated sentences, and how good it is on others.

    python benchmarks/learning.py              # how well it does on writers it has not seen
    python benchmarks/learning.py --write      # makes the weights that come with détente
    python benchmarks/learning.py --check      # whether those are what the sentences make
    python benchmarks/learning.py --show AID   # what speaks most for and against a type

Learned from: the texts to tune on, the single sentences, and the sentences that several writers
wrote and annotated without knowing the rules (``tests/evidence/reading/texts``); never from the
unseen texts. How well it does is told by leaving out one writer after the other.

The model is a logistic regression for each of the sixteen PLOVER types on the features of a
sentence that the reader itself computes, with a Gaussian prior on the weights (ridge; Hoerl &
Kennard 1970, le Cessie & van Houwelingen 1992), found by L-BFGS (Liu & Nocedal 1989). One threshold
for all types is set where F1 is best on what was left out: the mean of that on the writers and of
that on the texts to tune on, whose annotators mark fewer events. Learning needs scipy (the extra
``learning``); reading needs numpy alone.

The rules were tuned on the texts to tune on and on the single sentences, where they are right more
often than elsewhere. So what they find there counts as another feature than what they find in the
writers' sentences, and those sentences count less.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from detente.evidence import reading
from detente.evidence.reading.features import Features
from detente.evidence.reading.learned import STEPS, Model, model
from detente.evidence.reading.plover import PLOVER

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from evidence.reading import scoring
from evidence.reading.scoring import Annotated, Count, Scores

WEIGHTS = Path(reading.__file__).parent / "data" / "weights.npz"
_TUNED = "tuned "
MEASURE = "event types"

COUNTED = {"dev": 0.5, "deeds": 0.2, "unreal": 1.0}
"""How much a sentence counts that no writer wrote; a writer's counts 1."""
TUNED = ("dev", "deeds")
"""What rules were tuned on."""
RIDGE = 3.0
"""The precision of the prior on a weight."""
SEEN = 2
"""In how many sentences a feature has to stand."""
ROUNDS = 40
"""Of L-BFGS: stopping early changes no score in its second digit."""
THRESHOLDS = np.arange(-2.0, 0.51, 0.05)

Float = NDArray[np.float64]


def main() -> None:
    """Run from the command line."""
    arguments = _arguments()
    if arguments.show:
        _show(arguments.show)
        return
    learning = Learning.of_all()
    if arguments.write or arguments.check:
        made = learning.model()
        if arguments.check:
            raise SystemExit(_check(made))
        _write(made)
        return
    _tell(learning)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--check", action="store_true", help="compare the weights, write nothing")
    parser.add_argument("--show", metavar="TYPE", choices=PLOVER, help="the heaviest features")
    return parser.parse_args()


# ------------------------------------------------------------------------------------- sentences


@dataclass(frozen=True)
class Example:
    """A sentence: where it is from, what it shows, and which types it tells."""

    source: str
    shown: frozenset[str]
    told: frozenset[str]


class _Recorder:
    """A judge that takes down what each sentence shows, and holds nothing for told."""

    def __init__(self) -> None:
        self.features: list[Features] = []

    def types(self, features: Features) -> dict[str, float]:
        self.features.append(features)
        return {}

    def parts(self, _: Features, __: str) -> list[tuple[str, float]]:
        return []


def sources() -> dict[str, list[Annotated]]:
    """Return all texts to learn from, by where they come from."""
    return {
        "dev": scoring.annotated("dev"),
        "deeds": scoring.deeds(),
        "unreal": scoring.deeds("unreal"),
        **scoring.writers(),
    }


def _examples(source: str, text: Annotated) -> Iterator[Example]:
    recorder = _Recorder()
    reading.read(text.text, published=text.published, judge=recorder)
    told = defaultdict[int, set[str]](set)
    for event in text.marks["events"]:
        told[text.sentence(event)].add(event["type"])
    for one in recorder.features:
        number = text.sentence({"start": one.start, "end": one.end})
        shown = (_tuned(name) if source in TUNED else name for name in one.shown)
        yield Example(source, frozenset(shown), frozenset(told[number]))


def _tuned(name: str) -> str:
    """Return the name of a rule's finding where the rule was tuned."""
    return f"{_TUNED}{name}" if name.startswith("r:") else name


# -------------------------------------------------------------------------------------- learning


class Learning:
    """Regressions on all sentences, and on those of all writers but one.

    Attributes
    ----------
    source : array of str, shape (sentences,)
    writers : list of str
    told : array of bool, shape (sentences, 16)
    features : list of str
        The columns of `shown`.
    shown : sparse matrix of float64, shape (sentences, features)
    counted : array of float64, shape (sentences, 1)
        How much each sentence counts.
    without : dict of str to array of float64, shape (features + 1, 16)
        The weights learned without a writer, or without the texts to tune on; the last row is the
        bias.
    scores : array of float64, shape (sentences, 16)
        Of each sentence left out, under the weights learned without its source.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        self.source = np.array([one.source for one in examples])
        self.writers = [name for name in dict.fromkeys(self.source.tolist()) if name not in COUNTED]
        self.told = np.array([[kind in one.told for kind in PLOVER] for one in examples])
        self.counted = np.array([[COUNTED.get(name, 1.0)] for name in self.source.tolist()])
        self.features, self.shown = _matrix(examples)
        self.without: dict[str, Float] = {}
        self.scores = np.zeros(self.told.shape)
        for left in track([*self.writers, "dev"], "Leaving out …", console=Console(stderr=True)):
            out = self.source == left
            self.without[left] = self._weights(~out)
            self.scores[out] = self.shown[out] @ self._untuned(self.without[left])

    @classmethod
    def of_all(cls) -> Learning:
        """Read all texts, and learn."""
        texts = [(source, text) for source, every in sources().items() for text in every]
        shown = track(texts, "Reading …", console=Console(stderr=True))
        return cls([one for source, text in shown for one in _examples(source, text)])

    def _weights(self, chosen: NDArray[np.bool_]) -> Float:
        """Return the weights that make what is told in some sentences most likely."""
        shown, counted = self.shown[chosen], self.counted[chosen]
        back = shown.T.tocsr()
        sign = 2.0 * self.told[chosen] - 1.0
        shape = (shown.shape[1], len(PLOVER))
        ridge = np.full((shape[0], 1), RIDGE)
        ridge[-1] = 0.0

        def loss(flat: Float) -> tuple[float, Float]:
            weights = flat.reshape(shape)
            margin = sign * (shown @ weights)
            cost = (counted * np.logaddexp(0.0, -margin)).sum() + 0.5 * (ridge * weights**2).sum()
            slope = back @ (-counted * sign * expit(-margin)) + ridge * weights
            return float(cost), slope.ravel()

        options = {"maxiter": ROUNDS, "maxcor": 6}
        found = minimize(
            loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options
        )
        return found.x.reshape(shape)

    def _untuned(self, weights: Float) -> Float:
        """Weigh what a tuned rule finds like what it finds elsewhere."""
        column = {name: k for k, name in enumerate(self.features)}
        weights = weights.copy()
        for name, k in column.items():
            plain = column.get(name.removeprefix(_TUNED))
            if name.startswith(_TUNED):
                weights[k] = 0.0 if plain is None else weights[plain]
        return weights

    def threshold(self, writers: Sequence[str]) -> float:
        """Return where F1 is best on what was left out: on writers, and on the texts to tune on."""
        groups = (np.isin(self.source, writers), self.source == "dev")

        def mean(at: float) -> float:
            return sum(_f1(self.scores[one] > at, self.told[one]) for one in groups)

        return float(max(THRESHOLDS, key=mean))

    def left_out(self, writer: str) -> Model:
        """Return a model that has learned nothing from a writer, its threshold included."""
        others = [one for one in self.writers if one != writer]
        return self._model(self.without[writer], self.threshold(others))

    def model(self) -> Model:
        """Return the model learned from all sentences."""
        weights = self._weights(np.full(len(self.source), fill_value=True))
        return self._model(weights, self.threshold(self.writers))

    def _model(self, weights: Float, threshold: float) -> Model:
        """Round weights to steps, and keep those that a reader can meet."""
        step = float(np.abs(weights[:-1]).max() / STEPS)
        steps = np.rint(weights[:-1] / step).astype(np.int8)
        met = np.array([not name.startswith(_TUNED) for name in self.features])
        kept = np.flatnonzero(steps.any(axis=1) & met)
        rows = {self.features[k]: row for row, k in enumerate(kept.tolist())}
        return Model(rows, steps[kept], step, weights[-1] - threshold)


def _matrix(examples: Sequence[Example]) -> tuple[list[str], csr_matrix]:
    """Return the features seen often enough, in order, and which sentence shows which.

    The last column is 1 everywhere.
    """
    seen = Counter(name for one in examples for name in one.shown)
    features = sorted(name for name, times in seen.items() if times >= SEEN)
    column = {name: k for k, name in enumerate(features)}
    rows = [[column[name] for name in sorted(one.shown & column.keys())] for one in examples]
    at = np.repeat(np.arange(len(rows)), [len(row) + 1 for row in rows])
    columns = [k for row in rows for k in (*row, len(features))]
    shape = (len(rows), len(features) + 1)
    return features, csr_matrix((np.ones(len(columns)), (at, columns)), shape)


def _f1(made: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    return float(2 * (made & told).sum() / max(made.sum() + told.sum(), 1))


# ----------------------------------------------------------------------------------------- scores


def cross_validated(learning: Learning | None = None) -> Iterator[tuple[str, Scores]]:
    """Yield each writer's scores under a model that has learned nothing from that writer.

    What is measured is called as in the texts annotated whole: ``event types``.
    """
    learning = learning or Learning.of_all()
    texts = scoring.writers()
    for writer in track(learning.writers, "Scoring …", console=Console(stderr=True)):
        scores = _scores(texts[writer], learning.left_out(writer))
        yield (
            writer,
            replace(scores, counts={MEASURE: scores.counts[f"{MEASURE}, single sentences"]}),
        )


def _scores(texts: Sequence[Annotated], judge: Model) -> Scores:
    read = (scoring.marks(one.text, one.published, judge) for one in texts)
    return sum((scoring.score(one, made) for one, made in zip(texts, read, strict=True)), Scores())


def _tell(learning: Learning) -> None:
    total = Scores()
    for writer, scores in cross_validated(learning):
        print(f"{writer:10} {_told(scores.counts[MEASURE])}")
        total += scores
    print(f"{'all':10} {_told(total.counts[MEASURE])}")
    chosen = np.isin(learning.source, learning.writers)
    threshold = learning.threshold(learning.writers)
    dev = learning.source == "dev"
    f1 = _f1(learning.scores[dev] > threshold, learning.told[dev])
    print(f"threshold {threshold:.2f}; F1 on the texts to tune on, left out: {f1:.3f}")
    made = learning.scores[chosen] > threshold
    told = learning.told[chosen]
    right, many, there = ((made & told).sum(axis=0), made.sum(axis=0), told.sum(axis=0))
    for kind, *counts in zip(PLOVER, right.tolist(), many.tolist(), there.tolist(), strict=True):
        print(f"{kind:10} {_told(Count(*counts))}")


def _told(count: Count) -> str:
    return f"P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}  of {count.there:,}"


# ----------------------------------------------------------------------------------------- weights


def _write(made: Model) -> None:
    names = np.frombuffer("\n".join(made.rows).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(
        WEIGHTS, features=names, weights=made.weights, step=made.step, bias=made.bias
    )
    print(f"{len(made.rows):,} features, {WEIGHTS.stat().st_size:,} bytes")


def _check(made: Model) -> str | None:
    """Return what differs; rounding may differ by a step between machines."""
    kept = model()
    if list(kept.rows) != list(made.rows):
        return f"{len(kept.rows.keys() ^ made.rows.keys())} features differ"
    apart = np.abs(kept.weights.astype(int) - made.weights).max()
    if apart > 1 or not np.allclose(kept.bias, made.bias, atol=0.01):
        return f"weights differ by up to {apart} steps"
    print("the weights are what the sentences make")
    return None


def _show(kind: str) -> None:
    kept = model()
    column = kept.weights[:, PLOVER.index(kind)]
    names: Mapping[int, str] = {row: name for name, row in kept.rows.items()}
    order = np.argsort(-column.astype(int), kind="stable")
    for row in [*order[:40].tolist(), *order[-20:].tolist()]:
        print(f"{kept.step * int(column[row]):+.2f}  {names[row]}")


if __name__ == "__main__":
    main()
