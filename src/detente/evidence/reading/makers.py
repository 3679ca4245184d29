"""From cue, use and content to a statement; and the cues that are no verbs.

Nouns ("X's claim that …"), adjectives ("X is convinced that …") and phrases ("according to X",
"by all accounts") attribute too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import syntax as s
from .clauses import FINITE
from .contents import Content, Contents
from .cues import Cue, adjective_cues, noun_cues, phrase_cues
from .memory import UNSPECIFIED, Memory, is_place
from .rates import rate
from .spans import Mention, Statement
from .subjects import Subject, Subjects
from .syntax import Words
from .uses import Attribution, Use, Uses


class Making:
    """Makes statements of one text."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def made(self, i: int, stop: int, content: Content, cue: Cue, use: Use) -> Attribution:
        """Return the attribution of a content, its cue the words `i` to `stop`."""
        words = self.words
        start, end = self._trimmed(content)
        rule = f"statement.{use.form}.{content.frame}"
        statement = Statement(
            start=start,
            end=end,
            speaker=use.subject.actor or UNSPECIFIED,
            cue=(words.starts[i], words.ends[stop - 1]),
            stance=self._stance(cue, content),
            voice="attributed",
            rule=rule,
            confidence=rate(rule),
        )
        return Attribution(statement, cue.lemma, i, content, use.subject)

    def _trimmed(self, content: Content) -> tuple[int, int]:
        """Return the span in code points, without marks around a whole quotation."""
        words = self.words
        if content.quoted is not None and content.frame not in {"as", "call", "preposition"}:
            quote = content.quoted
            end = quote.outer
            while end > quote.inner and words.text[end - 1] in ",. ":
                end -= 1
            return quote.inner, max(end, quote.inner + 1)
        stop = content.stop
        while stop - 1 > content.start and words.low[stop - 1] in {",", ".", ";", ":", "–"}:
            stop -= 1
        return words.starts[content.start], words.ends[max(stop - 1, content.start)]

    def _stance(self, cue: Cue, content: Content) -> str:
        """Return the cue's stance, unless the content's own words say more."""
        if cue.stance != "asserts":
            return cue.stance
        inside = set(self.words.low[content.start : content.stop])
        if inside & {"unlikely", "likely"}:
            return "predicts"
        if inside & {"should", "must", "ought"}:
            return "recommends"
        return "asserts"

    def fronted_start(self, span: range, stop: int) -> int:
        """Return where a clause begins that ends before word `stop` in a sentence."""
        words = self.words
        for k in range(stop - 1, span.start - 1, -1):
            if words.low[k] in {";", ":"}:
                return k + 1
        if words.tags[span.start] == s.CONJUNCTION:
            return span.start + 1
        return span.start


class OtherCues:
    """Reads the cues of one text that are no verbs."""

    def __init__(
        self,
        uses: Uses,
        making: Making,
        mentions: Sequence[Mention],
        memory: Memory,
    ) -> None:
        self.words = uses.words
        self.uses = uses
        self.subjects: Subjects = uses.subjects
        self.contents: Contents = uses.contents
        self.making = making
        self.mentions = mentions
        self.memory = memory

    def at(self, i: int, span: range) -> Iterator[Attribution]:
        """Yield what a noun, adjective or phrase that begins at word `i` attributes."""
        words = self.words
        low = words.low[i]
        if low in noun_cues() and words.tags[i] in {s.NOUN, "?v"}:
            yield from self._noun(i, span)
        if low in adjective_cues():
            yield from self._adjective(i, span)
        for head, read in (("according", self._according), ("nobody", self._nobody)):
            for phrase, cue in phrase_cues(head).get(low, ()):
                stop = i + len(phrase)
                if (*words.low[i:stop],) == phrase and stop <= span.stop:
                    yield from read(i, len(phrase), cue, span)

    def _noun(self, i: int, span: range) -> Iterator[Attribution]:
        """Read "X's claim that …" and "the report that …"."""
        words = self.words
        cue = noun_cues()[words.low[i]]
        if i + 1 >= span.stop or words.low[i + 1] != "that" or words.tag(i + 2) in FINITE:
            return
        owner = self._owner(i, span)
        use = Use(Subject(owner, i, i + 1, "owner"), "noun")
        stop = self.contents.clause_end(i + 2, span.stop)
        if not any(words.tags[k] in FINITE for k in range(span.start, i)):
            stop = min(stop, self.contents.relative_end(i + 2, span.stop))
        if stop > i + 2:
            yield self.making.made(i, i + 1, Content(i + 2, stop, "that"), cue, use)

    def _owner(self, i: int, span: range) -> str:
        """Return whose claim it is: the possessor, or the subject of "dismissed the claim"."""
        words = self.words
        k = i - 1
        while k > span.start and words.tags[k] in {s.ADJECTIVE, s.NOUN} and words.mention[k] < 0:
            k -= 1
        if words.low[k] == "'s" and words.outer[k - 1] >= 0:
            return self._not_place(self.mentions[words.outer[k - 1]].actor)
        if words.mention[k] >= 0:
            return self._not_place(self.mentions[words.mention[k]].actor)
        if words.tags[k] == s.POSSESSIVE:
            pronoun = {"his": "he", "her": "she", "its": "it", "their": "they"}.get(
                words.low[k], ""
            )
            return self.memory.resolve(pronoun) or UNSPECIFIED
        return UNSPECIFIED

    def _not_place(self, actor: str) -> str:
        return UNSPECIFIED if is_place(actor) else actor

    def _adjective(self, i: int, span: range) -> Iterator[Attribution]:
        """Read "X is convinced that …"."""
        words = self.words
        if words.at(i + 1) != "that" or s.BE not in self.uses.helpers(i, span):
            return
        use = self.uses.finite(i, span)
        if use is None or use.negated or words.low[use.subject.start] == "it":
            return
        cue = adjective_cues()[words.low[i]]
        stop = self.contents.clause_end(i + 2, span.stop)
        if stop > i + 2:
            found = replace(use, form="adjective")
            yield self.making.made(i, i + 1, Content(i + 2, stop, "that"), cue, found)

    def _according(self, i: int, length: int, cue: Cue, span: range) -> Iterator[Attribution]:
        """Read "according to X, …" and "…, according to X"."""
        words = self.words
        stop = i + length
        subject = self.subjects.after(stop, span.stop)
        if subject.actor is None or (
            subject.actor == UNSPECIFIED and not self.subjects.speaks(subject)
        ):
            return
        use = Use(subject, "according")
        before = i - 1
        if before > span.start and words.low[before] == ",":
            before -= 1
        if i > span.start + 3:
            start = self.making.fronted_start(span, before)
            yield self.making.made(i, stop, Content(start, before + 1, "before"), cue, use)
            return
        k = subject.stop
        while k < span.stop and words.low[k] != ",":
            k += 1
        if k + 1 < span.stop:
            end = self.contents.clause_end(k + 1, span.stop)
            yield self.making.made(i, stop, Content(k + 1, end, "after"), cue, use)

    def _nobody(self, i: int, length: int, cue: Cue, span: range) -> Iterator[Attribution]:
        """Read "by all accounts" and "reportedly"."""
        words = self.words
        use = Use(Subject(UNSPECIFIED, i, i + length, "nobody"), "nobody")
        k = i + length
        while k < span.stop and words.low[k] in {",", "that"}:
            k += 1
        start = k if i <= span.start + 1 or length > 1 else span.start
        if length > 1 and i == span.start and (main := self._after_aside(k, span)) is not None:
            start = main
        stop = self.contents.clause_end(start, span.stop)
        if stop > start + 1:
            yield self.making.made(i, i + length, Content(start, stop, "clause"), cue, use)

    def _after_aside(self, k: int, span: range) -> int | None:
        """Return where the clause begins after ", and despite …,"."""
        words = self.words
        if words.low[k : k + 1] != ["and"]:
            return None
        for i in range(k, span.stop):
            if words.low[i] == ",":
                return i + 1
        return None
