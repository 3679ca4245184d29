"""Two at once: *both leaders*, *the two governments*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .named import HEADS, Named, is_person
from .offices import holds
from .scene import Mark, Scene

_PAIR = frozenset({"both", "two"})
_PEOPLE = frozenset({"men", "leaders", "presidents", "ministers", "women"})
_STATES = frozenset(
    {
        "countries",
        "governments",
        "states",
        "nations",
        "neighbours",
        "neighbors",
        "capitals",
        "sides",
    }
)


def find_pairs(scene: Scene, named: Named) -> Iterator[Mark]:
    """Find the two whom the text is about: *both leaders*, *the two governments*."""
    words = scene.tokens.words
    for i in range(1, len(words)):
        if words[i - 1] not in _PAIR or not scene.together(i - 1, i):
            continue
        if words[i] not in _PEOPLE | _STATES or scene.tokens.gap(i) != " ":
            continue
        two = _foremost(scene, named, i, words[i])
        if two:
            first = i - 2 if words[i - 2] == "the" and scene.together(i - 2, i) else i - 1
            yield Mark(first, i, "+".join(sorted(two)), "nominal", "nominal.pair")


def _foremost(scene: Scene, named: Named, place: int, noun: str) -> list[str]:
    """Return the two people, or states, named most often, of those named before a word."""
    wanted = [m for m in named.near(place) if (is_person(m) if noun in _PEOPLE else _is_state(m))]
    last = {m.actor: m.last for m in wanted if m.last < place}
    if noun in {"leaders", "presidents"}:
        heads = {actor for actor in last if _is_head(scene, actor)}
        last = {actor: k for actor, k in last.items() if actor in heads or len(heads) < 2}
    times = Counter(m.actor for m in wanted if m.actor in last)
    found: list[str] = []
    for actor in sorted(times, key=lambda a: (-times[a], -last[a])):
        if all(actor.partition(".")[0] != other.partition(".")[0] for other in found):
            found.append(actor)
    return found[:2] if len(found) > 1 else []


def _is_head(scene: Scene, actor: str) -> bool:
    person = scene.lexicon.people.get(actor)
    return person is not None and holds(scene, person, HEADS)


def _is_state(mark: Mark) -> bool:
    return len(mark.actor) == 3 and mark.tier in {"name", "metonym"}
