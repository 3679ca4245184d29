"""What can be reached from a state, in how many steps, and along which shortest paths.

A path is a legal sequence of moves, or of improvements, of all decision makers: nobody moves
twice in succession (Fang, Hipel & Kilgour 1993, ch. 3; Li, Kilgour & Hipel 2005, "Status quo
analysis in the graph model for conflict resolution"). Breadth first: a state's distance is the
number of steps of a shortest path to it.

Where two steps in succession of one decision maker are one step or none (see
:mod:`detente.conflict.graph`), no shortest path has such a pair, so states alone are walked; in
option form by a compiled kernel. Everywhere else what is walked are nodes (state, last mover),
since from the same state not everybody may go on; a state is as near as the nearest of its nodes.

The shortest paths to one target are found by going back from it once, marking what lies on one of
them, and then forward through marked nodes only, so that no step leads astray.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .graph import check_state, improving, joined
from .model import Conflict, OptionForm, Step

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, eq=False)
class Reach:
    """All that can be reached from one state.

    Attributes
    ----------
    conflict : Conflict
    start : int
    improvements : bool
        Whether every step is an improvement for whoever makes it.
    distance : ndarray, shape (S,), dtype int32
        Steps on a shortest path from the start to each state; -1 where there is no path.
    """

    conflict: Conflict
    start: int
    improvements: bool
    distance: NDArray[np.int32]
    _nodes: NDArray[np.int32]
    """Distance by state and last mover; shape (S, 1) where the last mover does not matter, else
    (S, N + 1), its last column for the start."""
    _leading: Callable[[int], NDArray[np.bool_]]
    """The nodes that lie on a shortest path to a state, in the same shape."""

    def path(self, target: int) -> tuple[Step, ...]:
        """Return the first of the shortest paths to `target`; empty for the start itself.

        Raises
        ------
        ValueError
            If `target` is not reached, or no state.
        """
        found = self.paths(target, 1)
        if not found:
            raise ValueError(f"state {target} is not reached from state {self.start}")
        return found[0]

    def paths(self, target: int, limit: int) -> tuple[tuple[Step, ...], ...]:
        """Return the shortest paths to `target`, at most `limit` of them.

        Returns
        -------
        tuple of tuples of Step
            In ascending order of (mover, state) of the first step, then of the second, and so on.
            Empty if `target` is not reached; one empty path if it is the start.

        Raises
        ------
        ValueError
            If `limit` is less than 1, or `target` is no state.
        """
        check_state(self.conflict, target)
        if limit < 1:
            raise ValueError(f"limit must be at least 1, not {limit}")
        if self.distance[target] < 0:
            return ()
        return tuple(islice(self._all_paths(target), limit))

    def _all_paths(self, target: int) -> Iterator[tuple[Step, ...]]:
        leading = self._leading(target)
        length = int(self.distance[target])
        trail: list[Step] = []
        choices = [iter(self._onward(leading, trail)) if length else iter(())]
        if not length:
            yield ()
        while choices:
            step = next(choices[-1], None)
            if step is None:
                choices.pop()
                del trail[-1:]
                continue
            trail.append(step)
            if len(trail) == length:
                yield tuple(trail)
                trail.pop()
            else:
                choices.append(iter(self._onward(leading, trail)))

    def _onward(self, leading: NDArray[np.bool_], trail: list[Step]) -> list[Step]:
        """The steps that bring a path one nearer to the target."""
        last, state = trail[-1] if trail else (-1, self.start)
        steps = []
        for mover in range(len(self.conflict.decision_makers)):
            if mover == last:
                continue
            targets = _steps(self.conflict, mover, state, self.improvements)
            slot = mover if leading.shape[1] > 1 else 0
            nearer = leading[targets, slot] & (self._nodes[targets, slot] == len(trail) + 1)
            steps += [Step(mover, target) for target in targets[nearer].tolist()]
        return steps


def reachable(conflict: Conflict, start: int, *, improvements: bool) -> Reach:
    """Find all that can be reached from a state by legal sequences of anyone's moves.

    Parameters
    ----------
    conflict : Conflict
    start : int
        Index of a state, from 0.
    improvements : bool
        Whether every step must be an improvement for whoever makes it.

    Returns
    -------
    Reach

    Raises
    ------
    ValueError
        If `start` is no state.

    Examples
    --------
    >>> from detente.conflict.model import ExplicitGraph
    >>> graph = ExplicitGraph.from_rankings(
    ...     ["calm", "crisis", "war"],
    ...     {"A": [("calm", "crisis")], "B": [("crisis", "war")]},
    ...     {"A": ["crisis", "calm", "war"], "B": ["calm", "crisis", "war"]},
    ... )
    >>> reachable(graph, 0, improvements=False).path(2)
    (Step(dm=0, state=1), Step(dm=1, state=2))
    >>> reachable(graph, 0, improvements=True).distance
    array([ 0,  1, -1], dtype=int32)
    """
    check_state(conflict, start)
    if isinstance(conflict, OptionForm):
        return _compiled(conflict, start, improvements)
    nodes, edges = _walk(conflict, start, improvements)
    met = np.where(nodes < 0, np.iinfo(np.int32).max, nodes).min(axis=1)
    distance = np.where((nodes < 0).all(axis=1), -1, met).astype(np.int32)
    return Reach(
        conflict, start, improvements, distance, nodes, partial(_leading_nodes, nodes, edges)
    )


def _steps(conflict: Conflict, mover: int, state: int, improvements: bool) -> NDArray[np.intp]:
    targets = conflict.reach(mover, state)
    return improving(conflict, mover, state, targets) if improvements else targets


def _compiled(form: OptionForm, start: int, improvements: bool) -> Reach:
    from .lattice import flood, walks

    arrangement = flood.arrange(form)
    distance = walks.distances(arrangement, start, improvements=improvements)

    def leading(target: int) -> NDArray[np.bool_]:
        found = walks.leading(arrangement, distance, target, improvements=improvements)
        return found[:, np.newaxis]

    return Reach(form, start, improvements, distance, distance[:, np.newaxis], leading)


Edges = list[tuple[int, NDArray[np.intp]]]
"""From a node to the nodes one step further from the start, in the order of their distance."""


def _walk(conflict: Conflict, start: int, improvements: bool) -> tuple[NDArray[np.int32], Edges]:
    """Breadth first over nodes: their distances, and the edges that shortest paths may use."""
    makers = len(conflict.decision_makers)
    width = 1 if joined(conflict, improvements) else makers + 1
    distance = np.full(conflict.size * width, -1, np.int32)
    nodes = [start * width + width - 1]
    distance[nodes] = 0
    edges: Edges = []
    for node in nodes:  # which grows as it is walked
        state, last = divmod(node, width)
        for mover in range(makers):
            if width > 1 and mover == last:
                continue
            heads = _steps(conflict, mover, state, improvements) * width
            heads += mover if width > 1 else 0
            fresh = heads[distance[heads] < 0]
            distance[fresh] = distance[node] + 1
            nodes.extend(fresh.tolist())
            edges.append((node, heads[distance[heads] == distance[node] + 1]))
    return distance.reshape(conflict.size, width), edges


def _leading_nodes(nodes: NDArray[np.int32], edges: Edges, target: int) -> NDArray[np.bool_]:
    """Go back from the nearest nodes of `target` over the edges of shortest paths."""
    leading = np.zeros(nodes.shape, np.bool_)
    reached = nodes[target] >= 0
    leading[target] = reached & (nodes[target] == nodes[target][reached].min())
    flat = leading.reshape(-1)
    for source, heads in reversed(edges):
        flat[source] |= flat[heads].any()
    return leading
