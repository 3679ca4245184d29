"""What the two commands that ask for the fewest edits share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from .common import print_json, print_page, solve_case
from .drawing import progress_bar

if TYPE_CHECKING:
    from detente.outlook.inverse import Inverse

state_option = click.option(
    "--state", metavar="STATE", help="Ask about one state instead of an outcome; `sq` for instance."
)
edits_option = click.option(
    "--edits",
    type=click.IntRange(1, 2),
    default=2,
    show_default=True,
    help="Up to how many edits to try, all of them.",
)
most_option = click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1, 100_000),
    default=10,
    show_default=True,
    help="How many of the changes to tell.",
)


def concept_option(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option ``--concept``, with what it is if it is not given."""
    return click.option("--concept", help=f"Nash, GMR, SMR, SEQ or SSEQ; by default {default}.")


def answer(
    ask: Callable[..., Inverse],
    case: str,
    outcome: str | None,
    state: str | None,
    concept: str | None,
    edits: int,
    most: int,
    *,
    as_json: bool,
) -> None:
    """Ask, with a bar while changes are tried, and print the answer."""
    from detente.show.change import Told, inverse_data

    if outcome is not None and state is not None:
        raise click.UsageError("OUTCOME and --state exclude each other")
    result = solve_case(case)
    number = None if state is None else result.state(state)
    with progress_bar() as progress:
        found = ask(
            result, outcome, state=number, concept=concept, most=edits, told=most, progress=progress
        )
    if as_json:
        print_json(inverse_data(found))
    else:
        print_page(Told(found).page())
