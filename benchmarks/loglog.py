"""A log–log plot as SVG, in plain Python: nothing to install for one picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 78, 190, 24, 56
COLOURS = ("#0b5cad", "#b3541e", "#2e7d32", "#6a1b9a", "#555555")

Points = Sequence[tuple[float, float]]


def plot(series: Mapping[str, Points], across: str, up: str) -> str:
    """Return a picture of some series of points, both axes logarithmic, a grid line each decade."""
    points = [point for line in series.values() for point in line]
    x = _Axis([p[0] for p in points], 2, LEFT, WIDTH - RIGHT)
    y = _Axis([p[1] for p in points], 10, HEIGHT - BOTTOM, TOP)
    body = [*_grid(x, y, across, up)]
    for colour, (name, line) in zip(COLOURS, series.items(), strict=False):
        places = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
        body.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>')
        body += [
            f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in line
        ]
        end = line[-1]
        body.append(_text(x(end[0]) + 8, y(end[1]) + 4, name, colour=colour))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(up)} by {escape(across)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    )
    return "\n".join([head, *body, "</svg>", ""])


class _Axis:
    """From a value to a place, on a logarithmic scale that begins and ends at powers of a base."""

    def __init__(self, values: Sequence[float], base: int, begin: float, end: float) -> None:
        self.base, self.begin, self.end = base, begin, end
        self.low = math.floor(math.log(min(values), base) + 1e-9)
        self.high = max(math.ceil(math.log(max(values), base) - 1e-9), self.low + 1)

    def __call__(self, value: float) -> float:
        share = (math.log(value, self.base) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self, step: int) -> list[tuple[float, str]]:
        exponents = range(self.low, self.high + 1, step)
        return [(self(float(self.base) ** e), f"{self.base}{_superscript(e)}") for e in exponents]


def _grid(x: _Axis, y: _Axis, across: str, up: str) -> list[str]:
    lines = []
    for place, label in x.ticks(2):
        lines.append(_line(place, TOP, place, HEIGHT - BOTTOM))
        lines.append(_text(place, HEIGHT - BOTTOM + 18, label, anchor="middle"))
    for place, label in y.ticks(1):
        lines.append(_line(LEFT, place, WIDTH - RIGHT, place))
        lines.append(_text(LEFT - 8, place + 4, label, anchor="end"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    lines.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, across, anchor="middle"))
    turned = f' transform="rotate(-90 18 {middle})"'
    lines.append(_text(18, middle, up, anchor="middle", more=turned))
    return lines


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222222", more: str = ""
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}{more}>{escape(text)}</text>"


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
