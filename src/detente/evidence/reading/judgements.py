"""Deeds done with words: judging somebody, and "we call on Russia to stop"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from . import syntax as s
from .memory import UNSPECIFIED
from .parties import Parties
from .plover import Deed, verb_deeds
from .syntax import Words
from .tables import groups
from .uses import Attribution

QUOTE = '"'
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
            if attribution.lemma and attribution.lemma not in _judging():
                continue
            type_ = self._judgement(attribution, actor)
            if type_ is not None:
                recipient = self.parties.named_after(attribution.cue + 1, span.stop, actor)
                yield Deed(type_, attribution.lemma), attribution.cue, actor, recipient

    def _judgement(self, attribution: Attribution, actor: str) -> str | None:
        """Return what saying this is: a threat, a refusal, a demand, an accusation, praise."""
        words = self.words
        content = attribution.content
        inside = words.low[content.start : content.stop]
        told = f" {' '.join(word for word in inside if word != QUOTE)} "
        tables = groups("polarity.txt")
        for type_ in ("THREATEN", "REJECT"):
            if any(f" {phrase} " in told for phrase in tables[type_]):
                return type_
        if self._refuses(content.start, content.stop):
            return "REJECT"
        naming = attribution.lemma in tables["judging"]
        start = content.start + (words.tags[content.start] == s.QUOTE)
        other = self.parties.named_after(start, content.stop, actor)
        if "anti" not in inside and (
            {*inside} & {*tables["negative"]} or (other and _stems().search(told))
        ):
            return "ACCUSE"
        must = other and "we" not in inside and {*inside} & {"must", "should", "ought"}
        if not naming and (must or self._commands(content.start, start)):
            return "REQUEST"
        praises = naming and {*inside} & {*tables["positive"]}
        sides = not naming and any(f" {phrase} " in told for phrase in tables["SUPPORT"])
        return "SUPPORT" if praises or sides else None

    def _commands(self, opened: int, start: int) -> bool:
        """Whether a quotation opens with an imperative: "Stop this madness"."""
        words = self.words
        if opened == start or "base" not in s.verbs().get(words.at(start), ()):
            return False
        return words.tag(start + 1) in {s.DETERMINER, s.POSSESSIVE, s.PRONOUN, s.ING}

    def _refuses(self, start: int, stop: int) -> bool:
        """Whether somebody says what he will not do: "we will never negotiate"."""
        words = self.words
        for i in range(start, min(stop - 2, start + 8)):
            if words.tags[i] == s.MODAL and words.tags[i + 1] == s.NEGATION:
                verb = i + 2 + (words.tags[i + 2] == s.ADVERB)
                return words.at(verb) in groups("polarity.txt")["refusing"]
        return False

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
def _stems() -> re.Pattern[str]:
    """Return a pattern for the beginnings of hostile words."""
    return re.compile(rf"\b(?:{'|'.join(groups('polarity.txt')['stems'])})")


@cache
def _judging() -> frozenset[str]:
    return frozenset((*groups("polarity.txt")["judging"], *groups("polarity.txt")["saying"]))
