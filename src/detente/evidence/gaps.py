"""What a case lacks, and where its claims pull against each other.

What a person linked (a claim for an element, another against it) is told as it is. What is found by
words is a proposal with its score: see :mod:`detente.evidence.wording`. Nothing here is written
into a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from detente.case import Case
from detente.case.schema import Claim

from .quality import Quality, group, quality
from .wording import ALIKE, SAME_SUBJECT, SORTED_ALIKE, Wording

Kind = Literal["denied", "figures"]

_MOST = 10_000
"""Proposals of one kind; nobody looks through more."""


@dataclass(frozen=True)
class Contested:
    """An element with claims for it and against it."""

    element: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]


@dataclass(frozen=True)
class Backed:
    """An element that claims of several independent origins speak for; `groups` names them."""

    element: str
    claims: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Two claims about the same that cannot both be so, by their words.

    `kind` is ``denied`` where one denies what the other asserts, ``figures`` where they differ in
    a number. `detail` says which numbers.
    """

    first: str
    second: str
    kind: Kind
    score: float
    detail: str = ""


@dataclass(frozen=True)
class Pair:
    """Two claims that may be about the same, by their words: BM25, and their sorted letters."""

    first: str
    second: str
    score: float
    letters: float


@dataclass(frozen=True)
class Change:
    """What one speaker said of a subject for one time, and for a later one."""

    speaker: str
    earlier: str
    later: str
    score: float


Proposal = TypeVar("Proposal", Contradiction, Pair, Change)


@dataclass(frozen=True)
class Gaps:
    """What a case lacks, and where its claims differ or agree.

    Attributes
    ----------
    unsourced : tuple of str
        Elements with neither a claim nor an assumption.
    unused : tuple of str
        Claims that no element names.
    contested : tuple of Contested
    backed : tuple of Backed
        Elements for which independent origins agree.
    contradictions : tuple of Contradiction
        The likeliest first; so are the following.
    agreements : tuple of Pair
        Claims of independent origins that may say the same.
    changes : tuple of Change
    duplicates : tuple of Pair
        Claims of one origin that may say the same.
    """

    unsourced: tuple[str, ...]
    unused: tuple[str, ...]
    contested: tuple[Contested, ...]
    backed: tuple[Backed, ...]
    contradictions: tuple[Contradiction, ...]
    agreements: tuple[Pair, ...]
    changes: tuple[Change, ...]
    duplicates: tuple[Pair, ...]


def gaps(case: Case) -> Gaps:
    """Look for what a case lacks and for claims that differ, agree, change or repeat."""
    checked = quality(case)
    pairs = list(_pairs(case))
    alike = [pair for pair in pairs if _may_say_the_same(case, pair)]
    independent = [p for p in alike if _origin(case, p.first) != _origin(case, p.second)]
    return Gaps(
        unsourced=checked.with_support("unsourced"),
        unused=checked.unused,
        contested=tuple(
            Contested(e.name, e.claims, e.against) for e in checked.elements if e.against
        ),
        backed=tuple(_backed(case, checked)),
        contradictions=_likeliest(_contradictions(case, pairs)),
        agreements=_likeliest(independent),
        changes=_likeliest(_changes(case, pairs)),
        duplicates=_likeliest(pair for pair in alike if pair not in independent),
    )


def _backed(case: Case, checked: Quality) -> Iterator[Backed]:
    for element in checked.elements:
        groups = tuple(dict.fromkeys(_origin(case, name) for name in element.claims))
        if len(groups) > 1:
            yield Backed(element.name, element.claims, groups)


def _origin(case: Case, name: str) -> str:
    return group(name, case.claims[name])


def _likeliest(found: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return tuple(sorted(found, key=lambda each: -each.score)[:_MOST])


def _pairs(case: Case) -> Iterator[Pair]:
    """Yield the claims that may be about the same thing; figures in them make no difference."""
    claims = case.claims
    wording = Wording({name: _DIGITS.sub(" ", claim.claim) for name, claim in claims.items()})
    for first, second, score in wording.pairs(SAME_SUBJECT):
        a, b = set(claims[first].about), set(claims[second].about)
        if not a or not b or len(a & b) * 2 >= len(a | b):
            yield Pair(first, second, score, wording.sorted_ratio(first, second))


def _may_say_the_same(case: Case, pair: Pair) -> bool:
    a, b = case.claims[pair.first], case.claims[pair.second]
    alike = pair.score >= ALIKE and pair.letters >= SORTED_ALIKE
    together = _kind(a) == _kind(b) and _overlap(a, b)
    return alike and together and not _figures_apart(a, b)


def _contradictions(case: Case, pairs: Iterable[Pair]) -> Iterator[Contradiction]:
    for pair in pairs:
        a, b = case.claims[pair.first], case.claims[pair.second]
        if not _overlap(a, b):
            continue
        if {_kind(a), _kind(b)} == {"says so", "denies"}:
            yield Contradiction(pair.first, pair.second, "denied", pair.score)
        elif pair.score >= ALIKE and (apart := _figures_apart(a, b)):
            yield Contradiction(pair.first, pair.second, "figures", pair.score, apart)


def _changes(case: Case, pairs: Iterable[Pair]) -> Iterator[Change]:
    for pair in pairs:
        a, b = case.claims[pair.first], case.claims[pair.second]
        if a.speaker == b.speaker and a.valid and b.valid and not _overlap(a, b):
            names = (pair.first, pair.second)
            earlier, later = sorted(names, key=lambda name: _span(case.claims[name]))
            yield Change(a.speaker, earlier, later, pair.score)


def _kind(claim: Claim) -> str:
    """Return which claims can confirm or deny each other: a hope or a warning does neither."""
    said = {"asserts": "says so", "assesses": "says so", "endorses": "says so"}
    return said.get(claim.stance, claim.stance)


def _overlap(a: Claim, b: Claim) -> bool:
    """Whether there is a time of which both may be true."""
    (start, end), (other_start, other_end) = _span(a), _span(b)
    return start <= other_end and other_start <= end


def _span(claim: Claim) -> tuple[str, str]:
    """Return the first and last day a claim is true of, as text that sorts by time."""
    if claim.valid is None:
        return "", "~"
    start, slash, end = claim.valid.partition("/")
    last = end if slash else start
    return (
        "" if start == ".." else start + "-01-01"[len(start) - 4 :],
        "~" if last == ".." else last + "-12-31"[len(last) - 4 :],
    )


def _figures_apart(a: Claim, b: Claim) -> str:
    """Say where two claims give different figures in the same unit; nothing if they do not."""
    ours, theirs = _figures(a.claim), _figures(b.claim)
    apart = (
        f"{' and '.join(sorted(ours[unit]))} against {' and '.join(sorted(theirs[unit]))}"
        for unit in sorted(ours.keys() & theirs.keys())
        if not ours[unit] & theirs[unit]
    )
    return "; ".join(apart)


def _figures(text: str) -> dict[str, set[str]]:
    """Return the figures of a text by their unit; a year is a time, and none."""
    found: dict[str, set[str]] = {}
    for match in _FIGURE.finditer(text.casefold()):
        sign, said, scale, percent, noun = match.groups()
        number = said.rstrip(".,")
        if not (sign or scale or percent) and _YEAR.fullmatch(number):
            continue
        unit = sign or ("percent" if percent else noun or "")
        found.setdefault(unit, set()).add(" ".join(filter(None, (number, scale))))
    return found


_DIGITS = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_FIGURE = re.compile(
    r"(?<!\w)([$€£¥])?\s?(\d[\d.,]*)\s*(thousand|million|billion|trillion)?"
    r"\s*(%|per ?cent)?\s*([^\W\d_]+)?"
)
