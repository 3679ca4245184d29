"""A text as words with places, spelt so that they can be compared.

Typography is levelled without moving anything: every replacement is one code point for one code
point, so an offset into the levelled text is an offset into the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LEVEL = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007", " "),
    **dict.fromkeys("\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2043\u00ad", "-"),
    **dict.fromkeys("\u2012\u2015\u2014", "\u2013"),
}
_UNLEVEL = re.compile(f"[{''.join(_LEVEL)}]")
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
# Letters that have no decomposition into a base letter and an accent.
_BASE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "s", "æ": "a", "œ": "o"})

_WORD = re.compile(r"(?:[A-Z]\.)+[A-Z]?(?![^\W_])|[^\W_]+(?:'[^\W_]+)*")
_ABBREVIATED = 3
_INSIDE = frozenset((" ", "-", "\n", " -", "- ", "  ", "'s ", "' ", "/", " & ", " \n", "\n "))


@lru_cache(maxsize=4)
def level(text: str) -> str:
    """Return the text with plain quotes, spaces and hyphens, every character at its place."""
    return _UNLEVEL.sub(lambda match: _LEVEL[match.group()], text)


def lowered(text: str) -> str:
    """Return the text in lower case, every character at its place."""
    low = text.lower()
    return low if len(low) == len(text) else text.translate(_SMALL)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, as parallel lists.

    Attributes
    ----------
    text : str
        The levelled text.
    raw : list of str
        The words as they stand, without a possessive 's and the dots of U.S.
    words : list of str
        The same in lower case without accents.
    starts, ends : list of int
        Where they stand, in code points.
    possessive : list of bool
    joined : list of bool
        Whether only a space or hyphen, which names have inside, parts the word from the one before.
    """

    text: str
    raw: list[str]
    words: list[str]
    starts: list[int]
    ends: list[int]
    possessive: list[bool]
    joined: list[bool]

    def gap(self, i: int) -> str:
        """Return what stands between word i - 1 and word i."""
        start = self.ends[i - 1] if i else 0
        stop = self.starts[i] if i < len(self.starts) else len(self.text)
        return self.text[start:stop]

    def after(self, i: int) -> str:
        """Return what stands between word i and the next."""
        stop = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
        return self.text[self.ends[i] : stop]

    def word(self, i: int) -> str:
        """Return word i in lower case; empty beyond either end."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """Whether word i begins with a capital letter."""
        return 0 <= i < len(self.raw) and self.raw[i][0].isupper()


def tokenize(text: str) -> Tokens:
    """Split a text into words."""
    text = level(text)
    tokens = Tokens(text, [], [], [], [], [], [])
    previous = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = match.group()
        possessive = False
        if "'" in raw and raw[-2:] in {"'s", "'S"}:
            raw, end, possessive = raw[:-2], end - 2, True
        elif raw[-1] in "sS" and text.startswith("' ", end):
            possessive = True
        if "." in raw:
            raw = raw.replace(".", "")
        gap = text[previous:start]
        inside = gap in _INSIDE or (
            gap == ". " and tokens.raw and len(tokens.raw[-1]) <= _ABBREVIATED
        )
        tokens.raw.append(raw)
        tokens.words.append(fold(raw))
        tokens.starts.append(start)
        tokens.ends.append(end)
        tokens.possessive.append(possessive)
        tokens.joined.append(bool(inside) and len(tokens.raw) > 1)
        previous = end
    return tokens


def fold(word: str) -> str:
    """Return a word in lower case, without accents."""
    return word.lower() if word.isascii() else _fold(word)


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_BASE))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
