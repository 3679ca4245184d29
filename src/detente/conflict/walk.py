"""The kernels of the drift: a random walk of improvements, solved component by component.

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

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel, part, passage
from .space import LAYOUT, Layout

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


# --- compiled: what is reached ----------------------------------------------------------------


@kernel(LAYOUT, "int32[2]", "int64[2]", "int64", "boolean[2]", "boolean[2]!")
def reach(
    layout: Layout, ranks: Int32s, choice: Int64s, start: int, outcomes: Bools, found: Bools
) -> None:
    """Mark for each model the outcomes that have a state in reach."""
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
    head, tail, moves = 0, 1, 0
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
                        moves += 1
                        if place[t] < 0:
                            place[t] = tail
                            states[tail] = t
                            tail += 1
    return tail, moves


@part
def _note(states: Int32s, outcomes: Bools, place: Int32s, found: Bools) -> None:
    """Mark the outcomes that some of the states belong to; forget the places."""
    for s in states:
        place[s] = -1
    for o in range(found.size):
        for s in states:
            found[o] |= outcomes[o, s]


# --- compiled: where it ends ------------------------------------------------------------------


class Steps(NamedTuple):
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
def walk(
    layout: Layout,
    ranks: Int32s,
    choice: Int64s,
    start: int,
    outcomes: Bools,
    found: Bools,
    ends: Floats,
    cycles: Floats,
) -> None:
    """Do the same, and find how likely the walk ends in each outcome, or in a cycle."""
    size = ranks.shape[1]
    place = np.full(size, -1, np.int32)
    states = np.empty(size, np.int32)
    for b in range(choice.shape[0]):
        count, moves = _explore(layout, ranks, choice[b], start, place, states)
        steps = Steps(np.empty(count + 1, np.int64), np.empty(moves, np.int32), np.empty(moves))
        _list_steps(layout, ranks, choice[b], states[:count], place, steps)
        _note(states[:count], outcomes, place, found[b])
        value = np.zeros((count, outcomes.shape[0] + 1))
        _value(steps, states[:count], outcomes, value)
        for o in range(outcomes.shape[0]):
            ends[b, o] = value[0, o]
        cycles[b] = value[0, outcomes.shape[0]]


@part
def _list_steps(
    layout: Layout, ranks: Int32s, choice: Int64s, states: Int32s, place: Int32s, steps: Steps
) -> None:
    k = 0
    for n in range(states.size):
        s = states[n]
        steps.begin[n] = k
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
                        steps.target[k] = place[t]
                        k += 1
            for step in range(first, k):
                steps.weight[step] = 1.0 / (k - first)
            movers += k > first
        for step in range(steps.begin[n], k):
            steps.weight[step] /= movers
    steps.begin[states.size] = k


@passage
def _value(steps: Steps, states: Int32s, outcomes: Bools, value: Floats) -> None:
    """Find for each state the probabilities of its ends: of the outcomes, and of a cycle."""
    member = np.empty(states.size, np.int32)
    first = np.empty(states.size + 1, np.int32)
    component = np.empty(states.size, np.int32)
    count = _components(steps, component, member, first)
    inside = np.full(states.size, -1, np.int32)
    for c in range(count):
        nodes = member[first[c] : first[c + 1]]
        leaves = False
        for n in nodes:
            for k in range(steps.begin[n], steps.begin[n + 1]):
                leaves |= component[steps.target[k]] != c
        if leaves:
            _solve(steps, nodes, inside, value)
        else:
            _end(states, nodes, outcomes, value)


@part
def _components(steps: Steps, component: Int32s, member: Int32s, first: Int32s) -> int:
    """Sort the states into strongly connected components, those first that others lead to."""
    size = component.size
    low = np.full(size, -1, np.int32)
    entry = np.empty(size, np.int32)
    cursor = steps.begin[:-1].copy()
    path, stack = np.empty(size, np.int32), np.empty(size, np.int32)
    component[:] = -1
    path[0], stack[0] = 0, 0
    low[0], entry[0] = 0, 0
    depth, top, seen, count, listed = 1, 1, 1, 0, 0  # all are reached from the first one
    while depth > 0:
        n = path[depth - 1]
        if cursor[n] < steps.begin[n + 1]:
            t = steps.target[cursor[n]]
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


@passage
def _solve(steps: Steps, nodes: Int32s, inside: Int32s, value: Floats) -> None:
    """Value the states of a component that is left for others, whose values are known."""
    for m in range(nodes.size):
        inside[nodes[m]] = m
    away = np.zeros(nodes.size)
    known = np.zeros((nodes.size, value.shape[1]))
    for m in range(nodes.size):
        n = nodes[m]
        for k in range(steps.begin[n], steps.begin[n + 1]):
            t = steps.target[k]
            if inside[t] < 0:
                away[m] += steps.weight[k]
                for o in range(value.shape[1]):
                    known[m, o] += steps.weight[k] * value[t, o]
    if nodes.size <= ELIMINATED or not _iterate(steps, nodes, inside, known, value):
        _eliminate(steps, nodes, inside, away, known)
        for m in range(nodes.size):
            for o in range(value.shape[1]):
                value[nodes[m], o] = known[m, o]
    for n in nodes:
        inside[n] = -1


@part
def _eliminate(steps: Steps, nodes: Int32s, inside: Int32s, away: Floats, known: Floats) -> None:
    """Replace what is known of each state at once by what holds in the end."""
    step = np.zeros((nodes.size, nodes.size))
    for m in range(nodes.size):
        for k in range(steps.begin[nodes[m]], steps.begin[nodes[m] + 1]):
            if inside[steps.target[k]] >= 0:
                step[m, inside[steps.target[k]]] = steps.weight[k]
    for pivot in range(nodes.size - 1, -1, -1):
        leaving = away[pivot]
        for m in range(pivot):
            leaving += step[pivot, m]
        _scale(step[pivot], pivot, 1 / leaving)
        _scale(known[pivot], known.shape[1], 1 / leaving)
        away[pivot] /= leaving
        for m in range(pivot):
            if step[m, pivot] > 0:
                _add(step[m], step[pivot], pivot, step[m, pivot])
                _add(known[m], known[pivot], known.shape[1], step[m, pivot])
                away[m] += step[m, pivot] * away[pivot]
    for m in range(nodes.size):
        for other in range(m):
            _add(known[m], known[other], known.shape[1], step[m, other])


@part
def _scale(row: Floats, length: int, factor: float) -> None:
    for k in range(length):
        row[k] *= factor


@part
def _add(row: Floats, other: Floats, length: int, factor: float) -> None:
    for k in range(length):
        row[k] += factor * other[k]


@passage
def _iterate(steps: Steps, nodes: Int32s, inside: Int32s, known: Floats, value: Floats) -> bool:
    """Solve by iteration; say whether the error is surely small."""
    right, found = np.ones(nodes.size), np.empty(nodes.size)
    enough = 0.5
    for o in range(-1, known.shape[1]):  # first the expected numbers of steps
        if o >= 0:
            for m in range(nodes.size):
                right[m] = known[m, o]
        if _approach(steps, nodes, inside, right, found, enough / 2) > enough:
            return False
        if o < 0:
            enough = TOLERANCE / (2 * _largest(found))
        else:
            for m in range(nodes.size):
                value[nodes[m], o] = min(max(found[m], 0.0), 1.0)
    return True


@part
def _approach(
    steps: Steps, nodes: Int32s, inside: Int32s, right: Floats, found: Floats, enough: float
) -> float:
    """Solve (I - Q) x = right by BiCGSTAB; return the greatest true residual."""
    size = right.size
    residual, shadow = right.copy(), right.copy()
    direction, image = np.zeros(size), np.zeros(size)
    half, turned = np.empty(size), np.empty(size)
    rho, alpha, omega = 1.0, 1.0, 1.0
    for m in range(size):
        found[m] = 0.0
    for _ in range(MOST_ROUNDS):
        if _largest(residual) <= enough:
            break
        before, rho = rho, _dot(shadow, residual)
        if rho == 0 or omega == 0:
            break
        factor = rho / before * alpha / omega
        for m in range(size):
            direction[m] = residual[m] + factor * (direction[m] - omega * image[m])
        _apply(steps, nodes, inside, direction, image)
        along = _dot(shadow, image)
        if along == 0:
            break
        alpha = rho / along
        for m in range(size):
            half[m] = residual[m] - alpha * image[m]
        _apply(steps, nodes, inside, half, turned)
        length = _dot(turned, turned)
        omega = _dot(turned, half) / length if length > 0 else 0.0
        for m in range(size):
            found[m] += alpha * direction[m] + omega * half[m]
            residual[m] = half[m] - omega * turned[m]
    _apply(steps, nodes, inside, found, image)
    for m in range(size):
        residual[m] = right[m] - image[m]
    return _largest(residual)


@part
def _largest(numbers: Floats) -> float:
    largest = 0.0
    for number in numbers:
        largest = max(largest, abs(number))
    return largest


@part
def _dot(one: Floats, other: Floats) -> float:
    total = 0.0
    for m in range(one.size):
        total += one[m] * other[m]
    return total


@part
def _apply(steps: Steps, nodes: Int32s, inside: Int32s, of: Floats, image: Floats) -> None:
    """Set the image to (I - Q) times a vector."""
    for m in range(nodes.size):
        image[m] = of[m]
        for k in range(steps.begin[nodes[m]], steps.begin[nodes[m] + 1]):
            t = inside[steps.target[k]]
            if t >= 0:
                image[m] -= steps.weight[k] * of[t]
