"""``detente analyze``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    documents_option,
    full_option,
    json_option,
    print_json,
    print_page,
    solve_case,
)
from detente.cli.drawing import Drawing, assessment, question_options

if TYPE_CHECKING:
    from detente.show.analysis import Story


@click.command("analyze")
@case_argument
@full_option
@json_option
@click.option(
    "--report",
    "place",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Where the HTML report goes: a file, or a folder for NAME-report.html. By default the "
    "case's own folder, or the current one for a built-in case.",
)
@click.option("--no-report", is_flag=True, help="Write no report.")
@click.option("--no-outlook", is_flag=True, help="Draw no worlds: only the model as written.")
@documents_option
@question_options
def command(
    case: str,
    full: bool,
    as_json: bool,
    place: Path | None,
    no_report: bool,
    no_outlook: bool,
    documents: Path | None,
    drawing: Drawing,
) -> None:
    """Tell how sure it is, what holds, how it could move, why, and on what grounds.

    The page is printed; the report, with all of the case and its sources, is written to a file.
    With --json there is a report only if --report says where.

    \b
    Example:
      detente analyze korea-2019
      detente analyze my-case --full
      detente analyze my-case --report briefing.html --documents articles/
    """
    from detente.conflict import overview
    from detente.evidence import quality
    from detente.outlook import varies
    from detente.outlook.inverse import challenge
    from detente.show.analysis import Story

    if place and no_report:
        raise click.UsageError("`--report` and `--no-report` exclude each other")
    result = solve_case(case)
    found = advocate = None
    if not no_outlook and varies(result.case):
        found = assessment(result.case, drawing)
        if full or place or not (no_report or as_json):  # where it is told
            advocate = challenge(result, found.conclusion)
    story = Story(overview(result), quality(result.case), found, advocate, full=full)
    if as_json:
        from detente.show.data import analysis_data

        print_json(analysis_data(story))
    else:
        print_page(story.page())
    if place or not (no_report or as_json):
        _write(story, place, documents, quiet=as_json)


def _write(story: Story, place: Path | None, documents: Path | None, *, quiet: bool) -> None:
    """Write the report and say where; that it cannot be is an error only where it was asked for."""
    from detente.case import DetenteError
    from detente.show.report import default_place, made_from

    case = story.result.case
    target = place or default_place(case)
    if place and place.is_dir():
        target = place / default_place(case).name
    made = made_from(story, documents)
    try:
        made.save(target)
    except DetenteError as error:
        if place:
            raise
        click.echo(f"note: no report: {error}", err=True)
        return
    if not quiet:
        click.echo(f"Report: {target}")
