"""Probabilities, changes and scores in words and figures: the one way in which pages write them.

A minus is a true one (U+2212), a percentage claims no certainty that was not computed.
"""

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
    if 0 < p <= 0.005:
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
    text = f"{size:.0f}" if size >= 0.95 else f"{size:.1f}"
    return "0" if float(text) == 0 else f"{'+' if change > 0 else '−'}{text}"


def error(se: float) -> str:
    """Return a standard error in percentage points, as it stands after ±.

    Examples
    --------
    >>> error(0.0123)
    '1.2'
    """
    return f"{100 * se:.1f}"


def signed(value: float) -> str:
    """Return a number with its sign and one decimal.

    Examples
    --------
    >>> signed(-12.34), signed(0.04)
    ('−12.3', '0.0')
    """
    text = f"{abs(value):.1f}"
    return text if float(text) == 0 else f"{'+' if value > 0 else '−'}{text}"


def balance(count: int) -> str:
    """Return a difference of counts with its sign.

    Examples
    --------
    >>> balance(-1200), balance(0)
    ('−1,200', '0')
    """
    return f"{count:+,}".replace("-", "−") if count else "0"


def shifted(change: float, se: float) -> str:
    """Return a change of a probability in percentage points with its standard error.

    Examples
    --------
    >>> shifted(-0.031, 0.012)
    '−3.1 ± 1.2'
    """
    return f"{signed(100 * change)} ± {error(se)}"


def mark(score: float) -> str:
    """Return a score, or an average of scores.

    Examples
    --------
    >>> mark(0.25)
    '0.250'
    """
    return f"{score:.3f}"


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
