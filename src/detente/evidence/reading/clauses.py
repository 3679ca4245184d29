"""Where quotations stand, and where clauses and phrases begin and end."""

from __future__ import annotations

from collections.abc import Sequence

from . import syntax as s
from .cues import verb_cues
from .quotes import Quotation
from .syntax import Words

CLAUSE_REACH = 14
"""Within how many words a clause without "that" must show its verb."""

FINITE = frozenset((s.FINITE, s.MODAL, s.BE, s.HAVE, s.DO))
PHRASE = frozenset(
    (s.NOUN, s.ADJECTIVE, s.DETERMINER, s.POSSESSIVE, s.NUMBER, "'s", s.PARTICIPLE, s.ADVERB, "-")
)
_OPENERS = PHRASE | {s.PRONOUN, s.QUOTE, s.ING, s.WH, s.NEGATION}
_OPENING_WORDS = frozenset(("if", "in", "after", "under", "without", "unless", "despite"))
_BREAKS = frozenset(("because", "after", "before", "while", "although", "though", "since", "when"))


class Clauses:
    """The clauses of one text."""

    def __init__(self, words: Words, quotes: Sequence[Quotation]) -> None:
        self.words = words
        self._quotes_at: dict[int, Quotation] = {}
        self.quotes_over: list[Quotation | None] = [None] * len(words.starts)
        for quote in quotes:
            inside = words.within(quote.start, quote.end)
            if inside and words.starts[inside.start] == quote.start:
                self._quotes_at[inside.start] = quote
            for i in inside:
                self.quotes_over[i] = quote

    # --- quotations by place

    def quote_at(self, i: int) -> Quotation | None:
        """Return the quotation that opens at word `i`."""
        return self._quotes_at.get(i)

    def quote_over(self, i: int) -> Quotation | None:
        """Return the quotation that covers word `i`, marks included."""
        return self.quotes_over[i]

    def quote_before(self, i: int) -> Quotation | None:
        """Return the quotation that ends right before word `i`, a comma aside."""
        words = self.words
        k = i - 1
        if k >= 0 and words.low[k] in {",", "–"}:
            k -= 1
        if k < 0:
            return None
        quote = self.quote_over(k)
        return quote if quote is not None and quote.end == words.ends[k] else None

    # --- clauses

    def opens_clause(self, k: int, high: int) -> bool:
        """Whether a subject begins at word k and its finite verb is not far."""
        words = self.words
        if words.tags[k] not in _OPENERS and words.low[k] not in _OPENING_WORDS:
            return False
        commas = 0
        for i in range(k, min(high, k + CLAUSE_REACH)):
            if words.tags[i] in FINITE and i > k:
                # "claims the island as its own, has condemned": that verb is another's.
                return not (words.low[i - 1] == "," and commas % 2)
            commas += words.low[i] == ","
            if words.tags[i] == s.WH and i > k + 1:
                return False
            if words.low[i] in {";", ":", "."} or (words.low[i] == "that" and i > k + 6):
                return False
        return False

    def relative_end(self, k: int, high: int) -> int:
        """Return where a clause ends that is reported within "who believe that …".

        The second finite verb that nothing joins to the first is that of the sentence itself.
        """
        words = self.words
        seen = False
        for i in range(k, high):
            if words.low[i] == "," and seen:
                return i
            if words.tags[i] not in FINITE or self.quote_over(i) is not None:
                continue
            if words.tags[i - 1] in FINITE | {s.ADVERB, s.NEGATION, s.CONJUNCTION, s.WH}:
                continue
            if seen and words.tags[i] in {s.MODAL, s.BE, s.DO, s.FINITE, s.HAVE}:
                return i
            seen = True
        return high

    def clause_end(self, k: int, high: int) -> int:
        """Return the word before which a reported clause ends."""
        words = self.words
        i = k
        while i < high:
            quote = self.quote_at(i)
            if quote is not None:
                i = max(words.within(quote.start, quote.end).stop, i + 1)
                continue
            if i > k and self._ends(i, high):
                return i
            i += 1
        return min(i, high)

    def _ends(self, i: int, high: int) -> bool:
        words = self.words
        low = words.low[i]
        if low in {";", "."}:
            return low == ";" or i == high - 1
        if low == "and" and words.at(i + 1) == "that" and i + 1 < high:
            return words.tag(i + 2) not in FINITE
        if low in {"and", "but"}:
            return self._speaks(i + 1, high)
        if low == "–" and self._within_dashes(i):
            return True
        if low in {",", "–"}:
            return self._comma_ends(i, high)
        return False

    def _within_dashes(self, i: int) -> bool:
        """Whether this dash closes what another one opened before the content."""
        words = self.words
        open_ = False
        for k in range(max(0, i - 40), i):
            if words.low[k] == ".":
                open_ = False
            elif words.low[k] == "–":
                open_ = not open_
        return open_

    def _comma_ends(self, i: int, high: int) -> bool:
        """Whether a comma closes the content: an attribution follows, or the author comes back."""
        words = self.words
        k = i + 1
        if k >= high:
            return False
        if words.tags[k] == s.ING and words.low[k] in verb_cues():
            return True
        if words.low[k : k + 2] == ["according", "to"]:
            return True
        if words.low[k] in {"and", "but"}:
            if words.at(k + 1) == "that" and words.tag(k + 2) not in FINITE:
                return True
            return self._speaks(k + 1, high) or self._other_speaks(k + 1, high)
        if words.low[k] == "which":
            return True
        if words.low[k] == "who":
            return self._other_speaks(k + 1, high)
        return self._tag_attribution(k, high)

    def _speaks(self, k: int, high: int) -> bool:
        """Whether word k is a finite cue: "… and warned that"."""
        words = self.words
        while k < high and words.tags[k] == s.ADVERB:
            k += 1
        return (
            k < high and words.low[k] in verb_cues() and words.tags[k] in {s.FINITE, s.PARTICIPLE}
        )

    def _other_speaks(self, k: int, high: int) -> bool:
        """Whether somebody, named or not, is subject of a finite cue right after word k."""
        words = self.words
        for i in range(k, min(k + 9, high)):
            if words.tags[i] == s.FINITE:
                return i > k and words.low[i] in verb_cues()
            if words.tags[i] == s.PARTICIPLE and words.tags[i - 1] == s.HAVE:
                return words.low[i] in verb_cues()
            if words.tags[i] not in PHRASE and words.tags[i] not in {s.PRONOUN, s.HAVE, ","}:
                return False
        return False

    def _tag_attribution(self, k: int, high: int) -> bool:
        """Whether "he said" or "officials say" follows a comma."""
        words = self.words
        for i in range(k, min(k + 8, high)):
            if words.tags[i] == s.FINITE and words.low[i] in verb_cues():
                return i > k and words.tag(i + 1) in {",", s.STOP, s.PREPOSITION, s.ADVERB}
            if words.tags[i] not in PHRASE | {s.PRONOUN} and words.low[i] not in {
                "of",
                "for",
                "in",
            }:
                return False
        return False

    # --- phrases

    def phrase_end(self, k: int, high: int) -> int:
        """Return the word before which a noun phrase or infinitive ends."""
        words = self.words
        i = k
        while i < high:
            quote = self.quote_at(i)
            if quote is not None:
                i = max(words.within(quote.start, quote.end).stop, i + 1)
                continue
            if i > k and self._phrase_ends(i, high):
                return i
            i += 1
        return min(i, high)

    def infinitive_end(self, k: int, high: int) -> int:
        """Return the word before which "to do this, do that and do the other" ends."""
        words = self.words
        end = self.phrase_end(k, high)
        while end + 1 < high and words.low[end] == ",":
            verb = end + 1 + (words.low[end + 1] == "and")
            if "base" not in s.verbs().get(words.at(verb), ()) or words.named(verb):
                break
            end = self.phrase_end(verb + 1, high)
        return end

    def _after_aside(self, k: int, high: int) -> int:
        """Step over adverbs and "in the same breath"."""
        words = self.words
        while k < high and words.tags[k] == s.ADVERB:
            k += 1
        if k < high and words.tags[k] == s.PREPOSITION:
            k += 1
            while k < high and words.tags[k] in PHRASE:
                k += 1
        return k

    def _phrase_ends(self, i: int, high: int) -> bool:
        words = self.words
        low = words.low[i]
        if low in {",", ";", ":", "–", "."}:
            return low != "." or i == high - 1
        if low in {"and", "but"}:
            k = self._after_aside(i + 1, high)
            return k < high and words.tags[k] in {s.FINITE, s.HAVE, s.BE}
        return low in _BREAKS and words.tags[i] != s.NOUN
