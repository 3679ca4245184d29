"""Probabilities in words and figures."""

from __future__ import annotations

from detente.outlook import Estimate

_ICD_203 = (
    (0.0, "no chance in any draw"),
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "a roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.0, "almost certain"),
)
"""Upper bounds and their words: ICD 203 (2015), *Analytic Standards*, section D.6.e."""


def likelihood(p: float) -> str:
    """Return the ICD 203 word for a probability; only for where things end.

    Examples
    --------
    >>> likelihood(0.71), likelihood(0.03)
    ('likely', 'almost no chance')
    """
    return next(word for bound, word in _ICD_203 if p <= bound + 1e-12)


def percent(p: float) -> str:
    """Return a probability as a percentage, without false certainty at the ends.

    Examples
    --------
    >>> percent(0.714), percent(0.001), percent(0.0)
    ('71%', 'under 1%', '0%')
    """
    if 0 < p < 0.005:
        return "under 1%"
    if 0.995 <= p < 1:
        return "over 99%"
    return f"{100 * p:.0f}%"


def cell(p: float) -> str:
    """Return a probability as it stands in a table: a percentage in few characters.

    Examples
    --------
    >>> cell(0.714), cell(0.001), cell(0.999)
    ('71%', '<1%', '>99%')
    """
    return percent(p).replace("under ", "<").replace("over ", ">")


def points(change: float) -> str:
    """Return a change of a probability in percentage points, signed.

    Examples
    --------
    >>> points(-0.123), points(0.004), points(0.0)
    ('−12', '+0.4', '0')
    """
    size = 100 * abs(change)
    text = f"{size:.0f}" if size >= 1 else f"{size:.1f}"
    return "0" if float(text) == 0 else f"{'+' if change > 0 else '−'}{text}"


def spread(estimate: Estimate) -> str:
    """Return the range over the grade tables: ``63 to 78%``.

    Examples
    --------
    >>> spread(Estimate(0.7, 0.01, 0.63, 0.78))
    '63 to 78%'
    """
    low, high = percent(estimate.low), percent(estimate.high)
    return low if low == high else f"{low.removesuffix('%')} to {high}"


def narrow(estimate: Estimate) -> str:
    """Return the range as it stands in a table: ``63–78``, in per cent.

    Examples
    --------
    >>> narrow(Estimate(0.7, 0.01, 0.63, 0.78))
    '63–78'
    """
    low, high = round(100 * estimate.low), round(100 * estimate.high)
    return f"{low}" if low == high else f"{low}–{high}"
