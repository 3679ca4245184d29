"""What the engines solve: a conflict as states, moves and preferences.

Two forms carry the same meaning (Fang, Hipel & Kilgour 1993, ch. 2):

* :class:`OptionForm`: states are combinations of yes/no options; the moves follow from who
  owns which option, from the rules, and from options that cannot be undone.
* :class:`ExplicitGraph`: states and moves are listed, and preferences may be any relation.

Both offer the protocol :class:`Conflict`, which is all that the graph engine asks for.
States are indices 0 … S-1 inside the engines; people see numbers from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
"""The five stability concepts, in the order results are given."""

STRICTEST_FIRST = ("Nash", "SSEQ", "SEQ", "SMR", "GMR")
"""Nash ⊆ SSEQ ⊆ SEQ ⊆ GMR and SSEQ ⊆ SMR ⊆ GMR; SEQ and SMR are not comparable."""

MOST_OPTIONS = 64
"""A state's code is one machine word."""

Direction = Literal["both", "on", "off"]
Ranking = Sequence[str | Sequence[str]]
"""State names, the best first; an inner sequence is a tie."""


class Step(NamedTuple):
    """One move in a sequence: who moves, and the state it leads to."""

    dm: int
    state: int


class Conflict(Protocol):
    """What both forms offer the graph engine."""

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """Ids of the decision makers, in the model's order."""

    @property
    def size(self) -> int:
        """Number of states."""

    @property
    def composes(self) -> bool:
        """Whether two moves in succession of one decision maker are always one move, or none.

        None: where they lead back. False is always safe, and only slower.
        """

    @property
    def transitive(self) -> bool:
        """Whether every decision maker's strict preference is transitive.

        False is always safe, and only slower.
        """

    def reach(self, dm: int, state: int) -> NDArray[np.intp]:
        """States that `dm` can reach from `state` in one move: ascending, without `state`."""

    def prefers(self, dm: int, better: NDArray[np.intp], worse: int) -> NDArray[np.bool_]:
        """Which of the states in `better` the decision maker strictly prefers to `worse`."""


class Control(NamedTuple):
    """The options of one decision maker, as masks over a state's code."""

    own: int
    on: int
    """Own options that can only be switched on."""
    off: int
    """Own options that can only be switched off."""


class _Groups(NamedTuple):
    """States in groups that differ in one decision maker's options only."""

    members: NDArray[np.intp]
    start: NDArray[np.intp]
    stop: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class OptionForm:
    """A conflict whose states are combinations of options.

    Parameters
    ----------
    decision_makers : tuple of str, length N
    options : tuple of str, length K
        ``"DM.option"``; option k is bit k of a state's code. At most 64.
    owners : tuple of int, length K
        Index of the decision maker that controls each option.
    directions : tuple of {"both", "on", "off"}, length K
        Whether the option can be switched both ways, only on, or only off.
    codes : ndarray, shape (S,), dtype uint64
        The feasible states, ascending.
    ranks : ndarray, shape (N, S), dtype int32
        ``ranks[i, s]`` is the place of state s for decision maker i: larger is better, equal is
        a tie. Only the order means anything.

    Raises
    ------
    ValueError
        If shapes, dtypes or ranges do not fit together, or there is no state.
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    owners: tuple[int, ...]
    directions: tuple[Direction, ...]
    codes: NDArray[np.uint64]
    ranks: NDArray[np.int32]

    def __post_init__(self) -> None:
        _check_names("decision makers", self.decision_makers)
        _check_options(self)
        _check_array("codes", self.codes, np.dtype(np.uint64), (self.codes.size,))
        _check_array("ranks", self.ranks, np.dtype(np.int32), (self._count, self.codes.size))
        _check_codes(self.codes, len(self.options))

    @property
    def size(self) -> int:
        """Number of feasible states."""
        return int(self.codes.size)

    @property
    def composes(self) -> bool:
        """True: both moves change own options only, and neither undoes what cannot be undone."""
        return True

    @property
    def transitive(self) -> bool:
        """True: preferences are places in a ranking."""
        return True

    @property
    def _count(self) -> int:
        return len(self.decision_makers)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The masks of each decision maker's options, in the model's order."""
        return tuple(self._control(dm) for dm in range(self._count))

    def _control(self, dm: int) -> Control:
        masks = {"both": 0, "on": 0, "off": 0}
        for option, (owner, direction) in enumerate(zip(self.owners, self.directions, strict=True)):
            if owner == dm:
                masks[direction] |= 1 << option
        return Control(sum(masks.values()), masks["on"], masks["off"])

    @cached_property
    def _groups(self) -> tuple[_Groups, ...]:
        return tuple(_group(self.codes, control.own) for control in self.controls)

    def reach(self, dm: int, state: int) -> NDArray[np.intp]:
        """States that `dm` can reach from `state` by changing own options once.

        Returns
        -------
        ndarray, dtype intp
            Ascending, without `state` itself.
        """
        groups = self._groups[dm]
        group: NDArray[np.intp] = groups.members[groups.start[state] : groups.stop[state]]
        control = self.controls[dm]
        if control.on | control.off:
            group = group[_allowed(control, self.codes[state], self.codes[group])]
        others: NDArray[np.intp] = group[group != state]
        return others

    def prefers(self, dm: int, better: NDArray[np.intp], worse: int) -> NDArray[np.bool_]:
        """Which of the states in `better` have a higher rank for `dm` than `worse`."""
        preferred: NDArray[np.bool_] = self.ranks[dm][better] > self.ranks[dm, worse]
        return preferred


@dataclass(frozen=True, eq=False)
class ExplicitGraph:
    """A conflict whose states and moves are listed one by one.

    Parameters
    ----------
    decision_makers : tuple of str, length N
    names : tuple of str, length S
    moves : tuple of N tuples of S ndarrays, dtype intp
        ``moves[i][s]``: states i reaches from s in one move, ascending. Not necessarily
        transitive: that one may go from a to b and from b to c need not let one go from a to c.
    better : ndarray, shape (N, S, S), dtype bool
        ``better[i, a, b]``: decision maker i strictly prefers state a to state b. Irreflexive
        and asymmetric; need not be transitive or complete.

    Raises
    ------
    ValueError
        If shapes, dtypes or ranges do not fit together, a move leads nowhere, or a preference
        holds both ways.
    """

    decision_makers: tuple[str, ...]
    names: tuple[str, ...]
    moves: tuple[tuple[NDArray[np.intp], ...], ...]
    better: NDArray[np.bool_]

    def __post_init__(self) -> None:
        _check_names("decision makers", self.decision_makers)
        _check_names("states", self.names)
        _check_moves(self)
        shape = (len(self.decision_makers), self.size, self.size)
        _check_array("better", self.better, np.dtype(np.bool_), shape)
        _check_asymmetric(self)

    @classmethod
    def from_rankings(
        cls,
        names: Sequence[str],
        moves: Mapping[str, Iterable[tuple[str, str]]],
        rankings: Mapping[str, Ranking],
    ) -> Self:
        """Build a graph from lists of moves and complete rankings.

        Parameters
        ----------
        names : sequence of str, length S
        moves : mapping from decision maker to pairs (from, to) of state names
        rankings : mapping from decision maker to state names, the best first, ties in a list
            Its order is the model's order of decision makers; each state stands in it once.

        Raises
        ------
        ValueError
            If a name is unknown, or a ranking misses or repeats a state.

        Examples
        --------
        >>> graph = ExplicitGraph.from_rankings(
        ...     ["calm", "war"],
        ...     {"A": [("calm", "war")]},
        ...     {"A": ["war", "calm"], "B": [["calm", "war"]]},
        ... )
        >>> graph.reach(0, 0)
        array([1])
        """
        index = {name: state for state, name in enumerate(names)}
        makers = tuple(rankings)
        _check_names("decision makers", makers)
        if unknown := [maker for maker in moves if maker not in rankings]:
            raise ValueError(f"moves of {unknown[0]!r}, who has no ranking")
        return cls(
            makers,
            tuple(names),
            tuple(_moves_by_state(moves.get(maker, ()), index, maker) for maker in makers),
            np.stack([_better(rankings[maker], index, maker) for maker in makers]),
        )

    @property
    def size(self) -> int:
        """Number of states."""
        return len(self.names)

    @property
    def composes(self) -> bool:
        """False: nothing is known of listed moves."""
        return False

    @property
    def transitive(self) -> bool:
        """False: nothing is known of a listed relation."""
        return False

    def reach(self, dm: int, state: int) -> NDArray[np.intp]:
        """States that `dm` reaches from `state` in one move, ascending; dtype intp."""
        return self.moves[dm][state]

    def prefers(self, dm: int, better: NDArray[np.intp], worse: int) -> NDArray[np.bool_]:
        """Which of the states in `better` the decision maker strictly prefers to `worse`."""
        preferred: NDArray[np.bool_] = self.better[dm, better, worse]
        return preferred


def _group(codes: NDArray[np.uint64], own: int) -> _Groups:
    shared = codes & ~np.uint64(own)
    members = np.argsort(shared, kind="stable")
    ordered = shared[members]
    edges = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    bounds = np.concatenate(([0], edges, [codes.size]))
    group = np.empty(codes.size, np.intp)
    group[members] = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))
    return _Groups(members, bounds[group], bounds[group + 1])


def _allowed(control: Control, here: np.uint64, there: NDArray[np.uint64]) -> NDArray[np.bool_]:
    undone = (here & ~there) & np.uint64(control.on)
    redone = (there & ~here) & np.uint64(control.off)
    allowed: NDArray[np.bool_] = (undone | redone) == 0
    return allowed


def _moves_by_state(
    pairs: Iterable[tuple[str, str]], index: Mapping[str, int], maker: str
) -> tuple[NDArray[np.intp], ...]:
    targets: list[set[int]] = [set() for _ in index]
    for origin, target in pairs:
        for name in (origin, target):
            if name not in index:
                raise ValueError(f"a move of {maker!r} names the state {name!r}, which is unknown")
        targets[index[origin]].add(index[target])
    return tuple(np.array(sorted(reached), dtype=np.intp) for reached in targets)


def _better(ranking: Ranking, index: Mapping[str, int], maker: str) -> NDArray[np.bool_]:
    places: dict[str, int] = {}
    for place, entry in enumerate(ranking):
        for name in [entry] if isinstance(entry, str) else entry:
            if name not in index:
                raise ValueError(f"the ranking of {maker!r} names the state {name!r}: unknown")
            if name in places:
                raise ValueError(f"the ranking of {maker!r} repeats the state {name!r}")
            places[name] = place
    if missing := [name for name in index if name not in places]:
        raise ValueError(f"the ranking of {maker!r} misses the state {missing[0]!r}")
    place_of = np.array([places[name] for name in index])
    better: NDArray[np.bool_] = place_of[:, np.newaxis] < place_of[np.newaxis, :]
    return better


def _check_names(what: str, names: Sequence[str]) -> None:
    if not names:
        raise ValueError(f"a conflict needs {what}, and has none")
    if len(set(names)) < len(names):
        repeated = next(name for place, name in enumerate(names) if name in names[:place])
        raise ValueError(f"two {what} are called {repeated!r}")


def _check_array(
    what: str, array: NDArray[np.generic], dtype: np.dtype[np.generic], shape: tuple[int, ...]
) -> None:
    if array.shape != shape:
        raise ValueError(f"{what} must have shape {shape}, not {array.shape}")
    if array.dtype != dtype:
        raise ValueError(f"{what} must be of dtype {dtype}, not {array.dtype}")


def _check_options(form: OptionForm) -> None:
    count = len(form.options)
    if count > MOST_OPTIONS:
        raise ValueError(f"at most {MOST_OPTIONS} options fit a state's code, not {count}")
    if len(set(form.options)) < count:
        _check_names("options", form.options)
    for what, entries in (("owners", form.owners), ("directions", form.directions)):
        if len(entries) != count:
            raise ValueError(f"{what} must have one entry per option: {count}, not {len(entries)}")
    for option, owner, direction in zip(form.options, form.owners, form.directions, strict=True):
        if not 0 <= owner < len(form.decision_makers):
            raise ValueError(f"the owner of option {option!r} is no decision maker: {owner}")
        if direction not in ("both", "on", "off"):
            raise ValueError(f"option {option!r} moves {direction!r}: not both, on or off")


def _check_codes(codes: NDArray[np.uint64], options: int) -> None:
    if not codes.size:
        raise ValueError("a conflict needs states, and has none: nothing is feasible")
    if (codes[1:] <= codes[:-1]).any():
        raise ValueError("codes must ascend, each once")
    if int(codes[-1]) >> options:
        raise ValueError(f"the code {codes[-1]} has a bit beyond the {options} options")


def _check_moves(graph: ExplicitGraph) -> None:
    if len(graph.moves) != len(graph.decision_makers):
        raise ValueError(
            f"moves must have one entry per decision maker: {len(graph.decision_makers)}, "
            f"not {len(graph.moves)}"
        )
    for maker, moves in zip(graph.decision_makers, graph.moves, strict=True):
        if len(moves) != graph.size:
            raise ValueError(
                f"moves of {maker!r} must have one entry per state: {graph.size}, not {len(moves)}"
            )
        for state, targets in enumerate(moves):
            _check_targets(f"moves of {maker!r} from {graph.names[state]!r}", targets, state, graph)


def _check_targets(what: str, targets: NDArray[np.intp], state: int, graph: ExplicitGraph) -> None:
    _check_array(what, targets, np.dtype(np.intp), (targets.size,))
    if (targets[1:] <= targets[:-1]).any():
        raise ValueError(f"{what} must ascend, each target once")
    if targets.size and not (targets[0] >= 0 and targets[-1] < graph.size):
        raise ValueError(f"{what} must lead to states 0 … {graph.size - 1}")
    if (targets == state).any():
        raise ValueError(f"{what} must not lead back to it: staying is no move")


def _check_asymmetric(graph: ExplicitGraph) -> None:
    both = graph.better & graph.better.transpose(0, 2, 1)
    if both.any():
        dm, one, other = (int(place) for place in np.argwhere(both)[0])
        raise ValueError(
            f"{graph.decision_makers[dm]!r} cannot strictly prefer {graph.names[one]!r} to "
            f"{graph.names[other]!r} and the reverse"
        )
