"""Many models in one call: each is solved as if alone, whatever they share and on any threads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict import brute
from conflict.strategies import examples, option_pairs
from detente.case.formula import parse
from detente.conflict import batch, lattice
from detente.conflict.batch import Space, alone, equilibria, rankings
from detente.conflict.preferences import ranks, satisfied


def redrawn(form, random, most=4):
    """A few rankings for each decision maker, its own among them, and models that choose."""
    makers, size = form.ranks.shape
    drawn = []
    for own in form.ranks:
        levels = random.choice([2, 3, 5, size + 1])
        rows = random.integers(0, levels, (random.integers(0, most), size))
        drawn.append(np.vstack([own[None], rows]).astype(np.int32))
    counts = [len(rows) for rows in drawn]
    return drawn, random.integers(0, counts, (random.integers(1, 6), makers))


def chosen(space, drawn, choice):
    for picks in choice:
        yield space.form(np.stack([rows[k] for rows, k in zip(drawn, picks, strict=True)]))


@examples(600, share=0.05)
@given(option_pairs(), st.integers(0, 2**32 - 1))
def test_each_model_of_a_batch_has_the_equilibria_it_has_alone(pair, seed):
    space = Space.of(pair.conflict)
    drawn, choice = redrawn(pair.conflict, np.random.default_rng(seed))
    found = equilibria(space, drawn, choice, threads=1)
    for one, form in zip(found, chosen(space, drawn, choice), strict=True):
        assert (one == lattice.solve(form).all(axis=1)).all()


@examples(300, share=0.05)
@given(option_pairs())
def test_a_batch_of_one_says_what_the_definitions_say(pair):
    form = pair.conflict
    found = equilibria(
        Space.of(form), list(form.ranks[:, None]), np.zeros((1, len(form.ranks)), int)
    )
    assert (found[0] == np.array(brute.solve(pair.model)).all(axis=1)).all()


@examples(200, share=0.05)
@given(option_pairs())
def test_nash_gmr_and_smr_are_decided_from_one_ranking(pair):
    form = pair.conflict
    verdict = lattice.solve(form)
    for dm, own in enumerate(form.ranks):
        assert (alone(Space.of(form), dm, own[None])[0] == verdict[:3, dm]).all()


@pytest.mark.parametrize("makers", [1, 2, 3, 5, 6, 8, 9, 17])
@pytest.mark.parametrize("ways", [("both",), ("both", "both", "on", "off"), ("on", "off")])
def test_larger_spaces_of_any_number_of_decision_makers(makers, ways):
    random = np.random.default_rng([makers, len(ways)])
    owners = tuple(random.integers(0, makers, 8).tolist())
    directions = tuple(random.choice(ways, 8).tolist())
    codes = np.flatnonzero(random.random(256) < random.choice([0.5, 0.9, 1])).astype(np.uint64)
    space = Space(tuple(f"DM{i}" for i in range(makers)), owners, directions, codes)
    drawn = [
        random.integers(0, levels, (3, codes.size)).astype(np.int32)
        for levels in random.choice([4, 30, 1000], makers)
    ]
    choice = random.integers(0, 3, (5, makers))
    found = equilibria(space, drawn, choice)
    for one, form in zip(found, chosen(space, drawn, choice), strict=True):
        assert (one == lattice.solve(form).all(axis=1)).all()


@pytest.mark.parametrize("threads", [2, 4])
def test_the_result_is_the_same_on_any_number_of_threads(threads):
    random = np.random.default_rng(4)
    codes = np.arange(64, dtype=np.uint64)
    space = Space(tuple("ABC"), (0, 0, 1, 1, 2, 2), ("both", "on") * 3, codes)
    drawn = [random.integers(0, 9, (50, 64)).astype(np.int32) for _ in range(3)]
    choice = random.integers(0, 50, (200, 3))
    once = equilibria(space, drawn, choice, threads=1)
    assert (equilibria(space, drawn, choice, threads=threads) == once).all()
    assert (
        alone(space, 1, drawn[1], threads=threads) == alone(space, 1, drawn[1], threads=1)
    ).all()


@pytest.mark.parametrize("size", [1, 3, 70])
def test_a_batch_of_rankings_has_the_ranks_that_its_statements_induce(size):
    random = np.random.default_rng(size)
    options = [f"A.o{k}" for k in range(8)]
    written = [f"A.o{a} -> not A.o{b}" for a in range(8) for b in range(8) if a != b] + options
    formulas = [parse(text) for text in written]
    codes = np.sort(random.choice(256, size, replace=False)).astype(np.uint64)
    lines = random.integers(-1, len(formulas), (40, 25))
    found = rankings(satisfied(formulas, options, codes), lines)
    for row, places in zip(found, lines, strict=True):
        statements = [formulas[place] for place in places if place >= 0]
        assert (row == ranks(statements, options, codes)).all()


def test_rankings_of_no_lines_are_ties_and_no_rankings_are_none():
    truth = np.ones((3, 4), np.bool_)
    assert rankings(truth, np.full((2, 5), -1)).tolist() == [[0] * 4] * 2
    assert rankings(truth, np.empty((2, 0), int)).tolist() == [[0] * 4] * 2
    assert rankings(truth, np.empty((0, 2), int)).shape == (0, 4)


def test_spaces_with_more_states_than_fit_side_by_side_are_solved_one_by_one(monkeypatch):
    monkeypatch.setattr(batch, "MOST_STATES", 15)
    random = np.random.default_rng(7)
    codes = np.arange(16, dtype=np.uint64)
    space = Space(tuple("AB"), (0, 0, 1, 1), ("both", "on") * 2, codes)
    drawn = [random.integers(0, 6, (3, 16)).astype(np.int32) for _ in range(2)]
    choice = random.integers(0, 3, (4, 2))
    large = equilibria(space, drawn, choice), alone(space, 1, drawn[1])
    monkeypatch.undo()
    assert (large[0] == equilibria(space, drawn, choice)).all()
    assert (large[1] == alone(space, 1, drawn[1])).all()


def test_the_largest_rank_of_the_largest_space_is_below_no_label():
    codes = np.arange(batch.MOST_STATES, dtype=np.uint64)
    space = Space(tuple("AB"), (0,) * 8 + (1,) * 7, ("both",) * 15, codes)
    rising = np.arange(codes.size, dtype=np.int32)[None]
    found = equilibria(space, [rising, rising], np.zeros((1, 2), int))
    form = space.form(np.vstack([rising, rising]))
    assert (found[0] == lattice.solve(form).all(axis=1)).all()


def test_the_whole_range_of_ranks_and_the_64th_option_are_taken():
    least, most = -(2**31), 2**31 - 1
    codes = np.array([0, 1, 2**63, 2**63 + 1], dtype=np.uint64)
    space = Space(("A", "B"), (0,) * 63 + (1,), ("both",) * 63 + ("on",), codes)
    ranks = np.array([[least, most, 0, 1], [most, least, most, least]], np.int32)
    found = equilibria(space, list(ranks[:, None]), np.zeros((1, 2), int))
    verdict = lattice.solve(space.form(ranks))
    assert (found[0] == verdict.all(axis=1)).all()
    assert (alone(space, 0, ranks[:1])[0] == verdict[:3, 0]).all()


def test_no_models_have_no_equilibria():
    space = Space(("A",), (0,), ("both",), np.arange(2, dtype=np.uint64))
    rows = np.zeros((0, 2), np.int32)
    assert equilibria(space, [rows], np.empty((0, 1), int)).shape == (0, 5, 2)
    assert alone(space, 0, rows).shape == (0, 3, 2)


def test_solving_a_batch_changes_nothing_that_the_caller_passed_in():
    random = np.random.default_rng(2)
    space = Space(tuple("AB"), (0, 1, 1), ("both",) * 3, np.arange(8, dtype=np.uint64))
    drawn = [random.integers(-3, 3, (2, 8)).astype(np.int32) for _ in range(2)]
    choice = random.integers(0, 2, (5, 2))
    before = [array.copy() for array in (*drawn, choice, space.codes)]
    for array in (*drawn, choice, space.codes):
        array.flags.writeable = False
    equilibria(space, drawn, choice)
    assert all((a == b).all() for a, b in zip((*drawn, choice, space.codes), before, strict=True))


RANKS = np.zeros((2, 4), np.int32)


@pytest.mark.parametrize(
    ("drawn", "choice", "message"),
    [
        ([RANKS], [[0, 0]], "2 decision makers need as many rankings, not 1"),
        (
            [RANKS, RANKS[:, :3]],
            [[0, 0]],
            r"rankings of 'B' must have shape \(K, 4\), not \(2, 3\)",
        ),
        ([RANKS.astype(int), RANKS], [[0, 0]], "rankings of 'A' must be of dtype int32, not int64"),
        ([RANKS, RANKS], [[0]], r"choice must have shape \(B, 2\), not \(1, 1\)"),
        ([RANKS, RANKS], [[0, 0], [0, 2]], "choice of 'B' must be within 0 … 1"),
        ([RANKS, RANKS], [[-1, 0]], "choice of 'A' must be within 0 … 1"),
    ],
)
def test_a_batch_that_does_not_fit_its_space_is_refused(drawn, choice, message):
    space = Space(tuple("AB"), (0, 1), ("both", "both"), np.arange(4, dtype=np.uint64))
    with pytest.raises(ValueError, match=message):
        equilibria(space, drawn, np.array(choice))


def test_a_line_that_is_no_formula_is_refused():
    with pytest.raises(ValueError, match="line 3 is none of 3 formulas"):
        rankings(np.zeros((3, 4), bool), np.array([[0, 3]]))


def test_a_space_without_a_state_or_with_a_stranger_is_refused():
    with pytest.raises(ValueError, match="needs states"):
        Space(("A",), (0,), ("both",), np.empty(0, np.uint64))
    with pytest.raises(ValueError, match="no decision maker: 1"):
        Space(("A",), (1,), ("both",), np.arange(2, dtype=np.uint64))
