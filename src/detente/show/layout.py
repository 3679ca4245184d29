"""Where the boxes and curves of a layered drawing stand: geometry alone.

After Sugiyama, Tagawa & Toda 1981, in columns from left to right: the columns are given, links
over more than one column get an invisible box in each column between, the order within columns is
improved by sweeps of barycentres, and boxes are moved up and down towards their neighbours as far
as their order and the gaps allow. Everything is settled by the input's order; nothing is drawn by
lot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

SWEEPS = 24
GAP_X, GAP_Y = 70.0, 16.0
MARGIN = 16.0
NARROW = 10.0
"""Height of an invisible box."""

Key = tuple[int, ...]
"""A box: (node,), or (link, column) for an invisible one."""


class Point(NamedTuple):
    """A place on the drawing; y grows downwards."""

    x: float
    y: float


class Curve(NamedTuple):
    """A cubic Bézier curve."""

    start: Point
    one: Point
    two: Point
    end: Point

    def at(self, t: float) -> Point:
        """Return the point at 0 ≤ t ≤ 1."""
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        return Point(
            sum(w * p.x for w, p in zip(weights, self, strict=True)),
            sum(w * p.y for w, p in zip(weights, self, strict=True)),
        )


class Box(NamedTuple):
    """A rectangle, by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """A finished drawing.

    Attributes
    ----------
    width, height : float
    boxes : mapping of node to Box
    columns : tuple of float
        Where each column begins.
    routes : tuple of tuple of Curve
        One for each link, in the order they were given; one curve after the other.
    """

    width: float
    height: float
    boxes: Mapping[int, Box]
    columns: tuple[float, ...]
    routes: tuple[tuple[Curve, ...], ...]


def layered(
    columns: Sequence[Sequence[int]],
    heights: Mapping[int, float],
    links: Sequence[tuple[int, int]],
    *,
    width: float,
    top: float = MARGIN,
) -> Layout:
    """Lay out nodes in given columns.

    Parameters
    ----------
    columns : sequence of sequences of int
        The nodes, column by column.
    heights : mapping of node to float
    links : sequence of (node, node)
    width : float
        Of every box.
    top : float
        Where the drawing begins.
    """
    column_of = {node: c for c, nodes in enumerate(columns) for node in nodes}
    chains = [_chain(number, link, column_of) for number, link in enumerate(links)]
    order = _ordered(_filled(columns, chains), chains)
    tall = {key: heights[key[0]] if len(key) == 1 else NARROW for keys in order for key in keys}
    middles = _middles(order, chains, tall)
    shift = top - min((middles[key] - tall[key] / 2 for key in middles), default=0.0)
    lefts = tuple(MARGIN + c * (width + GAP_X) for c in range(len(order)))
    boxes = {
        key: Box(lefts[c], middles[key] - tall[key] / 2 + shift, width, tall[key])
        for c, keys in enumerate(order)
        for key in keys
    }
    routes = _routes(chains, boxes)
    reach = [p.x for route in routes for curve in route for p in (curve.at(0.5), curve.end)]
    right = max([box.x + box.width for box in boxes.values()] + reach, default=0.0)
    bottom = max((box.y + box.height for box in boxes.values()), default=top)
    seen = {key[0]: box for key, box in boxes.items() if len(key) == 1}
    return Layout(right + MARGIN, bottom, seen, lefts, routes)


def _chain(number: int, link: tuple[int, int], column_of: Mapping[int, int]) -> list[Key]:
    """Return the boxes a link goes through: its ends, and invisible ones between."""
    start, end = link
    a, b = column_of[start], column_of[end]
    step = 1 if b > a else -1
    between: list[Key] = [(number, column) for column in range(a + step, b, step)]
    return [(start,), *(between if a != b else []), (end,)]


def _filled(columns: Sequence[Sequence[int]], chains: Sequence[list[Key]]) -> list[list[Key]]:
    filled: list[list[Key]] = [[(node,) for node in nodes] for nodes in columns]
    for chain in chains:
        for key in chain[1:-1]:
            filled[key[1]].append(key)
    return filled


# --- the order within columns


def _ordered(columns: list[list[Key]], chains: Sequence[list[Key]]) -> list[list[Key]]:
    """Sweep to and fro, each box to the mean place of its neighbours; keep the best order."""
    neighbours = _neighbours(chains)
    column_of = {key: c for c, keys in enumerate(columns) for key in keys}
    best, fewest = columns, _crossings(columns, chains, column_of)
    order = columns
    for sweep in range(SWEEPS):
        order = _swept(order, neighbours, column_of, forwards=sweep % 2 == 0)
        count = _crossings(order, chains, column_of)
        if count < fewest:
            best, fewest = order, count
    return best


def _neighbours(chains: Sequence[list[Key]]) -> dict[Key, list[Key]]:
    found: dict[Key, list[Key]] = {}
    for chain in chains:
        for one, other in pairwise(chain):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _swept(
    order: list[list[Key]],
    neighbours: Mapping[Key, list[Key]],
    column_of: Mapping[Key, int],
    *,
    forwards: bool,
) -> list[list[Key]]:
    place = {key: (i + 0.5) / len(keys) for keys in order for i, key in enumerate(keys)}
    swept = list(order)
    step = 1 if forwards else -1
    for column in range(len(order))[::step]:
        pulls = {}
        for key in swept[column]:
            near = [n for n in neighbours.get(key, ()) if column_of[n] in {column - step, column}]
            pulls[key] = sum(place[n] for n in near) / len(near) if near else place[key]
        swept[column] = sorted(swept[column], key=lambda key: (pulls[key], place[key]))
        place |= {key: (i + 0.5) / len(swept[column]) for i, key in enumerate(swept[column])}
    return swept


def _crossings(
    order: Sequence[Sequence[Key]], chains: Sequence[list[Key]], column_of: Mapping[Key, int]
) -> int:
    """Count crossings between columns; within one, what a loop passes over counts too."""
    place = {key: i for keys in order for i, key in enumerate(keys)}
    spans: dict[int, list[tuple[int, int]]] = {}
    over = 0
    for chain in chains:
        for one, other in pairwise(chain):
            a, b = sorted((one, other), key=lambda key: column_of[key])
            if column_of[a] == column_of[b]:
                over += abs(place[a] - place[b]) - 1
            else:
                spans.setdefault(column_of[a], []).append((place[a], place[b]))
    return over + sum(
        (a - c) * (b - d) < 0
        for pairs in spans.values()
        for i, (a, b) in enumerate(pairs)
        for c, d in pairs[:i]
    )


# --- heights


def _middles(
    order: Sequence[Sequence[Key]], chains: Sequence[list[Key]], tall: Mapping[Key, float]
) -> dict[Key, float]:
    """Move boxes towards the mean of their neighbours, in order and without overlap."""
    neighbours = _neighbours(chains)
    middle: dict[Key, float] = {}
    for keys in order:
        middle |= _stacked(keys, [0.0] * len(keys), tall)
    for sweep in range(SWEEPS):
        for keys in order if sweep % 2 == 0 else reversed(order):
            wanted = [_mean([middle[n] for n in neighbours.get(k, ())], middle[k]) for k in keys]
            middle |= _stacked(keys, wanted, tall)
    return middle


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _stacked(
    keys: Sequence[Key], wanted: Sequence[float], tall: Mapping[Key, float]
) -> dict[Key, float]:
    """Place boxes one below the other, as near as can be to where they want to be.

    The least sum of squared shifts under an order is found by pooling adjacent violators
    (Ayer et al. 1955), here of what is wanted less what the boxes above take up.
    """
    above, offsets = 0.0, []
    for i, key in enumerate(keys):
        above += (tall[keys[i - 1]] + tall[key]) / 2 + GAP_Y if i else 0.0
        offsets.append(above)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, n), (a, m) = pools.pop(), pools.pop()
            pools.append(((a * m + b * n) / (m + n), m + n))
    bases = [value for value, count in pools for _ in range(count)]
    return {key: base + off for key, base, off in zip(keys, bases, offsets, strict=True)}


# --- curves


def _routes(chains: Sequence[list[Key]], boxes: Mapping[Key, Box]) -> tuple[tuple[Curve, ...], ...]:
    ports = _ports(chains, boxes)
    return tuple(
        tuple(
            _curve(*ports[number, leg], same=boxes[one].x == boxes[other].x)
            for leg, (one, other) in enumerate(pairwise(chain))
        )
        for number, chain in enumerate(chains)
    )


def _curve(start: Point, end: Point, *, same: bool) -> Curve:
    if same:
        out = min(GAP_X * 0.78, 22 + abs(end.y - start.y) * 0.16)
        return Curve(start, Point(start.x + out, start.y), Point(end.x + out, end.y), end)
    half = (end.x - start.x) / 2
    return Curve(start, Point(start.x + half, start.y), Point(end.x - half, end.y), end)


def _ports(
    chains: Sequence[list[Key]], boxes: Mapping[Key, Box]
) -> dict[tuple[int, int], tuple[Point, Point]]:
    """Spread the ends of links over the side of a box, in the order of where they come from."""
    sides: dict[tuple[Key, bool], list[tuple[float, int, int, int]]] = {}
    for number, leg, end, here, there in _ends(chains):
        right = boxes[there].x >= boxes[here].x
        sides.setdefault((here, right), []).append((boxes[there].middle, number, leg, end))
    places: dict[tuple[int, int, int], Point] = {}
    for (key, right), ends in sides.items():
        box = boxes[key]
        x = box.x + box.width if right else box.x
        for i, (_, number, leg, end) in enumerate(sorted(ends)):
            y = box.y + box.height * (i + 1) / (len(ends) + 1)
            places[number, leg, end] = Point(x, y)
    return {
        (number, leg): (places[number, leg, 0], places[number, leg, 1])
        for number, leg, end, _, _ in _ends(chains)
        if end == 0
    }


def _ends(chains: Sequence[list[Key]]) -> Iterator[tuple[int, int, int, Key, Key]]:
    for number, chain in enumerate(chains):
        for leg, (one, other) in enumerate(pairwise(chain)):
            yield number, leg, 0, one, other
            yield number, leg, 1, other, one
