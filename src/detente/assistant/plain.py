"""Pages as plain text, as wide as a command prints them into a file."""

from __future__ import annotations

import io

from detente.show.page import Page
from detente.show.terminal import rendered


def plain(page: Page) -> str:
    """Return a page without colours; what is not printable is left out."""
    from rich.console import Console

    nowhere = io.StringIO()
    return rendered(
        page,
        Console(
            file=nowhere,
            force_terminal=False,
            color_system=None,
            width=100,
            highlight=False,
            markup=False,
            emoji=False,
        ),
    )
