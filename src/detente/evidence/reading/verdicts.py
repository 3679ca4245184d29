"""What the learned model makes of a sentence: which deeds of the rules stand, and which are added.

A type that a rule found and the model holds for told keeps the rule's parties and words; one that
the model does not hold for told is dropped. For a type that no rule found, the deed stands at the
word that speaks most for it, and its parties are looked for as for any other word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import syntax as s
from .circumstances import Circumstances
from .deeds import FoundDeed
from .features import Features, Ruled, Sentences
from .learned import Judge
from .memory import UNSPECIFIED
from .parties import Parties
from .plover import Deed
from .spans import Mention
from .syntax import Words
from .uses import Attribution

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
    ) -> None:
        self.words = words
        self.parties = parties
        self.circumstances = circumstances
        self.judge = judge
        self.sentences = Sentences(words, mentions)

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
        missing = sorted(told.keys() - {one.type for one in kept})
        return [*kept, *self._added(missing, features, span, said)]

    def _ruled(self, one: FoundDeed, span: range) -> Ruled:
        done = not self.circumstances.is_planned(one.start, span)
        return Ruled(one.type, one.how, one.start, done)

    def _added(
        self, types: Sequence[str], features: Features, span: range, said: Sequence[Attribution]
    ) -> Iterator[FoundDeed]:
        """Yield a deed of each type that no rule found, unless it is planned."""
        for type_ in types:
            parts = self.judge.parts(features, type_)
            i = self._trigger(parts, features, span)
            if i is None or self.circumstances.is_planned(i, span):
                continue
            actor, recipient = self._parties(type_, i, span, said)
            deed = Deed(type_, self.words.low[i])
            because = self._because(parts, features)
            yield FoundDeed(deed, i, i + 1, actor, recipient, "learned", 0, type_, because=because)

    def _trigger(
        self, parts: Sequence[tuple[str, float]], features: Features, span: range
    ) -> int | None:
        """Return the word that speaks most for a type, a verb or noun if there is one."""
        weights = dict.fromkeys(span, 0.0)
        for name, weight in parts:
            places = features.shown[name]
            for i in places:
                weights[i] += weight / len(places)
        telling = [i for i in span if weights[i] > 0 and not self.words.named(i)]
        best = [i for i in telling if self.words.tags[i] in _TELLING] or telling
        return max(best, key=lambda i: (weights[i], -i), default=None)

    def _parties(
        self, type_: str, i: int, span: range, said: Sequence[Attribution]
    ) -> tuple[str | None, str | None]:
        """Return who does it and to whom; who is unspecified where nobody is named."""
        if self.words.tags[i] in s.VERBAL:
            actor, recipient, _ = self.parties.of_verb(i, i + 1, span, type_)
        else:
            actor, recipient, _ = self.parties.of_noun(i, i + 1, span, patient=False)
        if actor is None and recipient is None:
            speakers = {one.statement.speaker for one in said}
            actor, _ = self.parties.from_context(type_, i, span, speakers)
            return actor or UNSPECIFIED, None
        return actor, recipient

    def _because(self, parts: Sequence[tuple[str, float]], features: Features) -> tuple[str, ...]:
        """Return the phrases that speak most for a type, none of them part of another."""
        shown: list[str] = []
        for name, _ in parts:
            places = features.shown[name]
            phrase = " ".join(self.words.low[i] for i in places if not self.words.named(i))
            if phrase and not any(phrase in one or one in phrase for one in shown):
                shown.append(phrase)
            if len(shown) == SHOWN:
                break
        return (*shown,)


_TELLING = s.VERBAL | {s.NOUN, s.ADJECTIVE, s.NEGATION}
