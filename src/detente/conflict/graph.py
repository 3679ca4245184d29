"""Stability on any graph, under any preference relation, with the reasons.

R_i(s) are the states decision maker i can reach from s by one move, R⁺_i(s) those it strictly
prefers to s. The others' reach R_N∖i(s) (R⁺_N∖i(s)) are the states they can bring about from s by
a legal sequence of moves (improvements): one or more, none of them i's, nobody twice in
succession. Read s₂ ⪯_i s as "i does not strictly prefer s₂ to s"; then ties need no case of
their own, and ⪯ need be neither transitive nor complete.

State s is *stable* for i iff every improvement s₁ ∈ R⁺_i(s) is deterred. Under Nash nothing
deters, so R⁺_i(s) must be empty. Otherwise s₁ is deterred iff the others' reach from s₁ holds a
*sanction*: some s₂ ⪯_i s and, where i can respond, also s₃ ⪯_i s for every s₃ ∈ R_i(s₂). Two
switches make the four concepts [1]_, [2]_:

====================  =================  ==============
the others may use    i cannot respond   i can respond
====================  =================  ==============
any move              GMR                SMR
improvements          SEQ                SSEQ
====================  =================  ==============

One computation serves all four. Write W(s₂) for the set of all s for which s₂ is a sanction, and
C(t, k) for the set of all s for which the others, having arrived at t by k's move, are at a
sanction or can still bring one about. C is the least solution of

    C(t, k)  =  W(t)  ∪  ⋃ { C(u, l) : l ∉ {i, k}, u one step of l from t }

and s₁ ∈ R⁺_i(s) is deterred iff s ∈ C(s₁, i). That s₁ itself counts is harmless: i strictly
prefers it to s, so it is never a sanction for s. The sets are rows of bits, joined until nothing
changes.

Where moves compose and, if improvements are walked, preferences are transitive, two steps in
succession of one decision maker are one step or none; dropping or joining them makes any sequence
legal without changing where it ends, so C does not depend on k and one set for each state will do.
(The same joining shortens a sequence, so a shortest one is always legal.) Everywhere else the
last mover must be remembered.

References
----------
.. [1] L. Fang, K. W. Hipel, D. M. Kilgour, *Interactive Decision Making: The Graph Model for
   Conflict Resolution*, Wiley, 1993, ch. 3 and 4 (Nash, GMR, SMR, SEQ).
.. [2] L. C. Rêgo, G. I. A. Vieira, "Symmetric sequential stability in the graph model for
   conflict resolution with multiple decision makers", *Group Decision and Negotiation*, 2017,
   doi:10.1007/s10726-016-9520-8 (SSEQ).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .model import CONCEPTS, Conflict, Step

Bits = NDArray[np.uint8]
"""Rows of packed bits: row a, bit s says something of states a and s."""
Steps = Sequence[Sequence[NDArray[np.intp]]]
"""``steps[k][t]``: where the k-th of the others can go from state t."""

NOWHERE = np.empty(0, np.intp)


class _Switches(NamedTuple):
    improvements: bool
    """The others answer with improvements only."""
    respond: bool
    """The decision maker can respond once after that."""


_SWITCHES = {
    "GMR": _Switches(improvements=False, respond=False),
    "SMR": _Switches(improvements=False, respond=True),
    "SEQ": _Switches(improvements=True, respond=False),
    "SSEQ": _Switches(improvements=True, respond=True),
}


@dataclass(frozen=True)
class Undone:
    """An answer that would deter, had the decision maker no response to it.

    Attributes
    ----------
    answer : tuple of Step
        The others' shortest legal sequence to a state not better for the decision maker.
    response : Step
        The decision maker's move from there to a state it strictly prefers after all.
    """

    answer: tuple[Step, ...]
    response: Step


@dataclass(frozen=True)
class Improvement:
    """One move that tempts, and what the others can do about it.

    Attributes
    ----------
    to : int
        The state the decision maker would move to.
    answer : tuple of Step
        The others' shortest legal sequence from there to a sanction; empty if there is none.
    undone : Undone or None
        For an undeterred improvement where the decision maker can respond (SMR, SSEQ): the
        answer that only its response makes harmless, if there is one.
    """

    to: int
    answer: tuple[Step, ...]
    undone: Undone | None = None

    @property
    def deterred(self) -> bool:
        """Whether the others can take the gain away."""
        return bool(self.answer)


@dataclass(frozen=True)
class Explanation:
    """Why a state is stable for a decision maker, or why it is not.

    Attributes
    ----------
    dm, state : int
    concept : str
        One of :data:`~detente.conflict.model.CONCEPTS`.
    improvements : tuple of Improvement
        All improvements from the state: first those that nothing deters, then the others, either
        in ascending order of the state they lead to.
    """

    dm: int
    state: int
    concept: str
    improvements: tuple[Improvement, ...]

    @property
    def stable(self) -> bool:
        """Whether every improvement is deterred."""
        return all(improvement.deterred for improvement in self.improvements)


def solve(conflict: Conflict) -> NDArray[np.bool_]:
    """Decide the stability of every state for every decision maker under every concept.

    Needs about S²/4 bytes (states that compose) to S²·N/8 bytes, and time in proportion to
    S² times the number of moves from a state. For large option forms use
    :func:`detente.conflict.lattice.solve`, which gives the same answer.

    Parameters
    ----------
    conflict : Conflict

    Returns
    -------
    ndarray, shape (5, N, S), dtype bool
        Whether state s is stable for decision maker i, in the order of
        :data:`~detente.conflict.model.CONCEPTS`.

    Examples
    --------
    >>> from detente.conflict.model import ExplicitGraph
    >>> graph = ExplicitGraph.from_rankings(
    ...     ["quiet", "raid", "reprisal"],
    ...     {"A": [("quiet", "raid")], "B": [("raid", "reprisal")]},
    ...     {"A": ["raid", "quiet", "reprisal"], "B": ["quiet", "reprisal", "raid"]},
    ... )
    >>> [concept for concept, of in zip(CONCEPTS, solve(graph)) if of[0, 0]]
    ['GMR', 'SMR', 'SEQ', 'SSEQ']
    """
    makers = range(len(conflict.decision_makers))
    states = range(conflict.size)
    moves = [[conflict.reach(dm, state) for state in states] for dm in makers]
    better = [[improving(conflict, dm, s, moves[dm][s]) for s in states] for dm in makers]
    verdict = np.empty((len(CONCEPTS), len(makers), len(states)), dtype=np.bool_)
    for dm in makers:
        verdict[0, dm] = [not tempting.size for tempting in better[dm]]
        not_better = _not_better(conflict, dm)
        for place, concept in enumerate(CONCEPTS[1:], start=1):
            improvements, respond = _SWITCHES[concept]
            sanctions = _lasting(not_better, moves[dm]) if respond else not_better
            steps = [(better if improvements else moves)[other] for other in makers if other != dm]
            answerable = _answerable(sanctions, steps, joined=joined(conflict, improvements))
            verdict[place, dm] = _all_answerable(answerable, better[dm])
    return verdict


def explain(conflict: Conflict, dm: int, state: int, concept: str) -> Explanation:
    """Say for every improvement of a decision maker what deters it, or that nothing does.

    Parameters
    ----------
    conflict : Conflict
    dm, state : int
        Indices from 0.
    concept : str
        One of :data:`~detente.conflict.model.CONCEPTS`.

    Returns
    -------
    Explanation
        With a shortest answer for each deterred improvement. Of equally short answers it is the
        one whose first step has the smaller (mover, state), then the second, and so on.

    Raises
    ------
    ValueError
        If the concept is unknown, or `dm` or `state` out of range.

    Examples
    --------
    >>> from detente.conflict.model import ExplicitGraph
    >>> graph = ExplicitGraph.from_rankings(
    ...     ["quiet", "raid", "reprisal"],
    ...     {"A": [("quiet", "raid")], "B": [("raid", "reprisal")]},
    ...     {"A": ["raid", "quiet", "reprisal"], "B": ["quiet", "reprisal", "raid"]},
    ... )
    >>> explain(graph, 0, 0, "SEQ").improvements
    (Improvement(to=1, answer=(Step(dm=1, state=2),), undone=None),)
    """
    _check_place(conflict, dm, state, concept)
    tempting = improving(conflict, dm, state, conflict.reach(dm, state)).tolist()
    if concept == "Nash":
        found = [Improvement(target, ()) for target in tempting]
    else:
        found = _answered(_Question(conflict, dm, state, *_SWITCHES[concept]), tempting)
    found.sort(key=lambda improvement: improvement.deterred)
    return Explanation(dm, state, concept, tuple(found))


# --- the verdicts -----------------------------------------------------------------------------


def improving(
    conflict: Conflict, dm: int, state: int, targets: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Which of the targets of a decision maker's moves from a state it strictly prefers to it."""
    return targets[conflict.prefers(dm, targets, state)] if targets.size else targets


def joined(conflict: Conflict, improvements: bool) -> bool:
    """Whether two steps in succession of one decision maker are one step, or none."""
    return conflict.composes and (conflict.transitive or not improvements)


def _not_better(conflict: Conflict, dm: int) -> Bits:
    """Row a, bit s: `dm` does not strictly prefer state a to state s."""
    everywhere = np.arange(conflict.size)
    columns = [conflict.prefers(dm, everywhere, state) for state in range(conflict.size)]
    return np.packbits(~np.stack(columns, axis=1), axis=1)


def _lasting(not_better: Bits, moves: Sequence[NDArray[np.intp]]) -> Bits:
    """Row a, bit s: neither state a nor what the decision maker reaches from it is better."""
    return np.stack(
        [
            not_better[state] & np.bitwise_and.reduce(not_better[targets], axis=0)
            for state, targets in enumerate(moves)
        ]
    )


def _answerable(sanctions: Bits, steps: Steps, *, joined: bool) -> Bits:
    """Row a, bit s: from state a the others can bring about a sanction for s.

    The last of `lasts` stands for the decision maker itself, after whose move all others may go.
    """
    lasts = [-1] if joined else [*range(len(steps)), -1]
    after = {last: sanctions.copy() for last in lasts}
    sweep = range(len(sanctions))
    growing = True
    while growing:
        growing = False
        sweep = sweep[::-1]  # long chains run one way or the other
        for state in sweep:
            growing |= _join(after, sanctions, steps, state)
    return after[-1]


def _join(after: dict[int, Bits], sanctions: Bits, steps: Steps, state: int) -> bool:
    """Bring C(state, ·) up to date; say whether it grew."""
    brought = [
        np.bitwise_or.reduce(after.get(mover, after[-1])[targets[state]], axis=0)
        for mover, targets in enumerate(steps)
    ]
    grew = False
    for last, rows in after.items():
        row = sanctions[state].copy()
        for mover, bits in enumerate(brought):
            if mover != last:
                row |= bits
        if (row != rows[state]).any():
            rows[state] = row
            grew = True
    return grew


def _all_answerable(answerable: Bits, tempting: Sequence[NDArray[np.intp]]) -> list[bool]:
    """For every state: whether all improvements from it can be answered."""
    verdict = []
    for state, targets in enumerate(tempting):
        byte, bit = divmod(state, 8)
        verdict.append(bool((answerable[targets, byte] & (128 >> bit)).all()))
    return verdict


# --- the reasons ------------------------------------------------------------------------------


def _check_place(conflict: Conflict, dm: int, state: int, concept: str) -> None:
    if concept not in CONCEPTS:
        raise ValueError(f"unknown concept {concept!r}: one of {', '.join(CONCEPTS)}")
    if not 0 <= dm < len(conflict.decision_makers):
        raise ValueError(f"decision maker {dm} is not in 0 … {len(conflict.decision_makers) - 1}")
    check_state(conflict, state)


def check_state(conflict: Conflict, state: int) -> None:
    """Raise ValueError if there is no such state."""
    if not 0 <= state < conflict.size:
        raise ValueError(f"state {state} is not in 0 … {conflict.size - 1}")


class _Question:
    """Whether the others can deter `dm` from leaving `state`, and by what."""

    def __init__(
        self, conflict: Conflict, dm: int, state: int, improvements: bool, respond: bool
    ) -> None:
        self.conflict, self.dm, self.respond = conflict, dm, respond
        self.improvements = improvements
        self.better = conflict.prefers(dm, np.arange(conflict.size), state)
        self.others = [k for k in range(len(conflict.decision_makers)) if k != dm]
        self.joined = joined(conflict, improvements)

    def step(self, mover: int, state: int) -> NDArray[np.intp]:
        targets = self.conflict.reach(mover, state)
        return improving(self.conflict, mover, state, targets) if self.improvements else targets

    def spoils(self, state: int) -> bool:
        """Whether the state is a sanction if there is no response."""
        return not self.better[state]

    def responses(self, state: int) -> NDArray[np.intp]:
        """What the decision maker can go to from a state and prefers to where it started."""
        targets = self.conflict.reach(self.dm, state)
        return targets[self.better[targets]]

    def sanctions(self, state: int) -> bool:
        return self.spoils(state) and not (self.respond and self.responses(state).size)


def _answered(question: _Question, tempting: Sequence[int]) -> list[Improvement]:
    answers = _shortest_answers(question, tempting, question.sanctions)
    undeterred = [target for target in tempting if target not in answers]
    undone = _undone(question, undeterred) if question.respond else {}
    return [Improvement(target, answers.get(target, ()), undone.get(target)) for target in tempting]


def _undone(question: _Question, undeterred: Sequence[int]) -> dict[int, Undone]:
    answers = _shortest_answers(question, undeterred, question.spoils)
    return {
        target: Undone(answer, Step(question.dm, int(question.responses(answer[-1].state)[0])))
        for target, answer in answers.items()
    }


def _shortest_answers(
    question: _Question, starts: Iterable[int], sanctions: Callable[[int], bool]
) -> dict[int, tuple[Step, ...]]:
    """The others' shortest legal sequences from each start to a sanction, where there is one.

    All legal steps of the others are collected once, forwards from all starts together; then
    the distance to the nearest sanction spreads backwards over them, a round for each step.
    A node is (state, last mover), as one number; where steps are joined the last mover does not
    matter and the decision maker's own index stands for it.
    """
    makers = len(question.conflict.decision_makers)
    entry = {start: start * makers + question.dm for start in starts}
    onward = _nearest(*_walk(question, list(entry.values()), sanctions))
    return {start: _follow(onward, node, makers) for start, node in entry.items() if node in onward}


class _Edges(NamedTuple):
    """Legal steps between nodes, in order of source as visited, then mover, then target."""

    source: NDArray[np.int64]
    mover: NDArray[np.int64]
    target: NDArray[np.int64]


def _walk(
    question: _Question, nodes: list[int], sanctions: Callable[[int], bool]
) -> tuple[list[int], _Edges]:
    """The sanctions met from the given nodes on, and all steps on the way to them."""
    makers = len(question.conflict.decision_makers)
    seen = np.zeros(question.conflict.size * makers, dtype=np.bool_)
    seen[nodes] = True
    ends: list[int] = []
    tails: list[tuple[int, int, int]] = []
    heads: list[NDArray[np.intp]] = []
    for node in nodes:  # which grows as it is walked
        state, last = divmod(node, makers)
        if sanctions(state):
            ends.append(node)
            continue
        for mover in question.others:
            targets = question.step(mover, state) if mover != last else NOWHERE
            if targets.size:
                head = targets * makers + (question.dm if question.joined else mover)
                fresh = head[~seen[head]]
                seen[fresh] = True
                nodes.extend(fresh.tolist())
                tails.append((node, mover, len(head)))
                heads.append(head)
    return ends, _edges(tails, heads)


def _edges(tails: list[tuple[int, int, int]], heads: list[NDArray[np.intp]]) -> _Edges:
    source, mover, count = np.array(tails, dtype=np.int64).reshape(-1, 3).T
    target = np.concatenate(heads) if heads else np.empty(0, np.int64)
    return _Edges(np.repeat(source, count), np.repeat(mover, count), target.astype(np.int64))


def _nearest(ends: list[int], edges: _Edges) -> dict[int, tuple[int, int] | None]:
    """For every node from which an end can be reached: the (mover, node) that leads nearer.

    The ends themselves lead nowhere.
    """
    onward: dict[int, tuple[int, int] | None] = dict.fromkeys(ends)
    reached = np.zeros(1 + max(edges.target.max(initial=0), edges.source.max(initial=0)), np.bool_)
    reached[ends] = True
    while (hits := np.flatnonzero(reached[edges.target])).size:
        nodes, first = np.unique(edges.source[hits], return_index=True)
        chosen = hits[first]  # the first edge of each source: a fixed choice
        steps = zip(edges.mover[chosen].tolist(), edges.target[chosen].tolist(), strict=True)
        onward.update(zip(nodes.tolist(), steps, strict=True))
        reached[nodes] = True
        unreached = ~reached[edges.source]
        edges = _Edges(*(column[unreached] for column in edges))
    return onward


def _follow(onward: dict[int, tuple[int, int] | None], node: int, makers: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    while following := onward[node]:
        mover, node = following
        steps.append(Step(mover, node // makers))
    return tuple(steps)
