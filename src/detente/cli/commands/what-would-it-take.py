"""``detente what-would-it-take``: the fewest edits to statements that make an outcome hold."""

from __future__ import annotations

import click

from detente.cli.common import case_argument, json_option
from detente.cli.inverting import answer, concept_option, edits_option, most_option, state_option


@click.command("what-would-it-take")
@case_argument
@click.argument("outcome", required=False)
@concept_option("the least demanding under which it does not hold yet")
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
    """Find the fewest edits to what the parties want that make an outcome hold.

    An edit drops a statement, turns it into its opposite, or moves it to another place. All changes
    of one edit are tried, and where none of them does it, all of two. OUTCOME is by default the one
    that the case's question asks after.

    \b
    Example:
      detente what-would-it-take korea-2019 guaranteed-disarmament
      detente what-would-it-take korea-2019 --state sq --concept Nash
    """
    from detente.outlook.inverse import what_would_it_take

    answer(what_would_it_take, case, outcome, state, concept, edits, most, as_json=as_json)
