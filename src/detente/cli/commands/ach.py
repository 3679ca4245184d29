"""``detente ach``: analysis of competing hypotheses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.asking import outlook_command
from detente.cli.common import full_option

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook import Assessment
    from detente.show.page import Page

csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print the whole matrix as CSV.")


@outlook_command("ach", "matrix", full_option, csv_option)
def command(case: Case, found: Assessment, full: bool, as_csv: bool) -> Page | str:
    """Set outcomes against claims: which claims tell the outcomes apart.

    \b
    Example:
      detente ach korea-2023
    """
    from detente.show.techniques import Techniques, matrix_csv

    if as_csv and found.matrix:
        return matrix_csv(found.matrix)
    techniques = Techniques(case, found)
    return techniques.page(techniques.matrix(full=full))
