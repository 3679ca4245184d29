"""``detente history``: how two actors got on, from event data."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import json_option, patiently, print_json, print_page

if TYPE_CHECKING:
    from detente.evidence.history import By, History


def _codes(_: click.Context, parameter: click.Parameter, value: tuple[str, str]) -> tuple[str, str]:
    first, second = (code.upper() for code in value)
    for code in (first, second):
        if not re.fullmatch(r"[A-Z]{3}", code):
            message = f"found `{code}`; must be a country code of three letters, such as PRK"
            raise click.BadParameter(message, param=parameter)
    if first == second:
        raise click.BadParameter(f"`{first}` is named twice; name two actors", param=parameter)
    return first, second


_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("history")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--between",
    metavar="CODE CODE",
    nargs=2,
    required=True,
    callback=_codes,
    help="The two actors, by country code (ISO 3166 alpha-3).",
)
@click.option("--from", "start", metavar="DAY", type=_DAY, help="The first day that counts.")
@click.option("--to", "end", metavar="DAY", type=_DAY, help="The last day that counts.")
@click.option(
    "--by",
    type=click.Choice(["month", "quarter", "year"]),
    default="year",
    show_default=True,
    help="How long a period is.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write the chart (.svg) or the table (.csv); may be given for both.",
)
@click.option("--force", is_flag=True, help="Replace the output if it is there.")
@json_option
def command(
    files: tuple[Path, ...],
    between: tuple[str, str],
    start: datetime | None,
    end: datetime | None,
    by: By,
    outputs: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """Chart how much two actors cooperated and clashed, from files of event data.

    FILE is GDELT (.CSV or .zip), POLECAT (.txt), or PLOVER events as JSON; files are read line by
    line. Nothing is downloaded, and no case is changed.

    \b
    Example:
      detente history polecat/*.txt --between RUS PRK --by quarter -o moscow-pyongyang.svg
    """
    from detente.evidence.history import history
    from detente.formats.events import Passed, read_events

    _check(outputs)
    first, second = between
    pair, passed = {(first, second), (second, first)}, Passed()
    events = read_events(files, passed, lambda actor, recipient: (actor, recipient) in pair)
    days = [day.date().isoformat() if day else None for day in (start, end)]
    found = patiently(
        "Reading",
        lambda: history(events, first, second, by=by, start=days[0], end=days[1]),
    )
    title = f"{first} and {second}: cooperation and conflict"
    for output in outputs:
        _write(output, found, title, force=force)
    for note in passed.notes():
        click.echo(f"note: {note}", err=True)
    if as_json:
        from detente.show.records import history_data

        print_json(history_data(found, list(map(str, outputs)), passed.notes()))
    else:
        from detente.show.history import history_page

        print_page(history_page(found, title=title))
        for output in outputs:
            click.echo(f"{output}: written")


def _check(outputs: tuple[Path, ...]) -> None:
    for output in outputs:
        if output.suffix.lower() not in {".svg", ".csv"}:
            raise click.UsageError(f"`{output}`: the ending says what is written: .svg or .csv")


def _write(output: Path, found: History, title: str, *, force: bool) -> None:
    from detente.case import write_atomically
    from detente.show.history import history_csv, history_svg

    chart = output.suffix.lower() == ".svg"
    text = history_svg(found, title=title) if chart else history_csv(found)
    write_atomically(output, text.encode(), replace=force)
