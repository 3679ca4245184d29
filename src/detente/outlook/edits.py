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

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.case.schema import DecisionMaker, Statement
from detente.conflict import batch

Verb = Literal["drop", "flip", "move"]
Tokens = tuple[int, ...]
Weakness = tuple[int, ...]
"""How weakly a statement is supported: the smaller, the weaker."""

_AT_A_TIME = 512


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


def possible(
    dm: str, tokens: Tokens, weakness: Mapping[int, Weakness]
) -> list[tuple[Edit, Tokens]]:
    """Return every single edit of a list of tokens with what it makes, the simplest first.

    Parameters
    ----------
    weakness : mapping of line to tuple
    """
    found = []
    for place, token in enumerate(tokens):
        line, rest = _line(token), tokens[:place] + tokens[place + 1 :]
        order = weakness[line], line
        flipped = (*tokens[:place], ~token, *tokens[place + 1 :])
        found.append(((0, 0, *order, 0), Edit(dm, "drop", line), rest))
        found.append(((1, 0, *order, 0), Edit(dm, "flip", line), flipped))
        for to in range(len(tokens)):
            if to != place:
                moved = (*rest[:to], token, *rest[to:])
                key = (2, abs(to - place), *order, to)
                found.append((key, Edit(dm, "move", line, to + 1), moved))
    return [(edit, made) for _, edit, made in sorted(found, key=itemgetter(0))]


@dataclass(frozen=True)
class Alternative:
    """A ranking that edits of one decision maker make, with the simplest of these changes."""

    edits: tuple[Edit, ...]
    tokens: Tokens


class Rankings:
    """The different rankings that edits of one decision maker's statements make.

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
    length : int
        How many statements there are.
    found : list of list of Alternative
        ``found[n]`` are the rankings that take n edits and not fewer. ``found[0]`` is the case's
        own; the others are there once they were asked for.
    """

    def __init__(self, dm: str, truth: NDArray[np.bool_], weakness: Mapping[int, Weakness]) -> None:
        self.dm = dm
        self.length = len(truth)
        self.weakness = weakness
        kinds, which = np.unique(truth, axis=1, return_inverse=True)
        self._truth = np.concatenate((kinds, ~kinds))
        self._which = which.reshape(-1)
        self._seen: set[bytes] = set()
        # A further edit of two lists that rank alike may rank differently: every list is kept.
        self._lists = [[Alternative((), tuple(range(len(truth))))]]
        self.found = [list(self._new(self._lists[0]))]

    def with_edits(
        self, count: int, progress: Callable[[float], None] = lambda _: None
    ) -> list[Alternative]:
        """Return the rankings that take so many edits and not fewer.

        Parameters
        ----------
        count : int
        progress : callable, optional
            Told how much is done, from 0 to 1, where they are not known yet.
        """
        while len(self.found) <= count:
            self._lists.append(list(self._further(progress)))
            self.found.append(list(self._new(self._lists[-1])))
        return self.found[count]

    def _further(self, progress: Callable[[float], None]) -> Iterator[Alternative]:
        """Yield what one more edit makes of the lists found last, each list once."""
        lists = {alternative.tokens for level in self._lists for alternative in level}
        for n, alternative in enumerate(self._lists[-1]):
            if n % _AT_A_TIME == 0:
                progress(n / len(self._lists[-1]))
            for edit, tokens in possible(self.dm, alternative.tokens, self.weakness):
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
        lines = np.full((len(alternatives), longest), -1, np.int64)
        for row, alternative in zip(lines, alternatives, strict=True):
            row[: len(alternative.tokens)] = [self._row(token) for token in alternative.tokens]
        return batch.rankings(self._truth, lines, threads=1)

    def _row(self, token: int) -> int:
        """Return where a statement, or its opposite, stands in the table of truth."""
        return token if token >= 0 else ~token + len(self._truth) // 2
