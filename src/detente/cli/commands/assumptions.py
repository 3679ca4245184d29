"""``detente assumptions``: the key-assumptions check."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    full_option,
    json_option,
    load_case,
    print_json,
    print_page,
)
from detente.cli.drawing import NOTHING_DRAWN, Drawing, assessment, question_options


@click.command("assumptions")
@case_argument
@full_option
@json_option
@question_options
def command(case: str, full: bool, as_json: bool, drawing: Drawing) -> None:
    """Check the key assumptions: what becomes of the conclusion without each.

    \b
    Example:
      detente assumptions korea-2023
    """
    loaded = load_case(case)
    found = assessment(loaded, drawing)
    if as_json:
        from detente.show.outlook_data import plain

        print_json(plain(found.assumptions))
        return
    from detente.show.techniques import Techniques

    techniques = Techniques(loaded, found)
    section = techniques.assumptions(found.assumptions, full=full) if found.assumptions else None
    print_page(techniques.page("Key assumptions", section, NOTHING_DRAWN))
