"""Events: who does what to whom, as PLOVER types.

Verbs with their subject and object, passives, and nouns that name a deed ("talks between A and
B"). What is only planned, possible, asked for or denied is no event; a thing refused or not agreed
on is a rejection. Whether a deed is told as a fact, alleged or assessed follows from the statements
around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from . import syntax as s
from .circumstances import Circumstances
from .contents import Contents
from .deeds import GUESSED, FoundDeed, best
from .judgements import Judgements
from .learned import Judge, model
from .memory import UNSPECIFIED, Memory
from .parties import Found, Parties
from .plover import Deed, first_words, needs_second_party, noun_deeds, verb_deeds
from .rates import rate
from .reality import Reality
from .spans import Event, Mention, Sentence, Time
from .subjects import Subjects
from .syntax import Words
from .tables import groups, word_set
from .uses import Attribution, told_within
from .verdicts import Verdicts

NEAR = 8
"""How many words after a verb its noun may stand: "put the army on full alert"."""


class Events:
    """Finds the events of one text, sentence by sentence."""

    def __init__(
        self,
        words: Words,
        mentions: Sequence[Mention],
        times: Sequence[Time],
        contents: Contents,
        memory: Memory,
        published: date | None = None,
        judge: Judge | None = None,
        read: Sequence[Sentence] = (),
    ) -> None:
        self.words = words
        self.subjects = Subjects(words, mentions, memory)
        self.parties = Parties(words, mentions, self.subjects, memory)
        self.reality = Reality(words)
        self.judgements = Judgements(words, self.parties)
        self.circumstances = Circumstances(words, times, contents, published)
        judge = model() if judge is None else judge
        spans = [span for one in read if (span := self._span(one))]
        self.verdicts = Verdicts(words, mentions, self.parties, self.circumstances, judge, spans)

    def _span(self, sentence: Sentence) -> range:
        """Return the words of a sentence; none of a question, which tells no event."""
        span = self.words.within(sentence.start, sentence.end)
        return range(0) if span and self.words.low[span.stop - 1] == "?" else span

    def sentence(self, sentence: Sentence, said: Sequence[Attribution]) -> list[Event]:
        """Return the events of a sentence, one for each type and pair of parties."""
        span = self._span(sentence)
        if not span:
            return []
        told = self.verdicts.of(span, said, [*self._found(span, said)])
        told = [self.parties.settled(one, span) for one in told]
        return [self._event(one, span, said) for one in best(told)]

    def _found(self, span: range, said: Sequence[Attribution]) -> Iterator[FoundDeed]:
        """Yield what the rules find."""
        taken: set[int] = set()
        for i in span:
            if i in taken or self.words.low[i] not in first_words() or self.circumstances.quoted(i):
                continue
            for one in self._at(i, span, said):
                taken.update(one.words)
                yield one
        for deed, i, actor, recipient in self.judgements.of(span, said):
            rule = "judgement"
            yield FoundDeed(deed, i, i + 1, actor, recipient, rule, 2, deed.type)

    def _at(self, i: int, span: range, said: Sequence[Attribution]) -> Iterator[FoundDeed]:
        words = self.words
        low, tag = words.low[i], words.tags[i]
        holds = tag == s.HAVE and words.tag(i + 1) in {s.DETERMINER, s.ADJECTIVE, s.NOUN, s.NUMBER}
        if tag in s.VERBAL or tag == s.NEGATION or holds:
            deeds = self._verb(i, span, said)
        elif tag == s.NOUN and low in noun_deeds():
            deeds = self._noun(i, span, said)
        else:
            return
        if not self._denied(i, said):
            yield from deeds

    def _denied(self, i: int, said: Sequence[Attribution]) -> bool:
        """Whether somebody denies, asks for or promises it: for all the text says, it is not."""
        return any(
            one.content.start <= i < one.content.stop
            and (one.statement.stance in _NOT_SO or self._still_to_do(one))
            for one in said
        )

    def _still_to_do(self, said: Attribution) -> bool:
        """Whether the content is "to do", and not "to have done": "claimed to have shot it"."""
        start = said.content.start
        return said.content.frame == "inf" and "have" not in self.words.low[start : start + 3]

    # --- verbs

    def _accused(self, i: int, said: Sequence[Attribution]) -> str | None:
        """Return who is accused of the deed that word i names: "accuse X of shelling"."""
        words = self.words
        if words.tags[i] != s.ING or words.at(i - 1) not in {"of", "for"}:
            return None
        for one in said:
            inside = one.content.start <= i < one.content.stop
            if inside and one.content.frame == "blame" and one.statement.stance == "asserts":
                return self.parties.named_after(one.content.start, i, one.statement.speaker)
        return None

    def _verb(self, i: int, span: range, said: Sequence[Attribution]) -> Iterator[FoundDeed]:
        """Yield the deeds of a verb."""
        accused = self._accused(i, said)
        for deed, used in self._fitting(i, span):
            charged = deed.type if accused and deed.type in _CRIMES else None
            type_ = charged if accused else self.reality.of_verb(i, span, deed)
            stop = self._stop(deed, i)
            if type_ is None or not self._counts(deed, i, stop, span):
                continue
            actor, recipient, how = self._parties(deed, i, span, said, accused)
            if actor is not None or recipient is not None:
                rule = how if how in GUESSED else "verb"
                weight = 2 + deed.length
                yield FoundDeed(deed, i, stop, actor, recipient, rule, weight, type_, used)

    def _fitting(self, i: int, span: range) -> list[tuple[Deed, frozenset[int]]]:
        """Return the entries that fit, the most particular alone, each with its words.

        A call to somebody is besides what is said in it: "urged him by telephone".
        """
        around = {*self.words.low[max(span.start, i - NEAR) : min(i + 2 * NEAR, span.stop)]}
        fitting = [
            (deed, used)
            for deed in verb_deeds().get(self.words.low[i], ())
            if self._may_fit(deed, around) and (used := self._fits(deed, i, span)) is not None
        ]
        longest = max((deed.length for deed, _ in fitting), default=0)
        best = [one for one in fitting if one[0].length == longest]
        if any(deed.type == "CONSULT" and _CALLS & {*deed.lemma.split()} for deed, _ in best):
            best += [one for one in fitting if one[0].length == 0 and one not in best]
        return best

    def _may_fit(self, deed: Deed, around: set[str]) -> bool:
        """Whether a deed's words stand around its verb at all, which rules most entries out."""
        if not deed.length:
            return True
        if not around.issuperset(deed.after) or (deed.before and around.isdisjoint(deed.before)):
            return False
        return not any(around.isdisjoint(forms) for forms in deed.near)

    def _counts(self, deed: Deed, i: int, stop: int, span: range) -> bool:
        """Whether a journey leads somewhere, and a warning is a threat."""
        return self._travels(deed, stop, span) and self._menaces(deed, i, span)

    def _parties(
        self, deed: Deed, i: int, span: range, said: Sequence[Attribution], accused: str | None
    ) -> Found:
        """Return actor, recipient and how they were found; neither where the deed needs both."""
        words = self.words
        stop = self._stop(deed, i)
        clause = told_within(i, span, said)
        actor, recipient, how = self.parties.of_verb(i, stop, clause, deed.type, accused)
        if actor is None and words.at(i - 1) in {"and", "but"}:
            actor = self._speaker_before(i, said)
        alone = recipient is None and words.tag(stop) != s.PRONOUN
        if alone and deed.lemma in needs_second_party("verb"):
            return None, None, how
        if actor is None and recipient is None:
            speakers = {one.statement.speaker for one in said}
            actor, how = self.parties.from_context(deed.type, i, span, speakers)
            return actor or UNSPECIFIED, None, how
        if actor is None and deed.type == "CONSULT" and deed.after[-1:] in _TOWARDS:
            return None, None, how
        return actor, recipient, how

    def _travels(self, deed: Deed, stop: int, span: range) -> bool:
        """Whether "go to" leads to a place or state: to Muscat, not to pieces."""
        if deed.type != "CONSULT" or deed.after[-1:] not in _TOWARDS:
            return True
        return self._place_follows(stop, span)

    def _place_follows(self, stop: int, span: range) -> bool:
        """Whether a place or state stands here for itself: "took Aleppo", not "took Iraqi oil"."""
        words = self.words
        k = stop + (words.at(stop) == "the")
        if k >= span.stop or not words.named(k):
            return k < span.stop and words.capital(k) and words.tags[k] == s.NOUN
        number = words.outer[k]
        while k < span.stop and words.outer[k] == number:
            k += 1
        return words.tag(k) != s.NOUN or words.named(k)

    def _speaker_before(self, i: int, said: Sequence[Attribution]) -> str | None:
        """Return who speaks in what "and" joins the verb to: "said that … and blamed Kyiv"."""
        for one in said:
            if i - 3 <= one.content.stop <= i and one.statement.speaker != UNSPECIFIED:
                return one.statement.speaker
        return None

    def _menaces(self, deed: Deed, i: int, span: range) -> bool:
        """Whether a warning is a threat: it names somebody at once, or what is to follow."""
        if deed.lemma not in {"warn", "caution"}:
            return True
        words = self.words
        if any(words.named(k) for k in range(i + 1, min(i + 3, span.stop))):
            return True
        return bool({*words.low[span.start : span.stop]} & {*groups("polarity.txt")["menace"]})

    def _fits(self, deed: Deed, i: int, span: range) -> frozenset[int] | None:
        """Return the deed's own words, or None if they do not stand here."""
        words = self.words
        stop = self._stop(deed, i)
        if stop > span.stop or (*words.low[stop - len(deed.after) : stop],) != deed.after:
            return None
        if not self._suits(deed, i, stop, span):
            return None
        used = {*range(i, stop)}
        for forms in deed.near:
            place = self._near(forms, stop, span)
            if place is not None:
                used.add(place)
            elif not self._subject_is(forms, i, span):
                return None
        return frozenset(used)

    def _stop(self, deed: Deed, i: int) -> int:
        """Return the word after a verb and its particles: "stands firmly by"."""
        words = self.words
        k = i + 1
        if deed.after and words.tag(k) == s.ADVERB and words.at(k) != deed.after[0]:
            k += 1
        return k + len(deed.after)

    def _suits(self, deed: Deed, i: int, stop: int, span: range) -> bool:
        """Whether what stands around a deed's words is what has to be there, and no more."""
        words = self.words
        timed = stop < span.stop and words.time[stop] >= 0 and not words.named(stop)
        if timed and deed.after[-1:] in {("on",), ("in",), ("at",)}:
            return False
        if deed.place and not self._place_follows(stop, span):
            return False
        if deed.never & {*words.low[stop : min(stop + 4, span.stop)]}:
            return False
        if deed.never & {*words.low[max(span.start, i - 2) : i]}:
            return False
        return not deed.before or bool(deed.before & {*words.low[max(span.start, i - NEAR) : i]})

    def _near(self, forms: frozenset[str], stop: int, span: range) -> int | None:
        """Return where one of the forms stands, a few words on and in the same clause."""
        words = self.words
        for k in range(stop, min(stop + NEAR, span.stop)):
            if words.low[k] in forms:
                return k
            joins = words.low[k] in {"and", "but"} and words.tag(k + 1) in {s.FINITE, s.BASE}
            if joins or words.low[k] in _ENDS_CLAUSE or words.tags[k] in {s.MODAL, s.BE}:
                return None
        return None

    def _subject_is(self, forms: frozenset[str], i: int, span: range) -> bool:
        """Whether the noun stands before: "aircraft were moved", "a deal (that they) signed"."""
        words = self.words
        helpers, k = self.reality.helpers(i, span)
        if words.tags[i] == s.PARTICIPLE and s.BE in helpers:
            return bool(forms & {*words.low[self._phrase_start(k, span) : k + 1]})
        if k >= span.start and words.low[k - (words.low[k] == ",")] in forms:
            return words.tag(i + 1) == s.PREPOSITION or words.time[min(i + 1, span.stop - 1)] >= 0
        return any(
            words.low[j] in forms
            and (
                words.low[j + 1] in _RELATIVE
                or words.tags[j + 1] == s.PRONOUN
                or words.named(j + 1)
            )
            for j in range(max(span.start, k - 5), k)
        )

    def _phrase_start(self, k: int, span: range) -> int:
        """Return where the noun phrase begins that ends with word k, a few words back."""
        j = k
        while j > max(span.start, k - 5) and self.words.tags[j - 1] in _PHRASE:
            j -= 1
        return max(j, span.start)

    # --- nouns

    def _noun(self, i: int, span: range, said: Sequence[Attribution]) -> Iterator[FoundDeed]:
        words = self.words
        for deed in noun_deeds()[words.low[i]]:
            stop = i + 1 + len(deed.after)
            if stop > span.stop or (*words.low[i + 1 : stop],) != deed.after:
                continue
            if not self.reality.of_noun(i, stop, span):
                return
            patient = deed.type in _DONE_TO
            clause = told_within(i, span, said)
            actor, recipient, how = self.parties.of_noun(i, stop, clause, patient=patient)
            if actor is None and recipient is None:
                actor, recipient = self.parties.nearby(i, clause, deed.type)
                how = "nearby"
            if deed.type == "AGREE" and how not in _JOINED:
                return  # "a treaty with Japan" that is there was not made now
            parties = (actor is not None) + (recipient is not None)
            if parties == 0 or (parties < 2 and deed.lemma in needs_second_party("noun")):
                return
            used = frozenset(range(i, stop))
            rule = "nearby" if how == "nearby" else "noun"
            yield FoundDeed(deed, i, stop, actor, recipient, rule, parties, deed.type, used)
            return

    # --- what becomes an event

    def _event(self, one: FoundDeed, span: range, said: Sequence[Attribution]) -> Event:
        words = self.words
        rule = f"event.{one.type}.{one.how}"
        return Event(
            start=words.starts[one.start],
            end=words.ends[one.stop - 1],
            type=one.type,
            actor=one.actor,
            recipient=one.recipient,
            date=self.circumstances.date(one.start, span),
            status=self.circumstances.status(one.start, one.stop, span, said),
            rule=rule,
            confidence=rate(rule),
            because=one.because,
        )


_ENDS_CLAUSE = word_set("; : without since after before until despite because while although")
_PHRASE = frozenset((s.NOUN, s.ADJECTIVE, s.PREPOSITION, s.NUMBER, s.DETERMINER, "'s"))
_RELATIVE = frozenset(("that", "which", "whom"))
_CALLS = frozenset(("~telephone", "by", "~by", "~call"))
_JOINED = frozenset(("between", "hyphen", "by"))
_TOWARDS = frozenset((("to",), ("in",), ("into",)))
_CRIMES = frozenset(("ASSAULT", "COERCE", "AID", "MOBILIZE"))
_NOT_SO = frozenset(("denies", "proposes", "recommends"))
_DONE_TO = frozenset(("ASSAULT", "COERCE", "SANCTION", "RETREAT", "ACCUSE", "SUPPORT"))
