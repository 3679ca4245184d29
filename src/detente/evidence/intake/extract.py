"""What is read from a file: its text, and what it says about itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .bounds import MAX_CHARACTERS, MAX_LINE, MAX_NAME


class Refused(Exception):
    """A file that is not read, with the reason as a sentence without its subject."""


@dataclass(frozen=True)
class Extract:
    r"""A text and what its file says about it; None where it says nothing.

    Attributes
    ----------
    text : str
        Line breaks are ``\n``, paragraphs of HTML, PDF and Word are set apart by an empty line.
    title, author, outlet, language : str or None
        `language` is what the file declares, if it does.
    date : str or None
        When it was published, YYYY-MM-DD.
    made : str or None
        When the file was made, YYYY-MM-DD. That may be another day, so it is only offered.
    notes : tuple of str
        What a person should know: what was left out, what was inferred.
    """

    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    date: str | None = None
    made: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return dataclasses.asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Extract:
        """Return what :meth:`as_data` gave."""
        return cls(**{**data, "notes": tuple(data["notes"])})


_BREAKS = re.compile("\r\n|[\r\f\v\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def cleaned(text: str) -> str:
    r"""Return a text with ``\n`` for every break, without control characters and byte order marks.

    Everything else stays: odd blanks and dashes are part of what was printed. A text that was
    clean already is the same to the last byte, and so is its SHA-256.
    """
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def checked(extract: Extract) -> Extract:
    """Return the extract with a clean text and clean names.

    Raises
    ------
    Refused
        There is no text, or more than can be kept.
    """
    text = cleaned(extract.text)
    if not any(map(str.isalpha, text)):
        raise Refused("holds no text")
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"holds more than {MAX_CHARACTERS:,} characters of text; split it")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise Refused(f"line {number:,} of its text is longer than {MAX_LINE:,} characters")
    return dataclasses.replace(
        extract,
        text=text,
        title=name(extract.title),
        author=name(extract.author),
        outlet=name(extract.outlet),
        date=day(extract.date),
        made=day(extract.made),
    )


def name(text: str | None) -> str | None:
    """Return a name on one line and without control characters; None if nothing is left."""
    line = " ".join(cleaned(text or "").split())
    return line[:MAX_NAME] if any(map(str.isalnum, line)) else None


def day(text: str | None) -> str | None:
    """Return the day a text begins with, if it is one of the calendar."""
    found = _DAY.match(text or "")
    try:
        return date.fromisoformat(found[0]).isoformat() if found else None
    except ValueError:
        return None
