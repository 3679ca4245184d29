"""People by name: in full, by the surname that goes back to it, and strangers.

A surname alone means the person whom the text introduces by the full name. Where nobody is
introduced, it means the person of the tables, unless the surname is too common.
"""

from __future__ import annotations

from .lexicon import common_surnames
from .named import HEADS
from .offices import holds
from .people import Person
from .register import Introduced, Register, latest
from .runs import SHORT, Run, find_runs
from .scene import Mark, Scene, Title
from .strangers import stranger
from .trie import Hit


def mark_people(scene: Scene) -> list[Mark]:
    """Return the mentions of people by name."""
    marks = [m for hit in scene.hits if (m := _by_full_name(scene, hit))]
    register = Register()
    for mark in marks:
        register.add(scene, mark)
    rest = []
    for run in find_runs(scene, {scene.tokens.words[mark.last] for mark in marks}):
        new = None if run.paired else stranger(scene, run, register)
        if new:
            register.add(scene, new)
            marks.append(new)
        else:
            rest.append(run)
    marks += [short for run in rest if (short := _by_surname(scene, run, register))]
    return sorted(marks, key=lambda mark: mark.first)


def _by_full_name(scene: Scene, hit: Hit) -> Mark | None:
    actors = [entry.actor for entry in hit.entries if entry.kind == "person"]
    if not actors:
        return None
    best = max(actors, key=lambda a: _standing(scene, scene.lexicon.people[a]))
    return Mark(_without_title(scene, hit), hit.last, best, "name", "person.full")


def _without_title(scene: Scene, hit: Hit) -> int:
    """Return where a name begins that the table has with its title; a pope keeps his."""
    title = scene.tokens.words[hit.first] != "pope" and scene.title_ending(hit.first)
    return hit.first + 1 if title and hit.last > hit.first else hit.first


def _standing(scene: Scene, person: Person) -> tuple[bool, bool, int]:
    """Order people of one name: in office when the text appeared, best known, latest."""
    active = scene.year is not None and person.active(scene.year)
    latest = max((office.last for office in person.offices), default=0)
    return active, person.plain, latest


def _by_surname(scene: Scene, run: Run, register: Register) -> Mark | None:
    """Resolve a run that is a surname."""
    words = tuple(scene.tokens.words[run.first : run.last + 1])
    hit = scene.hit_at[run.first]
    exact = hit is not None and (hit.first, hit.last) == (run.first, run.last)
    entries = hit.entries if hit and exact else ()
    persons = [scene.lexicon.people[e.actor] for e in entries if e.kind == "surname"]
    met = register.named([person.actor for person in persons], words)
    if met and not _is_another(scene, run, persons, met):
        several = len({person.actor for person in met if person.place < run.first}) > 1
        actor = latest(scene, run.first, met).actor
        return Mark(run.first, run.last, actor, "name", "person.surname", several)
    if _too_common(run, words):
        persons = _leaders(scene, persons) if run.paired else []
    if not persons:
        return None
    best = max(persons, key=lambda p: (_fits(p, run.title), *_standing(scene, p)))
    ambiguous = len(persons) > 1 and not best.plain
    return Mark(run.first, run.last, best.actor, "name", "person.known", ambiguous)


def _is_another(scene: Scene, run: Run, persons: list[Person], met: list[Introduced]) -> bool:
    """Whether a surname means somebody well known, and whom the text names in full comes later.

    *Assad, whose father Hafez al-Assad …*
    """
    known = {p.actor for p in persons if p.plain and _standing(scene, p)[0]}
    return bool(known) and all(
        person.place > run.first and person.actor not in known for person in met
    )


def _too_common(run: Run, words: tuple[str, ...]) -> bool:
    name = " ".join(words)
    common = name in common_surnames() or (len(name) < SHORT and name != "xi")
    return common and run.title is None


def _leaders(scene: Scene, persons: list[Person]) -> list[Person]:
    """Return who leads a state, of people of one surname: whom a pair of leaders is made of."""
    heads = [person for person in persons if holds(scene, person, HEADS)]
    return [person for person in heads if holds(scene, person, HEADS - {"pm"})] or heads


def _fits(person: Person, title: Title | None) -> bool:
    return title is not None and any(office.title == title.office for office in person.offices)
