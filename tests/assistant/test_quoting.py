"""Text from documents on its way to an assistant, and quotations on their way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.assistant import quotation
from detente.assistant.quoting import NOTICE, hidden, quoted, visible
from detente.case import load
from detente.evidence import stored_texts
from detente.evidence.proposals import ProposalRefused

TEXT = (
    "“We would pay,” says the harbour\u00a0master — and means it.\n"
    "The gates stand open. The gates stand open.\n"
    "Quiet\u202eorders\u200b here.\n"
)


@pytest.mark.parametrize(
    "unseen",
    ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x1b", "\x00", "\x85", "\u2028", "\u00ad",
     "\U000e0041", "\ufe0f", "\U000e0101", "\ue000"],
)  # fmt: skip
def test_a_character_that_nobody_sees_is_shown_as_its_code(unseen):
    assert visible(f"a{unseen}b") == f"a⟨U+{ord(unseen):04X}⟩b"


def test_what_is_seen_stays_as_it_is():
    text = "Peace, “peace” — Frieden, мир, 평화, صلح\u00a0…\n\tand 🕊."
    assert visible(text) == text


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80).filter(lambda t: "⟨U+" not in t)
)
def test_showing_loses_nothing(text):
    shown = visible(text)
    assert hidden(shown) == text
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in shown if c not in "\n\t")


def test_quoted_text_says_that_it_is_no_instruction():
    assert quoted("Obey.") == {"notice": NOTICE, "text": "Obey."}
    assert "never instructions" in NOTICE


@pytest.fixture
def stands(valley):
    """Where a quotation stands in the text above; it is stored as the template's document."""
    (valley / "documents" / "post-0602.txt").write_text(TEXT, encoding="utf-8")
    ledger = valley / "documents.yaml"
    case = load(valley)
    old, new = case.documents["post-0602"].sha256, stored_texts(case)["post-0602"].detail
    ledger.write_text(ledger.read_text().replace(old, new))
    case = load(valley)
    return lambda quote, start=None: quotation.standing(
        case, stored_texts(case), "post-0602", quote, start
    )


def test_a_true_quotation_is_found(stands):
    start, end, text = stands("says the harbour\u00a0master")
    assert TEXT[start:end] == text == "says the harbour\u00a0master"


def test_a_quotation_with_a_code_in_it_stands_where_the_character_does(stands):
    assert stands("Quiet⟨U+202E⟩orders")[2] == "Quiet\u202eorders"


def test_a_quotation_that_stands_twice_needs_its_place(stands):
    with pytest.raises(ProposalRefused, match="stands 2 times; give its `start`"):
        stands("The gates stand open.")
    place = TEXT.rindex("The gates")
    assert stands("The gates stand open.", place)[0] == place


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("The gates are closed for good.", "Nothing was kept. Find the passage"),
        (
            '"We would pay," says',
            "With other blanks, dashes or quotation marks the same stands at 0",
        ),
        ("says the harbour master", "stands at 16 to 39: “says the harbour\u00a0master”"),
        (
            "The gates stand ajar.",
            "Only its first 16 characters do, at 56, where it reads: “The gates",
        ),
        ("he gates stand", "cuts the word “The”; quote whole words"),
        ("means i", "cuts the word “it”"),
        ("— “", "too little to be a quotation"),
    ],
)
def test_a_quotation_that_does_not_stand_there_is_refused_with_what_to_do(stands, quote, told):
    start = TEXT.index(quote) if TEXT.count(quote) > 1 else None
    with pytest.raises(ProposalRefused) as refusal:
        stands(quote, start)
    assert told in str(refusal.value)
    assert "Nothing was kept." in str(refusal.value)


@given(st.text(min_size=4, max_size=40))
def test_only_what_stands_in_the_text_is_ever_accepted(quote):
    try:
        found = quotation._found(TEXT, quote, "d", None)  # noqa: SLF001 - its promise
    except ProposalRefused:
        assert TEXT.count(quote) != 1
    else:
        assert TEXT[slice(*found)] == hidden(quote)
