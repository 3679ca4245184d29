"""Whether a capital, or a seat of government, is the government or only the place.

*Moscow denied it* is the government; *flew to Moscow*, *700 km from Moscow*, *in Moscow* and *the
Moscow summit* are the city. What stands right before and after the name decides; where two are
named together they are the same kind of thing. Nothing telling, it is the government, which is
what a capital without a preposition is in the news, and marked as ambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass

from .people import slugged
from .scene import Mark, Scene, context
from .trie import Hit

_JOINERS = frozenset({"and", "or", "nor", "both", "neither", "either"})
_BASED = frozenset({"based", "born", "area", "bound"})
WINDOW = 6


@dataclass(frozen=True, slots=True)
class _Verdict:
    place: bool
    rule: str
    sure: bool = True


def mark_capitals(scene: Scene) -> list[Mark]:
    """Return the mentions of capitals and other seats of government."""
    marks: list[Mark] = []
    for hit in scene.hits:
        kinds = {entry.kind for entry in hit.entries}
        if "person" in kinds or "state" in kinds or not kinds & {"capital", "seat"}:
            continue
        marks.append(_mark(scene, hit, marks[-1] if marks else None))
    return marks


def _mark(scene: Scene, hit: Hit, previous: Mark | None) -> Mark:
    entry = next(e for e in hit.entries if e.kind in {"capital", "seat"})
    name = " ".join(scene.tokens.words[hit.first : hit.last + 1])
    where = scene.lexicon.capitals.get(name) or f"LOC.{slugged(name)}"
    verdict = _seat(scene, hit) if entry.kind == "seat" else _capital(scene, hit, previous)
    if verdict.place:
        return Mark(hit.first, hit.last, where, "location", verdict.rule, not verdict.sure)
    actor = _then(scene, hit, entry.actor)
    return Mark(hit.first, hit.last, actor, "metonym", verdict.rule, not verdict.sure)


def _then(scene: Scene, hit: Hit, state: str) -> str:
    """Return the state that had the capital: Moscow under a Soviet leader is the Soviet Union's."""
    if state == "RUS" and scene.tokens.word(hit.last + 1) == "under":
        for i in range(hit.last + 2, min(hit.last + 5, len(scene.hit_at))):
            found = scene.hit_at[i]
            if found and any(e.actor.startswith("SUN.") for e in found.entries):
                return "SUN"
    return state


def _seat(scene: Scene, hit: Hit) -> _Verdict:
    first = hit.first - (scene.tokens.word(hit.first - 1) == "the")
    before = scene.tokens.word(first - 1) if scene.together(first - 1, hit.first) else ""
    place = before in {"at", "inside", "outside", "near"}
    return _Verdict(place, "seat.place" if place else "seat.acts")


def _capital(scene: Scene, hit: Hit, previous: Mark | None) -> _Verdict:
    for judge in (_by_address, _by_what_follows, _by_what_precedes):
        verdict = judge(scene, hit)
        if verdict:
            return verdict
    partner = _partner(scene, hit, previous)
    if partner:
        return _Verdict(partner.tier == "location", "capital.paired", not partner.ambiguous)
    if _after(scene, hit) in context("towards") or scene.tokens.word(hit.first - 1) in context(
        "towards"
    ):
        return _Verdict(place=False, rule="capital.towards")
    acts = _acts(scene, hit)
    return _Verdict(place=False, rule="capital.acts" if acts else "capital.bare", sure=acts)


def _by_address(scene: Scene, hit: Hit) -> _Verdict | None:
    """Datelines, *Kyiv, Ukraine* and *the capital, Kyiv*."""
    tokens = scene.tokens
    after = tokens.after(hit.last)
    begins = hit.first == 0 or "\n" in tokens.gap(hit.first)
    if begins and (
        after.startswith((" \u2013", " -", " (", ": ")) or tokens.raw[hit.first].isupper()
    ):
        return _Verdict(place=True, rule="capital.dateline")
    following = scene.hit_at[hit.last + 1] if hit.last + 1 < len(scene.hit_at) else None
    if (
        after == ", "
        and following
        and {e.actor for e in following.entries} & {e.actor for e in hit.entries}
    ):
        return _Verdict(place=True, rule="capital.address")
    if tokens.word(hit.first - 1) == "capital" or (
        after in {", ", " "}
        and tokens.words[hit.last + 1 : hit.last + 3] in (["the", "capital"], ["dc"])
    ):
        return _Verdict(place=True, rule="capital.address")
    return None


def _by_what_follows(scene: Scene, hit: Hit) -> _Verdict | None:
    """*the Hanoi summit*, *Kyiv's suburbs*, *Moscow-backed*."""
    tokens = scene.tokens
    following, after = _after(scene, hit), tokens.after(hit.last)
    if after == "-" or (hit.first and tokens.gap(hit.first) == "-"):
        place = following in _BASED
        return _Verdict(place, "capital.joined")
    if tokens.possessive[hit.last]:
        place = following in context("city")
        return _Verdict(
            place, "capital.possessive", sure=following in context("city") or following != "own"
        )
    if after == " " and following in context("scene") and not scene.opens(hit.first):
        return _Verdict(place=True, rule="capital.scene")
    return None


def _after(scene: Scene, hit: Hit) -> str:
    return scene.tokens.word(hit.last + 1) if scene.together(hit.last, hit.last + 1) else ""


def _by_what_precedes(scene: Scene, hit: Hit) -> _Verdict | None:
    """Judge by the preposition or verb before the name."""
    words, i = scene.tokens.words, hit.first - 1
    if not scene.together(i, hit.first) or not scene.tokens.joined[hit.first]:
        return None
    before = words[i]
    if before in context("inside"):
        mood = before == "in" and scene.together(i - 1, i) and words[i - 1] in context("mood")
        return _Verdict(not mood, "capital.mood" if mood else "capital.in", sure=not mood)
    if before == "of":
        return _Verdict(words[i - 1] in context("side"), "capital.of")
    if before in {"to", "from", "for", "towards", "toward"}:
        return _by_movement(scene, hit, before)
    if before in {"a", "an"}:
        return _Verdict(place=True, rule="capital.article")
    if before == "between":
        shuttles = scene.together(i - 1, i) and words[i - 1] in context("motion")
        return _Verdict(shuttles, "capital.between")
    if before in context("locative") or before in {"visits", "visiting", "tour", "touring"}:
        return _Verdict(place=True, rule="capital.reached")
    return None


def _by_movement(scene: Scene, hit: Hit, before: str) -> _Verdict:
    words, i = scene.tokens.words, hit.first - 1
    near = [words[k] for k in range(max(i - WINDOW, 0), i) if scene.together(k, i)]
    if before == "from" and near and near[-1] in context("distance"):
        return _Verdict(place=True, rule="capital.distance")
    moving = any(word in context("motion") for word in near)
    if before == "to" and any(word in context("sent") for word in near):
        moving = False
    if before == "for":
        moving = any(
            word in {"leave", "left", "leaving", "heads", "headed", "bound"} for word in near
        )
    if before == "from" and _after(scene, hit) == "to":
        moving = True
    return _Verdict(moving, f"capital.{'moving' if moving else 'towards'}")


def _partner(scene: Scene, hit: Hit, previous: Mark | None) -> Mark | None:
    """Return the capital named together with this one: *between Moscow and Kyiv*."""
    if previous is None or not scene.together(previous.last, hit.first):
        return None
    between = scene.tokens.words[previous.last + 1 : hit.first]
    gap = scene.tokens.gap(hit.first)
    listed = not between and gap in {", ", "/"}
    return previous if listed or (len(between) == 1 and between[0] in _JOINERS) else None


def _acts(scene: Scene, hit: Hit) -> bool:
    """Whether a verb follows, an adverb skipped: *Moscow also confirmed*."""
    words = scene.tokens.words
    i = hit.last + 1
    while scene.together(hit.last, i) and (
        words[i].endswith("ly")
        or words[i]
        in {
            "also",
            "now",
            "still",
            "then",
            "itself",
            "never",
            "even",
            "has",
            "had",
            "would",
            "will",
        }
    ):
        i += 1
    following = scene.tokens.word(i) if scene.together(hit.last, i) else ""
    verbal = following in context("speech") or following.endswith(("ed", "s"))
    return i > hit.last + 1 or verbal
