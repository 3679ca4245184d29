"""Analysis of competing hypotheses, computed: outcomes against claims.

Heuer (1999, ch. 8) has analysts fill a matrix by hand: hypotheses in columns, evidence in rows, and
in each cell whether the evidence is consistent with the hypothesis. Evidence that is consistent
with all of them tells nothing apart; what counts is its *diagnosticity*. Here the hypotheses are
the named outcomes, and the cell is computed from the draws:

    consistency(c, o)  =  P(o | c comes through)  -  P(o | c does not).

It says how much more likely the outcome is in worlds where the claim is right. The diagnosticity
of a claim is the spread of its row, the largest minus the smallest: 0 if it speaks for all outcomes
alike. Claims that share a source rise and fall together, so a row also carries what comes with
the claim; what the claim does by itself is the business of knock-outs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from .estimate import Draws, holds

NOISE = 2.0
"""Standard errors within which a cell says nothing."""


@dataclass(frozen=True)
class Cell:
    """How much more likely an outcome is if a claim is right, and the standard error of that."""

    consistency: float
    se: float

    @property
    def speaks(self) -> bool:
        """Whether the cell says more than sampling noise."""
        return abs(self.consistency) > NOISE * self.se


@dataclass(frozen=True)
class Row:
    """One claim against all outcomes.

    Attributes
    ----------
    claim : str
    through : float
        How often it comes through.
    cells : tuple of Cell or None
        In the order of the outcomes; None where it always comes through, or never.
    diagnosticity : float
        The spread of the cells that say more than noise, the others counted as 0.
    """

    claim: str
    through: float
    cells: tuple[Cell, ...] | None
    diagnosticity: float


@dataclass(frozen=True)
class Matrix:
    """Outcomes against claims, the most telling claim first.

    Attributes
    ----------
    outcomes : tuple of str
    concept : str
        Under which the outcomes are to hold.
    rows : tuple of Row
    draws : int
    """

    outcomes: tuple[str, ...]
    concept: str
    rows: tuple[Row, ...]
    draws: int


def competing(draws: Draws, concept: str) -> Matrix:
    """Set outcomes against claims.

    Parameters
    ----------
    draws : Draws
    concept : str
        Under which outcomes hold, or do not.

    Returns
    -------
    Matrix
        A row for each claim in use, a column for each outcome.
    """
    plan, sample, records = draws.plan, draws.samples["base"], draws.records["base"]
    names = tuple(name for name, _ in plan.recipe.outcomes)
    held = [holds(plan, records, name, concept) for name in names]
    rows = [_row(claim.name, sample.through[:, c], held) for c, claim in enumerate(plan.claims)]
    rows.sort(key=lambda row: (-row.diagnosticity, row.claim))
    return Matrix(names, concept, tuple(rows), draws.size)


def _row(claim: str, through: NDArray[np.bool_], held: list[NDArray[np.bool_]]) -> Row:
    share = float(through.mean())
    if not 0 < share < 1:
        return Row(claim, share, None, 0.0)
    cells = tuple(_cell(through, outcome) for outcome in held)
    telling = [cell.consistency if cell.speaks else 0.0 for cell in cells]
    return Row(claim, share, cells, max(telling, default=0.0) - min(telling, default=0.0))


def _cell(through: NDArray[np.bool_], outcome: NDArray[np.bool_]) -> Cell:
    with_it, without = outcome[through], outcome[~through]
    variance = with_it.var() / with_it.size + without.var() / without.size
    return Cell(float(with_it.mean()) - float(without.mean()), sqrt(float(variance)))
