"""Many rankings over one conflict: the same verdicts as the engine, and bounds that are bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict.strategies import examples, option_pairs
from detente.conflict import lattice
from detente.conflict.model import CONCEPTS
from detente.outlook import verdicts

ANSWERS = {
    "Nash": (False, verdicts.NONE),
    "GMR": (False, verdicts.ANY),
    "SMR": (True, verdicts.ANY),
    "SEQ": (False, verdicts.IMPROVEMENTS),
    "SSEQ": (True, verdicts.IMPROVEMENTS),
}


def prepared(form, board, respond, rows):
    """Rankings of all decision makers, `rows[i]` of decision maker i, one after the other."""
    return verdicts.stacked(
        [
            verdicts.prepared(
                board, dm, np.stack([places(row) for row in rows[dm]]), respond=respond
            )
            for dm in range(len(form.decision_makers))
        ]
    )


def places(values):
    """The place of each value among the different ones, from 0."""
    return np.unique(values, return_inverse=True)[1].astype(np.int32)


def judged(form, concept, choice=None, rows=None, free=None, judges=None):
    """Which states are stable for all judges, one of the others being `free` perhaps."""
    respond, freedom = ANSWERS[concept]
    board = verdicts.board(form)
    makers = range(len(form.decision_makers))
    rankings = prepared(form, board, respond, rows or [[form.ranks[dm]] for dm in makers])
    freedoms = [free[1] if free and dm == free[0] else freedom for dm in makers]
    return verdicts.judge(
        board,
        rankings,
        np.array([list(makers) if choice is None else choice], np.int32),
        np.arange(form.size, dtype=np.int32),
        freedom=freedoms,
        judges=list(makers if judges is None else judges),
    )[0]


@examples(150)
@given(option_pairs(), st.sampled_from(CONCEPTS))
def test_the_verdicts_are_those_of_the_engine(pair, concept):
    form = pair.conflict
    stable = lattice.solve(form)[CONCEPTS.index(concept)]
    assert judged(form, concept).tolist() == stable.all(axis=0).tolist()
    for dm in range(len(form.decision_makers)):
        assert judged(form, concept, judges=[dm]).tolist() == stable[dm].tolist()


@pytest.mark.parametrize("concept", ["SEQ", "SSEQ"])
@examples(100)
@given(option_pairs(), st.data())
def test_whatever_a_ranking_becomes_the_bounds_hold(concept, pair, data):
    form = pair.conflict
    makers = len(form.decision_makers)
    free = data.draw(st.integers(0, makers - 1))
    others = [dm for dm in range(makers) if dm != free]
    other = data.draw(st.lists(st.integers(0, 5), min_size=form.size, max_size=form.size))
    rows = [[other if dm == free else form.ranks[dm]] for dm in range(makers)]
    exact = judged(form, concept, rows=rows, judges=others)
    most = judged(form, concept, free=(free, verdicts.ANY), judges=others)
    least = judged(form, concept, free=(free, verdicts.NONE), judges=others)
    assert not (exact & ~most).any()
    assert not (least & ~exact).any()


def test_states_that_are_no_candidates_are_not_stable():
    form = option_form()
    board = verdicts.board(form)
    rankings = prepared(form, board, False, [[form.ranks[dm]] for dm in range(2)])
    only = np.array([[True, False, False, True]])
    stable = verdicts.judge(
        board,
        rankings,
        np.array([[0, 1]], np.int32),
        np.arange(4, dtype=np.int32),
        freedom=[verdicts.IMPROVEMENTS] * 2,
        judges=[0, 1],
        candidates=only,
    )
    assert stable.tolist() == [[True, False, False, True]]
    assert only.tolist() == [[True, False, False, True]]


def option_form():
    """The prisoners' dilemma: silence of both, and confession of both, are sequentially stable."""
    from detente.conflict import OptionForm

    return OptionForm(
        ("A", "B"),
        ("A.confess", "B.confess"),
        (0, 1),
        ("both", "both"),
        np.arange(4, dtype=np.uint64),
        np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32),
    )
