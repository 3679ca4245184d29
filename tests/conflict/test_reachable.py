"""What is reached, how far it is and by which shortest paths, against exhaustive walks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict import brute
from conflict.strategies import as_graph, examples, graph_pair, option_pairs, pairs
from detente.conflict.model import OptionForm, Step
from detente.conflict.reachable import reachable


@examples(200, share=0.02)
@given(pairs(), st.booleans(), st.integers(0, 31))
def test_distances_are_those_of_an_exhaustive_walk(pair, improvements, place):
    start = place % pair.model.states
    found = reachable(pair.conflict, start, improvements=improvements).distance
    expected = brute.distances(pair.model, start, improvements, range(pair.model.makers))
    assert {s: int(d) for s, d in enumerate(found) if d >= 0} == expected
    assert found.dtype == np.int32


@examples(200, share=0.02)
@given(pairs(), st.booleans(), st.integers(0, 31), st.integers(0, 31))
def test_the_paths_are_all_shortest_legal_sequences_in_order(pair, improvements, place, end):
    model, start, target = pair.model, place % pair.model.states, end % pair.model.states
    reach = reachable(pair.conflict, start, improvements=improvements)
    length = int(reach.distance[target])
    if length < 0:
        assert reach.paths(target, 5) == ()
        return
    if length > 4:  # too many sequences to list
        assert len(reach.path(target)) == length
        return
    everybody = range(model.makers)
    sequences = brute.legal_sequences(model, start, length, improvements, everybody)
    expected = [found for found in sequences if (found[-1][1] if found else start) == target]
    paths = reach.paths(target, len(expected) + 1)
    assert [tuple(map(tuple, path)) for path in paths] == sorted(expected)
    assert reach.paths(target, 1) == paths[:1]
    assert reach.path(target) == paths[0]


@examples(100, share=0.01)
@given(option_pairs(most_options=4), st.booleans(), st.integers(0, 15))
def test_the_compiled_walk_and_the_general_one_find_the_same(pair, improvements, place):
    start = place % pair.conflict.size
    one = reachable(pair.conflict, start, improvements=improvements)
    other = reachable(as_graph(pair.conflict), start, improvements=improvements)
    assert (one.distance == other.distance).all()
    for target in np.flatnonzero(one.distance >= 0).tolist():
        assert one.paths(target, 7) == other.paths(target, 7)


def test_nobody_moves_twice_in_succession():
    # A can go 0 → 1 → 2 alone, but not at once; only B's 1 → 3 → … back lets A go on.
    alone = graph_pair([[{1}, {2}, set()], [set(), set(), set()]], [set(), set()]).conflict
    assert reachable(alone, 0, improvements=False).distance.tolist() == [0, 1, -1]
    helped = graph_pair(
        [[{1}, {2}, set(), set()], [set(), {3}, set(), {1}]], [set(), set()]
    ).conflict
    assert reachable(helped, 0, improvements=False).distance.tolist() == [0, 1, -1, 2]


def test_a_state_may_have_to_be_visited_again_with_another_last_mover():
    # 0 →A 1, from where only A could go on to 3; the longer way 0 →B 2 →C 1 lets A go on.
    graph = graph_pair(
        [[{1}, {3}, set(), set()], [{2}, set(), set(), set()], [set(), set(), {1}, set()]],
        [set(), set(), set()],
    ).conflict
    reach = reachable(graph, 0, improvements=False)
    assert reach.distance.tolist() == [0, 1, 1, 3]
    assert reach.path(3) == (Step(1, 2), Step(2, 1), Step(0, 3))
    assert reach.path(1) == (Step(0, 1),)


def test_the_way_to_the_start_is_empty():
    graph = graph_pair([[{1}, {0}]], [set()]).conflict
    reach = reachable(graph, 0, improvements=False)
    assert reach.path(0) == ()
    assert reach.paths(0, 3) == ((),)


def test_what_cannot_be_told_is_refused():
    graph = graph_pair([[set(), set()]], [set()]).conflict
    with pytest.raises(ValueError, match="state 2 is not in 0 … 1"):
        reachable(graph, 2, improvements=False)
    reach = reachable(graph, 0, improvements=False)
    with pytest.raises(ValueError, match="state 1 is not reached from state 0"):
        reach.path(1)
    with pytest.raises(ValueError, match="limit must be at least 1, not 0"):
        reach.paths(0, 0)
    with pytest.raises(ValueError, match="state -1 is not in 0 … 1"):
        reach.paths(-1, 1)


def test_the_farthest_of_8192_states_lies_at_the_end_of_its_shortest_paths():
    random = np.random.default_rng(5)
    form = OptionForm(
        tuple("ABCDE"),
        tuple(f"o{k}" for k in range(13)),
        (0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4),
        ("both",) * 13,
        np.arange(8192, dtype=np.uint64),
        random.integers(0, 100, (5, 8192)).astype(np.int32),
    )
    reach = reachable(form, 0, improvements=True)
    assert len(reach.paths(int(reach.distance.argmax()), 10)[0]) == reach.distance.max()
