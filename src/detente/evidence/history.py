"""The history of a pair: how much two actors cooperated and clashed, period by period.

Events are counted in the four classes that CAMEO and PLOVER share (verbal and material cooperation,
verbal and material conflict), and by the mean of the scale that their makers give them: Goldstein's
(1992, "A conflict-cooperation scale for WEIS events data") in GDELT, PLOVER's intensity in
POLECAT; both run from −10 (conflict) to +10 (cooperation).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
QUADS: tuple[Quad, ...] = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)
"""The classes, in the order of CAMEO's QuadClass 1 to 4."""

PLOVER: dict[str, Quad] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), QUADS[0]),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), QUADS[1]),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), QUADS[2]),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), QUADS[3]),
}
"""The class of each of PLOVER's event types (PLOVER codebook, Open Event Data Alliance)."""

By = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, and when.

    Attributes
    ----------
    day : str
        YYYY-MM-DD.
    actor, recipient : str
        Country codes of three letters.
    quad : str
        One of :data:`QUADS`.
    scale : float or None
        −10 to +10, where the file gives it.
    source : str
        The name of the data, such as ``GDELT``.
    """

    day: str
    actor: str
    recipient: str
    quad: Quad
    scale: float | None
    source: str


@dataclass(frozen=True)
class Period:
    """One period: events by class, how many of the first actor, and the mean of the scale."""

    name: str
    counts: dict[Quad, int]
    by_first: int
    scale: float | None

    @property
    def cooperation(self) -> int:
        """Events of both classes of cooperation."""
        return self.counts[QUADS[0]] + self.counts[QUADS[1]]

    @property
    def conflict(self) -> int:
        """Events of both classes of conflict."""
        return self.counts[QUADS[2]] + self.counts[QUADS[3]]

    @property
    def events(self) -> int:
        """All events."""
        return self.cooperation + self.conflict

    @property
    def net(self) -> int:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict


@dataclass(frozen=True)
class History:
    """The periods of a pair, every one between the first and the last that has an event.

    Attributes
    ----------
    first, second : str
        The pair's codes.
    by : {"month", "quarter", "year"}
    periods : tuple of Period
    sources : tuple of (str, int)
        The data, with how many of the events are from each.
    """

    first: str
    second: str
    by: By
    periods: tuple[Period, ...]
    sources: tuple[tuple[str, int], ...]

    @property
    def events(self) -> int:
        """All events."""
        return sum(period.events for period in self.periods)


@dataclass
class _Tally:
    counts: Counter[Quad] = field(default_factory=Counter)
    by_first: int = 0
    total: float = 0.0
    scaled: int = 0


def history(
    events: Iterable[Event],
    first: str,
    second: str,
    *,
    by: By = "year",
    start: str | None = None,
    end: str | None = None,
) -> History:
    """Count the events between two actors, in either direction.

    Parameters
    ----------
    events : iterable of Event
        Read once; only counts are kept.
    first, second : str
        Country codes of three letters.
    by : {"month", "quarter", "year"}
    start, end : str, optional
        The first and last day that count, YYYY-MM-DD.
    """
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    sources: Counter[str] = Counter()
    pair = {(first, second), (second, first)}
    for event in events:
        if (event.actor, event.recipient) not in pair:
            continue
        if (start and event.day < start) or (end and event.day > end):
            continue
        tally = tallies[period_of(event.day, by)]
        tally.counts[event.quad] += 1
        tally.by_first += event.actor == first
        if event.scale is not None:
            tally.total += event.scale
            tally.scaled += 1
        sources[event.source] += 1
    names = _all_between(min(tallies), max(tallies), by) if tallies else ()
    periods = tuple(_period(name, tallies.get(name, _Tally())) for name in names)
    return History(first, second, by, periods, tuple(sorted(sources.items())))


def _period(name: str, tally: _Tally) -> Period:
    counts = {quad: tally.counts[quad] for quad in QUADS}
    mean = tally.total / tally.scaled if tally.scaled else None
    return Period(name, counts, tally.by_first, mean)


def period_of(day: str, by: By) -> str:
    """Return the period a day belongs to, as a name that sorts by time.

    Examples
    --------
    >>> period_of("2023-09-13", "quarter")
    '2023-Q3'
    """
    if by == "year":
        return day[:4]
    if by == "month":
        return day[:7]
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def _all_between(first: str, last: str, by: By) -> Iterator[str]:
    """Yield every period from the first to the last, those without an event too."""
    size = {"year": 1, "quarter": 4, "month": 12}[by]
    begin, end = (_number(name, size) for name in (first, last))
    for number in range(begin, end + 1):
        year, part = divmod(number, size)
        tail = {"year": "", "quarter": f"-Q{part + 1}", "month": f"-{part + 1:02}"}[by]
        yield f"{year:04}{tail}"


def _number(name: str, size: int) -> int:
    part = name[5:].removeprefix("Q") or "1"
    return int(name[:4]) * size + int(part) - 1
