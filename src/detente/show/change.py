"""What would change the verdict, in words: edits to statements, what they rest on, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typing_extensions import TypedDict

from detente.case.formula import Expression, Formula, Name, Term
from detente.case.schema import Statement
from detente.conflict import CONCEPTS
from detente.outlook.edits import Edit, edited
from detente.outlook.inverse import Change, Inverse
from detente.outlook.search import MOST_EDITS

from .data import FindingData, StateData, finding_data, state_data
from .page import Block, Items, Page, Section
from .words import CONCEPT_WORDS, Words, counted, joined, sentence

IN_SECTION = 3
"""How many changes a section of a larger page tells."""
NAMED = 3
"""How many claims or sources of a statement are named."""
_WAYS = {"drop": "dropped", "flip": "turned round", "move": "put elsewhere"}
_SETS = {
    1: ("statement", "statements"),
    2: ("pair of statements", "pairs of statements"),
    3: ("triple of statements", "triples of statements"),
}
_CHANGES = ("different edit", "different pair", "different triple")
_EDITS = ("no edits", "one edit", "two edits", "three edits")
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
        sections = [Section("Answer", (*self.answer(), *self._further()))]
        if found.changes:
            verb = "hold" if found.wanted else "no longer hold"
            blocks: list[Block] = [Items(tuple(self._told()), numbered=True)]
            if found.statement_sets > len(found.changes):
                left = found.statement_sets - len(found.changes)
                blocks.append(f"… and {left:,} more; --most N tells N of them.")
            if found.statement_sets > 1:
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
        if found.statement_sets > most:
            blocks.append(f"… and {found.statement_sets - most:,} more.")
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
        under = f" under {found.concept}"
        if found.fewest == 0:
            if found.wanted:
                return f"So nothing has to change for it to hold{under}."
            return f"So there is nothing to break{under if found.held else ''}."
        makes = "make it hold" if found.wanted else "break it"
        if found.fewest is None:
            none = "No single edit is" if found.most == 1 else f"Not even {_EDITS[found.most]} are"
            return f"{none} enough to {makes}{under}."
        if found.fewest == 1:
            return f"One edit is enough to {makes}{under}; {self._ways(found.fewest)}."
        several = _EDITS[found.fewest]
        return f"It takes {several} at once to {makes}{under}; {self._ways(found.fewest)}."

    def _ways(self, edits: int) -> str:
        """Say how many different changes do it, and of how many statements."""
        found = self.found
        if found.count == 1:
            return "only one does"
        ways = f"{found.count:,} different ones do"
        if found.statement_sets == found.count:
            return ways
        one, many = _SETS[edits]
        if found.statement_sets == 1:
            return f"{ways}, all of the same {one}"
        return f"{ways}, of {found.statement_sets:,} {many}"

    def _tried(self) -> str:
        counts = [
            counted(count, what) for count, what in zip(self.found.tried, _CHANGES, strict=False)
        ]
        tried = f"All {joined([counts[0], *(f'all {more}' for more in counts[1:])])} were tried"
        if self.found.fewest is None:
            tried += "; more edits at once were not"
        return f"{tried}. Edits that leave the same ranking are one."

    def _further(self) -> Iterator[str]:
        """Say how to have more edits tried, where it takes more."""
        found = self.found
        if found.fewest is None and found.most < MOST_EDITS:
            yield f"To try {_EDITS[found.most + 1]} at once: --edits {found.most + 1}."

    # --- one change

    def in_brief(self, change: Change) -> str:
        """Return a change as a sentence, with the names of its statements."""
        names = joined(self.found.statements[e.dm, e.line].name for e in change.edits)
        return f"{sentence('; and '.join(self._edits(change.edits)))} ({names})"

    def _told(self) -> Iterator[tuple[str, Items]]:
        """Tell each change; a state that was told before only by its number."""
        known: set[int] = set()
        for change in self.found.changes:
            below = list(dict.fromkeys(self._support(edit) for edit in change.edits))
            below += self._alike(change)
            below += self._follows(change, known)
            yield sentence("; and ".join(self._edits(change.edits))), Items(tuple(below))

    def _alike(self, change: Change) -> Iterator[str]:
        """Say how else the same statements can be edited to the same end."""
        if not change.alike:
            return
        if len(change.edits) > 1:
            yield f"{counted(len(change.alike), 'other edit')} of the same statements would do too."
            return
        ways = dict.fromkeys(_WAYS[edits[0].verb] for edits in change.alike)
        yield f"It would also do if the statement were {joined(ways, 'or')}."

    def _edits(self, edits: Sequence[Edit]) -> Iterator[str]:
        """Yield what each edit means, in the order in which they are made."""
        for n, edit in enumerate(edits):
            yield self.edit(edit, edits[:n])

    def edit(self, edit: Edit, before: Sequence[Edit] = ()) -> str:
        """Return what an edit means, made after some others."""
        maker, want = self.words.maker(edit.dm), self._line(edit).want
        if edit.verb == "drop":
            return f"{maker} no longer wanted {self.words.wish(edit.dm, want)}"
        if edit.verb == "flip":
            return f"{maker} wanted {self.words.wish(edit.dm, _turned(want))}, not the opposite"
        said = self.words.wish_for(edit.dm, want)
        return f"{maker} put the wish {said} {self._past(edit, before)}"

    def _past(self, edit: Edit, before: Sequence[Edit]) -> str:
        """Say above or below which statement a moved one comes to stand."""
        lines = self.case.model.decision_makers[edit.dm].prefers
        tokens: tuple[int, ...] = tuple(range(len(lines)))
        for earlier in before:
            if earlier.dm == edit.dm:
                tokens = edited(tokens, earlier)
        after = edited(tokens, edit)
        place = (edit.to or 1) - 1
        moved = after[place]
        up = tokens.index(moved) > place
        neighbour = after[place + 1] if up else after[place - 1]
        want = lines[neighbour if neighbour >= 0 else ~neighbour].want
        said = self.words.wish_for(edit.dm, want if neighbour >= 0 else _turned(want))
        return f"{'above' if up else 'below'} the one {said}"

    def _line(self, edit: Edit) -> Statement:
        return self.case.model.decision_makers[edit.dm].prefers[edit.line - 1]

    def _support(self, edit: Edit) -> str:
        """Say what the edited statement rests on."""
        quality = self.found.statements[edit.dm, edit.line]
        line = self._line(edit)
        where = quality.name
        if where != f"{edit.dm}/{edit.line}":  # which is what a statement without an id is called
            where += f" (line {edit.line} of {edit.dm})"
        if quality.support != "sourced":
            why = f"assumed, {line.assumed}" if line.assumed else "unsourced"
            return f"{where}: {why.rstrip('.')}."
        sources = dict.fromkeys(s for c in quality.claims for s in self.case.claims[c].through)
        told = f"{where} rests on {_some(quality.claims, 'claim')}, best grade {quality.grade}"
        told += f", from {_some(tuple(sources), 'source')}" if sources else ""
        told += f"; against it: {_some(quality.against, 'claim')}" if quality.against else ""
        return told + "."

    def _follows(self, change: Change, known: set[int]) -> Iterator[str]:
        """Say what holds once the change is made."""
        if change.example is not None and self.found.target.outcome is not None:
            count = len(change.equilibria)
            among = "" if count == 1 else f"{count:,} of its states hold, among them "
            yield f"Then {among}state {change.example}{' holds' * (count == 1)}" + (
                "." if change.example in known else f": {self._state(change.example)}."
            )
            known.add(change.example)
        parts = []
        if change.gained:
            parts.append(f"{joined(change.gained)} {_verb(change.gained, 'hold')} as well")
        if change.lost:
            parts.append(f"{joined(change.lost)} no longer {_verb(change.lost, 'hold')}")
        if parts:
            yield f"Of the other outcomes, {', and '.join(parts)}."

    def _state(self, state: int) -> str:
        """Return in what a state differs from the status quo; all of it if there is none."""
        result = self.found.result
        if result.status_quo is None:
            return self.words.state(result, state)
        now, then = set(result.on(result.status_quo)), set(result.on(state))
        changed = [(option, option in then) for option in result.options if option in now ^ then]
        return self.words.doing(changed) or "the status quo"


def _turned(formula: Formula) -> Formula:
    return Formula("", opposite(formula.expression))


def opposite(expression: Expression) -> Expression:
    """Return what holds where an expression does not, with the "not" as far inside as it goes."""
    if isinstance(expression, Name):
        return Term("not", (expression,))
    parts = expression.parts
    match expression.operator:
        case "not":
            return parts[0]
        case "->":
            return Term("and", (parts[0], opposite(parts[1])))
        case "and" | "or":
            other = "or" if expression.operator == "and" else "and"
            return Term(other, tuple(map(opposite, parts)))
    return Term("not", (expression,))


def _some(names: Sequence[str], what: str) -> str:
    """Return a few names, and how many more there are."""
    left = len(names) - NAMED
    return joined([*names[:NAMED], f"{left} more {what}{'s' * (left > 1)}"] if left > 0 else names)


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
    """A change, further ones of the same statements, and what comes of it."""

    edits: list[EditData]
    alike: list[list[EditData]]
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
    statement_sets: int
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
        "statement_sets": found.statement_sets,
        "changes": [_change(told, change) for change in found.changes],
        "tried": list(found.tried),
        "fixed": list(found.fixed),
        "finding": finding_data(found.finding),
    }


def _change(told: Told, change: Change) -> ChangeData:
    example = change.example
    return {
        "edits": _edits(told, change.edits),
        "alike": [_edits(told, edits) for edits in change.alike],
        "equilibria": list(change.equilibria),
        "example": None if example is None else state_data(told.found.result, example),
        "gained": list(change.gained),
        "lost": list(change.lost),
    }


def _edits(told: Told, edits: Sequence[Edit]) -> list[EditData]:
    return [_edit(told, edit, edits[:n]) for n, edit in enumerate(edits)]


def _edit(told: Told, edit: Edit, before: Sequence[Edit]) -> EditData:
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
