"""The structured analytic techniques, shown: assumptions, hypotheses, signposts, futures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.case import Case
from detente.outlook import (
    Assessment,
    Assumption,
    Assumptions,
    Cell,
    Conclusion,
    Future,
    Mark,
    Matrix,
    Row,
    Signpost,
)

from .chances import cell, percent, points
from .outlook import computed_by
from .page import Block, Items, Page, Section, Table
from .parts import Parts
from .words import Words, capital, counted, joined, sentence

BRIEF_ROWS = 12
BRIEF_SIGNPOSTS = 8
BRIEF_ASSUMPTIONS = 12
NOTHING = "There is nothing to show: the case names no outcome, or drawing was interrupted."
"""Where a technique has nothing to go by."""
SILENT = "·"
"""In a cell that says no more than noise."""
STRONG = 15
"""Points from which on a claim speaks strongly for or against an outcome."""


@dataclass(frozen=True, eq=False)
class Techniques:
    """The techniques on one case's assessment."""

    case: Case
    assessment: Assessment

    @property
    def parts(self) -> Parts:
        """Names for what the model rests on."""
        return Parts(self.case)

    @property
    def words(self) -> Words:
        """The case's wording."""
        return Words(self.case)

    @property
    def aim(self) -> Conclusion:
        """The conclusion tested; there is one wherever a technique has something to show."""
        assert self.assessment.conclusion is not None, "a case without outcomes tests nothing"
        return self.assessment.conclusion

    def sections(self, *, full: bool) -> Iterator[Section]:
        """Yield a section for each technique that has something to show."""
        found = self.assessment
        if found.assumptions:
            yield self.assumptions(full=full)
        if found.matrix and found.matrix.rows:
            yield self.matrix(full=full)
        if found.signposts:
            yield self.signposts(full=full)
        if found.futures:
            yield self.futures()

    def page(self, section: Section) -> Page:
        """Return one technique as a page."""
        return Page(
            title=f"{section.title}: {self.case.model.title}",
            subtitle=self._tested(),
            sections=(Section("", section.blocks or (NOTHING,)),),
            footer=(computed_by(self.assessment.outlook.finding),),
        )

    def _tested(self) -> str:
        if not self.assessment.conclusion:
            return ""
        return f"Tested: {self.aim.outcome} holds under {self.aim.concept}"

    # --- key assumptions

    def assumptions(self, *, full: bool) -> Section:
        """Return the key-assumptions check."""
        found = self.assessment.assumptions
        blocks = self._assumptions(found, full=full) if found else ()
        return Section("Key assumptions", tuple(blocks))

    def _assumptions(self, found: Assumptions, *, full: bool) -> Iterator[Block]:
        if not found.checked:
            yield "No assumption is in doubt: each stands for certain, or there is none."
        else:
            moved = [one for one in found.checked if one.wrong.change or one.doubted.change]
            yield from self._moved(found.p, moved, full=full)
            if still := [one.name for one in found.checked if one not in moved]:
                names = joined(still) if full else _some(still)
                make = "assumption makes" if len(still) == 1 else "assumptions make"
                yield sentence(f"{len(still)} {make} no difference: {names}")
        if found.certain:
            names = joined(found.certain) if full else _some(found.certain)
            yield sentence(f"taken for certain, and so not tested: {names}")

    def _moved(self, p: float, moved: Sequence[Assumption], *, full: bool) -> Iterator[Block]:
        """Yield the assumptions that matter."""
        said = (
            f"{capital(self.aim.outcome)} holds ({self.aim.concept}) in {percent(p)} of the worlds"
        )
        if not moved:
            yield f"{said}, whichever single assumption is wrong or doubted."
            return
        yield (
            f"{said}. The table says in how many it would hold with one assumption wrong, and with "
            "one merely doubted (credence ½)."
        )
        shown = moved if full else moved[:BRIEF_ASSUMPTIONS]
        columns = ("assumption", "because", "if wrong", "points", "if doubted", "flips")
        yield Table(columns, tuple(map(self._assumption, shown)), frozenset(columns[2:5]))
        if len(shown) < len(moved):
            yield f"… and {len(moved) - len(shown)} more, each with a smaller effect."

    def _assumption(self, one: Assumption) -> tuple[str, ...]:
        flips = "if doubted" if one.doubted.flips else "if wrong" if one.wrong.flips else ""
        return (
            self.parts.short("assumption", one.name),
            one.reason,
            cell(one.wrong.p),
            points(one.wrong.change),
            cell(one.doubted.p),
            flips,
        )

    # --- competing hypotheses

    def matrix(self, *, full: bool) -> Section:
        """Return the analysis of competing hypotheses."""
        found = self.assessment.matrix
        blocks = self._matrix(found, full=full) if found else ()
        return Section("Competing hypotheses", tuple(blocks))

    def _matrix(self, found: Matrix, *, full: bool) -> Iterator[Block]:
        yield (
            f"Whether an outcome holds ({found.concept}) more often, or less, in worlds where a "
            "claim comes through than where it does not. A claim that speaks for all outcomes "
            "alike tells nothing apart: the spread of its row, in points, is what it tells."
        )
        shown = [row for row in found.rows if row.cells] if full else _telling(found.rows)
        yield Items(tuple(f"{_letter(k)}: {name}" for k, name in enumerate(found.outcomes)))
        letters = tuple(map(_letter, range(len(found.outcomes))))
        columns = ("claim", *letters, "tells")
        told = _figure if full else _sign
        rows = tuple(
            (row.claim, *map(told, row.cells or ()), points(row.diagnosticity).removeprefix("+"))
            for row in shown
        )
        if not rows:
            yield "No claim tells the outcomes apart beyond sampling noise."
            return
        yield Table(columns, rows, frozenset(columns[1:]))
        if len(shown) < len(found.rows):
            rest = counted(len(found.rows) - len(shown), "other claim")
            yield f"{rest} tell less, or nothing."
        unit = "In points" if full else f"++ or −−: by {STRONG} points or more"
        yield f"{unit}; {SILENT}: within sampling noise. All figures: detente ach --csv."

    # --- signposts

    def signposts(self, *, full: bool) -> Section:
        """Return the signposts."""
        found = self.assessment.signposts
        blocks = self._signposts(found, full=full) if found else ()
        return Section("Signposts", tuple(blocks))

    def _signposts(self, found: Sequence[Signpost], *, full: bool) -> Iterator[Block]:
        sure = [s for s in found if abs(s.shift) > 2 * s.se]
        shown = sure if full else sure[:BRIEF_SIGNPOSTS]
        if not shown:
            yield "Nothing that could be seen would shift the outlook beyond sampling noise."
            return
        yield (
            f"What would shift the chance that {self.aim.outcome} holds ({self.aim.concept}) once "
            "it is seen, and how likely it is to be seen:"
        )
        columns = ("watch for", "expected", "then holds", "points", "then ends there")
        yield Table(columns, tuple(map(self._signpost, shown)), frozenset(columns[1:]))
        if len(shown) < len(sure):
            yield f"… and {len(sure) - len(shown)} more."
        yield (
            "A move tells what its maker wants: the worlds in which it would not make it drop out. "
            f"Once one is seen: detente observe {self.case.address} WHAT."
        )

    def _signpost(self, one: Signpost) -> tuple[str, ...]:
        return (
            self._watched(one),
            cell(one.expected),
            cell(one.p),
            points(one.shift),
            "" if one.ends_shift is None else points(one.ends_shift),
        )

    def _watched(self, one: Signpost) -> str:
        if one.kind == "claim":
            return f"Confirmed: {self.parts.claim(one.name)} ({one.name})"
        maker = self.words.maker(one.name.partition(".")[0])
        done = self.words.will(one.name, one.on).removeprefix("will ")
        return f"{capital(maker)} moves to {done} ({one.name}{'' if one.on else ' off'})"

    # --- alternative futures

    def futures(self) -> Section:
        """Return the alternative futures, a paragraph each."""
        found = self.assessment.futures
        blocks = self._futures(found) if found else ()
        return Section("Alternative futures", tuple(blocks))

    def _futures(self, found: Sequence[Future]) -> Iterator[Block]:
        yield "The few most different worlds that the evidence allows, with their shares of draws:"
        yield Items(tuple(self._future(future) for future in found), numbered=True)

    def _future(self, future: Future) -> tuple[str, Items]:
        told = [f"{capital(percent(future.share))} of the worlds."]
        if future.ends:
            likely = [(name, p) for name, p in future.ends if p >= 0.1][:4]
            ends = joined(f"{name} ({percent(p)})" for name, p in likely)
            told.append(f"Things end in {ends}." if likely else "Things end in no named outcome.")
        held = "holds" if self.aim.outcome in dict(future.holds) else "mostly does not hold"
        told.append(f"{capital(self.aim.outcome)} {held} ({self.aim.concept}).")
        told.append(
            "What sets these worlds apart:" if future.marks else "Nothing much sets them apart."
        )
        return " ".join(told), Items(tuple(map(self._mark, future.marks)))

    def _mark(self, mark: Mark) -> str:
        only = "" if mark.here > mark.overall else "only "
        return (
            f"{capital(self.parts.element(mark.element))}: in {only}{percent(mark.here)} of them, "
            f"in {percent(mark.overall)} of all."
        )


def matrix_csv(found: Matrix) -> str:
    """Return the matrix as CSV: a row a claim, a column an outcome, with standard errors."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    cells = [part for name in found.outcomes for part in (name, f"{name} ±")]
    writer.writerow(["claim", "through", *cells, "diagnosticity"])
    for row in found.rows:
        values: list[str] = []
        for k in range(len(found.outcomes)):
            cell = row.cells[k] if row.cells else None
            values += [f"{cell.consistency:.4f}", f"{cell.se:.4f}"] if cell else ["", ""]
        writer.writerow([row.claim, f"{row.through:.4f}", *values, f"{row.diagnosticity:.4f}"])
    return out.getvalue()


def _figure(cell: Cell) -> str:
    return points(cell.consistency) if cell.speaks else SILENT


def _sign(cell: Cell) -> str:
    if not cell.speaks:
        return SILENT
    sign = "+" if cell.consistency > 0 else "−"
    return sign * 2 if 100 * abs(cell.consistency) >= STRONG else sign


def _telling(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.diagnosticity > 0][:BRIEF_ROWS]


def _letter(k: int) -> str:
    """Return A, B and so on; AA after Z."""
    return (_letter(k // 26 - 1) if k >= 26 else "") + chr(ord("A") + k % 26)


def _some(names: Sequence[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
