"""A solved case as a graph of networkx, for neighbours and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.case import TooLarge

from .model import ExplicitGraph

if TYPE_CHECKING:
    import networkx as nx

    from .solution import Result

MAX_STATES = 2**17


def to_networkx(result: Result) -> nx.MultiDiGraph[int]:
    """Return the states of a result as nodes and the moves as edges keyed by decision maker."""
    import networkx as nx

    conflict = result.conflict
    if conflict.size > MAX_STATES:
        raise TooLarge(
            f"a networkx graph of {conflict.size:,} states does not fit sensibly in memory; "
            f"at most {MAX_STATES:,} are exported"
        )
    found: nx.MultiDiGraph[int] = nx.MultiDiGraph(name=result.case.name)
    for state in range(conflict.size):
        what = (
            {"name": conflict.names[state]}
            if isinstance(conflict, ExplicitGraph)
            else {"on": result.on(state + 1)}
        )
        found.add_node(
            state + 1,
            outcomes=result.outcomes_of(state + 1),
            equilibrium=result.holds_under(state + 1),
            **what,
        )
    for i, dm in enumerate(conflict.decision_makers):
        for state in range(conflict.size):
            targets = conflict.reach(i, state)
            better: np.ndarray = conflict.prefers(i, targets, state)
            for target, improves in zip(targets.tolist(), better.tolist(), strict=True):
                found.add_edge(state + 1, target + 1, key=dm, dm=dm, improvement=improves)
    return found
