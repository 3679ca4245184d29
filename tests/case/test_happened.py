"""What happened: its file, what follows from options seen, and what is refused."""

from textwrap import dedent

import pytest

from detente.case import InvalidCase, load
from detente.case.happened import read_happened
from making import case

HAPPENED = """
    as_of: 2021-01-01
    outcomes:
      dark: {happened: true, date: 2020-07, text: The dam was filled and no data came.}
      war: {happened: unknown, text: Nobody says., doubt: none, base_rate: 0.25}
    options:
      Up.share: {seen: off, text: No data came.}
"""


@pytest.fixture
def read(tmp_path):
    """Read what happened to the river from a text."""

    def read(text=HAPPENED, old="", new=""):
        assert old in text
        path = tmp_path / "happened.yaml"
        path.write_text(dedent(text).lstrip("\n").replace(old, new) if old else dedent(text))
        river = case()
        return read_happened(path, river.model, river.documents), river.model

    return read


def test_an_outcome_happened_or_did_not_or_is_not_known(read):
    said, model = read()
    assert said.verdicts(model) == {"dark": True, "open": False, "war": None}
    assert said.outcomes["war"].base_rate == 0.25


def test_an_outcome_that_is_not_named_follows_from_the_options_where_they_decide_it(read):
    """`open` needs Up.share, which was seen off; seen on, it would hang on Up.fill."""
    said, model = read(
        old="{seen: off,",
        new="{seen: on,",
        text=HAPPENED.replace("dark: {happened: true", "dark: {happened: false"),
    )
    assert said.verdicts(model)["open"] is None


def test_an_option_of_which_nothing_is_known_decides_nothing(read):
    said, model = read(old="{seen: off,", new="{seen: unknown,")
    assert said.seen == {}
    assert said.verdicts(model)["open"] is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dark:", "drak:", "happened.yaml:3:3: `drak`: no such outcome; did you mean `dark`?"),
        ("Up.share:", "Up.shar:", "`Up.shar`: no such option; did you mean `Up.share`?"),
        ("happened: true", "happened: perhaps", "found `perhaps`; allowed: true, false, unknown"),
        ("seen: off", "seen: of", "found `of`; allowed: on, off, unknown; did you mean `off`?"),
        ("0.25", "1.25", "`outcomes.war.base_rate`: found `1.25`; must be at most 1"),
        ("0.25", "-0.1", "`outcomes.war.base_rate`: found `-0.1`; must be at least 0"),
        ("0.25", "often", "`outcomes.war.base_rate`: must be a number; found `often`"),
        ("date: 2020-07", "date: soon", "must be ISO 8601"),
        (" text: Nobody says.,", "", "`outcomes.war.text`: is missing"),
        (
            "as_of: 2021-01-01",
            "as_of: 2020-06-01",
            "found `2020-06-01`; must be after the case's own `as_of`, 2020-06-01",
        ),
        (
            "{seen: off,",
            "{seen: on,",
            "found `true`; from the options seen follows the opposite (`Up.fill and not (Up.share",
        ),
        (
            "text: Nobody says.",
            "text: Nobody says., passages: [{document: nws, start: 0, end: 4}]",
            "`nws`: no such document; did you mean `news`?",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_place(read, old, new, message):
    with pytest.raises(InvalidCase) as error:
        read(old=old, new=new)
    assert message in str(error.value)
    assert str(error.value).startswith("happened.yaml:")


def test_the_file_of_a_case_is_read_and_checked_with_it(valley):
    path = valley / "happened.yaml"
    told = "as_of: 2099-01-01\noutcomes:\n  filled-alone: {happened: false, text: It was not.}\n"
    path.write_text(told)
    assert load(valley).happened.verdicts(load(valley).model)["filled-alone"] is False
    path.write_text(told.replace("filled-alone", "filled-alon"))
    with pytest.raises(InvalidCase, match=r"happened.yaml:3:3: `filled-alon`: no such outcome"):
        load(valley)


def test_a_case_without_the_file_says_nothing(valley):
    assert load(valley).happened is None


def test_documents_that_the_case_does_not_have_may_be_given_beside(read):
    text = HAPPENED + dedent("""
        documents:
          later: {title: Later news, source: post}
    """).replace("\n", "\n    ").replace("{happened: unknown,", "")
    said, _ = read(
        text=text,
        old="text: Nobody says.",
        new="text: Nobody says., passages: [{document: later, start: 0, end: 4}]",
    )
    assert said.documents["later"].title == "Later news"
