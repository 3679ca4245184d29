"""The outlook of a small case by complete enumeration: every pattern of evidence, one by one.

Shares nothing with ``detente.outlook``: the model of each pattern is written as a case and solved
by ``conflict.solve``; the chance of a pattern of one source's groups is the integral over its
reliability, by rising factorials.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from math import prod

from detente.case.schema import DEFAULT_CREDENCE, GradeTable, Statement
from detente.conflict import CONCEPTS, solve


def exact(case, table: GradeTable) -> dict[tuple[str, str], float]:
    """Return the probability of every (outcome, concept); options and rules stand for certain."""
    chances: dict[tuple[str, str], float] = {}
    for through, weight in _claims(case, table):
        for lines, more in _standing(case, through):
            for key in _held(case, lines):
                chances[key] = chances.get(key, 0.0) + weight * more
    return chances


def _claims(case, table):
    """Yield which claims come through, and how likely that is."""
    pairs = sorted({(s, c.group or f"own {n}") for n, c in case.claims.items() for s in c.through})
    names = list(case.claims)
    for right in product((True, False), repeat=len(pairs)):
        told = dict(zip(pairs, right, strict=True))
        by_source = {s: [told[p] for p in pairs if p[0] == s] for s, _ in pairs}
        weight = prod(_pattern(table, case.sources[s], hits) for s, hits in by_source.items())
        for true in product((True, False), repeat=len(names)):
            chance = prod(
                table.credibility[str(case.claims[n].credibility)]
                if t
                else 1 - table.credibility[str(case.claims[n].credibility)]
                for n, t in zip(names, true, strict=True)
            )
            through = {
                n
                for n, t in zip(names, true, strict=True)
                if t
                and all(told[s, case.claims[n].group or f"own {n}"] for s in case.claims[n].through)
            }
            yield through, weight * chance


def _pattern(table, source, hits):
    """Return the chance that a source is right about just these groups: a ratio of Betas."""
    if source.reliability == "F":
        a, b = 1.0, 1.0
    else:
        mean = table.reliability[source.reliability]
        a, b = mean * table.concentration, (1 - mean) * table.concentration
    right, wrong = sum(hits), len(hits) - sum(hits)
    up = prod(a + k for k in range(right)) * prod(b + k for k in range(wrong))
    return up / prod(a + b + k for k in range(len(hits)))


def _standing(case, through):
    """Yield the lines of every decision maker, and how likely they are, given the claims."""
    choices = []
    for dm, maker in case.model.decision_makers.items():
        for k, line in enumerate(maker.prefers):
            choices.append([(dm, k, *way) for way in _ways(case, line, through)])
    for chosen in product(*choices):
        lines = {dm: [] for dm in case.model.decision_makers}
        for dm, _, want, _ in chosen:
            if want is not None:
                lines[dm].append(want)
        yield lines, prod(chance for *_, chance in chosen)


def _ways(case, line, through):
    """Return what may stand in a line's place, with its chance."""
    for_it = any(set(group) <= through for group in line.because)
    against = any(set(group) <= through for group in line.against)
    credence = line.credence
    if credence is None:
        assumed = line.assumed and not line.because
        credence = case.model.assumption_credence if assumed else DEFAULT_CREDENCE
    chance = credence if for_it == against else float(for_it)
    fallen = None if isinstance(line.otherwise, str) else line.otherwise.want
    return [(want, p) for want, p in ((line.want, chance), (fallen, 1 - chance)) if p]


def _held(case, lines):
    return _solved(case, tuple((dm, tuple(map(str, wants))) for dm, wants in lines.items()))


@cache
def _solved(case, lines):
    from detente.case.formula import parse

    makers = {
        dm: case.model.decision_makers[dm].model_copy(
            update={"prefers": tuple(Statement(want=parse(want)) for want in wants)}
        )
        for dm, wants in lines
    }
    drawn = replace(case, model=case.model.model_copy(update={"decision_makers": makers}))
    result = solve(drawn)
    return [
        (name, concept)
        for name, outcome in result.outcomes.items()
        for concept in CONCEPTS
        if outcome.equilibria[concept]
    ]
