"""Solving a case: stability of every state, equilibria, outcomes, and how it was computed."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente._version import __version__
from detente.case import Case, UnknownName
from detente.case.errors import did_you_mean, listed

from . import graph, lattice
from .build import build
from .lattice.crew import Progress
from .model import CONCEPTS, STRICTEST_FIRST, ExplicitGraph, OptionForm

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Finding:
    """How a result was computed, so that anyone can compute it again.

    Attributes
    ----------
    input_sha256 : str
        Of the case's canonical model: comments and layout do not count.
    method : str
        The engine.
    parameters : mapping
    seed : int or None
        None where nothing is drawn.
    versions : mapping of str to str
    """

    input_sha256: str
    method: str
    parameters: Mapping[str, Any]
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=lambda: _versions())


def _versions() -> Mapping[str, str]:
    packages = {name: metadata.version(name) for name in ("numba", "numpy")}
    return MappingProxyType(
        {"detente": __version__, "python": platform.python_version(), **packages}
    )


@dataclass(frozen=True)
class OutcomeResult:
    """What became of one named outcome.

    Attributes
    ----------
    name : str
    states : tuple of int
        Numbers of all states that belong to it.
    equilibria : mapping of concept to tuple of int
        Those of them that are equilibria.
    """

    name: str
    states: tuple[int, ...]
    equilibria: Mapping[str, tuple[int, ...]]

    @property
    def holds_under(self) -> tuple[str, ...]:
        """Concepts under which some state of the outcome is an equilibrium."""
        return tuple(concept for concept in CONCEPTS if self.equilibria[concept])

    @property
    def strictest(self) -> tuple[str, ...]:
        """The concepts that say most: those that no other one it holds under implies."""
        return strictest(self.holds_under)


def strictest(concepts: Sequence[str]) -> tuple[str, ...]:
    """Return the concepts not implied by another of them, strictest first.

    Examples
    --------
    >>> strictest(["GMR", "SMR", "SEQ"])
    ('SEQ', 'SMR')
    """
    implied = {
        "Nash": {"SSEQ", "SEQ", "SMR", "GMR"},
        "SSEQ": {"SEQ", "SMR", "GMR"},
        "SEQ": {"GMR"},
        "SMR": {"GMR"},
        "GMR": set[str](),
    }
    weaker = set[str]().union(*(implied[concept] for concept in concepts))
    return tuple(c for c in STRICTEST_FIRST if c in concepts and c not in weaker)


@dataclass(frozen=True, eq=False)
class Result:
    """A solved case. States are numbered from 1 in the order of their codes.

    Attributes
    ----------
    case : Case
    conflict : OptionForm or ExplicitGraph
    verdicts : ndarray, shape (N, S), dtype uint8
        Bit c of ``verdicts[i, s - 1]``: state s is stable for decision maker i under concept c.
    status_quo : int or None
        Number of the state that holds.
    outcome_masks : mapping of str to ndarray, shape (S,), dtype bool
    finding : Finding
    """

    case: Case
    conflict: OptionForm | ExplicitGraph
    verdicts: NDArray[np.uint8]
    status_quo: int | None
    outcome_masks: Mapping[str, NDArray[np.bool_]]
    finding: Finding

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """Ids, in the case's order."""
        return self.conflict.decision_makers

    @property
    def options(self) -> tuple[str, ...]:
        """``DM.option``, in the order of the bits of a code; none in an explicit graph."""
        return self.conflict.options if isinstance(self.conflict, OptionForm) else ()

    @cached_property
    def stable(self) -> NDArray[np.bool_]:
        """The verdicts spelt out; shape (5, N, S), dtype bool.

        ``stable[c, i, s - 1]``: state s is stable for decision maker i under concept c.
        """
        stable = lattice.unpacked(self.verdicts)
        stable.flags.writeable = False
        return stable

    @cached_property
    def equilibrium_masks(self) -> NDArray[np.bool_]:
        """Which states are stable for everybody; shape (5, S), dtype bool."""
        return lattice.unpacked(np.bitwise_and.reduce(self.verdicts, axis=0))

    @cached_property
    def equilibria(self) -> Mapping[str, tuple[int, ...]]:
        """State numbers that are stable for every decision maker, by concept."""
        return MappingProxyType(
            {c: numbers(mask) for c, mask in zip(CONCEPTS, self.equilibrium_masks, strict=True)}
        )

    @cached_property
    def outcomes(self) -> Mapping[str, OutcomeResult]:
        """The case's named outcomes, in its order."""
        return MappingProxyType(
            {name: self._outcome(name, mask) for name, mask in self.outcome_masks.items()}
        )

    @property
    def unnamed(self) -> OutcomeResult:
        """The states that belong to no named outcome, as one more, without a name."""
        named = np.zeros(self.conflict.size, np.bool_)
        for mask in self.outcome_masks.values():
            named |= mask
        return self._outcome("", ~named)

    def _outcome(self, name: str, mask: NDArray[np.bool_]) -> OutcomeResult:
        held = {
            concept: numbers(mask & stable)
            for concept, stable in zip(CONCEPTS, self.equilibrium_masks, strict=True)
        }
        return OutcomeResult(name, numbers(mask), MappingProxyType(held))

    def stability(self, concept: str) -> Mapping[str, tuple[int, ...]]:
        """Return for every decision maker the states that are stable for it under a concept."""
        bit = np.uint8(1 << CONCEPTS.index(self.concept(concept)))
        rows = zip(self.decision_makers, self.verdicts, strict=True)
        return {dm: numbers(row & bit != 0) for dm, row in rows}

    def holds_under(self, state: int) -> tuple[str, ...]:
        """Return the concepts under which a state is an equilibrium, in the order of results."""
        mask = self.equilibrium_masks[:, self.index(state)]
        return tuple(c for c, holds in zip(CONCEPTS, mask, strict=True) if holds)

    def on(self, state: int) -> tuple[str, ...]:
        """Return the options that are on in a state."""
        if not isinstance(self.conflict, OptionForm):
            return ()
        code = int(self.conflict.codes[self.index(state)])
        return tuple(name for k, name in enumerate(self.options) if code >> k & 1)

    def settled(self, states: Sequence[int]) -> tuple[tuple[str, bool], ...]:
        """Return the options that are the same in all of some states, and whether they are on."""
        if not states or not isinstance(self.conflict, OptionForm):
            return ()
        codes = self.conflict.codes[np.asarray(states) - 1]
        always, ever = int(np.bitwise_and.reduce(codes)), int(np.bitwise_or.reduce(codes))
        return tuple(
            (name, bool(always >> k & 1))
            for k, name in enumerate(self.options)
            if always >> k & 1 or not ever >> k & 1
        )

    def outcomes_of(self, state: int) -> tuple[str, ...]:
        """Return the named outcomes that a state belongs to."""
        index = self.index(state)
        return tuple(name for name, mask in self.outcome_masks.items() if mask[index])

    # names a person gives, and what they stand for

    def index(self, state: int) -> int:
        """Return a state's index in the arrays.

        Raises
        ------
        UnknownName
            There is no such state.
        """
        if not 1 <= state <= self.conflict.size:
            raise UnknownName(
                f"there is no state {state}; states are numbered 1 to {self.conflict.size}"
            )
        return state - 1

    def dm_index(self, dm: str) -> int:
        """Return a decision maker's index in the arrays.

        Raises
        ------
        UnknownName
            There is no such decision maker.
        """
        if dm not in self.decision_makers:
            known = self.decision_makers
            hint = did_you_mean(dm, known) or f"; there are: {listed(known)}"
            raise UnknownName(f"`{dm}`: no such decision maker{hint}")
        return self.decision_makers.index(dm)

    @staticmethod
    def concept(name: str) -> str:
        """Return a concept's name as it is written here.

        Raises
        ------
        UnknownName
            There is no such concept.
        """
        for concept in CONCEPTS:
            if concept.lower() == name.lower():
                return concept
        hint = did_you_mean(name, CONCEPTS)
        raise UnknownName(f"`{name}`: no such concept{hint}; there are: {', '.join(CONCEPTS)}")

    def state(self, text: str) -> int:
        """Return the number of a state given as a number, a name, or the options that are on.

        Parameters
        ----------
        text : str
            ``"7"``; ``"sq"`` for the status quo; ``"US.relief,DPRK.test"`` or ``"none"`` for the
            options that are on; a listed state's id.

        Raises
        ------
        UnknownName
            There is no such state.
        """
        if text.isascii() and text.isdigit():
            return self.index(int(text[:20])) + 1  # no model has as many states
        if text == "sq":
            if self.status_quo is None:
                raise UnknownName("the case has no status quo")
            return self.status_quo
        if isinstance(self.conflict, ExplicitGraph):
            return self._listed_state(text)
        on = text.replace(",", " ").split()
        if not on:
            raise UnknownName("no state is named; `none` is the state in which no option is on")
        return self._option_state([] if on == ["none"] else on)

    def _listed_state(self, name: str) -> int:
        names = self.conflict.names if isinstance(self.conflict, ExplicitGraph) else ()
        if name not in names:
            hint = did_you_mean(name, names) or f"; there are: {listed(names)}"
            raise UnknownName(f"`{name}`: no such state{hint}")
        return names.index(name) + 1

    def _option_state(self, on: Sequence[str]) -> int:
        for option in on:
            if option not in self.options:
                hint = did_you_mean(option, self.options)
                raise UnknownName(f"`{option}`: no such option or state{hint}")
        assert isinstance(self.conflict, OptionForm), "told apart by the caller"
        code = np.uint64(sum(1 << self.options.index(option) for option in set(on)))
        place = int(np.searchsorted(self.conflict.codes, code))
        if place == self.conflict.size or self.conflict.codes[place] != code:
            raise UnknownName(f"the state [{', '.join(on)}] is excluded by the rules")
        return place + 1

    def to_networkx(self) -> nx.MultiDiGraph[int]:
        """Return the graph model: states as nodes, moves as edges.

        Nodes carry ``on`` (or ``name``), ``outcomes``, ``equilibrium`` (concepts); edges are
        keyed by decision maker and carry ``dm`` and ``improvement``.

        Raises
        ------
        TooLarge
            More moves than a graph of Python objects should hold.
        """
        from .export import to_networkx

        return to_networkx(self)


def numbers(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the state numbers, from 1, where a mask of shape (S,) holds."""
    return tuple((np.flatnonzero(mask) + 1).tolist())


def solve(case: Case, *, progress: Progress | None = None) -> Result:
    """Solve a case under all five concepts.

    Parameters
    ----------
    case : Case
    progress : callable, optional
        Called from time to time with the share of the work that is done, from 0 to 1; what it
        raises stops the work.

    Returns
    -------
    Result

    Raises
    ------
    InvalidCase
        What only the states can tell: rules that leave none, a status quo that cannot be, …
    TooLarge
        More states than memory holds.

    Examples
    --------
    >>> from detente.case import load
    >>> solve(load("korea-2019")).finding.method
    'lattice'
    """
    built = build(case)
    option_form = isinstance(built.conflict, OptionForm)
    verdicts = (
        lattice.decide(built.conflict, progress=progress)
        if isinstance(built.conflict, OptionForm)
        else lattice.packed(graph.solve(built.conflict))
    )
    verdicts.flags.writeable = False
    method = "lattice" if option_form else "graph"
    return Result(
        case=case,
        conflict=built.conflict,
        verdicts=verdicts,
        status_quo=None if built.status_quo is None else built.status_quo + 1,
        outcome_masks=MappingProxyType(dict(built.outcomes)),
        finding=Finding(case.sha256, method, MappingProxyType({"concepts": list(CONCEPTS)})),
    )


def notes(case: Case) -> list[str]:
    """Return what the case says and no analysis uses yet: nothing is passed over in silence."""
    blind = [dm for dm, maker in case.model.decision_makers.items() if maker.cannot_see]
    said = []
    if blind:
        said.append(f"`cannot_see` ({', '.join(blind)}) is kept, but not used by the analysis yet")
    if case.model.coalitions:
        said.append("`coalitions` are kept, but not used by the analysis yet")
    if case.model.issues:
        said.append("`issues` are kept, but not used by the analysis yet")
    return said
