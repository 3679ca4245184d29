"""A case with the changes of one of its variants made.

A variant is a list of changes, made one after the other to the model in memory; the files stay as
they are. What is taken out is taken out of every formula: an option that is gone is off wherever
it was named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from .errors import InvalidCase, Place, Problem, UnknownName, did_you_mean, listed
from .formula import Formula, restricted
from .load import Case
from .schema import Change, DecisionMaker, Element, Issue, Model, Option, Outcome, Rule, Statement

E = TypeVar("E", Statement, Rule)


def varied(case: Case, name: str) -> Case:
    """Return the case with the changes of its variant `name` made.

    Raises
    ------
    UnknownName
        The case has no such variant.
    InvalidCase
        A change finds nothing to change, or leaves a party without options.
    """
    if name not in case.variants:
        hint = did_you_mean(name, case.variants) or f"; there are: {listed(case.variants)}"
        raise UnknownName(f"`{name}`: {case.name} has no such variant{hint}")
    changed = _Varied(case, name)
    for i, change in enumerate(case.variants[name].changes):
        changed.make(change, i)
    return changed.case()


class _Varied:
    """A case on its way through the changes of a variant."""

    def __init__(self, case: Case, name: str) -> None:
        self.before = case
        self.name = name
        self.model: Model = case.model
        self.sources = dict(case.sources)
        self.disbelieved: set[str] = set()

    def case(self) -> Case:
        model = self.model
        if self.disbelieved:
            model = _without_claims(model, frozenset(self.disbelieved), self.refusal)
        if lost := sorted(_named(model) - set(model.options)) if not model.explicit else []:
            raise self.refusal(f"`{lost[0]}`: is taken out by one change and named by another")
        return replace(
            self.before,
            name=f"{self.before.name}:{self.name}",
            model=model,
            sources=MappingProxyType(self.sources),
            claims=MappingProxyType(
                {n: c for n, c in self.before.claims.items() if n not in self.disbelieved}
            ),
        )

    def refusal(self, message: str, change: int = 0) -> InvalidCase:
        file = self.before.files.get(f"variants/{self.name}.yaml")
        place = file.place(("changes", change)) if file else Place(f"variants/{self.name}.yaml")
        return InvalidCase([Problem(place, message)])

    def make(self, change: Change, i: int) -> None:
        target = getattr(change, change.verb)
        match change.verb:
            case "add_option":
                self.add_option(target, change)
            case "add_statement":
                self.add_statement(target, change)
            case "remove_option":
                self.remove_options({target}, i)
            case "remove_party":
                self.remove_party(target, i)
            case "drop" | "flip" | "move":
                self.on_element(change, target, i)
            case "disbelieve":
                self.disbelieved.add(target)
            case "believe":
                self.disbelieved.discard(target)
            case "regrade":
                self.sources[target] = self.sources[target].model_copy(
                    update={"reliability": change.to}
                )
            case "set_status_quo":
                self.update(status_quo=target)

    def update(self, **values: Any) -> None:
        self.model = self.model.model_copy(update=values)

    def update_maker(self, dm: str, **values: Any) -> None:
        maker = self.model.decision_makers[dm].model_copy(update=values)
        self.update(decision_makers={**self.model.decision_makers, dm: maker})

    # --- adding

    def add_option(self, name: str, change: Change) -> None:
        dm, _, option = name.partition(".")
        entry = Option(
            text=change.text or option,
            moves=change.moves or "both",
            because=change.because,
            assumed=change.assumed,
        )
        self.update_maker(dm, options={**self.model.decision_makers[dm].options, option: entry})

    def add_statement(self, dm: str, change: Change) -> None:
        assert change.want is not None, "the check of the case saw to it"
        line = Statement(want=change.want, because=change.because, assumed=change.assumed)
        lines = list(self.model.decision_makers[dm].prefers)
        lines.insert(len(lines) if change.at is None else change.at - 1, line)
        self.update_maker(dm, prefers=tuple(lines))

    # --- taking out

    def remove_options(self, gone: set[str], i: int) -> None:
        makers = {}
        for dm, maker in self.model.decision_makers.items():
            if gone & {name for tie in maker.ranking or () for state in tie for name in state}:
                raise self.refusal(
                    f"`{dm}` ranks the states directly; options cannot be taken out", i
                )
            kept = {n: o for n, o in maker.options.items() if f"{dm}.{n}" not in gone}
            if not kept:
                raise self.refusal(f"leaves `{dm}` without options; write `remove_party: {dm}`", i)
            makers[dm] = maker.model_copy(
                update={
                    "options": kept,
                    "prefers": tuple(_lines(maker.prefers, "want", gone)),
                    "cannot_see": tuple(_still_said(maker.cannot_see, gone)),
                }
            )
        self.update(
            decision_makers=makers,
            rules=tuple(_lines(self.model.rules, "never", gone)),
            status_quo=_still_on(self.model.status_quo, gone),
            outcomes=_outcomes(self.model.outcomes, gone),
        )
        if self.model.answer not in self.model.outcomes:
            self.update(answer=None)

    def remove_party(self, dm: str, i: int) -> None:
        gone = {name for name in self.model.options if name.startswith(f"{dm}.")}
        makers: Mapping[str, DecisionMaker] = {
            name: maker for name, maker in self.model.decision_makers.items() if name != dm
        }
        if not makers:
            raise self.refusal(f"`{dm}` is the only decision maker; it cannot be taken out", i)
        self.update(
            decision_makers=makers,
            coalitions=tuple(members for members in self.model.coalitions if dm not in members),
            moves={n: moves for n, moves in self.model.moves.items() if n != dm},
            ranking={n: places for n, places in self.model.ranking.items() if n != dm},
            issues={n: _without_actor(issue, dm) for n, issue in self.model.issues.items()},
        )
        if not self.model.explicit:
            self.remove_options(gone, i)

    # --- one element

    def on_element(self, change: Change, name: str, i: int) -> None:
        path = next((p for n, p, _ in self.model.elements() if n == name), None)
        match path:
            case ("decision_makers", str(dm), "prefers", int(k)):
                self.on_statement(change, dm, k)
            case ("rules", int(k)) if change.verb == "drop":
                rules = self.model.rules
                self.update(rules=rules[:k] + rules[k + 1 :])
            case ("decision_makers", str(dm), "options", str(option)) if change.verb == "drop":
                self.remove_options({f"{dm}.{option}"}, i)
            case None:
                raise self.refusal(f"`{name}`: is no longer there to {change.verb}", i)
            case _:
                raise self.refusal(f"`{name}`: only a statement can be {change.verb}ped", i)

    def on_statement(self, change: Change, dm: str, k: int) -> None:
        lines = list(self.model.decision_makers[dm].prefers)
        line = lines.pop(k)
        if change.verb == "flip":
            lines.insert(k, line.model_copy(update={"want": line.want.negated()}))
        elif change.verb == "move":
            lines.insert((change.at or 1) - 1, line)
        self.update_maker(dm, prefers=tuple(lines))


def _still_on(status_quo: tuple[str, ...] | None, gone: set[str]) -> tuple[str, ...] | None:
    return None if status_quo is None else tuple(o for o in status_quo if o not in gone)


def _lines(lines: Iterable[E], key: str, gone: set[str]) -> Iterable[E]:
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


def _still_said(formulas: Iterable[Formula], gone: set[str]) -> Iterable[Formula]:
    for formula in formulas:
        left = restricted(formula, gone)
        if isinstance(left, Formula):
            yield left


def _without_actor(issue: Issue, dm: str) -> Issue:
    return issue.model_copy(update={"actors": {n: a for n, a in issue.actors.items() if n != dm}})


def _named(model: Model) -> set[str]:
    """Return every option that the model names."""
    formulas = [rule.never for rule in model.rules]
    formulas += [outcome.when for outcome in model.outcomes.values() if outcome.when]
    for maker in model.decision_makers.values():
        formulas += [*(line.want for line in maker.prefers), *maker.cannot_see]
    return {n.name for formula in formulas for n in formula.names} | {*(model.status_quo or ())}


def _outcomes(outcomes: Mapping[str, Outcome], gone: set[str]) -> dict[str, Outcome]:
    """Return the outcomes that can still be told apart from everything and from nothing."""
    kept = {}
    for name, outcome in outcomes.items():
        formula = restricted(outcome.when, gone) if outcome.when else outcome.when
        if outcome.when is None or isinstance(formula, Formula):
            kept[name] = outcome.model_copy(update={"when": formula})
    return kept


def _without_claims(
    model: Model, claims: frozenset[str], refusal: Callable[[str], InvalidCase]
) -> Model:
    """Let every element fall that rested on these claims and now rests on nothing."""
    makers = {}
    for dm, maker in model.decision_makers.items():
        lines = tuple(_standing(maker.prefers, "want", claims, refusal))
        options = {n: _forget(option, claims) for n, option in maker.options.items()}
        makers[dm] = maker.model_copy(update={"prefers": lines, "options": options})
    rules = tuple(_standing(model.rules, "never", claims, refusal))
    return model.model_copy(update={"decision_makers": makers, "rules": rules})


def _standing(
    lines: Iterable[E], key: str, claims: frozenset[str], refusal: Callable[[str], InvalidCase]
) -> Iterable[E]:
    for line in lines:
        left = _forget(line, claims)
        if left.because or not line.because:
            yield left
        elif line.otherwise == "undetermined":
            raise refusal(f"`{getattr(line, key)}` rests on nothing else and is then undetermined")
        elif not isinstance(line.otherwise, str):
            instead = getattr(line.otherwise, key)
            yield left.model_copy(update={key: instead, "assumed": "its claims are disbelieved"})


T = TypeVar("T", bound=Element)


def _forget(element: T, claims: frozenset[str]) -> T:
    """Return the element without the reasons that need one of these claims."""
    kept = {
        side: tuple(group for group in getattr(element, side) if not claims & set(group))
        for side in ("because", "against")
    }
    return element.model_copy(update=kept)
