"""Where improvements lead from a state, in many models at once.

The *drift* from a state is a random walk: in each state one of those decision makers who have an
improvement there is picked, each as likely as any other, and then one of its improvements, each
as likely as any other. The walk ends where nobody has one, or stays for ever among states that
lead to one another and nowhere else: in a *cycle*.

Take the states that the walk can come to, and sort them into strongly connected components
(Tarjan 1972), those first that lead to none but themselves. A component that nothing leaves is an
end. In all others the probability x(s) of some end satisfies x = Q x + b, with Q the steps inside
the component and b what the steps out of it contribute, known already. It is solved

* at once for a single state;
* by elimination of one state after another up to 256 states. All that is left of a pivot is
  computed as the probability of leaving it, not as one minus that of staying, so nothing is ever
  subtracted and no digit is lost however long the walk stays (Grassmann, Taksar & Heyman 1985);
* by iteration beyond (BiCGSTAB; van der Vorst 1992), until a bound on the error holds. Where
  (I - Q) y ≥ ½ in each place, ‖(I - Q)⁻¹‖ ≤ 2 max y in the maximum norm, so that x is off by at
  most 2 max y · max |b - (I - Q) x|; the expected numbers of steps are such a y. Where the bound
  does not come down to 10⁻⁹ the component is eliminated after all, in 8 m² bytes for m states.

References
----------
R. E. Tarjan, "Depth-first search and linear graph algorithms", *SIAM Journal on Computing* 1,
1972. W. K. Grassmann, M. I. Taksar, D. P. Heyman, "Regenerative analysis and steady state
distributions for Markov chains", *Operations Research* 33, 1985. H. A. van der Vorst, "Bi-CGSTAB",
*SIAM Journal on Scientific and Statistical Computing* 13, 1992.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel, part
from .draws import check_models, gather, share
from .space import LAYOUT, Layout, Space

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

ELIMINATED = 256
"""States of a component up to which it is solved by elimination alone."""
TOLERANCE = 1e-9
"""Bound on the error of a probability found by iteration."""
MOST_ROUNDS = 1000
"""Iterations after which elimination takes over."""


@dataclass(frozen=True, eq=False)
class Drift:
    """Where the walk from one state ends, in each of many models.

    Attributes
    ----------
    reached : ndarray, shape (B, O), dtype bool
        Whether some state of the outcome can be reached from the start by improvements of
        anyone; the start itself counts.
    ends : ndarray, shape (B, O), dtype float64
        Probability that the walk ends in the outcome: in a state of it that nobody improves on,
        or in a cycle *all* of whose states belong to it.
    cycles : ndarray, shape (B,), dtype float64
        Probability that the walk ends in a cycle.
    """

    reached: Bools
    ends: Floats
    cycles: Floats


def reached(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    start: int,
    outcomes: Bools,
    *,
    threads: int | None = None,
) -> Bools:
    """Decide which outcomes improvements of anyone lead to, in many models.

    Parameters and errors are those of :func:`drift`.

    Returns
    -------
    ndarray, shape (B, O), dtype bool
        Whether some state of the outcome is the start or can be reached from it.
    """
    _check(space, rankings, choice, start, outcomes)
    masks = np.ascontiguousarray(outcomes)
    found = np.zeros((len(choice), len(outcomes)), np.bool_)

    def work(some: slice) -> None:
        models = gather(space.layout, rankings, choice[some])
        _reach(models.layout, models.ranks, models.choice, start, masks, found[some])

    share(work, len(choice), threads)
    return found


def drift(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    start: int,
    outcomes: Bools,
    *,
    threads: int | None = None,
) -> Drift:
    """Find where the drift from a state ends, in many models.

    Parameters
    ----------
    space : Space
    rankings : sequence of N ndarrays, shape (K_i, S), dtype int32
        The rankings of each decision maker that the models choose from: larger is better.
    choice : ndarray of int, shape (B, N)
        Model b gives decision maker i the ranking ``rankings[i][choice[b, i]]``.
    start : int
        The state in which the walk begins.
    outcomes : ndarray, shape (O, S), dtype bool
        Which states belong to which outcome.
    threads : int, optional
        All cores by default; the result is the same for any number.

    Returns
    -------
    Drift

    Raises
    ------
    ValueError
        If shapes or dtypes do not fit together, or a choice or the start is out of range.

    Examples
    --------
    Two that can each turn away from where they agree, in one of two ways: the walk ends in
    either with equal probability.

    >>> space = Space(("A", "B"), (0, 1), ("both", "both"), np.arange(4, dtype=np.uint64))
    >>> ranks = np.array([[0, 1, 1, 0]], np.int32)
    >>> only = np.eye(4, dtype=bool)
    >>> drift(space, [ranks, ranks], np.array([[0, 0]]), 0, only).ends
    array([[0. , 0.5, 0.5, 0. ]])
    """
    _check(space, rankings, choice, start, outcomes)
    masks = np.ascontiguousarray(outcomes)
    shape = (len(choice), len(outcomes))
    result = Drift(np.zeros(shape, np.bool_), np.zeros(shape), np.zeros(len(choice)))

    def work(some: slice) -> None:
        models = gather(space.layout, rankings, choice[some])
        _drift(
            models.layout,
            models.ranks,
            models.choice,
            start,
            masks,
            result.reached[some],
            result.ends[some],
            result.cycles[some],
        )

    share(work, len(choice), threads)
    return result


def _check(
    space: Space,
    rankings: Sequence[Int32s],
    choice: NDArray[np.integer],
    start: int,
    outcomes: Bools,
) -> None:
    check_models(space, rankings, choice)
    if not 0 <= start < space.size:
        raise ValueError(f"state {start} is not in 0 … {space.size - 1}")
    if outcomes.ndim != 2 or outcomes.shape[1] != space.size or outcomes.dtype != np.bool_:
        raise ValueError(
            f"outcomes must have shape (O, {space.size}) and dtype bool, "
            f"not {outcomes.shape} and {outcomes.dtype}"
        )


# --- compiled: what is reached ----------------------------------------------------------------


@kernel(LAYOUT, "int32[2]", "int64[2]", "int64", "boolean[2]", "boolean[2]!")
def _reach(
    layout: Layout, ranks: Int32s, choice: Int64s, start: int, outcomes: Bools, found: Bools
) -> None:
    size = ranks.shape[1]
    place = np.full(size, -1, np.int32)
    states = np.empty(size, np.int32)
    for b in range(choice.shape[0]):
        count, _ = _explore(layout, ranks, choice[b], start, place, states)
        _note(states[:count], outcomes, place, found[b])


@part
def _explore(
    layout: Layout, ranks: Int32s, choice: Int64s, start: int, place: Int32s, states: Int32s
) -> tuple[int, int]:
    """List the states reached, each at its place; count them, and the improvements from them."""
    states[0] = start
    place[start] = 0
    head, tail, steps = 0, 1, 0
    while head < tail:
        s = states[head]
        head += 1
        for j in range(choice.size):
            row = ranks[choice[j]]
            b = layout.block[j, s]
            for h in range(layout.after_from[j, b] - 1, layout.after_from[j, b + 1]):
                block = b if h < layout.after_from[j, b] else layout.after[h]
                for p in range(layout.member_from[j, block], layout.member_from[j, block + 1]):
                    t = layout.members[j, p]
                    if row[t] > row[s]:
                        steps += 1
                        if place[t] < 0:
                            place[t] = tail
                            states[tail] = t
                            tail += 1
    return tail, steps


@part
def _note(states: Int32s, outcomes: Bools, place: Int32s, found: Bools) -> None:
    """Mark the outcomes that some of the states belong to; forget the places."""
    for s in states:
        place[s] = -1
    for o in range(found.size):
        for s in states:
            found[o] |= outcomes[o, s]


# --- compiled: where it ends ------------------------------------------------------------------


class Walk(NamedTuple):
    """The steps of the walk between the states reached, by their places.

    Those from n are ``target[begin[n]:begin[n + 1]]``, with their probabilities ``weight``.
    """

    begin: Int64s
    target: Int32s
    weight: Floats


@kernel(
    LAYOUT,
    "int32[2]",
    "int64[2]",
    "int64",
    "boolean[2]",
    "boolean[2]!",
    "float64[2]!",
    "float64[1]!",
)
def _drift(
    layout: Layout,
    ranks: Int32s,
    choice: Int64s,
    start: int,
    outcomes: Bools,
    found: Bools,
    ends: Floats,
    cycles: Floats,
) -> None:
    size = ranks.shape[1]
    place = np.full(size, -1, np.int32)
    states = np.empty(size, np.int32)
    for b in range(choice.shape[0]):
        count, steps = _explore(layout, ranks, choice[b], start, place, states)
        walk = Walk(np.empty(count + 1, np.int64), np.empty(steps, np.int32), np.empty(steps))
        _list_steps(layout, ranks, choice[b], states[:count], place, walk)
        _note(states[:count], outcomes, place, found[b])
        value = np.zeros((count, outcomes.shape[0] + 1))
        _value(walk, states[:count], outcomes, value)
        ends[b] = value[0, :-1]
        cycles[b] = value[0, -1]


@part
def _list_steps(
    layout: Layout, ranks: Int32s, choice: Int64s, states: Int32s, place: Int32s, walk: Walk
) -> None:
    k = 0
    for n in range(states.size):
        s = states[n]
        walk.begin[n] = k
        movers = 0
        for j in range(choice.size):
            row = ranks[choice[j]]
            b = layout.block[j, s]
            first = k
            for h in range(layout.after_from[j, b] - 1, layout.after_from[j, b + 1]):
                block = b if h < layout.after_from[j, b] else layout.after[h]
                for p in range(layout.member_from[j, block], layout.member_from[j, block + 1]):
                    t = layout.members[j, p]
                    if row[t] > row[s]:
                        walk.target[k] = place[t]
                        k += 1
            for step in range(first, k):
                walk.weight[step] = 1.0 / (k - first)
            movers += k > first
        for step in range(walk.begin[n], k):
            walk.weight[step] /= movers
    walk.begin[states.size] = k


@part
def _value(walk: Walk, states: Int32s, outcomes: Bools, value: Floats) -> None:
    """Find for each state the probabilities of its ends: of the outcomes, and of a cycle."""
    member = np.empty(states.size, np.int32)
    first = np.empty(states.size + 1, np.int32)
    component = np.empty(states.size, np.int32)
    count = _components(walk, component, member, first)
    inside = np.full(states.size, -1, np.int32)
    for c in range(count):
        nodes = member[first[c] : first[c + 1]]
        leaves = False
        for n in nodes:
            for k in range(walk.begin[n], walk.begin[n + 1]):
                leaves |= component[walk.target[k]] != c
        if leaves:
            _solve(walk, nodes, inside, value)
        else:
            _end(states, nodes, outcomes, value)


@part
def _components(walk: Walk, component: Int32s, member: Int32s, first: Int32s) -> int:
    """Sort the states into strongly connected components, those first that others lead to."""
    size = component.size
    low = np.full(size, -1, np.int32)
    entry = np.empty(size, np.int32)
    cursor = walk.begin[:-1].copy()
    path, stack = np.empty(size, np.int32), np.empty(size, np.int32)
    component[:] = -1
    path[0], stack[0] = 0, 0
    low[0], entry[0] = 0, 0
    depth, top, seen, count, listed = 1, 1, 1, 0, 0  # all are reached from the first one
    while depth > 0:
        n = path[depth - 1]
        if cursor[n] < walk.begin[n + 1]:
            t = walk.target[cursor[n]]
            cursor[n] += 1
            if low[t] < 0:
                low[t] = entry[t] = seen
                path[depth], stack[top] = t, t
                seen, depth, top = seen + 1, depth + 1, top + 1
            elif component[t] < 0:
                low[n] = min(low[n], entry[t])
            continue
        depth -= 1
        if depth > 0:
            low[path[depth - 1]] = min(low[path[depth - 1]], low[n])
        if low[n] == entry[n]:
            first[count] = listed
            while component[n] < 0:
                top -= 1
                component[stack[top]] = count
                member[listed] = stack[top]
                listed += 1
            count += 1
    first[count] = listed
    return count


@part
def _end(states: Int32s, nodes: Int32s, outcomes: Bools, value: Floats) -> None:
    """Value the states of a component that nothing leaves."""
    for o in range(outcomes.shape[0]):
        whole = True
        for n in nodes:
            whole &= outcomes[o, states[n]]
        for n in nodes:
            value[n, o] = whole
    for n in nodes:
        value[n, -1] = nodes.size > 1


@part
def _solve(walk: Walk, nodes: Int32s, inside: Int32s, value: Floats) -> None:
    """Value the states of a component that is left for others, whose values are known."""
    for m in range(nodes.size):
        inside[nodes[m]] = m
    away = np.zeros(nodes.size)
    known = np.zeros((nodes.size, value.shape[1]))
    for m in range(nodes.size):
        n = nodes[m]
        for k in range(walk.begin[n], walk.begin[n + 1]):
            t = walk.target[k]
            if inside[t] < 0:
                away[m] += walk.weight[k]
                for o in range(value.shape[1]):
                    known[m, o] += walk.weight[k] * value[t, o]
    if nodes.size <= ELIMINATED or not _iterate(walk, nodes, inside, known, value):
        _eliminate(walk, nodes, inside, away, known)
        for m in range(nodes.size):
            value[nodes[m]] = known[m]
    for n in nodes:
        inside[n] = -1


@part
def _eliminate(walk: Walk, nodes: Int32s, inside: Int32s, away: Floats, known: Floats) -> None:
    """Replace what is known of each state at once by what holds in the end."""
    step = np.zeros((nodes.size, nodes.size))
    for m in range(nodes.size):
        for k in range(walk.begin[nodes[m]], walk.begin[nodes[m] + 1]):
            if inside[walk.target[k]] >= 0:
                step[m, inside[walk.target[k]]] = walk.weight[k]
    for pivot in range(nodes.size - 1, -1, -1):
        leaving = away[pivot]
        for m in range(pivot):
            leaving += step[pivot, m]
        step[pivot, :pivot] /= leaving
        away[pivot] /= leaving
        known[pivot] /= leaving
        for m in range(pivot):
            if step[m, pivot] > 0:
                _pass_by(m, pivot, step, away, known)
    for m in range(nodes.size):
        for other in range(m):
            known[m] += step[m, other] * known[other]


@part
def _pass_by(m: int, pivot: int, step: Floats, away: Floats, known: Floats) -> None:
    """Let state m step at once to where the pivot goes."""
    part_of = step[m, pivot]
    for other in range(pivot):
        step[m, other] += part_of * step[pivot, other]
    away[m] += part_of * away[pivot]
    known[m] += part_of * known[pivot]


@part
def _iterate(walk: Walk, nodes: Int32s, inside: Int32s, known: Floats, value: Floats) -> bool:
    """Solve by iteration; say whether the error is surely small."""
    size = nodes.size
    patience = np.zeros(size)
    if _approach(walk, nodes, inside, np.ones(size), patience, 0.25) > 0.5:
        return False
    longest = 2 * patience.max()
    for o in range(known.shape[1]):
        found = np.zeros(size)
        enough = TOLERANCE / longest
        if _approach(walk, nodes, inside, known[:, o].copy(), found, enough / 2) > enough:
            return False
        for m in range(size):
            value[nodes[m], o] = min(max(found[m], 0.0), 1.0)
    return True


@part
def _approach(
    walk: Walk, nodes: Int32s, inside: Int32s, right: Floats, found: Floats, enough: float
) -> float:
    """Solve (I - Q) x = right by BiCGSTAB; return the greatest true residual."""
    size = right.size
    residual, shadow = right.copy(), right.copy()
    direction, image = np.zeros(size), np.zeros(size)
    half, turned = np.zeros(size), np.zeros(size)
    rho, alpha, omega = 1.0, 1.0, 1.0
    for _ in range(MOST_ROUNDS):
        if np.abs(residual).max() <= enough:
            break
        before, rho = rho, _dot(shadow, residual)
        if rho == 0 or omega == 0:
            break
        factor = rho / before * alpha / omega
        for m in range(size):
            direction[m] = residual[m] + factor * (direction[m] - omega * image[m])
        _apply(walk, nodes, inside, direction, image)
        along = _dot(shadow, image)
        if along == 0:
            break
        alpha = rho / along
        for m in range(size):
            half[m] = residual[m] - alpha * image[m]
        _apply(walk, nodes, inside, half, turned)
        length = _dot(turned, turned)
        omega = _dot(turned, half) / length if length > 0 else 0.0
        for m in range(size):
            found[m] += alpha * direction[m] + omega * half[m]
            residual[m] = half[m] - omega * turned[m]
    _apply(walk, nodes, inside, found, image)
    return float(np.abs(right - image).max())


@part
def _dot(one: Floats, other: Floats) -> float:
    total = 0.0
    for m in range(one.size):
        total += one[m] * other[m]
    return total


@part
def _apply(walk: Walk, nodes: Int32s, inside: Int32s, of: Floats, image: Floats) -> None:
    """Set the image to (I - Q) times a vector."""
    for m in range(nodes.size):
        image[m] = of[m]
        for k in range(walk.begin[nodes[m]], walk.begin[nodes[m] + 1]):
            t = inside[walk.target[k]]
            if t >= 0:
                image[m] -= walk.weight[k] * of[t]
