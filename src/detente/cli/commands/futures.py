"""``detente futures``: the most different worlds that the evidence allows."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    json_option,
    load_case,
    print_json,
    print_page,
)
from detente.cli.drawing import NOTHING_DRAWN, Drawing, assessment, question_options


@click.command("futures")
@case_argument
@json_option
@question_options
def command(case: str, as_json: bool, drawing: Drawing) -> None:
    """Tell the few most different worlds that the evidence allows, a paragraph each.

    \b
    Example:
      detente futures korea-2023
    """
    loaded = load_case(case)
    found = assessment(loaded, drawing)
    if as_json:
        from detente.show.outlook_data import plain

        print_json(plain(found.futures))
        return
    from detente.show.techniques import Techniques

    techniques = Techniques(loaded, found)
    section = techniques.futures(found.futures) if found.futures else None
    print_page(techniques.page("Alternative futures", section, NOTHING_DRAWN))
