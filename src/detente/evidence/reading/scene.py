"""A text under reading: its words, the sentence each stands in, and the names found."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .lexicon import Lexicon, titles
from .rates import rate
from .spans import Mention, Sentence, Tier
from .tables import groups
from .tokens import Tokens, tokenize
from .trie import Hit

LONGEST_TITLE = 5
_DETERMINERS = frozenset({"the", "a", "an", "some", "one", "several", "many", "most"})
_OWN = frozenset({"state", "demonym", "capital", "seat", "organisation", "institution", "case"})


@cache
def context(name: str) -> frozenset[str]:
    """Return a list of the words by which names are told apart."""
    return frozenset(groups("context.txt")[name])


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention by its words, first and last inclusive."""

    first: int
    last: int
    actor: str
    tier: Tier
    rule: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A title: where it begins, and the office it names."""

    first: int
    office: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A text under reading.

    Attributes
    ----------
    tokens : Tokens
    sentence : list of int
        The sentence of each word, by number; words outside all sentences count to the one before.
    hits : list of Hit
        Names found, from left to right.
    hit_at : list of (Hit or None)
        The name that each word belongs to.
    lexicon : Lexicon
    year : int or None
        When the text was published, as far as known.
    commonest : str
        The state named most often; empty if none is.
    """

    tokens: Tokens
    sentence: list[int]
    hits: list[Hit]
    hit_at: list[Hit | None]
    lexicon: Lexicon
    year: int | None
    commonest: str

    @classmethod
    def of(
        cls, text: str, sentences: Sequence[Sentence], lexicon: Lexicon, year: int | None
    ) -> Scene:
        """Find the words and names of a text."""
        tokens = tokenize(text)
        starts = [s.start for s in sentences]
        sentence = [bisect_right(starts, start) - 1 for start in tokens.starts]
        hits = lexicon.find(tokens)
        hit_at: list[Hit | None] = [None] * len(tokens.words)
        for hit in hits:
            for i in range(hit.first, hit.last + 1):
                hit_at[i] = hit
        return cls(tokens, sentence, hits, hit_at, lexicon, year, _commonest(hits))

    def opens(self, i: int) -> bool:
        """Whether word i is the first of its sentence."""
        return i == 0 or self.sentence[i] != self.sentence[i - 1]

    def together(self, i: int, j: int) -> bool:
        """Whether words i and j stand in one sentence; false beyond either end."""
        inside = 0 <= i < len(self.sentence) and 0 <= j < len(self.sentence)
        return inside and self.sentence[i] == self.sentence[j]

    def kinds(self, i: int) -> frozenset[str]:
        """Return what kinds of name word i is part of."""
        hit = self.hit_at[i] if 0 <= i < len(self.hit_at) else None
        return frozenset(entry.kind for entry in hit.entries) if hit else frozenset()

    def title_before(self, i: int) -> Title | None:
        """Return the title that ends right before word i, in its sentence."""
        if not self.together(i - 1, i) or self.tokens.gap(i) not in {" ", ". ", "\n"}:
            return None
        return self.title_ending(i - 1)

    def title_ending(self, last: int) -> Title | None:
        """Return the longest title whose last word is given."""
        table = titles()
        for length in range(min(LONGEST_TITLE, last + 1), 0, -1):
            first = last + 1 - length
            words = tuple(self.tokens.words[first : last + 1])
            if words in table and self.together(first, last) and self._unbroken(first, last):
                return Title(first, table[words])
        return None

    def _unbroken(self, first: int, last: int) -> bool:
        return all(
            self.tokens.gap(k) in {" ", ". ", "-", "\n"} and not self.tokens.possessive[k - 1]
            for k in range(first + 1, last + 1)
        )

    def mention(self, mark: Mark) -> Mention:
        """Return a mark with its place in the text and its confidence."""
        return Mention(
            start=self.tokens.starts[mark.first],
            end=self.tokens.ends[mark.last],
            actor=mark.actor,
            tier=mark.tier,
            ambiguous=mark.ambiguous,
            rule=mark.rule,
            confidence=rate(mark.rule),
        )


def owner(hit: Hit) -> str:
    """Return the state or organisation that a name belongs to; empty for people and places."""
    for entry in hit.entries:
        if entry.kind in _OWN:
            head, _, _ = entry.actor.partition(".")
            return {"UNSC": "UN", "UNGA": "UN"}.get(head, head)
    return ""


def _commonest(hits: Sequence[Hit]) -> str:
    """Return the state that most names of states, peoples and capitals belong to."""
    counted = Counter(
        owner(hit)
        for hit in hits
        if any(entry.kind in {"state", "demonym", "capital"} for entry in hit.entries)
    )
    return counted.most_common(1)[0][0] if counted else ""


def article_before(scene: Scene, first: int) -> int:
    """Return where the phrase begins: at its article, with an adjective between or not."""
    words = scene.tokens.words
    for k in (first - 1, first - 2):
        if not scene.together(k, first) or scene.tokens.gap(k + 1) != " ":
            return first
        if words[k] in _DETERMINERS:
            return k
        if words[k] in context("function") or scene.tokens.capital(k):
            return first
    return first
