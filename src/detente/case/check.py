"""Whether the names in a case refer to something: references between and within its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import Place, Problem, did_you_mean, listed, shown
from .files import Files, TextFile
from .formula import Formula
from .nodes import PathKey, Sequence, find
from .repair import PLACEHOLDER
from .schema import Change, Claim, DecisionMaker, Document, Element, Grades, Model, Source, Variant
from .validate import problem_at

Path = tuple[PathKey, ...]

_OPTION = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_NAME, _DEEPEST_PATH = 255, 12
_CODE = re.compile(r"[A-Z]{3}(\.[a-z0-9_]+)*")


class _AnyName(dict[str, Any]):
    """Stands for the names in a file that could not be read: any name may be among them."""

    def __contains__(self, name: object) -> bool:
        return True


ANY_NAME = _AnyName()


@dataclass(frozen=True)
class Parts:
    """What the files of a case hold, before it is known to hang together.

    `model` is None and a ledger is :data:`ANY_NAME` where the file could not be read.
    """

    model: Model | None
    claims: dict[str, Claim] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    variants: dict[str, Variant] = field(default_factory=dict)
    grades: Grades | None = None
    ledger_missing: bool = False


def problems(parts: Parts, files: Files) -> Iterator[Problem]:
    """Yield every reference that leads nowhere, and everything said twice or in two ways."""
    yield from _ledger(parts, files)
    if parts.model is None:
        return
    model = _ModelCheck(parts, parts.model, files["case.yaml"])
    yield from model.shape()
    yield from model.formulas()
    yield from model.elements()
    yield from model.states_named()
    yield from model.preferences()
    yield from model.others()
    for name, variant in parts.variants.items():
        file = files[f"variants/{name}.yaml"]
        yield from _VariantCheck(parts, parts.model, file, variant).problems()


class _ModelCheck:
    """The references of ``case.yaml``."""

    def __init__(self, parts: Parts, model: Model, file: TextFile) -> None:
        self.parts = parts
        self.model = model
        self.file = file
        self.options = tuple(self.model.options)

    def at(self, path: Path, message: str, *, key: bool = False) -> Problem:
        return problem_at(self.file, path, message, key=key)

    def shape(self) -> Iterator[Problem]:
        """Options, or a list of states; not both, not neither."""
        if self.model.explicit:
            yield from self.no_options()
            return
        for name in ("moves", "ranking"):
            if getattr(self.model, name):
                yield self.at((name,), "goes with `states` only", key=True)
        for dm, maker in self.model.decision_makers.items():
            if not maker.options:
                message = "has no options: a decision maker has options of its own"
                yield self.at(("decision_makers", dm), message, key=True)

    def no_options(self) -> Iterator[Problem]:
        """Yield a problem for all that makes no sense where states are listed."""
        for dm, maker in self.model.decision_makers.items():
            for name in ("options", "prefers", "cannot_see"):
                if getattr(maker, name):
                    message = "does not go with `states`: the moves and rankings are listed"
                    yield self.at(("decision_makers", dm, name), message, key=True)
            if maker.ranking is not None:
                message = "with `states`, rankings stand at the top level"
                yield self.at(("decision_makers", dm, "ranking"), message, key=True)
        if self.model.rules:
            yield self.at(("rules",), "do not go with `states`: leave the state out", key=True)

    def formulas(self) -> Iterator[Problem]:
        """Every option that a formula names exists."""
        model = self.model
        for name, outcome in model.outcomes.items():
            if outcome.when is not None:
                yield from self.formula(outcome.when, self.spot(("outcomes", name), "when"))
        if model.explicit:
            return
        for dm, maker in model.decision_makers.items():
            base: Path = ("decision_makers", dm)
            for i, line in enumerate(maker.prefers):
                yield from self.formula(line.want, self.spot((*base, "prefers", i), "want"))
                if not isinstance(line.otherwise, str):
                    path = (*base, "prefers", i, "otherwise", "want")
                    yield from self.formula(line.otherwise.want, path)
            for i, formula in enumerate(maker.cannot_see):
                yield from self.formula(formula, (*base, "cannot_see", i))
        for i, rule in enumerate(model.rules):
            yield from self.formula(rule.never, self.spot(("rules", i), "never"))
            if not isinstance(rule.otherwise, str):
                yield from self.formula(rule.otherwise.never, ("rules", i, "otherwise", "never"))

    def spot(self, path: Path, key: str) -> Path:
        """Return the path of a formula that may be written without its key."""
        return (*path, key) if self.file.place((*path, key)) != self.file.place(path) else path

    def formula(self, formula: Formula, path: Path) -> Iterator[Problem]:
        if self.model.explicit:
            yield self.at(path, "there are no options beside `states`; write `states: [a, b]` here")
            return
        for name in formula.names:
            if message := self.missing_option(name.name):
                yield Problem(self.file.place_within(path, name.offset), message)

    def missing_option(self, name: str) -> str | None:
        """Say why `name` is no option, or None if it is one."""
        if name in self.options:
            return None
        dm, _, option = name.partition(".")
        if not option:
            full = [o for o in self.options if o.partition(".")[2] == name]
            hint = f"; did you mean `{full[0]}`?" if full else did_you_mean(name, self.options)
            return f"`{shown(name)}`: options are written DM.option{hint or self.options_of(name)}"
        if dm not in self.model.decision_makers:
            hint = did_you_mean(name, self.options)
            makers = listed(self.model.decision_makers)
            return f"`{shown(name)}`: no such decision maker{hint or f'; there are: {makers}'}"
        hint = did_you_mean(name, self.options) or self.options_of(dm)
        return f"`{shown(name)}`: no such option{hint}"

    def options_of(self, dm: str) -> str:
        """Say which options a decision maker has, for the end of a message."""
        maker = self.model.decision_makers.get(dm)
        return f"; {dm} has: {listed(maker.options)}" if maker else ""

    def elements(self) -> Iterator[Problem]:
        """Claims that elements rest on exist; no two elements share an id."""
        named = {claim for _, _, element in self.model.elements() for claim in element.claims}
        if named and self.parts.ledger_missing:
            count = f"{len(named)} claim{'s' if len(named) > 1 else ''}"
            yield Problem(Place("claims.yaml"), f"file is missing; the model names {count}")
        seen: dict[str, Path] = {}
        for _, path, element in self.model.elements():
            if not self.parts.ledger_missing:
                yield from claim_references(element, path, self.file, self.parts.claims)
            if element.id is not None:
                if element.id in seen:
                    line = self.file.place(seen[element.id]).line
                    message = f"`{element.id}` is also the id of the element in line {line}"
                    yield self.at((*path, "id"), message)
                seen.setdefault(element.id, path)

    def states_named(self) -> Iterator[Problem]:
        """Check that the status quo, the outcomes' states and the answer exist."""
        model = self.model
        ids = [state.id for state in model.states or ()]
        for i, name in enumerate(ids):
            if name in ids[:i]:
                yield self.at(("states", i), f"state `{name}` is listed twice")
        if model.explicit:
            if model.status_quo is not None and len(model.status_quo) != 1:
                message = f"must be one state; found {len(model.status_quo)}"
                yield self.at(("status_quo",), message)
            yield from self.known(model.status_quo or (), ids, "state", ("status_quo",))
        else:
            yield from self.options_on(model.status_quo or (), ("status_quo",))
        for name, outcome in model.outcomes.items():
            if outcome.states is not None:
                path: Path = ("outcomes", name, "states")
                if not model.explicit:
                    yield self.at(path, "goes with listed states only; write `when: FORMULA`")
                elif not outcome.states:
                    yield self.at(path, "names no state")
                else:
                    yield from self.known(outcome.states, ids, "state", path)
        if model.answer is not None:
            yield from self.known((model.answer,), model.outcomes, "outcome", ("answer",))

    def options_on(self, names: Iterable[str], path: Path) -> Iterator[Problem]:
        """Yield a problem for every name in a list of options that is none, or said twice."""
        seen: set[str] = set()
        for i, name in enumerate(names):
            if message := self.missing_option(name):
                yield Problem(self.file.place((*path, i)), message)
            elif name in seen:
                yield self.at((*path, i), f"`{name}` is said twice")
            seen.add(name)

    def known(
        self, names: Iterable[str], known: Iterable[str], what: str, path: Path
    ) -> Iterator[Problem]:
        every = tuple(known)
        for i, name in enumerate(names):
            if name not in every:
                place = self.file.place((*path, i))
                yield Problem(place, unknown(name, every, what))

    def preferences(self) -> Iterator[Problem]:
        """Direct rankings name real states once; nobody has both a ranking and statements."""
        if self.model.explicit:
            yield from self.listed_rankings()
            yield from self.listed_moves()
            return
        for dm, maker in self.model.decision_makers.items():
            if maker.ranking is not None:
                yield from self.option_ranking(dm, maker)

    def listed_rankings(self) -> Iterator[Problem]:
        """Rankings of listed states name each state once, for every decision maker."""
        ids = [state.id for state in self.model.states or ()]
        for dm, places in self.model.ranking.items():
            path: Path = ("ranking", dm)
            yield from self.decision_maker(dm, path, key=True)
            flat = [state for tie in places for state in tie]
            yield from self.known(flat, ids, "state", path)
            for state in sorted({s for s in flat if flat.count(s) > 1}):
                yield self.at(path, f"state `{shown(state)}` stands there twice", key=True)
            if missing := [state for state in ids if state not in flat]:
                yield self.at(path, f"misses the states: {listed(missing)}", key=True)
        for dm in self.model.decision_makers:
            if dm not in self.model.ranking:
                yield self.at(("ranking",), f"is missing for `{dm}`", key=True)

    def listed_moves(self) -> Iterator[Problem]:
        """Check that moves lead from one listed state to another."""
        ids = [state.id for state in self.model.states or ()]
        for dm, pairs in self.model.moves.items():
            yield from self.decision_maker(dm, ("moves", dm), key=True)
            for i, (start, end) in enumerate(pairs):
                yield from self.known((start, end), ids, "state", ("moves", dm, i))
                if start == end:
                    yield self.at(("moves", dm, i), "leads from a state to itself")

    def option_ranking(self, dm: str, maker: DecisionMaker) -> Iterator[Problem]:
        path: Path = ("decision_makers", dm, "ranking")
        if maker.prefers:
            yield self.at(path, "stands beside `prefers`; give one of the two", key=True)
        for i, tie in enumerate(maker.ranking or ()):
            for k, state in enumerate(tie):
                within: Path = (*path, i, k) if self.is_list((*path, i, k)) else (*path, i)
                yield from self.options_on(state, within)

    def is_list(self, path: Path) -> bool:
        """Whether a place of a ranking is written as a tie, with lists in it."""
        return self.file.tree is not None and isinstance(find(self.file.tree, path), Sequence)

    def decision_maker(self, dm: str, path: Path, *, key: bool = False) -> Iterator[Problem]:
        if dm not in self.model.decision_makers:
            message = unknown(dm, self.model.decision_makers, "decision maker")
            yield Problem(self.file.place(path, key=key), message)

    def others(self) -> Iterator[Problem]:
        """Codes, coalitions and the actors of issues."""
        codes: dict[str, str] = {}
        for dm, maker in self.model.decision_makers.items():
            if maker.code in codes:
                message = f"`{maker.code}` is also the code of {codes[maker.code]}"
                yield self.at(("decision_makers", dm, "code"), message)
            elif maker.code:
                codes[maker.code] = dm
        for i, members in enumerate(self.model.coalitions):
            for j, dm in enumerate(members):
                yield from self.decision_maker(dm, ("coalitions", i, j))
                if dm in members[:j]:
                    yield self.at(("coalitions", i, j), f"`{shown(dm)}` is in it twice")
        for name, issue in self.model.issues.items():
            for dm in issue.actors:
                yield from self.decision_maker(dm, ("issues", name, "actors", dm), key=True)


def unknown(name: str, known: Iterable[str], what: str) -> str:
    """Return the message for a name that is not among `known`."""
    every = tuple(known)
    hint = did_you_mean(name, every) or f"; there are: {listed(every)}"
    return f"`{shown(name)}`: no such {what}{hint}"


def claim_references(
    element: Element | Change, path: Path, file: TextFile, claims: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for every claim that an element rests on and that the ledger lacks."""
    for name in ("because", "against"):
        for i, group in enumerate(getattr(element, name, ())):
            for j, claim in enumerate(group):
                if claim not in claims:
                    place = file.place((*path, name, i, j))
                    yield Problem(place, unknown(claim, claims, "claim"))


def _ledger(parts: Parts, files: Files) -> Iterator[Problem]:
    for name, document in parts.documents.items():
        file = files["documents.yaml"]
        yield from _look_up(document.source, parts.sources, "source", file, (name, "source"))
        if document.path is not None and not _inside(document.path):
            found = shown(document.path)
            message = f"found `{found}`; must be a relative path that stays in its folder"
            yield problem_at(file, (name, "path"), message)
    for name, claim in parts.claims.items():
        yield from _claim(parts, files["claims.yaml"], name, claim)


def _inside(path: str) -> bool:
    """Whether a path can be one inside a folder, on any system."""
    parts = path.replace("\\", "/").split("/")
    named = path.isprintable() and all(len(part.encode()) <= _LONGEST_NAME for part in parts)
    outside = path.startswith(("/", "\\", "~")) or ".." in parts or ":" in parts[0]
    return named and len(parts) <= _DEEPEST_PATH and not outside


def _claim(parts: Parts, file: TextFile, name: str, claim: Claim) -> Iterator[Problem]:
    makers = parts.model.decision_makers if parts.model else ANY_NAME
    both = parts.model is not None and parts.sources is not ANY_NAME
    speakers = {**makers, **parts.sources} if both else ANY_NAME
    yield from _look_up(
        claim.speaker, speakers, "decision maker or source", file, (name, "speaker")
    )
    for i, source in enumerate(claim.through):
        yield from _look_up(source, parts.sources, "source", file, (name, "through", i))
        if source in claim.through[:i]:
            message = f"`{shown(source)}` is on the chain twice"
            yield Problem(file.place((name, "through", i)), message)
    options = parts.model.options if parts.model else ANY_NAME
    for i, about in enumerate(claim.about):
        if about not in makers and about not in options and not _CODE.fullmatch(about):
            what = "decision maker, option or country code"
            known = [*makers, *options]
            yield Problem(file.place((name, "about", i)), unknown(about, known, what))
    for i, passage in enumerate(claim.passages):
        at: Path = (name, "passages", i, "document")
        yield from _look_up(passage.document, parts.documents, "document", file, at)


def _look_up(
    name: str, known: Collection[str], what: str, file: TextFile, path: Path
) -> Iterator[Problem]:
    if name not in known:
        yield Problem(file.place(path), unknown(name, known, what))


class _VariantCheck:
    """The references of one variant; a change may use what an earlier one added."""

    def __init__(self, parts: Parts, model: Model, file: TextFile, variant: Variant) -> None:
        self.parts = parts
        self.model = model
        self.file = file
        self.variant = variant
        repaired = any(PLACEHOLDER in str(getattr(c, c.verb)) for c in variant.changes)
        self.options: dict[str, Any] = _AnyName() if repaired else dict(model.options)
        self.states = [state.id for state in model.states or ()]
        self.elements = {name for name, _, _ in model.elements()}

    def problems(self) -> Iterator[Problem]:
        for i, change in enumerate(self.variant.changes):
            path: Path = ("changes", i)
            known = self.known(change.verb)
            target = getattr(change, change.verb)
            for j, name in enumerate(target if isinstance(target, tuple) else (target,)):
                if known is not None and name not in known[0]:
                    at = (*path, change.verb, j)
                    yield Problem(self.file.place(at), unknown(name, *known))
            if change.verb == "add_option":
                yield from self.added(target, (*path, "add_option"))
            if change.verb == "regrade" and change.to not in tuple("ABCDEF"):
                yield problem_at(
                    self.file, (*path, "to"), f"found `{shown(str(change.to))}`; allowed: A to F"
                )
            if change.want is not None:
                yield from self.formula(change.want, (*path, "want"))
            yield from claim_references(change, path, self.file, self.parts.claims)

    def known(self, verb: str) -> tuple[Collection[str], str] | None:
        kinds: dict[str, Callable[[], tuple[Collection[str], str]]] = {
            "add_statement": lambda: (self.model.decision_makers, "decision maker"),
            "remove_option": lambda: (self.options, "option"),
            "remove_party": lambda: (self.model.decision_makers, "decision maker"),
            "believe": lambda: (self.parts.claims, "claim"),
            "disbelieve": lambda: (self.parts.claims, "claim"),
            "regrade": lambda: (self.parts.sources, "source"),
            "set_status_quo": lambda: (
                (self.states, "state") if self.model.explicit else (self.options, "option")
            ),
        }
        if verb in {"drop", "stand", "fall", "flip", "move"}:
            return sorted(self.elements), "element"
        return kinds[verb]() if verb in kinds else None

    def added(self, name: str, path: Path) -> Iterator[Problem]:
        dm, _, option = name.partition(".")
        if not _OPTION.fullmatch(option):
            message = f"found `{shown(name)}`; must be DM.option: letters, digits and `_`"
            yield problem_at(self.file, path, message)
        elif dm not in self.model.decision_makers:
            message = unknown(dm, self.model.decision_makers, "decision maker")
            yield Problem(self.file.place(path), message)
        elif name in tuple(self.options):
            yield problem_at(self.file, path, f"`{name}` exists already")
        self.options[shown(name)] = None

    def formula(self, formula: Formula, path: Path) -> Iterator[Problem]:
        for name in formula.names:
            if name.name not in self.options:
                place: Place = self.file.place_within(path, name.offset)
                yield Problem(place, unknown(name.name, self.options, "option"))
