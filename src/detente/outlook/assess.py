"""Everything an outlook can say of a case at once, computed once and kept by the hash of its input.

A second run with the same model, claims, sources, grades, question and draws finds the finding in
the user's cache and draws nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from detente._version import __version__
from detente.case import Case
from detente.case.cache import keep, kept

from .assumptions import Assumptions, assumptions
from .competing import Matrix, competing
from .conclusion import THRESHOLD, Conclusion, conclusion
from .errors import Interrupted
from .estimate import DEFAULT_DRAWS, DEFAULT_ERROR, Draws, Outlook, draw, summary
from .futures import Future, futures
from .hinges import DRAWS, Hinges, hinges
from .knockouts import Bench
from .plan import plan
from .shares import Shares, shares
from .signposts import Signpost, signposts
from .solver import Progress, Solver, silent

FEW = 500
"""Draws on which shares, assumptions and signposts are computed: theirs are paired differences."""

METHOD = 2
"""Raised whenever the same input gives other numbers than before: kept findings are then stale."""


@dataclass(frozen=True)
class Assessment:
    """What an outlook says of a case.

    Attributes
    ----------
    outlook : Outlook
    conclusion : Conclusion or None
        What was put to the test; None where the case names no outcome.
    hinges : Hinges or None
    shares : Shares or None
    assumptions : Assumptions or None
    matrix : Matrix or None
    signposts : tuple of Signpost
    futures : tuple of Future
    """

    outlook: Outlook
    conclusion: Conclusion | None = None
    hinges: Hinges | None = None
    shares: Shares | None = None
    assumptions: Assumptions | None = None
    matrix: Matrix | None = None
    signposts: tuple[Signpost, ...] = ()
    futures: tuple[Future, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of an outlook, and how hard to try.

    Attributes
    ----------
    draws : int or None
    error : float or None
        See :func:`~detente.outlook.estimate.draw`.
    seed : int
    outcome, concept : str or None
        The conclusion to test; by default the case's answer, under SEQ.
    threshold : float
        Where a conclusion flips.
    """

    draws: int | None = None
    error: float | None = None
    seed: int = 1
    outcome: str | None = None
    concept: str | None = None
    threshold: float = THRESHOLD


def assess(
    case: Case,
    question: Question | None = None,
    *,
    solver: Solver | None = None,
    progress: Progress = silent,
) -> Assessment:
    """Say everything that an outlook can say of a case, from the cache where it is known.

    Parameters
    ----------
    case : Case
    question : Question, optional
    solver : Solver, optional
        Where to solve.
    progress : callable, optional

    Raises
    ------
    NothingToDraw, UnknownName, ValueError
        As :func:`~detente.outlook.estimate.draw` and
        :func:`~detente.outlook.conclusion.conclusion` do.
    Interrupted
        With the draws made until then, also where the questions are not all answered yet.
    """
    question = question or Question()
    solver = solver or Solver(plan(case))
    aim = conclusion(case, question.outcome, question.concept) if case.model.outcomes else None
    name = f"{_key(solver.plan.digest, question, aim)}.json"
    if found := _kept(name):
        return found
    drawn = draw(
        case,
        draws=question.draws,
        seed=question.seed,
        error=question.error,
        solver=solver,
        progress=progress,
    )
    try:
        found = assessed(drawn, aim, question.threshold, progress)
    except KeyboardInterrupt:
        raise Interrupted(drawn) from None
    keep("findings", name, _adapter().dump_json(found))
    return found


def assessed(
    draws: Draws,
    aim: Conclusion | None,
    threshold: float = THRESHOLD,
    progress: Progress = silent,
    *,
    quick: bool = False,
) -> Assessment:
    """Answer every question from draws already made; if `quick`, those that solve nothing more.

    Parameters
    ----------
    draws : Draws
    aim : Conclusion or None
        What is put to the test; where there is none, only the outlook is returned.
    threshold : float
        Where the conclusion flips.
    progress : callable, optional
        Told what is being done, and how much of it is done, from 0 to 1.
    quick : bool
        Leave out hinges, shares, assumptions and signposts, which draw and solve more worlds.
    """
    if aim is None:
        return Assessment(summary(draws))
    if quick:
        return Assessment(
            summary(draws),
            aim,
            matrix=competing(draws, aim.concept),
            futures=futures(draws, aim.concept),
        )
    bench = Bench.of(draws, aim, min(DRAWS, max(FEW, draws.size // 4)), threshold)
    few = Bench.of(draws, aim, FEW, threshold)
    progress("Knocking out", 0.0)
    hinging = hinges(bench, progress)
    progress("Sharing out", 0.0)
    shared = shares(few) if draws.plan.units else None
    progress("Checking assumptions", 0.5)
    checked = assumptions(few)
    progress("Looking for signposts", 0.7)
    watched = signposts(few)
    return Assessment(
        outlook=summary(draws),
        conclusion=aim,
        hinges=hinging,
        shares=shared,
        assumptions=checked,
        matrix=competing(draws, aim.concept),
        signposts=watched,
        futures=futures(draws, aim.concept),
    )


@cache
def _adapter() -> TypeAdapter[Assessment]:
    return TypeAdapter(Assessment)


def _key(digest: str, question: Question, aim: Conclusion | None) -> str:
    """Name a finding by all that it depends on."""
    by_default = question.draws is None and question.error is None
    amount = [DEFAULT_DRAWS, DEFAULT_ERROR] if by_default else [question.draws, question.error]
    asked = [aim.outcome, aim.concept] if aim else []
    parts = [METHOD, __version__, digest, amount, question.seed, asked, question.threshold]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _kept(name: str) -> Assessment | None:
    data = kept("findings", name)
    if data is None:
        return None
    try:
        return _adapter().validate_json(data)
    except ValueError:  # damaged, or of a version that said other things
        return None
