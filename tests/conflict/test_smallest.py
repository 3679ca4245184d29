"""The smallest conflicts that tell the concepts apart, and those that catch a wrong reading.

Two decision makers and two or three listed states are enough; A is 0, B is 1, and all begins with
A's improvement 0 → 1. An exhaustive search shows that fewer will not do.
"""

from itertools import product

import numpy as np
import pytest

from conflict import brute
from conflict.strategies import graph_pair, option_pair
from detente.conflict import graph, lattice
from detente.conflict.model import CONCEPTS


def holding(pair, dm, state):
    """The concepts under which a state is stable, by engine and by definition alike."""
    verdict = graph.solve(pair.conflict)
    assert (verdict == np.array(brute.solve(pair.model))).all()
    return {concept for concept, of in zip(CONCEPTS, verdict, strict=True) if of[dm, state]}


def two_states(b_prefers):
    """A: 0 → 1, which it likes better; B: 1 → 0, back again."""
    return graph_pair([[{1}, set()], [set(), {0}]], [{(1, 0)}, b_prefers])


def three_states(b_prefers):
    """A: 0 → 1, better than 0 and 2, which are alike to it; B: 1 → 2, from where A cannot go."""
    return graph_pair([[{1}, set(), set()], [set(), {2}, set()]], [{(1, 0), (1, 2)}, b_prefers])


def test_gmr_alone_trusts_an_answer_that_hurts_or_bores_and_that_can_be_undone():
    # B need not want to undo A's step (so not SEQ), and A can simply repeat it (so not SMR).
    assert holding(two_states(set()), 0, 0) == {"GMR"}


def test_seq_without_smr_where_a_credible_answer_can_be_undone():
    # B likes 0 better, so its answer is credible, but A can repeat its step from there.
    assert holding(two_states({(0, 1)}), 0, 0) == {"GMR", "SEQ"}


def test_smr_without_seq_where_a_lasting_answer_is_not_credible():
    # A is stuck in 2, so the answer lasts; but B does not gain by it.
    assert holding(three_states(set()), 0, 0) == {"GMR", "SMR"}


def test_sseq_without_nash_where_the_answer_is_credible_and_lasts():
    assert holding(three_states({(2, 1)}), 0, 0) == {"GMR", "SMR", "SEQ", "SSEQ"}


def test_these_four_tell_every_two_concepts_apart_that_can_be():
    cases = [
        holding(make(prefers), 0, 0)
        for make, prefers in (
            (two_states, set()),
            (two_states, {(0, 1)}),
            (three_states, set()),
            (three_states, {(2, 1)}),
        )
    ]
    apart = {(a, b) for held in cases for a in held for b in set(CONCEPTS) - held}
    implied = {("SSEQ", "SEQ"), ("SSEQ", "GMR"), ("SSEQ", "SMR"), ("SEQ", "GMR"), ("SMR", "GMR")}
    implied |= {("Nash", weaker) for weaker in CONCEPTS}
    assert apart == {(a, b) for a in CONCEPTS for b in CONCEPTS if a != b} - implied


@pytest.mark.parametrize("makers", [2, 3])
def test_on_two_states_an_answer_never_lasts_so_smr_is_nash(makers):
    # The only answer leads back to where A began, and A can repeat its step.
    relations = (set(), {(0, 1)}, {(1, 0)})
    moves = [[set(), set()], [{1}, set()], [set(), {0}], [{1}, {0}]]
    for can in product(moves, repeat=makers):
        for better in product(relations, repeat=makers):
            nash, _, smr, _, sseq = brute.solve(brute.from_lists(can, better))
            assert nash == smr == sseq


def test_one_decision_maker_alone_is_never_deterred():
    relations = ({(0, 1)}, {(1, 0)}, set())
    for better in relations:
        verdict = graph.solve(graph_pair([[{1}, {0}]], [better]).conflict)
        assert (verdict == verdict[0]).all()


def test_the_smallest_option_forms_need_two_options():
    # The same four, with one option each; A's is bit 0. A would go 0 → 1, B answer 1 → 3.
    returning, stuck = [1, 2, 3, 0], [1, 2, 0, 1]
    for a, b, expected in (
        (returning, [0, 0, 0, 0], {"GMR"}),
        (returning, [0, 0, 0, 1], {"GMR", "SEQ"}),
        (stuck, [0, 0, 0, 0], {"GMR", "SMR"}),
        (stuck, [0, 0, 0, 1], {"GMR", "SMR", "SEQ", "SSEQ"}),
    ):
        pair = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2, 3], [a, b])
        assert holding(pair, 0, 0) == expected
        assert (lattice.solve(pair.conflict) == graph.solve(pair.conflict)).all()


def test_nobody_answers_twice_in_succession():
    # B could spoil A's gain only by 1 → 2 → 3, and may not: nobody else moves in between.
    pair = graph_pair(
        [[{1}, set(), set(), set()], [set(), {2}, {3}, set()]], [{(1, 0), (2, 0)}, set()]
    )
    assert holding(pair, 0, 0) == set()


def test_but_may_answer_twice_if_another_moves_in_between():
    # B 1 → 2, C 2 → 3, B 3 → 4. A program that lets each opponent move once misses it.
    pair = graph_pair(
        [
            [{1}, set(), set(), set(), set()],
            [set(), {2}, set(), {4}, set()],
            [set(), set(), {3}, set(), set()],
        ],
        [{(1, 0), (2, 0), (3, 0)}, {(2, 1), (4, 3)}, {(3, 2)}],
    )
    assert holding(pair, 0, 0) == {"GMR", "SMR", "SEQ", "SSEQ"}


def test_answering_twice_matters_in_option_form_as_well():
    # A's step turns bit 0 on. B turns its bit on, C its own, and B its own off again: to 5, the
    # only state as bad for A as 0. C gains by its step only after B's first.
    pair = option_pair(
        3,
        [0, 1, 2],
        ["both"] * 3,
        list(range(8)),
        [
            [0, 1, 1, 1, 1, 0, 1, 1],
            [0, 0, 0, 1, 0, 1, 0, 0],
            [0, 1, 0, 0, 0, 0, 0, 1],
        ],
    )
    assert "SEQ" in holding(pair, 0, 0)
    (improvement,) = graph.explain(pair.conflict, 0, 0, "SEQ").improvements
    assert [tuple(step) for step in improvement.answer] == [(1, 3), (2, 7), (1, 5)]
    assert lattice.solve(pair.conflict)[CONCEPTS.index("SEQ"), 0, 0]


def test_the_last_mover_is_remembered_though_the_state_is_the_same():
    # B 1 → 2 cannot go on to 3 itself, but C 1 → 2 lets it; so does not stopping at "2 was seen".
    pair = graph_pair(
        [
            [{1}, set(), set(), set()],
            [set(), {2}, {3}, set()],
            [set(), {2}, set(), set()],
        ],
        [{(1, 0), (2, 0)}, set(), set()],
    )
    assert "GMR" in holding(pair, 0, 0)
    (improvement,) = graph.explain(pair.conflict, 0, 0, "GMR").improvements
    assert [tuple(step) for step in improvement.answer] == [(2, 2), (1, 3)]


def test_a_tie_deters():
    # Not better is enough: B's answer leaves A exactly as it was.
    assert "SEQ" in holding(three_states({(2, 1)}), 0, 0)


def test_what_cannot_be_compared_deters():
    # A has no preference between 0 and 2 either way: 2 is not strictly preferred to 0.
    pair = graph_pair([[{1}, set(), set()], [set(), {2}, set()]], [{(1, 0)}, {(2, 1)}])
    assert holding(pair, 0, 0) == {"GMR", "SMR", "SEQ", "SSEQ"}


def test_an_option_that_cannot_be_undone_takes_the_response_away():
    # As in the two-option form above, where A answers 3 with 2; but A's option stays on.
    free = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2, 3], [[1, 2, 3, 0], [0, 0, 0, 1]])
    stays = option_pair(2, [0, 1], ["on", "both"], [0, 1, 2, 3], [[1, 2, 3, 0], [0, 0, 0, 1]])
    assert holding(free, 0, 0) == {"GMR", "SEQ"}
    assert holding(stays, 0, 0) == {"GMR", "SMR", "SEQ", "SSEQ"}
    assert lattice.solve(stays.conflict)[CONCEPTS.index("SSEQ"), 0, 0]


def test_a_rule_can_take_the_answer_away():
    # The same, but state 3 is excluded: nothing is left that deters A.
    pair = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2], [[1, 2, 3], [0, 0, 0]])
    assert holding(pair, 0, 0) == set()
    assert not lattice.solve(pair.conflict)[:, 0, 0].any()
