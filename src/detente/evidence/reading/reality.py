"""Whether a deed took place, for all the text says, or is only wanted, possible or denied."""

from __future__ import annotations

from functools import cache

from . import syntax as s
from .plover import Deed
from .syntax import Words
from .tables import groups, word_set

_HELPERS = frozenset((s.MODAL, s.BE, s.HAVE, s.DO, s.ADVERB, s.NEGATION))
_TURNS_TO_REJECT = frozenset(("AGREE", "CONCEDE", "COOPERATE", "CONSULT", "SUPPORT"))
_UNREAL = frozenset(("if", "unless", "whether", "lest"))
_NOT_YET = word_set("of for from to against about without before on instead")
_NO = word_set("no without any possible potential future planned")


class Reality:
    """Tells what happened in one text from what did not."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def of_verb(self, i: int, span: range, deed: Deed) -> str | None:
        """Return the type the deed has here, None if it did not happen or is only wanted."""
        words = self.words
        helpers, k = self.helpers(i, span)
        negated = s.NEGATION in helpers
        if negated and "would" in words.low[k + 1 : i] and deed.type in _TURNS_TO_REJECT:
            return "REJECT"
        if s.MODAL in helpers or self._unreal(k, span):
            return None
        if "be" in words.low[k + 1 : i] and words.at(k) != "to":
            return None  # "insisted that they be punished"
        tag = words.tags[i]
        if tag == s.BASE and s.DO not in helpers:
            if k < span.start or words.low[k] != "to":
                return None
            if not self._implied(k, span):
                return None
        if tag == s.PARTICIPLE and not helpers & {s.HAVE, s.BE} and words.at(i + 1) != "by":
            # "The man arrested in May" is a deed; "enriched uranium", "see it ended" are not.
            relative = words.tag(i - 1) == s.NOUN and words.tag(i + 1) != s.NOUN
            return deed.type if relative else None
        if tag == s.ING and words.at(i - 1) in _NOT_YET:
            return None
        if negated:
            return "REJECT" if deed.type in _TURNS_TO_REJECT and tag != s.NEGATION else None
        return deed.type

    def helpers(self, i: int, span: range) -> tuple[set[str], int]:
        """Return the tags of what helps a verb, and the word before all that."""
        words = self.words
        tags: set[str] = set()
        k = i - 1
        while k >= span.start:
            if words.low[k] == "," and words.tag(k - 1) == s.ADVERB and words.at(k - 2) == ",":
                k -= 3
            elif words.tags[k] in _HELPERS:
                tags.add(words.tags[k])
                k -= 1
            else:
                break
        return tags, k

    def _unreal(self, k: int, span: range) -> bool:
        """Whether "if" opens the clause."""
        words = self.words
        for j in range(k, max(span.start - 1, k - 8), -1):
            if words.low[j] in _UNREAL:
                return True
            if words.low[j] in {",", ";", '"'}:
                return False
        return False

    def _implied(self, to: int, span: range) -> bool:
        """Whether "to do" says that it was done: "began to", "is believed to have", "moved to"."""
        words = self.words
        k = to - 1
        while k >= span.start and words.tags[k] in {s.ADVERB, s.NEGATION}:
            k -= 1
        return k >= span.start and words.low[k] in _implicative()

    # --- nouns

    def of_noun(self, i: int, stop: int, span: range) -> bool:
        """Whether the noun is a deed that took place: neither "no talks" nor "would need talks"."""
        words = self.words
        for k in range(i - 1, max(span.start - 1, i - 4), -1):
            if words.low[k] in {
                "no",
                "without",
                "any",
                "possible",
                "potential",
                "future",
                "planned",
            }:
                return False
            leads = words.low[k] in {"of", "for", "to", "on"}
            if leads and words.at(k - 1) in groups("polarity.txt")["undone"]:
                return False
            if words.tags[k] not in {s.ADJECTIVE, s.NOUN, s.DETERMINER, "'s", "-", s.NUMBER}:
                break
        if self._wanted(i, span) or words.tag(stop) == s.MODAL or words.at(stop) == "that":
            return False
        if words.at(stop) == "-" or (words.tag(stop) == s.NOUN and not words.named(stop)):
            return False
        for k in range(span.start, i):
            if words.tags[k] == s.MODAL and not self._clause_between(k, i):
                return False
            if words.low[k] in _UNREAL and not self._clause_between(k, i):
                return False
        return True

    def _wanted(self, i: int, span: range) -> bool:
        """Whether the noun is the object of "to reach" or "to seek", not said to be done."""
        words = self.words
        for k in range(i - 1, max(span.start, i - 5), -1):
            if words.tags[k] == s.BASE:
                return words.low[k - 1] == "to" and not self._implied(k - 1, span)
            if words.tags[k] not in {s.ADJECTIVE, s.NOUN, s.DETERMINER, "'s", "-", s.NUMBER}:
                return False
        return False

    def _clause_between(self, k: int, i: int) -> bool:
        return any(self.words.low[j] in {",", ";", "–"} for j in range(k, i))


@cache
def _implicative() -> frozenset[str]:
    return frozenset(groups("polarity.txt")["done"])
