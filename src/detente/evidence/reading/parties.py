"""The two parties of a deed: who does it, and to whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from . import syntax as s
from .deeds import FoundDeed
from .memory import AUTHOR, UNSPECIFIED, Memory, is_place, state_of
from .spans import Mention
from .subjects import Subjects, seated
from .syntax import Words
from .tables import word_set

_RECIPIENT = word_set("on against with to for at toward towards over into upon")
_HELPERS = frozenset((s.MODAL, s.BE, s.HAVE, s.DO, s.ADVERB, s.NEGATION))
REACH = 16
"""How many words after a deed its object may stand."""

_NOT_BEYOND = word_set("; after before while because since despite amid following until during")
_SOMEBODY = frozenset(("both", "they", "all", "their", "its", "he", "she", "his", "her"))

_FORCE = frozenset(("ASSAULT", "COERCE", "MOBILIZE"))
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_GOES_TO = frozenset(("CONSULT", "ASSAULT", "AID"))
_ARRIVING = word_set("at on to for into the")
_DESCRIBES = word_set("of on against at")
_ABOUT = word_set("for of about over with")

Found = tuple[str | None, str | None, str]


class Parties:
    """Finds the parties of deeds in one text."""

    def __init__(
        self, words: Words, mentions: Sequence[Mention], subjects: Subjects, memory: Memory
    ) -> None:
        self.words = words
        self.mentions = mentions
        self.subjects = subjects
        self.memory = memory

    # --- of a verb

    def of_verb(
        self, i: int, stop: int, span: range, type_: str, accused: str | None = None
    ) -> Found:
        """Return actor, recipient and how they were found.

        Parameters
        ----------
        i, stop : int
            The verb, and the word after it and its particles.
        span : range
            The sentence.
        type_ : str
        accused : str, optional
            Who is said to have done it, in "accuse X of doing".
        """
        words = self.words
        if words.tags[i] == s.PARTICIPLE and self._passive(i, span):
            agent = self._agent(stop, span)
            if agent is None and type_ == "MOBILIZE":
                return self._subject(i, span), None, "passive"
            return agent, self._subject(i, span), "passive"
        if accused is not None:
            return accused, self.named_after(stop, span.stop, accused), "accused"
        actor = self._subject(i, span)
        if actor is not None and "+" in actor:
            first, _, second = actor.partition("+")
            recipient = self.named_after(stop, span.stop, actor)
            return (first, second, "both") if recipient is None else (actor, recipient, "active")
        return actor, self.named_after(stop, span.stop, actor), "active"

    def _passive(self, i: int, span: range) -> bool:
        """Whether a participle is passive: after "be", or before "by"."""
        words = self.words
        k = i - 1
        helpers: set[str] = set()
        while k >= span.start and words.tags[k] in _HELPERS:
            helpers.add(words.tags[k])
            k -= 1
        if s.BE in helpers:
            return True
        return s.HAVE not in helpers and (words.at(i + 1) == "by" or words.tag(i - 1) == s.NOUN)

    def _agent(self, stop: int, span: range) -> str | None:
        words = self.words
        for k in range(stop, min(stop + 8, span.stop - 1)):
            if words.low[k] == "by":
                return self._first_named(k + 1, min(k + 8, span.stop), None)
            if words.low[k] in {",", ";"}:
                return None
        return None

    def _subject(self, i: int, span: range) -> str | None:
        """Return the subject of a finite verb, or of the verb that an infinitive hangs on."""
        words = self.words
        tag = words.tags[i]
        if tag in {s.ING, s.BASE} or (tag == s.PARTICIPLE and words.tag(i - 1) == s.NOUN):
            found = self.subjects.before(i, span.start)
            if tag == s.PARTICIPLE and found.actor is not None:
                return self._known(found.actor)
            if tag == s.ING and words.tag(i - 1) in {s.BE, s.ADVERB}:
                return self._known(found.actor)
            for k in range(i - 1, span.start - 1, -1):
                if words.tags[k] in {s.FINITE, s.HAVE, s.BE}:
                    found = self.subjects.before(k, span.start)
                    if self._known(found.actor):
                        return found.actor
            return self._subject_to_come(i, span) if tag == s.ING else None
        found = self.subjects.before(i, span.start)
        known = self._known(found.actor)
        if known is None and found.start >= 0:
            known = self._first_named(found.start, found.stop, None)
        return known

    def _subject_to_come(self, i: int, span: range) -> str | None:
        """Return the main subject behind a participle that opens: "Dismissing it, Iran said"."""
        words = self.words
        comma = next((k for k in range(i, span.stop) if words.low[k] == ","), None)
        if comma is None:
            return None
        for k in range(comma + 1, span.stop):
            if words.tags[k] in {s.FINITE, s.HAVE, s.BE, s.MODAL}:
                return self._known(self.subjects.before(k, comma + 1).actor)
        return None

    def _known(self, actor: str | None) -> str | None:
        return None if actor in {None, UNSPECIFIED, AUTHOR} or is_place(actor or "") else actor

    def named_after(self, start: int, stop: int, actor: str | None) -> str | None:
        """Return the first party named behind a verb, other than the actor."""
        words = self.words
        last = min(stop, start + REACH)
        for k in range(start, last):
            if words.low[k] in _NOT_BEYOND or words.tags[k] == s.QUOTE:
                last = k
                break
        return self._first_named(start, last, actor)

    def _first_named(self, start: int, stop: int, other: str | None) -> str | None:
        words = self.words
        k = start
        while k < stop:
            number = words.outer[k]
            if number >= 0:
                mention = self.mentions[number]
                if not is_place(mention.actor) and not _same_side(mention.actor, other):
                    return self._with_next(number, stop)
                k = max(k + 1, words.within(mention.start, mention.end).stop)
                continue
            if words.tags[k] == s.PRONOUN and words.low[k] in {"him", "her", "them", "it"}:
                found = self.memory.resolve(words.low[k])
                if found is not None and not _same_side(found, other):
                    return found
            k += 1
        return None

    def _with_next(self, number: int, stop: int) -> str:
        """Join "A and B", "A, B and C"; a demonym before its person is that person."""
        words, mentions = self.words, self.mentions
        found = [mentions[number].actor]
        k = words.within(mentions[number].start, mentions[number].end).stop
        while k + 1 < stop:
            if words.outer[k] >= 0 and mentions[words.outer[k]].tier == "name":
                if mentions[number].tier == "demonym" and len(found) == 1:
                    found = [mentions[words.outer[k]].actor]
                    k = words.within(*_span(mentions[words.outer[k]])).stop
                    continue
                break
            step = 1 + (words.low[k] == "," and words.at(k + 1) == "and")
            if words.low[k] not in {",", "and"}:
                break
            k += step
            if k < stop and words.low[k] == "the":
                k += 1
            if k >= stop or words.outer[k] < 0 or is_place(mentions[words.outer[k]].actor):
                break
            found.append(mentions[words.outer[k]].actor)
            k = words.within(*_span(mentions[words.outer[k]])).stop
        return "+".join(sorted({part for actor in found for part in actor.split("+")}))

    def from_context(
        self, type_: str, i: int, span: range, speakers: Collection[str]
    ) -> tuple[str | None, str]:
        """Return who does a deed that names no party, and how that is known.

        Of a pronoun, and of a passive, it is who was the subject last; but who reports a deed has
        not done it. Anybody else without a name is ``UNSPECIFIED``: gunmen, a sniper.
        """
        if type_ == "PROTEST":
            return self._crowd(span) or UNSPECIFIED, "context"
        found = self.subjects.before(i, span.start)
        first = self.words.at(found.start) if found.start >= 0 else ""
        passive = self.words.tags[i] == s.PARTICIPLE and self._passive(i, span)
        if first and first not in _SOMEBODY and not passive:
            return UNSPECIFIED, "unnamed"
        here = self._known(self.memory.resolve("it"))
        if here is not None and here not in speakers and (first in _SOMEBODY or passive):
            return here, "context"
        return (UNSPECIFIED if first else None), "unnamed"

    def _crowd(self, span: range) -> str | None:
        """Return the people of the place where they march."""
        for i in span:
            number = self.words.outer[i]
            if number >= 0:
                state = state_of(seated(self.mentions[number].actor))
                if state != "LOC":
                    return f"{state}.citizens"
        here = self._known(self.memory.resolve("it"))
        return f"{state_of(here)}.citizens" if here else None

    def nearby(self, i: int, span: range, type_: str) -> tuple[str | None, str | None]:
        """Return the parties named in the clause of a noun that has none of its own."""
        words = self.words
        if type_ == "PROTEST":
            return self._crowd(span), None
        if self._is_subject(i, type_):
            return self._first_named(i + 1, span.stop, None) or UNSPECIFIED, None
        described = type_ in _FORCE and words.at(i + 1) in _DESCRIBES
        described = described and not _ABOUT & {*words.low[max(span.start, i - 3) : i]}
        if not described and (self._known_already(i, span) or not self._told_anew(i, type_, span)):
            return None, None
        first = self._first_named(i + 1, min(i + REACH, span.stop), None)
        if first is None:
            first = self._first_named(max(span.start, i - REACH), i, None)
        if first is None:
            return (UNSPECIFIED if described else None), None
        one, _, other = first.partition("+")
        return one, other or None

    def _is_subject(self, i: int, type_: str) -> bool:
        """Whether a noun of force is what the sentence is about: "war games began"."""
        words = self.words
        tells = words.tag(i + 1) in {s.FINITE, s.HAVE, s.BE} or words.at(i + 1) in {
            "between",
            "near",
            "in",
        }
        return type_ in {"ASSAULT", "MOBILIZE"} and tells and words.tag(i - 1) != s.PREPOSITION

    def _told_anew(self, i: int, type_: str, span: range) -> bool:
        """Whether the noun tells of a deed: "a" or "two" stand before it."""
        if type_ not in {"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "CONSULT"}:
            return False
        words = self.words
        k = i - 1
        while k > span.start and words.tags[k] in {s.ADJECTIVE, s.NOUN}:
            k -= 1
        return k >= span.start and (words.low[k] in {"a", "an"} or words.tags[k] == s.NUMBER)

    def _known_already(self, i: int, span: range) -> bool:
        """Whether "the", "this" or "its" points back to a deed told before."""
        words = self.words
        k = i - 1
        while k > span.start and words.tags[k] in {s.ADJECTIVE, s.NOUN, s.PARTICIPLE, s.NUMBER}:
            k -= 1
        pointing = words.low[k] in {"the", "this", "that", "these", "those", "its", "their"}
        return k >= span.start and pointing and words.tag(i + 1) not in {s.SUBORDINATOR, s.WH}

    # --- of a deed whose type is decided

    def settled(self, one: FoundDeed, span: range) -> FoundDeed:
        """Return a deed with the parties it has, given those first found.

        Two who meet are both its parties. Whoever acts for a state does nothing to it, unless it
        stands right beside the deed: "Navalny accused Russia", but "Kirby called it reckless and
        said that the United States would wait". A deed that ends in a capital is done to its state.
        """
        actor, recipient, stop = one.actor, one.recipient, one.stop
        if actor is None:
            met = one.type in _MUTUAL and "with" not in self.words.low[stop : stop + 2]
            first, _, second = (recipient or "").partition("+")
            return replace(one, actor=first, recipient=second) if met and second else one
        own = state_of(actor)
        if recipient == own != actor and not self._names(own, range(stop, stop + 2)):
            recipient = None
        if recipient is None and one.type in _GOES_TO and actor != UNSPECIFIED:
            recipient = self._seated_at(stop, span, own)
        return one if recipient == one.recipient else replace(one, recipient=recipient)

    def _names(self, actor: str, span: range) -> bool:
        words = self.words
        return any(words.named(i) and self.mentions[words.outer[i]].actor == actor for i in span)

    def _seated_at(self, stop: int, span: range, own: str) -> str | None:
        """Return the state in whose capital a deed ends: "flew to Niamey", "visited Riyadh"."""
        words = self.words
        for k in range(stop, min(stop + 4, span.stop)):
            if words.outer[k] >= 0:
                place = self.mentions[words.outer[k]].actor
                state = seated(place)
                return None if state in {place, own} else state
            if words.low[k] not in _ARRIVING and words.tags[k] != s.NOUN:
                return None
        return None

    # --- of a noun

    def of_noun(self, i: int, stop: int, span: range, *, patient: bool) -> Found:
        """Return actor, recipient and how: between, owner, by, joined by a hyphen.

        Parameters
        ----------
        i, stop : int
            The noun, and the word after it.
        span : range
            The sentence.
        patient : bool
            Whether "of" leads to whom it is done to: "the seizure of the tanker".
        """
        words = self.words
        if words.at(stop) == "between" and (pair := self._between(stop + 1, span)):
            return *pair, "between"
        if pair := self._hyphen(i, span):
            return *pair, "hyphen"
        actor = self._owner(i, span)
        by = self._by(stop, span)
        recipient = self._aimed_at(stop, span, by or actor, patient=patient)
        how = "owner" if actor else "by" if by else "aimed"
        if actor is None and by is None and recipient is not None and not patient:
            # "said Akar after talks with his Russian counterpart": who speaks is who talked.
            actor = self._last_before(i, span, recipient)
        if actor is None and by is None and not patient:
            of = self._of(stop, span)
            if of is not None and of != recipient:
                return of, recipient, "of"
        return by or actor, recipient, how

    def _last_before(self, i: int, span: range, other: str) -> str | None:
        """Return the last party named before the noun, within its clause."""
        for k in range(i - 1, span.start - 1, -1):
            number = self.words.outer[k]
            if self.words.low[k] in {";", '"'}:
                return None
            if number >= 0 and self.mentions[number].tier != "nominal":
                actor = self._known(self.mentions[number].actor)
                return None if actor is None or _same_side(actor, other) else actor
        return None

    def _of(self, stop: int, span: range) -> str | None:
        """Return whose a deed is by "of": "the plea of Kuwait"."""
        if self.words.at(stop) != "of":
            return None
        return self._first_named(stop + 1, min(stop + 4, span.stop), None)

    def _between(self, k: int, span: range) -> tuple[str, str] | None:
        joined = self._first_named(k, min(k + 12, span.stop), None)
        if joined is None or "+" not in joined:
            return self._with_and(k, span, joined)
        first, _, second = joined.partition("+")
        return first, second

    def _with_and(self, k: int, span: range, first: str | None) -> tuple[str, str] | None:
        if first is None:
            return None
        words = self.words
        for j in range(k, min(k + 14, span.stop - 1)):
            if words.low[j] == "and":
                second = self._first_named(j + 1, min(j + 8, span.stop), first)
                return (first, second) if second else None
        return None

    def _hyphen(self, i: int, span: range) -> tuple[str, str] | None:
        """Read "the Kim-Putin summit" and "US-China talks"."""
        words = self.words
        k = i - 1
        while k > span.start and words.tags[k] in {s.ADJECTIVE, s.NOUN} and words.outer[k] < 0:
            k -= 1
        dash = next(
            (j for j in range(k, max(span.start, k - 4), -1) if words.low[j] in "-–/"), None
        )
        if dash is None or dash <= span.start or dash + 1 > k:
            return None
        left, right = words.outer[dash - 1], words.outer[dash + 1]
        if left < 0 or right < 0 or left == right:
            return None
        first, second = self.mentions[left].actor, self.mentions[right].actor
        return None if is_place(first) or is_place(second) else (first, second)

    def _owner(self, i: int, span: range) -> str | None:
        """Return who stands before the noun: "Iran's attack", "Russian strikes", "his visit"."""
        words = self.words
        k = i - 1
        while k >= span.start and words.tags[k] in {s.ADJECTIVE, s.NOUN, s.NUMBER, "-", "'s"}:
            number = words.mention[k]
            if number >= 0 and not is_place(self.mentions[number].actor):
                return self.mentions[number].actor
            k -= 1
        if k >= span.start and words.tags[k] == s.POSSESSIVE:
            pronoun = {"his": "he", "her": "she", "its": "it", "their": "they"}.get(words.low[k])
            return self.memory.resolve(pronoun) if pronoun else None
        return None

    def _by(self, stop: int, span: range) -> str | None:
        words = self.words
        for k in range(stop, min(stop + 6, span.stop - 1)):
            if words.low[k] == "by":
                return self._first_named(k + 1, min(k + 6, span.stop), None)
            if words.low[k] in {",", ";"} or words.tags[k] in {s.FINITE, s.BE, s.HAVE}:
                return None
        return None

    def _aimed_at(self, stop: int, span: range, actor: str | None, *, patient: bool) -> str | None:
        words = self.words
        for k in range(stop, min(stop + 8, span.stop - 1)):
            leads = words.low[k] in _RECIPIENT or (patient and words.low[k] == "of")
            if leads and words.outer[k] < 0:
                found = self._first_named(k + 1, min(k + 6, span.stop), actor)
                if found is not None:
                    return found
            if words.low[k] in {",", ";"} or words.tags[k] in {s.FINITE, s.BE, s.HAVE}:
                return None
        return None


def _same_side(actor: str, other: str | None) -> bool:
    if other is None:
        return False
    return actor == other or bool({*actor.split("+")} & {*other.split("+")})


def _span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end
