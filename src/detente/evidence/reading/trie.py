"""A trie of names over words: which names stand in a text, the longest first.

A name matches word by word, whatever its hyphens and accents. Case counts: an acronym stands in
capitals (``US`` is not *us*), a name begins with one (``Chad``), and a small word may be either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .tokens import Tokens, tokenize


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name means.

    Attributes
    ----------
    actor : str
        The id; empty where the name is that of nobody and only hides others (*New York Times*).
    kind : str
        state, demonym, capital, seat, person, place, organisation, institution, case or nobody.
    """

    actor: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: words ``first`` to ``last`` (inclusive), and all that it may mean."""

    first: int
    last: int
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    names: dict[tuple[str, ...], tuple[Entry, ...]] = field(default_factory=dict)


class Trie:
    """Names by their words."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, name: str, entry: Entry) -> None:
        """Let a name mean something, besides what else it means."""
        tokens = tokenize(name)
        node = self._root
        for word in tokens.words:
            node = node.next.setdefault(word, _Node())
        spelling = tuple(tokens.raw)
        known = node.names.get(spelling, ())
        if entry not in known:
            node.names[spelling] = (*known, entry)

    def find(self, tokens: Tokens) -> Iterator[Hit]:
        """Yield the names in a text from left to right, the longest where several begin."""
        i = 0
        while i < len(tokens.words):
            hit = self.at(tokens, i)
            if hit:
                yield hit
            i = hit.last + 1 if hit else i + 1

    def at(self, tokens: Tokens, first: int) -> Hit | None:
        """Return the longest name that begins with a word."""
        if tokens.words[first] not in self._root.next:
            return None
        node: _Node | None = self._root
        best = None
        for i in range(first, len(tokens.words)):
            if i > first and not tokens.joined[i]:
                break
            node = node.next.get(tokens.words[i]) if node else None
            if node is None:
                break
            if node.names:
                entries = _spelt(node, tokens, first, i)
                if entries:
                    best = Hit(first, i, entries)
        return best


def _spelt(node: _Node, tokens: Tokens, first: int, last: int) -> tuple[Entry, ...]:
    raw = tokens.raw[first : last + 1]
    found = [
        entry
        for spelling, entries in node.names.items()
        if all(
            _agrees(name, word, i) for i, (name, word) in enumerate(zip(spelling, raw, strict=True))
        )
        for entry in entries
    ]
    return tuple(dict.fromkeys(found))


def _agrees(name: str, word: str, place: int) -> bool:
    """Whether a word may stand for a word of a name, as far as capitals go."""
    if name == word or name.islower():
        return True
    if len(name) > 1 and name.isupper():
        return False
    # Jong-un beside Jong Un: what follows a hyphen may be small.
    return word[0].isupper() or (place > 0 and len(name) <= 4)
