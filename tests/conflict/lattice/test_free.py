"""Where all is free, sweeps over tiles say what flooding says, on any number of threads."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict.strategies import examples, option_pairs, shaped_forms
from detente.conflict import lattice
from detente.conflict.lattice import crew, flood, free
from detente.conflict.model import CONCEPTS, OptionForm


def decided(form, *, threads=1, answers=True, sweeps=lattice.SWEEPS):
    return free.decide(form, answers=answers, sweeps=sweeps, threads=threads, progress=None)


@examples(300, share=0.05)
@given(shaped_forms())
def test_sweeping_says_what_flooding_says(form):
    assert free.applies(form)
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


@examples(25, share=0.001)
@given(shaped_forms(options=(13, 14)))
def test_sweeping_says_what_flooding_says_where_groups_are_copied_to_tiles(form):
    assert (lattice.unpacked(decided(form)) == flood.solve(form)).all()


@examples(25, share=0.001)
@given(shaped_forms(options=(8, 14)), st.integers(1, 2**10))
def test_pieces_and_threads_change_not_a_bit(form, piece):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(free, "BATCH", 0)
        patch.setattr(crew, "PIECE", piece)
        alone, together = decided(form, threads=1), decided(form, threads=2)
    assert (alone == decided(form)).all()
    assert (alone == together).all()


@examples(100, share=0.01)
@given(shaped_forms(), st.booleans())
def test_nash_gmr_and_smr_need_no_sweeps_and_come_out_the_same(form, in_pieces):
    with pytest.MonkeyPatch.context() as patch:
        if in_pieces:
            patch.setattr(free, "BATCH", 0)
        thresholds = decided(form, answers=False)
    assert (thresholds == decided(form) & 0b111).all()


def test_eight_decision_makers_of_two_options_each():
    random = np.random.default_rng(8)
    form = OptionForm(
        tuple("ABCDEFGH"),
        tuple(f"o{k}" for k in range(16)),
        tuple(k // 2 for k in range(16)),
        ("both",) * 16,
        np.arange(2**16, dtype=np.uint64),
        random.integers(0, 50, (8, 2**16)).astype(np.int32),
    )
    assert (lattice.solve(form) == flood.solve(form)).all()


def chain(options):
    """A model in which the others take turns, an option each, through all they can bring about.

    They count in Gray code: from each state one of them improves, to the next state, and nobody
    else does anything to its advantage. The first decision maker fears the end of the chain alone.
    """
    size = 2**options
    chained = np.arange(size) ^ np.arange(size) >> 1
    ranks = np.zeros((options + 1, 2, size), np.int32)
    ranks[0] = 2
    ranks[0, :, chained[-1]] = 0
    ranks[0, 1] += 1
    for here, there in pairwise(chained):
        ranks[int(here ^ there).bit_length(), :, there] = 1
    return OptionForm(
        tuple(f"D{k}" for k in range(options + 1)),
        tuple(f"o{k}" for k in range(options + 1)),
        (*range(1, options + 1), 0),
        ("both",) * (options + 1),
        np.arange(2 * size, dtype=np.uint64),
        ranks.reshape(options + 1, 2 * size),
    )


def test_where_sweeps_do_not_settle_flooding_takes_over():
    form = chain(8)
    assert decided(form, sweeps=lattice.SWEEPS) is None
    assert (lattice.solve(form) == flood.solve(form)).all()
    assert (lattice.unpacked(decided(form, sweeps=256)) == flood.solve(form)).all()


@pytest.mark.parametrize("batch", [0, free.BATCH])
def test_too_few_sweeps_give_no_verdict_rather_than_a_wrong_one(monkeypatch, batch):
    monkeypatch.setattr(free, "BATCH", batch)
    assert decided(chain(5), sweeps=2) is None


def test_rules_one_way_options_and_many_options_of_one_are_left_to_others():
    def form(codes, way="both"):
        ranks = np.zeros((1, len(codes)), np.int32)
        return OptionForm(("A",), ("x", "y"), (0, 0), (way, "both"), codes, ranks)

    everything = np.arange(4, dtype=np.uint64)
    assert free.applies(form(everything))
    assert not free.applies(form(everything[:3]))
    assert not free.applies(form(everything, "on"))
    assert not free.applies(form(everything, "off"))


@pytest.mark.parametrize("asked", [["Nash"], ["GMR", "SMR"], list(CONCEPTS)])
@examples(10, share=0.001)
@given(pair=option_pairs())
def test_what_is_asked_for_does_not_depend_on_what_else_is(pair, asked):
    form, bits = pair.conflict, sum(1 << CONCEPTS.index(concept) for concept in asked)
    assert (lattice.decide(form, concepts=asked) & bits == lattice.decide(form) & bits).all()
