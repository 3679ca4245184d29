"""``detente import``: another program's file as a case."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from detente.cli.common import json_option, print_json


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="CASE_DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The case's folder; made if need be.",
)
@click.option("--format", "format_", metavar="NAME", help="What FILE is, if not by its ending.")
@click.option("--title", help="The case's title; by default the file's name.")
@click.option(
    "--as-of",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the case speaks of; by default today.",
)
@json_option
def command(
    file: Path,
    folder: Path,
    format_: str | None,
    title: str | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Turn a file of another program into a case: GMCR+ (.gmcr).

    What the file says and a case cannot hold is told on stderr, and so are names that are no ids.
    A case that is there already is not overwritten.

    \b
    Example:
      detente import cuba.gmcr -o cuba --as-of 1962-10-22
    """
    from detente.case import write_case
    from detente.case.errors import shown
    from detente.formats import import_file, import_format

    day = (as_of.date() if as_of else date.today()).isoformat()
    found = import_file(
        file,
        import_format(str(file), format_),
        title=shown(title or file.stem, 1_000),
        as_of=day,
        name=folder.name,
    )
    said = [] if as_of else [f"the file has no day; as_of is today, {day}: set it with --as-of"]
    notes = [*found.notes, *said]
    write_case(found.case, folder)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        from detente.show.data import import_data

        print_json(import_data(found.case, str(file), str(folder), found.renamed, notes))
    else:
        makers, options = len(found.case.model.decision_makers), len(found.case.model.options)
        click.echo(f"{folder}: wrote case.yaml ({makers} decision makers, {options} options)")
        click.echo(f"Read it, then: detente analyze {folder}")
