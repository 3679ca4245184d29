"""Events: who does what to whom, as PLOVER types.

Verbs with their subject and object, passives, and nouns that name a deed ("talks between A and
B"). What is only planned, possible, asked for or denied is no event; a thing refused or not agreed
on is a rejection. Whether a deed is told as a fact, alleged or assessed follows from the statements
around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from . import syntax as s
from .contents import Contents
from .memory import UNSPECIFIED, Memory
from .parties import Parties
from .plover import Deed, needs_second_party, noun_deeds, verb_deeds
from .rates import rate
from .spans import Event, Mention, Sentence, Time
from .subjects import Subjects
from .syntax import Words
from .tables import groups, word_set
from .uses import Attribution

Status = Literal["fact", "alleged", "assessed"]

NEAR = 8
"""How many words after a verb its noun may stand: "put the army on full alert"."""

_HELPERS = frozenset((s.MODAL, s.BE, s.HAVE, s.DO, s.ADVERB, s.NEGATION))
_TURNS_TO_REJECT = frozenset(("AGREE", "CONCEDE", "COOPERATE", "CONSULT", "SUPPORT"))
_UNREAL = frozenset(("if", "unless", "whether", "lest"))
_FACTIVE = word_set("acknowledge admit confirm concede know show prove reveal recall")


@dataclass(frozen=True, slots=True)
class _Found:
    """A deed in a sentence, before its date and status are known."""

    deed: Deed
    start: int
    stop: int
    actor: str | None
    recipient: str | None
    how: str
    weight: int
    type: str
    words: frozenset[int] = frozenset()


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
    ) -> None:
        self.words = words
        self.times = times
        self.today = published.isoformat() if published else ""
        self.contents = contents
        self.subjects = Subjects(words, mentions, memory)
        self.parties = Parties(words, mentions, self.subjects, memory)

    def sentence(self, sentence: Sentence, said: Sequence[Attribution]) -> list[Event]:
        """Return the events of a sentence, one for each type and pair of parties."""
        words = self.words
        span = words.within(sentence.start, sentence.end)
        if not span or words.low[span.stop - 1] == "?":
            return []
        found: list[_Found] = []
        taken: set[int] = set()
        for i in span:
            if i in taken or self._quoted(i):
                continue
            for one in self._at(i, span, said):
                taken.update(one.words)
                found.append(one)
        found.extend(self._judgements(span, said))
        events = (self._event(one, span, said) for one in _best(found))
        return [event for event in events if not self._to_come(event)]

    def _to_come(self, event: Event) -> bool:
        """Whether the deed is dated after the text appeared: it is planned."""
        return bool(self.today and event.date and event.date[: len(self.today)] > self.today)

    def _quoted(self, i: int) -> bool:
        quote = self.contents.quote_over(i)
        return quote is not None and quote.long

    def _at(self, i: int, span: range, said: Sequence[Attribution]) -> Iterator[_Found]:
        words = self.words
        low, tag = words.low[i], words.tags[i]
        if self._denied(i, said):
            return
        if tag in s.VERBAL or tag == s.NEGATION:
            yield from self._verb(i, span, said)
        elif tag == s.NOUN and low in noun_deeds():
            yield from self._noun(i, span, said)

    def _denied(self, i: int, said: Sequence[Attribution]) -> bool:
        """Whether somebody denies, asks for or promises it: for all the text says, it is not."""
        return any(
            one.content.start <= i < one.content.stop
            and (one.statement.stance in _NOT_SO or one.content.frame == "inf")
            for one in said
        )

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

    def _verb(self, i: int, span: range, said: Sequence[Attribution]) -> Iterator[_Found]:
        """Yield the deeds of a verb: of the entries that fit, the most particular."""
        words = self.words
        fitting = [
            (deed, used)
            for deed in verb_deeds().get(words.low[i], ())
            if (used := self._fits(deed, i, span)) is not None
        ]
        if not fitting:
            return
        longest = max(deed.length for deed, _ in fitting)
        speakers = {one.statement.speaker for one in said}
        talking = any(d.length == longest and d.type == "CONSULT" for d, _ in fitting)
        for deed, used in fitting:
            # "urged him by telephone" is a call and a request.
            if deed.length < longest and not (talking and deed.length == 0):
                continue
            type_ = self._real(i, span, deed)
            accused = self._accused(i, said)
            if type_ is None and accused is not None:
                type_ = deed.type
            if type_ is None or not self._menaces(deed, i, span):
                continue
            stop = i + 1 + len(deed.after)
            clause = self._within(i, span, said)
            actor, recipient, how = self.parties.of_verb(i, stop, clause, deed.type, accused)
            if actor is None and words.at(i - 1) in {"and", "but"}:
                actor = self._speaker_before(i, said)
            alone = recipient is None and words.tag(stop) != s.PRONOUN
            if alone and deed.lemma in needs_second_party("verb"):
                continue
            if not self._travels(deed, stop, span):
                continue
            if actor is None and recipient is None:
                actor = self.parties.from_context(deed.type, i, span, speakers)
                how = "context"
                if actor is None:
                    continue
            rule = "context" if how == "context" else "verb"
            yield _Found(deed, i, stop, actor, recipient, rule, 2 + deed.length, type_, used)

    def _travels(self, deed: Deed, stop: int, span: range) -> bool:
        """Whether "go to" leads to a place or state: to Muscat, not to pieces."""
        if deed.type != "CONSULT" or deed.after[-1:] not in {("to",), ("in",), ("into",)}:
            return True
        return any(self.words.named(k) for k in range(stop, min(stop + 2, span.stop)))

    def _within(self, i: int, span: range, said: Sequence[Attribution]) -> range:
        """Return the sentence up to where what is said ends: who reports it is no party to it."""
        stops = [
            one.content.stop
            for one in said
            if one.content.start <= i < one.content.stop and one.cue >= one.content.stop
        ]
        return range(span.start, min([span.stop, *stops]))

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
        stop = i + 1 + len(deed.after)
        if stop > span.stop or (*words.low[i + 1 : stop],) != deed.after:
            return None
        if deed.after and stop < span.stop and words.time[stop] >= 0 and not words.named(stop):
            return None
        if deed.never and deed.never & {*words.low[stop : min(stop + 4, span.stop)]}:
            return None
        if deed.before and not deed.before & {*words.low[max(span.start, i - NEAR) : i]}:
            return None
        used = {*range(i, stop)}
        for forms in deed.near:
            for k in range(stop, min(stop + NEAR, span.stop)):
                if words.low[k] in forms:
                    used.add(k)
                    break
                if words.low[k] in {";", ":"} or words.tags[k] in {s.MODAL, s.BE}:
                    return None
            else:
                if not self._subject_is(forms, i, span):
                    return None
        return frozenset(used)

    def _subject_is(self, forms: frozenset[str], i: int, span: range) -> bool:
        """Whether a passive has the noun as its subject: "aircraft were moved"."""
        helpers, k = self._helpers(i, span)
        if self.words.tags[i] != s.PARTICIPLE or s.BE not in helpers:
            return False
        return bool(forms & {*self.words.low[max(span.start, k - 3) : k + 1]})

    def _real(self, i: int, span: range, deed: Deed) -> str | None:
        """Return the type the deed has here, None if it did not happen or is only wanted."""
        words = self.words
        helpers, k = self._helpers(i, span)
        negated = s.NEGATION in helpers
        if negated and "would" in words.low[k + 1 : i] and deed.type in _TURNS_TO_REJECT:
            return "REJECT"
        if s.MODAL in helpers or self._unreal(k, span):
            return None
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

    def _helpers(self, i: int, span: range) -> tuple[set[str], int]:
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

    def _noun(self, i: int, span: range, said: Sequence[Attribution]) -> Iterator[_Found]:
        words = self.words
        for deed in noun_deeds()[words.low[i]]:
            stop = i + 1 + len(deed.after)
            if stop > span.stop or (*words.low[i + 1 : stop],) != deed.after:
                continue
            if not self._happened(i, stop, span):
                return
            patient = deed.type in _DONE_TO
            clause = self._within(i, span, said)
            actor, recipient, how = self.parties.of_noun(i, stop, clause, patient=patient)
            if actor is None and recipient is None:
                actor, recipient = self.parties.nearby(i, span, deed.type)
                how = "nearby"
            parties = (actor is not None) + (recipient is not None)
            if parties == 0 or (parties < 2 and deed.lemma in needs_second_party("noun")):
                return
            used = frozenset(range(i, stop))
            rule = "nearby" if how == "nearby" else "noun"
            yield _Found(deed, i, stop, actor, recipient, rule, parties, deed.type, used)
            return

    def _happened(self, i: int, stop: int, span: range) -> bool:
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
        if self._wanted(i, span):
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

    # --- judgements: "called it a provocation", "described the deal as a beacon of hope"

    def _judgements(self, span: range, said: Sequence[Attribution]) -> Iterator[_Found]:
        for attribution in said:
            if attribution.lemma not in _judging():
                continue
            actor = attribution.statement.speaker
            if actor == UNSPECIFIED:
                continue
            content = attribution.content
            inside = self.words.low[content.start : content.stop]
            type_ = self._judgement(inside, attribution.lemma)
            if type_ is None:
                continue
            recipient = self.parties.named_after(attribution.cue + 1, span.stop, actor)
            deed = Deed(type_, attribution.lemma)
            cue = attribution.cue
            yield _Found(deed, cue, cue + 1, actor, recipient, "judgement", 2, type_)

    def _judgement(self, inside: Sequence[str], lemma: str) -> str | None:
        words = groups("polarity.txt")
        told = f" {' '.join(inside)} "
        for type_ in ("THREATEN", "REJECT"):
            if any(f" {phrase} " in told for phrase in words[type_]):
                return type_
        if {*inside} & {*words["negative"]} and "anti" not in inside:
            return "ACCUSE"
        praised = lemma in words["judging"] and {*inside} & {*words["positive"]}
        return "SUPPORT" if praised else None

    # --- date and status

    def _event(self, one: _Found, span: range, said: Sequence[Attribution]) -> Event:
        words = self.words
        rule = f"event.{one.type}.{one.how}"
        return Event(
            start=words.starts[one.start],
            end=words.ends[one.stop - 1],
            type=one.type,
            actor=one.actor,
            recipient=one.recipient,
            date=self._date(one.start, span),
            status=self._status(one, span, said),
            rule=rule,
            confidence=rate(rule),
        )

    def _date(self, i: int, span: range) -> str | None:
        """Return the calendar value of the time nearest to the deed, within its clause first."""
        words = self.words
        best: tuple[int, str] | None = None
        for k in span:
            number = words.time[k]
            if number < 0 or self._quoted(k):
                continue
            value = self.times[number].value
            if value is None or value[:1] == "P" or value.endswith("_REF"):
                continue
            apart = abs(k - i) + 20 * any(
                words.low[j] in {";", '"'} for j in range(min(i, k), max(i, k))
            )
            if best is None or apart < best[0]:
                best = apart, value
        return best[1] if best else None

    def _status(self, one: _Found, span: range, said: Sequence[Attribution]) -> Status:
        words = self.words
        near = {*words.low[max(span.start, one.start - 6) : one.stop]}
        for attribution in said:
            inside = attribution.content.start <= one.start < attribution.content.stop
            if not inside or attribution.cue == one.start:
                continue
            if attribution.statement.stance in {"assesses", "predicts"}:
                return "assessed"
            if attribution.lemma not in _FACTIVE:
                return "alleged"
        if near & {"allegedly", "reportedly", "alleged", "purportedly", "supposedly", "suspected"}:
            return "alleged"
        if near & {"likely", "probably", "apparently", "presumably", "perhaps", "possibly"}:
            return "assessed"
        return "fact"


_GUESSED = frozenset(("nearby", "context"))
_NOT_SO = frozenset(("denies", "proposes", "recommends"))
_DONE_TO = frozenset(("ASSAULT", "COERCE", "SANCTION", "RETREAT", "ACCUSE", "SUPPORT"))
_NOT_YET = word_set("of for from to against about without before on instead")


def _implicative() -> frozenset[str]:
    return frozenset(groups("polarity.txt")["done"])


def _judging() -> frozenset[str]:
    return frozenset((*groups("polarity.txt")["judging"], *groups("polarity.txt")["saying"]))


def _best(found: Sequence[_Found]) -> list[_Found]:
    """Keep one event of a type for each pair of parties, the fullest, in the order of the text."""
    kept: dict[tuple[str, str | None, str | None], _Found] = {}
    plain = {one.type for one in found if one.how not in _GUESSED}
    told = [one for one in found if one.how not in _GUESSED or one.type not in plain]
    acted = {one.type for one in told if one.actor is not None}
    for one in sorted(told, key=lambda f: (-_fullness(f), f.start)):
        if one.actor is None and one.type in acted:
            continue
        same = [
            key
            for key in kept
            if key[0] == one.type
            and one.actor in {None, key[1]}
            and one.recipient in {None, key[2]}
        ]
        if not same:
            kept.setdefault((one.type, one.actor, one.recipient), one)
    return sorted(kept.values(), key=lambda f: (f.start, f.type))


def _fullness(one: _Found) -> int:
    return (one.actor is not None) * 4 + (one.recipient is not None) * 4 + one.weight
