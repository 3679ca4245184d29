"""``detente gaps``: what a case lacks, and where its claims differ or agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    full_option,
    json_option,
    load_case,
    patiently,
    print_json,
    print_page,
)

if TYPE_CHECKING:
    from detente.case import Case


@click.command("gaps")
@case_argument
@full_option
@json_option
def command(case: str, full: bool, as_json: bool) -> None:
    """List what a case lacks, and where its claims contradict, confirm or repeat each other.

    What you linked is told as it is. What is found by words is a proposal with its likeness.

    \b
    Example:
      detente gaps korea-2019
    """
    from detente.evidence.gaps import gaps
    from detente.show.words import counted

    held = load_case(case)
    waiting = _waiting(held)
    found = patiently("Comparing", lambda: gaps(held))
    if as_json:
        from detente.show.records import gaps_data

        print_json(gaps_data(held.name, found))
    else:
        from detente.show.gaps import gaps_page

        print_page(gaps_page(held, found, full=full))
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        what = f"{counted(waiting, 'proposal')} {wait} for a decision"
        click.echo(f"note: {what}: detente review {case}", err=True)


def _waiting(case: Case) -> int:
    """Return how many proposals nobody has decided on, which may fill gaps."""
    from detente.evidence.proposals import Proposals

    return sum(one.is_open for one in Proposals(case, {}).standings().values())
