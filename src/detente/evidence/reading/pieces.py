"""Pieces of words: how any word is written with a fixed list of common words and parts of words.

A word is cut from the left, each time into the longest piece that the list has (WordPiece; Schuster
& Nakajima 2012, Wu et al. 2016). A piece that goes on within a word begins with ``##``. So a word
that no list has still shows its parts: *reoccupied* is *re*, *##oc*, *##cup*, *##ied*.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

BEGIN = "[CLS]"
UNKNOWN = "[UNK]"
STANDS_FOR = {
    "<actor>": "[unused1]",
    "<place>": "[unused2]",
    "<name>": "[unused3]",
    "<time>": "[unused4]",
    "<number>": "[unused5]",
}
"""The pieces for what stands in place of a name, a time or a number."""

LONGEST = 40
"""Letters; a longer word is unknown."""


class Pieces:
    """Cuts words into pieces.

    Parameters
    ----------
    rows : mapping of str to int
        The number of each piece.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        self.rows = rows
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces; those of what stands for a name are one."""
        if word not in self._known:
            self._known[word] = self._cut(word)
        return self._known[word]

    def _cut(self, word: str) -> tuple[int, ...]:
        if word in STANDS_FOR:
            return (self.rows[STANDS_FOR[word]],)
        made: list[int] = []
        for part in _parts(_plain(word)):
            made.extend(self._longest(part))
        return (*made,) or (self.rows[UNKNOWN],)

    def _longest(self, word: str) -> list[int]:
        made: list[int] = []
        at = 0
        while at < len(word) <= LONGEST:
            begun = "##" if at else ""
            for stop in range(len(word), at, -1):
                row = self.rows.get(begun + word[at:stop])
                if row is not None:
                    made.append(row)
                    at = stop
                    break
            else:
                return [self.rows[UNKNOWN]]
        return made or [self.rows[UNKNOWN]]


def _plain(word: str) -> str:
    """Return a word in lower case and without accents, with quotation marks of the keyboard."""
    letters = unicodedata.normalize("NFD", word.lower().translate(_MARKS))
    return "".join(one for one in letters if unicodedata.category(one) != "Mn")


def _parts(word: str) -> list[str]:
    """Return letters and digits that stand together, and all other characters one by one."""
    made = [""]
    for one in word:
        if one.isalnum():
            made[-1] += one
        else:
            made += [one, ""]
    return [part for part in made if part.strip()]


_MARKS = str.maketrans("‘’“”–—", "''\"\"--")
