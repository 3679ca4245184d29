"""GMCR+: its ``.gmcr`` files become cases, and cases become such files.

Both know options, one-way options, statements in order of weight, rankings by hand, infeasible
states, misperceptions and coalitions. Only a case knows who says so, what the question is and
where things stand; only it has formulas of any shape. What one side cannot hold is returned as
a note. :mod:`.gmcrfile` tells what a file looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, InvalidCase, NotExpressible, Place, Problem, TooLarge, from_files
from detente.case.errors import listed, shown
from detente.case.files import TextFile, digest
from detente.case.formula import MAX_LENGTH, Formula
from detente.case.formula import parse as parse_formula
from detente.case.nodes import parse as parse_yaml
from detente.case.schema import DecisionMaker
from detente.conflict.build import build
from detente.conflict.model import OptionForm
from detente.conflict.states import culprits, feasible, where

from .casetext import NewCase, NewMaker, NewOption, case_text
from .exchange import Exported, Imported, left_out
from .gmcrfile import GmcrFile, GmcrModel, GmcrOption, GmcrParty, dump, load
from .naming import Renamed, id_for
from .patterns import Pattern, conjunction, disjunction, expanded, written

MAX_STATES = 2**20
"""An import lists the states to check rankings and patterns, as long as there are not more."""


def read(text: str, *, file: str, title: str, as_of: str, name: str = "imported") -> Imported:
    """Make a case from the text of a ``.gmcr`` file.

    Parameters
    ----------
    text : str
    file : str
        What the file is called, for messages.
    title, as_of : str
        What a case must say and the file does not: a title, and a day (``YYYY-MM-DD``).
    name : str
        What the case is to be called.

    Returns
    -------
    Imported

    Raises
    ------
    InvalidCase
        With all problems of the file at once, each with its place.
    """
    return _Import(load(text, file), title=title, as_of=as_of, name=name).imported()


def write(case: Case) -> Exported:
    """Write a case as the text of a ``.gmcr`` file.

    Raises
    ------
    NotExpressible
        The case lists its states, or a rule takes too many patterns.
    InvalidCase
        The case says something impossible.
    """
    if case.model.explicit:
        raise NotExpressible("the case lists its states; a .gmcr file needs options")
    return _Export(case).exported()


class _Import:
    """One file on its way to a case."""

    def __init__(self, file: GmcrFile, *, title: str, as_of: str, name: str) -> None:
        self.file = file
        self.model = file.model
        self.title = title
        self.as_of = as_of
        self.name = name
        self.notes = list(file.notes)
        self.renamed: list[Renamed] = []

    def imported(self) -> Imported:
        self.makers = self.maker_ids()
        self.options = self.option_ids()
        self.full = [option for ids in self.options for option in self.qualified(ids)]
        rules = self.formulas(self.model.infeasible)
        self.codes = self.states(rules)
        new = NewCase(
            head=f"Imported from {shown(self.file.tree.file, 200)}, a file of GMCR+.",
            title=self.title,
            as_of=self.as_of,
            makers=tuple(self.maker(i) for i in range(len(self.makers))),
            never=tuple(map(str, rules)),
            coalitions=tuple(
                tuple(self.makers[dm] for dm in members) for members in self.model.coalitions
            ),
        )
        return Imported(self.case(case_text(new)), tuple(self.renamed), self.said())

    # names

    def maker_ids(self) -> list[str]:
        found: list[str] = []
        for i, party in enumerate(self.model.parties):
            found.append(id_for(party.name, found, f"dm_{i + 1}"))
            if found[-1] != party.name:
                self.renamed.append(Renamed("decision maker", party.name, found[-1]))
        return found

    def option_ids(self) -> list[tuple[str, list[str]]]:
        """Return each decision maker's id with the ids of its options."""
        found: list[tuple[str, list[str]]] = []
        for dm, party in zip(self.makers, self.model.parties, strict=True):
            own: list[str] = []
            for k in party.options:
                name = self.model.options[k].name
                own.append(id_for(name, own, f"option_{k + 1}"))
                if own[-1] != name:
                    self.renamed.append(Renamed("option", name, f"{dm}.{own[-1]}"))
            found.append((dm, own))
        return found

    @staticmethod
    def qualified(ids: tuple[str, list[str]]) -> list[str]:
        return [f"{ids[0]}.{option}" for option in ids[1]]

    # formulas and states

    def formulas(self, patterns: Sequence[Pattern]) -> list[Formula]:
        found = []
        for pattern, value in zip(patterns, self.file.infeasible, strict=True):
            text = conjunction(pattern, self.full)
            if len(text) > MAX_LENGTH:
                message = f"is longer than {MAX_LENGTH:,} characters as a formula"
                raise InvalidCase([self.file.problem(value, message)])
            found.append(parse_formula(text))
        return found

    def states(self, rules: Sequence[Formula]) -> NDArray[np.uint64] | None:
        """Return the feasible states; None if they are too many to be listed."""
        try:
            codes = feasible(self.full, rules, bytes_a_state=1, most=MAX_STATES)
        except TooLarge:
            self.notes.append(
                f"more than {MAX_STATES:,} states: whether the patterns leave one was not checked"
            )
            return None
        if not codes.size:
            raise InvalidCase(self.no_state(rules))
        return codes

    def no_state(self, rules: Sequence[Formula]) -> Iterator[Problem]:
        guilty = culprits(self.full, rules)
        for i in guilty:
            beside = [f"infeasibles[{j + 1}]" for j in guilty if j != i]
            together = f"together with {' and '.join(beside)} " if beside else ""
            message = f"infeasibles[{i + 1}]: {together}leaves no state at all"
            yield self.file.problem(self.file.infeasible[i], message)

    # decision makers

    def maker(self, i: int) -> NewMaker:
        party = self.model.parties[i]
        names = [self.model.options[k].name for k in party.options]
        options = zip(party.options, self.options[i][1], names, strict=True)
        ranking = self.ranking(i) if self.model.by_hand else None
        self.unused(i)
        return NewMaker(
            id=self.makers[i],
            name=party.name or self.makers[i],
            options=tuple(
                NewOption(option, text or option, self.model.options[k].direction)
                for k, option, text in options
            ),
            prefers=() if self.model.by_hand else self.statements(i),
            ranking=ranking,
            cannot_see=self.unseen(i),
        )

    def unused(self, i: int) -> None:
        """Say which of statements and ranking the file does not use."""
        party = self.model.parties[i]
        if self.model.by_hand and party.statements:
            count = len(party.statements)
            self.notes.append(
                f"{self.makers[i]}: {count} preference{'s' if count > 1 else ''} left out: the file"
                " ranks by hand, and a case holds the one or the other"
            )
        if not self.model.by_hand and party.ranking is not None:
            self.notes.append(
                f"{self.makers[i]}: the ranking by hand is left out: the file does not use it"
            )

    def statements(self, i: int) -> tuple[str, ...]:
        found = [disjunction(line, self.full) for line in self.model.parties[i].statements]
        for k, text in enumerate(found):
            if len(text) > MAX_LENGTH:
                what = f"decisionMakers[{i + 1}].preferences[{k + 1}]"
                message = f"{what}: is longer than {MAX_LENGTH:,} characters as a formula"
                raise InvalidCase([self.file.problem(self.file.tree.root, message)])
        return tuple(found)

    def unseen(self, i: int) -> tuple[str, ...]:
        texts = tuple(conjunction(p, self.full) for p in self.model.parties[i].unseen)
        if texts and self.codes is not None:
            hidden = [where(parse_formula(text), self.full, self.codes) for text in texts]
            if np.logical_or.reduce(hidden).all():
                self.notes.append(f"{self.makers[i]} perceives no state at all")
        return texts

    def ranking(self, i: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
        value, places = self.file.rankings[i], self.model.parties[i].ranking
        assert value is not None, "the reading of the file saw to it"
        assert places is not None, "the reading of the file saw to it"
        what = f"decisionMakers[{i + 1}].preferenceRanking"
        if self.codes is None:
            message = f"{what}: ranks states by number, and there are more than {MAX_STATES:,}"
            raise InvalidCase([self.file.problem(value, message)])
        problems = list(_misranked(places, self.codes.size))
        if problems:
            raise InvalidCase(self.file.problem(value, f"{what}: {said}") for said in problems)
        return tuple(tuple(self.on(number) for number in sorted(place)) for place in places)

    def on(self, number: int) -> tuple[str, ...]:
        assert self.codes is not None, "rankings are read where states are listed"
        code = int(self.codes[number - 1])
        return tuple(option for k, option in enumerate(self.full) if code >> k & 1)

    # the case

    def case(self, text: str) -> Case:
        file = TextFile("case.yaml", text, None, digest(b""))
        try:
            tree = parse_yaml(text, "case.yaml")
            file = TextFile("case.yaml", text, tree, digest(b""))
            return from_files({"case.yaml": file}, name=self.name)
        except InvalidCase as error:
            place = Place(self.file.tree.file)
            said = (f"as a case it would be wrong: {problem}" for problem in error.problems)
            raise InvalidCase(Problem(place, message) for message in said) from None

    def said(self) -> tuple[str, ...]:
        names = [f"{shown(new.id)} for `{shown(new.name)}`" for new in self.renamed]
        mapped = [f"ids instead of names that are none: {listed(names)}"] if names else []
        needs = "the file has no status quo, no outcomes and no sources; the case says none"
        return (*mapped, *self.notes, needs)


def _misranked(places: Sequence[Sequence[int]], states: int) -> Iterator[str]:
    """Yield what is wrong with a ranking of the states 1 to `states`."""
    seen: set[int] = set()
    repeated: list[int] = []
    for number in (number for place in places for number in place):
        if number in seen:
            repeated.append(number)
        seen.add(number)
    if unknown := sorted(n for n in seen if not 1 <= n <= states):
        yield f"there is no state {listed(map(str, unknown))}; there are {states:,}, from 1"
    if repeated:
        yield f"repeats the state {listed(map(str, dict.fromkeys(repeated)))}"
    if missing := [str(n) for n in range(1, states + 1) if n not in seen]:
        yield f"misses the state {listed(missing)}"


class _Export:
    """One case on its way to a file."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.makers = case.model.decision_makers
        self.index: Mapping[str, int] = {o: k for k, o in enumerate(case.model.options)}
        self.rewritten: list[str] = []
        self.notes: list[str] = []

    def exported(self) -> Exported:
        statements = {dm: self.statements(dm, maker) for dm, maker in self.makers.items()}
        by_rank = [dm for dm, maker in self.makers.items() if maker.ranking is not None]
        too_long = [dm for dm, lines in statements.items() if lines is None]
        by_hand = bool(by_rank or too_long)
        conflict = self.conflict(by_hand=by_hand)
        model = GmcrModel(
            options=tuple(
                GmcrOption(option.text, option.moves) for option in self.case.model.options.values()
            ),
            parties=tuple(self.party(dm, statements[dm] or (), conflict) for dm in self.makers),
            infeasible=tuple(self.infeasible()),
            by_hand=by_hand,
            coalitions=self.coalitions(),
        )
        self.say_rankings(by_rank, too_long)
        return Exported(dump(model), self.said())

    def statements(self, dm: str, maker: DecisionMaker) -> tuple[tuple[Pattern, ...], ...] | None:
        """Return the statements as patterns; None if one of them would take too many."""
        found: list[tuple[Pattern, ...]] = []
        for k, line in enumerate(maker.prefers):
            patterns = self.patterns(line.want, f"{dm}/{k + 1}")
            if patterns is None:
                return None
            if patterns:
                found.append(patterns)
            else:
                self.notes.append(f"{dm}/{k + 1} is left out: no state satisfies `{line.want}`")
        return tuple(found)

    def patterns(self, formula: Formula, what: str) -> tuple[Pattern, ...] | None:
        ready = written(formula, self.index)
        if ready is not None:
            return ready
        self.rewritten.append(what)
        return expanded(formula, self.index)

    def conflict(self, *, by_hand: bool) -> OptionForm | None:
        """Return the states and ranks if rankings are written; check the case in any event."""
        if not by_hand and not self.few_states():
            self.notes.append("too many states to be listed: whether there is one was not checked")
            return None
        built = build(self.case).conflict
        assert isinstance(built, OptionForm), "a case with options has an option form"
        return built if by_hand else None

    def few_states(self) -> bool:
        rules = [rule.never for rule in self.case.model.rules]
        try:
            feasible(tuple(self.index), rules, bytes_a_state=1, most=MAX_STATES)
        except TooLarge:
            return False
        return True

    def party(
        self, dm: str, statements: tuple[tuple[Pattern, ...], ...], conflict: OptionForm | None
    ) -> GmcrParty:
        maker = self.makers[dm]
        own = tuple(k for option, k in self.index.items() if option.partition(".")[0] == dm)
        return GmcrParty(
            name=maker.name or dm,
            options=own,
            statements=statements,
            unseen=tuple(self.unseen(dm, maker)),
            ranking=None if conflict is None else _places(conflict, dm),
        )

    def unseen(self, dm: str, maker: DecisionMaker) -> Iterator[Pattern]:
        for k, formula in enumerate(maker.cannot_see):
            what = f"{dm}.cannot_see[{k + 1}]"
            patterns = self.patterns(formula, what)
            if patterns is None:
                self.rewritten.remove(what)
                self.notes.append(f"{what} is left out: it takes too many patterns")
            yield from patterns or ()

    def infeasible(self) -> Iterator[Pattern]:
        for k, rule in enumerate(self.case.model.rules):
            what = f"rules[{k + 1}]"
            patterns = self.patterns(rule.never, what)
            if patterns is None:
                raise NotExpressible(
                    f"{what} (never: {shown(str(rule.never))}) takes too many patterns for a .gmcr"
                    " file; write it as several simpler rules"
                )
            if not patterns:
                self.notes.append(f"{what} is left out: nothing is excluded by `{rule.never}`")
            yield from patterns

    def coalitions(self) -> tuple[tuple[int, ...], ...]:
        order = list(self.makers)
        found = tuple(tuple(map(order.index, members)) for members in self.case.model.coalitions)
        members = [dm for coalition in found for dm in coalition]
        if len(set(members)) < len(members):
            self.notes.append("coalitions are left out: they overlap, which the format cannot hold")
            return ()
        return found

    def say_rankings(self, by_rank: Sequence[str], too_long: Sequence[str]) -> None:
        for dm in too_long:
            self.rewritten = [what for what in self.rewritten if not what.startswith(f"{dm}/")]
            self.notes.append(
                f"{dm}: a statement takes too many patterns, so the statements are left out and"
                " only the ranking of states that they induce is written"
            )
        beside = [dm for dm in self.makers if dm not in {*by_rank, *too_long}]
        if (by_rank or too_long) and beside:
            self.notes.append(
                f"{listed(beside)}: written with statements and the ranking they induce; the file"
                " ranks by hand, so the program uses the ranking"
            )

    def said(self) -> tuple[str, ...]:
        options = self.case.model.options
        names = sum(option.text != name.partition(".")[2] for name, option in options.items())
        named = f"options and decision makers go by their texts and names, not ids ({names} differ)"
        again = f"formulas written as patterns, alike in meaning: {listed(self.rewritten)}"
        kept = {"moves", "rules", "prefers", "cannot_see", "coalitions"}
        return (
            *([named] if names else []),
            *([again] if self.rewritten else []),
            *self.notes,
            *left_out(self.case, kept),
        )


def _places(conflict: OptionForm, dm: str) -> tuple[tuple[int, ...], ...]:
    """Return the state numbers in a decision maker's order, the best first, ties together."""
    ranks = conflict.ranks[conflict.decision_makers.index(dm)]
    return tuple(
        tuple((np.flatnonzero(ranks == rank) + 1).tolist()) for rank in np.unique(ranks)[::-1]
    )
