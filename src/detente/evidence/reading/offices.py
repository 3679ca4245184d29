"""Offices that stand for who holds them, and what says who somebody is.

*The North Korean leader wants*; *Nobuo Kishi, Japan's defence minister*; *his envoy Tim
Lenderking*; *the president said*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .lexicon import titles
from .named import HEADS, Named, is_person
from .people import Person
from .scene import Mark, Scene, article_before, context

_OWNERS = frozenset({"its", "his", "her", "their"})
_SINGLE = HEADS | {"cp", "fm", "dm"}
"""Offices that one person holds at a time."""


def office(scene: Scene, mark: Mark, named: Named) -> Iterator[Mark]:
    """Find an office that stands for who holds it: *the North Korean leader wants*."""
    if not (mark.tier == "demonym" or scene.tokens.possessive[mark.last]) or is_person(mark):
        return
    last = _title_after(scene, mark.last + 1)
    if last is None:
        return
    following = last + 1
    gap = scene.tokens.after(last)
    if scene.together(last, following) and gap in {" ", ", "}:
        titled = gap == ", " and scene.title_ending(following) is not None
        if following in named.at or (scene.tokens.capital(following) and (titled or gap == " ")):
            return
    office_ = titles()[_title_words(scene, mark.last + 1, last)]
    holder = _holder(scene, mark, office_, named)
    if holder:
        yield Mark(article_before(scene, mark.first), last, holder, "nominal", "nominal.office")


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


def _holder(scene: Scene, mark: Mark, office: str, named: Named) -> str | None:
    """Return who holds an office of a state: the one of the tables, if there is but one.

    An office that many hold, such as an envoy's, means somebody only if the text names one of them.
    """
    if office == "other":
        return _met(scene, mark, named)
    wanted = HEADS if office == "l" else {office}
    holders = [p.actor for p in scene.lexicon.of_state(mark.actor) if holds(scene, p, wanted)]
    met = [other.actor for other in named.near(mark.first) if other.actor in holders]
    if met:
        return met[-1]
    if office == "l":  # who is called just that goes before a prime minister beside him
        own = [p.actor for p in scene.lexicon.of_state(mark.actor) if holds(scene, p, {office})]
        holders = own or holders
    return holders[-1] if holders and office in _SINGLE else None


def _met(scene: Scene, mark: Mark, named: Named) -> str | None:
    """Return the person of a state named last, for *the Indian minister* that goes back to one."""
    if scene.tokens.word(mark.first - 1) != "the":
        return None
    people = [m.actor for m in named.near(mark.first) if is_person(m) and m.last < mark.first]
    own = [actor for actor in people if actor.partition(".")[0] == mark.actor]
    return own[-1] if own else None


def holds(scene: Scene, person: Person, wanted: frozenset[str] | set[str]) -> bool:
    """Whether somebody held one of some offices when the text appeared."""
    return scene.year is not None and any(
        office.title in wanted and office.first <= scene.year <= office.last
        for office in person.offices
    )


def apposition(scene: Scene, mark: Mark, named: Named) -> Iterator[Mark]:
    """Find what says who somebody is, after the name: *Ralph Gonsalves, prime minister of …*."""
    tokens = scene.tokens
    if not is_person(mark) or tokens.after(mark.last) != ", " or tokens.possessive[mark.last]:
        return
    first = mark.last + 1
    if not scene.together(mark.last, first) or not _may_open(scene, first, named):
        return
    for last in range(first, min(first + 9, len(tokens.words))):
        if not scene.together(first, last):
            return
        if scene.title_ending(last) and _closes(scene, last):
            last = _with_of(scene, last, named)
            yield Mark(first, last, mark.actor, "nominal", "nominal.apposition")
            return
        if tokens.after(last)[:1] in {",", ";", "\u2013", "."} and not tokens.after(
            last
        ).startswith(". "):
            return


def _may_open(scene: Scene, i: int, named: Named) -> bool:
    tokens = scene.tokens
    if tokens.words[i] in {"the", *_OWNERS}:
        return True
    title = any(tuple(tokens.words[i : i + n]) in titles() for n in (1, 2, 3))
    if title and tokens.words[i] not in {"who", "a", "an"}:
        return True
    return tokens.words[i] == "mr" or i in named.at


def _closes(scene: Scene, last: int) -> bool:
    """Whether a title ends here rather than goes on: *foreign policy* chief."""
    following = scene.tokens.word(last + 1)
    ended = not scene.together(last, last + 1) or scene.tokens.after(last) != " "
    return ended or following in context("function") or following in context("speech")


def _with_of(scene: Scene, last: int, named: Named) -> int:
    """Return the end of a title with whose it is: *of St Vincent and the Grenadines*."""
    if scene.tokens.word(last + 1) not in {"of", "for"}:
        return last
    skip = last + 2 + (scene.tokens.word(last + 2) == "the")
    return named.at[skip].last if skip in named.at else last


def references(scene: Scene, named: Named) -> Iterator[Mark]:
    """Find *the president said* and *his envoy*, and *the peninsula* named before."""
    words = scene.tokens.words
    for i in range(len(words) - 1):
        if words[i] == "the" and words[i + 1] == "peninsula" and scene.tokens.after(i + 1) != "'s":
            place = [
                m.actor for m in named.near(i) if m.last < i and m.actor.endswith("_peninsula")
            ]
            if place:
                yield Mark(i, i + 1, place[-1], "location", "place.again")
        elif words[i] in _OWNERS:
            yield from _his(scene, i, named)
        elif words[i] == "the":
            yield from _the_president(scene, i, named)


def _his(scene: Scene, i: int, named: Named) -> Iterator[Mark]:
    last = _title_after(scene, i + 1)
    if last is None:
        return
    owner = named.at.get(last + 1)
    if owner and is_person(owner) and scene.tokens.after(last) in {" ", ", "}:
        yield Mark(i, last, owner.actor, "nominal", "nominal.his")


def _the_president(scene: Scene, i: int, named: Named) -> Iterator[Mark]:
    last = _title_after(scene, i + 1)
    if last is None or last > i + 3 or not scene.together(i, last + 1):
        return
    following = scene.tokens.words[last + 1]
    ends = following in context("function") or following in context("speech")
    if not ends or following == "of" or scene.tokens.after(last) not in {" ", ", "}:
        return
    office = titles().get(tuple(scene.tokens.words[i + 1 : last + 1]), "other")
    people = scene.lexicon.people
    met = Counter(
        m.actor
        for m in named.near(i)
        if office in HEADS and m.actor in people and holds(scene, people[m.actor], {office})
    )
    if met:
        yield Mark(i, last, met.most_common(1)[0][0], "nominal", "nominal.again")
