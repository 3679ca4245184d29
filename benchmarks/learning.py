"""The learned model of events: made from annotated sentences, and how good it is on others.

    python benchmarks/learning.py              # how well it does on texts it has not seen
    python benchmarks/learning.py --write      # makes the weights that come with détente
    python benchmarks/learning.py --check      # whether those are what the sentences make
    python benchmarks/learning.py --show AID   # what speaks most for and against a type

Learned from: the single sentences, those that several writers wrote and annotated without knowing
the rules, and articles that some wrote and others annotated (``tests/evidence/reading/texts``);
never from the texts to tune on or the unseen ones, nor from every eighth writer and the articles
kept apart, on which is told how well it does.

The model is a logistic regression for each of the sixteen PLOVER types on the features of a
sentence that the reader itself computes, with a Gaussian prior on the weights (ridge; Hoerl &
Kennard 1970, le Cessie & van Houwelingen 1992), found by L-BFGS (Liu & Nocedal 1989). To its sum
comes the score that the network gives (``network.py``).

Who annotates articles is stricter about some types than who writes sentences to be learned from,
and more generous about others. By how much is told by the articles kept apart, in one number for
each type (recalibration; Cox 1958), which a prior keeps small. How much the network counts
(stacking; Wolpert 1992), and the threshold, are what gives the best F1 on them. Nothing else is
learned from them.

Rules were tuned on the single sentences and are right there more often than elsewhere. So what they
find there counts as another feature than what they find in the writers' sentences, and the single
sentences count less. Learning needs scipy (the extra ``learning``); reading needs numpy alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from detente.evidence import reading
from detente.evidence.reading.features import Features
from detente.evidence.reading.learned import STEPS, Model, model
from detente.evidence.reading.network import network, total
from detente.evidence.reading.plover import PLOVER
from sentences import MEASURE, Example, Scores, examples, f1, marks, of_apart, scoring

WEIGHTS = Path(reading.__file__).parent / "data" / "weights.npz"
_TUNED = "tuned "

COUNTED = {"deeds": 0.2}
"""How much a sentence counts on which rules were tuned; any other counts 1."""
RIDGE, STRICT = 6.0, 5.0
"""The precision of the prior on a weight, and of that on what recalibrates a type."""
SEEN = 5
"""In how many sentences a feature has to stand."""
ROUNDS = 40
"""Of L-BFGS: stopping early changes no score in its second digit."""
SHARES = np.arange(0.0, 2.51, 0.1)
THRESHOLDS = np.arange(-4.0, 2.01, 0.1)

Float = NDArray[np.float64]


def main() -> None:
    """Run from the command line."""
    arguments = _arguments()
    if arguments.show:
        _show(arguments.show)
        return
    if arguments.write or arguments.check:
        made = Learning(examples()).model()
        if arguments.check:
            raise SystemExit(_check(made))
        _write(made)
    _tell()


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
    return frozenset(map(_tuned, one.shown)) if one.source in COUNTED else one.shown


# -------------------------------------------------------------------------------------- learning


class Learning:
    """A regression on the sentences that are learned from, adjusted on articles kept apart.

    Attributes
    ----------
    features : list of str
        The columns of `shown`.
    shown : sparse matrix of float64, shape (sentences, features + 1)
        The last column is 1 everywhere.
    told : array of bool, shape (sentences, 16)
    counted : array of float64, shape (sentences, 1)
        How much each sentence counts.
    articles : list of Example
        The sentences of the articles kept apart.
    """

    def __init__(self, every: Sequence[Example]) -> None:
        learned = [one for one in every if one.is_learned]
        self.articles = [one for one in every if one.is_apart and one.is_articles]
        self.features, self.shown = _matrix([_shown(one) for one in learned])
        self.told = marks(learned)
        self.counted = np.array([[COUNTED.get(one.source, 1.0)] for one in learned])

    def model(self) -> Model:
        """Return what is learned: weights, the network's share, types recalibrated, a threshold."""
        made = self._linear()
        linear, heard = _sums(made, self.articles)
        told = marks(self.articles)
        tried = []
        for share in SHARES.tolist():
            sums = linear + share * heard
            added = _recalibrated(sums, told)
            tried += [(f1(sums + added > at, told), share, added - at) for at in THRESHOLDS]
        _, share, added = max(tried, key=lambda one: one[:2])
        return replace(made, share=share, bias=made.bias + added)

    def _linear(self) -> Model:
        """Round weights to steps, and keep those that a reader can meet."""
        weights = self._weights()
        step = float(np.abs(weights[:-1]).max() / STEPS)
        steps = np.rint(weights[:-1] / step).astype(np.int8)
        met = np.array([not name.startswith(_TUNED) for name in self.features])
        kept = np.flatnonzero(steps.any(axis=1) & met)
        rows = {self.features[k]: row for row, k in enumerate(kept.tolist())}
        return Model(rows, steps[kept], step, weights[-1])

    def _weights(self) -> Float:
        """Return the weights that make what is told in the sentences most likely."""
        back = self.shown.T.tocsr()
        sign = 2.0 * self.told - 1.0
        shape = (self.shown.shape[1], len(PLOVER))
        ridge = np.full((shape[0], 1), RIDGE)
        ridge[-1] = 0.0

        def loss(flat: Float) -> tuple[float, Float]:
            weights = flat.reshape(shape)
            margin = sign * (self.shown @ weights)
            cost = (self.counted * np.logaddexp(0.0, -margin)).sum()
            slope = back @ (-self.counted * sign * expit(-margin)) + ridge * weights
            return float(cost + 0.5 * (ridge * weights**2).sum()), slope.ravel()

        options = {"maxiter": ROUNDS, "maxcor": 6}
        found = minimize(
            loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options
        )
        return found.x.reshape(shape)


def _sums(linear: Model, every: Sequence[Example]) -> tuple[Float, Float]:
    """Return what the linear model and the network make of sentences, shape (sentences, 16)."""
    features = [Features(0, 0, dict.fromkeys(one.shown, ())) for one in every]
    heard = network().scores([one.words for one in every])
    return np.array([linear.weighed(one) for one in features]), np.array([*map(total, heard)])


def _recalibrated(sums: Float, told: NDArray[np.bool_]) -> Float:
    """Return what is to be added for each type, shape (16,).

    The curve is log odds = slope · sum + shift + addition of the type, the most likely one under a
    Gaussian prior on the additions. The shift is common to all types, and left to the threshold.
    """
    sign = 2.0 * told - 1.0

    def cost(curve: Float) -> float:
        margin = sign * (curve[0] * sums + curve[1] + curve[2:])
        return float(np.logaddexp(0.0, -margin).sum() + 0.5 * STRICT * (curve[2:] ** 2).sum())

    begin = np.array([1.0, *[0.0] * (1 + len(PLOVER))])
    slope, _, *additions = minimize(cost, begin, method="L-BFGS-B").x.tolist()
    return np.asarray(additions) / slope


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


def _tell() -> None:
    """Tell how well the model that comes with détente does on what is kept apart."""
    every = dict(of_apart())
    for name, articles in (("writers", False), ("articles", True)):
        of = [one for file, one in every.items() if scoring.is_articles(file) == articles]
        every[f"all {name}"] = sum(of, Scores())
    for name, scores in every.items():
        print(f"{name:12} {_told(scores.counts[MEASURE])}")


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
