"""``detente assumptions``: the key-assumptions check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.asking import outlook_command
from detente.cli.common import full_option

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook import Assessment
    from detente.show.page import Page


@outlook_command("assumptions", "assumptions", full_option)
def command(case: Case, found: Assessment, full: bool) -> Page:
    """Check the key assumptions: what becomes of the conclusion without each.

    \b
    Example:
      detente assumptions korea-2023
    """
    from detente.show.techniques import Techniques

    techniques = Techniques(case, found)
    return techniques.page(techniques.assumptions(full=full))
