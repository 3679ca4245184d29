"""The drift: where a walk of improvements ends, against powers of matrices and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict import brute
from conflict.strategies import examples, option_pairs
from detente.conflict.batch import Space
from detente.conflict.drift import drift


def steps(model):
    """The walk's matrix, from the definitions."""
    matrix = np.zeros((model.states, model.states))
    for s in range(model.states):
        better = [brute.improvements(model, i, s) for i in range(model.makers)]
        movers = [targets for targets in better if targets]
        for targets in movers:
            for t in targets:
                matrix[s, t] = 1 / len(movers) / len(targets)
        if not movers:
            matrix[s, s] = 1
    return matrix


def reach(matrix):
    """Row s, column t: t is s or comes after it."""
    linked = (matrix > 0) | np.eye(len(matrix), dtype=bool)
    for _ in range(len(matrix).bit_length()):
        linked = linked @ linked
    return linked


def ends(matrix, start, outcomes):
    """Probabilities of the outcomes and of a cycle, after 2^40 steps."""
    linked = reach(matrix)
    last = matrix.copy()
    for _ in range(40):
        last = last @ last
        last /= last.sum(axis=1, keepdims=True)
    probability = last[start]
    closed = [t for t in range(len(matrix)) if (linked[t] == linked[t] & linked[:, t]).all()]
    where = np.array([[mask[linked[t]].all() for mask in outcomes] for t in closed], dtype=float)
    cycling = np.array([linked[t].sum() > 1 for t in closed], dtype=float)
    return probability[closed] @ where.reshape(len(closed), -1), probability[closed] @ cycling


@examples(400, share=0.1)
@given(option_pairs(most_options=5), st.integers(0, 2**32 - 1))
def test_the_drift_ends_where_powers_of_its_matrix_say(pair, seed):
    form, random = pair.conflict, np.random.default_rng(seed)
    start = int(random.integers(form.size))
    outcomes = random.random((3, form.size)) < 0.6
    choice = np.zeros((1, len(form.ranks)), int)
    found = drift(Space.of(form), list(form.ranks[:, None]), choice, start, outcomes)
    matrix = steps(pair.model)
    probability, cycling = ends(matrix, start, outcomes)
    assert found.ends[0] == pytest.approx(probability, abs=1e-9)
    assert found.cycles[0] == pytest.approx(cycling, abs=1e-9)
    assert found.reached[0].tolist() == (outcomes & reach(matrix)[start]).any(axis=1).tolist()
