"""``detente devils-advocate``: the fewest edits to statements after which an outcome falls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.cli.asking import inverse_command

if TYPE_CHECKING:
    from detente.outlook.inverse import Inverse


@inverse_command("devils-advocate", "the strictest under which it holds")
def command() -> Callable[..., Inverse]:
    """Find the fewest edits to what the parties want after which an outcome no longer holds.

    An edit drops a statement, turns it into its opposite, or moves it to another place. All changes
    of one edit are tried; where none of them does it all of two, and with --edits 3 then all of
    three. OUTCOME is by default the one that the case's question asks after.

    \b
    Example:
      detente devils-advocate korea-2019
      detente devils-advocate korea-2023 stalemate --concept SEQ
    """
    from detente.outlook.inverse import devils_advocate

    return devils_advocate
