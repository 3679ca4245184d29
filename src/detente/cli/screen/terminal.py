"""A full-screen page at a terminal: keys taken one after another, and an end when it is gone."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import termios

from textual import events
from textual.app import App

HOPS = 8
"""A key goes from the widget that has the cursor up to the screen and the page, and what it sets
off comes back: at most so many times is a message handed on."""
PATIENCE = 2.0
"""Seconds after which a widget that does not answer, since it is about to go, is not waited for."""
LOOK = 0.5
"""Seconds between two looks at whether the terminal is still there."""


class TerminalApp(App[None]):
    """A page that takes no key before what the last one set off is done.

    Otherwise a key that follows close on another (typed fast, or pasted) would go to a dialog that
    is about to close, where it is lost, or to the page below one that is about to open.
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed: asyncio.Queue[events.Key | events.Paste] = asyncio.Queue()

    def on_mount(self) -> None:
        """Begin to take keys, and to look after the terminal.

        A page's own `on_mount` need not call this: textual calls that of every class.
        """
        self.run_worker(self._take_keys())
        if not self.is_headless:
            self.set_interval(LOOK, self._look_after_terminal)

    async def on_event(self, event: events.Event) -> None:
        """Put what is typed into a line; let all else happen at once."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.put_nowait(event)
        else:
            await super().on_event(event)

    async def _take_keys(self) -> None:
        while True:
            await super().on_event(await self._typed.get())
            await self._settled()

    async def _settled(self) -> None:
        """Wait until every widget has done what it was told, and what came of that."""
        for _ in range(HOPS):
            answers = []
            for widget in (self, *self.screen.walk_children(with_self=True)):
                answer = asyncio.Event()
                if widget.call_later(answer.set):
                    answers.append(answer)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    for answer in answers:
                        await answer.wait()

    def _look_after_terminal(self) -> None:
        """End when the terminal is gone and nothing told so: no key could come any more."""
        if is_gone(sys.__stdin__.fileno() if sys.__stdin__ else -1):
            self.exit()


def is_gone(handle: int) -> bool:
    """Whether a terminal has been hung up."""
    try:
        termios.tcgetattr(handle)
    except termios.error:
        return True
    return False
