"""``detente futures``: the most different worlds that the evidence allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.asking import outlook_command

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook import Assessment
    from detente.show.page import Page


@outlook_command("futures", "futures")
def command(case: Case, found: Assessment) -> Page:
    """Tell the few most different worlds that the evidence allows, a paragraph each.

    \b
    Example:
      detente futures korea-2023
    """
    from detente.show.techniques import Techniques

    techniques = Techniques(case, found)
    return techniques.page(techniques.futures())
