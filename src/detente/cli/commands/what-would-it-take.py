"""``detente what-would-it-take``: the fewest edits to statements that make an outcome hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.cli.asking import inverse_command

if TYPE_CHECKING:
    from detente.outlook.inverse import Inverse


@inverse_command("what-would-it-take", "the least demanding under which it does not hold yet")
def command() -> Callable[..., Inverse]:
    """Find the fewest edits to what the parties want that make an outcome hold.

    An edit drops a statement, turns it into its opposite, or moves it to another place. All changes
    of one edit are tried; where none of them does it all of two, and with --edits 3 then all of
    three. OUTCOME is by default the one that the case's question asks after.

    \b
    Example:
      detente what-would-it-take korea-2019 guaranteed-disarmament
      detente what-would-it-take korea-2019 --state sq --concept Nash
    """
    from detente.outlook.inverse import what_would_it_take

    return what_would_it_take
