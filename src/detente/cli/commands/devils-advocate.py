"""``detente devils-advocate``: the fewest edits to statements after which an outcome falls."""

from __future__ import annotations

import click

from detente.cli.common import case_argument, json_option
from detente.cli.inverting import answer, concept_option, edits_option, most_option, state_option


@click.command("devils-advocate")
@case_argument
@click.argument("outcome", required=False)
@concept_option("the strictest under which it holds")
@state_option
@edits_option
@most_option
@json_option
def command(
    case: str,
    outcome: str | None,
    concept: str | None,
    state: str | None,
    edits: int,
    most: int,
    as_json: bool,
) -> None:
    """Find the fewest edits to what the parties want after which an outcome no longer holds.

    An edit drops a statement, turns it into its opposite, or moves it to another place. All changes
    of one edit are tried, and where none of them does it, all of two. OUTCOME is by default the one
    that the case's question asks after.

    \b
    Example:
      detente devils-advocate korea-2019
      detente devils-advocate korea-2023 stalemate --concept SEQ
    """
    from detente.outlook.inverse import devils_advocate

    answer(devils_advocate, case, outcome, state, concept, edits, most, as_json=as_json)
