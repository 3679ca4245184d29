"""What commands that set variants beside their case share: options, and the work with its bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .drawing import progress_bar

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook.whatif import WhatIf

draws_option = click.option(
    "--draws",
    metavar="N",
    type=click.IntRange(1, 10_000_000),
    help="Draw N worlds of each, and tell which probabilities move.",
)
seed_option = click.option(
    "--seed", metavar="N", type=int, default=1, help="Of the random numbers (1)."
)


def set_beside(case: Case, variants: Sequence[str], draws: int | None, seed: int) -> WhatIf:
    """Set variants beside their case, with a bar while worlds are drawn."""
    from detente.outlook.whatif import what_if

    with progress_bar() as progress:
        return what_if(case, variants, draws=draws, seed=seed, progress=progress)
