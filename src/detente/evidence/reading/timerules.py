"""The grammar of time expressions: a pattern for each kind, and what it stands for.

A pattern is tried only around its trigger (a month's name, a unit, a figure), which is found first
and fast: a pattern that begins with a letter, and not with a boundary of words, is looked for
several times as fast, and what it finds too often does no harm. Names of months, weekdays and
feasts are matched as they stand; all else in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import Match

from . import durations
from . import timevalues as values
from .dates import MONTHS, WEEKDAYS
from .moment import Moment, Value
from .numbers import NUMBER, ORDINALS, WORD

_MONTH_NAME = "|".join(name.capitalize() for name in MONTHS)
_MONTH = rf"(?P<month>{_MONTH_NAME}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_WEEKDAY = "|".join(name.capitalize() for name in WEEKDAYS)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})(?!\d|,\d{3}|\.\d)"
_UNITS = "second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ie)"
_UNIT = rf"(?P<unit>{_UNITS})s?"
_LONG = "week|month|year|decade|century"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_LOW = rf"(?:(?P<low>{WORD}|\d+) (?:or|to) )?"
_COUNT = rf"{_LOW}(?P<count>{NUMBER}|an?|a couple of|half an?)"
_ABOUT = r"(?:early |late |mid-?)?"
_DASH = r" ?(?:-|\u2013|to|and) ?"
_ORDINAL = rf"{'|'.join(ORDINALS)}|twenty-first|\d{{1,2}}(?:st|nd|rd|th)"

TRIGGERS = {
    "month": re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"),
    "weekday": re.compile(_WEEKDAY),
    "feast": re.compile("New Year|Christmas"),
    "figure": re.compile(r"\d(?:(?<!\d\d)\d(?:\d\d)?(?!\d)|(?<=9)/11)"),
    "unit": re.compile(rf"\W(?:{_UNITS}|weekend|morning|evening|afternoon)s?\b"),
    "season": re.compile(_SEASON),
    "word": re.compile("today|tonight|yesterday|tomorrow|future|ago|recent|coming|some ?day"),
    "ago": re.compile(" ago"),
    "hence": re.compile(" from (?:now|today)| hence"),
    "century": re.compile("[- ]century"),
    "and a half": re.compile(" and a half"),
    "part": re.compile(" (?:half|quarter) of"),
    "one day": re.compile("one day"),
    "within": re.compile("within (?:hours|minutes)"),
}
"""Something stands before a unit; the other triggers may begin a text."""
AS_IT_STANDS = frozenset({"month", "weekday", "feast"})
BEFORE, AFTER, WORD_LENGTH = 48, 40, 24


@dataclass(frozen=True)
class Rule:
    """A kind of time expression."""

    name: str
    trigger: str
    pattern: re.Pattern[str]
    value: Callable[[Match[str], Moment], Value]

    def find(self, text: str, places: list[tuple[int, int]]) -> Iterator[Match[str]]:
        """Yield what matches in windows of the text."""
        for start, end in places:
            yield from self.pattern.finditer(text, start, end)


def windows(text: str, trigger: str) -> list[tuple[int, int]]:
    """Return where a trigger's patterns are to be tried: around it, at word boundaries."""
    found: list[tuple[int, int]] = []
    for match in TRIGGERS[trigger].finditer(text):
        start, end = max(0, match.start() - BEFORE), min(len(text), match.end() + AFTER)
        start = max(text.rfind(" ", max(0, start - WORD_LENGTH), start) + 1, start - WORD_LENGTH, 0)
        space = text.find(" ", end, end + WORD_LENGTH)
        end = space if space >= 0 else min(len(text), end + WORD_LENGTH)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


_Row = tuple[str, str, Callable[[Match[str], Moment], Value]]

_MONTH_ROWS: tuple[_Row, ...] = (
    ("day", rf"(?:the )?{_DAY}(?: day)?(?: of)? {_MONTH},?(?: of)? {_YEAR}", values.full_day),
    ("day", rf"{_MONTH} {_DAY},? {_YEAR}", values.full_day),
    ("days", rf"{_MONTH} {_DAY}{_DASH}(?P<until>[0-3]?\d)(?!\d)", values.day_of_month),
    ("days", rf"{_DAY}{_DASH}(?P<until>[0-3]?\d) {_MONTH}", values.day_of_month),
    (
        "day_of_month",
        rf"{_MONTH} {_DAY}(?!\d|,\d| ?(?:%|percent|million|billion))",
        values.day_of_month,
    ),
    ("day_of_month", rf"(?:the )?{_DAY}(?: of)? {_MONTH}", values.day_of_month),
    (
        "months",
        rf"(?P<first>{_MONTH_NAME}){_DASH}{_MONTH},?(?: of)? {_YEAR}",
        values.months_of_year,
    ),
    ("month_year", rf"{_MONTH},?(?: of)? {_YEAR}", values.month_and_year),
    ("month", rf"(?P<which>last |next |this )?(?P<month>{_MONTH_NAME})", values.month),
)
_WEEKDAY_ROWS: tuple[_Row, ...] = (
    (
        "weekday",
        (
            r"(?:(?:late|early|later) on )?"
            r"(?P<which>last |next |this |coming |previous |[Ee]very )?"
            rf"(?P<weekday>{_WEEKDAY})(?: (?:morning|afternoon|evening|night))?"
        ),
        values.weekday,
    ),
)
_FEAST_ROWS: tuple[_Row, ...] = (
    ("feast", r"New Year's (?:Day|Eve)|Christmas (?:Day|Eve)", values.feast),
)
_FIGURE_ROWS: tuple[_Row, ...] = (
    ("day_iso", r"\d{4}-\d{2}-\d{2}", values.iso_day),
    (
        "years",
        (
            r"(?P<year>1[5-9]\d{2}|20\d{2}) ?[-\u2013] ?"
            r"(?P<until>20\d{2}|1[5-9]\d{2}|\d{2})(?!\d|-)"
        ),
        values.years,
    ),
    ("year", rf"{_YEAR}(?!%| ?percent|s\b|th\b|-\d)", values.year),
    ("decade", rf"(?:the )?{_ABOUT}'?(?P<decade>1\d{{2}}0|20\d0|[2-9]0)s", values.decade),
    ("named", r"9/11", values.named),
)
_SEASON_ROWS: tuple[_Row, ...] = (
    ("season_year", rf"(?:the )?{_ABOUT}{_SEASON}(?: of)? {_YEAR}", values.season_of),
    ("season", rf"(?P<which>last|this|next|previous|in the) {_SEASON}(?! of\b)", values.season),
)
_WORD_ROWS: tuple[_Row, ...] = (
    (
        "named_day",
        r"today|tonight|yesterday|tomorrow|the day (?:before yesterday|after tomorrow)",
        values.named_day,
    ),
    (
        "past",
        (
            r"(?:many |some )?(?:long|days|weeks|months|years|decades|centuries|generations) ago"
            r"|(?:in )?recent (?:days|weeks|months|years|decades|times)"
        ),
        values.past,
    ),
    (
        "future",
        (
            r"(?:long |far )?in the (?:near |distant |foreseeable )?future|some ?day"
            r"|(?:in the )?coming (?:days|weeks|months|years|decades)"
        ),
        values.future,
    ),
)
_RARE_ROWS: dict[str, tuple[_Row, ...]] = {
    "ago": (("ago", rf"{_COUNT} {_UNIT} ago", values.ago),),
    "hence": (
        ("hence", rf"{_COUNT} {_UNIT} (?:from now|hence|from today)", values.hence),
        ("future", r"(?:days|months|years|decades) from now", values.future),
    ),
    "century": (
        ("century", rf"(?:the )?{_ABOUT}(?P<ordinal>{_ORDINAL})[- ]century", values.century),
    ),
    "and a half": (
        ("half", rf"(?P<count>an?|{WORD}|\d+) {_UNIT} and a half", durations.and_a_half),
        ("half", rf"(?P<count>{WORD}|\d+) and a half {_UNIT}", durations.and_a_half),
    ),
    "part": (
        (
            "part_of_year",
            (
                r"(?:the )?(?P<ordinal>first|second|third(?! half)|fourth(?! half)) "
                r"(?P<part>half|quarter) of (?:(?:the|this) year|(?P<year>\d{4}))"
            ),
            values.part_of_year,
        ),
    ),
    "one day": (("one_day", r"one day", durations.one_day),),
    "within": (("within", r"within (?:hours|minutes)", values.within_hours),),
}
_UNIT_ROWS: tuple[_Row, ...] = (
    ("named_day", r"last night|this (?:morning|afternoon|evening)", values.named_day),
    (
        "this",
        (
            r"(?:(?:earlier|later|early|late) |the (?:end|middle|start|beginning) of )?"
            rf"(?P<which>last|this|next|current|(?:the )?coming) (?P<unit>weekend|quarter|{_LONG})"
        ),
        values.this_unit,
    ),
    (
        "this",
        (
            r"the (?:end|middle|beginning|start|turn|rest|remainder) of "
            rf"(?P<span>(?P<which>the) (?P<unit>{_LONG}))"
        ),
        values.this_unit,
    ),
    (
        "span",
        (
            rf"the (?P<which>last|past|next|coming|following|previous) "
            rf"(?P<count>{NUMBER}|couple of) {_UNIT}"
        ),
        values.span_of_units,
    ),
    ("span", rf"the (?P<which>past|last) (?P<count>)(?P<unit>{_LONG})", values.span_of_units),
    (
        "later",
        rf"{_COUNT} {_UNIT} (?P<way>later|earlier|afterwards?|on(?=[,.]))",
        values.later,
    ),
    (
        "other",
        r"(?P<which>the same|that) (?P<unit>day|night|evening|morning|week|month|year)",
        values.other_unit,
    ),
    (
        "other",
        (
            r"the (?P<which>next|following|previous|preceding) "
            r"(?P<unit>day|night|evening|morning|afternoon|week|month|year)"
        ),
        values.other_unit,
    ),
    (
        "other",
        r"(?:the|a) (?P<unit>day|week|month|year) (?P<which>before|earlier|after)(?=[,.;]| ?$)",
        values.other_unit,
    ),
    (
        "duration",
        rf"(?:another )?{_LOW}(?P<count>{NUMBER}|half an?)[- ]{_UNIT}",
        durations.duration,
    ),
    ("rate", rf"an? (?P<unit>hour|day|quarter|fortnight|{_LONG})", durations.rate),
    ("past", r"many (?:months|years|decades|centuries)", values.past),
)
_TABLE = {
    "month": _MONTH_ROWS,
    "weekday": _WEEKDAY_ROWS,
    "feast": _FEAST_ROWS,
    "figure": _FIGURE_ROWS,
    "season": _SEASON_ROWS,
    "word": _WORD_ROWS,
    **_RARE_ROWS,
    "unit": _UNIT_ROWS,
}

RULES: tuple[Rule, ...] = tuple(
    Rule(f"time.{name}", trigger, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), value)
    for trigger, rows in _TABLE.items()
    for name, pattern, value in rows
)
ORDER = {rule: place for place, rule in enumerate(RULES)}
