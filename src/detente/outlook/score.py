"""Does it predict? Forecasts against what happened.

The forecast of an outcome is the probability that it is where things end (drift). Each named
outcome is one forecast of a yes or no. For a forecast p of what happened (o = 1) or did not
(o = 0):

* the *Brier score* is (p - o)² (Brier 1950, "Verification of forecasts expressed in terms of
  probability"): 0 is perfect, 1 is sure and wrong;
* the *log score* is -ln of the probability given to what came about (Good 1952, "Rational
  decisions"): 0 is perfect, and being sure and wrong would cost everything. Forecasts from a
  finite number of draws are never that sure, so p is first clipped to [0.01, 0.99].

A score means little by itself. Beside it stand two forecasters that know nothing of the case: one
that always says ½, and one that goes by the base rate. That is the rate stated for an outcome;
where none is, what the other outcomes' record suggests by Laplace's rule of succession,
(k + 1) / (n + 2) after k of n came about. The outcome itself is left out, since no forecaster
could know it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, log

from detente.case.happened import Happened
from detente.case.schema import Model

from .errors import NothingToScore
from .estimate import Outlook

CLIP = 0.01
"""The log score takes no forecast for surer than this, or than one minus this."""

FEWEST_FOR_RELIABILITY = 40
"""Forecasts below which a reliability table would show noise."""

BINS = 5


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of one case, and where they are from.

    Attributes
    ----------
    ends : mapping of outcome to probability
        That it is where things end.
    input_sha256 : str
        Of all that they were drawn from.
    draws, seed : int
    sealed : str or None
        The day they were sealed; None if they were computed now.
    sha256 : str or None
        The seal.
    edited : bool
        Whether the case's model has changed since.
    """

    ends: Mapping[str, float]
    input_sha256: str
    draws: int
    seed: int
    sealed: str | None = None
    sha256: str | None = None
    edited: bool = False


@dataclass(frozen=True)
class Marks:
    """Mean scores of some forecasts; the lower the better."""

    brier: float
    log: float


@dataclass(frozen=True)
class Scored:
    """One forecast and what came of it.

    Attributes
    ----------
    name : str
    p : float
    happened : bool
    doubt : str or None
        Why it could be judged the other way.
    base_rate : float
        The base-rate forecaster's probability for it.
    """

    name: str
    p: float
    happened: bool
    doubt: str | None
    base_rate: float

    @property
    def brier(self) -> float:
        """The Brier score."""
        return brier(self.p, happened=self.happened)

    @property
    def log(self) -> float:
        """The log score."""
        return log_score(self.p, happened=self.happened)

    @property
    def right(self) -> bool:
        """Whether the forecast was on the right side of ½."""
        return self.p > 0.5 if self.happened else self.p < 0.5


@dataclass(frozen=True)
class Bin:
    """Forecasts between two probabilities: how many, what they said on average, and what came."""

    low: float
    high: float
    count: int
    said: float
    came: float


@dataclass(frozen=True)
class Score:
    """Forecasts of one case against what happened.

    Attributes
    ----------
    forecasts : tuple of Scored
    open : tuple of str
        Outcomes of which it is not known yet.
    marks, half, base : Marks
        Of the forecasts, of always saying ½, and of the base rate.
    stated : int
        For how many forecasts a base rate was stated.
    turned : Marks or None
        Of the forecasts, had every doubtful outcome gone the other way; None if none is doubtful.
    right : int
        How many forecasts were on the right side of ½.
    luck : float
        The chance that as many coins fall as well or better.
    reliability : tuple of Bin
        Empty below :data:`FEWEST_FOR_RELIABILITY` forecasts.
    """

    forecasts: tuple[Scored, ...]
    open: tuple[str, ...]
    marks: Marks
    half: Marks
    base: Marks
    stated: int
    turned: Marks | None
    right: int
    luck: float
    reliability: tuple[Bin, ...]


def computed(outlook: Outlook) -> Forecasts:
    """Return the forecasts of an outlook that was computed now.

    Raises
    ------
    NothingToScore
        The case has no status quo, so nothing is said of where things end.
    """
    ends = {outcome.name: outcome.ends for outcome in outlook.outcomes}
    known = {name: estimate.p for name, estimate in ends.items() if estimate is not None}
    if len(known) < len(ends):
        raise NothingToScore("the case has no status quo, so there is no end to forecast")
    return Forecasts(known, outlook.finding.input_sha256, outlook.draws, outlook.seed)


def score(forecasts: Mapping[str, float], happened: Happened, model: Model) -> Score:
    """Score forecasts against what happened.

    Parameters
    ----------
    forecasts : mapping of outcome to probability
    happened : Happened
    model : Model
        Whose outcomes they are.

    Raises
    ------
    NothingToScore
        Of no outcome that was forecast it is known whether it happened.
    """
    verdicts = {n: v for n, v in happened.verdicts(model).items() if n in forecasts}
    known = {name: bool(verdict) for name, verdict in verdicts.items() if verdict is not None}
    if not known:
        raise NothingToScore(
            f"as of {happened.as_of} it is not known of any outcome whether it happened"
        )
    told = {name: happened.outcomes.get(name) for name in known}
    stated = {n: v.base_rate for n, v in told.items() if v and v.base_rate is not None}
    scored = tuple(
        Scored(
            name,
            forecasts[name],
            came,
            entry.doubt if (entry := told[name]) else None,
            stated.get(name, _succession(known, name)),
        )
        for name, came in known.items()
    )
    right = sum(one.right for one in scored)
    return Score(
        forecasts=scored,
        open=tuple(name for name in verdicts if name not in known),
        marks=marks([(one.p, one.happened) for one in scored]),
        half=marks([(0.5, one.happened) for one in scored]),
        base=marks([(one.base_rate, one.happened) for one in scored]),
        stated=len(stated),
        turned=_turned(scored),
        right=right,
        luck=coins(right, len(scored)),
        reliability=reliability([(one.p, one.happened) for one in scored]),
    )


def brier(p: float, *, happened: bool) -> float:
    """Return the Brier score of one forecast.

    Examples
    --------
    >>> brier(0.75, happened=True)
    0.0625
    """
    return (p - float(happened)) * (p - float(happened))


def log_score(p: float, *, happened: bool) -> float:
    """Return the log score of one forecast, clipped.

    Examples
    --------
    >>> round(log_score(0.5, happened=False), 4), round(log_score(0.0, happened=True), 4)
    (0.6931, 4.6052)
    """
    clipped = min(max(p, CLIP), 1 - CLIP)
    return -log(clipped if happened else 1 - clipped)


def marks(pairs: Sequence[tuple[float, bool]]) -> Marks:
    """Return the mean scores of forecasts, each with whether it happened."""
    count = len(pairs)
    return Marks(
        sum(brier(p, happened=came) for p, came in pairs) / count,
        sum(log_score(p, happened=came) for p, came in pairs) / count,
    )


def coins(right: int, count: int) -> float:
    """Return the chance that of `count` fair coins at least `right` fall right.

    Examples
    --------
    >>> coins(3, 3), coins(0, 5)
    (0.125, 1.0)
    """
    return float(sum(comb(count, k) for k in range(right, count + 1)) / 2**count)


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Return what forecasts said against what came, by how sure they were; nothing if too few."""
    if len(pairs) < FEWEST_FOR_RELIABILITY:
        return ()
    bins = []
    for k in range(BINS):
        inside = [pair for pair in pairs if min(int(pair[0] * BINS), BINS - 1) == k]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            came = sum(came for _, came in inside) / len(inside)
            bins.append(Bin(k / BINS, (k + 1) / BINS, len(inside), said, came))
    return tuple(bins)


def _succession(known: Mapping[str, bool], name: str) -> float:
    others = [came for other, came in known.items() if other != name]
    return (sum(others) + 1) / (len(others) + 2)


def _turned(scored: Sequence[Scored]) -> Marks | None:
    if not any(one.doubt for one in scored):
        return None
    return marks([(one.p, one.happened != bool(one.doubt)) for one in scored])
