"""Every witness of an explanation is checked by the definitions, and what it denies is searched for."""

import numpy as np
import pytest
from hypothesis import given

from conflict import brute
from conflict.strategies import examples, graph_pair, option_pair, pairs
from detente.conflict import lattice
from detente.conflict.graph import Explanation, Improvement, Undone, explain, solve
from detente.conflict.model import CONCEPTS, OptionForm, Step


def check(model, found):
    """Hold an explanation against the definitions."""
    assert found.stable == brute.is_stable(model, found.dm, found.state, found.concept)
    told = [improvement.to for improvement in found.improvements]
    assert set(told) == brute.improvements(model, found.dm, found.state)
    order = [(improvement.deterred, improvement.to) for improvement in found.improvements]
    assert order == sorted(order)
    for improvement in found.improvements:
        check_improvement(model, found, improvement)


def check_improvement(model, found, improvement):
    improving = found.concept in ("SEQ", "SSEQ")
    respond = found.concept in ("SMR", "SSEQ")
    if found.concept == "Nash":
        assert improvement == Improvement(improvement.to, ())
        return
    nearest = shortest(model, found, improvement.to, improving, respond)
    if improvement.deterred:
        check_answer(model, found, improvement.to, improvement.answer, improving)
        assert brute.is_sanction(
            model, found.dm, found.state, improvement.answer[-1].state, respond
        )
        assert len(improvement.answer) == nearest
        assert improvement.undone is None
        return
    assert nearest is None
    nearest = shortest(model, found, improvement.to, improving, False) if respond else None
    assert (improvement.undone is None) == (nearest is None)
    if improvement.undone:
        answer, (mover, end) = improvement.undone.answer, improvement.undone.response
        check_answer(model, found, improvement.to, answer, improving)
        assert len(answer) == nearest
        assert not model.prefers(found.dm, answer[-1].state, found.state)
        assert mover == found.dm
        assert end in model.moves[found.dm, answer[-1].state]
        assert model.prefers(found.dm, end, found.state)


def shortest(model, found, start, improving, respond):
    """How long the shortest legal answer with a sanction is; None without one."""
    movers = set(range(model.makers)) - {found.dm}
    lengths = [
        steps
        for state, steps in brute.distances(model, start, improving, movers).items()
        if brute.is_sanction(model, found.dm, found.state, state, respond)
    ]
    return min(lengths, default=None)


def check_answer(model, found, start, answer, improving):
    """A legal sequence of the others: nobody twice in succession, every step one they can make."""
    here, last = start, None
    for mover, state in answer:
        assert mover not in (found.dm, last)
        assert state in brute.steps(model, mover, here, improving)
        here, last = state, mover


@examples(250, share=0.02)
@given(pairs())
def test_every_witness_stands_up_to_the_definitions(pair):
    for concept in CONCEPTS:
        for dm in range(pair.model.makers):
            for state in range(min(pair.model.states, 8)):
                check(pair.model, explain(pair.conflict, dm, state, concept))


@examples(100, share=0.01)
@given(pairs())
def test_explanation_and_verdict_agree(pair):
    verdict = solve(pair.conflict)
    for place, concept in enumerate(CONCEPTS):
        for dm in range(pair.model.makers):
            found = [
                explain(pair.conflict, dm, s, concept).stable for s in range(pair.model.states)
            ]
            assert found == verdict[place, dm].tolist()


# A could confess (code 1), then B would confess as well (code 3): the prisoners' dilemma.
DILEMMA = option_pair(
    2, [0, 1], ["both", "both"], [0, 1, 2, 3], [[2, 3, 0, 1], [2, 0, 3, 1]]
).conflict


def test_an_answer_names_who_moves_and_where_it_ends():
    assert explain(DILEMMA, 0, 0, "SEQ") == Explanation(
        0, 0, "SEQ", (Improvement(1, (Step(1, 3),)),)
    )


def test_without_improvements_there_is_nothing_to_answer():
    found = explain(DILEMMA, 0, 3, "SMR")
    assert found.stable
    assert found.improvements == ()


def test_nash_knows_no_answers():
    found = explain(DILEMMA, 0, 0, "Nash")
    assert not found.stable
    assert found.improvements == (Improvement(1, ()),)


def test_what_only_a_response_undoes_is_told_with_the_response():
    # A would go 0 → 1 (better); B would punish with 1 → 3 (worse); A escapes by 3 → 2 (best).
    pair = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2, 3], [[1, 2, 3, 0], [0, 0, 0, 1]])
    assert explain(pair.conflict, 0, 0, "SEQ").stable
    found = explain(pair.conflict, 0, 0, "SSEQ")
    assert not found.stable
    assert found.improvements == (Improvement(1, (), Undone((Step(1, 3),), Step(0, 2))),)


def test_the_shortest_answer_is_told_though_a_worse_end_is_farther():
    # A gains by 0 → 1. Then C can take all away at once; B and C together even more.
    graph = graph_pair(
        [
            [{1}, set(), set(), set()],
            [set(), {2}, set(), set()],
            [set(), {0}, {3}, set()],
        ],
        [{(1, 0), (2, 0), (0, 3), (1, 3), (2, 3)}, set(), set()],
    ).conflict
    assert explain(graph, 0, 0, "GMR").improvements == (Improvement(1, (Step(2, 0),)),)


def test_what_nothing_deters_is_told_first():
    # B can answer A's step to 1, but not the one to 2.
    graph = graph_pair(
        [[{1, 2}, set(), set()], [set(), {0}, set()]],
        [{(1, 0), (2, 0)}, set()],
    ).conflict
    told = [(each.to, each.deterred) for each in explain(graph, 0, 0, "GMR").improvements]
    assert told == [(2, False), (1, True)]


@pytest.mark.parametrize(
    ("dm", "state", "concept", "words"),
    [
        (0, 0, "NASH", "unknown concept 'NASH': one of Nash, GMR, SMR, SEQ, SSEQ"),
        (2, 0, "GMR", "decision maker 2 is not in 0 … 1"),
        (-1, 0, "GMR", "decision maker -1 is not in 0 … 1"),
        (0, 4, "GMR", "state 4 is not in 0 … 3"),
        (0, -1, "GMR", "state -1 is not in 0 … 3"),
    ],
)
def test_a_question_about_nothing_is_refused(dm, state, concept, words):
    with pytest.raises(ValueError, match=words):
        explain(DILEMMA, dm, state, concept)


def test_an_explanation_among_8192_states_of_five_agrees_with_the_compiled_verdict():
    random = np.random.default_rng(5)
    owners = (0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4)
    form = OptionForm(
        tuple("ABCDE"),
        tuple(f"o{k}" for k in range(13)),
        owners,
        ("both",) * 13,
        np.arange(8192, dtype=np.uint64),
        random.integers(0, 100, (5, 8192)).astype(np.int32),
    )
    worst = int(form.ranks[0].argmin())  # most improvements, and few states to punish with
    verdicts = lattice.solve(form)[:, 0, worst]
    for concept, stable in zip(CONCEPTS, verdicts, strict=True):
        assert explain(form, 0, worst, concept).stable == stable
