"""``detente library``: the built-in cases."""

from __future__ import annotations

import click

from detente.cli.common import json_option, print_json, print_page


@click.command("library")
@json_option
def command(as_json: bool) -> None:
    """List the built-in cases with their questions, sizes and sources.

    \b
    Example:
      detente library
    """
    from detente.case import library_names, load
    from detente.show.data import library_entry

    entries = [library_entry(load(name), name) for name in library_names()]
    if as_json:
        print_json(entries)
    else:
        from detente.show.pages import library_page

        print_page(library_page(entries))
