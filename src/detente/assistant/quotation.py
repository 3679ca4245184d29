"""A quotation an assistant gives: where it stands, or why it is refused and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from detente.case import Case
from detente.case.errors import shown
from detente.evidence import StoredText
from detente.evidence.proposals import ProposalRefused, found, recorded_text

from .quoting import hidden, visible

SHORTEST = 4
"""Characters of a quotation at least: fewer stand in any text."""
BEGINNING = 12
"""Characters of a beginning that are worth telling that they stand there."""
NEARBY = 300
"""Characters that are shown of what stands there instead."""

ADVICE = (
    "Nothing was kept. Find the passage with `search` or `read_passage` and quote what stands"
    " there, character for character; if no passage says it, do not propose it."
)


def standing(
    case: Case, texts: Mapping[str, StoredText], document: str, quote: str, start: int | None
) -> tuple[int, int, str]:
    """Return where a quotation stands, and the text that stands there.

    A quotation with characters shown as their codes (``⟨U+202E⟩``) stands where they do.

    Raises
    ------
    ProposalRefused
        There is no such document or no text that can be trusted, or the quotation does not stand
        in it word for word; or more than once, and `start` does not tell which is meant.
    """
    text = recorded_text(case, texts, document)
    if sum(c.isalnum() for c in quote) < SHORTEST:
        raise ProposalRefused(
            f"“{shown(quote)}” is too little to be a quotation: at least {SHORTEST} letters or"
            f" digits. {ADVICE}"
        )
    begin, end = _found(text, quote, document, start)
    if cut := _cut_word(text, begin, end):
        raise ProposalRefused(
            f"`{document}`: the quotation cuts the word “{shown(cut)}”; quote whole words. {ADVICE}"
        )
    return begin, end, text[begin:end]


def _found(text: str, quote: str, document: str, start: int | None) -> tuple[int, int]:
    try:
        return found(text, quote, document, start)
    except ProposalRefused as refusal:
        meant = hidden(quote)
        if quote not in text and meant != quote and meant in text:
            return found(text, meant, document, start)
        hint = "" if quote in text else _instead(text, meant)
        raise ProposalRefused(f"{refusal}. {hint}{ADVICE}") from None


def _instead(text: str, quote: str) -> str:
    """Say what stands there that is nearest: the same in other characters, or the beginning."""
    place = _plain(text).find(_plain(quote))
    if place >= 0:
        there = visible(text[place : place + min(len(quote), NEARBY)])
        return (
            f"With other blanks, dashes or quotation marks the same stands at {place:,} to"
            f" {place + len(quote):,}: “{there}”. "
        )
    length = _longest_beginning(text, quote)
    if length < BEGINNING:
        return ""
    place = text.find(quote[:length])
    there = visible(text[place : place + min(len(quote), NEARBY)])
    return f"Only its first {length:,} characters do, at {place:,}, where it reads: “{there}”. "


def _longest_beginning(text: str, quote: str) -> int:
    """Return how many of a quotation's first characters stand somewhere in the text."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in text else (low, middle - 1)
    return low


def _plain(text: str) -> str:
    """Return a text of the same length with one kind of blank, dash and quotation mark each."""
    return "".join(map(_plain_character, text))


def _plain_character(c: str) -> str:
    if c.isascii():
        return " " if c.isspace() else "'" if c == '"' else c
    if c.isspace():
        return " "
    category = unicodedata.category(c)
    return "-" if category == "Pd" else "'" if category in {"Pi", "Pf"} else c


def _cut_word(text: str, start: int, end: int) -> str:
    """Return the word that a passage begins or ends in the middle of, or nothing.

    Only scripts with capitals are looked at: others may write without blanks between words.
    """
    for place in (start, end):
        if 0 < place < len(text) and _cased(text[place - 1]) and _cased(text[place]):
            return _word_around(text, place)
    return ""


def _word_around(text: str, place: int) -> str:
    begin, end = place, place
    while begin > 0 and _cased(text[begin - 1]):
        begin -= 1
    while end < len(text) and _cased(text[end]):
        end += 1
    return text[begin:end]


def _cased(c: str) -> bool:
    return c.lower() != c.upper()
