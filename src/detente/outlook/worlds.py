"""Drawn models solved: what holds in each, what is reached, and where drift ends.

A *world* here is one model out of those the evidence allows: for each decision maker the formulas
of its lines in order, for the state space the options and rules that stand. :func:`solve_worlds`
takes many worlds over one state space and returns one record each. It is all that workers run, on
this machine or another: a pure function of its arguments, so the same worlds give the same records
everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.case import TooLarge
from detente.conflict import batch
from detente.conflict.drift import drift
from detente.conflict.memory import available_bytes
from detente.conflict.model import CONCEPTS
from detente.conflict.preferences import satisfied
from detente.conflict.space import Space
from detente.conflict.states import feasible, where

from .plan import Recipe

MOST_AT_ONCE = 512
"""Worlds solved in one call: enough to share rankings, few enough to hear an interruption."""

STATES_AT_ONCE = 2**21
"""The same for large models, in states of all worlds together."""

BYTES_A_STATE = 400
"""What solving a world takes a state, at most, with its rankings and a truth table."""


class SpaceKey(NamedTuple):
    """One state space: options that have fallen, and the formulas that are rules."""

    fallen: tuple[int, ...]
    rules: tuple[int, ...]


class Toggle(NamedTuple):
    """A move from the status quo that changes one option: whose, and which option, to what."""

    dm: int
    option: int
    on: bool


class Solved(NamedTuple):
    """Records of some worlds, and how many different rankings they took."""

    records: NDArray[np.void]
    rankings: int


def record_type(outcomes: int, toggles: int) -> np.dtype[np.void]:
    """Return the dtype of a world's record.

    Fields
    ------
    solved : bool
        False where the world has no states, or its status quo is none.
    quo : uint8
        Bit c: the status quo is an equilibrium under concept c.
    holds : uint8, one an outcome
        Bit c: some state of it is an equilibrium under concept c.
    some : uint8
        Bit c: there is an equilibrium under concept c.
    reached : bool, one an outcome
        Improvements lead from the status quo to a state of it, or it is one.
    ends : float64, one an outcome
        Probability that drift from the status quo ends in it.
    cycle, unnamed : float64
        Probability that drift ends in a cycle; outside every named outcome.
    tempting : bool, one a toggle
        The move from the status quo is an improvement for whoever makes it.
    """
    return np.dtype(
        [
            ("solved", np.bool_),
            ("quo", np.uint8),
            ("some", np.uint8),
            ("holds", np.uint8, (outcomes,)),
            ("reached", np.bool_, (outcomes,)),
            ("ends", np.float64, (outcomes,)),
            ("cycle", np.float64),
            ("unnamed", np.float64),
            ("tempting", np.bool_, (toggles,)),
        ]
    )


def toggles(recipe: Recipe) -> tuple[Toggle, ...]:
    """Return the moves from the status quo that change one option and may be made."""
    if recipe.status_quo is None:
        return ()
    now = set(recipe.status_quo)
    return tuple(
        Toggle(recipe.owners[k], k, name not in now)
        for k, name in enumerate(recipe.options)
        if recipe.directions[k] in ("both", "off" if name in now else "on")
    )


@dataclass(frozen=True, eq=False)
class _Space:
    """One state space, ready for its worlds."""

    space: Space
    truth: NDArray[np.bool_]
    outcomes: NDArray[np.bool_]
    """Shape (outcomes + 1, S); the last row is the states of no outcome."""
    start: int | None
    toggled: NDArray[np.intp]
    """For each toggle the state it leads to, or -1."""
    ranked: dict[int, NDArray[np.int32]]


def solve_worlds(
    recipe: Recipe,
    key: SpaceKey,
    lines: Sequence[NDArray[np.int16]],
    threads: int | None = None,
) -> Solved:
    """Solve worlds that share a state space.

    Parameters
    ----------
    recipe : Recipe
    key : SpaceKey
        Of all the worlds.
    lines : one array a decision maker, shape (B, lines), dtype int16
        The formulas of each world's lines, the most important first; -1 where there is none.
    threads : int, optional
        How many threads the compiled parts take; all cores if not given.

    Returns
    -------
    Solved
        One record a world, of dtype :func:`record_type`.

    Raises
    ------
    TooLarge
        More states than memory holds.
    """
    count = lines[0].shape[0]
    records = np.zeros(count, record_type(len(recipe.outcomes), len(toggles(recipe))))
    space = _space(recipe, key)
    if space is None:
        return Solved(records, 0)
    rankings, choice = _rankings(space, lines)
    held = batch.equilibria(space.space, rankings, choice, threads=threads)
    records["solved"] = space.start is not None or recipe.status_quo is None
    records["some"] = _bits(np.asarray(held.any(axis=2)))
    records["holds"] = _bits(_meet(held, space.outcomes[:-1]).swapaxes(1, 2))
    solved = Solved(records, sum(len(rows) for rows in rankings))
    if space.start is None:
        return solved
    records["quo"] = _bits(held[:, :, space.start])
    walk = drift(space.space, rankings, choice, space.start, space.outcomes, threads=threads)
    records["reached"], records["cycle"] = walk.reached[:, :-1], walk.cycles
    records["ends"], records["unnamed"] = walk.ends[:, :-1], walk.ends[:, -1]
    for t, toggle in enumerate(toggles(recipe)):
        if (target := space.toggled[t]) >= 0:
            better = rankings[toggle.dm][:, target] > rankings[toggle.dm][:, space.start]
            records["tempting"][:, t] = better[choice[:, toggle.dm]]
    return solved


def _meet(held: NDArray[np.bool_], outcomes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether some equilibrium lies in an outcome; shape (B, 5, outcomes).

    A matrix product counts them, which is far faster than looking outcome by outcome.
    """
    counts = held.reshape(-1, held.shape[2]).astype(np.float32) @ outcomes.T.astype(np.float32)
    return np.asarray(counts.reshape(*held.shape[:2], -1) > 0)


def _bits(by_concept: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return what holds by concept, the last axis, as the bits of a number."""
    weights = (1 << np.arange(len(CONCEPTS))).astype(np.uint8)
    return np.asarray(by_concept @ weights, np.uint8)


def _rankings(
    space: _Space, lines: Sequence[NDArray[np.int16]]
) -> tuple[list[NDArray[np.int32]], NDArray[np.int32]]:
    """Return the different rankings of each decision maker, and which one each world has."""
    rankings, choices = [], []
    for dm, rows in enumerate(lines):
        if dm in space.ranked:
            rankings.append(space.ranked[dm][np.newaxis])
            choices.append(np.zeros(rows.shape[0], np.intp))
            continue
        different, choice = np.unique(rows, axis=0, return_inverse=True)
        rankings.append(batch.rankings(space.truth, different.astype(np.int32)))
        choices.append(choice.reshape(-1))
    return rankings, np.stack(choices, axis=1).astype(np.int32)


@lru_cache(maxsize=64)
def _space(recipe: Recipe, key: SpaceKey) -> _Space | None:
    """Return a state space; None if it has no states, or lacks the status quo."""
    options = recipe.options
    rules = [recipe.formulas[k] for k in key.rules]
    codes = feasible(options, rules, bytes_a_state=BYTES_A_STATE)
    gone = sum(1 << k for k in key.fallen)
    codes = codes[codes & np.uint64(gone) == 0]
    if not codes.size:
        return None
    outcomes = [where(formula, options, codes) for _, formula in recipe.outcomes]
    named = np.zeros(codes.size, np.bool_)
    for mask in outcomes:
        named |= mask
    start, toggled = _start(recipe, codes, gone)
    return _Space(
        space=Space(recipe.decision_makers, recipe.owners, recipe.directions, codes),
        truth=satisfied(recipe.formulas, options, codes),
        outcomes=np.stack([*outcomes, ~named]),
        start=start,
        toggled=toggled,
        ranked={dm: _ranks(places, options, codes) for dm, places in recipe.ranked},
    )


def _start(
    recipe: Recipe, codes: NDArray[np.uint64], gone: int
) -> tuple[int | None, NDArray[np.intp]]:
    """Return where the status quo stands among the codes, and where each toggle leads."""
    moves = toggles(recipe)
    nowhere = np.full(len(moves), -1, np.intp)
    if recipe.status_quo is None:
        return None, nowhere
    bit = {name: 1 << k for k, name in enumerate(recipe.options)}
    code = sum(bit[name] for name in set(recipe.status_quo)) & ~gone
    start = _find(codes, code)
    if start < 0:
        return None, nowhere
    return start, np.array([_find(codes, code ^ (1 << move.option)) for move in moves], np.intp)


def _find(codes: NDArray[np.uint64], code: int) -> int:
    place = int(np.searchsorted(codes, np.uint64(code)))
    return place if place < codes.size and int(codes[place]) == code else -1


def _ranks(
    places: tuple[tuple[tuple[str, ...], ...], ...],
    options: tuple[str, ...],
    codes: NDArray[np.uint64],
) -> NDArray[np.int32]:
    """Return the ranks of a ranking given directly; places whose states are gone are left out."""
    bit = {name: 1 << k for k, name in enumerate(options)}
    ranks = np.zeros(codes.size, np.int32)
    for place, tie in enumerate(places):
        for state in tie:
            if (found := _find(codes, sum(bit[name] for name in state))) >= 0:
                ranks[found] = len(places) - place
    return ranks


def chunk_size(recipe: Recipe, key: SpaceKey) -> int:
    """Return how many worlds to solve in one call: what takes a moment, and memory holds.

    Raises
    ------
    TooLarge
        Memory does not hold even one.
    """
    space = _space(recipe, key)
    size = 1 if space is None else int(space.space.size)
    each = size * (4 * len(recipe.decision_makers) + 3 * len(CONCEPTS))
    room = available_bytes() // (4 * each)
    if not room:
        raise TooLarge(f"{size:,} states are too many to draw from in the memory that is free")
    return min(MOST_AT_ONCE, room, max(1, STATES_AT_ONCE // size))
