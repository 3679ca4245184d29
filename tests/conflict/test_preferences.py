"""Statements induce the lexicographic order, however many there are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.formula import parse
from detente.conflict.preferences import ranks, satisfied

OPTIONS = [f"A.o{k}" for k in range(6)]
CODES = np.arange(64, dtype=np.uint64)


def formulas():
    return st.recursive(
        st.sampled_from(OPTIONS),
        lambda inner: st.one_of(
            inner.map("not ({})".format),
            st.tuples(inner, st.sampled_from(["and", "or", "->", "<->"]), inner).map(
                lambda t: f"({t[0]}) {t[1]} ({t[2]})"
            ),
        ),
        max_leaves=5,
    )


def truth(text, code):
    """Evaluate a formula as Python would, on one state."""
    on = {option: bool(code >> k & 1) for k, option in enumerate(OPTIONS)}

    def value(expression):
        if not hasattr(expression, "operator"):
            return on[expression.name]
        parts = [value(part) for part in expression.parts]
        return {
            "not": lambda: not parts[0],
            "and": lambda: all(parts),
            "or": lambda: any(parts),
            "->": lambda: parts[1] if parts[0] else True,
            "<->": lambda: parts[0] == parts[1],
        }[expression.operator]()

    return value(parse(text).expression)


@given(st.lists(formulas(), max_size=8))
def test_the_order_is_that_of_the_first_statement_on_which_two_states_differ(statements):
    rank = ranks([parse(s) for s in statements], OPTIONS, CODES)
    profile = [tuple(truth(s, int(code)) for s in statements) for code in CODES]
    expected = {p: place for place, p in enumerate(sorted(set(profile)))}
    assert rank.tolist() == [expected[p] for p in profile]


@settings(max_examples=30, deadline=None)
@given(st.integers(60, 300), st.randoms(use_true_random=False))
def test_more_statements_than_a_machine_word_holds_lose_nothing(count, random):
    statements = [
        f"({random.choice(OPTIONS)}) {random.choice(['and', 'or', '<->'])} "
        f"(not {random.choice(OPTIONS)})"
        for _ in range(count)
    ]
    rank = ranks([parse(s) for s in statements], OPTIONS, CODES)
    rows = satisfied([parse(s) for s in statements], OPTIONS, CODES)
    profile = [tuple(column) for column in rows.T.tolist()]
    expected = {p: place for place, p in enumerate(sorted(set(profile)))}
    assert rank.tolist() == [expected[p] for p in profile]


def test_the_statement_at_place_one_hundred_still_breaks_a_tie():
    statements = [parse("A.o0 or not A.o0")] * 99 + [parse("A.o3")]
    rank = ranks(statements, OPTIONS, CODES)
    assert set(rank[(CODES >> np.uint64(3)) & np.uint64(1) == 1]) == {1}
    assert set(rank[(CODES >> np.uint64(3)) & np.uint64(1) == 0]) == {0}


def test_without_statements_all_states_tie():
    assert set(ranks([], OPTIONS, CODES)) == {0}


@given(st.lists(formulas(), min_size=1, max_size=5), st.data())
def test_renaming_and_reordering_options_changes_no_order(statements, data):
    order = data.draw(st.permutations(range(len(OPTIONS))))
    new_options = [f"B.n{k}" for k in order]  # option k now stands elsewhere and is called B.nk
    place = {k: place for place, k in enumerate(order)}
    codes = np.array(
        [sum(1 << place[k] for k in range(6) if code >> k & 1) for code in range(64)], np.uint64
    )
    renamed = [parse(s).renamed(lambda name: f"B.n{name[-1]}") for s in statements]
    before = ranks([parse(s) for s in statements], OPTIONS, CODES)
    assert ranks(renamed, new_options, codes).tolist() == before.tolist()
