"""Actors that are described, not named, as far as the tables list how.

*Saudi officials*, *the Russian defence ministry*, *Ukraine's southern command*; an office that
stands for its holder, *the North Korean leader*, or says who somebody is, *Nobuo Kishi, Japan's
defence minister*; and two at once, *both leaders*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from .lexicon import titles
from .people import Person
from .scene import Mark, Scene, context
from .tables import groups
from .tokens import tokenize

_DETERMINERS = frozenset({"the", "a", "an", "some", "one", "several", "many", "most"})
_OWNERS = frozenset({"its", "his", "her", "their"})
_PAIR = frozenset({"both", "two"})
_PEOPLE = frozenset("men leaders presidents ministers women".split())
_STATES = frozenset("countries governments states nations neighbours neighbors capitals".split())
_BETWEEN = 4
_HEADS = frozenset({"l", "p", "pm", "c", "k"})
_SINGLE = _HEADS | {"cp", "fm", "dm"}


def mark_nominals(scene: Scene, marks: Sequence[Mark]) -> list[Mark]:
    """Return the mentions that describe an actor, given those that name one, in order."""
    starts = {mark.first: mark for mark in marks}
    named = [mark for mark in marks if not mark.actor.startswith("LOC.")]
    found = [
        *(found for mark in named for found in _apposition(scene, mark, marks)),
        *(found for mark in named for found in _parts(scene, mark, starts)),
        *(found for mark in marks for found in _parts_in(scene, mark)),
        *(found for mark in named for found in _offices(scene, mark, starts, marks)),
        *_pairs(scene, marks),
        *_references(scene, marks),
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


def _parts(scene: Scene, mark: Mark, starts: dict[int, Mark]) -> Iterator[Mark]:
    """Find the part of a state or body that follows its name: *the small Guyanese army*."""
    if not _owns(scene, mark):
        return
    noun = _noun_after(scene, mark, starts)
    if noun is None:
        return
    last, kind, part = noun
    first = _article_before(scene, mark.first)
    if kind == "people" and not _is_subject(scene, first, last):
        return
    if _is_title(scene, last + 1):
        return
    if scene.tokens.after(last) == " " and last + 1 in starts and _is_person(starts[last + 1]):
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
            first = _article_before(scene, start)
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


def _owns(scene: Scene, mark: Mark) -> bool:
    """Whether a name can stand before what belongs to it: an adjective, a possessive, a body."""
    if mark.tier == "demonym":
        return True
    dotted = "." in mark.actor
    if _is_person(mark):
        return False
    return scene.tokens.possessive[mark.last] or (
        mark.tier == "name" and (dotted or len(mark.actor) != 3 or mark.actor in {"USA"})
    )


def _is_person(mark: Mark) -> bool:
    return mark.rule.startswith("person.")


def _part_of(mark: Mark, part: str) -> str:
    """Return the id of a part; the spokesman of a body speaks as the body."""
    if part == "spokesman":
        return mark.actor if "." in mark.actor else f"{mark.actor}.gov"
    if "." in mark.actor:
        return mark.actor
    if part == "gov" and len(mark.actor) != 3:
        return f"{mark.actor}.officials"
    return f"{mark.actor}.{part}"


def _noun_after(scene: Scene, mark: Mark, starts: dict[int, Mark]) -> tuple[int, str, str] | None:
    """Return the last word of the noun after a name, its kind and its part."""
    words, table = scene.tokens.words, _nouns()
    for first in range(mark.last + 1, min(mark.last + _BETWEEN, len(words))):
        if not scene.together(mark.last, first) or scene.tokens.gap(first) not in {" ", "-"}:
            if not (first == mark.last + 1 and scene.tokens.gap(first) == "'s "):
                return None
        if first in starts:
            return None
        for length in (4, 3, 2, 1):
            noun = tuple(words[first : first + length])
            if noun in table and scene.together(first, first + length - 1):
                kind, part = table[noun]
                return first + length - 1, kind, part
        if words[first] in context("function"):
            return None
    return None


def _article_before(scene: Scene, first: int) -> int:
    """Return where the phrase begins: at its article, with an adjective between or not."""
    words = scene.tokens.words
    for k in (first - 1, first - 2):
        if not scene.together(k, first) or scene.tokens.gap(k + 1) != " ":
            return first
        if words[k] in _DETERMINERS:
            return k
        if words[k] in context("function") or scene.tokens.capital(k):
            return first
    return first


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


# Offices


def _offices(
    scene: Scene, mark: Mark, starts: dict[int, Mark], marks: Sequence[Mark]
) -> Iterator[Mark]:
    """Find an office that stands for who holds it: *the North Korean leader wants*."""
    if not (mark.tier == "demonym" or scene.tokens.possessive[mark.last]) or _is_person(mark):
        return
    last = _title_after(scene, mark.last + 1)
    if last is None:
        return
    following = last + 1
    gap = scene.tokens.after(last)
    named = following in starts and gap in {" ", ", "}
    if named or (
        gap == " " and scene.together(last, following) and scene.tokens.capital(following)
    ):
        return
    office = titles()[_title_words(scene, mark.last + 1, last)]
    holder = _holder(scene, mark.actor, office, marks) if office != "other" else None
    if holder:
        yield Mark(_article_before(scene, mark.first), last, holder, "nominal", "nominal.office")


def _title_after(scene: Scene, first: int) -> int | None:
    """Return the last word of the title that begins with a word, adjectives skipped."""
    words = scene.tokens.words
    for start in (first, first + 1, first + 2):
        for length in (4, 3, 2, 1):
            last = start + length - 1
            if tuple(words[start : last + 1]) in titles() and scene.together(first - 1, last):
                unbroken = all(
                    scene.tokens.gap(k) in {" ", "-", "'s "} for k in range(first, last + 1)
                )
                return last if unbroken else None
        if (
            not scene.together(first, start) or scene.tokens.capital(start) or scene.hit_at[start]
            if start < len(words)
            else True
        ):
            return None
    return None


def _title_words(scene: Scene, first: int, last: int) -> tuple[str, ...]:
    words = scene.tokens.words
    return next(
        tuple(words[start : last + 1])
        for start in range(first, last + 1)
        if tuple(words[start : last + 1]) in titles()
    )


def _holder(scene: Scene, state: str, office: str, marks: Sequence[Mark]) -> str | None:
    """Return who holds an office of a state: the one of the tables, if there is but one.

    An office that many hold, such as an envoy's, means somebody only if the text names one of them.
    """
    wanted = _HEADS if office == "l" else {office}
    holders = [
        p.actor
        for p in scene.lexicon.people.values()
        if p.state == state and _holds(scene, p, wanted)
    ]
    named = [mark.actor for mark in marks if mark.actor in holders]
    if named:
        return named[-1]
    return holders[-1] if holders and office in _SINGLE else None


def _holds(scene: Scene, person: Person, wanted: frozenset[str] | set[str]) -> bool:
    return scene.year is not None and any(
        office.title in wanted and office.first <= scene.year <= office.last
        for office in person.offices
    )


def _apposition(scene: Scene, mark: Mark, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Find what says who somebody is, after the name: *Ralph Gonsalves, prime minister of …*."""
    tokens = scene.tokens
    if not _is_person(mark) or tokens.after(mark.last) != ", " or tokens.possessive[mark.last]:
        return
    first = mark.last + 1
    if not scene.together(mark.last, first) or not _may_open(scene, first, marks):
        return
    for last in range(first, min(first + 9, len(tokens.words))):
        if not scene.together(first, last):
            return
        if scene.title_ending(last) and _closes(scene, last):
            last = _with_of(scene, last, marks)
            yield Mark(first, last, mark.actor, "nominal", "nominal.apposition")
            return
        if tokens.after(last)[:1] in {",", ";", "\u2013", "."} and not tokens.after(
            last
        ).startswith(". "):
            return


def _may_open(scene: Scene, i: int, marks: Sequence[Mark]) -> bool:
    tokens = scene.tokens
    if tokens.words[i] in {"the", *_OWNERS}:
        return True
    title = any(tuple(tokens.words[i : i + n]) in titles() for n in (1, 2, 3))
    if title and tokens.words[i] not in {"who", "a", "an"}:
        return True
    return tokens.words[i] == "mr" or any(m.first == i for m in marks)


def _closes(scene: Scene, last: int) -> bool:
    """Whether a title ends here rather than goes on: *foreign policy* chief."""
    following = scene.tokens.word(last + 1)
    ended = not scene.together(last, last + 1) or scene.tokens.after(last) != " "
    return ended or following in context("function") or following in context("speech")


def _with_of(scene: Scene, last: int, marks: Sequence[Mark]) -> int:
    """Return the end of a title with whose it is: *of St Vincent and the Grenadines*."""
    if scene.tokens.word(last + 1) not in {"of", "for"}:
        return last
    skip = last + 2 + (scene.tokens.word(last + 2) == "the")
    return next((m.last for m in marks if m.first == skip), last)


# Two at once, and what was named before


def _pairs(scene: Scene, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Find the two whom the text is about: *both leaders*, *the two governments*."""
    words = scene.tokens.words
    for i in range(1, len(words)):
        if words[i - 1] not in _PAIR or not scene.together(i - 1, i):
            continue
        if words[i] not in _PEOPLE | _STATES or scene.tokens.gap(i) != " ":
            continue
        two = _foremost(scene, marks, i, words[i])
        if two:
            first = i - 2 if words[i - 2] == "the" and scene.together(i - 2, i) else i - 1
            yield Mark(first, i, "+".join(sorted(two)), "nominal", "nominal.pair")


def _foremost(scene: Scene, marks: Sequence[Mark], place: int, noun: str) -> list[str]:
    """Return the two people, or states, named most often, of those named before a word."""
    wanted = [m for m in marks if (_is_person(m) if noun in _PEOPLE else _is_state(m))]
    last = {m.actor: m.last for m in wanted if m.last < place}
    if noun in {"leaders", "presidents"}:
        heads = {actor for actor in last if _is_head(scene, actor)}
        last = {actor: k for actor, k in last.items() if actor in heads or len(heads) < 2}
    named = Counter(m.actor for m in wanted if m.actor in last)
    found: list[str] = []
    for actor in sorted(named, key=lambda a: (-named[a], -last[a])):
        if all(actor.partition(".")[0] != other.partition(".")[0] for other in found):
            found.append(actor)
    return found[:2] if len(found) > 1 else []


def _is_head(scene: Scene, actor: str) -> bool:
    person = scene.lexicon.people.get(actor)
    return person is not None and _holds(scene, person, _HEADS)


def _is_state(mark: Mark) -> bool:
    return len(mark.actor) == 3 and mark.tier in {"name", "metonym"}


def _references(scene: Scene, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Find *the president said* and *his envoy*, and *the peninsula* named before."""
    words = scene.tokens.words
    for i in range(len(words) - 1):
        if words[i] == "the" and words[i + 1] == "peninsula" and scene.tokens.after(i + 1) != "'s":
            place = [m.actor for m in marks if m.last < i and m.actor.endswith("_peninsula")]
            if place:
                yield Mark(i, i + 1, place[-1], "location", "place.again")
        elif words[i] in _OWNERS:
            yield from _his(scene, i, marks)
        elif words[i] == "the":
            yield from _the_president(scene, i, marks)


def _his(scene: Scene, i: int, marks: Sequence[Mark]) -> Iterator[Mark]:
    last = _title_after(scene, i + 1)
    if last is None:
        return
    named = next((m for m in marks if m.first == last + 1), None)
    if named and _is_person(named) and scene.tokens.after(last) in {" ", ", "}:
        yield Mark(i, last, named.actor, "nominal", "nominal.his")


def _the_president(scene: Scene, i: int, marks: Sequence[Mark]) -> Iterator[Mark]:
    last = _title_after(scene, i + 1)
    if last is None or last > i + 3 or not scene.together(i, last + 1):
        return
    if scene.tokens.words[last + 1] not in context("speech") or scene.tokens.after(last) != " ":
        return
    office = titles().get(tuple(scene.tokens.words[i + 1 : last + 1]), "other")
    people = scene.lexicon.people
    named = Counter(
        m.actor
        for m in marks
        if office in _HEADS and m.actor in people and _holds(scene, people[m.actor], {office})
    )
    if named:
        yield Mark(i, last, named.most_common(1)[0][0], "nominal", "nominal.again")
