"""Places: those of the table, and others shown by the words around them.

*the village of Robotyne*, *in Kleban-Byk*, *Kunar province*: a capitalised word that is no
person's name is a place if it stands where only a place can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .people import slugged
from .scene import Mark, Scene, context

SHORT = 4
LONGEST = 6
DATELINE = 48
_DATELINE = re.compile(r" [-\u2013] ")
_ADJECTIVES = ("an", "ese", "ish", "ic", "ern")
_IN = frozenset({"in", "near", "outside", "at", "around"})


def mark_places(scene: Scene, people: list[Mark]) -> list[Mark]:
    """Return the mentions of places that are no capitals."""
    marks = [
        Mark(hit.first, hit.last, entry.actor, "location", "place.known")
        for hit in scene.hits
        for entry in hit.entries
        if entry.kind == "place" and _stands(scene, hit.first, hit.last)
    ]
    taken = {i for mark in people for i in range(mark.first, mark.last + 1)}
    marks += list(_new(scene, taken))
    return [mark for mark in marks if mark.first not in taken]


def _stands(scene: Scene, first: int, last: int) -> bool:
    """Whether a name of the table is one here: a short one that opens a sentence may be a word."""
    kinds = scene.kinds(first)
    if kinds & {"state", "capital", "person"}:
        return False
    short = first == last and len(scene.tokens.words[first]) <= SHORT
    return not (short and scene.opens(first) and not scene.tokens.possessive[first])


def _new(scene: Scene, taken: set[int]) -> Iterator[Mark]:
    """Find places that the table does not know; once shown, a name is one in the whole text."""
    shown: set[tuple[str, ...]] = set()
    runs = list(_runs(scene, taken))
    for first, last in runs:
        if _is_shown(scene, first, last):
            shown.add(_words(scene, first, last))
    for first, last in runs:
        words = _words(scene, first, last)
        if words in shown:
            yield Mark(first, last, f"LOC.{slugged('_'.join(words))}", "location", "place.new")


def _words(scene: Scene, first: int, last: int) -> tuple[str, ...]:
    return tuple(scene.tokens.words[first : last + 1])


def _runs(scene: Scene, taken: set[int]) -> Iterator[tuple[int, int]]:
    tokens, i = scene.tokens, 0

    def free(k: int) -> bool:
        return (
            tokens.capital(k)
            and k not in taken
            and tokens.words[k] not in context("function")
            and scene.kinds(k) <= {"surname"}
        )

    while i < len(tokens.words):
        if not free(i):
            i += 1
            continue
        last = i
        while (
            last + 1 < min(len(tokens.words), i + LONGEST)
            and tokens.joined[last + 1]
            and not tokens.possessive[last]
            and scene.together(i, last + 1)
            and free(last + 1)
        ):
            last += 1
        yield i, last
        i = last + 1


def _is_shown(scene: Scene, first: int, last: int) -> bool:
    tokens = scene.tokens
    if first == 0 and all(raw.isupper() for raw in tokens.raw[: last + 1]):
        return _DATELINE.search(tokens.text, 0, DATELINE) is not None
    if any(len(raw) > SHORT and raw.isupper() for raw in tokens.raw[first : last + 1]):
        return False
    if any(len(raw) > 1 and raw.isupper() for raw in tokens.raw[first : last + 1]):
        return False
    proper = last > first and tokens.words[last] in context("part-of-place")
    if proper:
        return True
    if any(word in context("body") for word in tokens.words[first : last + 1]) or scene.opens(
        first
    ):
        return False
    before, two = tokens.word(first - 1), tokens.word(first - 2)
    if before == "of" and two in context("kind-of-place"):
        return True
    following = tokens.word(last + 1) if tokens.after(last) == " " else ""
    if following in context("kind-of-place") and following not in {"state", "base", "camp"}:
        return True
    if before not in _IN or tokens.gap(first) != " " or last - first > 1:
        return False
    titled = (
        tokens.capital(first - 2)
        and not scene.opens(first - 2)
        and scene.together(first - 2, first)
    )
    adjective = tokens.words[last].endswith(_ADJECTIVES) and following not in context("function")
    return not titled and not (following and (adjective or tokens.capital(last + 1)))
