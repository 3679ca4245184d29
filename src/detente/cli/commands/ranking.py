"""``detente ranking``: the order that a decision maker's statements induce."""

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


@click.command("ranking")
@case_argument
@click.argument("dm")
@full_option
@json_option
def command(case: str, dm: str, full: bool, as_json: bool) -> None:
    """Show how a decision maker ranks the states, so that you see whether it says what you meant.

    \b
    Example:
      detente ranking korea-2019 Japan
    """
    from detente.conflict import order

    result = solve_case(case)
    found = order(result, dm)
    if as_json:
        from detente.show.data import ranking_data

        print_json(ranking_data(result, found))
    else:
        from detente.show.pages import ranking_page

        print_page(ranking_page(result, found, full=full))
