"""What variants change, as a page and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from typing_extensions import TypedDict

from detente.case import Case
from detente.case.schema import Change
from detente.conflict import OutcomeChange, OutcomeView, Path, StatusQuoView, strictest
from detente.outlook.whatif import ENDS, REACHED, Consequence, Shift, WhatIf

from .chances import cell, shifted
from .data import ComparisonData, comparison_data
from .page import Block, Items, Page, Section, Table
from .pages import path_items
from .words import Words, counted, joined, sentence

ABREAST = 3
"""Variants that fit beside the case in one table."""

_MEASURES = {ENDS: "ends there", REACHED: "is reached"}


def what_if_page(found: WhatIf, *, full: bool = False) -> Page:
    """Return what each variant changes, and all of them side by side.

    Parameters
    ----------
    full : bool
        Give every probability, also of what does not move.
    """
    model = found.case.model
    told = [_Told(found, consequence, full) for consequence in found.consequences]
    sections = [Section("Side by side", tuple(_side_by_side(found)))] if len(told) > 1 else []
    sections += [each.section() for each in told]
    if not told:
        sections = [Section("", (f"{found.case.name} has no variants.",))]
    return Page(
        title=f"What if: {model.title}",
        subtitle=f"{found.case.name} (as of {model.as_of}) and "
        f"{counted(len(told), 'variant')}{_drawn(found)}",
        sections=tuple(sections),
        footer=tuple(_footer(found, full=full)),
    )


def variants_page(case: Case) -> Page:
    """Return which variants a case has."""
    listed: Block = f"{case.name} has no variants; they stand in variants/NAME.yaml."
    if case.variants:
        rows = tuple((name, variant.title) for name, variant in case.variants.items())
        listed = Table(("variant", "what if"), rows)
    return Page(
        title=f"What if: {case.model.title}",
        subtitle=f"{case.name} has {counted(len(case.variants), 'variant')}",
        sections=(Section("", (listed,)),),
        footer=(f"Side by side with the case: detente what-if {case.address} VARIANT …",),
    )


def _drawn(found: WhatIf) -> str:
    return f"; {found.draws:,} worlds drawn of each, seed {found.seed}" if found.draws else ""


def _footer(found: WhatIf, *, full: bool) -> Iterator[str]:
    if found.draws:
        yield (
            "Both are drawn with the same random numbers; ± is the standard error of the change, "
            "draw by draw. It is sampling error only."
        )
    elif found.consequences:
        yield "How likely each becomes: --draws N"
    if not full and found.consequences:
        yield "Line by line: detente diff CASE CASE:VARIANT"


# --- side by side


def _side_by_side(found: WhatIf) -> Iterator[Block]:
    """Yield tables of how each outcome fares, a few variants at a time."""
    outcomes = list(found.case.model.outcomes)
    for k in range(0, len(found.consequences), ABREAST):
        some = found.consequences[k : k + ABREAST]
        views = [{o.name: o for o in each.comparison.after.outcomes} for each in some]
        rows = tuple(
            (
                name,
                _fate(found.base.outcome(name)),
                *(_fate(view.get(name), found.base.outcome(name)) for view in views),
            )
            for name in outcomes
        )
        yield Table(("outcome", "as it is", *(each.name for each in some)), rows)
    yield (
        "Strictest concepts under which it holds; “quo”: the status quo is one; “→”: self-interest "
        "leads there; “=”: as it is; “–”: not asked."
    )


def _fate(view: OutcomeView | None, base: OutcomeView | None = None) -> str:
    """Say in a word how an outcome fares; ``=`` if as in the case itself."""
    if view is None:
        return "–"
    said = joined(strictest(view.holds_under), "+") or "no"
    if view.current:
        said += ", quo"
    elif view.path is not None and view.path.improvements:
        said += " →"
    return "=" if base is not None and said == _fate(base) else said


# --- one variant


@dataclass(frozen=True, eq=False)
class _Told:
    """One variant told."""

    found: WhatIf
    consequence: Consequence
    full: bool

    @property
    def words(self) -> Words:
        return Words(self.consequence.case)

    def section(self) -> Section:
        variant = self.consequence.variant
        blocks: list[Block] = [variant.text] if variant.text else []
        blocks.append(Items(tuple(self.changes())))
        blocks += self.outcomes()
        blocks += self.paths()
        if self.consequence.shifts is not None:
            blocks += self.probabilities(self.consequence.shifts)
        return Section(f"{self.consequence.name}: {variant.title}", tuple(blocks))

    def changes(self) -> Iterator[str]:
        for change in self.consequence.variant.changes:
            yield sentence(change_text(self.found.case, change))

    # --- what holds

    def outcomes(self) -> Iterator[Block]:
        """Say which outcomes are gained and lost, and under which concepts."""
        changes = self.consequence.comparison.outcomes
        lines = list(filter(None, map(_gained_and_lost, changes)))
        if lines:
            yield Items(tuple(lines))
        else:
            yield "Every outcome holds under the same concepts as before."
        comparison = self.consequence.comparison
        before, after = comparison.before.status_quo, comparison.after.status_quo
        if before is not None and after is not None:
            yield from self.status_quo(before, after)

    def status_quo(self, before: StatusQuoView, after: StatusQuoView) -> Iterator[str]:
        """Say who would leave the status quo now and whether it holds, where that changed."""
        if before.leaves != after.leaves and not after.leaves:
            yield "Nobody has anything to gain by leaving the status quo any more."
        elif before.leaves != after.leaves:
            who = joined(map(self.words.maker, after.leaves))
            yield sentence(
                f"{who} now {'wants' if len(after.leaves) == 1 else 'want'} to leave the status quo"
            )
        was, now = (joined(strictest(view.holds_under)) for view in (before, after))
        if was != now:
            held = f"held under {was}" if was else "did not hold"
            holds = f"now holds under {now}" if now else "now does not hold"
            yield f"The status quo {held} and {holds}."

    # --- paths

    def paths(self) -> Iterator[Block]:
        changes = self.consequence.comparison.outcomes
        result = self.consequence.comparison.after.result
        if now := [c.name for c in changes if c.opened and c.after and c.after.current]:
            yield sentence(f"{joined(now)} {'is' if len(now) == 1 else 'are'} the status quo now")
        paths: dict[int, tuple[Path, list[str]]] = {}
        for change in changes:
            path = _opened(change)
            if path is not None:
                paths.setdefault(path.target, (path, []))[1].append(change.name)
        for path, names in paths.values():
            yield f"A path of self-interest opens to {joined(names)}:"
            yield path_items(result, path)
        if closed := [change.name for change in changes if change.closed]:
            yield f"Self-interest no longer leads to {joined(closed)}."

    # --- probabilities

    def probabilities(self, shifts: tuple[Shift, ...]) -> Iterator[Block]:
        """Give the probabilities that move by more than their error, or all of them."""
        brief = [s for s in shifts if s.measure in _MEASURES or not _lives(shifts)]
        asked = list(shifts) if self.full else [s for s in brief if s.clear]
        if not asked:
            yield (
                "Where drift ends, and what is reached, is as likely as before: nothing moves by "
                "more than twice its standard error."
            )
            return
        rows = tuple(
            (
                shift.outcome,
                _MEASURES.get(shift.measure, f"holds ({shift.measure})"),
                cell(shift.before),
                cell(shift.after),
                shifted(shift.change, shift.se),
            )
            for shift in _largest(asked)
        )
        yield Table(
            ("outcome", "how likely it", "before", "now", "change, points"),
            rows,
            frozenset({"before", "now", "change, points"}),
        )
        if not self.full:
            yield (
                "No other probability of the kind moves by more than twice its standard error; "
                "--full gives all, with what holds."
            )


def _lives(shifts: Iterable[Shift]) -> bool:
    """Whether there is a status quo to speak of."""
    return any(shift.measure == ENDS for shift in shifts)


def _opened(change: OutcomeChange) -> Path | None:
    """Return a path that opens to an outcome which is not the status quo itself."""
    if not change.opened or change.after is None or change.after.current:
        return None
    return change.after.path


def _largest(shifts: Iterable[Shift]) -> list[Shift]:
    """Keep an outcome's shifts together, the outcome that moves most first."""
    every = list(shifts)
    most: dict[str, float] = {}
    for shift in every:
        most.setdefault(shift.outcome, abs(shift.change))  # where things end, if that moves
    return sorted(every, key=lambda s: -most[s.outcome])


def _gained_and_lost(change: OutcomeChange) -> str:
    if change.after is None:
        return sentence(f"{change.name}: is no longer asked; it is now always, or never, so")
    if not (change.gained or change.lost):
        return ""
    parts = [f"now holds under {joined(change.gained)}"] if change.gained else []
    parts += [f"no longer holds under {joined(change.lost)}"] if change.lost else []
    held = change.after.holds_under
    rest = f"; holds still under {joined(c for c in held if c not in change.gained)}"
    still = rest if set(held) - set(change.gained) else ""
    if not held:
        parts = ["holds under no concept any more"]
    elif change.before is not None and not change.before.holds_under:
        parts = [f"holds for the first time, under {joined(change.gained)}"]
    return sentence(f"{change.name}: {joined(parts)}{still}")


# --- a change in words


def change_text(case: Case, change: Change) -> str:
    """Return what one change of a variant does, and why."""
    target = getattr(change, change.verb)
    why = f": {change.assumed}" if change.assumed else ""
    if change.because:
        why = f", because of {joined(' with '.join(g) for g in change.because)}{why}"
    return f"{_deed(case, change, target)}{why}"


def _deed(case: Case, change: Change, target: object) -> str:
    said = {name: element for name, _, element in case.model.elements()}.get(str(target))
    line = getattr(said, "want", None) or getattr(said, "never", None)
    quoted = f"{target} (“{_one_line(line)}”)" if line is not None else f"{target}"
    match change.verb:
        case "add_option":
            return f"{target} is a new option, “{change.text}”"
        case "add_statement":
            return f"{target} wants “{_one_line(change.want)}”, {_place(change.at)}"
        case "remove_option" | "remove_party" | "drop":
            return f"{quoted} is gone"
        case "stand":
            return f"{quoted} stands, whatever the claims say"
        case "fall":
            instead = _otherwise(said)
            return f"{quoted} falls{instead}"
        case "flip":
            return f"{quoted} is turned round"
        case "move":
            return f"{quoted} becomes line {change.at}"
        case "believe" | "disbelieve":
            return f"{target} is {change.verb}d (“{case.claims[str(target)].claim.rstrip('.')}”)"
        case "regrade":
            return (
                f"{target} is graded {change.to} instead of {case.sources[str(target)].reliability}"
            )
    return f"at the start are on: {', '.join(change.set_status_quo or ()) or 'nothing'}"


def _otherwise(element: object) -> str:
    instead = getattr(element, "otherwise", "drop")
    line = getattr(instead, "want", None) or getattr(instead, "never", None)
    return f" and becomes “{_one_line(line)}”" if line is not None else ""


def _one_line(formula: object) -> str:
    return " ".join(str(formula).split())


def _place(at: int | None) -> str:
    return "last" if at is None else "first" if at == 1 else f"as line {at}"


# --- data


class OutcomeShiftData(TypedDict):
    """An outcome's concepts gained and lost, and whether a path of self-interest opens or closes.

    `path` holds the steps of one that opens, as sentences.
    """

    name: str
    gained: list[str]
    lost: list[str]
    opened: bool
    closed: bool
    path: list[str]


class ShiftData(TypedDict):
    """A probability and how it moves; `measure` is ``ends``, ``reached`` or a concept."""

    outcome: str
    measure: str
    before: float
    after: float
    change: float
    se: float


class ConsequenceData(TypedDict):
    """What one variant does; `shifts` is null where nothing was drawn."""

    variant: str
    title: str
    changes: list[str]
    outcomes: list[OutcomeShiftData]
    shifts: list[ShiftData] | None
    comparison: ComparisonData


class WhatIfData(TypedDict):
    """``detente what-if --json``; `draws` is null where nothing was drawn."""

    case: str
    draws: int | None
    seed: int
    variants: list[ConsequenceData]


class ObservationData(WhatIfData):
    """``detente observe --json``; `saved` is the file written, or null."""

    saved: str | None


def what_if_data(found: WhatIf) -> WhatIfData:
    """Return what variants change as JSON values."""
    return {
        "case": found.case.name,
        "draws": found.draws,
        "seed": found.seed,
        "variants": [_consequence(found.case, each) for each in found.consequences],
    }


def observation_data(found: WhatIf, saved: str | None) -> ObservationData:
    """Return what an observation changes as JSON values."""
    return {**what_if_data(found), "saved": saved}


def _consequence(case: Case, each: Consequence) -> ConsequenceData:
    return {
        "variant": each.name,
        "title": each.variant.title,
        "changes": [change_text(case, change) for change in each.variant.changes],
        "outcomes": [_outcome(each, change) for change in each.comparison.outcomes],
        "shifts": None if each.shifts is None else [_shift(shift) for shift in each.shifts],
        "comparison": comparison_data(each.comparison),
    }


def _outcome(each: Consequence, change: OutcomeChange) -> OutcomeShiftData:
    path = _opened(change)
    steps = path_items(each.comparison.after.result, path).items if path else ()
    return {
        "name": change.name,
        "gained": list(change.gained),
        "lost": list(change.lost),
        "opened": change.opened,
        "closed": change.closed,
        "path": [str(step) for step in steps],
    }


def _shift(shift: Shift) -> ShiftData:
    return {
        "outcome": shift.outcome,
        "measure": shift.measure,
        "before": shift.before,
        "after": shift.after,
        "change": shift.change,
        "se": shift.se,
    }
