"""Which state or body a person belongs to, told by the words around the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .scene import Scene, Title
from .trie import Hit

REACH = 8
_ELSEWHERE = frozenset(
    {"to", "in", "for", "at", "with", "from", "near", "on", "against", "over", "into"}
)
_OWN = frozenset({"state", "demonym", "capital", "seat", "organisation", "institution", "case"})


def affiliation(scene: Scene, first: int, last: int, title: Title | None) -> str:
    """Return the state or organisation of the person named by words first to last; empty if none.

    In this order: what stands in the title before the name, in the apposition after it, nearest
    before in the sentence, and most often in the text.
    """
    start = title.first if title else first
    for found in (
        _before(scene, start, first),
        _apposition(scene, last),
        _nearest(scene, first),
        _commonest(scene),
    ):
        if found:
            return found
    return ""


def owner(hit: Hit) -> str:
    """Return the state or organisation that a name belongs to; empty for people and places."""
    for entry in hit.entries:
        if entry.kind in _OWN:
            head, _, _ = entry.actor.partition(".")
            return {"UNSC": "UN", "UNGA": "UN"}.get(head, head)
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
    for i in range(first - 1, -1, -1):
        if "\n" in scene.tokens.after(i):
            return ""
        hit = scene.hit_at[i]
        if hit and (owner(hit) or _person(hit)) and not _goes_elsewhere(scene, hit.first):
            return owner(hit) or _person(hit)
    return ""


def _person(hit: Hit) -> str:
    persons = [entry.actor for entry in hit.entries if entry.kind == "person"]
    return persons[0].partition(".")[0] if persons else ""


def _commonest(scene: Scene) -> str:
    counted = Counter(filter(None, _owners(scene)))
    return counted.most_common(1)[0][0] if counted else ""


def _owners(scene: Scene) -> Iterator[str]:
    for hit in scene.hits:
        if any(entry.kind in {"state", "demonym", "capital"} for entry in hit.entries):
            yield owner(hit)
