"""``detente score``: forecasts against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import json_option, load_case, print_json, print_page
from detente.cli.drawing import Drawing, drawing_options, draws_of

if TYPE_CHECKING:
    from detente.case import Case
    from detente.case.happened import Happened
    from detente.outlook.score import Forecasts


@click.command("score")
@click.argument("case", metavar="CASE")
@click.argument("outcomes", metavar="[OUTCOMES]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--forecast", metavar="FILE", type=click.Path(path_type=Path),
    help="A sealed forecast; without it the outlook is computed now.",
)  # fmt: skip
@drawing_options
@json_option
def command(
    case: str,
    outcomes: Path | None,
    forecast: Path | None,
    as_json: bool,
    drawing: Drawing,
) -> None:
    """Score forecasts of a case against what happened: Brier and log score.

    OUTCOMES is a YAML file that says what happened; by default the case's own happened.yaml.

    \b
    Example:
      detente score korea-2019
      detente score my-case --forecast my-case/forecasts/2024-02-11-1f0c2d3e4a5b.yaml
    """
    from detente.outlook.score import score
    from detente.outlook.seal import opened

    held = load_case(case)
    happened = _happened(held, outcomes)
    if forecast is not None and drawing.draws is not None:
        raise click.UsageError("a sealed forecast has its draws; give --forecast or --draws")
    forecasts = opened(forecast, held) if forecast else _now(held, drawing)
    found = score(forecasts.ends, happened, held.model)
    from detente.show.score import score_data, score_page

    if as_json:
        print_json(score_data(held, happened, forecasts, found))
    else:
        print_page(score_page(held, happened, forecasts, found))


def _happened(case: Case, path: Path | None) -> Happened:
    from detente.case import UnknownName
    from detente.case.happened import read_happened

    if path is not None:
        return read_happened(path, case.model, case.documents)
    if case.happened is None:
        raise UnknownName(
            f"{case.name} has no happened.yaml; write it, or name a file that says what happened"
        )
    return case.happened


def _now(case: Case, drawing: Drawing) -> Forecasts:
    from detente.outlook import summary
    from detente.outlook.score import computed

    return computed(summary(draws_of(case, drawing)))
