"""The two engines and the brute force give the same verdicts; the verdicts keep the theory's laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict import brute
from conflict.strategies import (
    Pair,
    as_graph,
    examples,
    graph_pairs,
    option_pair,
    option_pairs,
    pairs,
)
from detente.conflict import graph, lattice
from detente.conflict.model import CONCEPTS, STRICTEST_FIRST, ExplicitGraph, OptionForm

NASH, GMR, SMR, SEQ, SSEQ = range(5)


# --- equal ------------------------------------------------------------------------------------


@examples(1100, share=0.6)
@given(option_pairs())
def test_on_option_forms_both_engines_say_what_the_definitions_say(pair):
    by_definition = np.array(brute.solve(pair.model))
    assert (lattice.solve(pair.conflict) == by_definition).all()
    assert (graph.solve(pair.conflict) == by_definition).all()


@examples(750, share=0.4)
@given(graph_pairs())
def test_on_explicit_graphs_the_engine_says_what_the_definitions_say(pair):
    assert (graph.solve(pair.conflict) == np.array(brute.solve(pair.model))).all()


@examples(150, share=0.01)
@given(option_pairs(most_options=4))
def test_an_option_form_and_its_listed_graph_have_the_same_verdicts(pair):
    assert (graph.solve(as_graph(pair.conflict)) == lattice.solve(pair.conflict)).all()


class NonTransitive:
    """Moves by options, which compose, under preferences that run in circles."""

    def __init__(self, form, better):
        self.form, self.better = form, better
        self.decision_makers, self.size = form.decision_makers, form.size
        self.composes, self.transitive = True, False
        self.reach = form.reach

    def prefers(self, dm, better, worse):
        return self.better[dm, better, worse]


@examples(150, share=0.02)
@given(option_pairs(most_options=4), st.data())
def test_moves_that_compose_under_cyclic_preferences_keep_the_last_mover(pair, data):
    form, size = pair.conflict, pair.conflict.size
    cells = np.frombuffer(
        data.draw(st.binary(min_size=form.ranks.size * size, max_size=form.ranks.size * size)),
        dtype=np.uint8,
    ).reshape(-1, size, size)
    upper = np.triu(cells % 3, 1)
    better = (upper == 1) | (upper == 2).transpose(0, 2, 1)
    model = brute.Model(
        pair.model.makers, size, pair.model.moves, lambda i, a, b: bool(better[i, a, b])
    )
    by_definition = np.array(brute.solve(model))
    assert (graph.solve(NonTransitive(form, better)) == by_definition).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_engines_agree_on_models_too_large_for_brute_force(seed):
    random = np.random.default_rng(seed)
    owners = tuple(sorted(random.integers(0, 4, 9).tolist()))
    ways = random.choice(["both", "on", "off"], 9, p=[0.7, 0.15, 0.15]).tolist()
    codes = np.flatnonzero(random.random(512) < 0.9).astype(np.uint64)
    ranks = random.integers(-40, 40, (4, codes.size)).astype(np.int32)
    form = OptionForm(
        tuple("ABCD"), tuple(f"o{k}" for k in range(9)), owners, tuple(ways), codes, ranks
    )
    assert (lattice.solve(form) == graph.solve(form)).all()


def test_ranks_may_use_the_whole_range_of_their_dtype():
    least, most = -(2**31), 2**31 - 1
    ranks = [[least, most, 0, 1], [most, least, most, least]]
    pair = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2, 3], ranks)
    assert (lattice.solve(pair.conflict) == np.array(brute.solve(pair.model))).all()


def test_the_64th_option_is_an_option_like_any_other():
    form = OptionForm(
        ("A", "B"),
        tuple(f"o{k}" for k in range(64)),
        (0,) * 63 + (1,),
        ("both",) * 63 + ("on",),
        np.array([0, 1, 2**63, 2**63 + 1], dtype=np.uint64),
        np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32),
    )
    small = option_pair(2, [0, 1], ["both", "on"], [0, 1, 2, 3], form.ranks.tolist())
    by_definition = np.array(brute.solve(small.model))
    assert (lattice.solve(form) == by_definition).all()
    assert (graph.solve(form) == by_definition).all()


# --- laws -------------------------------------------------------------------------------------


@examples(120, share=0.02)
@given(pairs())
def test_stricter_concepts_imply_weaker_ones(pair):
    verdict = graph.solve(pair.conflict)
    for strict, weak in ((NASH, SSEQ), (SSEQ, SEQ), (SEQ, GMR), (SSEQ, SMR), (SMR, GMR)):
        assert (verdict[weak] | ~verdict[strict]).all(), (CONCEPTS[strict], CONCEPTS[weak])


@examples(120, share=0.02)
@given(option_pairs(), st.randoms(use_true_random=False))
def test_reordering_decision_makers_and_options_renumbers_states_and_changes_nothing(pair, random):
    form = pair.conflict
    makers, options = list(range(len(form.decision_makers))), list(range(len(form.options)))
    random.shuffle(makers)
    random.shuffle(options)
    moved = [
        sum((int(code) >> old & 1) << new for new, old in enumerate(options)) for code in form.codes
    ]
    order = np.argsort(np.array(moved, dtype=np.uint64))
    other = OptionForm(
        tuple(form.decision_makers[i] for i in makers),
        tuple(form.options[k] for k in options),
        tuple(makers.index(form.owners[k]) for k in options),
        tuple(form.directions[k] for k in options),
        np.array(moved, dtype=np.uint64)[order],
        form.ranks[makers][:, order],
    )
    assert (lattice.solve(other) == lattice.solve(form)[:, makers][:, :, order]).all()


@examples(120, share=0.02)
@given(graph_pairs(), st.randoms(use_true_random=False))
def test_reordering_decision_makers_and_states_of_a_graph_changes_nothing(pair, random):
    old = pair.conflict
    makers, states = list(range(len(old.decision_makers))), list(range(old.size))
    random.shuffle(makers)
    random.shuffle(states)
    place = np.argsort(states)
    new = ExplicitGraph(
        tuple(old.decision_makers[i] for i in makers),
        tuple(old.names[s] for s in states),
        tuple(tuple(np.sort(place[old.moves[i][s]]) for s in states) for i in makers),
        old.better[np.ix_(makers, states, states)],
    )
    assert (graph.solve(new) == graph.solve(old)[:, makers][:, :, states]).all()


@examples(100, share=0.01)
@given(option_pairs())
def test_only_the_order_of_ranks_means_anything(pair):
    form = pair.conflict
    stretched = (form.ranks.astype(np.int64) * 7_000_001 - 900_000_000).astype(np.int32)
    other = OptionForm(
        form.decision_makers, form.options, form.owners, form.directions, form.codes, stretched
    )
    assert (lattice.solve(other) == lattice.solve(form)).all()


def _board(pair: Pair, dm):
    """Ranks of `dm` as a table: own courses of action by those of all others together."""
    form = pair.conflict
    own = form.controls[dm].own
    rows = np.unique(form.codes & np.uint64(own))
    columns = np.unique(form.codes & ~np.uint64(own))
    return form.ranks[dm][(rows[:, None] | columns[None, :]).astype(np.intp)]


@examples(120, share=0.02)
@given(option_pairs(free=True))
def test_where_all_is_free_gmr_means_at_least_the_maximin_and_smr_the_minimax(pair):
    verdict = lattice.solve(pair.conflict)
    for dm, ranks in enumerate(pair.conflict.ranks):
        board = _board(pair, dm)
        assert (verdict[GMR, dm] == (ranks >= board.min(axis=1).max())).all()
        assert (verdict[SMR, dm] == (ranks >= board.max(axis=0).min())).all()


@examples(100, share=0.01)
@given(option_pairs(free=True))
def test_where_all_is_free_nash_is_a_maximum_over_own_options(pair):
    form = pair.conflict
    verdict = lattice.solve(form)
    for dm, control in enumerate(form.controls):
        shared = form.codes & ~np.uint64(control.own)
        best = [form.ranks[dm][shared == here].max() for here in shared]
        assert (verdict[NASH, dm] == (form.ranks[dm] == best)).all()


@examples(100, share=0.01)
@given(pairs())
def test_solving_changes_nothing_that_the_caller_passed_in(pair):
    conflict = pair.conflict
    arrays = (
        [conflict.codes, conflict.ranks]
        if isinstance(conflict, OptionForm)
        else [conflict.better, *(moves for of in conflict.moves for moves in of)]
    )
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    graph.solve(conflict)
    if isinstance(conflict, OptionForm):
        lattice.solve(conflict)
    assert all((a == b).all() for a, b in zip(arrays, before, strict=True))


# --- limits -----------------------------------------------------------------------------------


def test_a_decision_maker_alone_is_stable_only_where_it_is_best_off():
    pair = option_pair(1, [0, 0], ["both", "both"], [0, 1, 2, 3], [[3, 1, 3, 0]])
    verdict = lattice.solve(pair.conflict)
    assert verdict[:, 0].tolist() == [[True, False, True, False]] * 5


def test_without_options_there_is_one_state_and_it_is_stable():
    pair = option_pair(2, [], [], [0], [[0], [0]])
    assert lattice.solve(pair.conflict).all()
    assert graph.solve(pair.conflict).all()


def test_what_memory_cannot_hold_is_refused_with_what_would_fit(monkeypatch):
    pair = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2, 3], [[0, 1, 2, 3]] * 2)
    monkeypatch.setattr(lattice, "WORTH_A_CHECK", 0)
    monkeypatch.setattr(lattice, "available_bytes", lambda: 50)
    told = "4 states of 2 decision makers take 56 bytes, and 50 bytes are free: room for 3 states"
    with pytest.raises(MemoryError, match=told):
        lattice.solve(pair.conflict)


def test_memory_needed_is_in_proportion_to_the_number_of_states():
    free = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2, 3], [[0, 1, 2, 3]] * 2).conflict
    ruled = option_pair(2, [0, 1], ["both", "both"], [0, 1, 2], [[0, 1, 2]] * 2).conflict
    assert lattice.bytes_needed(free) == 4 * (2 * 3 + 8)
    assert lattice.bytes_needed(ruled) % 3 == 0
    assert lattice.bytes_needed(ruled) >= 3 * (2 * 5 + 12)
    assert lattice.bytes_a_state(4, free_of_rules=True) == (8 + 4 * 4) + (4 * 3 + 8)


def test_the_strictest_concepts_come_first_in_the_list_so_named():
    places = {concept: place for place, concept in enumerate(STRICTEST_FIRST)}
    for strict, weak in (("Nash", "SSEQ"), ("SSEQ", "SEQ"), ("SEQ", "GMR"), ("SSEQ", "SMR")):
        assert places[strict] < places[weak]
