"""Two cases side by side, as a page an analyst would hand over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.conflict import (
    Comparison,
    OutcomeChange,
    OutcomeView,
    PreferenceChanges,
    Result,
    strictest,
)
from detente.evidence import Quality

from .page import Block, Items, Page, Section, Table
from .words import Words, capital, counted, joined, sentence

LISTED = 6


@dataclass(frozen=True, eq=False)
class Difference:
    """A comparison told, with the quality of the information behind each side."""

    comparison: Comparison
    qualities: tuple[Quality, Quality]
    full: bool = False

    @property
    def results(self) -> tuple[Result, Result]:
        """The two solved cases."""
        return self.comparison.before.result, self.comparison.after.result

    def page(self) -> Page:
        """Return the whole page."""
        one, two = (result.case.model for result in self.results)
        sections = [Section("In short", tuple(self._short()))]
        if not self.comparison.same:
            sections += [
                Section("What holds", tuple(self._outcomes())),
                Section("Who and what", tuple(self._model())),
                Section("What each side wants", tuple(self._preferences())),
                Section("What it rests on", tuple(self._evidence())),
            ]
        return Page(
            title=f"{one.title} → {two.title}",
            subtitle=f"{self._name(0)} (as of {one.as_of}) and {self._name(1)} (as of {two.as_of})",
            sections=tuple(section for section in sections if section.blocks),
            footer=tuple(
                f"{self._name(i)}: input {result.finding.input_sha256[:12]}, engine "
                f"{result.finding.method}, détente {result.finding.versions['detente']}"
                for i, result in enumerate(self.results)
            ),
        )

    def _name(self, side: int) -> str:
        return self.results[side].case.name

    def _words(self, side: int) -> Words:
        return Words(self.results[side].case)

    # --- in short

    def _short(self) -> Iterator[Block]:
        if self.comparison.same:
            yield "The two say the same: parties, options, preferences, rules, claims and sources."
            return
        for side, overview in enumerate((self.comparison.before, self.comparison.after)):
            quo = overview.status_quo
            if quo is not None:
                yield f"{self._name(side)}: {self._stands(side)}."
        lasting = [o for o in self.comparison.outcomes if o.before and o.after]
        turned = [o for o in lasting if o.turned]
        for change in turned:
            assert change.after is not None, "turned only if in both"
            now = "now holds" if change.after.holds_under else "no longer holds"
            yield f"{capital(change.name)} {now}."
        yield from filter(None, map(_firmer, lasting))
        yield from self._size()

    def _size(self) -> Iterator[str]:
        """Say how much of the model is the same."""
        makers, options = self.comparison.makers, self.comparison.options
        for verb, side, names in (("Gone", 0, makers.gone), ("New", 1, makers.new)):
            if names:
                yield f"{verb}: {joined(map(self._words(side).maker, names))}."
        kept = len(options.same) + len(options.changed)
        if options.any:
            yield (
                f"Of {counted(kept + len(options.gone), 'option')}, {kept} remain; "
                f"{len(options.new)} are new."
            )

    def _stands(self, side: int) -> str:
        overview = (self.comparison.before, self.comparison.after)[side]
        quo = overview.status_quo
        assert quo is not None, "asked only where there is one"
        words = self._words(side)
        of = f" ({joined(quo.outcomes)})" if quo.outcomes else ""
        if not quo.leaves:
            return f"nobody has anything to gain by leaving the status quo{of}"
        who = joined(map(words.maker, quo.leaves))
        wants = "wants" if len(quo.leaves) == 1 else "want"
        held = strictest(quo.holds_under)
        firm = f"though it holds ({joined(held)})" if held else "and it does not hold"
        led = [v.name for v in overview.outcomes if v.path and v.path.steps and v.path.improvements]
        leads = f"; self-interest leads to {joined(led)}" if led else ""
        return f"{who} {wants} to leave the status quo{of}, {firm}{leads}"

    # --- what holds

    def _outcomes(self) -> Iterator[Block]:
        rows = tuple(
            (change.name, _fate(change.before), _fate(change.after))
            for change in self.comparison.outcomes
        )
        if rows:
            yield Table(("outcome", self._name(0), self._name(1)), rows)
        texts = [
            sentence(f"{change.name}: {self._words(side).outcome(change.name)}")
            for change in self.comparison.outcomes
            for side, view in [(0, change.before) if change.before else (1, change.after)]
            if view is not None
        ]
        if self.full and texts:
            yield Items(tuple(texts))

    # --- the model

    def _model(self) -> Iterator[Block]:
        makers, options = self.comparison.makers, self.comparison.options
        lines: list[str] = []
        shared = {*makers.same, *makers.changed}
        for dm in makers.same + makers.changed:
            lines += self._options(dm)
        lines += [
            sentence(f"{self._words(1).maker(dm)} has {self._listed(1, dm)}")
            for dm in makers.new
            if dm not in shared
        ]
        if lines:
            yield Items(tuple(lines))
        if not (makers.any or options.any):
            yield "The same parties and options."
        yield from self._rules()

    def _options(self, dm: str) -> Iterator[str]:
        options = self.comparison.options
        own = f"{dm}."
        told = {
            "no longer asked": [self._said(0, name) for name in options.gone],
            "new": [self._said(1, name) for name in options.new],
            "changed": [f"{self._said(0, n)} → {self._said(1, n)}" for n in options.changed],
        }
        named = {"no longer asked": options.gone, "new": options.new, "changed": options.changed}
        parts = []
        for verb, said in told.items():
            mine = [t for t, n in zip(said, named[verb], strict=True) if n.startswith(own)]
            if mine:
                parts.append(f"{verb}: {'; '.join(mine)}")
        if parts:
            yield sentence(f"{self._words(1).maker(dm)}: {'. '.join(map(capital, parts))}")

    def _said(self, side: int, option: str) -> str:
        return self._words(side).will(option, True).removeprefix("will ")

    def _listed(self, side: int, dm: str) -> str:
        maker = self.results[side].case.model.decision_makers[dm]
        said = "; ".join(self._said(side, f"{dm}.{name}") for name in maker.options)
        return f"{counted(len(maker.options), 'option')}: {said}" if said else "no options"

    def _rules(self) -> Iterator[Block]:
        rules, quo = self.comparison.rules, self.comparison.status_quo
        said = [
            f"{verb} {joined(names)}"
            for verb, names in (
                ("gone", rules.gone),
                ("new", rules.new),
                ("changed", rules.changed),
            )
            if names and self.full
        ]
        if said:
            yield sentence(f"rules {'; '.join(said)}")
        elif rules.any:
            count = len(rules.gone) + len(rules.new) + len(rules.changed)
            yield sentence(f"{counted(count, 'rule')} differ" + ("s" if count == 1 else ""))
        if quo.gone or quo.new:
            parts = [f"off now: {joined(quo.gone)}"] if quo.gone else []
            parts += [f"on now: {joined(quo.new)}"] if quo.new else []
            yield f"In the status quo, {'; '.join(parts)}."

    # --- preferences

    def _preferences(self) -> Iterator[Block]:
        items: list[str | tuple[str, Items]] = []
        for change in self.comparison.preferences:
            lines = list(self._statements(change))
            if lines:
                name = capital(self._words(1).maker(change.dm))
                items.append((f"{name}: {self._share(change)}", Items(tuple(lines))))
        if items:
            yield Items(tuple(items))

    @staticmethod
    def _share(change: PreferenceChanges) -> str:
        kept = len(change.statements.same) + len(change.statements.changed)
        gone, new = len(change.statements.gone), len(change.statements.new)
        return f"{counted(kept, 'line')} kept, {gone} gone, {new} new"

    def _statements(self, change: PreferenceChanges) -> Iterator[str]:
        first = self._first(change.dm)
        if first:
            yield first
        for name in change.statements.changed:
            before, after = (self._want(side, change.dm, name) for side in (0, 1))
            yield f"{capital(name)}: was {before}, is {after}."
        if change.moved:
            yield f"Weighs otherwise: {joined(change.moved)}."
        for verb, names in (("gone", change.statements.gone), ("new", change.statements.new)):
            if names:
                some = names if self.full else names[:LISTED]
                more = f" and {len(names) - len(some)} more" if len(some) < len(names) else ""
                yield f"{capital(verb)}: {', '.join(some)}{more}."

    def _want(self, side: int, dm: str, name: str) -> str:
        lines = self.results[side].case.model.decision_makers[dm].prefers
        return f"“{next(line.want for line in lines if line.id == name)}”"

    def _first(self, dm: str) -> str:
        """Say what stands first now, where something else did."""
        lines = [result.case.model.decision_makers[dm].prefers for result in self.results]
        if not all(lines) or lines[0][0].want == lines[1][0].want:
            return ""
        before, after = (line[0].id or str(line[0].want) for line in lines)
        if before == after:
            return ""
        return f"First came {before}; now {after} does."

    # --- evidence

    def _evidence(self) -> Iterator[Block]:
        rows = []
        for side, quality in enumerate(self.qualities):
            case = self.results[side].case
            counts = [len(quality.with_support(s)) for s in ("sourced", "assumed", "unsourced")]
            rows.append((case.name, str(len(case.claims)), *map(str, counts),
                         str(len(quality.contested)), str(len(quality.single))))  # fmt: skip
        columns = ("case", "claims", "sourced", "assumed", "unsourced", "contested", "one origin")
        yield Table(columns, tuple(rows), frozenset(columns[1:]))
        claims, sources = self.comparison.claims, self.comparison.sources
        if claims.same or claims.changed:
            kept = len(claims.same) + len(claims.changed)
            yield (
                f"{counted(kept, 'claim')} in both, {len(claims.changed)} of them changed; "
                f"{len(claims.gone)} gone, {len(claims.new)} new."
            )
        else:
            yield "No claim stands in both."
        common = sources.same + sources.changed
        yield sentence(f"sources in both: {joined(common) or 'none'}")


def _firmer(change: OutcomeChange) -> str:
    """Say how an outcome that holds in both holds otherwise, or is nearer or farther now."""
    before, after = change.before, change.after
    if before is None or after is None or not (before.holds_under and after.holds_under):
        return ""
    was, now = (joined(strictest(view.holds_under)) for view in (before, after))
    parts = [f"holds under {now} (before: {was})"] if was != now else []
    if change.opened or change.closed:
        parts.append(
            "is now within reach of self-interest" if change.opened else "is out of reach now"
        )
    return f"{capital(change.name)} {joined(parts)}." if parts else ""


def _fate(view: OutcomeView | None) -> str:
    if view is None:
        return "–"
    if not view.holds_under:
        return ("is the status quo, " if view.current else "") + "does not hold"
    reach = ""
    if view.current:
        return f"is the status quo, holds ({joined(strictest(view.holds_under))})"
    if view.path is not None and view.path.improvements:
        reach = f", {counted(len(view.path.steps), 'step')} of self-interest away"
    return f"holds ({joined(strictest(view.holds_under))}){reach}"
