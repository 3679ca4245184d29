"""Where only one-way options are not free, folding over bits says what the definitions say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict import brute
from conflict.strategies import examples, option_pairs, shaped_forms
from detente.conflict import lattice
from detente.conflict.lattice import crew, cube, flood, ruled
from detente.conflict.model import OptionForm

ONE_WAY = ("both", "both", "on", "off")


def whole(pair):
    return cube.applies(pair.conflict)


def alone(form):
    verdict = np.empty((len(form.decision_makers), form.size), np.uint8)
    for dm, row in enumerate(verdict):
        cube.decide_alone(form.ranks[dm], *cube.moves(form, dm), row)
    return lattice.unpacked(verdict)[:3]


@examples(300, share=0.05)
@given(option_pairs().filter(whole))
def test_what_a_ranking_decides_alone_is_what_the_definitions_say(pair):
    assert (alone(pair.conflict) == np.array(brute.solve(pair.model))[:3]).all()


@examples(100, share=0.02)
@given(st.sampled_from((ONE_WAY, ("on", "off"))).flatmap(lambda w: shaped_forms(ways=w)))
def test_larger_models_come_out_as_by_flooding(form):
    assert (alone(form) == flood.solve(form)[:3]).all()


@examples(60, share=0.02)
@given(
    st.sampled_from((ONE_WAY, ("on", "off"))).flatmap(lambda w: shaped_forms((7, 11), ways=w)),
    st.booleans(),
    st.integers(2**4, 2**10),
)
def test_the_engine_says_the_same_by_way_of_it_on_any_threads(form, answers, piece):
    def decided(threads):
        return ruled.decide(form, answers=answers, sweeps=64, threads=threads, progress=None)

    by_sweeps_alone = decided(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ruled, "BATCH", 0)
        patch.setattr(crew, "PIECE", piece)
        assert (decided(1) == by_sweeps_alone).all()
        assert (decided(2) == by_sweeps_alone).all()


def test_it_does_not_apply_where_a_rule_takes_a_state_away(monkeypatch):
    random = np.random.default_rng(5)
    form = random_form(random, np.delete(np.arange(2**7), 77))
    assert not cube.applies(form)
    monkeypatch.setattr(ruled, "BATCH", 0)
    decided = ruled.decide(form, answers=True, sweeps=64, threads=1, progress=None)
    assert (lattice.unpacked(decided) == flood.solve(form)).all()


def random_form(random, codes):
    return OptionForm(
        ("A", "B", "C"),
        tuple(f"o{k}" for k in range(7)),
        (0, 1, 0, 2, 1, 1, 2),
        ("on", "off", "both", "both", "both", "on", "on"),
        codes.astype(np.uint64),
        random.integers(0, 9, (3, codes.size)).astype(np.int32),
    )
