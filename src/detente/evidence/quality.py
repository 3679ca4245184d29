"""The quality-of-information check: what the model rests on, and on whom.

One of the structured analytic techniques (Heuer & Pherson 2010): before anything is concluded,
see how much of the model is sourced, by which sources of what reliability, what is merely
assumed, what nobody vouches for, and which claims serve nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from detente.case import Case
from detente.case.schema import Claim, Element


@dataclass(frozen=True)
class ElementQuality:
    """What one part of the model rests on.

    Attributes
    ----------
    name, kind : str
        ``kind`` is option, statement, rule or position.
    support : {"sourced", "assumed", "unsourced"}
    claims, against : tuple of str
        Ids of the claims for and against.
    groups : int
        Independent groups among the claims for it: reprints of one story are one.
    grade : str
        The best Admiralty grade among the claims for it, such as ``B2``; empty if none.
    """

    name: str
    kind: str
    support: str
    claims: tuple[str, ...]
    against: tuple[str, ...]
    groups: int
    grade: str


@dataclass(frozen=True)
class SourceUse:
    """How much of the model rests on one source.

    Attributes
    ----------
    source, name, letter : str
    claims : int
        Claims in use that pass through it.
    elements : int
        Elements that some such claim speaks for.
    only : tuple of str
        Elements for which nothing speaks that does not pass through it.
    """

    source: str
    name: str
    letter: str
    claims: int
    elements: int
    only: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """The check as a whole.

    Attributes
    ----------
    elements : tuple of ElementQuality
    sources : tuple of SourceUse
        Those in use, the one that carries most first.
    grades : mapping of str to int
        Claims in use by Admiralty grade, best first.
    unused : tuple of str
        Claims that no element names.
    """

    elements: tuple[ElementQuality, ...]
    sources: tuple[SourceUse, ...]
    grades: Mapping[str, int]
    unused: tuple[str, ...]

    def with_support(self, support: str) -> tuple[str, ...]:
        """Return the names of the elements that are sourced, assumed or unsourced."""
        return tuple(e.name for e in self.elements if e.support == support)

    @property
    def contested(self) -> tuple[str, ...]:
        """Names of the elements that some claim speaks against."""
        return tuple(e.name for e in self.elements if e.against)

    @property
    def single(self) -> tuple[str, ...]:
        """Names of the sourced elements that rest on one independent group alone."""
        return tuple(e.name for e in self.elements if e.support == "sourced" and e.groups == 1)


def quality(case: Case) -> Quality:
    """Check the quality of the information behind a case."""
    elements = tuple(_element(case, name, path, e) for name, path, e in case.model.elements())
    used = Counter(c for e in elements for c in {*e.claims, *e.against})
    grades = Counter(grade(case, case.claims[claim]) for claim in used)
    return Quality(
        elements=elements,
        sources=_sources(case, elements, set(used)),
        grades=dict(sorted(grades.items())),
        unused=tuple(claim for claim in case.claims if claim not in used),
    )


def letter(case: Case, claim: Claim) -> str:
    """Return the weakest reliability on a claim's chain: a report is as good as its worst link."""
    return max((case.sources[s].reliability for s in claim.through), default="F")


def grade(case: Case, claim: Claim) -> str:
    """Return a claim's Admiralty grade, reliability and credibility, such as ``B2``."""
    return f"{letter(case, claim)}{claim.credibility}"


def group(name: str, claim: Claim) -> str:
    """Return the independence group of a claim; one of its own if it names none."""
    return claim.group or f"claim {name}"


_KINDS = {"options": "option", "prefers": "statement", "rules": "rule", "actors": "position"}


def _element(
    case: Case, name: str, path: tuple[str | int, ...], element: Element
) -> ElementQuality:
    for_it = tuple(dict.fromkeys(c for alternative in element.because for c in alternative))
    against = tuple(dict.fromkeys(c for alternative in element.against for c in alternative))
    return ElementQuality(
        name=name,
        kind=next(kind for part, kind in _KINDS.items() if part in path),
        support=element.support,
        claims=for_it,
        against=against,
        groups=len({group(c, case.claims[c]) for c in for_it}),
        grade=min((grade(case, case.claims[c]) for c in for_it), default=""),
    )


def _sources(
    case: Case, elements: tuple[ElementQuality, ...], used: set[str]
) -> tuple[SourceUse, ...]:
    uses = []
    for name, source in case.sources.items():
        carried = {c for c in used if name in case.claims[c].through}
        if carried:
            resting = [e for e in elements if carried & {*e.claims}]
            only = tuple(e.name for e in resting if carried >= {*e.claims})
            letter_ = source.reliability
            uses.append(SourceUse(name, source.name, letter_, len(carried), len(resting), only))
    return tuple(sorted(uses, key=lambda use: (-use.elements, -use.claims, use.source)))
