"""Where a reader is in time: the day of publication, and the dates that the text has named."""

from __future__ import annotations

import re
from datetime import date

_AHEAD = re.compile(
    r"\b(?:will|won't|would|shall|should|must|is to|are to|be to|due|expected|expects?|scheduled"
    r"|planned|plans?|planning|set to|going to|aims?|hopes?|upcoming|forthcoming|deadline"
    r"|agreed to|vowed to|promised to|pledged to|intends?|needs? to|ought to|can|cannot|may|might"
    r"|could|ahead of|looking ahead|if|unless|begins?|starts?|meets?|expires?|runs out)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(until|till|by|before|through)(?: the| early| late| mid-?| end of)*\s*$", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:had|was|were|did|been|ago)\b|\b\w{2,}(?<!ne)ed\b", re.IGNORECASE)
_PLUPERFECT = re.compile(r"\b(?:had|was|were|did)\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
NEAR = 70

Value = str | bool | None
"""An ISO 8601 or TimeML value; None if it is not known; False if it is no time at all."""


class Moment:
    """The day of publication and the last dates named, while a text is read from its start.

    Attributes
    ----------
    published : date or None
    day : date or None
        The last day named.
    year, month : int or None
        Of the last date named that has them.
    """

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.day: date | None = None
        self.year: int | None = None
        self.month: int | None = None
        self.said: tuple[int, int] | None = None
        """The year last named, and the start of its sentence."""
        self._sentence = (0, len(text))

    def enter(self, start: int, end: int) -> None:
        """Go on to a sentence."""
        self._sentence = (start, end)

    def before(self, place: int, width: int = NEAR) -> str:
        """Return what stands before a place in its sentence."""
        return self.text[max(self._sentence[0], place - width) : place]

    def after(self, place: int, width: int = 30) -> str:
        """Return what stands after a place in its sentence."""
        return self.text[place : min(self._sentence[1], place + width)]

    @property
    def last_year(self) -> int | None:
        """The year last named, or that of publication."""
        return self.year or (self.published.year if self.published else None)

    def year_here(self) -> int | None:
        """Return the year that this sentence has named."""
        return self.said[0] if self.said and self.said[1] == self._sentence[0] else None

    def ahead(self, match: re.Match[str]) -> bool:
        """Whether the words around say that a date lies in the future."""
        before = self.before(match.start())
        if before.lower().endswith("since "):
            return False
        if before.lower().endswith(("from ", "starting ", "beginning ")):
            return True
        limit = _LIMIT.search(before)
        if limit:
            past = _PLUPERFECT if limit[1].lower() in {"until", "till"} else _PAST
            return bool(_AHEAD.search(before)) or not past.search(before)
        last_verb = [*_AHEAD.finditer(before), *_PAST.finditer(before)]
        if last_verb:
            nearest = max(last_verb, key=lambda m: m.start())
            return bool(_AHEAD.fullmatch(nearest.group()))
        return bool(re.match(r",? as (?:planned|scheduled|expected)", self.after(match.end())))

    def remember(self, value: str | bool | None) -> None:
        """Take note of a date that the text has named."""
        if not isinstance(value, str) or not _YEAR.match(value):
            return
        parts = value.partition("/")[0].split("-")
        self.year = int(parts[0])
        self.said = (self.year, self._sentence[0])
        self.month = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None
        if len(parts) == 3 and self.month:
            self.day = date(self.year, self.month, int(parts[2]))
