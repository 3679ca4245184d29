"""The learned model of events: made from annotated sentences, and how good it is on others.

    python benchmarks/learning.py              # how well it does on writers it has not seen
    python benchmarks/learning.py --write      # makes the weights that come with détente
    python benchmarks/learning.py --check      # whether those are what the sentences make
    python benchmarks/learning.py --show AID   # what speaks most for and against a type

Learned from: the texts to tune on, the single sentences, and the sentences that several writers
wrote and annotated without knowing the rules (``tests/evidence/reading/texts``); never from the
unseen texts. How well it does is told by leaving out a third of the writers at a time.

The model is a logistic regression for each of the sixteen PLOVER types on the features of a
sentence that the reader itself computes, with a Gaussian prior on the weights (ridge; Hoerl &
Kennard 1970, le Cessie & van Houwelingen 1992), found by L-BFGS (Liu & Nocedal 1989). To its sum
comes the score that the network gives (``network.py``). How much that counts, and the threshold,
one for all types, are what is best for F1 on the writers left out (stacking; Wolpert 1992).
Learning needs scipy (the extra ``learning``); reading needs numpy alone.

The rules were tuned on the texts to tune on and on the single sentences, where they are right more
often than elsewhere. So what they find there counts as another feature than what they find in the
writers' sentences, and those sentences count less.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
from detente.evidence.reading.learned import STEPS, Judge, Model, Part, model
from detente.evidence.reading.plover import PLOVER
from sentences import PARTS, Annotated, Example, examples, f1, left_out, scoring

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
SHARES = np.arange(0.0, 1.51, 0.1)
THRESHOLDS = np.arange(-2.5, 0.01, 0.05)

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


# -------------------------------------------------------------------------------------- sentences


def _tuned(name: str) -> str:
    """Return the name of a rule's finding where the rule was tuned."""
    return f"{_TUNED}{name}" if name.startswith("r:") else name


def _shown(one: Example) -> frozenset[str]:
    """Return what a sentence shows; what a rule finds where it was tuned goes by another name."""
    return frozenset(map(_tuned, one.shown)) if one.source in TUNED else one.shown


# -------------------------------------------------------------------------------------- learning


class Learning:
    """Regressions on all sentences, and on those without a third of the writers.

    Attributes
    ----------
    source : array of str, shape (sentences,)
    writers : list of str
    part : array of str, shape (sentences,)
        With what each sentence is left out: a third of the writers, or the texts to tune on.
    told : array of bool, shape (sentences, 16)
    features : list of str
        The columns of `shown`.
    shown : sparse matrix of float64, shape (sentences, features)
    counted : array of float64, shape (sentences, 1)
        How much each sentence counts.
    network : array of float32, shape (sentences, 16)
        What the network says of each sentence, having learned nothing from its part.
    said : dict of tuple to int
        The row of each sentence in `network`, by its source and words.
    without : dict of str to array of float64, shape (features + 1, 16)
        The weights learned without a part; the last row is the bias.
    scores : array of float64, shape (sentences, 16)
        Of each sentence left out, under the weights learned without its part.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        self.source = np.array([one.source for one in examples])
        self.writers = list(dict.fromkeys(one.source for one in examples if one.is_writers))
        self.part = np.array([one.part for one in examples])
        self.told = np.array([[kind in one.told for kind in PLOVER] for one in examples])
        self.counted = np.array([[COUNTED.get(name, 1.0)] for name in self.source.tolist()])
        self.features, self.shown = _matrix([_shown(one) for one in examples])
        self.network = left_out(examples)
        self.said = {(one.source, one.words): at for at, one in enumerate(examples)}
        self.without: dict[str, Float] = {}
        self.scores = np.zeros(self.told.shape)
        for part in track(PARTS, "Leaving out …", console=Console(stderr=True)):
            out = self.part == part
            self.without[part] = self._weights(~out)
            self.scores[out] = self.shown[out] @ self._untuned(self.without[part])

    @classmethod
    def of_all(cls) -> Learning:
        """Read all texts, and learn."""
        return cls(examples())

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

    def weighed(self, writers: Sequence[str]) -> tuple[float, float]:
        """Return the network's share and the threshold that are best for F1 on some writers.

        The texts to tune on do not count here: in them, rules are right more often than elsewhere.
        """
        right, made, there = self._counts
        at = [self.writers.index(one) for one in writers]
        best = 2 * right[:, :, at].sum(axis=2) / (made[:, :, at].sum(axis=2) + there[at].sum())
        share, threshold = np.unravel_index(best.argmax(), best.shape)
        return float(SHARES[share]), float(THRESHOLDS[threshold])

    @cached_property
    def _counts(self) -> tuple[Float, Float, Float]:
        """How many pairs of sentence and type are right, are made and are there, by writer.

        The first two have the shape (shares, thresholds, writers), the last one (writers,).
        """
        chosen = np.isin(self.source, self.writers)
        writer = np.array([self.writers.index(one) for one in self.source[chosen].tolist()])
        scores, network, told = self.scores[chosen], self.network[chosen], self.told[chosen]

        def by_writer(marked: NDArray[np.bool_]) -> Float:
            return np.bincount(writer, marked.sum(axis=1), len(self.writers))

        counts = np.zeros((2, len(SHARES), len(THRESHOLDS), len(self.writers)))
        for i, share in enumerate(SHARES):
            sums = scores + share * network
            for j, threshold in enumerate(THRESHOLDS):
                made = sums > threshold
                counts[:, i, j] = by_writer(made & told), by_writer(made)
        return counts[0], counts[1], by_writer(told)

    def left_out(self, writer: str) -> _Apart:
        """Return a judge that has learned nothing from a writer's third, its threshold included."""
        (part,) = {*self.part[self.source == writer].tolist()}
        others = [one for one in self.writers if one != writer]
        made = self._model(self.without[part], *self.weighed(others))
        chosen = {
            words: self.network[at] for (source, words), at in self.said.items() if source == writer
        }
        return _Apart(made, chosen)

    def model(self) -> Model:
        """Return the model learned from all sentences."""
        weights = self._weights(np.full(len(self.source), fill_value=True))
        return self._model(weights, *self.weighed(self.writers))

    def _model(self, weights: Float, share: float, threshold: float) -> Model:
        """Round weights to steps, and keep those that a reader can meet."""
        step = float(np.abs(weights[:-1]).max() / STEPS)
        steps = np.rint(weights[:-1] / step).astype(np.int8)
        met = np.array([not name.startswith(_TUNED) for name in self.features])
        kept = np.flatnonzero(steps.any(axis=1) & met)
        rows = {self.features[k]: row for row, k in enumerate(kept.tolist())}
        return Model(rows, steps[kept], step, weights[-1] - threshold, share)


@dataclass(frozen=True)
class _Apart:
    """A judge to whom the network says what it said when a third of the writers was left out.

    Attributes
    ----------
    model : Model
        Learned from all writers but one.
    said : dict of tuple of str to array of float32, shape (16,)
        By the words of that one's sentences.
    """

    model: Model
    said: dict[tuple[str, ...], NDArray[np.float32]]
    listens: bool = True

    def types(self, features: Features) -> dict[str, float]:
        return self.model.told(self.model.weighed(features, self.said[features.words]))

    def parts(self, features: Features, type_: str) -> list[Part]:
        return self.model.parts(features, type_)


def _matrix(examples: Sequence[frozenset[str]]) -> tuple[list[str], csr_matrix]:
    """Return the features seen often enough, in order, and which sentence shows which.

    The last column is 1 everywhere.
    """
    seen = Counter(name for one in examples for name in one)
    features = sorted(name for name, times in seen.items() if times >= SEEN)
    column = {name: k for k, name in enumerate(features)}
    rows = [[column[name] for name in sorted(one & column.keys())] for one in examples]
    at = np.repeat(np.arange(len(rows)), [len(row) + 1 for row in rows])
    columns = [k for row in rows for k in (*row, len(features))]
    shape = (len(rows), len(features) + 1)
    return features, csr_matrix((np.ones(len(columns)), (at, columns)), shape)


# ----------------------------------------------------------------------------------------- scores


def cross_validated(learning: Learning | None = None) -> Iterator[tuple[str, scoring.Scores]]:
    """Yield each writer's scores under a model that has learned nothing from that writer's third.

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


def _scores(texts: Sequence[Annotated], judge: Judge) -> scoring.Scores:
    read = (scoring.marks(one.text, one.published, judge) for one in texts)
    return sum(
        (scoring.score(one, made) for one, made in zip(texts, read, strict=True)), scoring.Scores()
    )


def _tell(learning: Learning) -> None:
    total = scoring.Scores()
    for writer, scores in cross_validated(learning):
        print(f"{writer:10} {_told(scores.counts[MEASURE])}")
        total += scores
    print(f"{'all':10} {_told(total.counts[MEASURE])}")
    chosen = np.isin(learning.source, learning.writers)
    dev = learning.source == "dev"
    share, threshold = learning.weighed(learning.writers)
    scores = learning.scores + share * learning.network
    on_dev = f1(scores[dev] > threshold, learning.told[dev])
    print(
        f"network's share {share:.1f}, threshold {threshold:.2f}; "
        f"F1 on the texts to tune on, left out: {on_dev:.3f}"
    )
    made = scores[chosen] > threshold
    told = learning.told[chosen]
    right, many, there = ((made & told).sum(axis=0), made.sum(axis=0), told.sum(axis=0))
    for kind, *counts in zip(PLOVER, right.tolist(), many.tolist(), there.tolist(), strict=True):
        print(f"{kind:10} {_told(scoring.Count(*counts))}")


def _told(count: scoring.Count) -> str:
    return f"P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}  of {count.there:,}"


# ----------------------------------------------------------------------------------------- weights


def _write(made: Model) -> None:
    names = np.frombuffer("\n".join(made.rows).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(
        WEIGHTS,
        features=names,
        weights=made.weights,
        step=made.step,
        bias=made.bias,
        share=made.share,
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
    if kept.share != made.share:
        return f"the network's share is {made.share:.1f}, and was {kept.share:.1f}"
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
