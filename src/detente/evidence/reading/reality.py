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
_NOBODY = word_set("no neither none nobody few")
_IN_TOUCH = word_set("telephoned phoned wrote written called rang cabled tweeted spoke")
_WILL = word_set("will would 'll shall")


class Reality:
    """Tells what happened in one text from what did not."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def of_verb(self, i: int, span: range, deed: Deed) -> str | None:
        """Return the type the deed has here, None if it did not happen or is only wanted."""
        words = self.words
        helpers, k = self.helpers(i, span)
        negated = s.NEGATION in helpers
        tag = words.tags[i]
        if _WILL & {*words.low[k + 1 : i]}:
            if tag == s.NEGATION:
                return deed.type  # "will never accept" is an entry of its own
            if negated and deed.type in _TURNS_TO_REJECT:
                return "REJECT"
        if s.MODAL in helpers or self._unreal(k, span) or self._undone(i, k, helpers, span):
            return None
        if tag == s.NEGATION:
            return deed.type
        if negated or self._nobody(k, span):
            return "REJECT" if negated and deed.type in _TURNS_TO_REJECT - {"CONSULT"} else None
        return deed.type

    def _undone(self, i: int, k: int, helpers: set[str], span: range) -> bool:
        """Whether the form of the verb leaves open that it was done: "to do", "for doing"."""
        words = self.words
        tag = words.tags[i]
        to = words.low[k] == "to" and k >= span.start and self._implied(k, span)
        if "be" in words.low[k + 1 : i] and not to:
            return True  # "insisted that they be punished", "could not afford to be blamed"
        if tag == s.BASE and s.DO not in helpers:
            return not to
        if tag == s.PARTICIPLE and not helpers & {s.HAVE, s.BE} and words.at(i + 1) != "by":
            # "The man arrested in May" is a deed; "enriched uranium", "see it ended" are not.
            return not (words.tag(i - 1) == s.NOUN and words.tag(i + 1) != s.NOUN)
        return tag == s.ING and (words.at(i - 1) in _NOT_YET or self._gerund(i, span))

    def _gerund(self, i: int, span: range) -> bool:
        """Whether a form in "-ing" is itself a subject: "suspending Qatar is being considered"."""
        words = self.words
        if i == span.start:
            return "," not in words.low[i : min(i + 16, span.stop)]
        return words.at(i - 1) in {"that", "whether", "if"}

    def _nobody(self, k: int, span: range) -> bool:
        """Whether the subject is nobody: "neither side has attacked"."""
        words = self.words
        for j in range(k, max(span.start - 1, k - 5), -1):
            if words.low[j] in _NOBODY:
                return True
            if words.tags[j] not in {s.NOUN, s.ADJECTIVE, s.PREPOSITION, s.DETERMINER}:
                return False
        return False

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
        if k >= span.start and words.low[k] in _implicative():
            return True
        return self._calls(k, span)

    def _calls(self, k: int, span: range) -> bool:
        """Whether somebody got in touch to do with words what follows: "wrote to thank"."""
        words = self.words
        for j in range(k, max(span.start - 1, k - 7), -1):
            if words.low[j] in _IN_TOUCH:
                return True
            if words.tags[j] in s.VERBAL or words.low[j] in {",", ";"}:
                return False
        return False

    # --- nouns

    def of_noun(self, i: int, stop: int, span: range) -> bool:
        """Whether the noun is a deed that took place: neither "no talks" nor "would need talks"."""
        words = self.words
        for k in range(i - 1, max(span.start - 1, i - 4), -1):
            if words.low[k] in _NO:
                return False
            leads = words.low[k] in {"of", "for", "to", "on"}
            if leads and words.at(k - 1) in groups("polarity.txt")["undone"]:
                return False
            if words.tags[k] not in {s.ADJECTIVE, s.NOUN, s.DETERMINER, "'s", "-", s.NUMBER}:
                break
        if self._wanted(i, span) or self._would_be(stop, span) or words.at(stop) == "that":
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
            if words.tags[k] == s.ING:
                return words.low[k - 1] in {"of", "for", "against", "about"}
            if words.tags[k] not in {s.ADJECTIVE, s.NOUN, s.DETERMINER, "'s", "-", s.NUMBER}:
                return False
        return False

    def _would_be(self, stop: int, span: range) -> bool:
        """Whether the noun is the subject of a modal verb: "an invasion of Taiwan would be"."""
        words = self.words
        for k in range(stop, min(stop + 6, span.stop)):
            if words.tags[k] not in {s.NOUN, s.ADJECTIVE, s.DETERMINER, s.PREPOSITION, s.ADVERB}:
                return words.tags[k] == s.MODAL
        return False

    def _clause_between(self, k: int, i: int) -> bool:
        return any(self.words.low[j] in {",", ";", "–"} for j in range(k, i))


@cache
def _implicative() -> frozenset[str]:
    return frozenset(groups("polarity.txt")["done"])
