"""Edits to what a decision maker wants, and the rankings that they make.

An *edit* drops one statement, turns it into its opposite, or moves it to another place in the list.
A *change* is a set of edits. What counts is the ranking of the states that a decision maker's
statements induce: many edits leave the same ranking, and then only the simplest of them is told:
the one with the fewest edits, a drop before a flip before a move, a short move before a long one,
and of two that are as simple the one whose statement is the more weakly supported.

Inside, a list of statements is a tuple of *tokens*: k for the statement in place k, counted from 0,
as the case has it, and ~k for its opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.case.schema import DecisionMaker, Statement
from detente.conflict.compiled import kernel, part

Verb = Literal["drop", "flip", "move"]
Tokens = tuple[int, ...]
Weakness = tuple[int, ...]
"""How weakly a statement is supported: the smaller, the weaker."""

_VERBS: tuple[Verb, ...] = ("drop", "flip", "move")
_NOTHING = 2**30
"""Fills the rows of lists that are shorter than the longest."""
_AT_A_TIME = 512
_WORD = 64


@dataclass(frozen=True)
class Edit:
    """One change of one statement.

    Attributes
    ----------
    dm : str
    verb : {"drop", "flip", "move"}
    line : int
        The statement's place in the case, from 1.
    to : int or None
        For a move: its place afterwards, from 1, in the list as it then is.
    """

    dm: str
    verb: Verb
    line: int
    to: int | None = None


def edited(tokens: Tokens, edit: Edit) -> Tokens:
    """Return a list of tokens with one edit made.

    Examples
    --------
    >>> edited((0, 1, 2), Edit("A", "move", 3, 1))
    (2, 0, 1)
    >>> edited((2, 0, 1), Edit("A", "flip", 3))
    (-3, 0, 1)
    """
    place = next(p for p, token in enumerate(tokens) if _line(token) == edit.line)
    before, token, after = tokens[:place], tokens[place], tokens[place + 1 :]
    if edit.verb == "drop":
        return before + after
    if edit.verb == "flip":
        return (*before, ~token, *after)
    rest = before + after
    to = (edit.to or 1) - 1
    return (*rest[:to], token, *rest[to:])


def edited_maker(maker: DecisionMaker, edits: Sequence[Edit]) -> DecisionMaker:
    """Return a decision maker with edits of its own made, one after the other.

    The statements keep their claims, assumptions and ids; a flipped one wants the opposite.
    """
    tokens: Tokens = tuple(range(len(maker.prefers)))
    for edit in edits:
        tokens = edited(tokens, edit)
    lines = tuple(_statement(maker.prefers, token) for token in tokens)
    return maker.model_copy(update={"prefers": lines})


def _statement(lines: Sequence[Statement], token: int) -> Statement:
    if token >= 0:
        return lines[token]
    line = lines[~token]
    return line.model_copy(update={"want": line.want.negated()})


def _line(token: int) -> int:
    return (token if token >= 0 else ~token) + 1


def possible(dm: str, tokens: Tokens, weakness: Mapping[int, Weakness]) -> list[Edit]:
    """Return every single edit of a list of tokens, the simplest first.

    Parameters
    ----------
    weakness : mapping of line to tuple
    """
    found = []
    for place, token in enumerate(tokens):
        line = _line(token)
        found += [Edit(dm, "drop", line), Edit(dm, "flip", line)]
        found += [Edit(dm, "move", line, to + 1) for to in range(len(tokens)) if to != place]
    places = {_line(token): place + 1 for place, token in enumerate(tokens)}

    def simplicity(edit: Edit) -> tuple[int, int, Weakness, int, int]:
        to = edit.to or 0
        distance = abs(to - places[edit.line]) if to else 0
        return _VERBS.index(edit.verb), distance, weakness[edit.line], edit.line, to

    return sorted(found, key=simplicity)


@dataclass(frozen=True)
class Alternative:
    """A ranking that edits of one decision maker make, with the simplest of these changes."""

    edits: tuple[Edit, ...]
    tokens: Tokens


class Rankings:
    """The different rankings that up to two edits of one decision maker's statements make.

    Parameters
    ----------
    dm : str
    truth : ndarray, shape (L, S), dtype bool
        Which states satisfy which statements, as :func:`detente.conflict.preferences.satisfied`
        returns it.
    weakness : mapping of line (from 1) to tuple
        How weakly each statement is supported.

    Attributes
    ----------
    found : list of list of Alternative
        ``found[n]`` are the rankings that take n edits and not fewer. ``found[0]`` is the case's
        own; the others are there once they were asked for.
    """

    def __init__(self, dm: str, truth: NDArray[np.bool_], weakness: Mapping[int, Weakness]) -> None:
        self.dm = dm
        self.weakness = weakness
        kinds, which = np.unique(truth, axis=1, return_inverse=True)
        self._words = _words(kinds)
        self._which = which.reshape(-1)
        self._seen: set[bytes] = set()
        # A further edit of two lists that rank alike may rank differently: every list is kept.
        self._lists = [[Alternative((), tuple(range(len(truth))))]]
        self.found = [list(self._new(self._lists[0]))]

    def with_edits(self, count: int) -> list[Alternative]:
        """Return the rankings that take so many edits and not fewer."""
        while len(self.found) <= count:
            self._lists.append(list(self._further()))
            self.found.append(list(self._new(self._lists[-1])))
        return self.found[count]

    def _further(self) -> Iterator[Alternative]:
        """Yield what one more edit makes of the lists found last, each list once."""
        lists = {alternative.tokens for level in self._lists for alternative in level}
        for alternative in self._lists[-1]:
            for edit in possible(self.dm, alternative.tokens, self.weakness):
                tokens = edited(alternative.tokens, edit)
                if tokens not in lists:
                    lists.add(tokens)
                    yield Alternative((*alternative.edits, edit), tokens)

    def _new(self, lists: Sequence[Alternative]) -> Iterator[Alternative]:
        """Yield those whose ranking was not seen before."""
        for start in range(0, len(lists), _AT_A_TIME):
            some = lists[start : start + _AT_A_TIME]
            for alternative, row in zip(some, self._kind_places(some), strict=True):
                digest = blake2b(row, digest_size=16).digest()
                if digest not in self._seen:
                    self._seen.add(digest)
                    yield alternative

    def places(self, alternatives: Sequence[Alternative]) -> NDArray[np.int32]:
        """Return the place of every state under some of the rankings.

        Returns
        -------
        ndarray, shape (K, S), dtype int32
            0 for the least preferred states, without gaps; equal for ties.
        """
        return np.ascontiguousarray(self._kind_places(alternatives)[:, self._which])

    def _kind_places(self, alternatives: Sequence[Alternative]) -> NDArray[np.int32]:
        """Rank the kinds of states: those that satisfy the same statements are of one kind."""
        longest = max((len(a.tokens) for a in alternatives), default=0)
        lists = np.full((len(alternatives), longest), _NOTHING, np.int32)
        for row, alternative in zip(lists, alternatives, strict=True):
            row[: len(alternative.tokens)] = alternative.tokens
        places = np.empty((len(alternatives), self._words.shape[1]), np.int32)
        _place(self._words, lists, places)
        return places


def _words(truth: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Pack which statements each kind of state satisfies into words; shape (ceil(L/64), U)."""
    lines, kinds = truth.shape
    words = np.zeros((max(1, -(-lines // _WORD)), kinds), np.uint64)
    for line in range(lines):
        words[line // _WORD] |= truth[line].astype(np.uint64) << np.uint64(line % _WORD)
    return words


@kernel("uint64[2]!", "int32[2]", "int32[2]!")
def _place(
    words: NDArray[np.uint64], lists: NDArray[np.int32], places: NDArray[np.int32]
) -> None:
    """Rank kinds of states by lists of statements: sort by the last eight first, stably.

    So any number of statements can be ranked, where a score in a machine word ends at 63.
    """
    size = words.shape[1]
    order = np.empty(size, np.int32)
    spare = np.empty(size, np.int32)
    key = np.empty(size, np.int64)
    start = np.empty(257, np.int64)
    used = np.empty(words.shape[0], np.uint64)
    for n in range(lists.shape[0]):
        length = 0
        while length < lists.shape[1] and lists[n, length] != _NOTHING:
            length += 1
        for u in range(size):
            order[u] = u
        for stop in range(length, 0, -8):
            _key(words, lists[n, max(stop - 8, 0) : stop], key)
            _sort(key, start, order, spare)
        _number(words, lists[n, :length], used, order, places[n])


@part
def _key(words: NDArray[np.uint64], tokens: NDArray[np.int32], key: NDArray[np.int64]) -> None:
    """Write which of up to eight statements each kind satisfies, the first one leading."""
    for u in range(key.size):
        key[u] = 0
    for p in range(tokens.size):
        line = tokens[p] if tokens[p] >= 0 else ~tokens[p]
        opposite = np.int64(tokens[p] < 0)
        word, shift = line // _WORD, np.uint64(line % _WORD)
        for u in range(key.size):
            true = np.int64((words[word, u] >> shift) & np.uint64(1))
            key[u] = (key[u] << 1) | (true ^ opposite)


@part
def _sort(
    key: NDArray[np.int64],
    start: NDArray[np.int64],
    order: NDArray[np.int32],
    spare: NDArray[np.int32],
) -> None:
    """Sort `order` by a key of one byte, stably."""
    for digit in range(257):
        start[digit] = 0
    for u in range(key.size):
        start[key[u] + 1] += 1
    for digit in range(256):
        start[digit + 1] += start[digit]
    for u in range(key.size):
        digit = key[order[u]]
        spare[start[digit]] = order[u]
        start[digit] += 1
    for u in range(key.size):
        order[u] = spare[u]


@part
def _number(
    words: NDArray[np.uint64],
    tokens: NDArray[np.int32],
    used: NDArray[np.uint64],
    order: NDArray[np.int32],
    places: NDArray[np.int32],
) -> None:
    """Give the sorted kinds their places: a new one where they differ in a statement used."""
    for word in range(used.size):
        used[word] = 0
    for p in range(tokens.size):
        line = tokens[p] if tokens[p] >= 0 else ~tokens[p]
        used[line // _WORD] |= np.uint64(1) << np.uint64(line % _WORD)
    place = np.int32(0)
    places[order[0]] = place
    for u in range(1, order.size):
        for word in range(used.size):
            if (words[word, order[u]] ^ words[word, order[u - 1]]) & used[word]:
                place += 1
                break
        places[order[u]] = place
