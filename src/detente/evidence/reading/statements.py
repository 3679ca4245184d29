"""Attributed statements: who says what, in which stance.

A grammar over words. A cue (verb, noun, adjective or phrase) is found outside quotation marks; its
subject is the speaker; what it governs is the content. Cues that attribute nothing are passed
over: "did not say", "if he says", "may argue", questions. What an author says in its own voice is
found in :mod:`.authorship`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import syntax as s
from .clauses import FINITE
from .contents import Content, Contents
from .cues import Cue, first_words, verb_cues
from .makers import Making, OtherCues
from .memory import UNSPECIFIED, Memory
from .quotes import Quotation
from .sentences import paragraphs
from .spans import Mention, Sentence, Statement
from .subjects import Subject, Subjects
from .syntax import Words
from .tables import word_set
from .uses import Attribution, Use, Uses


class Attributions:
    """Reads the attributed statements of one text, sentence by sentence."""

    def __init__(
        self,
        words: Words,
        mentions: Sequence[Mention],
        quotes: Sequence[Quotation],
        memory: Memory,
    ) -> None:
        self.words = words
        self.mentions = mentions
        self.memory = memory
        self.subjects = Subjects(words, mentions, memory)
        self.contents = Contents(words, quotes)
        self.uses = Uses(self.subjects, self.contents)
        self.making = Making(words)
        self.other = OtherCues(self.uses, self.making, mentions, memory)
        self.last: Attribution | None = None
        self.starts = [start for start, _ in paragraphs(words.text)]

    def sentence(self, sentence: Sentence) -> list[Attribution]:
        """Return what the sentence attributes, in the order of the cues."""
        span = self.words.within(sentence.start, sentence.end)
        if not span:
            return []
        found: list[Attribution] = []
        mark = len(self.memory.subjects)
        for i in span:
            quote = self.contents.quote_over(i)
            if quote is not None and (quote.long or quote.words > 1):
                continue
            more = list(self._at(i, span, found)) if self.words.low[i] in first_words() else []
            found.extend(more)
            self._remember(i, span, more)
        found.extend(self._loose(span, found))
        found = _without_doubles(_without_nested(found))
        # The subject of the sentence is remembered best: it is what the next pronoun means.
        self.memory.subjects.extend(
            (self.memory.sentence, actor) for actor in reversed(self.memory.forget_from(mark))
        )
        if found:
            self.last = found[-1]
        return found

    def _remember(self, i: int, span: range, found: Sequence[Attribution]) -> None:
        """Remember who speaks, or is the subject of any other finite verb."""
        if found:
            self.memory.subject(found[-1].statement.speaker)
        elif self.words.tags[i] in FINITE and self.words.tag(i - 1) not in FINITE:
            subject = self.subjects.before(i, span.start)
            if subject.actor is not None and subject.how not in {"shared", "pronoun"}:
                self.memory.subject(subject.actor)

    # --- cues

    def _at(self, i: int, span: range, found: list[Attribution]) -> Iterator[Attribution]:
        if self.words.low[i] in verb_cues():
            yield from self._verb(i, span, found)
        yield from self.other.at(i, span)

    def _verb(self, i: int, span: range, found: list[Attribution]) -> Iterator[Attribution]:
        words = self.words
        for rest, cue in verb_cues()[words.low[i]]:
            stop = i + 1 + len(rest)
            if (*words.low[i + 1 : stop],) != rest or stop > span.stop:
                continue
            use = self.uses.of_verb(i, span, cue, found)
            if use is None:
                continue
            made = list(self._said(i, stop, span, cue, use))
            if made:
                yield from made
                return

    # --- what is said

    def _said(self, i: int, stop: int, span: range, cue: Cue, use: Use) -> Iterator[Attribution]:
        """Yield the contents of a verb: before it, after it, or both halves of a quotation."""
        meant = self._denial(cue) if use.negated else cue
        if meant is None or self._asks_not_to_be_named(cue, stop):
            return
        if use.form == "inverted" or self._follows_quote(cue, use, span):
            after = use.subject.stop if use.form == "inverted" else stop
            yield from self._around(i, stop, after, span, meant, use)
            return
        match use.form:
            case "passive":
                contents = self._passive_contents(stop, span, use)
            case "hearsay":
                contents = self._hearsay(stop, span)
            case _:
                contents = self._governed(stop, span, meant, use)
        if not contents and "front" in cue.frames:
            contents = list(self._fronted(i, stop, span, use))
        for content in contents:
            yield self.making.made(i, stop, content, meant, use)

    def _denial(self, cue: Cue) -> Cue | None:
        """Return what a negated cue means: "did not deny" asserts, "does not believe" denies."""
        if cue.lemma == "deny":
            return replace(cue, stance="asserts")
        return replace(cue, stance="denies") if cue.lemma in _THINKING else None

    def _asks_not_to_be_named(self, cue: Cue, stop: int) -> bool:
        nearby = {*self.words.low[stop : stop + 4]}
        return cue.lemma == "ask" and bool(nearby & {"named", "anonymity", "identified"})

    def _follows_quote(self, cue: Cue, use: Use, span: range) -> bool:
        """Whether a quotation right before the subject is what the verb attributes."""
        if use.form not in {"finite", "perfect", "did", "quoted"} or not cue.frames & {
            "quote",
            "front",
        }:
            return False
        quote = self._quote_in(use.subject.start, span)
        return quote is not None and quote.words > 1

    def _governed(self, stop: int, span: range, cue: Cue, use: Use) -> list[Content]:
        """Return what an active verb governs."""
        if cue.lemma in _WEAK and use.subject.actor in {None, UNSPECIFIED}:
            return []
        extracted = self._extracted(use, span)
        contents = list(self.contents.after(stop, span.stop, cue, extracted=extracted))
        if use.subject.how == "relative":
            return [self._within_relative(one, span) for one in contents]
        return contents

    def _hearsay(self, stop: int, span: range) -> list[Content]:
        """Return what is said by nobody in particular: "is believed to have fled"."""
        k = stop if self.words.at(stop) == "to" else stop + 1
        return [Content(k, self.contents.phrase_end(k, span.stop), "hearsay")]

    def _extracted(self, use: Use, span: range) -> bool:
        """Whether the object stands before the subject: "which he called a provocation"."""
        k = use.subject.start - 1
        return k >= span.start and self.words.low[k] in {"which", "what", "whom"}

    def _within_relative(self, content: Content, span: range) -> Content:
        if content.quoted is not None or content.frame not in {"that", "bare"}:
            return content
        stop = min(content.stop, self.contents.relative_end(content.start, span.stop))
        return replace(content, stop=stop) if stop > content.start else content

    def _around(
        self, i: int, stop: int, after: int, span: range, cue: Cue, use: Use
    ) -> Iterator[Attribution]:
        """Yield the quotation before "X said" and the one that goes on behind it."""
        words = self.words
        start = i if use.form == "inverted" else use.subject.start
        before = self._quote_in(start, span)
        if before is not None:
            inside = words.within(before.start, before.end)
            lead = self.making.fronted_start(span, inside.start)
            whole = inside.start - lead > 2 and self._no_cue(lead, inside.start)
            content = Content(inside.start, inside.stop, "quotation", before)
            if whole:
                content = Content(lead, inside.stop, "fronted")
            yield self.making.made(i, stop, content, cue, use)
        else:
            for content in self._fronted(i, stop, span, use):
                yield self.making.made(i, stop, content, cue, use)
        for k in range(after, span.stop):
            quote = self.contents.quote_at(k)
            if quote is not None and words.low[k - 1] in {",", "–", ":", ";", "and", "that"}:
                if quote.words >= 2 and self._no_cue(after, k):
                    inside = words.within(quote.start, quote.end)
                    more = Content(inside.start, inside.stop, "continued", quote)
                    yield self.making.made(i, stop, more, cue, use)
                return

    def _quote_in(self, i: int, span: range) -> Quotation | None:
        """Return the quotation right before word i if it belongs to this sentence."""
        words = self.words
        quote = self.contents.quote_before(i)
        if quote is None:
            return None
        begins = words.starts[span.start]
        if quote.end > begins:
            return quote
        asked = words.text[quote.outer - 1] in "?!" and self._together(quote.start, begins)
        return quote if asked and not words.capital(span.start) else None

    def _no_cue(self, start: int, stop: int) -> bool:
        words = self.words
        return not any(
            words.low[k] in verb_cues() and words.tags[k] in {s.FINITE, s.ING}
            for k in range(start, stop)
        )

    def _passive_contents(self, stop: int, span: range, use: Use) -> list[Content]:
        """Return what follows the agent: "was labelled by X as an act of desperation"."""
        words = self.words
        k = use.subject.stop
        if k < span.stop and words.low[k] in {"as", "of", "for", "to"}:
            start = k if words.low[k] == "to" else k + 1
            return [Content(start, self.contents.phrase_end(start, span.stop), "passive")]
        for k in range(stop, min(use.subject.start, span.stop)):
            if words.low[k] == "as":
                return [Content(k + 1, use.subject.start - 1, "passive")]
        return []

    def _fronted(self, i: int, stop: int, span: range, use: Use) -> Iterator[Content]:
        """Yield the clause before ", he added" or around ", they said,"."""
        words = self.words
        start = use.subject.start if use.form != "inverted" else i
        if start <= span.start or words.low[start - 1] not in {",", "–"}:
            return
        after = use.subject.stop if use.form == "inverted" else stop
        told = after
        while after < span.stop and (
            words.tags[after] == s.ADVERB
            or words.time[after] >= 0
            or words.low[after] in _ASIDES
            or (words.tags[after] in {s.NOUN, s.DETERMINER, s.ADJECTIVE} and after > told)
            or words.low[after] in {"reporters", "journalists", "parliament"}
        ):
            after += 1
        if after < span.stop and words.low[after] not in {".", ",", "–", ";", "!"}:
            return
        first = self.making.fronted_start(span, start - 1)
        aside = words.tags[start - 2] in {s.WH, s.PREPOSITION} or words.low[start - 2] == "that"
        if aside or not any(words.tags[k] in FINITE for k in range(first, start - 1)):
            if after < span.stop and words.low[after] in {",", "–"}:
                yield Content(
                    after + 1, self.contents.clause_end(after + 1, span.stop), "parenthesis"
                )
            return
        yield Content(first, start - 1, "fronted")

    # --- quotations without a cue

    def _loose(self, span: range, found: list[Attribution]) -> Iterator[Attribution]:
        """Attribute a quotation that no cue took: to who speaks here, or spoke last."""
        words = self.words
        for i in span:
            quote = self.contents.quote_at(i)
            if quote is None or not quote.long or self._taken(quote, found):
                continue
            subject, form = self._speaker_nearby(i, span, quote, found)
            if subject is None:
                continue
            inside = words.within(quote.start, quote.end)
            content = Content(inside.start, inside.stop, "loose", quote)
            cue = Cue("", "asserts")
            made = self.making.made(i, i + 1, content, cue, Use(subject, form))
            yield replace(made, statement=replace(made.statement, cue=None))

    def _taken(self, quote: Quotation, found: list[Attribution]) -> bool:
        return any(
            (a.content.quoted is not None and a.content.quoted.start == quote.start)
            or (a.statement.start <= quote.inner and quote.outer - 3 <= a.statement.end)
            for a in found
        )

    def _speaker_nearby(
        self, i: int, span: range, quote: Quotation, found: list[Attribution]
    ) -> tuple[Subject | None, str]:
        words = self.words
        stop = words.within(quote.start, quote.end).stop
        alone = i == span.start and stop >= span.stop - 1
        if found:
            return replace(found[-1].subject, how="same"), "same"
        if alone or i == span.start:
            if self.last is not None and self._follows(quote):
                return replace(self.last.subject, how="last"), "last"
            return None, ""
        for k in range(i - 1, span.start - 1, -1):
            if words.tags[k] in {s.FINITE, s.HAVE} and self.contents.quote_over(k) is None:
                subject = self.subjects.before(k, span.start)
                if subject.actor is not None:
                    return subject, "nearby"
        return None, ""

    def _follows(self, quote: Quotation) -> bool:
        """Whether the last attribution stands in the same paragraph."""
        assert self.last is not None
        return self._together(self.last.statement.start, quote.start)

    def _together(self, one: int, other: int) -> bool:
        """Whether two places stand in the same paragraph."""
        return bisect_right(self.starts, one) == bisect_right(self.starts, other)


_THINKING = frozenset(("believe", "think", "expect"))
_WEAK = word_set("find show know see mean prove decide agree hold understand feel")
_ASIDES = word_set("on in at to the a an his her during by of")


def _without_nested(found: list[Attribution]) -> list[Attribution]:
    """Drop noun phrases that somebody "rejects" or "supports" within what another one says."""
    return [
        one
        for one in found
        if one.content.frame not in {"phrase", "inf", "obj", "preposition"}
        or not any(
            other is not one and other.content.start <= one.cue < other.content.stop
            for other in found
        )
    ]


def _without_doubles(found: list[Attribution]) -> list[Attribution]:
    """Keep one of several attributions with the same content."""
    kept: list[Attribution] = []
    for attribution in found:
        mine = attribution.statement
        if not any(_same(mine, other.statement) for other in kept):
            kept.append(attribution)
    return kept


def _same(one: Statement, other: Statement) -> bool:
    """Whether two statements say the same, and the one adds no speaker."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    longer = max(one.end - one.start, other.end - other.start)
    return shared > 0.9 * longer and one.speaker in {other.speaker, UNSPECIFIED}
