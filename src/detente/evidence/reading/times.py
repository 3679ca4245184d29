"""Time expressions, resolved against the day of publication and against each other.

A grammar of its own (:mod:`.timerules`): each kind of expression is a pattern and the rule that
gives its value. Where several match, the longest counts. What is relative to the day of
publication has no value without it; what is relative to another date in the text (*two days
later*) goes back to the last one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from re import Match

from .moment import Moment
from .rates import rate
from .spans import Sentence, Time
from .timerules import AS_IT_STANDS, ORDER, RULES, TRIGGERS, Rule, windows
from .tokens import level, lowered

_Found = tuple[Match[str], Rule]


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
    found = []
    for match, rule in _longest(plain):
        index = bisect_right(starts, match.start()) - 1
        moment.enter(starts[index] if index >= 0 else 0, _end(plain, sentences, index))
        value = rule.value(match, moment)
        if isinstance(value, bool):
            continue
        moment.remember(value)
        start, end = match.span("span" if "span" in match.re.groupindex else 0)
        found.append(Time(start, end, value, rule.name, rate(rule.name)))
    return tuple(found)


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
