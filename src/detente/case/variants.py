"""A case with the changes of one of its variants made.

A variant is a list of changes, made one after the other to the model in memory; the files stay as
they are. What a change puts in is supposed: it stands in every draw, unless claims are named for
it.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from .errors import InvalidCase, Place, Problem, UnknownName, did_you_mean, listed
from .load import Case
from .removal import (
    CannotGo,
    taken_otherwise,
    without_claims,
    without_options,
    without_party,
)
from .schema import Change, DecisionMaker, Model, Option, Rule, Statement

E = TypeVar("E", Statement, Rule)


def varied(case: Case, name: str) -> Case:
    """Return the case with the changes of its variant `name` made.

    Parameters
    ----------
    case : Case
        Stays as it is.
    name : str
        Of a file ``variants/NAME.yaml``.

    Raises
    ------
    UnknownName
        The case has no such variant.
    InvalidCase
        A change finds nothing to change, leaves a party without options, or leaves no state.
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
        self.believed: set[str] = set()
        self.disbelieved: set[str] = set()
        self.at = 0

    def case(self) -> Case:
        self.refuse_lost_names()
        model, basis = self.model, None
        if self.disbelieved:
            basis = without_claims(self.model, self.disbelieved, fall=False)
            try:
                model = without_claims(self.model, self.disbelieved, fall=True)
            except CannotGo as error:
                raise self.refusal(f"{error}, and rests on nothing else", 0) from None
        claims = {n: c for n, c in self.before.claims.items() if n not in self.disbelieved}
        return replace(
            self.before,
            name=f"{self.before.name}:{self.name}",
            model=model,
            sources=MappingProxyType(self.sources),
            claims=MappingProxyType(claims),
            variant=self.name,
            believed=frozenset(self.believed),
            disbelieved=frozenset(self.disbelieved),
            before_disbelief=basis,
        )

    def refuse_lost_names(self) -> None:
        if self.model.explicit:
            return
        if lost := sorted(_named(self.model) - set(self.model.options)):
            message = f"`{lost[0]}`: is taken out by one change and named by another"
            raise self.refusal(message, 0)

    def refusal(self, message: str, change: int | None = None) -> InvalidCase:
        i = self.at if change is None else change
        file = self.before.files.get(f"variants/{self.name}.yaml")
        place = file.place(("changes", i)) if file else Place(f"variants/{self.name}.yaml")
        return InvalidCase([Problem(place, message)])

    def make(self, change: Change, i: int) -> None:
        self.at = i
        target = getattr(change, change.verb)
        try:
            match change.verb:
                case "add_option":
                    self.add_option(target, change)
                case "add_statement":
                    self.add_statement(target, change)
                case "remove_option" if target in self.model.options:
                    self.model = without_options(self.model, {target})
                case "remove_party" if target in self.model.decision_makers:
                    self.model = without_party(self.model, target)
                case "remove_option" | "remove_party":
                    self.lost(target, "remove")
                case "drop" | "stand" | "fall" | "flip" | "move":
                    self.on_element(change, target)
                case _:
                    self.on_the_rest(change, target)
        except CannotGo as error:
            raise self.refusal(str(error)) from None

    def on_the_rest(self, change: Change, target: Any) -> None:
        """Believe and disbelieve claims, grade a source anew, set another status quo."""
        match change.verb:
            case "disbelieve":
                self.disbelieved.add(target)
                self.believed.discard(target)
            case "believe":
                self.believed.add(target)
                self.disbelieved.discard(target)
            case "regrade":
                source = self.sources[target]
                self.sources[target] = source.model_copy(update={"reliability": change.to})
            case "set_status_quo":
                self.update(status_quo=target)

    def update(self, **values: Any) -> None:
        self.model = self.model.model_copy(update=values)

    def update_maker(self, dm: str, **values: Any) -> None:
        maker = self.model.decision_makers[dm].model_copy(update=values)
        self.update(decision_makers={**self.model.decision_makers, dm: maker})

    # --- adding

    def supposed(self, change: Change) -> dict[str, Any]:
        """What an element that a change puts in rests on: its claims, or the supposition."""
        if change.because:
            return {"because": change.because, "assumed": change.assumed}
        return {
            "assumed": change.assumed or f"supposed by the variant {self.name}",
            "credence": 1.0,
        }

    def maker(self, dm: str) -> DecisionMaker:
        if dm not in self.model.decision_makers:
            self.lost(dm, "add to")
        return self.model.decision_makers[dm]

    def lost(self, name: str, verb: str) -> NoReturn:
        raise CannotGo(f"`{name}`: is no longer there to {verb}")

    def add_option(self, name: str, change: Change) -> None:
        dm, _, option = name.partition(".")
        entry = Option(
            text=change.text or option, moves=change.moves or "both", **self.supposed(change)
        )
        self.update_maker(dm, options={**self.maker(dm).options, option: entry})

    def add_statement(self, dm: str, change: Change) -> None:
        assert change.want is not None, "the check of the case saw to it"
        line = Statement(want=change.want, **self.supposed(change))
        lines = list(self.maker(dm).prefers)
        self.put(lines, line, dm, change.at or len(lines) + 1)

    def put(self, lines: list[Statement], line: Statement, dm: str, at: int) -> None:
        """Give a statement its place, counted from 1, among the others of its decision maker."""
        if at > len(lines) + 1:
            raise CannotGo(f"`at: {at}` is past the end; `{dm}` then has {len(lines) + 1} lines")
        lines.insert(at - 1, line)
        self.update_maker(dm, prefers=tuple(lines))

    # --- one element

    def on_element(self, change: Change, name: str) -> None:
        path = next((p for n, p, _ in self.model.elements() if n == name), None)
        match path:
            case None:
                self.lost(name, change.verb)
            case ("decision_makers", str(dm), "prefers", int(k)):
                self.on_statement(change, dm, k)
            case ("rules", int(k)) if change.verb in {"drop", "stand", "fall"}:
                self.on_rule(change, k)
            case ("decision_makers", str(dm), "options", str(option)) if change.verb == "drop":
                self.model = without_options(self.model, {f"{dm}.{option}"})
            case _:
                kinds = (
                    "a statement or a rule" if change.verb in {"stand", "fall"} else "a statement"
                )
                raise CannotGo(f"`{name}`: only {kinds} can {_DONE[change.verb]}")

    def on_statement(self, change: Change, dm: str, k: int) -> None:
        lines = list(self.model.decision_makers[dm].prefers)
        line = lines.pop(k)
        if change.verb == "move":
            self.put(lines, line, dm, change.at or 1)
            return
        new = self.settled(line, "want", change)
        self.update_maker(dm, prefers=(*lines[:k], *new, *lines[k:]))

    def on_rule(self, change: Change, k: int) -> None:
        rules = self.model.rules
        new = self.settled(rules[k], "never", change)
        self.update(rules=(*rules[:k], *new, *rules[k + 1 :]))

    def settled(self, line: E, key: str, change: Change) -> tuple[E, ...]:
        """Return what becomes of a line that no claim decides about any more."""
        instead: E | None = None
        match change.verb:
            case "stand":
                instead = line
            case "fall":
                instead = taken_otherwise(line, key)
            case "flip":
                instead = line.model_copy(update={key: getattr(line, key).negated()})
        if instead is None:
            return ()
        nothing = {"because": (), "against": (), "otherwise": "drop", "credence": None}
        return (instead.model_copy(update=nothing | self.supposed(change)),)


_DONE = {"drop": "be dropped", "stand": "stand", "fall": "fall", "flip": "be flipped",
         "move": "be moved"}  # fmt: skip


def _named(model: Model) -> set[str]:
    """Return every option that the model names."""
    formulas = [rule.never for rule in model.rules]
    formulas += [outcome.when for outcome in model.outcomes.values() if outcome.when]
    for maker in model.decision_makers.values():
        formulas += [*(line.want for line in maker.prefers), *maker.cannot_see]
    return {n.name for formula in formulas for n in formula.names} | {*(model.status_quo or ())}
