"""What belongs to the site, and what only looks so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.reading import read
from detente.evidence.reading.boilerplate import patterns

BODY = "Russia said that the corridor was closed. Turkey asked for talks. " * 6


def aside(text):
    return [text[one.start : one.end] for one in read(text).boilerplate]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter for more.",
        "Sign up here to get it by email every Friday.",
        "If you value it, please consider making a donation.",
        "READ MORE: How a map became a symbol",
        "This article is part of our series on rivers.",
        "The writer is a former diplomat and the author of two books.",
        "The opinions expressed here are the author's own.",
        "All rights reserved.",
    ],
)
def test_a_line_of_the_site_is_set_aside(line):
    assert line in aside(f"{BODY}\n\n{line}")


def test_a_plea_takes_its_neighbour_along():
    plea = "Good journalism matters more than ever.\nBy subscribing, you help us to go on."
    assert aside(f"{BODY}\n\n{plea}") == plea.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "Iran does not subscribe to the treaty.",
        "The author of the decree is a former general.",
        "Turkey signed up to the pact in May.",
        "Readers of the decree were puzzled.",
    ],
)
def test_a_line_of_the_text_stays(line):
    assert line not in aside(f"{line} {BODY}")


def test_what_is_set_aside_says_nothing_and_does_nothing():
    text = f"{BODY}\n\nBy subscribing, you can help us say that Russia attacked Ukraine."
    found = read(text)
    begins = found.boilerplate[0].start
    assert all(one.end <= begins for one in (*found.statements, *found.events))


@pytest.mark.parametrize("one", patterns(), ids=lambda one: one.pattern.pattern[:40])
def test_a_pattern_fits_nothing_without_a_word_that_it_needs(one):
    plain = re.compile(one.pattern.pattern, re.ASCII | re.IGNORECASE)
    letters = st.characters(min_codepoint=32, max_codepoint=0x2013)

    @given(st.from_regex(plain, alphabet=letters))
    def fits(text):
        assert any(word in text.lower() for word in one.needs)

    fits()
