"""``detente analyze``: the main job."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    full_option,
    json_option,
    print_json,
    print_page,
    solve_case,
)


@click.command("analyze")
@case_argument
@full_option
@json_option
def command(case: str, full: bool, as_json: bool) -> None:
    """Tell what holds, how it could move, why, and on what grounds.

    \b
    Example:
      detente analyze korea-2019
      detente analyze my-case --full
    """
    from detente.conflict import overview
    from detente.evidence import quality
    from detente.show.analysis import Story

    result = solve_case(case)
    story = Story(overview(result), quality(result.case), full=full)
    if as_json:
        from detente.show.data import analysis_data

        print_json(analysis_data(story))
    else:
        print_page(story.page())
