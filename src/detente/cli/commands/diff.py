"""``detente diff``: two cases side by side."""

from __future__ import annotations

import click

from detente.cli.common import full_option, json_option, print_json, print_page, solve_case


@click.command("diff")
@click.argument("before", metavar="CASE")
@click.argument("after", metavar="CASE")
@full_option
@json_option
def command(before: str, after: str, full: bool, as_json: bool) -> None:
    """Set two cases side by side: what changed in the model, the claims, and what holds.

    \b
    Example:
      detente diff korea-2019 korea-2023
    """
    from detente.conflict import compare, overview
    from detente.evidence import quality

    results = [solve_case(name) for name in (before, after)]
    comparison = compare(*map(overview, results))
    if as_json:
        from detente.show.data import comparison_data

        print_json(comparison_data(comparison))
    else:
        from detente.show.comparison import Difference

        first, second = (quality(result.case) for result in results)
        print_page(Difference(comparison, (first, second), full=full).page())
