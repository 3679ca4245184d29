"""Draws against complete enumeration, closed forms, and what must not change them."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.conflict import CONCEPTS
from detente.outlook import NothingToDraw, Solver, draw, outlook, plan, summary, varies
from detente.outlook.sample import sample
from detente.outlook.streams import uniforms
from making import case
from outlook.cases import CLAIMS, ONE, QUARREL, one, quarrel, said
from outlook.exact import exact

DRAWS = 8_000
CLOSE = 4.5
"""Standard errors within which an estimate must lie; seeds are fixed, so a pass stays a pass."""


def near(estimate, chance):
    return abs(estimate.p - chance) <= CLOSE * sqrt(chance * (1 - chance) / DRAWS)


def only_goes(held):
    """The share of draws in which A does not rest at staying: it wants to go."""
    records = draw(held, draws=DRAWS).records["base"]
    stays = records["holds"][:, 1] & 1
    return 1 - stays.mean()


def close(share, chance):
    return abs(share - chance) <= CLOSE * sqrt(chance * (1 - chance) / DRAWS)


# --- closed forms, with the default table: B 0.8 (concentration 10), D 0.45, F uniform; 1 is 0.95


def test_one_source_and_one_claim_come_through_with_the_product_of_their_chances():
    assert close(only_goes(one(said())), 0.8 * 0.95)


def test_a_source_that_cannot_be_judged_is_right_half_the_time():
    sources = "post: {name: P, reliability: F, reason: r}"
    assert close(only_goes(one(said(), sources=sources)), 0.5 * 0.95)


def test_a_claim_without_a_chain_is_told_by_somebody_who_cannot_be_judged():
    claim = "said: {claim: g., speaker: A, voice: author, stance: asserts, credibility: 1}"
    assert close(only_goes(one(claim)), 0.5 * 0.95)


def test_two_groups_of_one_source_stand_or_fall_together_more_often_than_not():
    either = ONE.replace("[said]", "[said, more]")
    held = one(said(group="x"), said("more", group="y"), model=either)
    a, b, t = 8.0, 2.0, 0.95  # Beta(8, 2): both right with chance a(a+1) / ((a+b)(a+b+1))
    both = a * (a + 1) / ((a + b) * (a + b + 1))
    one_right = 2 * (a / (a + b) - both)
    assert close(only_goes(held), both * (1 - (1 - t) ** 2) + one_right * t)


def test_two_claims_of_one_group_are_one_word_of_the_source():
    either = ONE.replace("[said]", "[said, more]")
    held = one(said(group="x"), said("more", group="x"), model=either)
    assert close(only_goes(held), 0.8 * (1 - 0.05**2))


def test_every_link_of_a_chain_must_hold():
    sources = (
        "post: {name: P, reliability: B, reason: r}\nradio: {name: R, reliability: D, reason: r}"
    )
    assert close(only_goes(one(said(through="post, radio"), sources=sources)), 0.8 * 0.45 * 0.95)


def test_a_contradiction_weakens_and_leaves_the_matter_to_the_credence():
    torn = ONE.replace("because: [said]", "because: [said], against: [denied]")
    sources = (
        "post: {name: P, reliability: B, reason: r}\nradio: {name: R, reliability: B, reason: r}"
    )
    held = one(
        said(), said("denied", through="radio", stance="denies"), sources=sources, model=torn
    )
    p = 0.8 * 0.95
    assert close(only_goes(held), p * (1 - p))


def test_an_assumption_stands_with_its_credence():
    held = case(ONE.replace("because: [said], credence: 0", "assumed: so, credence: 0.3"))
    assert close(only_goes(held), 0.3)


def test_what_is_assumed_stands_with_the_cases_own_credence_for_assumptions():
    model = ONE.replace("because: [said], credence: 0", "assumed: so")
    assert close(only_goes(case(model)), 0.75)
    assert close(only_goes(case("    assumption_credence: 0.6\n" + model)), 0.6)


def test_statements_of_the_same_weight_come_in_either_order():
    model = """
        detente: 1
        title: Torn
        as_of: 2020-01-01
        decision_makers:
          A:
            options: {go: {text: Go, assumed: a, credence: 1}}
            prefers:
              - {want: A.go, assumed: a, credence: 1}
              - {want: not A.go, assumed: a, credence: 1, about: equal}
        outcomes: {gone: A.go, stays: not A.go}
    """
    assert close(only_goes(case(model)), 0.5)


# --- against enumeration


@pytest.mark.parametrize("table", ["base", "low", "high"])
def test_draws_come_near_the_exact_chances(table):
    held = quarrel()
    known = exact(held, getattr(held.grades, table))
    drawn = draw(held, draws=DRAWS, seed=3)
    for name in held.model.outcomes:
        for concept in CONCEPTS:
            chance = known.get((name, concept), 0.0)
            assert close(
                drawn.holds(name, concept, table).mean(), min(max(chance, 1e-9), 1 - 1e-9)
            ), (
                name,
                concept,
            )


@settings(max_examples=25)
@given(st.data())
def test_random_small_cases_come_near_the_exact_chances(data):
    letters = st.sampled_from("ABCDEF")
    numbers = st.integers(1, 6)
    sources = "\n".join(
        f"    {name}: {{name: {name}, reliability: {data.draw(letters)}, reason: r}}"
        for name in ("post", "radio", "stranger")
    )
    claims = CLAIMS
    for number in "1234":
        claims = claims.replace(f"credibility: {number}", f"credibility: {data.draw(numbers)}", 1)
    model = QUARREL.replace("credence: 0.3", f"credence: 0.{data.draw(st.integers(1, 9))}")
    held = quarrel(model, claims, sources)
    known = exact(held, held.grades.base)
    drawn = draw(held, draws=2_000, seed=data.draw(st.integers(0, 2**32)))
    for name in held.model.outcomes:
        for concept in CONCEPTS:
            chance = known.get((name, concept), 0.0)
            error = sqrt(max(chance * (1 - chance), 1e-6) / 2_000)
            assert abs(drawn.holds(name, concept).mean() - chance) <= 6 * error + 1e-9


# --- what must not matter


def test_a_reprint_adds_nothing():
    either = ONE.replace("[said]", "[said, reprint]")
    alone = draw(one(said(group="x")), draws=2_000)
    twice = draw(
        one(said(group="x"), said("reprint", group="x", number=5), model=either), draws=2_000
    )
    right = twice.samples["base"].through[:, 1] & ~twice.samples["base"].through[:, 0]
    assert alone.records["base"]["holds"][~right].tolist() == (
        twice.records["base"]["holds"][~right].tolist()
    )


def test_more_draws_begin_with_the_same_draws():
    few, many = (draw(quarrel(), draws=n) for n in (500, 1_500))
    assert (many.records["base"][:500] == few.records["base"]).all()


def test_another_claim_in_the_case_leaves_the_numbers_of_the_others_alone():
    more = CLAIMS + "    idle: {claim: i., speaker: post, voice: author, stance: asserts}\n"
    one_, two = (draw(quarrel(claims=claims), draws=400) for claims in (CLAIMS, more))
    assert (one_.samples["base"].stands == two.samples["base"].stands).all()


def test_a_stream_is_the_same_in_pieces():
    whole = uniforms(7, "claim x", 0, 4_000)
    pieces = [uniforms(7, "claim x", start, 500) for start in range(0, 4_000, 500)]
    assert (np.concatenate(pieces) == whole).all()
    assert abs(whole.mean() - 0.5) < 0.02
    assert (uniforms(7, "claim y", 0, 4_000) != whole).all()


def test_what_a_stricter_table_lets_through_a_looser_one_lets_through_too():
    made = plan(quarrel())
    grades = made.case.grades
    low, base, high = (sample(made, t, 5, 0, 4_000) for t in (grades.low, grades.base, grades.high))
    assert (low.through <= base.through).all()
    assert (base.through <= high.through).all()


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_finding_is_the_same_for_any_number_of_workers_and_any_executor(pool):
    held = quarrel()
    alone = summary(draw(held, draws=600, solver=Solver(plan(held), workers=1)))
    for workers in (2, 4):
        assert summary(draw(held, draws=600, solver=Solver(plan(held), workers=workers))) == alone
    with pool(2) as executor:
        spread = summary(draw(held, draws=600, solver=Solver(plan(held), executor=executor)))
    assert spread == alone


def test_work_lost_with_an_executor_is_done_here():
    held = quarrel()
    broken = ThreadPoolExecutor(1)
    broken.shutdown()
    solver = Solver(plan(held), executor=broken)
    drawn = draw(held, draws=400, solver=solver)
    assert solver.lost > 0
    assert summary(drawn) == summary(draw(held, draws=400))


# --- fates, and spaces that vary


def test_an_undetermined_element_leaves_the_conclusion_open_in_its_draws():
    model = ONE.replace("credence: 0}", "credence: 0, otherwise: undetermined}")
    found = outlook(one(said(), model=model), draws=DRAWS)
    assert close(found.undetermined.p, 1 - 0.8 * 0.95)
    assert found.outcome("gone").holds["Nash"].p == pytest.approx(1 - found.undetermined.p)


def test_an_option_that_falls_is_off_for_good():
    model = ONE.replace("assumed: it can, credence: 1", "because: [said], credence: 0").replace(
        "because: [said], credence: 0}]", "assumed: a, credence: 1}]"
    )
    found = outlook(one(said(), model=model), draws=DRAWS)
    assert near(found.outcome("gone").holds["Nash"], 0.8 * 0.95)
    assert near(found.outcome("stays").holds["Nash"], 1 - 0.8 * 0.95)
    assert near(found.outcome("gone").ends, 0.8 * 0.95)


def test_a_rule_that_falls_lets_its_states_in():
    rule = "    rules: [{never: A.go, because: [said], credence: 0}]\n"
    model = ONE.replace("because: [said], credence: 0", "assumed: a, credence: 1") + rule
    found = outlook(one(said(), model=model), draws=DRAWS)
    assert near(found.outcome("gone").holds["Nash"], 1 - 0.8 * 0.95)


def test_rankings_and_worlds_met_before_are_not_computed_again():
    rates = draw(quarrel(), draws=2_000).solver.rates
    assert rates.draws == 6_000
    assert rates.worlds < 100
    assert rates.rankings < rates.orders


# --- when to stop, and what is refused


def test_drawing_stops_when_the_standard_errors_are_small_enough():
    drawn = draw(quarrel(), error=0.012)
    errors = [e.se for o in summary(drawn).outcomes for e in (*o.holds.values(), o.ends)]
    assert 1_000 <= drawn.size < 10_000
    assert max(errors) <= 0.012
    assert draw(quarrel(), draws=1_200, error=1e-9).size == 1_200


@pytest.mark.parametrize("draws", [0, -5, 10_000_001])
def test_a_number_of_draws_out_of_range_is_refused(draws):
    with pytest.raises(ValueError, match="draws must be between 1 and 10,000,000"):
        draw(quarrel(), draws=draws)


def test_a_case_that_lists_its_states_has_nothing_to_draw():
    from show.models import LISTED

    listed = case(LISTED)
    assert not varies(listed)
    with pytest.raises(NothingToDraw, match="lists its states, moves and rankings"):
        draw(listed, draws=10)


def test_a_rule_in_doubt_beside_a_direct_ranking_is_refused():
    model = """
        detente: 1
        title: Ranked
        as_of: 2020-01-01
        decision_makers:
          A: {options: {go: {text: Go, assumed: a, credence: 1}}, ranking: [[]]}
        rules: [{never: A.go, assumed: a}]
    """
    with pytest.raises(NothingToDraw, match=r"rules\[1\] may fall .* `A` ranks only"):
        draw(case(model), draws=10)


def test_a_direct_ranking_is_the_same_in_every_draw():
    model = ONE.replace(
        "prefers: [{want: A.go, because: [said], credence: 0}]", "ranking: [[A.go], []]"
    )
    found = outlook(case(model + "    rules: []\n"), draws=20)
    assert found.outcome("gone").holds["Nash"].p == 1
    assert found.outcome("stays").holds["GMR"].p == 0
