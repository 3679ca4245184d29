"""Stability and paths straight from the definitions, in plain sets; shares no code with src.

Fang, Hipel & Kilgour 1993, as written down in DESIGN.md, "Stability". Slow on purpose: whatever
could be clever is left out, so that it can be read against the page.
"""

from collections.abc import Callable
from dataclasses import dataclass

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")


@dataclass(frozen=True)
class Model:
    makers: int
    states: int
    moves: dict[tuple[int, int], frozenset[int]]
    """(decision maker, state) -> the states it can move to."""
    prefers: Callable[[int, int, int], bool]
    """prefers(i, a, b): i strictly prefers a to b."""


def improvements(model, i, s):
    """R⁺_i(s)."""
    return {s1 for s1 in model.moves[i, s] if model.prefers(i, s1, s)}


def steps(model, i, s, only_improvements):
    return improvements(model, i, s) if only_improvements else model.moves[i, s]


def others_reach(model, i, s1, only_improvements):
    """R_N∖i(s1) or R⁺_N∖i(s1): legal sequences of one or more steps, none by i, nobody twice
    in succession. Every (state, last mover) at which such a sequence can stand is visited."""
    visited = set()
    waiting = [(s1, None)]
    while waiting:
        state, last = waiting.pop()
        for j in range(model.makers):
            if j in (i, last):
                continue
            for target in steps(model, j, state, only_improvements):
                if (target, j) not in visited:
                    visited.add((target, j))
                    waiting.append((target, j))
    return {state for state, _ in visited}


def is_sanction(model, i, s, s2, can_respond):
    """s2 ⪯_i s and, where i can respond, s3 ⪯_i s for every s3 in R_i(s2)."""
    if model.prefers(i, s2, s):
        return False
    return not can_respond or not any(model.prefers(i, s3, s) for s3 in model.moves[i, s2])


def is_stable(model, i, s, concept, reach=others_reach):
    if concept == "Nash":
        return not improvements(model, i, s)
    only_improvements = concept in ("SEQ", "SSEQ")
    can_respond = concept in ("SMR", "SSEQ")
    return all(
        any(
            is_sanction(model, i, s, s2, can_respond)
            for s2 in reach(model, i, s1, only_improvements)
        )
        for s1 in improvements(model, i, s)
    )


def solve(model):
    """[concept][decision maker][state] -> bool."""
    known = {}

    def reach(model, i, s1, only_improvements):
        key = i, s1, only_improvements
        if key not in known:
            known[key] = others_reach(model, *key)
        return known[key]

    return [
        [
            [is_stable(model, i, s, concept, reach) for s in range(model.states)]
            for i in range(model.makers)
        ]
        for concept in CONCEPTS
    ]


def legal_sequences(model, start, length, only_improvements, movers):
    """All legal sequences of exactly `length` steps by `movers`, as tuples of (mover, state)."""
    sequences = [()]
    for _ in range(length):
        sequences = [
            (*sequence, (j, target))
            for sequence in sequences
            for j in sorted(movers)
            if not sequence or sequence[-1][0] != j
            for target in sorted(
                steps(model, j, sequence[-1][1] if sequence else start, only_improvements)
            )
        ]
    return sequences


def distances(model, start, only_improvements, movers):
    """state -> steps of a shortest legal sequence from `start`, the start itself at 0."""
    found = {start: 0}
    level = {(start, None)}
    visited = set(level)
    steps_taken = 0
    while level:
        steps_taken += 1
        level = {
            (target, j)
            for state, last in level
            for j in movers
            if j != last
            for target in steps(model, j, state, only_improvements)
        } - visited
        visited |= level
        for state, _ in level:
            found.setdefault(state, steps_taken)
    return found


def from_options(makers, owners, directions, codes, ranks):
    """The model of an option form: states are the places of `codes`."""

    def may_move(i, here, there):
        changed = here ^ there
        for bit, (owner, direction) in enumerate(zip(owners, directions, strict=True)):
            if changed >> bit & 1:
                turned_on = there >> bit & 1
                if owner != i:
                    return False
                if (direction == "on" and not turned_on) or (direction == "off" and turned_on):
                    return False
        return changed != 0

    moves = {
        (i, s): frozenset(t for t, there in enumerate(codes) if may_move(i, here, there))
        for i in range(makers)
        for s, here in enumerate(codes)
    }
    return Model(makers, len(codes), moves, lambda i, a, b: ranks[i][a] > ranks[i][b])


def from_lists(moves, better):
    """The model of an explicit graph: `moves[i][s]` are targets, `better[i]` pairs (a, b)."""
    return Model(
        len(moves),
        len(moves[0]),
        {(i, s): frozenset(targets) for i, of in enumerate(moves) for s, targets in enumerate(of)},
        lambda i, a, b: (a, b) in better[i],
    )
