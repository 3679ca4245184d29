"""A case and its variants, drawn with the same random numbers."""

from math import sqrt

import pytest

from detente.case import InvalidCase, UnknownName, from_files
from detente.case.files import TextFile
from detente.case.nodes import parse
from detente.outlook import NothingToDraw
from detente.outlook.whatif import MEASURES, drawn, shifts, what_if
from making import case


def with_variants(**variants):
    base = case()
    files = dict(base.files)
    for name, change in variants.items():
        text = f"title: {name}\nchanges:\n  - {change}\n"
        file = f"variants/{name}.yaml"
        files[file] = TextFile(file, text, parse(text, file), "")
    return from_files(files, name="river")


RIVER = with_variants(
    nothing="{believe: idle}",
    calm="{stand: peace}",
    vowed="{believe: vow}",
    unvowed="{disbelieve: vow}",
    unfeared="{disbelieve: fear}",
    dry="{remove_option: Up.fill}",
    alone="{remove_party: Down}",
)


def shift(found, outcome, measure):
    return next(s for s in found.shifts if (s.outcome, s.measure) == (outcome, measure))


@pytest.fixture(scope="module")
def told():
    found = what_if(RIVER, ["nothing", "vowed", "unvowed", "dry", "alone"], draws=400, seed=7)
    return {each.name: each for each in found.consequences}


def test_a_claim_that_nothing_rests_on_moves_nothing(told):
    for moved in told["nothing"].shifts:
        assert (moved.change, moved.se) == (0, 0)


def test_a_claim_believed_and_disbelieved_pull_apart(told):
    more, less = (shift(told[name], "dark", "Nash") for name in ("vowed", "unvowed"))
    assert less.after < more.before == less.before < more.after


def test_the_error_of_a_change_is_that_of_paired_differences(told):
    """Worlds that both share cancel: the error is below what two independent samples would give."""
    moved = shift(told["unvowed"], "dark", "Nash")
    apart = sqrt(sum(p * (1 - p) / 400 for p in (moved.before, moved.after)))
    assert 0 < moved.se < apart
    assert moved.change == pytest.approx(moved.after - moved.before)


def test_only_outcomes_that_both_name_are_compared(told):
    assert {s.outcome for s in told["dry"].shifts} == {"war"}
    assert {s.outcome for s in told["alone"].shifts} == {"dark", "open"}
    assert {s.measure for s in told["dry"].shifts} == set(MEASURES)


def test_a_supposition_stands_in_every_draw():
    found = what_if(RIVER, ["calm"], draws=200)
    plan = drawn(found.consequences[0].case, 4, 1).plan
    assert "peace" not in {element.name for element in plan.elements}


def test_a_line_whose_claim_is_disbelieved_stands_with_its_credence():
    """Knocked out, nothing comes through for it; it does not fall outright as without draws."""
    found = what_if(RIVER, ["unfeared"], draws=4)
    plan = drawn(found.consequences[0].case, 4, 1).plan
    (peace,) = (element for element in plan.elements if element.name == "peace")
    assert (peace.because, peace.credence) == ((), 0.5)


def test_the_same_seed_gives_the_same_shifts_and_another_seed_others():
    one, two = (what_if(RIVER, ["vowed"], draws=200, seed=3).consequences[0] for _ in range(2))
    other = what_if(RIVER, ["vowed"], draws=200, seed=4).consequences[0]
    assert one.shifts == two.shifts != other.shifts


def test_without_draws_there_are_no_probabilities():
    found = what_if(RIVER, ["vowed"])
    assert found.draws is None
    assert found.consequences[0].shifts is None


def test_a_case_beside_itself_does_not_move():
    base = drawn(RIVER, 100, 1)
    assert {s.change for s in shifts(base, base)} == {0}


def test_unknown_and_impossible_variants_are_refused_before_anything_is_drawn():
    with pytest.raises(
        UnknownName, match="`vowd`: river has no such variant; did you mean `vowed`"
    ):
        what_if(RIVER, ["calm", "vowd"], draws=10**7)
    with pytest.raises(InvalidCase, match="leaves `Down` without options"):
        what_if(with_variants(bad="{remove_option: Down.strike}"), ["bad"], draws=10**7)


@pytest.mark.parametrize("draws", [0, -1, 10_000_001])
def test_a_number_of_draws_out_of_range_is_refused(draws):
    with pytest.raises(ValueError, match="draws must be between 1 and 10,000,000"):
        drawn(RIVER, draws, 1)


def test_listed_states_cannot_be_drawn():
    listed = """
        detente: 1
        title: T
        as_of: 2020-01-01
        decision_makers: {A: {}}
        states: [calm, war]
        moves: {A: [[calm, war]]}
        ranking: {A: [war, calm]}
        status_quo: calm
    """
    with pytest.raises(NothingToDraw, match="lists its states"):
        what_if(case(listed), [], draws=10)
