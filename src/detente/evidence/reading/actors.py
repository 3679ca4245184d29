"""Who is mentioned: states, people, bodies, groups and places, each with its id.

English only; whoever calls knows the language of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from .capitals import mark_capitals
from .lexicon import Lexicon
from .names import mark_people
from .nominals import mark_nominals
from .places import mark_places
from .scene import Mark, Scene
from .spans import Mention, Sentence, Tier
from .trie import Entry, Hit

_YEAR = re.compile(r"\b(?:19[4-9]\d|20[0-4]\d)\b")
_PREFIXES = frozenset({"sino", "russo", "franco", "indo", "anglo", "turko"})
_TIERS: dict[str, Tier] = {
    "case": "name",
    "state": "name",
    "demonym": "demonym",
    "organisation": "name",
    "institution": "name",
}


def mentions(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon, published: date | None = None
) -> tuple[Mention, ...]:
    """Find the actors and places that a text mentions.

    Parameters
    ----------
    text : str
        English.
    sentences : sequence of Sentence
        In order.
    lexicon : Lexicon
    published : date, optional
        When the text appeared; it tells namesakes apart by their years in office. Without it the
        latest year that the text names stands in for it.

    Returns
    -------
    tuple of Mention
        In order; one that stands inside a longer one follows it.
    """
    scene = Scene.of(text, sentences, lexicon, published.year if published else _latest_year(text))
    people = mark_people(scene)
    taken = {i for mark in people for i in range(mark.first, mark.last + 1)}
    marks = [
        *people,
        *(mark for mark in _by_name(scene) if mark.first not in taken),
        *(mark for mark in mark_capitals(scene) if mark.first not in taken),
        *mark_places(scene, people),
    ]
    marks.sort(key=lambda mark: (mark.first, -mark.last))
    marks += mark_nominals(scene, marks)
    found = {(m.start, m.end): m for m in map(scene.mention, marks)}
    return tuple(sorted(found.values(), key=lambda m: (m.start, -m.end)))


def _latest_year(text: str) -> int | None:
    return max(map(int, _YEAR.findall(text)), default=None)


def _by_name(scene: Scene) -> Iterator[Mark]:
    """Yield what goes by its name alone: states, demonyms, organisations and the case's own."""
    for hit in scene.hits:
        entry = next((e for kind in _TIERS for e in hit.entries if e.kind == kind), None)
        if (
            entry
            and not any(e.kind == "person" for e in hit.entries)
            and _stands(scene, hit, entry)
        ):
            yield Mark(hit.first, hit.last, entry.actor, _TIERS[entry.kind], f"{entry.kind}.name")


def _stands(scene: Scene, hit: Hit, entry: Entry) -> bool:
    if (
        entry.kind == "demonym"
        and scene.tokens.words[hit.first] in _PREFIXES
        and hit.first == hit.last
    ):
        return scene.tokens.after(hit.last) == "-"
    return True
