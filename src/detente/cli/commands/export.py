"""``detente export``: a case, or what follows from it, as another program's file."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import case_argument, json_option, load_case, print_json, solve_case


@click.command("export")
@case_argument
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write; its ending says the format.",
)
@click.option(
    "--format", "format_", metavar="NAME", help="gmcr, nfg, efg, graphml, csv, jsonld or provjson."
)
@click.option("--from", "start", metavar="STATE", help="Where a game tree begins; default: sq.")
@click.option(
    "--turns",
    type=click.IntRange(1, 64),
    help="How many turns a game tree has; by default one for each decision maker.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@json_option
def command(
    case: str,
    file: Path,
    format_: str | None,
    start: str | None,
    turns: int | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write a case as a file of another program.

    GMCR+ (.gmcr), Gambit's games in strategic (.nfg) and extensive form (.efg), states and moves
    (.graphml), a table of states, places and stability (.csv), claims as W3C Web Annotations
    (.jsonld), where the model comes from as PROV-JSON (.provjson). What the format cannot hold is
    told on stderr.

    \b
    Example:
      detente export korea-2019 -o korea.gmcr
      detente export korea-2019 -o korea.efg --from sq --turns 2
    """
    from detente.case import write_atomically
    from detente.formats import MODELS, export_case, export_format, export_result

    chosen = export_format(str(file), format_)
    if chosen != "efg" and (start or turns):
        raise click.UsageError(f"--from and --turns go with .efg; this is .{chosen}")
    if chosen in MODELS:
        held = load_case(case)
        found = export_case(held, chosen)
    else:
        result = solve_case(case)
        held = result.case
        found = export_result(
            result, chosen, start=result.state(start) if start else None, turns=turns
        )
    data = found.text.encode()
    write_atomically(file, data, replace=force)
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        from detente.show.data import export_data

        print_json(export_data(held, str(file), chosen, len(data), found.notes))
    else:
        click.echo(f"{file}: wrote {len(data):,} bytes ({chosen})")
