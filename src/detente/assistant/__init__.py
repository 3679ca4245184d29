"""An assistant at the case's desk, through the Model Context Protocol (MCP).

It reads documents and claims, runs analyses and explains them, and it may propose claims, events
and links. It cannot accept what it proposed, nor change a file of the case: accepting is a
person's act, and there is no tool for it.

:mod:`.bounds` how much of anything · :mod:`.quoting`, :mod:`.quotation` text from documents on its
way out, and back · :mod:`.desk` the case, its texts and what was computed · :mod:`.looking` (which
returns :mod:`.shapes`), :mod:`.grounds`, :mod:`.pending`, :mod:`.analysing`, :mod:`.proposing` the
tools · :mod:`.resources` the case's files · :mod:`.wire` what comes in, bounded · :mod:`.server`
all of it put on the wire

May import every room but ``cli``. Only :mod:`.server` and :mod:`.resources` need the
`mcp` SDK.
"""

from .desk import Desk

__all__ = ["Desk"]
