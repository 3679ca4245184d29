"""Where a reader is in time: the day of publication, and the dates that the text has named."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .dates import weekday_after, weekday_before

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
_OPENING = re.compile(r"\W*(?:(?:but|and|then|early|late),? )*on ", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n\s*")
NEAR = 70
RECENT = timedelta(days=7)
"""Weekdays within this of the day of publication are told from that."""
SENTENCES = 2
"""So many sentences after a date that opens one, weekdays are told from it."""

Value = str | bool | None
"""An ISO 8601 or TimeML value; None if it is not known; False if it is no time at all."""


@dataclass(frozen=True)
class Frame:
    """A day far off from which a stretch of text is told.

    Attributes
    ----------
    day : date
    end : int
        Where its expression ends.
    sentence : int
        The number of its sentence.
    opens : bool
        Whether it opens that sentence: *On 13 September 2023, …*
    sure : bool
        Whether the sentence also names the day by its weekday, as news of that week does.
    """

    day: date
    end: int
    sentence: int
    opens: bool
    sure: bool = False


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
        self._number = 0
        self._frame: Frame | None = None

    def enter(self, number: int, start: int, end: int) -> None:
        """Go on to a sentence."""
        self._number = number
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

    def frame(self, match: re.Match[str], value: Value) -> None:
        """Take note of a date given in full: if it is far off, what follows may be told from it.

        It must lie more than a week from publication; a nearer date, or none, ends it. Only what
        is past is told on from a date that opens a sentence.
        """
        day = date.fromisoformat(value) if isinstance(value, str) else None
        self._frame = None
        if day is not None and (self.published is None or abs(self.published - day) > RECENT):
            past = self.published is None or day < self.published
            opens = past and _OPENING.fullmatch(self.before(match.start())) is not None
            self._frame = Frame(day, match.end(), self._number, opens)

    def unframe(self) -> None:
        """Take note that the text speaks of the time of its publication again."""
        self._frame = None

    def told_from(self, match: re.Match[str], weekday: int) -> date | None:
        """Return the day that a bare weekday means in what is told from a date far off.

        That is so beside the very date (*on the 13th of September 2023 they met on Wednesday*),
        from there to the end of the next paragraph, and shortly after a date that opens a sentence.
        """
        frame = self._frame
        if frame is None:
            return None
        same = frame.sentence == self._number
        if same and frame.day.weekday() == weekday:
            self._frame = replace(frame, sure=True)
            return frame.day
        breaks = len(_PARAGRAPH.findall(self.text, frame.end, match.start()))
        near = breaks == 0 and self._number - frame.sentence <= SENTENCES
        if not ((frame.sure and breaks <= 1) or (frame.opens and near)):
            return None
        had = re.search(r"\bhad\b", self.before(match.start()))
        return (weekday_before if had else weekday_after)(frame.day, weekday)

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
