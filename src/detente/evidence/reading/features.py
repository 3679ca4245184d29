"""What a sentence shows of the deeds told in it: the features that a learned model weighs.

With them goes what the `network` makes of its words, if it was asked.

A feature has a name and the words that show it. Names of people, states and places stand as what
they are (``<actor>``, or ``<name>`` if no list has it), so that a model learns deeds and not who
did them:

=========  ======================================================================================
``w:``     a stem; ``w:attack|m`` one that a modal verb or "if" makes unreal (see `unreal`)
``b:``     two stems side by side
``r:``     a deed that the rules find, by type and by how its parties were found
``rf:``    one that they find, and that is dated after the text
``l:``     words of the lexicon that may name a deed of a type, whether or not their syntax fits
``n:``     nouns of the lexicon, likewise
``s:``     how what is said is meant; ``c:`` the word that attributes it; ``f:`` in which frame
=========  ======================================================================================
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import syntax as s
from .lexicon import titles
from .memory import is_place
from .network import network
from .pieces import STANDS_FOR
from .plover import Deed, noun_deeds, verb_deeds
from .spans import Mention
from .stems import stem
from .syntax import Words
from .tables import word_set
from .uses import Attribution

Shown = dict[str, tuple[int, ...]]
"""Features while they are gathered, each with the words that show it."""

FUNCTION = frozenset(
    ["the", "a", "an", "of", "and", ",", ".", '"', "'", ";", ":", "(", ")", "-", "–", "'s"]
)
"""What carries no meaning by itself."""

UNREAD = frozenset((*"'\"().", "the", "a", "an"))
"""What the network does not read, since it reads as well without."""

NEAR = 8
"""How many words from a verb its noun may stand."""

_OPENS_CLAUSE = word_set('and but which who that " after because while although when , ; :')
_IF = frozenset(("if", "unless", "whether", "lest"))
_VERB_FOLLOWS = frozenset((s.BASE, s.BE, s.HAVE, s.DO))
_MODAL_REACH, _NOT_REACH = 9, 6


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a sentence.

    Attributes
    ----------
    start, end : int
        The span of its words, in code points.
    shown : mapping of str to tuple of int
        The name of each feature, and the words that show it.
    words : tuple of str
        What the network reads: its words in lower case, names as what they are.
    places : tuple of int
        Where each of `words` stands.
    heard : array of float32, shape (words, 16), or None
        What the network makes of each of `words`, if it was asked.
    """

    start: int
    end: int
    shown: Mapping[str, tuple[int, ...]]
    words: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    heard: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """A deed that the rules find.

    Attributes
    ----------
    type : str
        A PLOVER type.
    how : str
        How its parties were found.
    at : int
        Its first word.
    done : bool
        Whether it is not dated after the text.
    """

    type: str
    how: str
    at: int
    done: bool


class Token(NamedTuple):
    """A stem, or what stands for a name, a time or a number; and the word it begins with."""

    name: str
    at: int


class Sentences:
    """The features of the sentences of one text.

    Parameters
    ----------
    words : Words
    mentions : sequence of Mention
    spans : sequence of range
        The sentences for which the network is asked, all at once, since that is much faster.
    """

    def __init__(
        self, words: Words, mentions: Sequence[Mention], spans: Sequence[range] = ()
    ) -> None:
        self.words = words
        self.mentions = mentions
        self._tokens = {span.start: self.tokens(span) for span in spans}
        self._written = {at: self._write(tokens) for at, tokens in self._tokens.items()}
        scores = network().scores([*self._written.values()]) if spans else []
        self._heard = dict(zip(self._tokens, scores, strict=True))

    def features(
        self,
        span: range,
        said: Sequence[Attribution],
        ruled: Iterable[Ruled],
        quoted: Collection[int],
    ) -> Features:
        """Return the features of a sentence.

        Parameters
        ----------
        span : range
            Its words.
        said : sequence of Attribution
            What somebody says in it.
        ruled : iterable of Ruled
            The deeds that the rules find.
        quoted : collection of int
            The words that stand in a long quotation.
        """
        made: Shown = {}
        unreal = self.unreal(span)
        tokens = self._tokens.get(span.start) or self.tokens(span)
        self._of_words(made, tokens, unreal)
        self._of_rules(made, ruled)
        self._of_lexicon(made, span, unreal, quoted)
        self._of_speech(made, said)
        self._of_shape(made, span, quoted)
        return Features(
            self.words.starts[span.start],
            self.words.ends[span.stop - 1],
            made,
            words=self._written.get(span.start) or self._write(tokens),
            places=tuple(one.at for one in tokens if one.name not in UNREAD),
            heard=self._heard.get(span.start),
        )

    # --- words

    def tokens(self, span: range) -> list[Token]:
        """Return the words of a sentence as stems, names, times and numbers as what they are."""
        words = self.words
        made: list[Token] = []
        last = ("", -1)
        for i in span:
            kind, which = ("", -1) if self._is_plain(i) else self._kind(i, span)
            if not kind:
                made.append(Token(stem(words.low[i]), i))
            elif (kind, which) != last:
                made.append(Token(kind, i))
            last = kind, which
        return made

    def _write(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """Return what the network reads: words in lower case, names as what they are."""
        return tuple(
            one.name if one.name in STANDS_FOR else self.words.low[one.at]
            for one in tokens
            if one.name not in UNREAD
        )

    def _is_plain(self, i: int) -> bool:
        """Whether a word is small and belongs to no name, time or number, as most do."""
        words = self.words
        return (
            words.outer[i] < 0
            and words.time[i] < 0
            and words.tags[i] != s.NUMBER
            and words.text[words.starts[i]] == words.low[i][0]
        )

    def _kind(self, i: int, span: range) -> tuple[str, int]:
        """Return what stands for a name, a time or a number, and which of them it is.

        Of a nominal the names in it count: its other words may tell of deeds.
        """
        words = self.words
        number = words.outer[i]
        if number >= 0 and self.mentions[number].tier == "nominal":
            number = words.mention[i]
        if number >= 0 and self.mentions[number].tier != "nominal":
            one = self.mentions[number]
            place = one.tier == "location" or is_place(one.actor)
            return ("<place>" if place else "<actor>"), number
        if words.time[i] >= 0:
            return "<time>", 0
        if words.tags[i] == s.NUMBER or words.low[i][0].isdigit():
            return "<number>", i
        if self._is_name(i, span):
            return "<name>", 0
        return "", -1

    def _is_name(self, i: int, span: range) -> bool:
        """Whether a word is written like a name within its sentence."""
        words = self.words
        if not words.capital(i) or i == span.start or words.tags[i - 1] == s.QUOTE:
            return False
        return words.low[i] not in _offices() and words.low[i - 1] not in {":", "?", "!"}

    def unreal(self, span: range) -> dict[int, str]:
        """Return what makes each word unreal: ``m`` modal, "if", "be"; ``n`` "not"; ``t`` "to"."""
        words = self.words
        made: dict[int, str] = {}
        now, left = "", 0
        for i in span:
            low, tag = words.low[i], words.tags[i]
            if low in _OPENS_CLAUSE:
                now, left = "", 0
            if tag == s.MODAL or low in _IF or (low == "be" and not now):  # "insists that he be"
                now, left = "m", _MODAL_REACH
            elif tag == s.NEGATION:
                now, left = "mn" if now == "m" else "n", _NOT_REACH
            elif tag == s.TO and words.tag(i + 1) in _VERB_FOLLOWS:
                now, left = "t", _NOT_REACH
            made[i] = now
            left -= 1
            if left < 0:
                now, left = "", 0
        return made

    def _of_words(self, made: Shown, tokens: Sequence[Token], unreal: Mapping[int, str]) -> None:
        content = [one for one in tokens if one.name not in FUNCTION]
        for one in content:
            made[f"w:{one.name}"] = (one.at,)
            if unreal[one.at]:
                made[f"w:{one.name}|{unreal[one.at]}"] = (one.at,)
        for one, other in pairwise(tokens):
            made[f"b:{one.name} {other.name}"] = (one.at, other.at)

    # --- rules and lexicon

    def _of_rules(self, made: Shown, ruled: Iterable[Ruled]) -> None:
        for one in ruled:
            place = (one.at,)
            if one.done:
                made[f"r:{one.type}"] = place
                made[f"r:{one.type}.{one.how}"] = place
            else:
                made[f"rf:{one.type}"] = place

    def _of_lexicon(
        self,
        made: Shown,
        span: range,
        unreal: Mapping[int, str],
        quoted: Collection[int],
    ) -> None:
        verbs, nouns = verb_deeds(), noun_deeds()
        for i in span:
            low = self.words.low[i]
            how = unreal[i] + "q" * (i in quoted)
            if low in verbs:
                for deed in self._may_name(verbs[low], i, span):
                    made[f"l:{deed.type}{'+' * bool(deed.length)}"] = (i,)
                    made[f"l:{deed.type}|{how}"] = (i,)
            for deed in nouns.get(low, ()):
                made[f"n:{deed.type}"] = (i,)
                made[f"n:{deed.type}|{how}"] = (i,)

    def _may_name(self, deeds: Sequence[Deed], i: int, span: range) -> Iterator[Deed]:
        """Yield the entries whose words stand around their verb, in whatever order."""
        words = self.words
        verbal = words.tags[i] in s.VERBAL
        after = (*words.low[i + 1 : i + 1 + NEAR],)
        around = {*words.low[max(span.start, i - NEAR - 1) : i], *after}
        for deed in deeds:
            if not deed.length:
                if verbal:
                    yield deed
            elif after[: len(deed.after)] == deed.after and not any(
                around.isdisjoint(forms) for forms in deed.near
            ):
                yield deed

    # --- speech and shape

    def _of_speech(self, made: Shown, said: Sequence[Attribution]) -> None:
        for one in said:
            made[f"s:{one.statement.stance}"] = (one.cue,)
            made[f"c:{one.lemma}"] = (one.cue,)
            made[f"f:{one.content.frame}"] = (one.cue,)

    def _of_shape(self, made: Shown, span: range, quoted: Collection[int]) -> None:
        words = self.words
        if quoted:
            made["quoted"] = ()
            if len(quoted) > 0.7 * len(span):
                made["all quoted"] = ()
        named = {words.outer[i] for i in span if words.outer[i] >= 0}
        made[f"named:{min(len(named), 4)}"] = ()
        made[f"length:{min(len(span) // 8, 5)}"] = ()


@cache
def _offices() -> frozenset[str]:
    """Return the words of titles: a President with a capital is no name."""
    return frozenset(word for title in titles() for word in title)
