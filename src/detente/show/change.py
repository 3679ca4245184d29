"""What would change the verdict, in words: edits to statements, what they rest on, what follows."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import TypedDict

from detente.case.formula import Term, parse
from detente.case.schema import Statement
from detente.conflict import CONCEPTS
from detente.outlook.edits import Edit, edited
from detente.outlook.inverse import Change, Inverse

from .data import FindingData, StateData, finding_data, state_data
from .page import Block, Items, Page, Section
from .words import CONCEPT_WORDS, Words, counted, joined, sentence

IN_SECTION = 3
"""How many changes a section of a larger page tells."""
_NUMBERS = {1: "one edit", 2: "two edits"}
_ORDER = (
    "Those of the fewest decision makers come first, and of these the ones that overturn the most "
    "weakly supported statements."
)


class Told:
    """The wording of one answer."""

    def __init__(self, found: Inverse) -> None:
        self.found = found
        self.case = found.result.case
        self.words = Words(self.case)

    # --- the page

    def page(self) -> Page:
        """Return the whole page."""
        found = self.found
        sections = [Section("Answer", tuple(self.answer()))]
        if found.changes:
            verb = "hold" if found.wanted else "no longer hold"
            blocks: list[Block] = [
                Items(tuple(self._told(c) for c in found.changes), numbered=True)
            ]
            if found.count > len(found.changes):
                blocks.append(
                    f"… and {found.count - len(found.changes):,} more; --most N tells more."
                )
            if found.count > 1:
                blocks.append(_ORDER)
            sections.append(Section(f"It would {verb} under {found.concept} if", tuple(blocks)))
        return Page(
            title=self.title(),
            subtitle=self.subject_in_words(),
            sections=tuple(sections),
            footer=(self._footer(),),
        )

    def section(self, most: int = IN_SECTION) -> Section:
        """Return the answer as one section of a larger page, with the first few changes."""
        found = self.found
        blocks: list[Block] = [" ".join(self.answer())]
        if found.changes:
            verb = "hold" if found.wanted else "no longer hold"
            blocks.append(f"It would {verb} if")
            blocks.append(
                Items(tuple(self.in_brief(c) for c in found.changes[:most]), numbered=True)
            )
        if found.count > most:
            blocks.append(f"… and {found.count - most:,} more.")
        return Section(self.title(), tuple(blocks))

    def title(self) -> str:
        """Return the question."""
        if self.found.wanted:
            return f"What would it take for {self._subject()} to hold?"
        return f"Devil's advocate: what would it take for {self._subject()} not to hold?"

    def _subject(self) -> str:
        target = self.found.target
        return target.outcome if target.outcome is not None else f"state {target.state}"

    def subject_in_words(self) -> str:
        """Return what the outcome or state is."""
        target = self.found.target
        if target.outcome is not None:
            return self.words.outcome(target.outcome)
        return sentence(self.words.state(self.found.result, target.states[0]))

    def _footer(self) -> str:
        finding = self.found.finding
        return (
            f"Computed by détente {finding.versions['detente']}, method {finding.method}, "
            f"input {finding.input_sha256[:12]}"
        )

    # --- the answer

    def answer(self) -> list[str]:
        """Return how things stand, how many edits it takes, and what was tried."""
        found = self.found
        told = [self._now(), self._verdict()]
        if found.tried:
            told.append(self._tried())
        if found.fixed:
            who = joined(map(self.words.maker, found.fixed))
            rank = "ranks" if len(found.fixed) == 1 else "rank"
            told.append(sentence(f"{who} {rank} without statements, and so as before"))
        told.append(f"{found.concept}: {CONCEPT_WORDS[found.concept]}.")
        return told

    def _now(self) -> str:
        held = self.found.held
        if not held:
            return f"As things stand, {self._subject()} holds under no concept."
        under = "all five concepts" if len(held) == len(CONCEPTS) else joined(held)
        return f"As things stand, {self._subject()} holds under {under}."

    def _verdict(self) -> str:
        found = self.found
        does = f"makes it hold under {found.concept}" if found.wanted else "ends that"
        under = f" under {found.concept}"
        if found.fewest == 0:
            if found.wanted:
                return f"So nothing has to change for it to hold{under}."
            return f"So there is nothing to break{under}."
        if found.fewest is None:
            up_to = "no single edit" if found.most == 1 else "no one edit, and no two,"
            return sentence(f"{up_to} {does if found.wanted else 'would break it' + under}")
        makes = "make it hold" if found.wanted else "break it"
        if found.fewest == 1:
            ways = (
                "and it is the only one"
                if found.count == 1
                else f"{found.count:,} different ones do"
            )
            return f"One edit is enough to {makes}{under}; {ways}."
        ways = "one pair does" if found.count == 1 else f"{found.count:,} different pairs do"
        return f"It takes two edits to {makes}{under}; {ways}."

    def _tried(self) -> str:
        one, *more = self.found.tried
        tried = f"All {counted(one, 'different edit')} were tried"
        if more:
            tried += f", and all {counted(more[0], 'different pair')}"
        if self.found.fewest is None:
            tried += "; more edits at once were not"
        return f"{tried}. Edits that leave the same ranking are one."

    # --- one change

    def in_brief(self, change: Change) -> str:
        """Return a change as a sentence, with the names of its statements."""
        names = joined(self.found.statements[e.dm, e.line].name for e in change.edits)
        return f"{sentence('; and '.join(self._edits(change)))} ({names})"

    def _told(self, change: Change) -> tuple[str, Items]:
        below = [self._support(edit) for edit in change.edits]
        below += self._follows(change)
        return sentence("; and ".join(self._edits(change))), Items(tuple(below))

    def _edits(self, change: Change) -> Iterator[str]:
        """Yield what each edit means, in the order in which they are made."""
        for n, edit in enumerate(change.edits):
            yield self.edit(edit, [e for e in change.edits[:n] if e.dm == edit.dm])

    def edit(self, edit: Edit, before: list[Edit]) -> str:
        """Return what an edit means, made after others of the same decision maker."""
        maker, line = self.words.maker(edit.dm), self._line(edit)
        said = f"“{self.words.formula(line.want)}”"
        if edit.verb == "drop":
            return f"{maker} no longer wanted this: {said}"
        if edit.verb == "flip":
            return f"{maker} wanted the opposite: “{self._opposite(line)}”"
        return f"{maker} put {said} {self._past(edit, before)}"

    def _opposite(self, line: Statement) -> str:
        expression = line.want.expression
        if isinstance(expression, Term) and expression.operator == "not":
            return self.words.formula(parse(line.want.text.strip().removeprefix("not")))
        return self.words.formula(line.want.negated())

    def _past(self, edit: Edit, before: list[Edit]) -> str:
        """Say above or below which statement a moved one comes to stand."""
        lines = self.case.model.decision_makers[edit.dm].prefers
        tokens: tuple[int, ...] = tuple(range(len(lines)))
        for earlier in before:
            tokens = edited(tokens, earlier)
        after = edited(tokens, edit)
        place = (edit.to or 1) - 1
        moved = after[place]
        up = tokens.index(moved) > place
        neighbour = after[place + 1] if up else after[place - 1]
        line = lines[neighbour if neighbour >= 0 else ~neighbour]
        said = self.words.formula(line.want) if neighbour >= 0 else self._opposite(line)
        return f"{'above' if up else 'below'} “{said}”"

    def _line(self, edit: Edit) -> Statement:
        return self.case.model.decision_makers[edit.dm].prefers[edit.line - 1]

    def _support(self, edit: Edit) -> str:
        """Say what the edited statement rests on."""
        quality = self.found.statements[edit.dm, edit.line]
        line = self._line(edit)
        where = f"{quality.name} (line {edit.line} of {edit.dm})"
        if quality.support != "sourced":
            why = f"assumed, {line.assumed}" if line.assumed else "unsourced"
            return sentence(f"{where}: {why}")
        sources = dict.fromkeys(s for c in quality.claims for s in self.case.claims[c].through)
        names = joined(self.case.sources[source].name for source in sources)
        told = f"{where} rests on {joined(quality.claims)}; best grade {quality.grade}"
        told += f", from {names}" if names else ""
        told += f"; against it: {joined(quality.against)}" if quality.against else ""
        return told + "."

    def _follows(self, change: Change) -> Iterator[str]:
        """Say what holds once the change is made."""
        if change.example is not None:
            state = self.words.state(self.found.result, change.example)
            count = len(change.equilibria)
            among = "" if count == 1 else f"{count:,} of its states hold, among them "
            holds = " holds" if count == 1 else ""
            yield f"Then {among}state {change.example}{holds}: {state}."
        parts = []
        if change.gained:
            parts.append(f"{joined(change.gained)} {_verb(change.gained, 'hold')} as well")
        if change.lost:
            parts.append(f"{joined(change.lost)} no longer {_verb(change.lost, 'hold')}")
        if parts:
            yield f"Of the other outcomes, {', and '.join(parts)}."


def _verb(subjects: tuple[str, ...], verb: str) -> str:
    return verb if len(subjects) > 1 else f"{verb}s"


# --- as data


class EditData(TypedDict):
    """One edit: what is done to which statement, and what that one rests on."""

    dm: str
    verb: str
    line: int
    to: int | None
    statement: str
    want: str
    support: str
    assumed: str | None
    claims: list[str]
    against: list[str]
    grade: str
    text: str


class ChangeData(TypedDict):
    """A change, and what comes of it."""

    edits: list[EditData]
    equilibria: list[int]
    example: StateData | None
    gained: list[str]
    lost: list[str]


class InverseData(TypedDict):
    """``detente what-would-it-take --json`` and ``detente devils-advocate --json``."""

    case: str
    outcome: str | None
    state: StateData | None
    concept: str
    wanted: bool
    held: list[str]
    answer: list[str]
    fewest: int | None
    count: int
    changes: list[ChangeData]
    tried: list[int]
    fixed: list[str]
    finding: FindingData


def inverse_data(found: Inverse) -> InverseData:
    """Return an answer as JSON values."""
    told = Told(found)
    state = found.target.state
    return {
        "case": told.case.name,
        "outcome": found.target.outcome,
        "state": None if state is None else state_data(found.result, state),
        "concept": found.concept,
        "wanted": found.wanted,
        "held": list(found.held),
        "answer": told.answer(),
        "fewest": found.fewest,
        "count": found.count,
        "changes": [_change(told, change) for change in found.changes],
        "tried": list(found.tried),
        "fixed": list(found.fixed),
        "finding": finding_data(found.finding),
    }


def _change(told: Told, change: Change) -> ChangeData:
    example = change.example
    return {
        "edits": [
            _edit(told, edit, [e for e in change.edits[:n] if e.dm == edit.dm])
            for n, edit in enumerate(change.edits)
        ],
        "equilibria": list(change.equilibria),
        "example": None if example is None else state_data(told.found.result, example),
        "gained": list(change.gained),
        "lost": list(change.lost),
    }


def _edit(told: Told, edit: Edit, before: list[Edit]) -> EditData:
    quality = told.found.statements[edit.dm, edit.line]
    line = told.case.model.decision_makers[edit.dm].prefers[edit.line - 1]
    return {
        "dm": edit.dm,
        "verb": edit.verb,
        "line": edit.line,
        "to": edit.to,
        "statement": quality.name,
        "want": line.want.text,
        "support": quality.support,
        "assumed": line.assumed,
        "claims": list(quality.claims),
        "against": list(quality.against),
        "grade": quality.grade,
        "text": told.edit(edit, before),
    }
