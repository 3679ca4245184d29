"""Actors that are described, not named, as far as the tables list how.

*Saudi officials*, *the Russian defence ministry*, *Ukraine's southern command*; an office that
stands for its holder, *the North Korean leader*, or says who somebody is, *Nobuo Kishi, Japan's
defence minister*; and two at once, *both leaders*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from .named import Named, is_person
from .offices import apposition, office, references
from .pairs import find_pairs
from .scene import Mark, Scene, article_before, context
from .tables import groups
from .tokens import tokenize

_BETWEEN = 4
_ALONE = frozenset({"mod", "mfa", "military"})


def mark_nominals(scene: Scene, marks: Sequence[Mark]) -> list[Mark]:
    """Return the mentions that describe an actor, given those that name one, in order."""
    named = Named.of(marks)
    actors = [mark for mark in marks if not mark.actor.startswith("LOC.")]
    found = [
        *(found for mark in actors for found in apposition(scene, mark, named)),
        *(found for mark in actors for found in _parts(scene, mark, named)),
        *(found for mark in marks for found in _parts_in(scene, mark)),
        *(found for mark in actors for found in office(scene, mark, named)),
        *find_pairs(scene, named),
        *references(scene, named),
        *_bodies_again(scene, named),
    ]
    # What says more about a phrase comes first.
    return list({(m.first, m.last): m for m in reversed(found)}.values())


# Parts of a state


@cache
def _nouns() -> dict[tuple[str, ...], tuple[str, str]]:
    found = {}
    for kind, entries in groups("parts.txt").items():
        for entry in entries:
            noun, _, part = entry.partition("=")
            words = tuple(tokenize(noun).words)
            found[words] = (kind, part.strip() or "_".join(words))
    return found


def _parts(scene: Scene, mark: Mark, named: Named) -> Iterator[Mark]:
    """Find the part of a state or body that follows its name: *the small Guyanese army*."""
    if not _owns(scene, mark):
        return
    noun = _noun_after(scene, mark, named)
    if noun is None:
        return
    last, kind, part = noun
    first = article_before(scene, mark.first)
    if kind == "people" and not _is_subject(scene, first, last):
        return
    if _is_title(scene, last + 1) or _goes_on(scene, last):
        return
    if scene.tokens.after(last) == " " and last + 1 in named.at and is_person(named.at[last + 1]):
        return
    yield Mark(first, last, _part_of(mark, part), "nominal", f"nominal.{kind}")


def _parts_in(scene: Scene, mark: Mark) -> Iterator[Mark]:
    """Find a body or people before the capital or state they are in: *officials in Seoul say*."""
    words = scene.tokens.words
    preposition = mark.first - 1
    if words[preposition : mark.first] not in (["in"], ["from"]) or mark.tier == "demonym":
        return
    state = _state_at(scene, mark)
    last = preposition - 1
    if not state or last < 0 or not scene.together(last, mark.first):
        return
    for length in (3, 2, 1):
        start = last - length + 1
        noun = tuple(words[start : last + 1])
        if start >= 0 and noun in _nouns() and scene.together(start, last):
            kind, part = _nouns()[noun]
            first = article_before(scene, start)
            if _is_subject(scene, first, mark.last) and scene.hit_at[max(start - 1, 0)] is None:
                actor = _part_of(Mark(start, last, state, "name", ""), part)
                yield Mark(first, mark.last, actor, "nominal", f"nominal.{kind}_in")
            return


def _state_at(scene: Scene, mark: Mark) -> str:
    """Return the state that a name of a state or capital stands for; empty for other names."""
    hit = scene.hit_at[mark.first]
    entries = hit.entries if hit else ()
    return next((e.actor for e in entries if e.kind in {"state", "capital"}), "")


def _is_title(scene: Scene, i: int) -> bool:
    """Whether a title goes on with a word: *army* chief, *government* spokesman."""
    return scene.tokens.gap(i) == " " and (
        i < len(scene.tokens.words) and scene.title_ending(i) is not None
    )


def _goes_on(scene: Scene, last: int) -> bool:
    """Whether a body only says what kind of thing follows: *military* aid, *army* bases."""
    words = scene.tokens.words[last + 1 : last + 2]
    return scene.tokens.after(last) == " " and words != [] and words[0] in context("compound")


def _bodies_again(scene: Scene, named: Named) -> Iterator[Mark]:
    """Find a body without its state.

    A ministry is that of the state named before; the army is that of the state a text is about.
    """
    words = scene.tokens.words
    for i in range(len(words) - 2):
        if words[i] != "the" or i + 1 in named.at:
            continue
        for length in (2, 1):
            last = i + length
            kind, part = _nouns().get(tuple(words[i + 1 : last + 1]), ("", ""))
            if kind != "bodies" or part not in _ALONE or not scene.together(i, last):
                continue
            before = "" if part == "military" else _state_before(named, i)
            state = before or scene.commonest
            if state and not _goes_on(scene, last) and not _is_title(scene, last + 1):
                yield Mark(i, last, f"{state}.{part}", "nominal", "nominal.again")
            break


def _state_before(named: Named, i: int) -> str:
    states = [m.actor for m in named.near(i) if m.last < i and len(m.actor) == 3]
    return states[-1] if states else ""


def _owns(scene: Scene, mark: Mark) -> bool:
    """Whether a name can stand before what belongs to it: an adjective, a possessive, a body."""
    if mark.tier == "demonym":
        return True
    dotted = "." in mark.actor
    if is_person(mark):
        return False
    return scene.tokens.possessive[mark.last] or (
        mark.tier == "name" and (dotted or len(mark.actor) != 3 or mark.actor == "USA")
    )


def _part_of(mark: Mark, part: str) -> str:
    """Return the id of a part; the spokesman of a body speaks as the body."""
    if part == "spokesman":
        return mark.actor if "." in mark.actor else f"{mark.actor}.gov"
    if "." in mark.actor:
        return mark.actor
    if part == "gov" and len(mark.actor) != 3:
        return f"{mark.actor}.officials"
    return f"{mark.actor}.{part}"


def _noun_after(scene: Scene, mark: Mark, named: Named) -> tuple[int, str, str] | None:
    """Return the last word of the noun after a name, its kind and its part."""
    words, table = scene.tokens.words, _nouns()
    for first in range(mark.last + 1, min(mark.last + _BETWEEN, len(words))):
        gaps = {" ", "-", "'s "} if first == mark.last + 1 else {" ", "-"}
        if not scene.together(mark.last, first) or scene.tokens.gap(first) not in gaps:
            return None
        if first in named.at:
            return None
        for length in (4, 3, 2, 1):
            noun = tuple(words[first : first + length])
            if noun in table and scene.together(first, first + length - 1):
                kind, part = table[noun]
                return first + length - 1, kind, part
        if words[first] in context("function"):
            return None
    return None


def _is_subject(scene: Scene, first: int, last: int) -> bool:
    """Whether a phrase stands where a subject does, with a verb after it."""
    tokens = scene.tokens
    following = tokens.word(last + 1)
    if not scene.together(last, last + 1) or tokens.after(last) != " ":
        return False
    if following in context("function") - context("verbal"):
        return False
    if scene.opens(first):
        return True
    before, gap = tokens.words[first - 1], tokens.gap(first)
    return gap != " " or before in context("clause") or before in context("speech")
