"""Errors a person can act on.

::

    DetenteError              everything détente raises on purpose; exit code 2
    ├── InvalidCase           a case that says something impossible: all problems at once
    ├── CaseNotFound          no such folder and no such library case
    ├── ChangedOnDisk         a file to be saved was changed by someone else
    ├── EditRefused           an edit that the file's text cannot take
    ├── NotExpressible        a case that another program's format cannot hold
    ├── UnknownName           a name asked for that the case does not have
    └── TooLarge              more states than memory holds
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

MOST_PROBLEMS = 1_000
"""A hostile file can have a problem in every value; nobody reads more than this."""


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file of the case; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and where."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class DetenteError(Exception):
    """Base of every error that détente raises on purpose."""


class InvalidCase(DetenteError):
    """A case that cannot be read or says something impossible.

    Attributes
    ----------
    problems : tuple of Problem
        All of them, by place; the first :data:`MOST_PROBLEMS` if there are more.
    left_undone : str
        What therefore was not done, for the end of a message.
    """

    left_undone: ClassVar[str] = "nothing was computed"

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = sorted(set(problems))
        if len(found) > MOST_PROBLEMS:
            more = f"there are more problems, from here on; mend the first {MOST_PROBLEMS:,} first"
            found[MOST_PROBLEMS:] = [Problem(found[MOST_PROBLEMS].place, more)]
        self.problems = tuple(found)
        super().__init__("\n".join(map(str, self.problems)))


class CaseNotFound(DetenteError):
    """No such folder and no such case in the library."""


class ChangedOnDisk(DetenteError):
    """A file to be saved is no longer what was read; nothing was written."""


class EditRefused(DetenteError):
    """An edit that cannot be made; nothing was changed."""


class NotExpressible(DetenteError):
    """A case that another program's format cannot hold; nothing was written."""


class UnknownName(DetenteError):
    """A decision maker, state, concept or other name that the case does not have."""


class TooLarge(DetenteError):
    """More states than this machine's memory holds."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean `x`?"`` for the known name nearest to `name`, or nothing."""
    by_lower = {k.lower(): k for k in sorted(known, reverse=True)}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean `{by_lower[near[0]]}`?" if near else ""


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Names for a message, shortened where there are many."""
    every = list(names)
    more = f" and {len(every) - limit} more" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more if every else "none"


def shown(text: str, limit: int = 60) -> str:
    """Return `text` as it may stand in a one-line message: printable, and not too long."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return line if len(line) <= limit else line[: limit - 1] + "…"
