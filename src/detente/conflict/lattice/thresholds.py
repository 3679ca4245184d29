"""Nash, GMR and SMR where everything is feasible and nothing is final: maxima and thresholds.

A state is stable for i under Nash iff it is the best of i's group. The others can bring about every
combination of their own options, whatever i does first; so a state is stable under GMR iff it is
at least as good as i's maximin, the greatest among the worst of i's courses of action, and under
SMR iff as good as its minimax, the least among the best answers to the others.
"""

from __future__ import annotations

import numpy as np

from ..compiled import routine
from .tiles import LARGEST, OPTIONS, SMALLEST, START, WIDTH, Board, Count, Int32s, Tile, tile_at


@routine
def bound(b: Board, dm: Count, low: Count, high: Count, worker: Count) -> Count:
    """Find the worst of each own course of action; return the worst of the best answers."""
    start = b.plan[dm, START]
    worst = b.worst[worker, start : start + (1 << b.plan[dm, OPTIONS])]
    best = np.empty(b.plan[dm, WIDTH], np.int32)
    least = LARGEST
    for number in range(low, high):
        t = tile_at(b, dm, number)
        set_best(b.ranks[dm], t, best)
        lower_worst(b.ranks[dm], t, worst)
        for c in range(best.size):
            least = min(least, best[c])
    return np.int64(least)


@routine
def judge_bounds(b: Board, dm: Count, low: Count, high: Count) -> None:
    """Give the verdicts under Nash, GMR and SMR, for which no order is needed."""
    width = b.plan[dm, WIDTH]
    best = np.empty(width, np.int32)
    rank, verdict = b.ranks[dm], b.verdict[dm]
    maximin, minimax = b.bounds[dm, 0], b.bounds[dm, 1]
    for number in range(low, high):
        t = tile_at(b, dm, number)
        set_best(rank, t, best)
        if t.column_run > 1:
            for r in range(t.members.size):
                for c in range(0, width, t.column_run):
                    at = t.base + t.members[r] + t.columns[c]
                    row, most = rank[at : at + t.column_run], best[c : c + t.column_run]
                    out = verdict[at : at + t.column_run]
                    for k in range(t.column_run):
                        out[k] = (
                            (row[k] == most[k])
                            | ((row[k] >= maximin) << 1)
                            | ((row[k] >= minimax) << 2)
                        )
        else:
            for c in range(width):
                for r in range(0, t.members.size, t.own_run):
                    at = t.base + t.members[r] + t.columns[c]
                    row, out = rank[at : at + t.own_run], verdict[at : at + t.own_run]
                    for k in range(t.own_run):
                        out[k] = (
                            (row[k] == best[c])
                            | ((row[k] >= maximin) << 1)
                            | ((row[k] >= minimax) << 2)
                        )


@routine
def set_best(rank: Int32s, t: Tile, best: Int32s) -> None:
    """Set for each column the rank of the best member."""
    for c in range(best.size):
        best[c] = SMALLEST
    if t.column_run > 1:
        for r in range(t.members.size):
            for c in range(0, t.columns.size, t.column_run):
                at = t.base + t.members[r] + t.columns[c]
                row, most = rank[at : at + t.column_run], best[c : c + t.column_run]
                for k in range(t.column_run):
                    most[k] = max(most[k], row[k])
    else:
        for c in range(t.columns.size):
            most_of_all = SMALLEST
            for r in range(0, t.members.size, t.own_run):
                at = t.base + t.members[r] + t.columns[c]
                row = rank[at : at + t.own_run]
                for k in range(t.own_run):
                    most_of_all = max(most_of_all, row[k])
            best[c] = most_of_all


@routine
def lower_worst(rank: Int32s, t: Tile, worst: Int32s) -> None:
    """Lower for each member the least rank of its columns so far."""
    if t.column_run > 1:
        for r in range(t.members.size):
            least = worst[r]
            for c in range(0, t.columns.size, t.column_run):
                at = t.base + t.members[r] + t.columns[c]
                row = rank[at : at + t.column_run]
                for k in range(t.column_run):
                    least = min(least, row[k])
            worst[r] = least
    else:
        for c in range(t.columns.size):
            for r in range(0, t.members.size, t.own_run):
                at = t.base + t.members[r] + t.columns[c]
                row, least_of = rank[at : at + t.own_run], worst[r : r + t.own_run]
                for k in range(t.own_run):
                    least_of[k] = min(least_of[k], row[k])
