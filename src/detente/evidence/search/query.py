"""Questions to the index: words, the beginnings of words, phrases."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.case import Case, DetenteError

from .index import CLOSED, OPENED, Index

MOST_TERMS = 32
_TERM = re.compile(r"[^\W_]", re.UNICODE)


class NothingToSearch(DetenteError):
    """What is looked for holds no letter and no digit, or too many words."""


@dataclass(frozen=True)
class PassageHit:
    """A passage that was found.

    Attributes
    ----------
    document : str
    start, end : int
        Where it stands in the stored text, in code points.
    text : str
    marks : tuple of (int, int)
        Where the words stand that were looked for, counted from the passage's start.
    score : float
        BM25 (Robertson & Zaragoza 2009), larger is better; comparable within one search only.
    claims : tuple of str
        Claims of which a passage overlaps this one.
    """

    document: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    score: float
    claims: tuple[str, ...]


@dataclass(frozen=True)
class ClaimHit:
    """A claim that was found; `marks` are places in its own words."""

    claim: str
    text: str
    marks: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True)
class Found:
    """What a search found, the best first.

    Attributes
    ----------
    terms : tuple of str
    passages : tuple of PassageHit
    claims : tuple of ClaimHit
    any_word : frozenset of str
        Among ``passages`` and ``claims``: where nothing has all the words, so that what is listed
        has some of them.
    unranked : bool
        Whether every word is so common that passages are listed in the order of the texts.
    searched : tuple of int
        How many passages, claims and documents were searched.
    """

    terms: tuple[str, ...]
    passages: tuple[PassageHit, ...]
    claims: tuple[ClaimHit, ...]
    any_word: frozenset[str]
    unranked: bool
    searched: tuple[int, int, int]


def search(case: Case, index: Index, terms: Iterable[str], *, most: int = 10) -> Found:
    """Look for words in the passages and claims of a case.

    Parameters
    ----------
    case : Case
    index : Index
        Of this case.
    terms : iterable of str
        Each is a word, a phrase if it has blanks in it, or the beginning of a word if it ends
        with ``*``. Whatever else it holds is looked for as it stands: there is no query language.
        Case and accents make no difference.
    most : int
        How many passages, and how many claims.

    Raises
    ------
    NothingToSearch
        No term has a letter or digit, or there are more than :data:`MOST_TERMS`.
    """
    words = tuple(dict.fromkeys(term for term in terms if _TERM.search(term)))
    if not words:
        raise NothingToSearch("there is no word to look for: a letter or digit is needed")
    if len(words) > MOST_TERMS:
        raise NothingToSearch(f"there are more than {MOST_TERMS} words to look for")
    ask = _Ask(index.connection, words, most)
    passages, any_passage = ask.both("passages")
    claims, any_claim = ask.both("claims")
    return Found(
        words,
        tuple(_passage_hits(case, passages)),
        tuple(_claim_hits(case, claims)),
        frozenset(
            what for what, any_ in (("passages", any_passage), ("claims", any_claim)) if any_
        ),
        ask.common.issuperset(words),
        (index.passages, index.claims, index.documents),
    )


@dataclass(frozen=True, eq=False)
class _Ask:
    """One search as SQL; terms are quoted, so that none of it can be syntax."""

    connection: sqlite3.Connection
    words: tuple[str, ...]
    most: int

    def both(self, table: str) -> tuple[list[tuple[object, ...]], bool]:
        """Return the rows that have all words; where there are none, those that have some."""
        rows = self.rows(table, self.words, " AND ")
        if rows or len(self.words) == 1:
            return rows, False
        telling = [word for word in self.words if word not in self.common]
        rows = self.rows(table, telling or self.words, " OR ")
        return rows, bool(rows)

    def rows(self, table: str, words: Sequence[str], operator: str) -> list[tuple[object, ...]]:
        columns = "document, start" if table == "passages" else "id"
        unranked = table == "passages" and self.common.issuperset(words)
        score, order = ("0.0", "") if unranked else (f"-bm25({table})", "ORDER BY rank")
        query = (
            f"SELECT highlight({table}, 0, ?, ?), {score}, {columns} FROM {table}"  # noqa: S608
            f" WHERE {table} MATCH ? {order} LIMIT ?"
        )
        match = "text : (" + operator.join(map(_quoted, words)) + ")"
        found = self.connection.execute(query, (OPENED, CLOSED, match, self.most))
        return list(found)

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that are too common to rank passages by: that would take long for nothing."""
        query = "SELECT 1 FROM common WHERE term = ?"
        return frozenset(
            word
            for word in self.words
            if self.connection.execute(query, (word.lower(),)).fetchone()
        )


def _quoted(term: str) -> str:
    stem = term.rstrip("*")
    star = "*" if stem != term else ""
    return '"' + stem.replace('"', " ").replace("\0", " ") + '"' + star


def _unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Split a text with marks in it into the text and where the marks stood."""
    parts = re.split(f"[{OPENED}{CLOSED}]", marked)
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    marks = tuple((places[i], places[i + 1]) for i in range(1, len(parts), 2))
    return "".join(parts), marks


def _passage_hits(case: Case, rows: Sequence[tuple[object, ...]]) -> Iterable[PassageHit]:
    for marked, score, document, start in rows:
        text, marks = _unmarked(str(marked))
        begin = int(str(start))
        end = begin + len(text)
        claims = _drawn_from(case, str(document), begin, end, text)
        yield PassageHit(str(document), begin, end, text, marks, float(str(score)), claims)


def _drawn_from(case: Case, document: str, start: int, end: int, text: str) -> tuple[str, ...]:
    """Return the claims that have a passage here, by its offsets or by its quotation."""
    return tuple(
        name
        for name, claim in case.claims.items()
        if any(
            passage.document == document
            and (
                passage.start < end and (passage.end or passage.start + 1) > start
                if passage.start is not None
                else passage.quote is not None and passage.quote in text
            )
            for passage in claim.passages
        )
    )


def _claim_hits(case: Case, rows: Sequence[tuple[object, ...]]) -> Iterable[ClaimHit]:
    for marked, score, name in rows:
        _, marks = _unmarked(str(marked))
        text = case.claims[str(name)].claim
        inside = tuple((a, b) for a, b in marks if b <= len(text))
        yield ClaimHit(str(name), text, inside, float(str(score)))
