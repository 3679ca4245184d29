"""What an author says in its own voice: advice, forecasts, judgements.

Facts that a reporter tells are not marked; they are what the text is about. Marked are sentences,
outside quotations and outside what others are said to say, that advise (*should*), forecast
(*may*, *unlikely*) or judge (*seems*, *the problem is*). Plain appraisals ("both accounts are
incomplete") count only in a text that has advised or judged elsewhere: an editorial, not a wire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from . import syntax as s
from .contents import Contents
from .memory import AUTHOR
from .rates import rate
from .spans import Boilerplate, Sentence, Statement
from .syntax import Words
from .tables import groups
from .uses import Attribution

OPINION = 2
"""From so many sentences of advice on, a text is one of opinion …"""
SHARE = 0.25
"""… or from such a share of sentences that advise, forecast or judge."""

_STANCE = {
    "recommends": "recommends",
    "forecast": "predicts",
    "judgement": "assesses",
    "evaluation": "assesses",
}


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    start: int
    stop: int


class Authorship:
    """Finds the author's own statements in one text."""

    def __init__(self, words: Words, contents: Contents) -> None:
        self.words = words
        self.contents = contents

    def statements(
        self,
        sentences: Sequence[Sentence],
        said: Mapping[int, Sequence[Attribution]],
        dropped: Sequence[Boilerplate],
    ) -> list[Statement]:
        """Return the author's statements, in order.

        Parameters
        ----------
        sentences : sequence of Sentence
        said : mapping of int to sequence of Attribution
            What each sentence, by its number, attributes to others.
        dropped : sequence of Boilerplate
        """
        away = {one.start for one in dropped}
        signs = [
            None if one.start in away else self._sign(one, said.get(number, ()))
            for number, one in enumerate(sentences)
        ]
        advice = sum(1 for sign in signs if sign and sign.kind == "recommends")
        plain = sum(1 for sign in signs if sign and sign.kind != "evaluation")
        opinion = advice >= OPINION or plain >= max(4, SHARE * len(sentences))
        return [
            self._made(one, sign, said.get(number, ()), opinion=opinion)
            for number, (one, sign) in enumerate(zip(sentences, signs, strict=True))
            if sign is not None and (opinion or sign.kind in {"recommends", "forecast"})
        ]

    def _sign(self, sentence: Sentence, said: Sequence[Attribution]) -> _Sign | None:
        """Return the plainest sign of the author's voice in a sentence, outside others' words."""
        words = self.words
        span = words.within(sentence.start, sentence.end)
        if not span or words.low[span.stop - 1] == "?":
            return None
        free = [i for i in span if words.low[i] in _opening() and not self._others(i, said)]
        if not free or (not said and self._is_mostly_quoted(span)):
            return None
        for kind in _STANCE:
            for i in free:
                for phrase in _signs()[kind].get(words.low[i], ()):
                    stop = i + len(phrase)
                    if (*words.low[i:stop],) == phrase and self._counts(kind, i):
                        return _Sign(kind, i, stop)
        return None

    def _is_mostly_quoted(self, span: range) -> bool:
        quoted = sum(self.contents.quote_over(i) is not None for i in span)
        return quoted * 2 > len(span)

    def _others(self, i: int, said: Sequence[Attribution]) -> bool:
        if self.contents.quote_over(i) is not None:
            return True
        return any(one.content.start <= i < one.content.stop or i == one.cue for one in said)

    def _counts(self, kind: str, i: int) -> bool:
        words = self.words
        low = words.low[i]
        if low in {"may", "might", "could", "would", "should", "must"} and words.tags[i] != s.MODAL:
            return False
        return kind != "evaluation" or words.tags[i] != s.PREPOSITION

    def _made(
        self, sentence: Sentence, sign: _Sign, said: Sequence[Attribution], *, opinion: bool
    ) -> Statement:
        words = self.words
        start, end = self._clause(sentence, sign, said)
        rule = f"author.{sign.kind}.{'opinion' if opinion else 'report'}"
        return Statement(
            start=start,
            end=end,
            speaker=AUTHOR,
            cue=(words.starts[sign.start], words.ends[sign.stop - 1]),
            stance=_STANCE[sign.kind],
            voice="author",
            rule=rule,
            confidence=rate(rule),
        )

    def _clause(
        self, sentence: Sentence, sign: _Sign, said: Sequence[Attribution]
    ) -> tuple[int, int]:
        """Return the sentence, or of one that quotes others the part with the sign."""
        if not said:
            return sentence.start, sentence.end
        words = self.words
        span = words.within(sentence.start, sentence.end)
        start, stop = span.start, span.stop
        for one in said:
            if one.content.stop <= sign.start:
                start = max(start, one.content.stop)
            edge = min(one.cue, one.content.start)
            if edge > sign.start:
                stop = min(stop, edge)
        while start < sign.start and words.low[start] in {",", ";", ".", '"', "and", "but"}:
            start += 1
        return words.starts[start], words.ends[max(stop - 1, start)]


@cache
def _opening() -> frozenset[str]:
    """Return the words with which a sign begins."""
    return frozenset(first for by_first in _signs().values() for first in by_first)


@cache
def _signs() -> Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]:
    made: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for kind, phrases in groups("judgement.txt").items():
        for phrase in phrases:
            parts = (*phrase.split(),)
            made.setdefault(kind, {}).setdefault(parts[0], []).append(parts)
    return {
        kind: {first: tuple(sorted(p, key=len, reverse=True)) for first, p in by_first.items()}
        for kind, by_first in made.items()
    }
