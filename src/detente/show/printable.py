"""Texts that come from files, made fit to be shown."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Return the text without control characters and marks that reorder what is read.

    Marks of direction (U+202E and its like) are no printable characters either.

    Examples
    --------
    >>> printable("safe\u202e text\x1b[31m")
    'safe text[31m'
    """
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isprintable() or c == "\n")


def one_line(text: str) -> str:
    """Return a printable text on one line, every run of blanks a single one."""
    return printable(" ".join(text.split()))
