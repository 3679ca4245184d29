"""The drift: where a walk of improvements ends, against powers of matrices and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict import brute
from conflict.strategies import examples, option_pairs
from detente.conflict import walk
from detente.conflict.batch import Space
from detente.conflict.drift import drift, reached


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


def walk_of(ranks, owners, start, outcomes):
    """The drift in one free model."""
    ranks = np.array(ranks, np.int32)
    codes = np.arange(ranks.shape[1], dtype=np.uint64)
    names = tuple("ABCDEFGH"[: len(ranks)])
    space = Space(names, tuple(owners), ("both",) * len(owners), codes)
    choice = np.zeros((1, len(ranks)), int)
    return drift(space, list(ranks[:, None]), choice, start, np.array(outcomes, bool))


def test_where_nobody_has_an_improvement_the_walk_ends_at_once():
    found = walk_of([[0, 0]], [0], 1, [[0, 1], [1, 0]])
    assert (found.ends.tolist(), found.cycles.tolist()) == ([[1, 0]], [0])
    assert found.reached.tolist() == [[True, False]]


def test_each_decision_maker_is_as_likely_however_many_improvements_it_has():
    # From state 0, A can go to 1, B to 2, 4 or 6; all of these are ends.
    a = [0, 1, 0, -1, 0, -1, 0, -1]
    b = [0, 0, 1, -1, 1, -1, 1, -1]
    found = walk_of([a, b], [0, 1, 1], 0, np.eye(8))
    assert found.ends[0] == pytest.approx([0, 1 / 2, 1 / 6, 0, 1 / 6, 0, 1 / 6, 0])


def test_a_walk_round_and_round_counts_for_an_outcome_that_holds_all_along():
    # A wants to be like B, B unlike A: matching pennies, 0 → 2 → 3 → 1 → 0.
    found = walk_of([[1, 0, 0, 1], [0, 1, 1, 0]], [0, 1], 0, [[1, 1, 1, 1], [1, 0, 1, 1]])
    assert (found.ends.tolist(), found.cycles.tolist()) == ([[1, 0]], [1])
    assert found.reached.tolist() == [[True, True]]


def test_a_cycle_that_can_be_left_is_left_in_the_end():
    # Matching pennies of A and B, which C can end for good wherever they disagree.
    a, b = [1, 0, 0, 1] + [0] * 4, [0, 1, 1, 0] + [0] * 4
    c = [0, 0, 0, 0, -1, 1, 1, -1]
    found = walk_of([a, b, c], [0, 1, 2], 0, np.eye(8))
    # Of 2 and 1, which take turns, 2 comes first; C ends it with ½ each time.
    assert found.ends[0] == pytest.approx([0, 0, 0, 0, 0, 1 / 3, 2 / 3, 0])
    assert found.cycles[0] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("seed", [0, 3])
def test_large_components_have_the_solution_of_their_equations(seed):
    random = np.random.default_rng(seed)
    codes = np.arange(512, dtype=np.uint64)
    space = Space(tuple("ABC"), (0, 0, 0, 1, 1, 1, 2, 2, 2), ("both",) * 9, codes)
    ranks = random.integers(0, 60, (3, 512)).astype(np.int32)
    outcomes = random.random((2, 512)) < 0.4
    found = drift(space, list(ranks[:, None]), np.zeros((1, 3), int), 7, outcomes)
    form = space.form(ranks)
    matrix = steps(
        brute.from_options(3, form.owners, form.directions, codes.tolist(), ranks.tolist())
    )
    assert largest_component(matrix) > walk.ELIMINATED
    probability, cycling = ends(matrix, 7, outcomes)
    assert found.ends[0] == pytest.approx(probability, abs=1e-8)
    assert found.cycles[0] == pytest.approx(cycling, abs=1e-8)


def largest_component(matrix):
    linked = reach(matrix)
    return (linked & linked.T).sum(axis=1).max()


@examples(100, share=0.02)
@given(option_pairs(), st.integers(0, 2**32 - 1))
def test_outcomes_that_share_no_state_never_add_up_to_more_than_certainty(pair, seed):
    form, random = pair.conflict, np.random.default_rng(seed)
    choice = np.zeros((1, len(form.ranks)), int)
    whose = random.integers(0, 3, form.size)
    outcomes = np.stack([whose == k for k in range(3)])
    start = int(random.integers(form.size))
    found = drift(Space.of(form), list(form.ranks[:, None]), choice, start, outcomes)
    assert found.ends.sum() <= 1 + 1e-12
    assert found.ends.sum() + found.cycles.sum() >= 1 - 1e-12
    assert not (found.ends[0] > 0)[~found.reached[0]].any()


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_what_is_reached_is_the_same_alone_and_on_any_number_of_threads(threads):
    random = np.random.default_rng(1)
    space = Space(
        tuple("AB"), (0, 0, 1, 1, 1), ("both", "on") * 2 + ("off",), np.arange(32, dtype=np.uint64)
    )
    drawn = [random.integers(0, 5, (90, 32)).astype(np.int32) for _ in range(2)]
    choice = random.integers(0, 90, (150, 2))
    outcomes = random.random((4, 32)) < 0.2
    once = drift(space, drawn, choice, 3, outcomes, threads=1)
    again = drift(space, drawn, choice, 3, outcomes, threads=threads)
    assert (again.reached == once.reached).all()
    assert (again.ends == once.ends).all()
    assert (again.cycles == once.cycles).all()
    assert (reached(space, drawn, choice, 3, outcomes, threads=threads) == once.reached).all()


@pytest.mark.parametrize(
    ("start", "outcomes", "message"),
    [
        (4, np.ones((1, 4), bool), r"state 4 is not in 0 … 3"),
        (
            0,
            np.ones((1, 5), bool),
            r"outcomes must have shape \(O, 4\) and dtype bool, not \(1, 5\)",
        ),
        (0, np.ones((1, 4)), r"not \(1, 4\) and float64"),
    ],
)
def test_a_start_or_outcomes_that_do_not_fit_are_refused(start, outcomes, message):
    space = Space(("A",), (0, 0), ("both", "both"), np.arange(4, dtype=np.uint64))
    rankings = [np.zeros((1, 4), np.int32)]
    for function in (drift, reached):
        with pytest.raises(ValueError, match=message):
            function(space, rankings, np.zeros((1, 1), int), start, outcomes)
