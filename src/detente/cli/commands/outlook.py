"""``detente outlook``: how likely each outcome holds, given how reliable the sources are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.asking import outlook_command
from detente.cli.common import full_option

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook import Assessment
    from detente.show.page import Page


@outlook_command("outlook", "outlook", full_option)
def command(case: Case, found: Assessment, full: bool) -> Page:
    """Tell how likely each outcome holds, given how reliable the sources are.

    \b
    Example:
      detente outlook korea-2023
    """
    from detente.show.outlook import OutlookWords

    return OutlookWords(case, found).page(full=full)
