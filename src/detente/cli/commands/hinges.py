"""``detente hinges``: what a conclusion hinges on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.asking import outlook_command
from detente.cli.common import full_option

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook import Assessment
    from detente.show.page import Page


@outlook_command("hinges", "hinges", full_option)
def command(case: Case, found: Assessment, full: bool) -> Page:
    """Tell what a conclusion hinges on: what would flip it if it were taken away.

    \b
    Example:
      detente hinges korea-2023
    """
    from detente.show.outlook import OutlookWords

    return OutlookWords(case, found).hinges_page(full=full)
