"""The key-assumptions check: assumptions by what they would flip.

One of the structured analytic techniques (Heuer & Pherson 2010): list what is taken for granted,
and ask of each what becomes of the conclusion without it. Two answers are given: with nobody
vouching for it (it then stands with ½), and with it plainly wrong (it falls, and does what its
``otherwise`` says).
"""

from __future__ import annotations

from dataclasses import dataclass

from .knockouts import Bench, Effect
from .sample import Intervention


@dataclass(frozen=True)
class Assumption:
    """One assumption, and the conclusion without it.

    Attributes
    ----------
    name, reason : str
    credence : float
    doubted, wrong : Effect
        With nobody vouching for it; with it wrong.
    """

    name: str
    reason: str
    credence: float
    doubted: Effect
    wrong: Effect


@dataclass(frozen=True)
class Assumptions:
    """All assumptions that are not certain, the one that matters most first.

    Attributes
    ----------
    p : float
        Probability of the conclusion with all of them as they are.
    checked : tuple of Assumption
    certain : tuple of str
        Assumptions with credence 1: nothing here doubts them.
    """

    p: float
    checked: tuple[Assumption, ...]
    certain: tuple[str, ...]


def assumptions(bench: Bench) -> Assumptions:
    """Check the assumptions of a case by what they do to a conclusion.

    Parameters
    ----------
    bench : Bench
        The conclusion, with the draws on which it is tested.

    Returns
    -------
    Assumptions
        The one that moves the conclusion most first. Those that stand for certain are only named.
    """
    reasons = {n: e.assumed or "" for n, _, e in bench.plan.case.basis.elements() if e.assumed}
    doubtful = [(e, element) for e, element in enumerate(bench.plan.elements) if element.assumed]

    def effect(name: str, intervention: Intervention) -> Effect:
        return bench.effect("assumption", name, bench.records_under(intervention)[0])

    checked = [
        Assumption(
            name=element.name,
            reason=reasons[element.name],
            credence=element.credence,
            doubted=effect(element.name, Intervention(even=frozenset({e}))),
            wrong=effect(element.name, Intervention(fallen=frozenset({e}))),
        )
        for e, element in doubtful
    ]
    drawn = {element.name for _, element in doubtful}
    elements = bench.plan.case.basis.elements()
    assumed = {name for name, _, element in elements if element.support == "assumed"}
    return Assumptions(
        p=bench.p,
        checked=tuple(sorted(checked, key=lambda a: (-abs(a.wrong.change), a.name))),
        certain=tuple(name for name in reasons if name in assumed - drawn),
    )
