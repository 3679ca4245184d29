"""Feasible states are exactly the combinations that no rule excludes."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict.test_preferences import OPTIONS, formulas, truth
from detente.case import TooLarge
from detente.case.formula import parse
from detente.conflict.states import culprits, feasible


def states(rules, options=OPTIONS, **bounds):
    return feasible(options, [parse(r) for r in rules], bytes_a_state=1, **bounds).tolist()


@given(st.lists(formulas(), max_size=5))
def test_rules_applied_as_options_arrive_leave_what_filtering_all_codes_leaves(rules):
    assert states(rules) == [c for c in range(64) if not any(truth(r, c) for r in rules)]


@given(st.lists(formulas(), min_size=1, max_size=6))
def test_the_rules_that_are_named_leave_nothing_and_each_is_needed(rules):
    if states(rules):
        return
    guilty = culprits(OPTIONS, [parse(r) for r in rules])
    assert guilty
    assert states([rules[i] for i in guilty]) == []
    for i in guilty:
        assert states([rules[j] for j in guilty if j != i])


def test_rules_that_leave_few_states_let_many_options_fit():
    posture = [f"A.p{k}" for k in range(40)]
    exactly_one = [f"{a} and {b}" for i, a in enumerate(posture) for b in posture[:i]]
    none = "not (" + " or ".join(posture) + ")"
    assert states([*exactly_one, none], posture, most=100) == [1 << k for k in range(40)]


def test_rules_over_options_that_stand_far_apart_leave_few_states_on_the_way():
    first, last = [f"A.p{k}" for k in range(30)], [f"B.p{k}" for k in range(30)]
    same = [f"not ({a} <-> {b})" for a, b in zip(first, last, strict=True)]
    on = [f"not {a}" for a in first[:26]]
    every = sum(1 << k | 1 << 30 + k for k in range(26))
    more = [1 << k | 1 << 30 + k for k in range(26, 30)]
    expected = [every + sum(m for i, m in enumerate(more) if c >> i & 1) for c in range(16)]
    assert states([*same, *on], [*first, *last], most=100) == sorted(expected)


def test_too_many_states_are_refused_before_memory_is_taken():
    with pytest.raises(TooLarge, match=r"^9 of 30 options make 512 states.* enough for 256 states"):
        states([], [f"A.o{k}" for k in range(30)], most=256)


def test_what_is_certain_not_to_fit_is_refused_before_the_largest_part_is_made():
    options = [f"A.o{k}" for k in range(30)]
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match=r"^22 of 30 options make 3,145,728 states"):
            states(["A.o0 and A.o1"], options, most=2**21)
        taken = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken < 2**20


def test_more_options_than_a_code_has_bits_are_refused():
    options = [f"A.o{k}" for k in range(65)]
    off = [f"A.o{k}" for k in range(65)]
    with pytest.raises(TooLarge, match=r"65 options; a state has at most 64"):
        feasible(options, [parse(r) for r in off], bytes_a_state=1, most=10)


def test_codes_are_unsigned_words():
    codes = feasible(["A.x"], [], bytes_a_state=1)
    assert codes.dtype == np.uint64
