"""``detente solve``: stability and equilibria, for people and for other programs."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    full_option,
    json_option,
    print_json,
    print_page,
    solve_case,
)


@click.command("solve")
@case_argument
@full_option
@json_option
@click.option(
    "--equilibria-only",
    is_flag=True,
    help="With --json: leave out the stability for single decision makers, and every state that "
    "is no equilibrium.",
)
def command(case: str, full: bool, as_json: bool, equilibria_only: bool) -> None:
    """List the equilibria under Nash, GMR, SMR, SEQ and SSEQ.

    \b
    Example:
      detente solve korea-2019
      detente solve korea-2019 --json --equilibria-only
    """
    if equilibria_only and not as_json:
        raise click.UsageError("--equilibria-only goes with --json")
    result = solve_case(case)
    if as_json:
        from detente.show.data import solution_data

        print_json(solution_data(result, equilibria_only=equilibria_only), indent=None)
    else:
        from detente.show.pages import solution_page

        print_page(solution_page(result, full=full))
