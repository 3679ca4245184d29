"""How much of a file is read, and for how long: beyond these bounds it is refused."""

from __future__ import annotations

MAX_BYTES = 32 * 2**20
"""Of one file; what is stored can then be read again (:data:`detente.evidence.texts.MAX_BYTES`)."""
MAX_CHARACTERS = 8_000_000
"""Of one extracted text: a shelf of books. In UTF-8 at most 32 MiB."""
MAX_LINE = 100_000
"""Characters without a line break: a long chapter. More is no prose but data or a trap."""
MAX_PAGES = 2_000
MAX_ENTRIES = 2_000
"""Files inside a .docx, which is a zip archive."""
MAX_UNPACKED = 128 * 2**20
MAX_RATIO = 200
"""How many times as large as packed; prose reaches 10, a bomb thousands."""
MAX_DEPTH = 200
"""Levels of nesting in HTML; libxml2 itself gives up at 256."""
MAX_SECONDS = 60
"""Of processor time for one file."""
MAX_MEMORY = 2 * 2**30
"""Of the process that reads."""
MAX_NAME = 1_000
"""Characters of a title, author or outlet that is read from a file."""
