"""The entry point: whatever the text, spans stand in it, and the same text reads the same."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.reading import read
from detente.evidence.reading.hedges import Hedge

KINDS = (
    "sentences",
    "actors",
    "times",
    "quantities",
    "statements",
    "hedges",
    "events",
    "boilerplate",
)

PIECES = [
    "Russia",
    "Vladimir Putin",
    "he",
    "it",
    "said",
    "that",
    "told",
    "according to",
    "accused",
    "of",
    "the",
    "talks between",
    "and",
    "who",
    "which",
    "did not",
    "may",
    "attacked",
    "was",
    "by",
    "“",
    "”",
    '"',
    "‘",
    "’",
    ",",
    ";",
    ":",
    "–",
    ".",
    "?",
    "\n",
    "\u00a0",
    "(",
    ")",
    "\u202e",
    "last week",
    "as",
    "a",
    "to",
    "in Kyiv",
    "😀",
    "é",
]

FIGURES = [
    "0",
    "00",
    "1.0",
    "10 to",
    "0-0",
    "3,000",
    "million",
    "hundred",
    "percent",
    "km",
    "missiles",
    "troops",
    "years",
    "days ago",
    "weeks from now",
    "$",
    "$0m",
    "half",
    "twice",
    "1 in 0",
    "two-thirds",
    "between",
    "from",
    "until",
    "since",
    "on",
    "the",
    "of",
    "and",
    "early",
    "31",
    "31st",
    "February 30",
    "30 September",
    "1999",
    "9999",
    "1990s",
    "Monday",
    "next month",
    "last spring",
    "this century",
    "99999",
    ",",
    ".",
]


def assert_sound(text):
    found = read(text, published="2022-07-24")
    for kind in KINDS:
        for one in getattr(found, kind):
            assert 0 <= one.start < one.end <= len(text), (kind, one)
    for statement in found.statements:
        if statement.cue:
            assert 0 <= statement.cue[0] < statement.cue[1] <= len(text)
    assert found == read(text, published="2022-07-24")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_words_in_any_order_are_read(text):
    assert_sound(text)


@given(st.lists(st.sampled_from(FIGURES), max_size=20).map(" ".join))
def test_any_figures_in_any_order_are_read(text):
    assert_sound(text)


@given(st.text(max_size=120))
def test_any_characters_are_read(text):
    assert_sound(text)


def test_an_endless_line_is_read_in_pieces():
    found = read("Russia said that Ukraine attacked. " * 2_000)
    assert len(found.statements) > 1_900


def test_offsets_count_code_points():
    text = "😀 Erdoğan said that the strait is open."
    (statement,) = read(text).statements
    assert text[statement.start : statement.end] == "the strait is open"
    assert statement.cue is not None
    assert text[slice(*statement.cue)] == "said"


def test_a_headline_without_a_full_stop_is_a_sentence():
    text = "A truce in Yemen\n\nThe Houthis agreed to it on Friday."
    assert [text[s.start : s.end] for s in read(text).sentences] == text.split("\n\n")


FRENCH = (
    "Le président a déclaré que les pourparlers avec la Russie reprendraient dans la capitale, et"
    " que les deux pays avaient un intérêt commun à la paix dans la région de la mer Noire."
)
RUSSIAN = "Президент заявил, что переговоры с Украиной возобновятся в столице на следующей неделе."
GERMAN = (
    "Der Minister sagte, dass die Gespräche mit Russland wieder aufgenommen werden, und dass die"
    " beiden Länder ein gemeinsames Interesse am Frieden in der Region am Schwarzen Meer haben."
)


WRAPPED = """\
Two ships left Odesa on Tuesday, a day after Kyiv and Moscow had signed
accords in Istanbul. “The corridor is open, whatever anybody may say of
it,” said Hulusi Akar. “It will stay so.”

A second paragraph
tells of the cargo: wheat for Lebanon, and maize for a port that nobody
wanted to name.
"""


def test_lines_broken_at_a_fixed_width_run_on():
    found = read(WRAPPED)
    assert [WRAPPED[s.start : s.end].split()[0] for s in found.sentences] == [
        "Two",
        "“The",
        "“It",
        "A",
        "tells",
    ]
    assert [one.speaker for one in found.statements] == ["TUR.akar", "TUR.akar"]


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, GERMAN])
def test_of_a_text_in_another_language_nothing_is_marked_and_it_says_so(text):
    found = read(text)
    assert found.note == "not in English: nothing was marked"
    assert (found.actors, found.times, found.statements, found.events) == ((), (), (), ())


def test_an_empty_text_has_nothing_to_mark():
    found = read("")
    assert (found.sentences, found.note) == ((), "")


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        read("Russia attacked.", published="24 July")


def test_a_reading_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read("Russia attacked.").note = "x"


def test_hedges_are_marked_with_the_certainty_they_lend():
    text = "Iran may probably never build it, reportedly."
    found = [(text[h.start : h.end], h.certainty) for h in read(text).hedges]
    assert found == [("may", "possible"), ("probably", "likely"), ("reportedly", "hearsay")]
    assert all(isinstance(hedge, Hedge) for hedge in read(text).hedges)


def test_every_mark_names_its_rule_and_how_often_it_was_right():
    found = read("Russia said on Monday that 300 men had crossed.", published="2022-07-24")
    for one in (*found.actors, *found.times, *found.statements, *found.events):
        assert one.rule
        assert 0 < one.confidence < 1
