"""Deeds done with words: judging somebody, and "we call on Russia to stop"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from . import syntax as s
from .memory import UNSPECIFIED
from .parties import Parties
from .plover import Deed, verb_deeds
from .syntax import Words
from .tables import groups
from .uses import Attribution

Deeds = Iterator[tuple[Deed, int, str, str | None]]
"""Deed, the word that names it, actor, recipient."""


class Judgements:
    """Finds the deeds of one text that consist in what somebody says."""

    def __init__(self, words: Words, parties: Parties) -> None:
        self.words = words
        self.parties = parties

    def of(self, span: range, said: Sequence[Attribution]) -> Deeds:
        """Yield the deeds of a sentence: "called it a provocation", "we reject the claim"."""
        for attribution in said:
            actor = attribution.statement.speaker
            if actor == UNSPECIFIED:
                continue
            yield from self._performed(attribution, actor)
            if attribution.lemma not in _judging():
                continue
            content = attribution.content
            type_ = self._judgement(self.words.low[content.start : content.stop], attribution.lemma)
            if type_ is not None:
                recipient = self.parties.named_after(attribution.cue + 1, span.stop, actor)
                yield Deed(type_, attribution.lemma), attribution.cue, actor, recipient

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

    def _performed(self, attribution: Attribution, actor: str) -> Deeds:
        """Yield what is done by saying it in the first person: "we condemn", "I call on"."""
        words = self.words
        content = attribution.content
        for i in range(content.start + 1, content.stop):
            k = i - 1
            while k > content.start and words.tags[k] == s.ADVERB:
                k -= 1
            if (
                words.low[k] not in {"we", "i"}
                or words.low[i] not in groups("polarity.txt")["performing"]
            ):
                continue
            for deed in verb_deeds().get(words.low[i], ()):
                stop = i + 1 + len(deed.after)
                if not deed.near and (*words.low[i + 1 : stop],) == deed.after:
                    yield deed, i, actor, self.parties.named_after(stop, content.stop, actor)
                    break


@cache
def _judging() -> frozenset[str]:
    return frozenset((*groups("polarity.txt")["judging"], *groups("polarity.txt")["saying"]))
