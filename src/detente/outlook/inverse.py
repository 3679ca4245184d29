"""What would change the verdict: the fewest edits to statements that make an outcome hold, or fall.

Where :mod:`detente.conflict` asks what follows from preferences, the inverse asks which preferences
it would take (Kinsara, Kilgour & Hipel 2015, "Inverse approach to the graph model for conflict
resolution"). That work lets rankings vary freely; here they vary as an argument would: by dropping,
turning round or moving single statements, which have their reasons in the case. An outcome *holds*
under a concept if some state of it is an equilibrium.

The search is exact: all changes of one edit are decided, then all of two, and where that is asked
for all of three. It stops at the fewest edits that do it, and returns all changes of so many edits,
in an order that helps to doubt: those of the fewest decision makers first, and among these the ones
that overturn the most weakly supported statements, since they are the likeliest to be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

import numpy as np

from detente.case import Case, UnknownName
from detente.case.errors import did_you_mean, listed
from detente.conflict import CONCEPTS, Finding, OptionForm, Result, solve
from detente.conflict.preferences import satisfied
from detente.evidence import quality
from detente.evidence.quality import ElementQuality

from .conclusion import Conclusion
from .edits import Edit, Rankings, Weakness, edited_maker
from .errors import NoStatements
from .nearness import Question
from .search import MOST_EDITS, Found, search
from .solver import Progress, silent

LEAST_DEMANDING_FIRST = ("GMR", "SMR", "SEQ", "SSEQ", "Nash")
"""In which order an outcome that does not hold is asked to."""

STRICTEST_FIRST = ("Nash", "SSEQ", "SEQ", "SMR", "GMR")
Edits = tuple[Edit, ...]

EDITS = 2
"""Up to how many edits are tried if nothing is said; three may take minutes."""

MOST_TOLD = 10
_SUPPORT = ("unsourced", "assumed", "sourced")


@dataclass(frozen=True)
class Target:
    """What is to hold or to fall: a named outcome, or one state.

    Attributes
    ----------
    outcome : str or None
    state : int or None
        The number of the state, where one was asked for.
    states : tuple of int
        Numbers of the states that belong to it.
    """

    outcome: str | None
    state: int | None
    states: tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """Edits that do what is wanted, and what else comes of them.

    Attributes
    ----------
    edits : tuple of Edit
        In the order in which they are made.
    alike : tuple of tuple of Edit
        Further changes that edit the same statements in other ways, and do it as well.
    equilibria : tuple of int
        Numbers of the states of the target that are equilibria once the edits are made.
    example : int or None
        The one of these that differs least from the status quo; the first if there is none.
    gained, lost : tuple of str
        Other outcomes that then hold, or no longer hold, under the concept.
    """

    edits: tuple[Edit, ...]
    alike: tuple[tuple[Edit, ...], ...]
    equilibria: tuple[int, ...]
    example: int | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def makers(self) -> tuple[str, ...]:
        """Decision makers whose statements are edited."""
        return tuple(dict.fromkeys(edit.dm for edit in self.edits))


@dataclass(frozen=True, eq=False)
class Inverse:
    """The answer: the fewest edits that make a target hold under a concept, or fall.

    Attributes
    ----------
    result : Result
        Of the case as it is.
    target : Target
    concept : str
    wanted : bool
        Whether it is to hold (`what-would-it-take`), or to fall (`devils-advocate`).
    held : tuple of str
        Concepts under which the target holds as things stand.
    fewest : int or None
        How many edits it takes; 0 if things are so already, None if `most` do not suffice.
    count : int
        How many different changes of so many edits do it.
    statement_sets : int
        How many different statements, or pairs or triples of statements, they edit.
    changes : tuple of Change
        One for each of these, the easiest to doubt first; the first ones if there are many.
    tried : tuple of int
        How many different changes there were of one edit, of two where the search went on, and so
        on.
    most : int
        Up to how many edits were tried, all of them.
    fixed : tuple of str
        Decision makers without statements: their rankings stayed as they are.
    statements : mapping of (decision maker, line) to ElementQuality
        The name of each statement, and what it rests on.
    finding : Finding
    """

    result: Result
    target: Target
    concept: str
    wanted: bool
    held: tuple[str, ...]
    fewest: int | None
    count: int
    statement_sets: int
    changes: tuple[Change, ...]
    tried: tuple[int, ...]
    most: int
    fixed: tuple[str, ...]
    statements: Mapping[tuple[str, int], ElementQuality]
    finding: Finding


def what_would_it_take(
    result: Result,
    outcome: str | None = None,
    *,
    state: int | None = None,
    concept: str | None = None,
    most: int = EDITS,
    told: int = MOST_TOLD,
    progress: Progress = silent,
) -> Inverse:
    """Find the fewest edits that make an outcome, or one state, hold.

    Parameters
    ----------
    result : Result
    outcome : str, optional
        The case's `answer` if neither it nor a state is given.
    state : int, optional
        The number of a state that is itself to be an equilibrium.
    concept : str, optional
        By default the least demanding one under which the target does not hold yet, in the order
        GMR, SMR, SEQ, SSEQ, Nash; Nash if it holds under all.
    most : int
        Up to how many edits to try, at most :data:`.search.MOST_EDITS`.
    told : int
        How many changes to return at most, of different statements; they are all counted.
    progress : callable, optional
        Told what is being tried, and how much of it is decided: from 0 to 1.

    Raises
    ------
    NoStatements
        Nobody has statements: the case lists its states, or ranks them directly.
    UnknownName
        There is no such outcome, state or concept.
    TooLarge
        The rankings take more memory than there is.
    ValueError
        `most` is out of range.
    KeyboardInterrupt
        Where it was interrupted, with what is known by then.

    Examples
    --------
    >>> from detente.case import load
    >>> from detente.conflict import solve
    >>> found = what_would_it_take(solve(load("korea-2019")), "two-party-deal", concept="SEQ")
    >>> found.fewest, found.changes[0].makers
    (1, ('DPRK',))
    """
    return _inverse(result, _target(result, outcome, state), concept, True, most, told, progress)


def challenge(result: Result, aim: Conclusion | None) -> Inverse | None:
    """Return the single edits that break a conclusion; None where there is nothing to edit.

    This is the devil's advocate of reports, which do not wait for pairs of edits.
    """
    if aim is None or not may_be_edited(result):
        return None
    return devils_advocate(result, aim.outcome, concept=aim.concept, most=1)


def devils_advocate(
    result: Result,
    outcome: str | None = None,
    *,
    state: int | None = None,
    concept: str | None = None,
    most: int = EDITS,
    told: int = MOST_TOLD,
    progress: Progress = silent,
) -> Inverse:
    """Find the fewest edits after which an outcome, or one state, no longer holds.

    The arguments and errors are those of :func:`what_would_it_take`; but the default concept is
    the strictest under which the target holds, in the order Nash, SSEQ, SEQ, SMR, GMR; GMR if it
    holds under none.
    """
    return _inverse(result, _target(result, outcome, state), concept, False, most, told, progress)


def may_be_edited(result: Result) -> bool:
    """Whether somebody in the case has statements, which are what edits change."""
    return isinstance(result.conflict, OptionForm) and bool(_with_statements(result.case))


def _inverse(
    result: Result,
    target: Target,
    concept: str | None,
    wanted: bool,
    most: int,
    told: int,
    progress: Progress,
) -> Inverse:
    if not 1 <= most <= MOST_EDITS:
        raise ValueError(f"`most` must be from 1 to {MOST_EDITS}, and is {most}")
    if not may_be_edited(result):
        raise NoStatements(_no_statements(result.case))
    held = _held(result, target)
    asked = result.concept(concept) if concept else _default(held, wanted)
    statements = _statements(result.case)
    if (asked in held) == wanted:
        found = Found([()], ())
    else:
        question = _question(result, target, asked, wanted, statements)
        found = search(question, most, progress)
    groups = _by_statements(found.changes, statements)
    made = [_made(result, target, asked, wanted, every) for every in groups[:told] if every[0]]
    return Inverse(
        result=result,
        target=target,
        concept=asked,
        wanted=wanted,
        held=held,
        fewest=len(groups[0][0]) if groups else None,
        count=sum(len(every) for every in groups if every[0]),
        statement_sets=sum(1 for every in groups if every[0]),
        changes=tuple(made),
        tried=found.tried,
        most=most,
        fixed=tuple(dm for dm in result.decision_makers if dm not in _with_statements(result.case)),
        statements=statements,
        finding=_finding(result, target, asked, wanted, most),
    )


def _finding(result: Result, target: Target, concept: str, wanted: bool, most: int) -> Finding:
    parameters = {
        "outcome": target.outcome,
        "state": target.state,
        "concept": concept,
        "wanted": wanted,
        "most_edits": most,
    }
    return Finding(result.case.sha256, "inverse", MappingProxyType(parameters))


# --- what is asked


def _target(result: Result, outcome: str | None, state: int | None) -> Target:
    if state is not None:
        if outcome is not None:
            raise UnknownName("an outcome and a state are named; ask for one of the two")
        result.index(state)
        return Target(None, state, (state,))
    name = outcome or result.case.model.answer
    outcomes = result.case.model.outcomes
    if name is None:
        there = f"; there are: {listed(outcomes)}" if outcomes else ", and has none; name a state"
        raise UnknownName(f"the case does not say which outcome its question asks after{there}")
    if name not in outcomes:
        hint = did_you_mean(name, outcomes) or f"; there are: {listed(outcomes)}"
        raise UnknownName(f"`{name}`: no such outcome{hint}")
    return Target(name, None, result.outcomes[name].states)


def _held(result: Result, target: Target) -> tuple[str, ...]:
    """Return the concepts under which some state of the target is an equilibrium."""
    states = np.array(target.states) - 1
    masks = zip(CONCEPTS, result.equilibrium_masks, strict=True)
    return tuple(concept for concept, mask in masks if mask[states].any())


def _default(held: tuple[str, ...], wanted: bool) -> str:
    if wanted:
        return next((c for c in LEAST_DEMANDING_FIRST if c not in held), "Nash")
    return next((c for c in STRICTEST_FIRST if c in held), "GMR")


def _with_statements(case: Case) -> list[str]:
    return [dm for dm, maker in case.model.decision_makers.items() if maker.prefers]


def _no_statements(case: Case) -> str:
    if case.model.explicit:
        why = "the case lists its states and ranks them directly"
    elif any(maker.ranking for maker in case.model.decision_makers.values()):
        why = "its decision makers rank the states directly"
    else:
        why = "its decision makers want nothing"
    return f"{case.name}: there are no statements to edit: {why}"


def _statements(case: Case) -> Mapping[tuple[str, int], ElementQuality]:
    by_path = zip(case.model.elements(), quality(case).elements, strict=True)
    found = {}
    for (_, path, _), element in by_path:
        match path:
            case ("decision_makers", str(dm), "prefers", int(k)):
                found[dm, k + 1] = element
    return MappingProxyType(found)


def _question(
    result: Result,
    target: Target,
    concept: str,
    wanted: bool,
    statements: Mapping[tuple[str, int], ElementQuality],
) -> Question:
    form = result.conflict
    assert isinstance(form, OptionForm), "the caller saw to it"
    rankings = {}
    for dm in _with_statements(result.case):
        lines = [line.want for line in result.case.model.decision_makers[dm].prefers]
        truth = satisfied(lines, form.options, form.codes)
        weakness = {n: weakness_of(statements[dm, n]) for n in range(1, len(lines) + 1)}
        rankings[result.dm_index(dm)] = Rankings(dm, truth, weakness)
    states = np.array(target.states, np.int32) - 1
    return Question(form, states, concept, wanted, rankings)


# --- which changes are told first


def weakness_of(statement: ElementQuality) -> Weakness:
    """Return how weakly a statement is supported; the smaller, the weaker.

    Unsourced before assumed before sourced; of the sourced, those of few independent groups first,
    and of these the ones whose best claim has the worse grade.
    """
    letters = tuple(-ord(character) for character in statement.grade)
    return (_SUPPORT.index(statement.support), statement.groups, *letters)


def _by_statements(
    changes: Sequence[Edits], statements: Mapping[tuple[str, int], ElementQuality]
) -> list[list[Edits]]:
    """Put changes that edit the same statements together, the easiest to doubt first."""
    groups: dict[frozenset[tuple[str, int]], list[Edits]] = {}
    for edits in sorted(changes, key=_doubtful_first(statements)):
        groups.setdefault(frozenset((e.dm, e.line) for e in edits), []).append(edits)
    return list(groups.values())


def _doubtful_first(
    statements: Mapping[tuple[str, int], ElementQuality],
) -> Callable[[Edits], tuple[object, ...]]:
    """Order changes: few edits, few decision makers, and weak statements first.

    A change has to overturn all statements that it edits, so the strongest counts first.
    """
    makers = list(dict.fromkeys(dm for dm, _ in statements))
    verbs = ("drop", "flip", "move")

    def key(edits: Edits) -> tuple[object, ...]:
        support = sorted((weakness_of(statements[e.dm, e.line]) for e in edits), reverse=True)
        plain = (
            [verbs.index(e.verb) for e in edits],
            [abs((e.to or e.line) - e.line) for e in edits],
        )
        order = [(makers.index(e.dm), e.line, e.to or 0) for e in edits]
        return len(edits), len({e.dm for e in edits}), support, *plain, order

    return key


# --- what comes of a change


def edited_case(case: Case, edits: Edits) -> Case:
    """Return a case with some edits made, one after the other; its files stay as they are."""
    makers = dict(case.model.decision_makers)
    for dm, group in groupby(sorted(edits, key=lambda edit: edit.dm), lambda edit: edit.dm):
        makers[dm] = edited_maker(makers[dm], tuple(group))
    return replace(case, model=case.model.model_copy(update={"decision_makers": makers}))


def _made(
    result: Result, target: Target, concept: str, wanted: bool, every: Sequence[Edits]
) -> Change:
    """Make a change and solve the case anew: by the engine that knows nothing of the search."""
    edits, *alike = every
    after = solve(edited_case(result.case, edits))
    mask = after.equilibrium_masks[CONCEPTS.index(concept)]
    equilibria = tuple(number for number in target.states if mask[number - 1])
    assert bool(equilibria) == wanted, f"the engines disagree about {edits}"
    before, now = _holding(result, concept), _holding(after, concept)
    others = [name for name in before if name != target.outcome]
    return Change(
        edits,
        tuple(alike),
        equilibria,
        example=_nearest(after, equilibria),
        gained=tuple(name for name in others if now[name] and not before[name]),
        lost=tuple(name for name in others if before[name] and not now[name]),
    )


def _nearest(result: Result, states: tuple[int, ...]) -> int | None:
    """Return the state that differs from the status quo in the fewest options."""
    quo = set(result.on(result.status_quo)) if result.status_quo else set()
    return min(states, key=lambda state: (len(quo ^ set(result.on(state))), state), default=None)


def _holding(result: Result, concept: str) -> dict[str, bool]:
    return {name: bool(each.equilibria[concept]) for name, each in result.outcomes.items()}
