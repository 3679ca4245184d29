"""``detente mcp``: an assistant reads the case and proposes; a person decides."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli.common import case_argument, documents_option

LONGEST_NAME = 80
WAITING = (
    "Waiting for an assistant's program on standard input; it starts this command itself.\n"
    "Ctrl-D ends it."
)


@click.command("mcp")
@case_argument
@documents_option
@click.option(
    "--as",
    "name",
    metavar="NAME",
    default="",
    help="Who the assistant is; it stands beside what it proposes.",
)
def command(case: str, documents: Path | None, name: str) -> None:
    """Serve a case to an assistant through the Model Context Protocol, over standard input.

    The assistant can list, search and read documents and claims, run analyses and have them
    explained, and propose claims, events and links. It cannot accept a proposal or change a file:
    you do that, with `detente review`.

    \b
    Example:
      detente mcp my-case --documents articles/
    """
    from detente.assistant import Desk
    from detente.case.errors import shown

    try:
        from detente.assistant.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types", "anyio"}:
            raise
        needs = "`detente mcp` needs the SDK: pip install 'detente[assistant]'"
        raise click.UsageError(needs) from None
    desk = Desk(case, documents, by=shown(f"assistant {name}".strip(), LONGEST_NAME))
    if sys.stdin.isatty():
        click.echo(WAITING, err=True)
    serve(desk)
