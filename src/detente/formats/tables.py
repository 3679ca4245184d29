"""A result as one table (CSV): a row a state, with its options, outcomes, places and stability."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from detente.conflict import CONCEPTS, OptionForm, Result

from .exchange import Exported, left_out
from .gambit import places


def table(result: Result) -> Exported:
    """Write a result as the text of a ``.csv`` file.

    The columns are ``state``; ``code`` and one for each option (or ``name``, where the case lists
    its states); ``status_quo``; ``outcomes``; ``place DM``, 1 the best, ties equal; ``CONCEPT DM``
    and ``CONCEPT``, whether the state is stable for a decision maker, and for everybody. What is
    so is 1, what is not is 0.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_columns(result))
    writer.writerows(_rows(result))
    kept = {"status_quo", "outcomes", "prefers", "rules", "moves"}
    return Exported(stream.getvalue(), tuple(left_out(result.case, kept)))


def _columns(result: Result) -> list[str]:
    makers = result.decision_makers
    what = ["code", *result.options] if result.options else ["name"]
    return [
        "state",
        *what,
        "status_quo",
        "outcomes",
        *(f"place {dm}" for dm in makers),
        *(f"{concept} {dm}" for concept in CONCEPTS for dm in makers),
        *CONCEPTS,
    ]


def _rows(result: Result) -> Iterator[list[object]]:
    conflict = result.conflict
    best_first = places(result)
    best_first = best_first.max(axis=1, keepdims=True) + 1 - best_first
    stable, everybody = result.stable.astype(int), result.equilibrium_masks.astype(int)
    for state in range(conflict.size):
        if isinstance(conflict, OptionForm):
            code = int(conflict.codes[state])
            what: list[object] = [code, *(code >> k & 1 for k in range(len(conflict.options)))]
        else:
            what = [conflict.names[state]]
        yield [
            state + 1,
            *what,
            int(result.status_quo == state + 1),
            " ".join(result.outcomes_of(state + 1)),
            *best_first[:, state].tolist(),
            *stable[:, :, state].ravel().tolist(),
            *everybody[:, state].tolist(),
        ]
