"""The outlook in words, on cases whose answer can be seen."""

import pytest

from detente.outlook import Estimate, Question, assess, draw
from detente.outlook.assess import assessed
from detente.outlook.conclusion import conclusion
from detente.show.chances import likelihood, narrow, percent, points, spread
from detente.show.hinges import HingeWords
from detente.show.outlook import OutlookWords
from detente.show.parts import Parts
from detente.show.techniques import Techniques, matrix_csv
from making import case
from outlook.cases import ONE, one, quarrel, said

ANY_OF_THEM = """
    detente: 1
    title: Several words
    as_of: 2020-01-01
    decision_makers:
      A:
        options: {go: {text: Go, assumed: it can, credence: 1}}
        prefers:
          - {want: A.go, because: [NAMES], credence: 0, otherwise: {want: not A.go}}
    outcomes: {gone: A.go}
    answer: gone
"""

EITHER_WAY = ONE.replace("credence: 0}", "credence: 0, otherwise: {want: not A.go}}")
"""A goes if, and only if, the claim comes through; otherwise it would rather stay."""


def any_of(*names):
    """A case whose outcome holds if any of these claims, each of its own source, comes through."""
    sources = "\n".join(f"of-{n}: {{name: The {n}, reliability: A, reason: r}}" for n in names)
    claims = [said(name, through=f"of-{name}") for name in names]
    return one(*claims, sources=sources, model=ANY_OF_THEM.replace("NAMES", ", ".join(names)))


def hinge_of(held, **aim):
    """The sentence about what a case's conclusion hinges on, on one line."""
    found = assess(held, Question(draws=800, **aim))
    return HingeWords(Parts(held), found.hinges).sentence()


def page(held, *, full=False, **aim):
    """The blocks of the outlook's section that are text."""
    words = OutlookWords(held, assess(held, Question(draws=400, **aim)))
    return [block for block in words.blocks(full=full) if isinstance(block, str)]


# --- figures


@pytest.mark.parametrize(
    ("p", "told"),
    [
        (0.0, "0%"),
        (1e-9, "under 1%"),
        (0.005, "under 1%"),
        (0.0051, "1%"),
        (0.714, "71%"),
        (0.9949, "99%"),
        (0.995, "over 99%"),
        (1.0, "100%"),
    ],
)
def test_a_percentage_claims_no_false_certainty(p, told):
    assert percent(p) == told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (0.0, "0"),
        (0.0004, "0"),
        (0.0006, "+0.1"),
        (-0.009, "−0.9"),
        (0.0096, "+1"),
        (-0.01, "−1"),
        (0.256, "+26"),
    ],
)
def test_points_have_a_sign_and_a_decimal_only_below_one(change, told):
    assert points(change) == told


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "no chance in any draw"),
        (0.0001, "almost no chance"),
        (0.05, "almost no chance"),
        (0.051, "very unlikely"),
        (0.2, "very unlikely"),
        (0.45, "unlikely"),
        (0.5, "a roughly even chance"),
        (0.55, "a roughly even chance"),
        (0.8, "likely"),
        (0.95, "very likely"),
        (1.0, "almost certain"),
    ],
)
def test_likelihoods_have_the_words_of_icd_203(p, word):
    assert likelihood(p) == word


def test_a_range_of_one_figure_is_that_figure():
    assert spread(Estimate(0.5, 0.01, 0.501, 0.502)) == "50%"
    assert narrow(Estimate(0.5, 0.01, 0.501, 0.502)) == "50"
    assert spread(Estimate(0.5, 0.01, 0.001, 0.6)) == "under 1 to 60%"


# --- hinges


def test_a_hinge_of_one_claim_is_told_with_what_the_claim_says():
    assert hinge_of(one(said(), model=EITHER_WAY)) == (
        "It hinges on one claim: without the claim “It goes” (said) it no longer holds in most "
        "worlds (0%)."
    )


def test_a_conclusion_below_one_half_hinges_on_what_keeps_it_there():
    denied = EITHER_WAY.replace("because: [said], credence: 0", "against: [said], credence: 1")
    assert hinge_of(one(said(), model=denied)) == (
        "It hinges on one claim: without the claim “It goes” (said) it holds in most worlds (100%)."
    )


def test_two_that_mask_each_other_are_told_together():
    told = hinge_of(any_of("post", "wire"))
    assert told.startswith("It hinges on no one thing alone, but on two together: without")
    assert "(post) and the claim" in told
    assert told.endswith("it no longer holds in most worlds (0%).")


def test_several_are_told_as_the_smallest_set_that_was_found():
    told = hinge_of(any_of("post", "wire", "radio"))
    assert told.startswith(
        "It hinges on no one thing and no two; the smallest set found has 3 parts. Without"
    )


def test_where_nothing_flips_it_what_it_rests_on_most_is_told():
    firm = one(said(), model=EITHER_WAY.replace("credence: 0,", "credence: 0.9,"))
    told = hinge_of(firm)
    assert told.startswith("Knocked out one by one, none of 1 claims, sources, speakers")
    assert "It rests most on the claim “It goes” (said): without that it holds in" in told


def test_each_of_several_hinges_is_counted():
    model = ANY_OF_THEM.replace("[NAMES]", "[[post, wire]]")
    sources = (
        "post: {name: P, reliability: A, reason: r}\nwire: {name: W, reliability: A, reason: r}"
    )
    claims = [said(name, through=name) for name in ("post", "wire")]
    told = hinge_of(one(*claims, sources=sources, model=model))
    assert told.startswith("It hinges on each of 2 things: without the claim")
    assert told.count("it no longer holds in most worlds (0%)") == 2


# --- the page


def test_the_first_sentences_tell_how_sure_where_things_end_and_the_hinge():
    first, ends, hinge, *_ = page(one(said(), model=EITHER_WAY))
    assert first.startswith("In 7")
    assert "“A will go” holds (SEQ); under stricter and looser grades" in first
    assert ends.startswith("Chance that things end there: likely, 7")
    assert hinge.startswith("It hinges on one claim")


def test_a_conclusion_that_needs_no_source_is_said_to_need_none():
    firm = one(said(), model=EITHER_WAY.replace("credence: 0,", "credence: 0.95,"))
    assert any("rests on how the model was made" in told for told in page(firm))
    assert not any("rests on how" in told for told in page(one(said(), model=EITHER_WAY)))


def test_where_nothing_can_be_knocked_out_that_is_said():
    held = case(ONE.replace("because: [said], credence: 0", "credence: 0.7"))
    assert hinge_of(held) == (
        "It hinges on nothing that could be knocked out: no claim, and no assumption."
    )


def test_without_a_status_quo_nothing_is_said_of_where_things_end():
    told = page(any_of("post"))
    assert not any("end there" in one or "status quo" in one for one in told)
    words = OutlookWords(any_of("post"), assess(any_of("post"), Question(draws=400)))
    assert words.table(full=False).columns == ("outcome", "Nash", "SEQ", "range")


def test_in_full_there_are_all_concepts_and_all_errors():
    words = OutlookWords(quarrel(), assess(quarrel(), Question(draws=400)))
    assert words.table(full=True).columns[1:6] == ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
    page = words.page(full=True)
    assert [section.title for section in page.sections] == [
        "",
        "How surely each is known",
        "How it was drawn",
    ]


def test_undetermined_worlds_are_counted_out_loud():
    open_one = ONE.replace("credence: 0}", "credence: 0, otherwise: undetermined}")
    told = page(one(said(), model=open_one))
    assert any("the evidence leaves the model undetermined" in one for one in told)


# --- the techniques


def test_a_case_without_doubts_has_no_empty_table():
    held = one(said(), model=ONE.replace("credence: 0", "credence: 1"))
    techniques = Techniques(held, assess(held, Question(draws=200)))
    assert "No assumption is in doubt" in techniques.assumptions(full=False).blocks[0]


def test_the_csv_has_a_row_a_claim_and_two_columns_an_outcome():
    found = assess(quarrel(), Question(draws=400)).matrix
    head, *rows = matrix_csv(found).splitlines()
    assert head == "claim,through,clash,clash ±,won,won ±,calm,calm ±,diagnosticity"
    assert sorted(row.partition(",")[0] for row in rows) == [
        "doubt",
        "fear",
        "money",
        "plan",
        "threat",
        "vow",
    ]


def test_what_was_cut_short_shows_what_needs_no_more_solving():
    held = quarrel()
    found = assessed(draw(held, draws=400), conclusion(held), quick=True)
    assert found.hinges is None
    told = [b for b in OutlookWords(held, found).blocks(full=False) if isinstance(b, str)]
    assert not any("hinges" in block for block in told)
    titles = [section.title for section in Techniques(held, found).sections(full=False)]
    assert titles == ["Competing hypotheses", "Alternative futures"]
