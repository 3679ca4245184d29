"""What time expressions stand for: the values that the rules of :mod:`.timerules` give.

Each function takes what matched and returns an ISO 8601 value, None where that needs a date which
is not known, or False where what matched is no time at all. Values that ISO 8601 has no form for
are TimeML's (Pustejovsky et al. 2003): ``199X``, ``2014-SU``, ``PAST_REF``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from re import Match

from . import dates
from .dates import SEASONS, WEEKDAYS
from .durations import CODES, UNCLOCKED, counted, duration
from .moment import Moment, Value
from .numbers import ORDINALS, number

# Days and months by name


def full_day(match: Match[str], moment: Moment) -> Value:
    """A day, month and year."""
    del moment
    day = dates.day_or_none(
        int(match["year"]), dates.month_number(match["month"]), int(match["day"])
    )
    return str(day) if day else False


def iso_day(match: Match[str], moment: Moment) -> Value:
    """``2019-04-25``."""
    del moment
    return str(day) if (day := dates.day_or_none(*map(int, match.group().split("-")))) else False


def day_of_month(match: Match[str], moment: Moment) -> Value:
    """A day and month, or several days of one, without a year."""
    month, number_ = dates.month_number(match["month"]), int(match["day"])
    year = moment.year_here()
    if year is None:
        if moment.published is None:
            return None
        year = _year_of(moment, month, number_, ahead=moment.ahead(match))
    day = dates.day_or_none(year, month, number_)
    if day is None:
        return False
    until = match.groupdict().get("until")
    last = dates.day_or_none(year, month, int(until)) if until else None
    return f"{day}/{last}" if last else str(day)


def _year_of(moment: Moment, month: int, day: int, *, ahead: bool) -> int:
    """Return the year of a date named without one: the nearest on the side that is meant."""
    today = moment.published or date.max
    past = (month, day) <= (today.month, today.day)
    return today.year + (ahead and past and today.month != month) - (not ahead and not past)


def month_and_year(match: Match[str], moment: Moment) -> Value:
    """A month of a year."""
    del moment
    return f"{match['year']}-{dates.month_number(match['month']):02}"


def months_of_year(match: Match[str], moment: Moment) -> Value:
    """From one month of a year to another."""
    del moment
    year = match["year"]
    first, last = dates.month_number(match["first"]), dates.month_number(match["month"])
    return f"{year}-{first:02}/{year}-{last:02}"


_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|since|by|until|till|last|next|this|early|late|of|from|to|before|after|during|for|and"
    r"|between|through|on|and|or)|mid-|,)\s*$",
    re.IGNORECASE,
)


def month(match: Match[str], moment: Moment) -> Value:
    """A month without a year: *last March*, *in February*."""
    name = match["month"]
    word = not match["which"] and name in {"May", "March", "August"}
    if word and not _BEFORE_MAY.search(moment.before(match.start())):
        return False
    month = dates.month_number(name)
    which = (match["which"] or "").strip().lower()
    year = moment.year_here() if not which else None
    if year is not None and (moment.published is None or year < moment.published.year):
        return dates.month_value(year, month)
    if moment.published is None:
        return None
    today = moment.published
    if which == "next":
        return dates.month_value(today.year + (month <= today.month), month)
    if which == "last":
        return dates.month_value(today.year - (month >= today.month), month)
    if which == "this":
        return dates.month_value(today.year, month)
    return dates.month_value(_year_of(moment, month, 1, ahead=moment.ahead(match)), month)


def weekday(match: Match[str], moment: Moment) -> Value:
    """A weekday: the nearest past one unless the words, or a date long past beside it, say more."""
    if match["which"] and match["which"].lower() == "every ":
        return False
    weekday = WEEKDAYS.index(match["weekday"].lower())
    which = (match["which"] or "").strip().lower()
    if not which and (day := moment.told_from(match, weekday)):
        return str(day)
    if moment.published is None:
        return None
    today = moment.published
    if which in {"next", "coming"}:
        return str(dates.weekday_after(today + timedelta(days=1), weekday))
    if which in {"last", "previous"}:
        return str(dates.weekday_before(today - timedelta(days=1), weekday))
    if which != "this" and moment.ahead(match) and today.weekday() != weekday:
        return str(dates.weekday_after(today, weekday))
    return str(dates.weekday_before(today, weekday))


# Years


_COUNTED = re.compile(
    r" (?:troops|soldiers|people|men|women|fighters|civilians|tonnes|tons|km|kilomet\w+|miles"
    r"|met\w+|homes|houses|refugees|prisoners|barrels|megawatts|casualties|deaths|dollars|euros|missiles"
    r"|rockets|tanks|drones|shells|jobs|families|children|victims|volunteers|police|ships|calls)\b"
)
_NUMBERED = re.compile(
    r"(?:[Rr]esolution|Flight|No\.|Route|Directive|[$\u20ac\u00a3]"
    r"|\b(?:about|around|nearly|some|over|than|least|most)) ?$"
)
_IN_YEAR = re.compile(
    r"\b(?:in|of|since|from|by|until|till|before|after|during|late|early|the|to|and|between)[ -]$",
    re.IGNORECASE,
)
MODERN = 1800


def year(match: Match[str], moment: Moment) -> Value:
    """A year, unless the figures count something or are a number of something."""
    year = int(match["year"])
    if _COUNTED.match(moment.after(match.end())) or _NUMBERED.search(
        moment.before(match.start(), 14)
    ):
        return False
    if year < MODERN and not _IN_YEAR.search(moment.before(match.start(), 10)):
        return False
    return match["year"]


def years(match: Match[str], moment: Moment) -> Value:
    """From one year to another: *1998-2000*, *2014-15*."""
    del moment
    first, last = match["year"], match["until"]
    last = first[: 4 - len(last)] + last
    return f"{first}/{last}" if first < last else False


def decade(match: Match[str], moment: Moment) -> Value:
    """*The 1960s*, *the '90s*."""
    del moment
    figures = match["decade"]
    return f"{figures[:3]}X" if len(figures) == 4 else f"19{figures[0]}X"


def century(match: Match[str], moment: Moment) -> Value:
    """*The 19th century*."""
    del moment
    ordinal = match["ordinal"].lower()
    which = ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal) or 0) or 21
    return f"{which - 1:02}XX"


def part_of_year(match: Match[str], moment: Moment) -> Value:
    """A quarter or half of a year."""
    year = match["year"] or (moment.published and str(moment.published.year))
    if not year:
        return None
    letter = "Q" if match["part"].lower() == "quarter" else "H"
    return f"{year}-{letter}{ORDINALS[match['ordinal'].lower()]}"


# Seasons


def season_of(match: Match[str], moment: Moment) -> Value:
    """A season of a year."""
    del moment
    return f"{match['year']}-{SEASONS[match['season'].lower()]}"


_ENDS = {"SP": 5, "SU": 8, "FA": 11, "WI": 14}


def season(match: Match[str], moment: Moment) -> Value:
    """*Last summer*, *this autumn*."""
    if moment.published is None:
        return None
    season, today = SEASONS[match["season"].lower()], moment.published
    which = match["which"].lower()
    begun = today.month >= _ENDS[season] - 2
    year = today.year
    if which in {"last", "in the", "the", "previous"}:
        over = today.month > _ENDS[season] or (which == "in the" and begun)
        year -= not over
    elif which == "next":
        year += begun
    return f"{year}-{season}"


# Relative to the day of publication


_DAYS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def named_day(match: Match[str], moment: Moment) -> Value:
    """*Today*, *yesterday*, *this morning*."""
    if moment.published is None:
        return None
    words = match.group().lower()
    shift = next((n for name, n in _DAYS.items() if words == name), 0)
    return str(moment.published + timedelta(days=shift))


_SHIFTS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "the": 0,
}


def this_unit(match: Match[str], moment: Moment) -> Value:
    """*Last week*, *next year*, *the end of the month*."""
    if moment.published is None:
        return None
    which, unit = match["which"].lower().split()[-1], match["unit"].lower()
    if (which, unit) == ("coming", "weekend"):  # the nearest one
        which = "this"
    return shifted(moment.published, unit, _SHIFTS[which])


def shifted(day: date, unit: str, shift: int) -> Value:
    """Return the week, month or year so many after a day's."""
    if unit in {"day", "night", "morning", "evening", "afternoon"}:
        return str(day + timedelta(days=shift))
    if unit == "week":
        return dates.week_value(day, shift)
    if unit == "weekend":
        saturday = dates.weekday_before(day, 5) + timedelta(
            weeks=shift + (1 if day.weekday() < 5 and shift >= 0 else 0)
        )
        if shift < 0 and day.weekday() < 5:
            saturday += timedelta(weeks=1)
        return f"{saturday}/{saturday + timedelta(days=1)}"
    if unit == "month":
        return dates.shifted_month(day, shift)
    if unit == "quarter":
        index = day.year * 4 + (day.month - 1) // 3 + shift
        return f"{index // 4}-Q{index % 4 + 1}"
    if unit == "year":
        return f"{day.year + shift:04}"
    if unit == "decade":
        return f"{(day.year // 10 + shift):03}X"
    return f"{(day.year // 100 + shift):02}XX"


def span_of_units(match: Match[str], moment: Moment) -> Value:
    """*The last two years*: an interval that ends, or begins, with the day of publication."""
    if moment.published is None:
        return None
    count = number(match["count"] or "one")
    if count is None:
        return False
    forward = match["which"].lower() in {"next", "coming", "following"}
    other = moved(moment.published, match["unit"], count if forward else -count)
    if not isinstance(other, str):
        return other
    here = str(moment.published)[: len(other)]
    return f"{here}/{other}" if forward else f"{other}/{here}"


def moved(day: date, unit: str, count: float) -> Value:
    """Return the day or month so many units from a day; the finest that the unit can tell."""
    unit = unit.lower().rstrip("s")
    letter, times = UNCLOCKED.get(unit, (CODES.get(unit, ""), 1))
    steps = count * times
    if unit in {"second", "minute", "hour"}:
        return str(day)
    if letter in {"D", "W"}:
        return _added(day, steps * (7 if letter == "W" else 1))
    months = round(steps * (12 if letter == "Y" else 1))
    year = day.year + (day.month - 1 + months) // 12
    return dates.shifted_month(day, months) if 0 < year < 10_000 else False


def _added(day: date, days: float) -> Value:
    try:
        return str(day + timedelta(days=round(days)))
    except OverflowError:
        return False


def ago(match: Match[str], moment: Moment) -> Value:
    """*Two years ago*."""
    if moment.published is None:
        return None
    return _away(moment.published, match, forward=False)


def hence(match: Match[str], moment: Moment) -> Value:
    """*Two years from now*."""
    if moment.published is None:
        return None
    return _away(moment.published, match, forward=True)


def _away(day: date, match: Match[str], *, forward: bool) -> Value:
    """Return when something is that lies so many units off: as fine as the unit, no finer."""
    low = match.groupdict().get("low")
    counts = [n for n in (number(low) if low else None, counted(match["count"])) if n is not None]
    values = []
    for count in counts:
        value = moved(day, match["unit"], count if forward else -count)
        if not isinstance(value, str):
            return value
        values.append(_coarse(value, match["unit"].lower().rstrip("s"), counts))
    return "/".join(sorted(values)) if values else False


def _coarse(value: str, unit: str, counts: list[float]) -> str:
    if unit in {"year", "decade", "centur"} and (max(counts) > 1 or unit != "year"):
        return value[:4]
    if unit == "week":
        return value if max(counts) == 1 else dates.week_value(date.fromisoformat(value))
    return value


# Relative to another date in the text


def later(match: Match[str], moment: Moment) -> Value:
    """*Two days later*, *a year earlier*: against the last date named."""
    if match["way"] == "on":
        return duration(match, moment)
    forward = match["way"] != "earlier"
    unit = match["unit"].lower().rstrip("s")
    if unit in {"year", "decade", "centur"}:
        return years_later(match, moment, forward=forward)
    day = moment.day or moment.published
    return None if day is None else _away(day, match, forward=forward)


def years_later(match: Match[str], moment: Moment, *, forward: bool) -> Value:
    """Return the year so many after, or before, the last one named."""
    count = counted(match["count"])
    anchor = moment.last_year
    if anchor is None or count is None:
        return None
    _, times = UNCLOCKED.get(match["unit"].lower().rstrip("s"), ("Y", 1))
    year = anchor + round(count * times) * (1 if forward else -1)
    return f"{year:04}" if 0 < year < 10_000 else False


_FROM_OTHER = {
    **dict.fromkeys(("next", "following", "after"), 1),
    **dict.fromkeys(("the same", "that"), 0),
    **dict.fromkeys(("previous", "preceding", "before", "earlier"), -1),
}


def other_unit(match: Match[str], moment: Moment) -> Value:
    """*The next day*, *the previous year*, *that month*: against the last date of its kind."""
    unit = match["unit"].lower()
    shift = _FROM_OTHER[match["which"].lower()]
    if unit == "year":
        anchor = moment.last_year
        return f"{anchor + shift:04}" if anchor else None
    if unit == "month":
        if moment.year and moment.month:
            return dates.month_value(moment.year, moment.month + shift)
        return dates.shifted_month(moment.published, shift) if moment.published else None
    day = moment.day or moment.published
    return shifted(day, unit, shift) if day else None


def within_hours(match: Match[str], moment: Moment) -> Value:
    """*Within hours*: the same day."""
    del match
    return str(moment.day) if moment.day else False


# What has no place in the calendar


def past(match: Match[str], moment: Moment) -> Value:
    """*Decades ago*, *recent years*."""
    del match, moment
    return "PAST_REF"


def future(match: Match[str], moment: Moment) -> Value:
    """*The near future*, *coming weeks*."""
    del match, moment
    return "FUTURE_REF"


def named(match: Match[str], moment: Moment) -> Value:
    """*9/11*, a day by which everybody means one."""
    del match, moment
    return "2001-09-11"


def feast(match: Match[str], moment: Moment) -> Value:
    """*New Year's Eve*, *Christmas Day*."""
    if moment.published is None:
        return None
    name = match.group().lower()
    month, day = (
        (1, 1)
        if "year's day" in name
        else (12, 31)
        if "year" in name
        else (12, 24 if "eve" in name else 25)
    )
    return str(
        dates.day_or_none(_year_of(moment, month, day, ahead=moment.ahead(match)), month, day)
    )
