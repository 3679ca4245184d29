"""What is no conflict is refused, in words; what is one offers moves and preferences."""

import numpy as np
import pytest

from detente.conflict.model import ExplicitGraph, OptionForm

FORM = {
    "decision_makers": ("A", "B"),
    "options": ("A.a", "B.b"),
    "owners": (0, 1),
    "directions": ("both", "on"),
    "codes": np.arange(4, dtype=np.uint64),
    "ranks": np.zeros((2, 4), dtype=np.int32),
}


def intp(*states):
    return np.array(states, dtype=np.intp)


GRAPH = {
    "decision_makers": ("A", "B"),
    "names": ("calm", "war"),
    "moves": ((intp(1), intp()), (intp(), intp(0))),
    "better": np.zeros((2, 2, 2), dtype=np.bool_),
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decision_makers": ()}, "needs decision makers, and has none"),
        ({"decision_makers": ("A", "A")}, "two decision makers are called 'A'"),
        ({"options": ("A.a", "A.a")}, "two options are called 'A.a'"),
        ({"owners": (0,)}, "owners must have one entry per option: 2, not 1"),
        ({"directions": ("on",)}, "directions must have one entry per option: 2, not 1"),
        ({"owners": (0, 2)}, "the owner of option 'B.b' is no decision maker: 2"),
        ({"directions": ("both", "up")}, "option 'B.b' moves 'up': not both, on or off"),
        ({"codes": np.arange(4)}, "codes must be of dtype uint64, not int64"),
        ({"codes": np.zeros((2, 2), np.uint64)}, r"codes must have shape \(4,\), not \(2, 2\)"),
        ({"codes": np.array([0, 2, 1, 3], np.uint64)}, "codes must ascend, each once"),
        ({"codes": np.array([0, 1, 1, 3], np.uint64)}, "codes must ascend, each once"),
        ({"codes": np.array([0, 1, 2, 4], np.uint64)}, "4 has a bit beyond the 2 options"),
        ({"ranks": np.zeros((2, 3), np.int32)}, r"ranks must have shape \(2, 4\), not \(2, 3\)"),
        ({"ranks": np.zeros((2, 4))}, "ranks must be of dtype int32, not float64"),
        (
            {"codes": np.empty(0, np.uint64), "ranks": np.empty((2, 0), np.int32)},
            "needs states, and has none: nothing is feasible",
        ),
        ({"options": tuple(map(str, range(65)))}, "at most 64 options fit a state's code, not 65"),
    ],
)
def test_an_option_form_that_does_not_fit_together_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        OptionForm(**{**FORM, **change})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"names": ()}, "needs states, and has none"),
        ({"names": ("calm", "calm")}, "two states are called 'calm'"),
        ({"moves": GRAPH["moves"][:1]}, "moves must have one entry per decision maker: 2, not 1"),
        ({"moves": ((intp(1),), (intp(), intp()))}, "moves of 'A' must have one entry per state"),
        ({"moves": ((intp(2), intp()),) * 2}, "moves of 'A' from 'calm' must lead to states 0 … 1"),
        ({"moves": ((intp(-1), intp()),) * 2}, "must lead to states 0 … 1"),
        ({"moves": ((intp(0), intp()),) * 2}, "must not lead back to it: staying is no move"),
        ({"moves": ((intp(1, 1), intp()),) * 2}, "must ascend, each target once"),
        ({"moves": ((np.array([1.0]), intp()),) * 2}, "must be of dtype int64, not float64"),
        ({"better": np.zeros((2, 2), np.bool_)}, r"better must have shape \(2, 2, 2\)"),
        ({"better": np.zeros((2, 2, 2), np.int8)}, "better must be of dtype bool, not int8"),
        (
            {"better": np.array([[[0, 1], [1, 0]], [[0, 0], [0, 0]]], np.bool_)},
            "'A' cannot strictly prefer 'calm' to 'war' and the reverse",
        ),
        (
            {"better": np.array([[[0, 0], [0, 0]], [[0, 0], [0, 1]]], np.bool_)},
            "'B' cannot strictly prefer 'war' to 'war' and the reverse",
        ),
    ],
)
def test_a_graph_that_does_not_fit_together_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        ExplicitGraph(**{**GRAPH, **change})


@pytest.mark.parametrize(
    ("moves", "rankings", "words"),
    [
        ({"B": []}, {"A": ["calm", "war"]}, "moves of 'B', who has no ranking"),
        ({"A": [("calm", "pax")]}, {"A": ["calm", "war"]}, "names the state 'pax', which is unk"),
        ({}, {"A": ["calm", "pax"]}, "the ranking of 'A' names the state 'pax': unknown"),
        ({}, {"A": [["calm", "war"], "calm"]}, "the ranking of 'A' repeats the state 'calm'"),
        ({}, {"A": ["calm"]}, "the ranking of 'A' misses the state 'war'"),
        ({}, {}, "needs decision makers, and has none"),
    ],
)
def test_lists_that_make_no_graph_are_refused(moves, rankings, words):
    with pytest.raises(ValueError, match=words):
        ExplicitGraph.from_rankings(["calm", "war"], moves, rankings)


def test_rankings_give_the_best_first_and_ties_in_a_list():
    graph = ExplicitGraph.from_rankings(
        ["calm", "crisis", "war"],
        {"A": [("calm", "war"), ("calm", "crisis"), ("calm", "war")]},
        {"B": [["calm", "crisis"], "war"], "A": ["crisis", "war", "calm"]},
    )
    assert graph.decision_makers == ("B", "A")
    assert graph.reach(1, 0).tolist() == [1, 2]
    assert graph.reach(0, 0).tolist() == []
    assert graph.prefers(0, intp(0, 1, 2), 2).tolist() == [True, True, False]
    assert graph.prefers(0, intp(0, 1, 2), 0).tolist() == [False, False, False]
    assert graph.prefers(1, intp(0, 1, 2), 0).tolist() == [False, True, True]


def test_moves_change_own_options_only_and_only_the_way_they_go():
    form = OptionForm(**FORM)
    assert form.reach(0, 0).tolist() == [1]
    assert form.reach(0, 1).tolist() == [0]
    assert form.reach(1, 0).tolist() == [2]
    assert form.reach(1, 2).tolist() == []


def test_moves_lead_to_feasible_states_only_but_past_others():
    form = OptionForm(
        ("A",),
        ("a", "b"),
        (0, 0),
        ("both", "both"),
        np.array([0, 3], np.uint64),
        np.zeros((1, 2), np.int32),
    )
    assert form.reach(0, 0).tolist() == [1]
