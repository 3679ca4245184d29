"""``detente signposts``: what to watch for."""

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


@click.command("signposts")
@case_argument
@full_option
@json_option
@question_options
def command(case: str, full: bool, as_json: bool, drawing: Drawing) -> None:
    """List what to watch for: moves and claims that would shift the outlook if seen.

    \b
    Example:
      detente signposts korea-2023
    """
    loaded = load_case(case)
    found = assessment(loaded, drawing)
    if as_json:
        from detente.show.outlook_data import plain

        print_json(plain(found.signposts))
        return
    from detente.show.techniques import Techniques

    techniques = Techniques(loaded, found)
    section = techniques.signposts(found.signposts, full=full) if found.signposts else None
    print_page(techniques.page("Signposts", section, NOTHING_DRAWN))
