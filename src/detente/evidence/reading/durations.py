"""How long something lasts: durations as ISO 8601 periods."""

from __future__ import annotations

import re
from re import Match

from .moment import Moment, Value
from .numbers import number

CODES = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
}
UNCLOCKED = {"quarter": ("M", 3), "decade": ("Y", 10), "centur": ("Y", 100), "fortnight": ("W", 2)}


def duration(match: Match[str], moment: Moment) -> Value:
    """*Two hours*, *another six weeks*, *three to five years*."""
    if re.match(r"[- ]olds?\b", moment.after(match.end())) or re.search(
        r"\baged? $", moment.before(match.start())
    ):
        return False
    count = counted(match["count"])
    if count is None:
        return False
    low = match.groupdict().get("low")
    value = period(count, match["unit"])
    least = number(low) if low else None
    return f"{period(least, match['unit'])}/{value}" if least is not None else value


def period(count: float, unit: str) -> str:
    """Return so many units as an ISO 8601 period."""
    unit = unit.lower().rstrip("s")
    unit = "centur" if unit == "centurie" else unit.replace("century", "centur")
    letter, times = UNCLOCKED.get(unit, (CODES.get(unit, ""), 1))
    total = count * times
    if total != int(total):
        total, letter = {
            "Y": (total * 12, "M"),
            "D": (total * 24, "H"),
            "H": (total * 60, "M"),
            "W": (total * 7, "D"),
        }.get(letter, (total, letter))
        clock = letter == "H" or unit == "hour"
    else:
        clock = unit in {"second", "minute", "hour"}
    figures = f"{total:g}" if total < 1e6 else str(int(total))
    return f"P{'T' if clock else ''}{figures}{letter}"


_MEASURED = re.compile(
    r"(?:barrels|met(?:re|er)s|tonnes|tons|kilomet(?:re|er)s|miles|lit(?:re|er)s|gallons|dollars"
    r"|euros|percent) $"
)


def rate(match: Match[str], moment: Moment) -> Value:
    """*A day*, as in *flights a day*; part of the unit where that is a measure."""
    if _MEASURED.search(moment.before(match.start(), 16)):
        return False
    if moment.after(match.end()).startswith(" of "):
        return False
    return period(1, match["unit"])


def and_a_half(match: Match[str], moment: Moment) -> Value:
    """*A year and a half*."""
    del moment
    count = counted(match["count"])
    return period(count + 0.5, match["unit"]) if count is not None else False


def one_day(match: Match[str], moment: Moment) -> Value:
    """*One day* that may come is no duration."""
    modal = re.search(
        r"\b(?:could|will|may|might|would|can|shall|hopes? to|want(?:s|ed)? to) $",
        moment.before(match.start()),
    )
    return "FUTURE_REF" if modal else "P1D"


def counted(text: str) -> float | None:
    """Return how many units are meant; None if the words do not say."""
    text = text.lower()
    if text in {"a", "an"}:
        return 1.0
    if text == "a couple of":
        return 2.0
    return 0.5 if text.startswith("half") else number(text)
