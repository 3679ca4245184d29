"""What is said: where the content of an attribution begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import syntax as s
from .clauses import FINITE, PHRASE, Clauses
from .cues import Cue, verb_cues
from .quotes import Quotation
from .tables import groups, word_set

THAT_REACH = 14
"""How many words may stand between "told" and "that"."""

_OPENS = frozenset((s.NOUN, s.ADJECTIVE, s.DETERMINER, s.POSSESSIVE, s.NUMBER, s.QUOTE))
_TOLD = word_set("reporters journalists parliament lawmakers him her them us me the a his its")
_ASIDE = word_set(
    "on in at to during by after before late early through via from with since for ahead out"
)


@dataclass(frozen=True, slots=True)
class Content:
    """A span of words: from word `start` to word `stop`, `stop` not included, and how it was found.

    Attributes
    ----------
    start, stop : int
    frame : str
    quoted : Quotation or None
        The quotation that it is, without the marks, if it is no more than that.
    """

    start: int
    stop: int
    frame: str
    quoted: Quotation | None = None


class Contents(Clauses):
    """Finds contents in one text."""

    # --- after a verb

    def after(self, k: int, high: int, cue: Cue, *, extracted: bool = False) -> Iterator[Content]:
        """Yield what follows the cue's last word, up to word `high`, in the first frame that fits.

        Parameters
        ----------
        k : int
            The word after the cue.
        extracted : bool
            The object stands before: "in what it called an operation".
        """
        words = self.words
        frames = cue.frames
        if k >= high:
            return
        said_comma = words.low[k] == "," and cue.lemma == "say" and self.opens_clause(k + 1, high)
        if words.low[k] == ":" or (words.low[k] == "," and self.quote_at(k + 1)) or said_comma:
            yield from self._from(k + 1, high, "colon")
            return
        if "as" in frames and (found := self._as(k, high, cue)):
            yield found
            return
        if "blame" in frames and (found := self._blame(k, high, cue)):
            yield found
            return
        if "call" in frames and (found := self._call(k, high, extracted=extracted)):
            yield found
            return
        if "ing" in frames and words.tags[k] in {s.ING, s.HAVE, s.BE}:
            yield Content(k, self.phrase_end(k, high), "ing")
            return
        if frames & {"that", "quote"} and (colon := self._colon(k, high)) is not None:
            yield from self._from(colon + 1, high, "colon")
            return
        if frames & {"that", "zero", "quote"}:
            clauses = tuple(self._clauses(k, high, frames))
            yield from clauses
            if clauses:
                return
        yield from self._phrases(k, high, frames)

    def _colon(self, k: int, high: int) -> int | None:
        """Return the colon of "contradicted him: the positions had been passed on"."""
        words = self.words
        for i in range(k, min(high, k + 8)):
            if words.low[i] == ":":
                return i
            if words.tags[i] in FINITE or words.low[i] in {",", ";", "that"}:
                return None
            if words.tags[i] == s.QUOTE:
                return None
        return None

    def _phrases(self, k: int, high: int, frames: frozenset[str]) -> Iterator[Content]:
        words = self.words
        to = k + (words.tags[k] == s.NEGATION)
        if "inf" in frames and words.at(to) == "to" and words.tag(to + 1) in _INFINITIVE:
            yield Content(k, self.infinitive_end(k, high), "inf")
        elif "obj" in frames and self._to_verb(k, high) is not None:
            yield Content(k, self.infinitive_end(k, high), "obj")
        elif "obj" in frames and (asked := self._asked_for(k, high)) is not None:
            yield Content(asked, self.phrase_end(asked, high), "for")
        elif words.low[k] in frames & {"of", "for", "on", "about", "against", "with", "over", "at"}:
            if k + 1 < high and words.time[k + 1] < 0:
                yield Content(k + 1, self.phrase_end(k + 1, high), "preposition")
        elif "to-np" in frames and words.low[k] == "to" and words.tag(k + 1) != s.BASE:
            yield Content(k + 1, self.phrase_end(k + 1, high), "preposition")
        elif "np" in frames and words.tags[k] in _OPENS:
            stop = self.phrase_end(k, high)
            if not self._somebody(k, stop) and not self._one_name(k, stop):
                yield Content(k, stop, "phrase")

    def _asked_for(self, k: int, high: int) -> int | None:
        """Return the word after "for" in "appealed to both for restraint"."""
        words = self.words
        for i in range(k, min(high - 1, k + 8)):
            if words.low[i] == "for":
                return i + 1
            if words.tags[i] in FINITE or words.low[i] in {",", ";", "that", ":"}:
                return None
        return None

    def _one_name(self, k: int, stop: int) -> bool:
        """Whether a phrase is a name and no more: who is blamed, not for what."""
        words = self.words
        return words.outer[k] >= 0 and all(words.outer[i] == words.outer[k] for i in range(k, stop))

    def _somebody(self, k: int, stop: int) -> bool:
        """Whether a phrase is a person or a pronoun: nobody's words, but who is dismissed."""
        words = self.words
        head = k
        while head + 1 < stop and words.tags[head + 1] in {s.NOUN, s.ADJECTIVE, "'s"}:
            head += 1
        return head == stop - 1 and words.low[head] in groups("heads.txt")["person"]

    def _clauses(self, k: int, high: int, frames: frozenset[str]) -> Iterator[Content]:
        """Yield clauses: after "that", in quotation marks, or bare."""
        words = self.words
        that = self._that(k, high, told="to" in frames)
        if that is not None:
            yield from self._from(that + 1, high, "that")
            return
        told = self._skip_told(k, high) if "to" in frames else k
        for place in dict.fromkeys((k, told, self._skip_aside(told, high))):
            if place >= high:
                continue
            quote = self.quote_at(place)
            if quote is not None and "quote" in frames and quote.words > 1:
                yield from self._from(place, high, "quotation")
                return
            if words.low[place] in {":", ","} and self.quote_at(place + 1):
                yield from self._from(place + 1, high, "quotation")
                return
            if "zero" in frames and self.opens_clause(place, high):
                yield from self._from(place, high, "bare")
                return

    def _that(self, k: int, high: int, *, told: bool) -> int | None:
        """Return "that" or "whether" where it belongs to this cue."""
        words = self.words
        for i in range(k, min(high, k + THAT_REACH)):
            if words.low[i] in {"that", "whether"} and words.tags[i] == s.SUBORDINATOR:
                return i if i == k or self._stands_off(k, told=told) else None
            if words.tags[i] in FINITE:
                return None
            if words.low[i] in {";", ":", "."} or words.tags[i] == s.QUOTE:
                return None
        return None

    def _stands_off(self, k: int, *, told: bool) -> bool:
        """Whether only who was told, when and where stands before "that"."""
        words = self.words
        if told or words.low[k] in _ASIDE or words.time[k] >= 0 or words.tags[k] == s.ADVERB:
            return True
        return words.low[k] == ","

    def _skip_told(self, k: int, high: int) -> int:
        """Step over who is told: one phrase, or a pronoun."""
        words = self.words
        if words.tags[k] == s.PRONOUN:
            return k + 1
        i = k
        if words.low[i] in _TOLD and words.tags[i] != s.PRONOUN:
            i += 1
        while i < high and (words.tags[i] in {s.NOUN, s.ADJECTIVE, "'s"} or words.low[i] == "of"):
            if i > k and words.tags[i] == s.NOUN and self._new_phrase(i, k):
                break
            i += 1
        return i

    def _new_phrase(self, i: int, k: int) -> bool:
        """Whether word i begins a second name: "told parliament Russia had …"."""
        words = self.words
        if words.outer[i] >= 0 and words.outer[i] != words.outer[i - 1]:
            return not words.capital(i - 1) or words.outer[i - 1] >= 0
        return words.low[k] in {"reporters", "journalists", "parliament", "lawmakers"} and i > k

    def _skip_aside(self, k: int, high: int) -> int:
        """Step over adverbs, times, "in a statement", "at a news conference in Ankara"."""
        words = self.words
        i = k
        while i < high:
            if words.tags[i] == s.ADVERB or (words.time[i] >= 0):
                i += 1
            elif words.low[i] in _ASIDE and i + 1 < high and words.tags[i + 1] in PHRASE:
                if words.low[i] == "to" and not words.named(i + 1):
                    break
                i += 1
                while i < high and (words.tags[i] in PHRASE) and not self._restarts(i, high):
                    i += 1
            else:
                break
        return i

    def _restarts(self, i: int, high: int) -> bool:
        """Whether a clause of its own begins at word i: "said on Tuesday the attack was …"."""
        words = self.words
        if words.tags[i] in {s.DETERMINER, s.POSSESSIVE} and words.tags[i - 1] == s.NOUN:
            return True
        fresh = words.outer[i] >= 0 and words.outer[i] != words.outer[i - 1]
        return fresh and words.tags[i - 1] == s.NOUN and self.opens_clause(i, high)

    # --- "as", "of", "call"

    def _as(self, k: int, high: int, cue: Cue) -> Content | None:
        """Find "X as Y"; after "describe" the Y alone is what is said."""
        words = self.words
        for i in range(k, min(high, k + 22)):
            if words.low[i] == "as" and i > k - 1 and self.quote_over(i) is None:
                alone = cue.lemma in _NAMING or i == k
                return Content(i + 1 if alone else k, self.phrase_end(i + 1, high), "as")
            if words.low[i] in {";", "."} or (words.tags[i] in FINITE and i > k):
                return None
            if words.low[i] == "," and not cue.lemma.startswith("de"):
                return None
        return None

    def _blame(self, k: int, high: int, cue: Cue) -> Content | None:
        """Find "the United States of taking sides"; thanks are for something."""
        words = self.words
        for i in range(k, min(high, k + 16)):
            if words.low[i] in {"of", "for", "with"} and i > k and self._outside_name(i):
                return Content(
                    i + 1 if cue.lemma == "thank" else k, self.phrase_end(i + 1, high), "blame"
                )
            if words.low[i] in {",", ";", "."} and self._no_aside(i, high):
                return None
            if words.tags[i] in FINITE and not self._inside_aside(i, k):
                return None
        return None

    def _outside_name(self, i: int) -> bool:
        """Whether "of" is no part of a name, nor of "the leader of"."""
        words = self.words
        if words.outer[i] >= 0 or words.low[i] != "of":
            return words.outer[i] < 0
        after_name = words.outer[i - 1] >= 0 or words.low[i - 1] in _AFTER_NAME
        return after_name or words.tag(i + 1) in {s.ING, s.HAVE, s.BE, s.QUOTE}

    def _no_aside(self, i: int, high: int) -> bool:
        following = self.words.low[min(i + 1, high - 1)]
        return self.words.low[i] != "," or following not in {"which", "who"}

    def _inside_aside(self, i: int, k: int) -> bool:
        before = self.words.low[k:i]
        return any(word in {"which", "who", "–"} for word in before)

    def _call(self, k: int, high: int, *, extracted: bool) -> Content | None:
        """Find "Y" in "call X Y": what follows a pronoun, or begins anew after a phrase."""
        words = self.words
        if extracted:
            start: int | None = k
        elif words.tags[k] == s.PRONOUN or (words.low[k] in {"this", "that"}):
            start = k + 1
        else:
            start = self._second_phrase(k, high)
        if start is None or start >= high:
            return None
        starts = words.tags[start] in {s.DETERMINER, s.ADJECTIVE, s.QUOTE, s.PARTICIPLE, s.NOUN}
        if not starts and words.tags[start] not in {s.ADVERB, s.NEGATION, "?v"}:
            return None
        if words.low[k] == "for" or words.low[k] == "on":
            return None
        opening = start + (words.tags[start] == s.DETERMINER)
        quote = self.quote_at(opening) if opening < high else None
        if quote is not None:
            stop = words.within(quote.start, quote.end).stop
            if words.tag(stop) == s.PREPOSITION and words.low[stop] != "of":
                return Content(start, stop, "call")
        return Content(start, self.phrase_end(start, high), "call")

    def _second_phrase(self, k: int, high: int) -> int | None:
        words = self.words
        for i in range(k + 1, min(high, k + 14)):
            tag, low = words.tags[i], words.low[i]
            if tag == s.QUOTE and self.quote_at(i):
                return i
            if low in {"a", "an"} and words.tags[i - 1] in {s.NOUN, s.ADVERB}:
                return i
            if tag == s.ADJECTIVE and words.tags[i - 1] == s.NOUN and words.outer[i] < 0:
                return i
            if low in {",", ";", ".", "that"} or tag in FINITE:
                return None
        return None

    def _to_verb(self, k: int, high: int) -> int | None:
        """Return the "to" of "urge X to act", or "not to act"."""
        words = self.words
        for i in range(k, min(high, k + 16)):
            if words.low[i] == "to" and i > k:
                verb = words.tag(i + 1) in {s.BASE, s.BE, s.HAVE, s.DO}
                # A verb that no table lists looks like a noun: "urged allies to speed up".
                bare = words.tag(i + 1) in {s.NOUN, s.ADJECTIVE} and not words.named(i + 1)
                if verb or (bare and not words.low[i + 1].endswith("s")):
                    return i
            if words.low[i] in {",", ";", ".", "that", ":"} or words.tags[i] in FINITE:
                return None
        return None

    # --- from its first word on

    def _from(self, k: int, high: int, frame: str) -> Iterator[Content]:
        """Yield the clause that begins at word k, and those that "and that" joins to it."""
        if k >= high:
            return
        quote = self.quote_at(k)
        if quote is not None and self._whole(quote, high):
            stop = self.words.within(quote.start, quote.end).stop
            yield Content(k, stop, frame, quote)
            return
        stop = self.clause_end(k, high)
        yield Content(k, stop, frame)
        words = self.words
        if stop + 1 < high and words.low[stop] == "and" and words.low[stop + 1] == "that":
            yield from self._from(stop + 2, high, "that")
        elif (
            stop + 2 < high
            and words.low[stop] == ","
            and words.low[stop + 1] in {"and", "but"}
            and words.low[stop + 2] == "that"
        ):
            yield from self._from(stop + 3, high, "that")
        elif stop + 1 < high and words.low[stop] == ";" and self._goes_on(stop + 1, high):
            yield from self._from(stop + 1, high, "semicolon")

    def _goes_on(self, k: int, high: int) -> bool:
        """Whether what follows a semicolon is still reported: it has no cue of its own."""
        words = self.words
        return not any(
            words.low[i] in verb_cues() and words.tags[i] in FINITE for i in range(k, high)
        )

    def _whole(self, quote: Quotation, high: int) -> bool:
        """Whether the quotation is all that is said, and no clause runs on behind it."""
        words = self.words
        stop = words.within(quote.start, quote.end).stop
        if stop >= high or words.low[stop] in {".", ",", ";", "–"}:
            return True
        return words.low[stop] == "and" and words.tag(stop + 1) in FINITE


_INFINITIVE = frozenset((s.BASE, s.NOUN, s.BE, s.HAVE))
_AFTER_NAME = frozenset(("–", ",", "it", "them", "him", "her"))
_NAMING = word_set("describe portray depict characterise characterize cast brand label")
