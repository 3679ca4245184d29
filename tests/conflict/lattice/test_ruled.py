"""Under rules and with one-way options, sweeps say what flooding says, on any number of threads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict.strategies import examples, shaped_forms
from detente.conflict import lattice
from detente.conflict.lattice import crew, flood, patterns, ruled
from detente.conflict.model import OptionForm

ONE_WAY = ("both", "both", "on", "off")


def decided(form, *, threads=1, answers=True, sweeps=lattice.SWEEPS):
    return ruled.decide(form, answers=answers, sweeps=sweeps, threads=threads, progress=None)


@examples(200, share=0.05)
@given(shaped_forms(ruled=True))
def test_under_rules_sweeping_says_what_flooding_says(form):
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


@examples(200, share=0.05)
@given(st.sampled_from((ONE_WAY, ("on", "off"))).flatmap(lambda w: shaped_forms(ways=w)))
def test_with_one_way_options_sweeping_says_what_flooding_says(form):
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


@examples(200, share=0.05)
@given(shaped_forms(ways=ONE_WAY, ruled=True))
def test_with_both_sweeping_says_what_flooding_says(form):
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


@examples(30, share=0.01)
@given(shaped_forms(options=(5, 7)))
def test_where_all_is_free_it_says_the_same_as_the_engine_made_for_that(form):
    assert (decided(form) == lattice.decide(form)).all()


@examples(20, share=0.001)
@given(shaped_forms(options=(9, 13), ways=ONE_WAY, ruled=True), st.integers(1, 2**10))
def test_pieces_and_threads_change_not_a_bit(form, piece):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ruled, "BATCH", 0)
        patch.setattr(crew, "PIECE", piece)
        alone, together = decided(form, threads=1), decided(form, threads=2)
    assert (alone == decided(form)).all()
    assert (alone == together).all()


@examples(50, share=0.01)
@given(shaped_forms(ways=ONE_WAY, ruled=True), st.booleans())
def test_nash_gmr_and_smr_alone_come_out_the_same(form, in_pieces):
    with pytest.MonkeyPatch.context() as patch:
        if in_pieces:
            patch.setattr(ruled, "BATCH", 0)
        alone = decided(form, answers=False)
    assert (alone == decided(form) & 0b111).all()


@pytest.mark.parametrize("own", [patterns.FLAT, patterns.FLAT + 1, 9])
@pytest.mark.parametrize("levels", [3, 10**9])
def test_tables_for_few_and_for_many_one_way_options_agree_with_flooding(own, levels):
    random = np.random.default_rng(own)
    codes = np.flatnonzero(random.random(2 ** (own + 3)) < 0.7).astype(np.uint64)
    form = OptionForm(
        ("A", "B", "C"),
        tuple(f"o{k}" for k in range(own + 3)),
        (1, *(0,) * own, 1, 2),
        ("on", *random.choice(["on", "off"], own).tolist(), "both", "both"),
        codes,
        random.integers(0, levels, (3, codes.size)).astype(np.int32),
    )
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


def test_more_one_way_options_than_a_table_has_room_for_are_left_to_flooding():
    own = ruled.MOST_ONE_WAY + 1
    codes = np.sort(np.random.default_rng(3).integers(0, 2 ** (own + 1), 300)).astype(np.uint64)
    codes = np.unique(codes)
    form = OptionForm(
        ("A", "B"),
        tuple(f"o{k}" for k in range(own + 1)),
        (0,) * own + (1,),
        ("on",) * own + ("both",),
        codes,
        np.random.default_rng(4).integers(0, 9, (2, codes.size)).astype(np.int32),
    )
    assert not ruled.applies(form)
    assert (lattice.solve(form) == flood.solve(form)).all()


def test_a_group_larger_than_any_before_is_sorted_as_well():
    random = np.random.default_rng(11)
    codes = np.concatenate((np.arange(3), 4 + np.arange(2**11))).astype(np.uint64)
    form = OptionForm(
        ("A", "B"),
        tuple(f"o{k}" for k in range(13)),
        (0, 0, *(1,) * 11),
        ("both",) * 13,
        codes,
        random.integers(-9, 9, (2, codes.size)).astype(np.int32),
    )
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


def test_too_few_sweeps_give_no_verdict_rather_than_a_wrong_one():
    from conflict.lattice.test_free import chain

    form = chain(5)
    assert decided(form, sweeps=2) is None
    assert (lattice.unpacked(decided(form, sweeps=64)) == flood.solve(form)).all()
