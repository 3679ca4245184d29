"""The main page: the question, its answer, what holds, how it could move, why, and on what grounds.

Every sentence is put together from the case's own texts and from results; nothing is written
for a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.conflict import (
    OutcomeView,
    Overview,
    Result,
    StatusQuoView,
    Why,
    strictest,
)
from detente.evidence import Quality
from detente.outlook import Assessment
from detente.outlook.inverse import Inverse

from . import quality
from .change import Told
from .outlook import OutlookWords
from .page import Block, Items, Page, Section
from .reasons import Reasons
from .techniques import Techniques
from .words import CONCEPT_WORDS, Words, capital, counted, joined, sentence

BRIEF_OUTCOMES = 6
BRIEF_WHY = 3
BRIEF_PATHS = 4
BRIEF_STATES = 5
BRIEF_SOURCES = 3
NAMES = 6
_TOO_LARGE = "The model has too many moves to look for all reasons here."
_COSTLY = "To answer so is against the interest of some who would."
_EACH = "each step in the mover's interest"


@dataclass(frozen=True, eq=False)
class Story:
    """A case told: its results, the quality of its information, and where drawn its outlook."""

    overview: Overview
    quality: Quality
    assessment: Assessment | None = None
    advocate: Inverse | None = None
    full: bool = False

    @property
    def result(self) -> Result:
        """The solved case."""
        return self.overview.result

    @property
    def words(self) -> Words:
        """The case's wording."""
        return Words(self.result.case)

    @property
    def reasons(self) -> Reasons:
        """Sentences about stability."""
        return Reasons(self.result)

    # --- the page

    def page(self) -> Page:
        """Return the whole page."""
        model = self.result.case.model
        size = [counted(len(model.decision_makers), "decision maker")]
        size += [counted(len(model.options), "option")] if model.options else []
        size += [counted(self.result.conflict.size, "feasible state")]
        return Page(
            title=model.title,
            subtitle=f"As of {model.as_of}: {', '.join(size)}",
            sections=tuple(self._sections()),
            footer=tuple(self._footer()),
        )

    def _sections(self) -> Iterator[Section]:
        model = self.result.case.model
        if model.question:
            yield Section("Question", (model.question,))
        if self.assessment:
            yield OutlookWords(self.result.case, self.assessment).section(full=self.full)
        as_written = ", by the model as it is written" if self.assessment else ""
        yield Section(f"Answer{as_written}", tuple(self.answer()))
        yield Section("What holds", tuple(self._holds()))
        if self.overview.status_quo:
            yield Section("The status quo", tuple(self._status_quo(self.overview.status_quo)))
            yield Section("How it could move", tuple(self._moves()))
        if blocks := tuple(self._why()):
            yield Section("Why", blocks)
        yield Section("What it rests on", tuple(self._rests()))
        if self.assessment and self.full:
            yield from self.techniques(full=True)

    def techniques(self, *, full: bool) -> Iterator[Section]:
        """Yield what the conclusion hinges on, and the structured techniques."""
        assert self.assessment is not None, "called only where there is one"
        words = OutlookWords(self.result.case, self.assessment)
        yield from words.hinge_sections(full=full)
        yield from Techniques(self.result.case, self.assessment).sections(full=full)
        if self.advocate:
            yield Told(self.advocate).section()

    def _few(self, most: int) -> int:
        """Return how much to tell in brief: less where the outlook leads the page."""
        return (most + 1) // 2 if self.assessment else most

    def _footer(self) -> Iterator[str]:
        finding = self.result.finding
        case = self.result.case.address
        if not self.full:
            yield f"In full: detente analyze {case} --full. One state: detente why {case} STATE DM"
        yield (
            f"Computed by détente {finding.versions['detente']}, engine {finding.method}, "
            f"input {finding.input_sha256[:12]}"
        )

    # --- the answer

    def answer(self) -> list[str]:
        """Return the answer in two or three sentences, computed from the named outcomes."""
        if not self.overview.outcomes:
            return [self._without_outcomes()]
        asked = self.result.case.model.answer
        told = [self._asked(self.overview.outcome(asked))] if asked else []
        others = [v for v in self.overview.outcomes if v.name != asked]
        told += self._others(others, beside=bool(asked))
        if end := self._drift(asked):
            told.append(end)
        return told

    def _without_outcomes(self) -> str:
        held = {c: len(s) for c, s in self.result.equilibria.items() if s}
        if not held:
            return "No state holds: in each, someone gains by leaving and nothing deters it."
        first = strictest(tuple(held))
        counts = joined(f"{counted(held[c], 'state')} under {c}" for c in first)
        return f"The case names no outcomes; there are equilibria: {counts}."

    def _asked(self, view: OutcomeView) -> str:
        said = f"“{self.words.outcome(view.name).rstrip('.')}”"
        quo = self.overview.status_quo
        if view.current and quo and quo.holds_under:
            under = joined(strictest(quo.holds_under))
            firmer = self._firmer(view, quo)
            return f"Yes, as things stand: {said} is the status quo, and holds ({under}){firmer}."
        if view.current:
            return f"Not as it stands: {said} is the status quo, but {self._unseated(view)}."
        if view.concept is None:
            gain = "someone can better its lot, and nothing the others could do deters it"
            return f"No: {said} does not hold; in each state of it {gain}."
        return f"{self._come_about(view, said)}."

    def _firmer(self, view: OutcomeView, quo: StatusQuoView) -> str:
        """Say where self-interest leads to a state of the same outcome that holds more firmly."""
        if view.concept in quo.holds_under or view.path is None or not view.path.improvements:
            return ""
        steps = counted(len(view.path.steps), "step")
        return f", and more firmly ({view.concept}) {steps} on, {_EACH}"

    def _unseated(self, view: OutcomeView) -> str:
        quo = self.overview.status_quo
        elsewhere = f"; in another form it holds ({view.concept})" if view.concept else ""
        if quo is None or not quo.undeterred:
            return f"no one concept holds all parties to it{elsewhere}"
        who = joined(map(self.words.maker, quo.undeterred))
        gain = "gains" if len(quo.undeterred) == 1 else "gain"
        return f"it does not last: {who} {gain} by leaving it, and nothing deters that{elsewhere}"

    def _come_about(self, view: OutcomeView, said: str) -> str:
        under = joined(strictest(view.holds_under))
        if view.path is None and self.overview.status_quo:
            return f"It would hold ({under}), but cannot be reached: {said} lies on no path"
        if view.path is None:
            return f"It would hold ({under}): {said}"
        steps = counted(len(view.path.steps), "step")
        if view.path.improvements:
            each = _EACH
            return f"It can come about: {said} holds ({under}), {steps} away, {each}"
        return (
            f"Hardly: {said} would hold ({under}), but someone must first act against its interest"
        )

    def _others(self, views: list[OutcomeView], *, beside: bool) -> Iterator[str]:
        held = [f"{v.name} ({joined(strictest(v.holds_under))})" for v in views if v.concept]
        fallen = [v.name for v in views if not v.concept]
        also = "also hold" if beside else "hold"
        if len(held) == 1:
            also += "s" if not beside else ""
            also = also.replace("also hold", "also holds")
        if held:
            yield sentence(f"{joined(held[:NAMES])} {also}")
        if fallen:
            yield f"Not stable under any concept: {joined(fallen[:NAMES])}."

    def _drift(self, asked: str | None) -> str:
        """Say to which outcomes improvements alone lead from the status quo."""
        if not self.overview.status_quo:
            return ""
        led = [
            v.name
            for v in self.overview.outcomes
            if v.path and v.path.steps and v.path.improvements and v.name != asked
        ]
        if self._other_is_reached():
            led.append("a state of no named outcome")
        if led:
            return (
                f"From the status quo, self-interest alone can lead to {joined(led[:NAMES], 'or')}."
            )
        return (
            "From the status quo, self-interest alone leads to no other named outcome that holds."
        )

    def _other_is_reached(self) -> bool:
        other = self.overview.other
        return bool(other and other.path and other.path.steps and other.path.improvements)

    # --- what holds

    def _holds(self) -> Iterator[Block]:
        views = [v for v in self.overview.outcomes if v.concept]
        shown = views if self.full else views[: self._few(BRIEF_OUTCOMES)]
        if shown:
            yield Items(tuple(self._listed(shown)))
        if len(shown) < len(views):
            yield f"… and {len(views) - len(shown)} more."
        if not self.overview.outcomes:
            yield from self._states()
        if self.overview.other and self.overview.other.concept:
            yield self._other(self.overview.other)
        concepts = dict.fromkeys(
            c for view in shown for c in (*strictest(view.holds_under), view.concept) if c
        )
        if concepts:
            yield " ".join(f"{c}: {CONCEPT_WORDS[c]}." for c in concepts)

    def _other(self, view: OutcomeView) -> str:
        """Say how many equilibria belong to no named outcome."""
        held = self.result.unnamed.equilibria
        firmest = strictest(view.holds_under)
        counts = joined(f"{len(held[c]):,} under {c}" for c in firmest)
        few = len(held[firmest[0]]) <= BRIEF_STATES
        which = f" ({', '.join(map(str, held[firmest[0]]))})" if few else ""
        total = counted(len(held["GMR"]), "equilibrium", "equilibria")
        return f"In no named outcome: {total}, {counts}{which}."

    def _listed(self, views: Sequence[OutcomeView]) -> Iterator[str | tuple[str, Items]]:
        """Tell each outcome; what two share, because the same states hold, only once."""
        told: dict[tuple[str | None, tuple[int, ...]], str] = {}
        for view in views:
            held = self.result.outcomes[view.name].equilibria[view.concept or "GMR"]
            first = told.setdefault((view.concept, held), view.name)
            head, below = self._outcome(view)
            if first != view.name and below:
                which = "state" if len(held) == 1 else "states"
                yield head, Items((f"In the same {which} as {first}.",))
            else:
                yield (head, below) if below else head

    def _outcome(self, view: OutcomeView) -> tuple[str, Items | None]:
        head = (
            f"{view.name} ({joined(strictest(view.holds_under))}). {self.words.outcome(view.name)}"
        )
        if not view.settled:
            return head, None
        some = {1: "In its equilibrium", 2: "In both equilibria"}
        in_all = some.get(view.equilibria, f"In all {view.equilibria:,} equilibria")
        what = self.words.doing(view.settled if self.full else self._telling(view))
        varies = f" Open: {joined(view.open)}." if view.open and self.full else ""
        which = f" (state {view.example})" if view.equilibria == 1 else ""
        return head, Items((f"{in_all} under {view.concept}{which}: {what}.{varies}",))

    def _telling(self, view: OutcomeView) -> list[tuple[str, bool]]:
        """Return what tells an outcome from the status quo; what is on, where that is nothing."""
        quo = self.overview.status_quo
        now = set(self.result.on(quo.state)) if quo else set()
        changed = [(option, on) for option, on in view.settled if on != (option in now)]
        return changed or [(o, on) for o, on in view.settled if on] or list(view.settled)

    def _states(self) -> Iterator[Block]:
        for concept in strictest(tuple(c for c, s in self.result.equilibria.items() if s)):
            found = self.result.equilibria[concept]
            shown = found if self.full else found[:BRIEF_STATES]
            lines = [f"{n}: {sentence(self.words.state(self.result, n))}" for n in shown]
            if len(shown) < len(found):
                lines.append(f"… and {len(found) - len(shown):,} more.")
            yield f"Equilibria under {concept}:"
            yield Items(tuple(lines))

    # --- the status quo, and paths

    def _status_quo(self, quo: StatusQuoView) -> Iterator[Block]:
        yield sentence(f"state {quo.state}: {self.words.state(self.result, quo.state)}")
        if quo.holds_under:
            under = strictest(quo.holds_under)
            weaker = "" if set(quo.holds_under) >= {"Nash"} else ", but not Nash"
            yield sentence(f"it holds under {joined(under)}{weaker}: {CONCEPT_WORDS[under[0]]}")
        else:
            yield "It does not hold under any concept."
        lines = [self._leaver(found) for found in quo.why]
        if lines:
            yield Items(tuple(lines))
        elif quo.leaves:
            yield f"{capital(joined(map(self.words.maker, quo.leaves)))} could gain by leaving it."
        else:
            yield "No party has anything to gain by leaving it alone."

    def _leaver(self, found: Why) -> str:
        """Say what tempts one decision maker away from the status quo, and what deters it."""
        text = self.reasons.temptation(found, found.temptations[0])
        costly = found.concept == "GMR" and found.stable
        return text + (f" {_COSTLY}" if costly else "")

    def _moves(self) -> Iterator[Block]:
        quo = self.overview.status_quo
        assert quo is not None, "called only where there is one"
        total = self.result.conflict.size
        within = f"{quo.within_improvements:,} of {total:,} states can be reached"
        yield f"By improvements alone {within}, by any moves {quo.within_moves:,}."
        told = self._told()
        by_interest = [group for group in told if group[0].path and group[0].path.improvements]
        shown = by_interest if self.full else by_interest[:BRIEF_PATHS]
        for group in shown:
            yield from self._path(group)
        if len(shown) < len(by_interest):
            rest = (view.name for group in by_interest[len(shown) :] for view in group)
            yield f"… and to {joined(rest)}."
        against = [group for group in told if group[0].path and group not in by_interest]
        if self.full:
            for group in against:
                yield from self._path(group)
        elif against:
            names = joined(view.name for group in against for view in group)
            yield f"Only by a step against someone's own interest: {names}."

    def _told(self) -> list[list[OutcomeView]]:
        """Return the outcomes that hold, those told by the same example together, asked first."""
        groups: dict[int | None, list[OutcomeView]] = {}
        asked = self.result.case.model.answer
        for view in sorted(self.overview.outcomes, key=lambda view: view.name != asked):
            if view.concept:
                groups.setdefault(view.example, []).append(view)
        return list(groups.values())

    def _path(self, group: list[OutcomeView]) -> Iterator[Block]:
        path = group[0].path
        if path is None or not path.steps:
            return
        interest = _EACH if path.improvements else f"not {_EACH}"
        names = joined(view.name for view in group)
        yield f"To {names} ({group[0].concept}, state {path.target}), {interest}:"
        said = self.reasons.steps(path.start, path.steps)
        yield Items(tuple(map(sentence, said)), numbered=True)

    # --- why

    def _why(self) -> Iterator[Block]:
        groups = self._told()
        for group in groups if self.full else groups[: self._few(BRIEF_WHY)]:
            state, concept = group[0].example, group[0].concept
            names = joined(view.name for view in group)
            hold = "hold" if len(group) > 1 else "holds"
            yield sentence(f"{names}, in state {state}, {hold} under {concept}")
            if group[0].why:
                yield Items(tuple(self.reasons.in_brief(group[0].why)))
            else:
                yield f"{_TOO_LARGE} Try: detente why {self.result.case.address} {state} DM"

    # --- the quality of the information

    def _rests(self) -> Iterator[Block]:
        yield from quality.brief(self.quality, sources=None if self.full else BRIEF_SOURCES)
        if self.full:
            yield quality.elements(self.quality)
        else:
            yield f"Line by line: detente check {self.result.case.address} --full."
