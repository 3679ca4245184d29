"""``detente signposts``: what to watch for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.asking import outlook_command
from detente.cli.common import full_option

if TYPE_CHECKING:
    from detente.case import Case
    from detente.outlook import Assessment
    from detente.show.page import Page


@outlook_command("signposts", "signposts", full_option)
def command(case: Case, found: Assessment, full: bool) -> Page:
    """List what to watch for: moves and claims that would shift the outlook if seen.

    \b
    Example:
      detente signposts korea-2023
    """
    from detente.show.techniques import Techniques

    techniques = Techniques(case, found)
    return techniques.page(techniques.signposts(full=full))
