"""What the report holds: what its template asks for, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from detente.case import Case
from detente.case.find import LIBRARY
from detente.conflict import CONCEPTS, Excerpt, OutcomeView, Why, excerpt, notes, strictest
from detente.evidence import StoredText

from .analysis import Story
from .dossier import Dossier
from .grades import CREDIBILITY, RELIABILITY
from .graph import Graph, drawn
from .outlook import OutlookWords
from .page import Block, Section
from .reasons import Reasons
from .tornado import tornado
from .words import CONCEPT_WORDS, Words, capital, counted, joined, sentence

GENERATOR = "détente"
"""How a report says that it is one."""

MOST_TEMPTATIONS = 5
MOST_PLACES = 40
MOST_STATES = 12


@dataclass(frozen=True)
class Told:
    """A state that the report tells of, decision maker by decision maker.

    Attributes
    ----------
    state : int
    name : str
        What it is called: its number, or its id where states are listed.
    words : str
    outcomes, holds_under : tuple of str
    cells : tuple of str
        For every decision maker the strictest concepts under which it stays; empty if none.
    now : bool
        Whether it is the status quo.
    """

    state: int
    name: str
    words: str
    outcomes: tuple[str, ...]
    holds_under: tuple[str, ...]
    cells: tuple[str, ...]
    now: bool


@dataclass(frozen=True)
class Reason:
    """Why a state holds for a decision maker that would gain by leaving it."""

    dm: str
    verdict: str
    temptations: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Reasoned:
    """Why one or several outcomes hold, in the state that is told for them.

    Attributes
    ----------
    names, name, concept : str
    state : int
    content : str
        The decision makers that have nothing to gain by moving.
    reasons : tuple of Reason
        One for each of the others.
    """

    names: str
    state: int
    name: str
    concept: str
    content: str
    reasons: tuple[Reason, ...]


class Contents:
    """What the template asks for, section by section."""

    def __init__(self, story: Story, texts: Mapping[str, StoredText]) -> None:
        self.story = story
        self.overview = story.overview
        self.quality = story.quality
        self.result = story.result
        self.case = story.result.case
        self.model = self.case.model
        self.finding = self.result.finding
        self.texts = texts
        self.words = Words(self.case)
        self.dossier = Dossier(self.case, texts)
        self.notes = notes(self.case)
        self.generator = GENERATOR
        self.concepts = CONCEPT_WORDS
        self.credibility = CREDIBILITY
        self.reliability = RELIABILITY
        self.makers = {dm: capital(self.words.maker(dm)) for dm in self.result.decision_makers}

    # --- the head

    @property
    def size(self) -> str:
        """How large the model is."""
        makers = counted(len(self.makers), "decision maker")
        options = counted(len(self.model.options), "option")
        states = counted(self.result.conflict.size, "feasible state")
        return ", ".join([makers, *([options] if self.model.options else []), states])

    @property
    def answer(self) -> list[str]:
        """The answer, its first sentence first."""
        return self.story.answer()

    @cached_property
    def _sections(self) -> Mapping[str, tuple[Block, ...]]:
        return {section.title: section.blocks for section in self.story.page().sections}

    @property
    def outlook(self) -> tuple[Block, ...]:
        """The outlook, as the main page tells it; empty where nothing was drawn."""
        found = self.story.assessment
        return tuple(OutlookWords(self.case, found).blocks(full=False)) if found else ()

    @property
    def techniques(self) -> list[Section]:
        """What the conclusion hinges on, and the structured techniques."""
        return list(self.story.techniques(full=False)) if self.story.assessment else []

    def tornado(self) -> Any:
        """Return the chart of knock-outs as markup; empty where there is nothing to draw."""
        from markupsafe import Markup

        found = self.story.assessment
        if not found or not found.hinges:
            return ""
        return Markup(tornado(self.case, found.hinges))  # noqa: S704

    @property
    def status_quo(self) -> tuple[Block, ...]:
        """The status quo, as the main page tells it; empty if there is none."""
        return self._sections.get("The status quo", ())

    @property
    def paths(self) -> tuple[Block, ...]:
        """How it could move, as the main page tells it."""
        return self._sections.get("How it could move", ())

    # --- outcomes

    @property
    def held(self) -> list[OutcomeView]:
        """The outcomes that hold, strictest first."""
        return [view for view in self.overview.outcomes if view.concept]

    @property
    def fallen(self) -> list[OutcomeView]:
        """The outcomes that do not hold under any concept."""
        return [view for view in self.overview.outcomes if not view.concept]

    def under(self, view: OutcomeView) -> str:
        """Return the strictest concepts an outcome holds under."""
        return joined(strictest(view.holds_under))

    def settled(self, view: OutcomeView) -> tuple[str, str]:
        """Return what all equilibria told of share: unlike the status quo, and like it."""
        quo = self.result.status_quo
        now = set(self.result.on(quo)) if quo else set()
        changed = [(o, on) for o, on in view.settled if quo and on != (o in now)]
        same = [setting for setting in view.settled if setting not in changed]
        return self._doing(changed), self._doing(same)

    def _doing(self, settings: Sequence[tuple[str, bool]]) -> str:
        return sentence(self.words.doing(settings)) if settings else ""

    def equilibria(self, view: OutcomeView) -> str:
        """Return "In both equilibria under Nash"."""
        some = {1: f"In its only equilibrium under {view.concept}"}
        both = {2: f"In both equilibria under {view.concept}"}
        every = f"In all {view.equilibria:,} equilibria under {view.concept}"
        return (some | both).get(view.equilibria, every)

    # --- the graph, and the states told of

    @cached_property
    def excerpt(self) -> Excerpt:
        """The states that are drawn."""
        return excerpt(self.overview)

    @cached_property
    def graph(self) -> Graph:
        """The state graph."""
        return drawn(self.excerpt)

    def svg(self) -> Any:
        """Return the drawing as markup; every text in it is escaped where it is made."""
        from markupsafe import Markup

        return Markup(self.graph.svg)  # noqa: S704

    @property
    def told(self) -> list[Told]:
        """The status quo and the states told for outcomes."""
        states = [self.result.status_quo, *(view.example for view in self.overview.outcomes)]
        if not self.overview.outcomes:
            held = (self.result.equilibria[c][:MOST_STATES] for c in CONCEPTS)
            states += [state for each in held for state in each][:MOST_STATES]
        return [self._told(state) for state in dict.fromkeys(s for s in states if s)]

    @property
    def drawn(self) -> list[Told]:
        """All states that are drawn."""
        return [self._told(state) for state in self.excerpt.states]

    def _told(self, state: int) -> Told:
        stable = self.result.stable[:, :, state - 1]
        return Told(
            state=state,
            name=self.name(state),
            words=sentence(self.words.state(self.result, state)),
            outcomes=self.result.outcomes_of(state),
            holds_under=strictest(self.result.holds_under(state)),
            cells=tuple(
                " ".join(strictest([c for c, is_so in zip(CONCEPTS, row, strict=True) if is_so]))
                for row in stable.T
            ),
            now=state == self.result.status_quo,
        )

    def name(self, state: int) -> str:
        """Return what a state is called."""
        listed = self.model.states
        return listed[state - 1].id if listed is not None else str(state)

    # --- why

    @property
    def why(self) -> list[Reasoned]:
        """Why every outcome that holds does so, for every party."""
        groups: dict[int, list[OutcomeView]] = {}
        for view in self.held:
            groups.setdefault(view.example or 0, []).append(view)
        return [self._reasoned(state, views) for state, views in groups.items()]

    def _reasoned(self, state: int, views: Sequence[OutcomeView]) -> Reasoned:
        return Reasoned(
            names=capital(joined(view.name for view in views)),
            state=state,
            name=self.name(state),
            concept=views[0].concept or "",
            content=capital(
                joined(self.words.maker(w.dm) for w in views[0].why if not w.temptations)
            ),
            reasons=tuple(self._reason(w) for w in views[0].why if w.temptations),
        )

    def _reason(self, found: Why) -> Reason:
        reasons = Reasons(self.result)
        shown = found.temptations[:MOST_TEMPTATIONS]
        deterred = "and is deterred" if found.stable else "and nothing deters it"
        return Reason(
            dm=self.makers[found.dm],
            verdict=f"Would gain by moving alone, {deterred}:",
            temptations=tuple(reasons.temptation(found, each) for each in shown),
            more=len(found.temptations) - len(shown),
        )

    # --- options and preferences

    def option_rows(self, dm: str) -> list[dict[str, Any]]:
        """Return a decision maker's options with what is known of each."""
        on = set(self.result.on(self.result.status_quo)) if self.result.status_quo else set()
        directions = {"both": "both ways", "on": "on only", "off": "off only"}
        rows = []
        for name, option in self.model.decision_makers[dm].options.items():
            full = f"{dm}.{name}"
            view = self.dossier.elements["decision_makers", dm, "options", name]
            rows.append(
                {
                    "name": full,
                    "id": view.name,
                    "text": sentence(option.text),
                    "off": sentence(option.text_off or ""),
                    "moves": directions[option.moves],
                    "now": "" if not self.result.status_quo else "on" if full in on else "off",
                    "view": view,
                }
            )
        return rows

    def ranking(self, dm: str) -> tuple[list[str], int]:
        """Return a ranking that was given directly, best first, and how many places were left."""
        given: Sequence[Any] = (
            self.model.ranking.get(dm, ())
            if self.model.explicit
            else self.model.decision_makers[dm].ranking or ()
        )
        lines = [self._place(place) for place in given[:MOST_PLACES]]
        return lines, len(given) - len(lines)

    def _place(self, place: Sequence[Any]) -> str:
        if self.model.states is None:
            return " = ".join(", ".join(on) or "nothing on" for on in place)
        texts = {state.id: state.text for state in self.model.states}
        return " = ".join(f"{s}: {texts[s]}" if texts.get(s) else str(s) for s in place)

    # --- the grounds

    def used(self) -> list[Any]:
        """Return what every source carries, by its id."""
        by_name = {use.source: use for use in self.quality.sources}
        return [
            (name, source, by_name.get(name))
            for name, source in sorted(
                self.case.sources.items(),
                key=lambda item: -by_name[item[0]].elements if item[0] in by_name else 1,
            )
        ]

    @property
    def address(self) -> str:
        """What to type to compute it again; no path of anyone's machine."""
        return self.case.name if built_in(self.case) else "."


def built_in(case: Case) -> bool:
    """Whether a case lies in no folder of the user's own."""
    return case.folder is None or case.folder.is_relative_to(LIBRARY)
