"""What the learned model makes of a sentence: which deeds of the rules stand, and which are added.

A type that a rule found and the model holds for told keeps the rule's parties and words; one that
the model does not hold for told is dropped. For a type that no rule found, the deed stands at the
word that speaks most for it, and its parties are looked for as for any other word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from . import syntax as s
from .circumstances import Circumstances
from .deeds import FoundDeed
from .features import Features, Ruled, Sentences
from .learned import Judge, Part
from .memory import UNSPECIFIED
from .parties import Parties
from .plover import Deed
from .spans import Mention
from .syntax import Words
from .uses import Attribution, told_within

CLEAR = 1.0
"""By how much a type passes the threshold that is called learned; below that the model leans to it,
which is right less often."""

SHOWN = 3
"""How many phrases are told that made a deed."""


class Verdicts:
    """Applies a judge to the sentences of one text."""

    def __init__(
        self,
        words: Words,
        mentions: Sequence[Mention],
        parties: Parties,
        circumstances: Circumstances,
        judge: Judge,
        spans: Sequence[range],
    ) -> None:
        self.words = words
        self.parties = parties
        self.circumstances = circumstances
        self.judge = judge
        self.sentences = Sentences(words, mentions, spans if judge.listens else ())

    def of(
        self, span: range, said: Sequence[Attribution], found: Sequence[FoundDeed]
    ) -> list[FoundDeed]:
        """Return the deeds that a sentence tells, given those that the rules find in it."""
        ruled = [self._ruled(one, span) for one in found]
        quoted = {i for i in span if self.circumstances.quoted(i)}
        features = self.sentences.features(span, said, ruled, quoted)
        told = self.judge.types(features)
        kept = [
            one for one, rule in zip(found, ruled, strict=True) if rule.done and rule.type in told
        ]
        held = {one.type for one in kept}
        missing = {type_: told[type_] for type_ in sorted(told) if type_ not in held}
        return [*kept, *self._added(missing, features, span, said)]

    def _ruled(self, one: FoundDeed, span: range) -> Ruled:
        done = not self.circumstances.is_planned(one.start, span)
        return Ruled(one.type, one.how, one.start, done)

    def _added(
        self,
        types: Mapping[str, float],
        features: Features,
        span: range,
        said: Sequence[Attribution],
    ) -> Iterator[FoundDeed]:
        """Yield a deed of each type that no rule found, unless it is planned."""
        for type_, margin in types.items():
            parts = self.judge.parts(features, type_)
            i = self._trigger(parts, span)
            if i is None or self.circumstances.is_planned(i, span):
                continue
            actor, recipient = self._parties(type_, i, span, said)
            deed = Deed(type_, self.words.low[i])
            how = "learned" if margin > CLEAR else "leaning"
            because = self._because(parts)
            yield FoundDeed(deed, i, i + 1, actor, recipient, how, 0, type_, because=because)

    def _trigger(self, parts: Sequence[Part], span: range) -> int | None:
        """Return the word that speaks most for a type, a verb or noun if there is one."""
        weights = dict.fromkeys(span, 0.0)
        for places, weight in parts:
            for i in places:
                weights[i] += weight / len(places)
        telling = [i for i in span if weights[i] > 0 and not self.words.named(i)]
        best = [i for i in telling if self.words.tags[i] in _TELLING] or telling
        return max(best, key=lambda i: (weights[i], -i), default=None)

    def _parties(
        self, type_: str, i: int, span: range, said: Sequence[Attribution]
    ) -> tuple[str | None, str | None]:
        """Return who does it and to whom; who is unspecified where nobody is named."""
        clause = told_within(i, span, said)
        if self.words.tags[i] in s.VERBAL:
            actor, recipient, _ = self.parties.of_verb(i, i + 1, clause, type_)
        else:
            actor, recipient, _ = self.parties.of_noun(i, i + 1, clause, patient=False)
        if actor is None and recipient is None:
            speakers = {one.statement.speaker for one in said}
            actor, _ = self.parties.from_context(type_, i, span, speakers)
            return actor or UNSPECIFIED, None
        return actor, recipient

    def _because(self, parts: Sequence[Part]) -> tuple[str, ...]:
        """Return the phrases that speak most for a type, none of them part of another."""
        shown: list[str] = []
        for places, _ in parts:
            told = [i for i in places if self._is_plain(i)]
            phrase = " ".join(self.words.low[i] for i in told)
            says = any(self.words.tags[i] in _TELLING for i in told)
            if says and not any(phrase in one or one in phrase for one in shown):
                shown.append(phrase)
            if len(shown) == SHOWN:
                break
        return (*shown,)

    def _is_plain(self, i: int) -> bool:
        """Whether word i is a word, and no name or time."""
        words = self.words
        return not words.named(i) and words.time[i] < 0 and words.low[i].isalpha()


_TELLING = s.VERBAL | {s.NOUN, s.ADJECTIVE, s.NEGATION}
