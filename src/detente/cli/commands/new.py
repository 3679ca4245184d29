"""``detente new``: a case of one's own, from a commented template or a built-in case."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import json_option, print_json


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="NAME", help="Copy this built-in case instead.")
@json_option
def command(folder: Path, source: str | None, as_json: bool) -> None:
    """Write a commented template of a case into FOLDER; it passes `check` and can be analyzed.

    \b
    Example:
      detente new my-case
      detente check my-case
      detente new my-korea --from korea-2019
    """
    from detente.case import write_copy, write_template

    files = write_template(folder) if source is None else write_copy(source, folder)
    if as_json:
        print_json({"folder": str(folder), "files": files})
    else:
        click.echo(f"{folder}: wrote {', '.join(files)}")
        click.echo(f"Edit {folder / 'case.yaml'}, then: detente analyze {folder}")
