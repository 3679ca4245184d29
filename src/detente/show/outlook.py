"""The outlook in words: how sure, and what it hinges on."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case import Case
from detente.conflict import CONCEPTS, Finding
from detente.outlook import DEFAULT_CONCEPT, Assessment, Conclusion, Outlook, Shares

from .chances import cell, error, likelihood, narrow, percent, spread
from .hinges import HingeWords, shares_told
from .page import Block, Items, Page, Section, Table
from .parts import Parts
from .words import Words, counted, joined

LITTLE = 0.1
"""Sources that together move a conclusion by no more than this carry little of it."""

OF_NOTE = 0.005
"""Shares of draws below this are not worth a sentence."""


class OutlookWords:
    """The outlook of one case in words."""

    def __init__(self, case: Case, assessment: Assessment) -> None:
        self.case = case
        self.words = Words(case)
        self.parts = Parts(case)
        self.assessment = assessment

    @property
    def outlook(self) -> Outlook:
        """The figures."""
        return self.assessment.outlook

    def section(self, *, full: bool = False) -> Section:
        """Return the section that leads a page: the conclusion, its hinge, and the table."""
        return Section("Outlook", tuple(self.blocks(full=full)))

    def blocks(self, *, full: bool) -> Iterator[Block]:
        """Yield what the section holds."""
        if self.assessment.conclusion:
            yield from self.headline(self.assessment.conclusion)
        if self.outlook.outcomes:
            yield self.table(full=full)
        yield from self.notes(full=full)

    # --- the conclusion

    def headline(self, aim: Conclusion) -> Iterator[str]:
        """Yield how sure the conclusion is, whether things end there, and what it hinges on."""
        found = self.outlook.outcome(aim.outcome)
        holds = found.holds[aim.concept]
        said = f"“{self.words.outcome(aim.outcome).rstrip('.')}”"
        yield (
            f"In {percent(holds.p)} of the worlds that the evidence allows, {said} holds "
            f"({aim.concept}); under stricter and looser grades {spread(holds)}."
        )
        if found.ends:
            yield (
                f"Chance that things end there: {likelihood(found.ends.p)}, "
                f"{percent(found.ends.p)} ({spread(found.ends)})."
            )
        if self.assessment.hinges:
            yield HingeWords(self.parts, self.assessment.hinges).sentence()
        if self.assessment.shares:
            yield from self.without_sources(self.assessment.shares)

    def without_sources(self, shares: Shares) -> Iterator[str]:
        """Say so where the sources make little of the conclusion."""
        if abs(shares.with_all - shares.with_none) <= LITTLE:
            yield (
                f"With no source heard at all it would hold in {percent(shares.with_none)}: it "
                "rests on how the model was made more than on its sources."
            )

    # --- figures

    @property
    def concept(self) -> str:
        """The concept that the conclusion is put to the test under."""
        aim = self.assessment.conclusion
        return aim.concept if aim else DEFAULT_CONCEPT

    def table(self, *, full: bool) -> Table:
        """Return the table of outcomes."""
        concept = self.concept
        shown = self.shown(full=full)
        moving = self.outlook.status_quo is not None
        columns = ("outcome", *shown, "range")
        columns += ("reached", "ends", "in words") if moving else ()
        rows = []
        for found in self.outlook.outcomes:
            row = [found.name, *(cell(found.holds[c].p) for c in shown)]
            row.append(narrow(found.holds[concept]))
            if found.reached and found.ends:
                row += [cell(found.reached.p), cell(found.ends.p), likelihood(found.ends.p)]
            rows.append(tuple(row))
        return Table(columns, tuple(rows), frozenset(columns[1:]) - {"in words"})

    def shown(self, *, full: bool) -> tuple[str, ...]:
        """Return the concepts that have a column."""
        return CONCEPTS if full else tuple(dict.fromkeys(("Nash", self.concept)))

    def notes(self, *, full: bool) -> Iterator[str]:
        """Yield what the table means, what it leaves out, and how it was made."""
        quo = self.outlook.status_quo
        yield (
            f"{joined(self.shown(full=full))}: the share of worlds in which some state of the "
            f"outcome holds under it. Range: of {self.concept}, under the strict and the trusting "
            "grade table." + (" Ends: drift by improvements comes to rest in it." if quo else "")
        )
        if quo:
            unseated = 1 - quo["GMR"].p
            yield (
                f"The status quo itself holds in {percent(quo['Nash'].p)} of the worlds under "
                f"Nash, in {percent(quo['SEQ'].p)} under SEQ; in {percent(unseated)} "
                "somebody gains by leaving it and nothing could deter that."
            )
        told = (
            (self.outlook.cycle, "drift ends in a cycle"),
            (self.outlook.unnamed, "drift ends outside every named outcome"),
            (self.outlook.undetermined, "the evidence leaves the model undetermined"),
        )
        for estimate, what in told:
            if estimate and estimate.p >= OF_NOTE:
                yield f"In {percent(estimate.p)} {what}."
        yield self.made()

    def made(self) -> str:
        """Say how the figures were made."""
        rates, largest = self.outlook.rates, self.largest_error()
        return (
            f"{self.outlook.draws:,} draws under each of three grade tables, seed "
            f"{self.outlook.seed}; {counted(rates.worlds, 'different world')} solved. No standard "
            f"error is above {error(largest)} points."
        )

    def largest_error(self) -> float:
        """Return the largest standard error under the base table."""
        held = [e.se for o in self.outlook.outcomes for e in o.holds.values()]
        ends = [o.ends.se for o in self.outlook.outcomes if o.ends]
        return max([*held, *ends], default=0.0)

    # --- pages

    def page(self, *, full: bool) -> Page:
        """Return the page of ``detente outlook``."""
        sections = [Section("", tuple(self.blocks(full=full)))]
        if full:
            sections.append(Section("How surely each is known", (self.errors(),)))
            sections.append(Section("How it was drawn", tuple(self.drawn())))
        return Page(
            title=f"Outlook: {self.case.model.title}",
            subtitle=self.case.model.question or "",
            sections=tuple(sections),
            footer=(computed_by(self.outlook.finding),),
        )

    def errors(self) -> Table:
        """Return every estimate with its standard error and its range."""
        rows = []
        for found in self.outlook.outcomes:
            told = {**found.holds, "reached": found.reached, "ends here": found.ends}
            for what, e in told.items():
                if e:
                    rows.append((found.name, what, f"{100 * e.p:.1f}", error(e.se), spread(e)))
        columns = ("outcome", "what", "%", "± (standard error)", "range over grade tables")
        return Table(columns, tuple(rows), frozenset(columns[2:]))

    def drawn(self) -> Iterator[Block]:
        """Yield what was drawn and solved, and the tables in use."""
        rates = self.outlook.rates
        yield (
            f"{rates.draws:,} models were asked for and {rates.worlds:,} different ones solved; of "
            f"the {rates.orders:,} rankings in them {rates.rankings:,} were computed and the "
            "others looked up."
        )
        grades = self.case.grades
        tables = (("base", grades.base), ("low", grades.low), ("high", grades.high))
        columns = ("table", *"ABCDE", *"123456", "concentration")
        rows = tuple(
            (
                name,
                *(f"{table.reliability[letter]:g}" for letter in "ABCDE"),  # type: ignore[index]
                *(f"{table.credibility[number]:g}" for number in "123456"),  # type: ignore[index]
                f"{table.concentration:g}",
            )
            for name, table in tables
        )
        yield Table(columns, rows, frozenset(columns[1:]))
        yield Items(tuple(f"{name}: {table.reason}" for name, table in tables))

    def hinge_sections(self, *, full: bool) -> Iterator[Section]:
        """Yield what knock-outs do to the conclusion, and the shares of the sources."""
        if self.assessment.hinges:
            yield from HingeWords(self.parts, self.assessment.hinges).sections(full=full)
        if self.assessment.shares:
            blocks = tuple(shares_told(self.parts, self.assessment.shares))
            yield Section("Shares of the sources", blocks)

    def hinges_page(self, *, full: bool) -> Page:
        """Return the page of ``detente hinges``."""
        aim = self.assessment.conclusion
        first = [Section("", tuple(self.headline(aim)))] if aim else []
        return Page(
            title=f"Hinges: {self.case.model.title}",
            subtitle=self.case.model.question or "",
            sections=(*first, *self.hinge_sections(full=full)),
            footer=(computed_by(self.outlook.finding),),
        )


def computed_by(finding: Finding) -> str:
    """Return the small print: by what, from which seed and input."""
    return (
        f"Computed by détente {finding.versions['detente']}, {finding.method}, seed "
        f"{finding.seed}, input {finding.input_sha256[:12]}"
    )
