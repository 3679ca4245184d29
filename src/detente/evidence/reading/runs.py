"""Runs of capitals that may be somebody's name, and the titles before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .lexicon import given_names
from .people import particles
from .scene import Scene, Title, context

SHORT = 3
LONGEST = 8
_HYPHENS = frozenset({"-", "\u2013"})
_DATING = frozenset({"in", "since", "until", "by", "last", "next", "this", "of", "early", "late"})


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may be a name, the title before them, and whether they are one of a pair.

    *The Kim-Putin summit*
    """

    first: int
    last: int
    title: Title | None
    paired: bool = False

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return self.first == self.last


def find_runs(scene: Scene, met: set[str]) -> Iterator[Run]:
    """Yield the runs of a text; `met` are surnames of people whom the text names in full."""
    i, count = 0, len(scene.tokens.words)
    while i < count:
        if not (_may_begin(scene, i) or _is_word_and_name(scene, i, met)):
            i += 1
            continue
        if _is_pair(scene, i, met):
            yield from (Run(k, k, None, paired=True) for k in (i, i + 1))
            i += 2
            continue
        last = _end(scene, i)
        yield from _without_titles(scene, i, last)
        i = last + 1


def _may_begin(scene: Scene, i: int) -> bool:
    return (
        scene.tokens.capital(i)
        and scene.tokens.words[i] not in context("function")
        and not (scene.opens(i) and scene.tokens.words[i] in context("opening"))
        and _free(scene, i)
    )


def _is_word_and_name(scene: Scene, i: int, met: set[str]) -> bool:
    """Whether a word is here the surname of somebody introduced: *May said*, but not *in May*."""
    tokens = scene.tokens
    if tokens.words[i] not in met or not tokens.capital(i) or scene.kinds(i) != {"surname"}:
        return False
    dated = tokens.word(i - 1) in _DATING or tokens.word(i + 1)[:1].isdigit()
    return not dated and len(tokens.words[i]) >= SHORT


def _is_pair(scene: Scene, i: int, met: set[str]) -> bool:
    """Whether a word and the next are the surnames of two: *Kim-Putin*, not *Mr Lloyd-George*."""
    tokens = scene.tokens
    return (
        _are_joined(scene, i, i + 1)
        and not _are_joined(scene, i - 1, i)
        and not _are_joined(scene, i + 1, i + 2)
        and all(_is_surname(scene, k, met) for k in (i, i + 1))
        and tokens.words[i] != tokens.words[i + 1]
        and scene.title_before(i) is None
        and not _given_before(scene, i)
    )


def _are_joined(scene: Scene, i: int, j: int) -> bool:
    tokens = scene.tokens
    return i >= 0 and j < len(tokens.words) and tokens.gap(j) in _HYPHENS and tokens.capital(j)


def _is_surname(scene: Scene, i: int, met: set[str]) -> bool:
    hit = scene.hit_at[i]
    alone = hit is None or hit.first == hit.last
    return alone and (scene.kinds(i) == {"surname"} or scene.tokens.words[i] in met)


def _free(scene: Scene, i: int) -> bool:
    """Whether a word belongs to no name but, at most, a surname."""
    kinds = scene.kinds(i)
    return not kinds or kinds == {"surname"} or ("surname" in kinds and _given_before(scene, i))


def _given_before(scene: Scene, i: int) -> bool:
    hit = scene.hit_at[i]
    first = hit.first if hit else i
    before = first > 0 and scene.together(first - 1, first) and scene.tokens.joined[first]
    return before and scene.tokens.words[first - 1] in given_names()


def _end(scene: Scene, first: int) -> int:
    """Return the last word of the name that may begin with a word."""
    tokens, last = scene.tokens, first
    stop = min(len(tokens.words), first + LONGEST)
    while last + 1 < stop and tokens.joined[last + 1] and not tokens.possessive[last]:
        following = last + 1
        if not scene.together(first, following) or tokens.gap(following) in {"\n", "/"}:
            break
        small = not tokens.capital(following)
        if small and tokens.gap(following) == "-" and len(tokens.words[following]) <= 4:
            last = following
        elif small and tokens.words[following] in particles() and tokens.words[following] != "of":
            if tokens.words[following] == "the" or not _may_go_on(scene, following + 1):
                break
            last = following + 1
        elif small or not _may_go_on(scene, following):
            break
        else:
            last = following
    return last


def _may_go_on(scene: Scene, i: int) -> bool:
    return i < len(scene.tokens.words) and scene.tokens.joined[i] and _may_begin(scene, i)


def _without_titles(scene: Scene, first: int, last: int) -> Iterator[Run]:
    """Cut the titles off the front; what remains is the name, if anything does."""
    title = scene.title_before(first)
    for i in range(last, first, -1):
        found = scene.title_before(i)
        if found and found.first <= first:
            title, first = found, i
            break
        if found and found.first > first:
            # A surname or state before a title ends there: it is not the name of the titled.
            title, first = found, i
            break
    rest = scene.title_ending(last)
    if rest and rest.first <= first:
        return
    if title is None and last > first and scene.tokens.gap(first) == ", ":
        title = scene.title_ending(first - 1)
    yield Run(first, last, title)
