"""What a case lacks, and what its claims say against, for, after and over again."""

import itertools
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import load
from detente.evidence.gaps import gaps
from detente.evidence.wording import Wording, content
from making import SOURCES
from making import case as made

MODEL = """
    detente: 1
    title: T
    as_of: 2020-06-01
    decision_makers:
      Up: {options: {fill: {text: Fill, because: [a], against: [b]}}, prefers: [Up.fill]}
      Down: {options: {strike: {text: Strike, because: [a, b]}}}
"""


def claim(text, *, stance="asserts", speaker="post", group="", valid="", about="[Up, Down]"):
    parts = [f"claim: {text!r}", f"speaker: {speaker}", "through: [post]", "voice: author"]
    parts += [f"stance: {stance}", f"about: {about}"]
    parts += [f"group: {group}"] if group else []
    parts += [f"valid: {valid}"] if valid else []
    return "{" + ", ".join(parts) + "}"


OTHERS = ("Copper", "Tin", "Silver", "Lead", "Iron", "Zinc")


def found(**claims):
    every = {"a": claim("Rain fell."), "b": claim("Snow melted."), **claims}
    # words that stand in many claims weigh little: without others, every word would
    every |= {f"other{i}": claim(f"{word} lay elsewhere.") for i, word in enumerate(OTHERS)}
    ledger = "\n".join(f"{name}: {written}" for name, written in every.items())
    return gaps(made(MODEL, claims=ledger, sources=dedent(SOURCES)))


FILLED = "The reservoir behind the dam will be filled this summer."
FILLED_TOO = "This summer the reservoir behind the dam is to be filled."


def test_elements_without_ground_and_claims_without_use_are_listed():
    result = found()
    assert result.unsourced == ("Up/1",)
    assert result.unused == tuple(f"other{i}" for i in range(6))


def test_what_a_person_linked_for_and_against_is_contested():
    (each,) = found().contested
    assert (each.element, each.supporting, each.opposing) == ("Up.fill", ("a",), ("b",))


def test_an_element_backed_by_two_groups_is_told_with_them():
    backed = {each.element: each.groups for each in found(a=claim("Rain.", group="wire")).backed}
    assert backed == {"Down.strike": ("wire", "claim b")}
    same = found(a=claim("Rain.", group="wire"), b=claim("Snow.", group="wire"))
    assert same.backed == ()


def test_claims_alike_of_one_group_are_duplicates_and_of_two_agree():
    one = found(x=claim(FILLED, group="wire"), y=claim(FILLED_TOO, group="wire"))
    assert [(p.first, p.second) for p in one.duplicates] == [("x", "y")]
    assert one.agreements == ()
    two = found(x=claim(FILLED, group="wire"), y=claim(FILLED_TOO, group="cable"))
    assert [(p.first, p.second) for p in two.agreements] == [("x", "y")]
    assert two.duplicates == ()


def test_who_denies_what_another_says_contradicts_it_and_does_not_agree():
    result = found(x=claim(FILLED), y=claim(FILLED_TOO, stance="denies"))
    (each,) = result.contradictions
    assert (each.first, each.second, each.kind) == ("x", "y", "denied")
    assert result.agreements == result.duplicates == ()


@pytest.mark.parametrize(
    ("first", "second", "detail"),
    [
        (
            "Trade over the river was $34 million.",
            "Trade over the river was $40 million.",
            "34 million against 40 million",
        ),
        (
            "The river fell by 12 percent upstream.",
            "The river fell by 30% upstream.",
            "12 against 30",
        ),
        (
            "Some 10,000 workers built the dam.",
            "Some 40,000 workers built the dam.",
            "10,000 against 40,000",
        ),
    ],
)
def test_figures_that_differ_in_one_unit_contradict(first, second, detail):
    result = found(x=claim(first), y=claim(second))
    (each,) = result.contradictions
    assert (each.kind, each.detail) == ("figures", detail)
    assert result.duplicates == result.agreements == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("In 2018 workers built the river dam.", "In 2019 workers built the river dam."),
        ("Some 10,000 workers built the dam.", "In 12 months workers built the dam."),
        ("Some 10,000 workers built the dam.", "Some 10,000 workers built the dam again."),
    ],
)
def test_years_other_units_and_equal_figures_do_not(first, second):
    assert found(x=claim(first), y=claim(second)).contradictions == ()


def test_what_is_true_of_different_times_does_not_contradict_but_changed():
    result = found(
        x=claim(FILLED, valid="2020-06/.."),
        y=claim(FILLED_TOO, stance="denies", valid="../2020-05"),
    )
    assert result.contradictions == ()
    (change,) = result.changes
    assert (change.speaker, change.earlier, change.later) == ("post", "y", "x")


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ("2020", "2020-06", True),
        ("2019/..", "2020-06-01", True),
        ("2020-01/2020-05", "2020-05-31/..", True),
        ("2020-05", "2020-06", False),
        ("../2019", "2020", False),
        ("2020-02-28", "2020-02-29", False),
    ],
)
def test_times_overlap_as_the_calendar_says(first, second, overlap):
    result = found(x=claim(FILLED, valid=first), y=claim(FILLED_TOO, valid=second))
    assert (result.agreements == ()) is not overlap
    assert (result.changes == ()) is overlap


@pytest.mark.parametrize(
    "other",
    [
        {"about": "[PRK]"},
        {"stance": "proposes"},
        {"stance": "warns"},
    ],
)
def test_another_subject_or_a_hope_neither_agrees_nor_contradicts(other):
    result = found(x=claim(FILLED), y=claim(FILLED_TOO, **other))
    assert result.agreements == result.contradictions == result.duplicates == ()


def test_another_speaker_changes_nothing():
    result = found(
        x=claim(FILLED, valid="2019"), y=claim(FILLED_TOO, valid="2020", speaker="radio")
    )
    assert result.changes == ()


@pytest.mark.parametrize("name", ["korea-2019", "korea-2023"])
def test_the_library_gets_few_proposals_and_every_one_exists(name):
    case = load(name)
    result = gaps(case)
    pairs = [*result.agreements, *result.duplicates, *result.contradictions]
    assert len(pairs) + len(result.changes) <= 5
    assert {n for pair in pairs for n in (pair.first, pair.second)} <= set(case.claims)


def test_a_standstill_told_in_two_ways_is_a_likely_duplicate():
    pairs = {(p.first, p.second) for p in gaps(load("korea-2019")).duplicates}
    assert ("talks-in-stalemate", "talks-stalled") in pairs


# --- likeness


WORDS = st.lists(
    st.sampled_from(["dam", "river", "flood", "treaty", "army", "water", "north"]), max_size=6
)


@settings(max_examples=100)
@given(st.lists(WORDS, min_size=2, max_size=6))
def test_likeness_is_symmetric_bounded_and_one_for_the_same_words(texts):
    wording = Wording({str(i): " ".join(words) for i, words in enumerate(texts)})
    listed = {(a, b): score for a, b, score in wording.pairs(0.01)}
    for a, b in itertools.combinations(wording.words, 2):
        likeness = wording.likeness(a, b)
        assert 0 <= likeness <= 1
        assert likeness == wording.likeness(b, a)
        assert (likeness >= 0.01) == ((a, b) in listed)
        if sorted(wording.words[a]) == sorted(wording.words[b]) and wording.words[a]:
            assert likeness == pytest.approx(1)


def test_no_claims_have_no_gaps_between_them():
    assert list(Wording({}).pairs(0)) == []


def test_words_without_content_and_endings_do_not_count():
    assert content("The talks were talked of; he is Talking.") == ["talk", "talk", "talk"]
