"""What commands that draw worlds share: ``--draws``, ``--seed``, and a bar while they work."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook.solver import Progress
    from detente.outlook.whatif import WhatIf

MOST_DRAWS = 10_000_000

draws_option = click.option(
    "--draws",
    metavar="N",
    type=click.IntRange(1, MOST_DRAWS),
    help="Draw N worlds and give probabilities.",
)
seed_option = click.option(
    "--seed", metavar="N", type=int, default=1, show_default=True, help="Of the random numbers."
)


@contextlib.contextmanager
def bar() -> Iterator[Progress]:
    """Show a bar on stderr, if that is a terminal; yields what to tell how far the work is."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("Drawing", total=1.0)

        def progress(what: str, share: float) -> None:
            shown.update(task, description=what, completed=share)

        yield progress


def drawn_what_if(case: Case, variants: Sequence[str], draws: int | None, seed: int) -> WhatIf:
    """Set variants beside their case, with a bar while worlds are drawn."""
    from detente.outlook.whatif import what_if

    with bar() as progress:
        return what_if(case, variants, draws=draws, seed=seed, progress=progress)
