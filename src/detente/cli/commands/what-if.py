"""``detente what-if``: a case and its variants side by side."""

from __future__ import annotations

import click

from detente.cli.beside import draws_option, seed_option, set_beside
from detente.cli.common import full_option, json_option, load_case, print_json, print_page


@click.command("what-if")
@click.argument("case", metavar="CASE")
@click.argument("variants", metavar="VARIANT...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every variant of the case.")
@draws_option
@seed_option
@full_option
@json_option
def command(
    case: str,
    variants: tuple[str, ...],
    every: bool,
    draws: int | None,
    seed: int,
    full: bool,
    as_json: bool,
) -> None:
    """Show what the case's variants change: what holds, what is reached, how likely it is.

    Without a VARIANT: list which there are.

    \b
    Example:
      detente what-if korea-2019 helper spoiler
      detente what-if korea-2023 --all --draws 1000
    """
    held = load_case(case)
    if every and variants:
        raise click.UsageError("give the variants, or --all; not both")
    if not every and not variants:
        from detente.show.whatif import variants_page

        if as_json:
            raise click.UsageError("--json needs a VARIANT, or --all")
        print_page(variants_page(held))
        return
    found = set_beside(held, list(held.variants) if every else list(variants), draws, seed)
    from detente.show.whatif import what_if_data, what_if_page

    if as_json:
        print_json(what_if_data(found))
    else:
        print_page(what_if_page(found, full=full))
