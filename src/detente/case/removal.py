"""A model without some of its options, decision makers or claims.

What is taken out is taken out of every place that names it: an option that is gone is off wherever
it was named, and what then says nothing any more goes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from .formula import Formula, restricted
from .schema import DecisionMaker, Element, Issue, Model, Outcome, Rule, Statement

E = TypeVar("E", Statement, Rule)
T = TypeVar("T", bound=Element)


class CannotGo(Exception):
    """Something that cannot be taken out, and why; told by whoever knows the place."""


def without_options(model: Model, gone: Collection[str]) -> Model:
    """Return the model in which some options are off for good, and nobody's any more.

    Raises
    ------
    CannotGo
        A decision maker would have no option left or ranks the states directly, or no state
        would be left.
    """
    makers = {dm: _without(maker, dm, gone) for dm, maker in model.decision_makers.items()}
    outcomes = _outcomes(model.outcomes, gone)
    return model.model_copy(
        update={
            "decision_makers": makers,
            "rules": tuple(_rules(model.rules, gone)),
            "status_quo": _still_on(model.status_quo, gone),
            "outcomes": outcomes,
            "answer": model.answer if model.answer in outcomes else None,
        }
    )


def without_party(model: Model, dm: str) -> Model:
    """Return the model without a decision maker, its options and its preferences.

    Raises
    ------
    CannotGo
        It is the only one, or its options cannot go.
    """
    makers = {name: maker for name, maker in model.decision_makers.items() if name != dm}
    if not makers:
        raise CannotGo(f"`{dm}` is the only decision maker; it cannot be taken out")
    left = model.model_copy(
        update={
            "decision_makers": makers,
            "coalitions": tuple(members for members in model.coalitions if dm not in members),
            "moves": {n: moves for n, moves in model.moves.items() if n != dm},
            "ranking": {n: places for n, places in model.ranking.items() if n != dm},
            "issues": {n: _without_actor(issue, dm) for n, issue in model.issues.items()},
        }
    )
    gone = {name for name in model.options if name.startswith(f"{dm}.")}
    return left if model.explicit else without_options(left, gone)


def without_claims(model: Model, claims: Collection[str], *, fall: bool) -> Model:
    """Return the model in which nothing rests on some claims.

    Parameters
    ----------
    fall : bool
        Whether a line that rested on them alone falls, and becomes what its `otherwise` says.

    Raises
    ------
    CannotGo
        A line that falls says that it is then undetermined.
    """
    makers = {}
    for dm, maker in model.decision_makers.items():
        lines = tuple(_left(maker.prefers, "want", claims, fall))
        options = {n: _forget(option, claims) for n, option in maker.options.items()}
        makers[dm] = maker.model_copy(update={"prefers": lines, "options": options})
    return model.model_copy(
        update={
            "decision_makers": makers,
            "rules": tuple(_left(model.rules, "never", claims, fall)),
            "issues": {n: _unfounded(issue, claims) for n, issue in model.issues.items()},
        }
    )


def taken_otherwise(line: E, key: str) -> E | None:
    """Return what stands in a line's place once it has fallen; None if nothing does.

    Raises
    ------
    CannotGo
        It is then undetermined.
    """
    if line.otherwise == "undetermined":
        raise CannotGo(f"`{getattr(line, key)}` is undetermined once it falls")
    if isinstance(line.otherwise, str):
        return None
    instead = {key: getattr(line.otherwise, key), "otherwise": "drop"}
    return line.model_copy(update=instead)


# --- options


def _without(maker: DecisionMaker, dm: str, gone: Collection[str]) -> DecisionMaker:
    ranked = {name for tie in maker.ranking or () for state in tie for name in state}
    if ranked.intersection(gone):
        raise CannotGo(f"`{dm}` ranks the states directly; options cannot be taken out")
    kept = {n: o for n, o in maker.options.items() if f"{dm}.{n}" not in gone}
    if not kept:
        raise CannotGo(f"leaves `{dm}` without options; write `remove_party: {dm}`")
    return maker.model_copy(
        update={
            "options": kept,
            "prefers": tuple(_said(maker.prefers, "want", gone)),
            "cannot_see": tuple(_still_said(maker.cannot_see, gone)),
        }
    )


def _rules(rules: Iterable[Rule], gone: Collection[str]) -> Iterable[Rule]:
    for rule in rules:
        if restricted(rule.never, gone) is True:
            raise CannotGo(f"then the rule `never: {rule.never}` leaves no state at all")
        yield from _said([rule], "never", gone)


def _said(lines: Iterable[E], key: str, gone: Collection[str]) -> Iterable[E]:
    """Yield the lines that still say something once some options are off for good."""
    for line in lines:
        formula = restricted(getattr(line, key), gone)
        if isinstance(formula, Formula):
            instead = line.otherwise
            if not isinstance(instead, str):
                other = restricted(getattr(instead, key), gone)
                said = isinstance(other, Formula)
                instead = instead.model_copy(update={key: other}) if said else "drop"
            yield line.model_copy(update={key: formula, "otherwise": instead})


def _still_said(formulas: Iterable[Formula], gone: Collection[str]) -> Iterable[Formula]:
    for formula in formulas:
        left = restricted(formula, gone)
        if isinstance(left, Formula):
            yield left


def _still_on(status_quo: tuple[str, ...] | None, gone: Collection[str]) -> tuple[str, ...] | None:
    return None if status_quo is None else tuple(o for o in status_quo if o not in gone)


def _outcomes(outcomes: Mapping[str, Outcome], gone: Collection[str]) -> dict[str, Outcome]:
    """Return the outcomes that can still be told apart from everything and from nothing."""
    kept = {}
    for name, outcome in outcomes.items():
        formula = restricted(outcome.when, gone) if outcome.when else outcome.when
        if outcome.when is None or isinstance(formula, Formula):
            kept[name] = outcome.model_copy(update={"when": formula})
    return kept


def _without_actor(issue: Issue, dm: str) -> Issue:
    return issue.model_copy(update={"actors": {n: a for n, a in issue.actors.items() if n != dm}})


# --- claims


def _left(lines: Iterable[E], key: str, claims: Collection[str], fall: bool) -> Iterable[E]:
    for line in lines:
        left = _forget(line, claims)
        if left.because or not line.because or not fall:
            yield left
        elif (instead := taken_otherwise(left, key)) is not None:
            yield instead.model_copy(update={"assumed": "its claims are disbelieved"})


def _unfounded(issue: Issue, claims: Collection[str]) -> Issue:
    actors = {}
    for name, actor in issue.actors.items():
        numbers = {
            part: _forget(getattr(actor, part), claims)
            for part in ("position", "salience", "capability")
        }
        actors[name] = _forget(actor, claims).model_copy(update=numbers)
    return issue.model_copy(update={"actors": actors})


def _forget(element: T, claims: Collection[str]) -> T:
    """Return the element without the reasons that need one of these claims."""
    kept = {
        side: tuple(
            group for group in getattr(element, side) if not set(group).intersection(claims)
        )
        for side in ("because", "against")
    }
    return element.model_copy(update=kept)
