"""``detente new``: a commented template for a case of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import json_option, print_json


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Write a commented template of a case into FOLDER; it passes `check` and can be analyzed.

    \b
    Example:
      detente new my-case
      detente check my-case
    """
    from detente.case import write_template

    files = write_template(folder)
    if as_json:
        print_json({"folder": str(folder), "files": files})
    else:
        click.echo(f"{folder}: wrote {', '.join(files)}")
        click.echo(f"Edit {folder / 'case.yaml'}, then: detente analyze {folder}")
