"""``detente seal``: put a forecast down with its date, so that it can be scored later."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import json_option, load_case, print_json
from detente.cli.drawing import Drawing, drawing_options, progress_bar, solver_for


@click.command("seal")
@click.argument("case", metavar="CASE")
@click.option(
    "-o", "--output", metavar="DIR", type=click.Path(path_type=Path),
    help="Where to write; by default CASE/forecasts.",
)  # fmt: skip
@drawing_options
@json_option
def command(case: str, output: Path | None, as_json: bool, drawing: Drawing) -> None:
    """Write the outlook of a case into a dated file with a hash, for `detente score`.

    Commit the file: the hash shows that it was not touched, the commit since when it is there.

    \b
    Example:
      detente seal my-case --draws 10000
      detente seal korea-2023 --output forecasts
    """
    from datetime import UTC, datetime

    from detente.outlook import draw, summary
    from detente.outlook.seal import own_folder, seal

    held = load_case(case)
    folder = output or own_folder(held)
    with solver_for(held, drawing) as solver, progress_bar() as progress:
        drawn = draw(
            held,
            draws=drawing.draws,
            error=drawing.error,
            seed=drawing.seed,
            solver=solver,
            progress=progress,
        )
    found = summary(drawn)
    written = seal(held, found, datetime.now(UTC).date().isoformat(), folder)
    if as_json:
        from detente.show.score import seal_data

        print_json(seal_data(held, found, written))
        return
    click.echo(f"{written.path}: sealed, SHA-256 {written.sha256}")
    later = f"detente score {case} --forecast {written.path}"
    click.echo(f"Commit it. Once happened.yaml says what happened: {later}")
