"""``detente hinges``: what a conclusion hinges on."""

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


@click.command("hinges")
@case_argument
@full_option
@json_option
@question_options
def command(case: str, full: bool, as_json: bool, drawing: Drawing) -> None:
    """Tell what a conclusion hinges on: what would flip it if it were taken away.

    \b
    Example:
      detente hinges korea-2023
    """
    loaded = load_case(case)
    found = assessment(loaded, drawing)
    if as_json:
        from detente.show.outlook_data import plain

        print_json(plain(found.hinges))
        return
    from detente.show.outlook import OutlookWords

    print_page(OutlookWords(loaded, found).hinges_page(full=full))
