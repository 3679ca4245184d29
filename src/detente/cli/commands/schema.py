"""``detente schema``: JSON Schemas of the case files and of what ``--json`` prints."""

from __future__ import annotations

import click

from detente.cli.common import print_json


@click.command("schema")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print a JSON Schema: of a case's file (for your editor), or of a command's --json.

    Without NAME: what there is.

    \b
    Example:
      detente schema case.yaml
      detente schema solve
    """
    from detente.case import UnknownName
    from detente.case.errors import did_you_mean
    from detente.case.jsonschema import FILE_SCHEMAS, file_schema
    from detente.show.schemas import OUTPUTS, output_schema

    if name is None:
        click.echo("files:    " + ", ".join(FILE_SCHEMAS))
        click.echo("commands: " + ", ".join(OUTPUTS))
    elif name in FILE_SCHEMAS:
        print_json(file_schema(name))
    elif name in OUTPUTS:
        print_json(output_schema(name))
    else:
        known = [*FILE_SCHEMAS, *OUTPUTS]
        hint = did_you_mean(name, known) or f"; there are: {', '.join(known)}"
        raise UnknownName(f"`{name}`: no such schema{hint}")
