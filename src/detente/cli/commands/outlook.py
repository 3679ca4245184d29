"""``detente outlook``: how likely each outcome holds, given how reliable the sources are."""

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
from detente.cli.drawing import Drawing, assessment, question_options


@click.command("outlook")
@case_argument
@full_option
@json_option
@question_options
def command(case: str, full: bool, as_json: bool, drawing: Drawing) -> None:
    """Tell how likely each outcome holds, given how reliable the sources are.

    \b
    Example:
      detente outlook korea-2023
    """
    loaded = load_case(case)
    found = assessment(loaded, drawing)
    if as_json:
        from detente.show.outlook_data import plain

        print_json(plain(found.outlook))
        return
    from detente.show.outlook import OutlookWords

    print_page(OutlookWords(loaded, found).page(full=full))
