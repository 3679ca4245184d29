"""How often each rule is right: measured on the annotated texts that rules were written with.

``data/rates.csv`` holds, for each rule, how many of its marks agreed with a person's and how many
it made. It is written by the program that scores reading, never by hand. The confidence of a rule
is Laplace's rule of succession, (right + 1) / (made + 2): ½ for a rule never seen at work.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rate(rule: str) -> float:
    """Return the measured frequency with which a rule is right, to three decimals."""
    right, made = _counts().get(rule, (0, 0))
    return round((right + 1) / (made + 2), 3)


@cache
def _counts() -> dict[str, tuple[int, int]]:
    path = files(__package__) / "data" / "rates.csv"
    if not path.is_file():
        return {}
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["rule"]: (int(row["right"]), int(row["made"])) for row in rows}
