"""Edits to lists of statements, and the different rankings that they make."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from conflict.strategies import examples
from detente.outlook.edits import Edit, Rankings, edited
from outlook import brute_edits as brute


def rankings(truth):
    return Rankings("A", np.array(truth, bool), {n + 1: (0,) for n in range(len(truth))})


def edits(found, count):
    return [
        [(e.verb, e.line, e.to) for e in alternative.edits]
        for alternative in found.with_edits(count)
    ]


@examples(100)
@given(
    st.integers(1, 4).flatmap(
        lambda states: st.lists(
            st.lists(st.booleans(), min_size=states, max_size=states), min_size=1, max_size=4
        )
    )
)
def test_one_and_two_edits_make_the_rankings_that_brute_force_makes(truth):
    found = rankings(truth)
    count = len(truth[0])
    lines = [(n, False, {s for s in range(count) if row[s]}) for n, row in enumerate(truth)]
    expected = brute.rankings_by_edits(lines, count)
    for cost in range(3):
        places = found.places(found.with_edits(cost))
        rows = [tuple(row) for row in places.tolist()]
        assert len(rows) == len(set(rows))
        assert set(rows) == {ranks for ranks, least in expected.items() if least == cost}


@examples(50)
@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=4))
def test_the_edits_of_an_alternative_make_its_list(truth):
    found = rankings(truth)
    for cost in range(3):
        for alternative in found.with_edits(cost):
            tokens = tuple(range(len(truth)))
            for edit in alternative.edits:
                tokens = edited(tokens, edit)
            assert tokens == alternative.tokens
            assert len(alternative.edits) == cost


def test_of_edits_with_the_same_effect_the_simplest_is_told():
    # Two statements that say the same: to drop either, or to turn the second round, is nothing.
    same = rankings([[True, False], [True, False]])
    assert edits(same, 1) == [[("flip", 1, None)]]
    assert edits(same, 2) == [[("drop", 1, None), ("drop", 2, None)]]


def test_neighbours_that_change_places_are_one_move():
    both = rankings([[True, True, False, False], [True, False, True, False]])
    moves = [edit for (edit,) in edits(both, 1) if edit[0] == "move"]
    assert moves == [("move", 1, 2)]


def test_lists_longer_than_a_machine_word_are_ranked():
    many = 70
    truth = np.zeros((many, many + 1), bool)
    truth[np.arange(many), np.arange(many)] = True  # statement k wants state k alone
    found = rankings(truth)
    assert found.places(found.found[0])[0].tolist() == list(range(many, -1, -1))
    last = [a for a in found.with_edits(1) if a.edits == (Edit("A", "move", many, 1),)]
    assert found.places(last)[0, many - 1] == many
