"""Which state or body a person belongs to, told by the words around the name."""

from __future__ import annotations

from .scene import Scene, Title, owner
from .trie import Hit

REACH = 8
PARAGRAPH = 200
CODE = 3
_ELSEWHERE = frozenset(
    {"to", "in", "for", "at", "with", "from", "near", "on", "against", "over", "into"}
)


def affiliation(scene: Scene, first: int, last: int, title: Title | None) -> str:
    """Return the state or organisation of the person named by words first to last; empty if none.

    In this order: what stands in the title before the name, in the apposition after it, nearest
    before in the sentence, and most often in the text.
    """
    start = title.first if title else first
    for found in (
        _before(scene, start, first),
        _apposition(scene, last),
        _namesakes(scene, first, last),
        _nearest(scene, first),
        scene.commonest,
    ):
        if found:
            return found
    return ""


def _before(scene: Scene, start: int, first: int) -> str:
    """Look through the title and back over the words that belong to it."""
    tokens = scene.tokens
    i = first - 1
    outside = start - 3
    while i >= max(outside, 0) and scene.together(i, first):
        if any(mark in tokens.after(i) for mark in '.;:!?"()') and tokens.after(i) not in {
            ". ",
            ".",
        }:
            break
        hit = scene.hit_at[i]
        if hit is None:
            i -= 1
            continue
        if owner(hit) and not _goes_elsewhere(scene, hit.first):
            return owner(hit)
        i = hit.first - 1
        outside = min(outside, hit.first - 5)
    return ""


def _goes_elsewhere(scene: Scene, i: int) -> bool:
    """Whether a name follows a preposition, *to the US*, and so is not whose the person is."""
    words = scene.tokens.words
    before = [words[k] for k in (i - 1, i - 2) if k >= 0]
    return bool(before) and (
        before[0] in _ELSEWHERE or (before[0] in {"the", "a"} and before[-1] in _ELSEWHERE)
    )


def _apposition(scene: Scene, last: int) -> str:
    """Look into what follows the name between commas, or after *of*."""
    tokens = scene.tokens
    gap = tokens.after(last)
    if not (gap.startswith(",") or gap == " (" or scene.tokens.word(last + 1) == "of"):
        return ""
    for i in range(last + 1, min(last + 1 + REACH, len(tokens.words))):
        if not scene.together(last, i):
            return ""
        hit = scene.hit_at[i]
        if hit and owner(hit):
            return owner(hit)
        if i > last + 1 and any(mark in tokens.after(i) for mark in ",;)\u2013"):
            return ""
    return ""


def _nearest(scene: Scene, first: int) -> str:
    """Look back through the paragraph."""
    for i in range(first - 1, max(first - PARAGRAPH, -1), -1):
        if "\n" in scene.tokens.after(i):
            return ""
        hit = scene.hit_at[i]
        if hit and (owner(hit) or _person(hit)) and not _goes_elsewhere(scene, hit.first):
            return owner(hit) or _person(hit)
    return ""


def _person(hit: Hit) -> str:
    states = [e.actor.partition(".")[0] for e in hit.entries if e.kind == "person"]
    return next((state for state in states if len(state) == CODE), "")


def _namesakes(scene: Scene, first: int, last: int) -> str:
    """Return the one state in the text where people of the tables bear this surname."""
    bearers = {
        state
        for word in {scene.tokens.words[first], scene.tokens.words[last]}
        for state in scene.lexicon.states_of(word)
    }
    named = {owner(hit) for hit in scene.hits} & bearers
    return named.pop() if len(named) == 1 else ""
