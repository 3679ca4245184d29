"""Time expressions, resolved against the day of publication and against each other.

A grammar of its own (:mod:`.timerules`): each kind of expression is a pattern and the rule that
gives its value. Where several match, the longest counts. What is relative to the day of
publication has no value without it; what is relative to another date in the text (*two days
later*) goes back to the last one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from re import Match

from .dates import WEEKDAYS
from .moment import Moment
from .rates import rate
from .spans import Sentence, Time
from .timerules import AS_IT_STANDS, ORDER, RULES, TRIGGERS, Rule, windows
from .tokens import level, lowered

_Found = tuple[Match[str], Rule]

_WEEKDAY = "time.weekday"
_DAYS = frozenset({"time.day", "time.day_iso", "time.day_of_month"})
"""Rules for what names one day of the calendar."""
_DEICTIC = frozenset({"time.named_day", "time.this"})
"""Rules for what is told from the day of publication: *yesterday*, *this week*."""
_BETWEEN = re.compile(r",? \(?|, the ")


def times(
    text: str, sentences: Sequence[Sentence], published: date | None = None
) -> tuple[Time, ...]:
    """Find the time expressions of a text.

    Parameters
    ----------
    text : str
        English.
    sentences : sequence of Sentence
        In order.
    published : date, optional
        The day of publication.

    Returns
    -------
    tuple of Time
        In order, without overlaps. The value is None where it depends on a date that is not known.
    """
    plain = level(text)
    starts = [sentence.start for sentence in sentences]
    moment = Moment(plain, published)
    found: list[Time] = []
    for match, rule in _longest(plain):
        index = bisect_right(starts, match.start()) - 1
        moment.enter(index, starts[index] if index >= 0 else 0, _end(plain, sentences, index))
        value = rule.value(match, moment)
        if isinstance(value, bool):
            continue
        moment.remember(value)
        if rule.name in _DAYS:
            moment.frame(match, value)
        elif rule.name in _DEICTIC:
            moment.unframe()
        start, end = match.span("span" if "span" in match.re.groupindex else 0)
        found.append(Time(start, end, value, rule.name, rate(rule.name)))
    return tuple(_beside(plain, one, after) for one, after in zip_longest(found, found[1:]))


def _beside(text: str, one: Time, after: Time | None) -> Time:
    """Return a weekday that stands right before its date with the value of that date.

    *On Wednesday, 13 September 2023*
    """
    if after is None or after.value is None or after.rule not in _DAYS:
        return one
    beside = _BETWEEN.fullmatch(text, one.end, after.start)
    if one.rule != _WEEKDAY or not beside or _name(after.value) not in text[one.start : one.end]:
        return one
    return replace(one, value=after.value)


def _name(day: str) -> str:
    return WEEKDAYS[date.fromisoformat(day).weekday()].capitalize()


def _end(text: str, sentences: Sequence[Sentence], index: int) -> int:
    return sentences[index].end if index >= 0 else len(text)


def _longest(text: str) -> list[_Found]:
    """Return what matches, the longest where matches overlap, the earlier rule on ties."""
    small = lowered(text)
    places = {
        trigger: windows(text if trigger in AS_IT_STANDS else small, trigger)
        for trigger in TRIGGERS
    }
    found = [
        (match, rule)
        for rule in RULES
        for match in rule.find(
            text if rule.trigger in AS_IT_STANDS else small, places[rule.trigger]
        )
    ]
    found.sort(key=lambda f: (f[0].start() - f[0].end(), ORDER[f[1]]))
    taken: list[_Found] = []
    used: set[int] = set()
    for match, rule in found:
        span = range(match.start(), match.end())
        if used.isdisjoint(span):
            used.update(span)
            taken.append((match, rule))
    return sorted(taken, key=lambda f: f[0].start())
