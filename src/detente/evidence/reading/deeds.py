"""Deeds found in a sentence, before they become events, and which of them stand for the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .plover import Deed

GUESSED = frozenset(("nearby", "context", "unnamed"))
"""How parties are found that nothing in the deed's own clause names."""


@dataclass(frozen=True, slots=True)
class FoundDeed:
    """A deed in a sentence, before its date and status are known.

    Attributes
    ----------
    deed : Deed
        The entry of the lexicon; of its own for a deed that only the learned model finds.
    start, stop : int
        Its words.
    actor, recipient : str or None
    how : str
        How the parties were found; ``learned`` or ``leaning`` where only the model finds the deed.
    weight : int
        How particular the entry is.
    type : str
        The type it has here: an agreement refused is a rejection.
    words : frozenset of int
        All the words that belong to the entry.
    because : tuple of str
        Of a learned deed, the words that made it.
    """

    deed: Deed
    start: int
    stop: int
    actor: str | None
    recipient: str | None
    how: str
    weight: int
    type: str
    words: frozenset[int] = frozenset()
    because: tuple[str, ...] = ()


def best(found: Sequence[FoundDeed]) -> list[FoundDeed]:
    """Keep one deed of a type for each pair of parties, the fullest, in the order of the text."""
    kept: dict[tuple[str, str | None, str | None], FoundDeed] = {}
    plain = {one.type for one in found if one.how not in GUESSED}
    told = [one for one in found if one.how not in GUESSED or one.type not in plain]
    acted = {one.type for one in told if one.actor is not None}
    for one in sorted(told, key=lambda f: (-_fullness(f), f.start)):
        if one.actor is None and one.type in acted:
            continue
        same = [
            key
            for key in kept
            if key[0] == one.type
            and one.actor in {None, key[1]}
            and one.recipient in {None, key[2]}
        ]
        if not same:
            kept.setdefault((one.type, one.actor, one.recipient), one)
    return sorted(kept.values(), key=lambda f: (f.start, f.type))


def _fullness(one: FoundDeed) -> int:
    return (one.actor is not None) * 4 + (one.recipient is not None) * 4 + one.weight
