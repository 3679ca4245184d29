"""Knock-outs, hinges, shares, assumptions and signposts, on cases whose answer is plain."""

from itertools import chain, combinations

import numpy as np
import pytest

from detente.outlook import (
    Bench,
    Conclusion,
    Intervention,
    assumptions,
    competing,
    conclusion,
    draw,
    futures,
    hinges,
    shares,
    signposts,
    targets,
)
from outlook.cases import ONE, one, quarrel, said

TWO_SOURCES = (
    "post: {name: P, reliability: A, reason: r}\nradio: {name: R, reliability: A, reason: r}"
)
EITHER = """
    detente: 1
    title: Two words
    as_of: 2020-01-01
    decision_makers:
      A:
        options: {go: {text: Go, assumed: it can, credence: 1}}
        prefers:
          - {want: A.go, because: [said, more], credence: 0, otherwise: {want: not A.go}}
    status_quo: []
    outcomes: {gone: A.go}
    answer: gone
"""


def bench(held, draws=1_500, threshold=0.5, **aim):
    return Bench.of(draw(held, draws=draws), conclusion(held, **aim), draws, threshold)


def either():
    return one(said(), said("more", through="radio"), sources=TWO_SOURCES, model=EITHER)


def brute(tested: Bench, interventions) -> float:
    """The probability with all of these set by hand, from a sample made anew and solved whole."""
    whole = Intervention()
    for each in interventions:
        whole = whole | each
    records = tested.solver.records(tested.sample.under(whole))
    return float(tested.conclusion.of(tested.plan, records).mean())


def test_knocking_out_nothing_changes_nothing():
    tested = bench(quarrel())
    records, changed = tested.records_under(Intervention())
    assert not changed.any()
    assert (records == tested.records).all()


def test_a_claim_knocked_out_takes_what_rests_on_it():
    model = EITHER.replace("[said, more]", "[said]")
    tested = bench(one(said(), model=model))
    effect = next(e for e in hinges(tested).effects if e.name == "said")
    assert (effect.p, effect.flips) == (0, True)
    assert effect.change == pytest.approx(-tested.p)


def test_two_that_say_the_same_mask_each_other_and_the_pair_is_found():
    found = hinges(bench(either()))
    assert not any(effect.flips for effect in found.effects)
    assert found.size == 2
    assert found.exact
    names = {frozenset(name for _, name in hinge.parts) for hinge in found.flips}
    assert frozenset({"said", "more"}) in names


def test_a_conclusion_below_the_threshold_can_be_lifted_above_it():
    model = EITHER.replace("because: [said, more]", "assumed: a, against: [said, more]").replace(
        "credence: 0,", "credence: 0.9,"
    )
    held = one(said(), said("more", through="radio"), sources=TWO_SOURCES, model=model)
    found = hinges(bench(held))
    assert found.p < 0.5
    assert found.size == 2
    assert all(hinge.p >= 0.5 for hinge in found.flips)


def test_all_pairs_are_decided_as_if_each_had_been_solved():
    for threshold in (0.2, 0.35, 0.5, 0.65, 0.8):
        for aim in ({"outcome": "won"}, {"outcome": "clash"}, {"concept": "GMR"}):
            tested = bench(quarrel(), 600, threshold, **aim)
            found = hinges(tested)
            wholes = {(t.kind, t.name): t.intervention for t in targets(tested.plan)}
            singles = {k for k, each in wholes.items() if tested.flips(brute(tested, [each]))}
            if singles:
                assert {hinge.parts[0] for hinge in found.flips} == singles
                continue
            pairs = {
                frozenset(pair)
                for pair in combinations(wholes, 2)
                if (wholes[pair[0]] | wholes[pair[1]]) not in {wholes[p] for p in pair}
                and tested.flips(brute(tested, [wholes[p] for p in pair]))
            }
            if pairs:
                assert {frozenset(hinge.parts) for hinge in found.flips} == pairs


def test_greed_finds_a_larger_set_where_no_pair_does():
    three = "\n".join(f"s{k}: {{name: S, reliability: A, reason: r}}" for k in range(3))
    model = EITHER.replace("[said, more]", "[c0, c1, c2]")
    held = one(*(said(f"c{k}", through=f"s{k}") for k in range(3)), sources=three, model=model)
    found = hinges(bench(held))
    assert found.size == 3
    assert not found.exact


def test_the_same_claims_under_another_name_are_knocked_out_once():
    names = [(t.kind, t.name) for t in targets(bench(one(said()), 100).plan)]
    assert names == [("claim", "said")]


def test_shares_are_those_of_the_definition_and_add_up():
    tested = bench(quarrel(), 400)
    found = shares(tested)
    sources = [s.source for s in found.shares]
    plan = tested.plan
    through = {
        c: {plan.units[u].source for u in claim.chain} for c, claim in enumerate(plan.claims)
    }

    def worth(members):
        silenced = frozenset(c for c, needs in through.items() if not needs <= set(members))
        return brute(tested, [Intervention(silenced=silenced)])

    orders = list(_orders(sources))
    for share in found.shares:
        gains = [
            worth(order[: order.index(share.source) + 1])
            - worth(order[: order.index(share.source)])
            for order in orders
        ]
        assert share.share == pytest.approx(np.mean(gains))
    total = sum(share.share for share in found.shares)
    assert total == pytest.approx(found.with_all - found.with_none)
    assert found.exact


def _orders(names):
    if not names:
        yield []
    for k, name in enumerate(names):
        for rest in _orders(names[:k] + names[k + 1 :]):
            yield [name, *rest]


def test_many_sources_are_let_join_in_random_orders_and_still_add_up():
    names = [f"s{k}" for k in range(14)]
    sources = "\n".join(f"{n}: {{name: S, reliability: C, reason: r}}" for n in names)
    model = EITHER.replace("[said, more]", f"[{', '.join('c' + n for n in names)}]")
    held = one(*(said(f"c{n}", through=n) for n in names), sources=sources, model=model)
    found = shares(bench(held, 60))
    assert not found.exact
    assert sum(s.share for s in found.shares) == pytest.approx(found.with_all - found.with_none)


def test_an_assumption_is_told_with_what_becomes_of_the_conclusion_without_it():
    model = ONE.replace(
        "because: [said], credence: 0", "assumed: so, credence: 0.9, id: go"
    ).replace("prefers: [", "prefers: [")
    model = model.replace("id: go}", "id: go, otherwise: {want: not A.go}}")
    checked = assumptions(bench(one(said(), model=model)))
    (only,) = checked.checked
    assert (only.name, only.wrong.p) == ("go", 0)
    assert only.doubted.p == pytest.approx(0.5, abs=0.05)
    assert only.wrong.flips
    assert checked.certain == ("A.go",)


def test_a_claim_confirmed_always_comes_through():
    model = EITHER.replace("[said, more]", "[said]")
    posts = signposts(bench(one(said(), model=model)))
    claim = next(post for post in posts if post.kind == "claim")
    assert claim.p == 1
    assert claim.shift == pytest.approx(1 - claim.expected)


def test_a_move_tells_what_its_maker_wants():
    model = EITHER.replace("[said, more]", "[said]")
    tested = bench(one(said(), model=model))
    move = next(post for post in signposts(tested) if post.kind == "move")
    assert (move.name, move.on, move.p) == ("A.go", True, 1)
    assert move.expected == pytest.approx(tested.p)


def test_a_claim_that_decides_an_outcome_tells_most():
    held = quarrel()
    matrix = competing(draw(held, draws=1_500), "Nash")
    assert {row.claim for row in matrix.rows} == set(held.claims)
    strengths = [row.diagnosticity for row in matrix.rows]
    assert strengths == sorted(strengths, reverse=True)
    threat = next(row for row in matrix.rows if row.claim == "threat")
    clash = threat.cells[matrix.outcomes.index("clash")]
    assert clash.consistency > 0
    assert clash.speaks


def test_a_cell_is_the_difference_of_two_shares():
    drawn = draw(quarrel(), draws=1_000)
    matrix = competing(drawn, "SEQ")
    for row in matrix.rows:
        c = [claim.name for claim in drawn.plan.claims].index(row.claim)
        through = drawn.samples["base"].through[:, c]
        for name, cell in zip(matrix.outcomes, row.cells, strict=True):
            held = drawn.holds(name, "SEQ")
            assert cell.consistency == pytest.approx(held[through].mean() - held[~through].mean())


def test_futures_share_out_all_draws_and_differ():
    found = futures(draw(quarrel(), draws=1_000), "SEQ")
    assert sum(future.share for future in found) == pytest.approx(1)
    assert len(found) >= 2
    assert len({(f.holds, f.ends) for f in found}) == len(found)
    marks = list(chain.from_iterable(future.marks for future in found))
    assert all(abs(mark.here - mark.overall) >= 0.15 for mark in marks)


def test_a_conclusion_is_the_cases_answer_under_seq_unless_another_is_named():
    held = quarrel()
    assert conclusion(held) == Conclusion("won", "SEQ")
    assert conclusion(held, "calm", "gmr") == Conclusion("calm", "GMR")
    with pytest.raises(Exception, match="`clam`: no such outcome; did you mean `calm`"):
        conclusion(held, "clam")
