"""When: each expression with the value that a careful reader gives it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.reading.spans import Sentence
from detente.evidence.reading.timerules import BEFORE, RULES, windows
from detente.evidence.reading.times import times

PUBLISHED = date(2022, 9, 15)  # a Thursday
TOLD = """\
On the 13th of September 2019 the two met on Friday. One showed the other a port.

They exchanged gifts. The court confirmed on Saturday that it would send an envoy."""


def read(text, published=PUBLISHED):
    """Return (words, value) of each time expression."""
    ends = [i + 1 for i, c in enumerate(text) if c == "."] or [len(text)]
    sentences = [Sentence(a, b) for a, b in zip([0, *ends], ends, strict=False)]
    return [(text[t.start : t.end], t.value) for t in times(text, sentences, published)]


def values(text, published=PUBLISHED):
    return [value for _, value in read(text, published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It began on 12 October, 1948", "1948-10-12"),
        ("It began on the 13th of September 2019", "2019-09-13"),
        ("It began on Sept. 3, 2019", "2019-09-03"),
        ("It began on 2019-09-03", "2019-09-03"),
        ("It began in July 2000", "2000-07"),
        ("It lasted from March to May 2003, he said", "2003-03/2003-05"),
        ("The 2014-15 war", "2014/2015"),
        ("The 1998\u20132000 war", "1998/2000"),
        ("The war of 1871", "1871"),
        ("In the early 1960s", "196X"),
        ("In the '90s", "199X"),
        ("In the 19th century", "18XX"),
        ("In the spring of 2020", "2020-SP"),
        ("In the first quarter of 2021", "2021-Q1"),
        ("After 9/11", "2001-09-11"),
    ],
)
def test_what_is_given_in_full_needs_no_other_date(text, value):
    assert values(text, None) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Thursday", "2022-09-15"),
        ("They met on July 27-28", "2022-07-27/2022-07-28"),
        ("They met on Friday evening", "2022-09-09"),
        ("They will meet on Monday", "2022-09-19"),
        ("They meet the coming weekend", "2022-09-17/2022-09-18"),
        ("They meet the coming week", "2022-09-19/2022-09-25"),
        ("They met last Thursday", "2022-09-08"),
        ("They meet next Thursday", "2022-09-22"),
        ("They met in February", "2022-02"),
        ("They met in December", "2021-12"),
        ("They hope to meet by December", "2022-12"),
        ("It has been shut since December", "2021-12"),
        ("They met last March", "2022-03"),
        ("They meet next March", "2023-03"),
        ("It fell on March 2", "2022-03-02"),
        ("It is due on November 2", "2022-11-02"),
        ("They met last week", "2022-09-05/2022-09-11"),
        ("They meet next week", "2022-09-19/2022-09-25"),
        ("Prices fell last month", "2022-08"),
        ("Prices fell earlier this year", "2022"),
        ("Prices fell last year", "2021"),
        ("Prices fell last summer", "2022-SU"),
        ("Prices rise this autumn", "2022-FA"),
        ("They met yesterday", "2022-09-14"),
        ("They met the day before yesterday", "2022-09-13"),
        ("They meet tomorrow", "2022-09-16"),
        ("They met five days ago", "2022-09-10"),
        ("They met a month ago", "2022-08"),
        ("They met two years ago", "2020"),
        ("It may end two or three years from now", "2024/2025"),
        ("Over the last two years", "2020-09/2022-09"),
        ("Within the next six months", "2022-09/2023-03"),
    ],
)
def test_what_is_relative_is_counted_from_the_day_of_publication(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize("unit", ["week", "weekend", "month", "quarter", "year"])
@pytest.mark.parametrize("which", ["last", "this", "next", "current", "coming", "the coming"])
def test_every_unit_before_and_after_that_day_has_a_value(which: str, unit: str):
    (value,) = values(f"They meet {which} {unit}")
    assert value is not None


@pytest.mark.parametrize(
    "text", ["They met on Friday", "They met last week", "They met in July", "Two years ago"]
)
def test_without_that_day_it_is_marked_but_has_no_value(text):
    assert values(text, None) == [None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On May 3, 2020 he fled. Two days later he was back.", "2020-05-05"),
        ("It began in 1996. Twenty years later it was over.", "2016"),
        ("In 2018 trade was small. It fell from the previous year.", "2017"),
        ("He left on May 31, 2020. The next day she followed.", "2020-06-01"),
        ("They landed on April 2, 1982, and left on June 14.", "1982-06-14"),
    ],
)
def test_what_is_relative_to_another_date_goes_back_to_the_last_one(text, value):
    assert values(text)[-1] == value


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (TOLD, ["2019-09-13", "2019-09-13", "2019-09-14"]),
        ("On 15 September 2023 they meet. He left on Monday.", ["2023-09-15", "2022-09-12"]),
        ("They meet on 15 September 2023, a Friday.", ["2023-09-15", "2023-09-15"]),
        ("They met on 13 September 2019. It was Friday.", ["2019-09-13", "2022-09-09"]),
        ("On 13 September 2019 they met. He left on Monday.", ["2019-09-13", "2019-09-16"]),
        ("On May 3, 2020 he fled. He had paid on Friday.", ["2020-05-03", "2020-05-01"]),
        ("The accord of 3 May 2020 was broken on Monday.", ["2020-05-03", "2022-09-12"]),
        ("On 13 September 2019 they met.\n\nHe left on Monday.", ["2019-09-13", "2022-09-12"]),
        ("On 3 May 2020 he fled. He was seen yesterday. He spoke on Monday.", "2022-09-12"),
        ("On 1 May 2020 he fled. On 12 September 2022 he came. He spoke on Tuesday.", "2022-09-13"),
        ("They met on Friday, 13 September 2019.", ["2019-09-13", "2019-09-13"]),
        ("They met on Friday (September 13, 2019).", ["2019-09-13", "2019-09-13"]),
        ("They met on Monday, 13 September 2019.", ["2022-09-12", "2019-09-13"]),
    ],
)
def test_a_weekday_is_counted_from_a_date_long_past_only_where_the_text_is_told_from_it(text, days):
    found = values(text)
    assert (found if isinstance(days, list) else found[-1]) == days


def test_beside_its_date_a_weekday_needs_no_day_of_publication():
    text = "On the 13th of September 2019 the two met on Friday. He spoke on Sunday."
    assert values(text, None) == ["2019-09-13", "2019-09-13", "2019-09-15"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It took two hours", "PT2H"),
        ("A 34-day war", "P34D"),
        ("For another six weeks", "P6W"),
        ("For three decades", "P30Y"),
        ("For a year and a half", "P18M"),
        ("It takes three to five years", "P3Y/P5Y"),
        ("Two flights a week", "P1W"),
        ("Nine years on, little has changed", "P9Y"),
    ],
)
def test_durations_are_periods(text, value):
    assert values(text, None) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "UN Resolution 1701",
        "About 2000 troops",
        "It cost $2014",
        "You may go, and we march on",
        "An 18-year-old boy",
        "Sold 2,019 of them",
        "A day of dialogue",
        "Every Friday they protest",
    ],
)
def test_other_numbers_and_words_are_no_times(text):
    assert read(text) == []


def test_the_longest_expression_counts():
    assert read("They met on the 3rd of May 2019.") == [("the 3rd of May 2019", "2019-05-03")]


def test_what_may_come_one_day_is_only_the_future():
    assert values("It could one day end") == ["FUTURE_REF"]
    assert values("It took one day") == ["P1D"]


def test_days_that_do_not_exist_are_none():
    assert "2021-02-30" not in values("On February 30, 2021 it ended")


@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)))
def test_every_day_written_out_is_that_day(day):
    text = f"On {day.day} {day:%B} {day.year:04} it ended."
    assert values(text, None) == [str(day)]


@given(st.text(max_size=80), st.none() | st.dates())
def test_any_text_is_read_without_error_and_marks_stand_in_order(text, published):
    found = times(text, [Sentence(0, len(text))], published)
    places = [place for t in found for place in (t.start, t.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(
    st.lists(
        st.sampled_from(
            [
                "two",
                "ten",
                "a",
                "5",
                "2019",
                "31",
                "May",
                "March",
                "days",
                "years",
                "century",
                "decades",
                "ago",
                "later",
                "last",
                "next",
                "the",
                "of",
                "in",
                "99999999",
                "million",
                "until",
                "0",
                "Friday",
                "from",
                "now",
                "and",
                "half",
            ]
        ),
        max_size=8,
    ),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_any_mixture_of_its_words_is_read_without_error(words, published):
    text = " ".join(words)
    assert all(t.start < t.end for t in times(text, [Sentence(0, len(text))], published))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_tried_wherever_its_pattern_fits(rule):
    @given(st.from_regex(rule.pattern))
    def is_tried(text):
        tried = windows(text, rule.trigger)
        for match in rule.pattern.finditer(text):
            inside = (start <= match.start() and match.end() <= end for start, end in tried)
            assert any(inside) or len(match.group()) > BEFORE

    is_tried()
