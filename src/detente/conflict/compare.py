"""Two solved cases side by side: what changed in the model, in the claims, and in what holds.

Things are the same if they have the same name: decision makers, options (``DM.option``), outcomes,
claims and sources by id; statements and rules by id, or by what their formulas say where they
have none.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from detente.case.formula import Formula
from detente.case.schema import DecisionMaker

from .paths import OutcomeView, Overview

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Changes(Generic[K]):
    """Names in both, sorted by what became of them; each in the order it is written.

    Attributes
    ----------
    gone, new : tuple
        Only in the first, only in the second.
    changed : tuple
        In both, and not saying the same.
    same : tuple
        In both, unchanged.
    """

    gone: tuple[K, ...]
    new: tuple[K, ...]
    changed: tuple[K, ...]
    same: tuple[K, ...]

    @property
    def any(self) -> bool:
        """Whether there is any difference."""
        return bool(self.gone or self.new or self.changed)


@dataclass(frozen=True)
class PreferenceChanges:
    """What became of one decision maker's statements.

    Attributes
    ----------
    dm : str
    statements : Changes of str
        By id, or by formula. Changed: the formula.
    moved : tuple of str
        Statements in both whose weight against the others in both has changed: the fewest that
        have to be moved to turn one order into the other.
    """

    dm: str
    statements: Changes[str]
    moved: tuple[str, ...]


@dataclass(frozen=True)
class OutcomeChange:
    """One outcome's name and how it fares in each case; None where a case does not name it."""

    name: str
    before: OutcomeView | None
    after: OutcomeView | None

    @property
    def gained(self) -> tuple[str, ...]:
        """Concepts under which it holds in the second and not in the first."""
        return _without(self.after, self.before)

    @property
    def lost(self) -> tuple[str, ...]:
        """Concepts under which it holds in the first and not in the second."""
        return _without(self.before, self.after)

    @property
    def opened(self) -> bool:
        """Whether self-interest leads to it in the second and not in the first."""
        return _near(self.after) and not _near(self.before)

    @property
    def closed(self) -> bool:
        """Whether self-interest leads to it in the first and not in the second."""
        return _near(self.before) and not _near(self.after)

    @property
    def turned(self) -> bool:
        """Whether it holds in one and not in the other of two cases that both name it."""
        if self.before is None or self.after is None:
            return False
        return bool(self.before.holds_under) != bool(self.after.holds_under)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two overviews and what changed from the first to the second."""

    before: Overview
    after: Overview
    makers: Changes[str]
    options: Changes[str]
    preferences: tuple[PreferenceChanges, ...]
    rules: Changes[str]
    status_quo: Changes[str]
    outcomes: tuple[OutcomeChange, ...]
    claims: Changes[str]
    sources: Changes[str]

    @property
    def same(self) -> bool:
        """Whether both cases say the same in all that is compared."""
        parts = (self.makers, self.options, self.rules, self.status_quo, self.claims, self.sources)
        preferences = (p.statements.any or p.moved for p in self.preferences)
        outcomes = (o.before is None or o.after is None for o in self.outcomes)
        return not (any(p.any for p in parts) or any(preferences) or any(outcomes))


def _without(one: OutcomeView | None, other: OutcomeView | None) -> tuple[str, ...]:
    held = other.holds_under if other else ()
    return tuple(c for c in (one.holds_under if one else ()) if c not in held)


def _near(view: OutcomeView | None) -> bool:
    """Whether the status quo belongs to it, or improvements lead to an equilibrium of it."""
    if view is None:
        return False
    return view.current or (view.path is not None and view.path.improvements)


def compare(before: Overview, after: Overview) -> Comparison:
    """Set two solved cases side by side."""
    one, two = before.result.case, after.result.case
    makers = _changes(one.model.decision_makers, two.model.decision_makers, _what_a_maker_is)
    return Comparison(
        before=before,
        after=after,
        makers=makers,
        options=_changes(one.model.options, two.model.options, lambda o: (o.text, o.moves)),
        preferences=tuple(
            _preferences(dm, one.model.decision_makers[dm], two.model.decision_makers[dm])
            for dm in makers.changed + makers.same
        ),
        rules=_changes(
            {rule.id or str(rule.never): rule.never for rule in one.model.rules},
            {rule.id or str(rule.never): rule.never for rule in two.model.rules},
        ),
        status_quo=_changes(
            dict.fromkeys(one.model.status_quo or ()), dict.fromkeys(two.model.status_quo or ())
        ),
        outcomes=_outcomes(before, after),
        claims=_changes(one.claims, two.claims),
        sources=_changes(one.sources, two.sources),
    )


def _what_a_maker_is(maker: DecisionMaker) -> Any:
    """What of a decision maker is not told elsewhere: its name, code and perception."""
    return maker.name, maker.code, maker.cannot_see


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], what: Any = lambda entry: entry
) -> Changes[str]:
    both = [name for name in before if name in after]
    changed = {name for name in both if what(before[name]) != what(after[name])}
    return Changes(
        gone=tuple(name for name in before if name not in after),
        new=tuple(name for name in after if name not in before),
        changed=tuple(name for name in both if name in changed),
        same=tuple(name for name in both if name not in changed),
    )


def _preferences(dm: str, before: DecisionMaker, after: DecisionMaker) -> PreferenceChanges:
    one, two = _statements(before), _statements(after)
    statements = _changes(one, two)
    kept = [name for name in one if name in two]
    return PreferenceChanges(dm, statements, _moved(kept, [name for name in two if name in one]))


def _statements(maker: DecisionMaker) -> dict[str, Formula]:
    return {line.id or str(line.want): line.want for line in maker.prefers}


def _moved(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return what is left out of a longest common subsequence of two orders of the same names."""
    place = {name: i for i, name in enumerate(before)}
    best: dict[str, tuple[str, ...]] = {}
    for name in after:
        longest = max(
            (kept for other, kept in best.items() if place[other] < place[name]),
            key=len,
            default=(),
        )
        best[name] = (*longest, name)
    kept = max(best.values(), key=len, default=())
    return tuple(name for name in after if name not in kept)


def _outcomes(before: Overview, after: Overview) -> tuple[OutcomeChange, ...]:
    one = {view.name: view for view in before.outcomes}
    two = {view.name: view for view in after.outcomes}
    names: Iterable[str] = dict.fromkeys([*one, *two])
    return tuple(OutcomeChange(name, one.get(name), two.get(name)) for name in names)
