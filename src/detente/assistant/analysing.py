"""Tools that analyse: what holds, how sure, why, what would change it; told in words.

Each answers with the page that the command of the same name prints.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from detente.conflict import Finding, overview, why
from detente.evidence import quality
from detente.show.page import Page

from .bounds import MOST_DRAWS, MOST_TEXT, Name
from .desk import Desk
from .plain import plain

Concept = Annotated[Name, Field(description="Nash, GMR, SMR, SEQ or SSEQ.")]
State = Annotated[
    str,
    Field(
        max_length=2_000,
        description="A number, `sq` for the status quo, the options that are on with commas between"
        " them, or `none`.",
    ),
]


class Told(TypedDict):
    """A page in plain text, and of what input it is true: the hash of the model, and the method."""

    text: str
    cut_short: bool
    input_sha256: str
    method: str


class Analysing:
    """The tools that analyse."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def overview(self) -> Told:
        """Answer the case's question: what holds, how it could move, why, on what grounds.

        The model is taken as it is written; `outlook` says how sure that is.
        """
        from detente.show.analysis import Story

        result = self.desk.result
        page = Story(overview(result), quality(result.case)).page()
        return _told(page, result.finding)

    def solve(self) -> Told:
        """List the equilibria under Nash, GMR, SMR, SEQ and SSEQ."""
        from detente.show.pages import solution_page

        result = self.desk.result
        return _told(solution_page(result), result.finding)

    def why(
        self,
        state: State = "sq",
        decision_maker: Annotated[Name, Field(description="All of them if not given.")] = "",
        concept: Concept = "SEQ",
    ) -> Told:
        """Explain why a state is stable, or not: the move that tempts, the answer that deters."""
        from detente.show.pages import why_page

        result = self.desk.result
        number = result.state(state)
        makers = [decision_maker] if decision_maker else result.decision_makers
        whys = [why(result, number, each, concept) for each in makers]
        return _told(why_page(result, whys), result.finding)

    def outlook(
        self,
        draws: Annotated[int, Field(ge=1, le=MOST_DRAWS)] = 500,
        seed: Annotated[int, Field(ge=0, le=2**31)] = 1,
        outcome: Annotated[Name, Field(description="The case's answer if not given.")] = "",
        concept: Concept = "SEQ",
    ) -> Told:
        """Tell how likely each outcome holds, given how reliable the sources are; from few draws.

        Sampling error is stated with it. The same seed gives the same numbers.
        """
        from detente.outlook import assessed, conclusion, draw
        from detente.show.outlook import OutlookWords

        case = self.desk.case
        aim = conclusion(case, outcome or None, concept) if case.model.outcomes else None
        found = assessed(draw(case, draws=draws, seed=seed), aim, quick=True)
        page = OutlookWords(case, found).page(full=False)
        return _told(page, found.outlook.finding)

    def what_if(self, variant: Name) -> Told:
        """Set one of the case's variants beside the case: what then holds, what is reached."""
        from detente.outlook.whatif import what_if
        from detente.show.whatif import what_if_page

        case = self.desk.case
        return _told(what_if_page(what_if(case, [variant])), self.desk.result.finding)

    def what_would_it_take(
        self,
        outcome: Annotated[Name, Field(description="The case's answer if not given.")] = "",
        concept: Annotated[Name, Field(description="If not given, the least that fails.")] = "",
        edits: Annotated[Literal[1, 2], Field(description="Up to how many edits to try.")] = 1,
    ) -> Told:
        """Find the fewest edits to what the parties want that make an outcome hold."""
        from detente.outlook.inverse import what_would_it_take
        from detente.show.change import Told as Wording

        found = what_would_it_take(
            self.desk.result, outcome or None, concept=concept or None, most=edits
        )
        return _told(Wording(found).page(), found.finding)

    @property
    def tools(self) -> tuple[Any, ...]:
        """What a client may call."""
        return (
            self.overview,
            self.solve,
            self.why,
            self.outlook,
            self.what_if,
            self.what_would_it_take,
        )


def _told(page: Page, finding: Finding) -> Told:
    text = plain(page)
    return {
        "text": text[:MOST_TEXT],
        "cut_short": len(text) > MOST_TEXT,
        "input_sha256": finding.input_sha256,
        "method": finding.method,
    }
