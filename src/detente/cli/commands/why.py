"""``detente why``: the move that tempts, and the answer that deters."""

from __future__ import annotations

import click

from detente.cli.common import case_argument, json_option, print_json, print_page, solve_case


@click.command("why")
@case_argument
@click.argument("state")
@click.argument("dm", required=False)
@click.option("--concept", default="SEQ", show_default=True, help="Nash, GMR, SMR, SEQ or SSEQ.")
@json_option
def command(case: str, state: str, dm: str | None, concept: str, as_json: bool) -> None:
    """Tell why a state is stable for a decision maker, or why not.

    Without DM: for all of them.

    STATE is a number, `sq` for the status quo, the options that are on (comma between them), or
    `none`.

    \b
    Example:
      detente why korea-2019 sq US
      detente why korea-2019 sq --concept GMR
    """
    from detente.conflict import why

    result = solve_case(case)
    number = result.state(state)
    makers = [dm] if dm else result.decision_makers
    whys = [why(result, number, each, concept) for each in makers]
    if as_json:
        from detente.show.data import why_data

        print_json(why_data(result, whys))
    else:
        from detente.show.pages import why_page

        print_page(why_page(result, whys))
