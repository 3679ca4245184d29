"""Sentences follow the case's texts, whatever these are."""

import pytest

from detente.case.formula import parse
from detente.conflict import solve
from detente.show.words import Words, counted, joined, sentence
from making import DISPUTE, case


@pytest.fixture(scope="module")
def result():
    return solve(case())


@pytest.fixture(scope="module")
def words(result):
    return Words(result.case)


def named(name):
    return Words(case(DISPUTE.replace("The upper state", name), sources="", claims=_NO_CLAIMS))


_NO_CLAIMS = "".join(
    f"{c}: {{claim: C, speaker: Up, voice: author, stance: asserts}}\n"
    for c in ("vow", "plan", "money", "doubt", "fear")
)


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("The upper state", "the upper state"),
        ("A league", "a league"),
        ("Theland", "Theland"),
        ("Lowland", "Lowland"),
        ("An alliance", "an alliance"),
    ],
)
def test_an_article_is_small_within_a_sentence(name, within):
    assert named(name).maker("Up") == within


def test_a_decision_maker_without_a_name_goes_by_its_id():
    assert (
        Words(case(DISPUTE.replace("name: Lowland", "code: LOW"), **_ledger())).maker("Down")
        == "Down"
    )


def _ledger():
    return {"claims": _NO_CLAIMS}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Fill the dam", "will fill the dam"),
        ("UN troops are called in", "will UN troops are called in"),
        ("fill it.", "will fill it"),
        ("Éviter la guerre", "will éviter la guerre"),
    ],
)
def test_an_option_reads_after_will(text, phrase):
    other = Words(case(DISPUTE.replace("Fill the dam", text), **_ledger()))
    assert other.will("Up.fill", True) == phrase


def test_leaving_an_option_is_said_with_its_own_words_where_it_has_some(words):
    assert words.will("Up.share", False) == "will keep its data"
    assert words.will("Up.fill", False) == "will not fill the dam"


def test_a_state_tells_who_does_what(words, result):
    assert words.state(result, 1) == "no option is taken"
    assert words.state(result, 8) == (
        "the upper state will fill the dam and share its data; Lowland will bomb the dam"
    )


def test_a_move_tells_what_changes_and_nothing_else(words, result):
    assert (
        words.step(result, "Up", 2, 3)
        == "the upper state will no longer fill the dam and share its data"
    )
    assert words.step(result, "Up", 3, 1) == "the upper state will keep its data"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("Down.strike", "Lowland will bomb the dam"),
        ("not Up.share", "the upper state will keep its data"),
        ("not (Up.fill and Down.strike)", "it is not so that the upper state will fill the dam, and Lowland will bomb the dam"),
        ("Up.fill -> Down.strike", "if the upper state will fill the dam, then Lowland will bomb the dam"),
        ("Up.fill <-> Up.share", "the upper state will fill the dam exactly if the upper state will share its data"),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_words(words, formula, said):
    assert words.formula(parse(formula)) == said


@pytest.mark.parametrize(
    ("formula", "wish"),
    [
        ("Up.fill", "to fill the dam"),
        ("not Up.fill", "not to fill the dam"),
        ("not Up.share", "to keep its data"),
        ("Down.strike", "Lowland to bomb the dam"),
        ("not Down.strike", "Lowland not to bomb the dam"),
        ("Up.fill and not Down.strike", "to fill the dam, and Lowland not to bomb the dam"),
        ("Up.fill -> Up.share", "to share its data if the upper state should fill the dam"),
        ("not Up.share -> Up.fill or Down.strike", "to fill the dam, or Lowland to bomb the dam, if the upper state should keep its data"),
        ("Up.fill <-> Down.strike", "to fill the dam exactly if Lowland should bomb the dam"),
        ("not (Up.fill and Down.strike)", "this: it is not so that the upper state will fill the dam, and Lowland will bomb the dam"),
    ],
)  # fmt: skip
def test_what_a_decision_maker_wants_is_said_as_it_follows_wants(words, formula, wish):
    assert words.wish("Up", parse(formula)) == wish


def test_a_wish_for_another_is_said_to_be_for_it(words):
    assert words.wish_for("Up", parse("Down.strike")) == "for Lowland to bomb the dam"
    assert words.wish_for("Up", parse("not Up.fill")) == "not to fill the dam"


def test_an_outcome_without_a_text_says_its_formula(words):
    assert words.outcome("war") == "Lowland will bomb the dam."
    assert words.outcome("dark") == "The dam is filled in the dark."


def test_small_words():
    assert joined([]) == ""
    assert joined(["a"]) == "a"
    assert joined(["a", "b"], "or") == "a or b"
    assert counted(0, "state") == "0 states"
    assert sentence("is it so?") == "Is it so?"
