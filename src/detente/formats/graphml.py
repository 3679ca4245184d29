"""A result as a graph (GraphML): states are nodes, moves are edges."""

from __future__ import annotations

from typing import Any

from detente.case.errors import shown
from detente.conflict import Result

from .exchange import Exported, left_out


def graph(result: Result) -> Exported:
    """Write a result as the text of a ``.graphml`` file.

    Nodes carry what :meth:`Result.to_networkx` gives them, lists as words with blanks between:
    ``on`` (or ``name``), ``outcomes``, ``equilibrium``, and ``status_quo``; edges ``dm`` and
    ``improvement``.

    Raises
    ------
    TooLarge
        More states than a graph of this kind should have.
    """
    import networkx as nx

    found = result.to_networkx()
    found.graph = {"name": shown(result.case.name, 200)}
    for state, data in found.nodes(data=True):
        data.update({key: _word(value) for key, value in data.items()})
        data["status_quo"] = state == result.status_quo
    lines = nx.generate_graphml(found, named_key_ids=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    kept = {"status_quo", "outcomes", "rules", "moves"}
    notes = left_out(result.case, kept | ({"prefers"} if result.options else set()))
    return Exported("\n".join([head, *lines]) + "\n", tuple(notes))


def _word(value: Any) -> Any:
    return " ".join(value) if isinstance(value, tuple) else value
