"""Strangers: people whom no table knows, shown to be people by the words around them.

A title before the name, or what the person is said to be after it, gives both the proof and the
state: *Ukraine's energy minister, Herman Halushchenko*.
"""

from __future__ import annotations

from .affiliation import affiliation
from .lexicon import given_names
from .people import Person, slugged
from .register import FAMILY_FIRST, GIVEN_ALONE, Register
from .runs import SHORT, Run
from .scene import Mark, Scene, context

UNKNOWN = "UNKNOWN"
"""Stands for the state of a person where nothing tells it."""

_WHOLE = frozenset({"MMR"})
_ROLES = ("ist", "er", "or", "ian", "man", "woman", "ant")
_OF = frozenset({"to", "of", "for", "in", "at", "on"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def stranger(scene: Scene, run: Run, register: Register) -> Mark | None:
    """Return the mention of somebody new, if a run of capitals is shown to be one."""
    words = scene.tokens.words[run.first : run.last + 1]
    if _is_body(scene, run) or not _is_evident(scene, run, words):
        return None
    twin = register.misspelt(tuple(words))
    if twin:
        return Mark(run.first, run.last, twin, "name", "person.misspelt")
    if run.single and _is_known(scene, run, register):
        return None
    state = affiliation(scene, run.first, run.last, run.title) or UNKNOWN
    actor = _actor(scene, state, words)
    rule = "person.titled" if run.title else "person.new"
    return Mark(run.first, run.last, actor, "name", rule)


def _is_body(scene: Scene, run: Run) -> bool:
    """Whether the words name a body, a place or a thing rather than somebody."""
    tokens = scene.tokens
    words = tokens.words[run.first : run.last + 1]
    if any(word in context("body") for word in words):
        return True
    if any(len(raw) > SHORT and raw.isupper() for raw in tokens.raw[run.first : run.last + 1]):
        return True
    if any(any(c.isdigit() for c in word) for word in words):
        return True
    following = run.last + 1
    goes_on = following < len(tokens.words) and tokens.joined[following]
    return goes_on and tokens.capital(following) and tokens.words[following] in context("body")


def _is_evident(scene: Scene, run: Run, words: list[str]) -> bool:
    """Whether the words around show that this is somebody's name."""
    if run.title:
        return True
    if run.single:
        return False
    tokens = scene.tokens
    if words[0] in given_names() or (_after(scene, run) in context("speech")):
        return True
    before = run.first - 1
    role = scene.together(before, run.first) and tokens.joined[run.first]
    if role and not tokens.capital(before) and tokens.words[before].endswith(_ROLES):
        return tokens.words[before] not in context("function")
    if _follows_title(scene, run.first):
        return True
    return tokens.after(run.last).startswith(", ") and _appositive(scene, run.last + 1)


def _follows_title(scene: Scene, first: int) -> bool:
    """Whether a title and what it is of stand before, to a comma: *ambassador to Syria, X*."""
    tokens = scene.tokens
    if first == 0 or tokens.gap(first) != ", " or not scene.together(first - 1, first):
        return False
    for last in range(first - 1, max(first - 8, -1), -1):
        if not scene.together(last, first) or (last < first - 1 and "," in tokens.after(last)):
            return False
        if scene.title_ending(last):
            return last == first - 1 or tokens.words[last + 1] in {
                "to",
                "of",
                "for",
                "in",
                "at",
                "on",
            }
    return False


def _after(scene: Scene, run: Run) -> str:
    """Return the word after a run, a relative *who* skipped."""
    following = run.last + 1
    if not scene.together(run.last, following) or scene.tokens.after(run.last) != " ":
        return ""
    return scene.tokens.words[following]


def _appositive(scene: Scene, i: int) -> bool:
    """Whether words from i on say who somebody is: *the Ukrainian energy minister*."""
    words = scene.tokens.words
    if not scene.together(i - 1, i):
        return False
    if words[i] in {"who", "whose"} or words[i].isdigit():
        return True
    return any(
        scene.together(i, last) and scene.title_ending(last) is not None
        for last in range(i, min(i + 8, len(words)))
        if not set(",;") & set(scene.tokens.text[scene.tokens.starts[i] : scene.tokens.ends[last]])
    )


def _is_known(scene: Scene, run: Run, register: Register) -> bool:
    word = (scene.tokens.words[run.first],)
    return "surname" in scene.kinds(run.first) or word in register.by_short


def _actor(scene: Scene, state: str, words: list[str]) -> str:
    """Return the id of a new person, apart from the one of the tables with that surname."""
    named = [word for word in words if word not in _SUFFIXES]
    slug = _slug(state, named)
    actor = f"{state}.{slug}"
    bearer = scene.lexicon.people.get(actor)
    if bearer and len(named) > 1 and not _same_person(bearer, named):
        return f"{state}.{slugged('_'.join(named))}"
    return actor


def _same_person(person: Person, words: list[str]) -> bool:
    initials = {name.split()[0][0].lower() for name in person.names}
    return words[0][0] in initials


def _slug(state: str, words: list[str]) -> str:
    if state in _WHOLE:
        return slugged("_".join(words))
    if state in FAMILY_FIRST or state in GIVEN_ALONE:
        return slugged(words[0])
    return slugged(words[-1])
