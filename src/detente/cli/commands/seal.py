"""``detente seal``: put a forecast down with its date, so that it can be scored later."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import json_option, load_case, print_json
from detente.cli.drawing import bar, draws_option, seed_option


@click.command("seal")
@click.argument("case", metavar="CASE")
@click.option(
    "-o", "--output", metavar="DIR", type=click.Path(path_type=Path),
    help="Where to write; by default CASE/forecasts.",
)  # fmt: skip
@draws_option
@seed_option
@json_option
def command(case: str, output: Path | None, draws: int | None, seed: int, as_json: bool) -> None:
    """Write the outlook of a case into a dated file with a hash, for `detente score`.

    Commit the file: the hash shows that it was not touched, the commit since when it is there.

    \b
    Example:
      detente seal my-case --draws 10000
      detente seal korea-2023 --output forecasts
    """
    from datetime import UTC, datetime

    from detente.outlook import draw, summary
    from detente.outlook.estimate import DEFAULT_DRAWS
    from detente.outlook.seal import own_folder, seal

    held = load_case(case)
    folder = output or own_folder(held)
    with bar() as progress:
        drawn = draw(held, draws=draws or DEFAULT_DRAWS, seed=seed, progress=progress)
    found = summary(drawn)
    written = seal(held, found, datetime.now(UTC).date().isoformat(), folder)
    if as_json:
        from detente.show.score import seal_data

        print_json(seal_data(held, found, written))
        return
    click.echo(f"{written.path}: sealed, SHA-256 {written.sha256}")
    later = f"detente score {case} --forecast {written.path}"
    click.echo(f"Commit it. Once happened.yaml says what happened: {later}")
