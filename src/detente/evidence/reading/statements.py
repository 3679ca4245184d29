"""Attributed statements: who says what, in which stance.

A grammar over words. A cue (verb, noun, adjective or phrase) is found outside quotation marks; its
subject is the speaker; what it governs is the content. Cues that attribute nothing are passed
over: "did not say", "if he says", "may argue", questions. What an author says in its own voice is
found in :mod:`.authorship`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import syntax as s
from .contents import Content, Contents
from .cues import Cue, adjective_cues, noun_cues, phrase_cues, verb_cues
from .memory import UNSPECIFIED, Memory, is_place
from .quotes import Quotation
from .rates import rate
from .spans import Mention, Sentence, Statement
from .subjects import Subject, Subjects
from .syntax import Words

_FINITE = frozenset((s.FINITE, s.MODAL, s.BE, s.HAVE, s.DO))
_UNREAL = frozenset(("if", "unless", "whether", "whatever", "should", "were", "until", "lest"))
_RELUCTANT = frozenset(
    "refused declined refuse decline failed fail refuses declines unable".split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement with the words it was found by.

    Attributes
    ----------
    statement : Statement
    lemma : str
        The cue's.
    cue : int
        The word at which the cue begins.
    content : Content
    subject : Subject
    """

    statement: Statement
    lemma: str
    cue: int
    content: Content
    subject: Subject


@dataclass(frozen=True, slots=True)
class Use:
    """How a cue stands in its sentence: whose it is, and whether it attributes at all."""

    subject: Subject
    form: str
    negated: bool = False


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
        self.quotes = quotes
        self.used: set[int] = set()
        self.last: Attribution | None = None

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
            more = list(self._at(i, span, found))
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
        elif self.words.tags[i] in _FINITE and self.words.tag(i - 1) not in _FINITE:
            subject = self.subjects.before(i, span.start)
            if subject.actor is not None and subject.how not in {"shared", "pronoun"}:
                self.memory.subject(subject.actor)

    # --- cues

    def _at(self, i: int, span: range, found: list[Attribution]) -> Iterator[Attribution]:
        words = self.words
        low = words.low[i]
        if low in verb_cues():
            yield from self._verb(i, span, found)
        if low in noun_cues() and words.tags[i] in {s.NOUN, "?v"}:
            yield from self._noun(i, span)
        if low in adjective_cues():
            yield from self._adjective(i, span)
        for phrase, cue in phrase_cues("according"):
            if (*words.low[i : i + len(phrase)],) == phrase and i + len(phrase) <= span.stop:
                yield from self._according(i, len(phrase), cue, span)
        for phrase, cue in phrase_cues("nobody"):
            if (*words.low[i : i + len(phrase)],) == phrase:
                yield from self._nobody(i, len(phrase), cue, span)

    def _verb(self, i: int, span: range, found: list[Attribution]) -> Iterator[Attribution]:
        words = self.words
        for rest, cue in verb_cues()[words.low[i]]:
            stop = i + 1 + len(rest)
            if (*words.low[i + 1 : stop],) != rest or stop > span.stop:
                continue
            use = self._use(i, span, cue, found)
            if use is None:
                continue
            made = list(self._said(i, stop, span, cue, use))
            if made:
                yield from made
                return

    # --- how the verb stands

    def _use(self, i: int, span: range, cue: Cue, found: list[Attribution]) -> Use | None:
        """Return whose the cue is; None where it attributes nothing."""
        words = self.words
        tag = words.tags[i]
        if self.words.at(span.stop - 1) == "?" and self.contents.quote_before(i) is None:
            return None
        before = self.contents.quote_before(i)
        if before is not None and tag in {s.FINITE, s.NOUN, s.PARTICIPLE} and before.words > 1:
            subject = self.subjects.after(i + 1, span.stop)
            if subject.actor is not None:
                return Use(subject, "inverted")
        if tag == s.FINITE and "front" in cue.frames and (use := self._tagged(i, span)):
            return use
        if tag == s.FINITE:
            use = self._finite(i, span)
            return self._matrix(i, use, found) if use else None
        if tag == s.PARTICIPLE:
            return self._participle(i, span, cue)
        if tag in {s.ING, s.NOUN} and words.low[i].endswith("ing"):
            return self._ing(i, span, found)
        if tag == s.BASE:
            return self._base(i, span)
        return None

    def _tagged(self, i: int, span: range) -> Use | None:
        """Read "…, said the minister" without quotation marks."""
        words = self.words
        if i - 1 <= span.start or words.low[i - 1] != ",":
            return None
        subject = self.subjects.after(i + 1, span.stop)
        if subject.actor is None:
            return None
        ends = words.low[subject.stop] if subject.stop < span.stop else "."
        return Use(subject, "inverted") if ends in {",", ".", ";"} else None

    def _matrix(self, i: int, use: Use, found: list[Attribution]) -> Use:
        """Give a verb after "and" the subject of the attribution that ends there."""
        if use.subject.how != "shared":
            return use
        for one in found:
            if i - 3 <= one.content.stop <= i and one.subject.actor:
                return replace(use, subject=replace(one.subject, how="shared"))
        return use

    def _finite(self, i: int, span: range) -> Use | None:
        words = self.words
        left = self.subjects.left_of_helpers(i, span.start)
        if left >= span.start and words.low[left] in _UNREAL:
            return None
        subject = self.subjects.before(i, span.start)
        if subject.actor is None or words.low[subject.start] in {"i", "we", "one"}:
            return None
        if subject.start > span.start and words.low[subject.start - 1] in _UNREAL:
            return None
        return Use(subject, "finite", self._negated(i, span))

    def _negated(self, i: int, span: range) -> bool:
        """Whether "not" or "never" stands among the verb's helpers."""
        words = self.words
        k = i - 1
        while k >= span.start and (
            words.tags[k] in _FINITE or words.tags[k] in {s.ADVERB, s.NEGATION}
        ):
            if words.tags[k] == s.NEGATION:
                return True
            k -= 1
        return False

    def _helpers(self, i: int, span: range) -> set[str]:
        words = self.words
        tags: set[str] = set()
        k = i - 1
        helping = {s.MODAL, s.BE, s.HAVE, s.DO, s.ADVERB, s.NEGATION, s.TO}
        while k >= span.start and words.tags[k] in helping:
            tags.add(words.tags[k])
            k -= 1
        return tags

    def _participle(self, i: int, span: range, cue: Cue) -> Use | None:
        helpers = self._helpers(i, span)
        if s.MODAL in helpers and s.HAVE not in helpers:
            return None
        if s.HAVE in helpers and s.BE not in helpers:
            use = self._finite(i, span)
            return replace(use, form="perfect") if use else None
        if s.BE in helpers:
            return self._passive(i, span, cue)
        if self.words.at(i + 1) == "by":
            return self._by(i, span)
        if self.words.tag(i - 1) == s.CONJUNCTION:
            return self._finite(i, span)
        return None

    def _passive(self, i: int, span: range, cue: Cue) -> Use | None:
        """Find the agent of a passive; "is believed to have" has none."""
        words = self.words
        if cue.lemma == "quote" and "saying" in words.low[i : min(i + 8, span.stop)]:
            return None
        agent = self._by(i, span)
        if agent is not None:
            return agent
        if words.at(i + 1) == "to" and cue.lemma in _HEARSAY:
            return Use(Subject(UNSPECIFIED, i, i, "passive"), "hearsay")
        if words.at(i + 1) == "of" and cue.lemma in {"suspect", "accuse"}:
            return Use(Subject(UNSPECIFIED, i, i, "passive"), "hearsay")
        if words.at(i + 1) == "that" and self._dummy(i, span):
            return Use(Subject(UNSPECIFIED, i, i, "passive"), "hearsay")
        return None

    def _dummy(self, i: int, span: range) -> bool:
        k = self.subjects.left_of_helpers(i, span.start)
        return k >= span.start and self.words.low[k] == "it"

    def _by(self, i: int, span: range) -> Use | None:
        words = self.words
        for k in range(i + 1, min(i + 5, span.stop - 1)):
            if words.low[k] == "by" and words.time[k + 1] < 0:
                subject = self.subjects.after(k + 1, span.stop)
                if subject.actor not in {None, UNSPECIFIED}:
                    return Use(subject, "passive")
        return None

    def _ing(self, i: int, span: range, found: list[Attribution]) -> Use | None:
        """Find whose a participle is: the phrase before it, or the subject of the main verb."""
        words = self.words
        left = words.tag(i - 1) if i > span.start else s.STOP
        if left in {s.BE} or s.BE in self._helpers(i, span):
            return self._finite(i, span)
        if left in {s.DETERMINER, s.ADJECTIVE, "'s", s.POSSESSIVE}:
            return None
        if words.low[i - 1 : i] == ["as"]:
            for k in range(i - 2, max(span.start, i - 8), -1):
                if words.low[k] in {"quoted", "cited"}:
                    return Use(self.subjects.before(k, span.start), "quoted")
        if (left == s.NOUN or words.low[i - 1] == ",") and self._with_phrase(i, span):
            subject = self.subjects.before(i, span.start)
            if left == s.NOUN or subject.how == "apposition":
                return Use(subject, "absolute")
        if left == s.PREPOSITION and words.low[i - 1] not in {"by", "in", "while", "after"}:
            return None
        subject = self._main_subject(i, span, found)
        return Use(subject, "participle") if subject else None

    def _with_phrase(self, i: int, span: range) -> bool:
        """Whether "with" opens the phrase before a participle: "with diplomats accusing"."""
        words = self.words
        for k in range(i - 1, max(span.start - 1, i - 14), -1):
            if words.low[k] == "with":
                return True
            if words.tags[k] in _FINITE:
                return False
        return False

    def _main_subject(self, i: int, span: range, found: list[Attribution]) -> Subject | None:
        """Return the subject of the verb that the participle goes with."""
        words = self.words
        ending = [one for one in found if i - 2 <= one.content.stop <= i]
        for one in ending or found[-1:]:
            if one.cue < i and one.subject.actor:
                return replace(one.subject, how="main")
        for k in range(i - 1, span.start - 1, -1):
            if words.tags[k] in _FINITE and self.contents.quote_over(k) is None:
                subject = self.subjects.before(k, span.start)
                if subject.actor is not None:
                    return replace(subject, how="main")
        return None

    def _base(self, i: int, span: range) -> Use | None:
        """Find whose an infinitive is; "did not say" and "may say" attribute nothing."""
        words = self.words
        helpers = self._helpers(i, span)
        if s.MODAL in helpers:
            return None
        if s.DO in helpers:
            use = self._finite(i, span)
            return replace(use, form="did") if use else None
        if words.low[i - 1 : i] != ["to"] or i - 1 <= span.start:
            return None
        k = i - 2
        while k > span.start and words.tags[k] in {s.ADVERB}:
            k -= 1
        if words.low[k] in _RELUCTANT or words.tags[k] not in {s.FINITE, s.PARTICIPLE, s.ADJECTIVE}:
            return None
        if words.low[k] not in _REAL_INFINITIVE:
            return None
        subject = self._main_subject(i, span, [])
        return Use(subject, "infinitive") if subject else None

    # --- what is said

    def _said(self, i: int, stop: int, span: range, cue: Cue, use: Use) -> Iterator[Attribution]:
        """Yield the contents of a verb: before it, after it, or both halves of a quotation."""
        if use.negated:
            if cue.stance == "denies" and cue.lemma == "deny":
                cue = replace(cue, stance="asserts")
            elif cue.lemma in {"believe", "think", "expect"}:
                cue = replace(cue, stance="denies")
            else:
                return
        if use.form == "inverted":
            yield from self._around(i, stop, use.subject.stop, span, cue, use)
            return
        fronted = self._quote_in(use.subject.start, span)
        if fronted is not None and use.form in {"finite", "perfect", "did"}:
            if self._speaks_quote(cue) and (fronted.long or fronted.words > 1):
                yield from self._around(i, stop, stop, span, cue, use)
                return
        if cue.lemma == "ask" and {*self.words.low[stop : stop + 4]} & {"named", "anonymity"}:
            return
        contents = list(
            self.contents.after(stop, span.stop, cue, extracted=self._extracted(use, span))
        )
        if use.subject.how == "relative":
            contents = [self._within_relative(one, span) for one in contents]
        if cue.lemma in _WEAK and use.subject.actor in {None, UNSPECIFIED}:
            contents = []
        if use.form == "passive":
            contents = self._passive_contents(i, stop, span, cue, use)
        elif use.form == "hearsay":
            k = stop if self.words.low[stop] in {"to", "of"} else stop + 1
            k = k + 1 if self.words.at(stop) == "of" else k
            contents = [Content(k, self.contents.clause_end(k, span.stop), "hearsay")]
        if not contents and "front" in cue.frames:
            contents = list(self._fronted(i, stop, span, use))
        for content in contents:
            yield self._made(i, stop, content, cue, use)

    def _extracted(self, use: Use, span: range) -> bool:
        """Whether the object stands before the subject: "which he called a provocation"."""
        k = use.subject.start - 1
        return k >= span.start and self.words.low[k] in {"which", "what", "whom"}

    def _within_relative(self, content: Content, span: range) -> Content:
        if content.quoted is not None or content.frame not in {"that", "bare"}:
            return content
        stop = min(content.stop, self.contents.relative_end(content.start, span.stop))
        return replace(content, stop=stop) if stop > content.start else content

    def _speaks_quote(self, cue: Cue) -> bool:
        return bool(cue.frames & {"quote", "front"})

    def _around(
        self, i: int, stop: int, after: int, span: range, cue: Cue, use: Use
    ) -> Iterator[Attribution]:
        """Yield the quotation before "X said" and the one that goes on behind it."""
        words = self.words
        start = i if use.form == "inverted" else use.subject.start
        before = self._quote_in(start, span)
        if before is not None:
            inside = words.within(before.start, before.end)
            lead = self._fronted_start(span, inside.start)
            whole = inside.start - lead > 2 and self._no_cue(lead, inside.start)
            content = Content(inside.start, inside.stop, "quotation", before)
            if whole:
                content = Content(lead, inside.stop, "fronted")
            yield self._made(i, stop, content, cue, use)
        else:
            for content in self._fronted(i, stop, span, use):
                yield self._made(i, stop, content, cue, use)
        for k in range(after, span.stop):
            quote = self.contents.quote_at(k)
            if quote is not None and words.low[k - 1] in {",", "–", ":", ";", "and", "that"}:
                if quote.words >= 2 and self._no_cue(after, k):
                    inside = words.within(quote.start, quote.end)
                    more = Content(inside.start, inside.stop, "continued", quote)
                    yield self._made(i, stop, more, cue, use)
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
        asked = words.text[quote.outer - 1] in "?!" and "\n" not in words.text[quote.end : begins]
        return quote if asked and not words.capital(span.start) else None

    def _no_cue(self, start: int, stop: int) -> bool:
        words = self.words
        return not any(
            words.low[k] in verb_cues() and words.tags[k] in {s.FINITE, s.ING}
            for k in range(start, stop)
        )

    def _passive_contents(
        self, i: int, stop: int, span: range, cue: Cue, use: Use
    ) -> list[Content]:
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
            words.tags[after] in {s.ADVERB}
            or words.time[after] >= 0
            or words.low[after] in _ASIDES
            or (words.tags[after] in {s.NOUN, s.DETERMINER, s.ADJECTIVE} and after > told)
            or words.low[after] in {"reporters", "journalists", "parliament"}
        ):
            after += 1
        if after < span.stop and words.low[after] not in {".", ",", "–", ";", "!"}:
            return
        first = self._fronted_start(span, start - 1)
        aside = words.tags[start - 2] in {s.WH, s.PREPOSITION} or words.low[start - 2] == "that"
        if aside or not any(words.tags[k] in _FINITE for k in range(first, start - 1)):
            if after < span.stop and words.low[after] in {",", "–"}:
                yield Content(
                    after + 1, self.contents.clause_end(after + 1, span.stop), "parenthesis"
                )
            return
        yield Content(first, start - 1, "fronted")

    def _fronted_start(self, span: range, stop: int) -> int:
        words = self.words
        for k in range(stop - 1, span.start - 1, -1):
            if words.low[k] == ";":
                return k + 1
        if words.tags[span.start] == s.CONJUNCTION:
            return span.start + 1
        return span.start

    def _made(self, i: int, stop: int, content: Content, cue: Cue, use: Use) -> Attribution:
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
        if content.quoted is not None:
            self.used.add(content.quoted.start)
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

    # --- nouns, adjectives, phrases

    def _noun(self, i: int, span: range) -> Iterator[Attribution]:
        """Read "X's claim that …" and "the report that …"."""
        words = self.words
        cue = noun_cues()[words.low[i]]
        if i + 1 >= span.stop or words.low[i + 1] != "that" or words.tag(i + 2) in _FINITE:
            return
        owner = self._owner(i, span)
        use = Use(Subject(owner, i, i + 1, "owner"), "noun")
        stop = self.contents.clause_end(i + 2, span.stop)
        if not any(words.tags[k] in _FINITE for k in range(span.start, i)):
            stop = min(stop, self.contents.relative_end(i + 2, span.stop))
        if stop > i + 2:
            yield self._made(i, i + 1, Content(i + 2, stop, "that"), cue, use)

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
        if words.at(i + 1) != "that" or s.BE not in self._helpers(i, span):
            return
        use = self._finite(i, span)
        if use is None or use.negated or words.low[use.subject.start] == "it":
            return
        cue = adjective_cues()[words.low[i]]
        stop = self.contents.clause_end(i + 2, span.stop)
        if stop > i + 2:
            found = replace(use, form="adjective")
            yield self._made(i, i + 1, Content(i + 2, stop, "that"), cue, found)

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
            start = self._fronted_start(span, before)
            yield self._made(i, stop, Content(start, before + 1, "before"), cue, use)
            return
        k = subject.stop
        while k < span.stop and words.low[k] != ",":
            k += 1
        if k + 1 < span.stop:
            end = self.contents.clause_end(k + 1, span.stop)
            yield self._made(i, stop, Content(k + 1, end, "after"), cue, use)

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
            yield self._made(i, i + length, Content(start, stop, "clause"), cue, use)

    def _after_aside(self, k: int, span: range) -> int | None:
        """Return where the clause begins after ", and despite …,"."""
        words = self.words
        if words.low[k : k + 1] != ["and"]:
            return None
        for i in range(k, span.stop):
            if words.low[i] == ",":
                return i + 1
        return None

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
            made = self._made(i, i + 1, content, cue, Use(subject, form))
            yield replace(made, statement=replace(made.statement, cue=None))

    def _taken(self, quote: Quotation, found: list[Attribution]) -> bool:
        if quote.start in self.used:
            return True
        return any(
            a.statement.start <= quote.inner and quote.outer - 3 <= a.statement.end for a in found
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
        between = self.words.text[self.last.statement.start : quote.start]
        return "\n" not in between


_HEARSAY = frozenset("believe say think report know understand consider allege suspect".split())
_WEAK = frozenset("find show know see mean prove decide agree hold understand feel".split())
_REAL_INFINITIVE = frozenset(
    "emerged went continued used came proceeded appeared moved took rushed hastened telephoned"
    " sought tried attempted was began begins seemed seems goes quick keen right wrong first last".split()
)
_ASIDES = frozenset("on in at to the a an his her during by of".split())


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
