"""``detente ach``: analysis of competing hypotheses."""

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


@click.command("ach")
@case_argument
@full_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the whole matrix as CSV.")
@json_option
@question_options
def command(case: str, full: bool, as_csv: bool, as_json: bool, drawing: Drawing) -> None:
    """Set outcomes against claims: which claims tell the outcomes apart.

    \b
    Example:
      detente ach korea-2023
    """
    loaded = load_case(case)
    found = assessment(loaded, drawing)
    if as_json:
        from detente.show.outlook_data import plain

        print_json(plain(found.matrix))
        return
    from detente.show.techniques import Techniques, matrix_csv

    techniques = Techniques(loaded, found)
    if as_csv and found.matrix:
        click.echo(matrix_csv(found.matrix), nl=False)
        return
    section = techniques.matrix(found.matrix, full=full) if found.matrix else None
    print_page(techniques.page("Competing hypotheses", section, NOTHING_DRAWN))
