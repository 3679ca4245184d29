"""``detente observe``: what has been seen since, made so, and what it changes."""

from __future__ import annotations

import click

from detente.cli.beside import draws_option, seed_option, set_beside
from detente.cli.common import full_option, json_option, load_case, print_json, print_page


@click.command("observe")
@click.argument("case", metavar="CASE")
@click.argument("what", metavar="WHAT...", nargs=-1, required=True)
@click.option("--save", metavar="NAME", help="Keep it as variants/NAME.yaml of the case.")
@draws_option
@seed_option
@full_option
@json_option
def command(
    case: str,
    what: tuple[str, ...],
    save: str | None,
    draws: int | None,
    seed: int,
    full: bool,
    as_json: bool,
) -> None:
    """Make so what has been seen since, and show what it changes.

    WHAT is an option seen on or off (DM.option=on, DM.option=off), or a claim that is confirmed
    or denied (CLAIM=confirmed, CLAIM=denied).

    \b
    Example:
      detente observe korea-2023 Russia.enforce=off DPRK.ship=on
      detente observe my-case cabinet-vow=denied --draws 2000 --save denied
    """
    from detente.case.observe import observed, place_to_save, save_variant

    held = load_case(case)
    name = save or "observed"
    folder = place_to_save(held, name) if save else None
    found = set_beside(observed(held, what, name), [name], draws, seed)
    written = save_variant(found.case, name, folder) if folder else None
    if as_json:
        from detente.show.whatif import observation_data

        print_json(observation_data(found, written))
        return
    from detente.show.whatif import what_if_page

    print_page(what_if_page(found, full=full))
    if written:
        click.echo(f"{written}: written; detente what-if {case} {name} shows it again")
