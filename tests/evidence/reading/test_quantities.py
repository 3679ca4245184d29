"""How much: numbers, their units and what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.reading.numbers import number
from detente.evidence.reading.quantities import quantities
from detente.evidence.reading.spans import Sentence


def read(text):
    return quantities(text, [Sentence(0, len(text))])


def short(text):
    """Return (value, unit) of each quantity."""
    return [(q.value, q.unit) for q in read(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It lies 700 km away", 700, "kilometre"),
        ("It covers 160,000 square kilometres", 160_000, "square_kilometre"),
        ("It holds 74 billion cubic metres", 74_000_000_000, "cubic_metre"),
        ("It loses 90 million cubic metres a day", 90_000_000, "cubic_metre_per_day"),
        ("It pumps 380,000 barrels a day", 380_000, "barrel_per_day"),
        ("They voted 95% for it", 95, "percent"),
        ("A share of 1.2 percent", 1.2, "percent"),
        ("It cost $4.6 billion", 4_600_000_000, "USD"),
        ("It cost \u20ac20m", 20_000_000, "EUR"),
        ("It cost five million euros", 5_000_000, "EUR"),
        ("It fired 11 ballistic missiles", 11, "missile"),
        ("It sent two warships", 2, "warship"),
        ("Some 30,000 troops crossed", 30_000, "person"),
        ("They held 53 political prisoners", 53, "person"),
        ("At least 200 were killed", 200, "person"),
        ("A team of 38 arrived", 38, "person"),
        ("A home to 125,000 of its 800,000 inhabitants", 125_000, "person"),
        ("It is ten times the budget", 10, "ratio"),
        ("They came three times as fast", 3, "ratio"),
        ("They came three times", 3, "time"),
        ("More than twice as long", 2, "ratio"),
        ("Forty Ghanaians fled", 40, "person"),
        ("About 30 gunmen came to a village", 30, "person"),
        ("It bought 36 fighter jets", 36, "jet"),
        ("It has two drone bases", 2, "base"),
        ("It lasted 24 hours", 24, "hour"),
    ],
)
def test_a_number_has_the_unit_that_follows(text, value, unit):
    assert short(text)[0] == (value, unit)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("more than 40 tanks", ">"),
        ("fewer than 40 tanks", "<"),
        ("at least 40 tanks", ">="),
        ("up to 40 tanks", "<="),
        ("about 40 tanks", "~"),
        ("just 40 tanks", "just"),
        ("40 tanks", None),
    ],
)
def test_how_exact_a_number_is_meant_is_kept(words, sign):
    (quantity,) = read(f"It lost {words} there.")
    assert (quantity.modifier, quantity.unit) == (sign, "tank")


def test_a_range_has_two_values():
    assert short("They fired 10 to 15 rockets") == [((10, 15), "rocket")]
    assert short("It takes two to three million tonnes") == [((2_000_000, 3_000_000), "tonne")]


def test_a_result_that_ends_on_nought_is_no_range():
    assert read("The council voted 14 to 0 for it") == ()


def test_fractions_are_ratios():
    assert short("Two-thirds of it, and almost half of the rest") == [
        (0.6667, "ratio"),
        (0.5, "ratio"),
    ]


def test_what_is_measured_is_told_in_the_texts_words():
    assert read("It enriched 90 kilograms of uranium last week")[0].measures == "uranium"


@pytest.mark.parametrize(
    "text",
    [
        "On June 14, 1982 it ended",
        "In 1996 it ended",
        "Under Resolution 1701",
        "An F-16 and an S-400",
        "The two sides agreed",
        "The Group of Seven agreed",
        "Two days later",
        "Just one day",
    ],
)
def test_dates_names_and_sides_are_no_quantities(text):
    assert read(text) == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("40,000", 40_000),
        ("twenty-six", 26),
        ("two dozen", 24),
        ("a hundred", 100),
        ("three hundred thousand", 300_000),
        ("2.5 million", 2_500_000),
    ],
)
def test_numbers_are_read_in_words_and_figures(words, value):
    assert number(words) == value


def test_what_is_no_number_has_no_value():
    assert number("many") is None
    assert number("") is None


@given(st.integers(0, 10**12))
def test_every_whole_number_is_read_as_it_is_written(value):
    assert number(f"{value:,}") == value


@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text):
    assert all(0 <= q.start < q.end <= len(text) for q in read(text))


def test_the_count_of_a_vote_is_no_range():
    assert short("The House voted 396 to 0 for it.") == []
