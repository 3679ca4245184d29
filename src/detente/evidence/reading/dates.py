"""The calendar as reading needs it: days, weeks, months and years as ISO 8601 values."""

from __future__ import annotations

from datetime import date, timedelta

from .tables import groups

MONTHS = groups("numbers.txt")["months"]
WEEKDAYS = groups("numbers.txt")["weekdays"]
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}


def month_number(name: str) -> int:
    """Return the number of a month by its name or the first three letters of it."""
    return 1 + next(i for i, month in enumerate(MONTHS) if month.startswith(name[:3].lower()))


def month_value(year: int, month: int) -> str:
    """Return a month; months beyond December go into the years after, and back likewise."""
    years, index = divmod(month - 1, 12)
    return f"{year + years:04}-{index + 1:02}"


def shifted_month(day: date, months: int) -> str:
    """Return the month so many months after a day's."""
    return month_value(day.year, day.month + months)


def week_value(day: date, weeks: int = 0) -> str:
    """Return the week so many weeks after a day's, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return f"{monday}/{monday + timedelta(days=6)}"


def weekday_before(day: date, weekday: int) -> date:
    """Return the last such weekday, the day itself included."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_after(day: date, weekday: int) -> date:
    """Return the next such weekday, the day itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return a day; None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
