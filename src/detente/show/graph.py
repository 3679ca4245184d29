"""The state graph as one SVG: made here once, for report, notebook and workbench.

States stand in columns by the number of moves from the status quo. Every distinction is made
twice: decision makers by colour and by letter (and, where a move is no improvement, by the
pattern of its dashes); equilibria by their border and in words. Colours are custom properties
that follow the reader's light or dark theme; each has a contrast of at least 4.5 to its paper.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from detente.conflict import Excerpt, Move, Overview, Result, excerpt, overview, strictest

from .folding import cut, fitted, folded, wide
from .layout import GAP_X, MARGIN, Box, Curve, Layout, Point, layered
from .palette import COLOURS, DASHES, style
from .printable import one_line
from .words import Words, capital, counted, joined, sentence

WIDTH = 198.0
TEXT_COLUMNS = 28
LINE = 15.0
FIRST_LINE = 18.0
MOST_OUTCOME_LINES = 2
MOST_LINES = 5
MOST_TITLE = 1_500
HEAD = 34.0
LEAST_WIDTH = 420.0
BADGE = 8.0
PORT = 9.0
LEGEND_LINE = 24.0
_KINDS = {
    "nash": "holds under Nash",
    "firm": "holds under SSEQ or SEQ",
    "held": "holds under SMR or GMR only",
    "loose": "does not hold",
}
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where on a curve a badge may stand, the best first."""


@dataclass(frozen=True)
class Graph:
    """A drawn state graph.

    Attributes
    ----------
    svg : str
        One ``<svg>`` element with everything it needs.
    title : str
    caption : str
        How the states and moves were chosen, and what was left out.
    width : int
        Of the drawing, in pixels, where its letters have the size they were made for.
    """

    svg: str
    title: str
    caption: str
    width: int

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> Path:
        """Write the drawing to a file and return its path."""
        from detente.case import write_atomically

        target = Path(path)
        write_atomically(target, self.svg.encode())
        return target


def graph(result: Result | Overview, limit: int | None = None) -> Graph:
    """Draw the state graph of a solved case.

    Parameters
    ----------
    result : Result or Overview
    limit : int, optional
        The most states to draw; 40 if not given.

    Examples
    --------
    >>> from detente.case import load
    >>> from detente.conflict import solve
    >>> graph(solve(load("korea-2019"))).svg[:4]
    '<svg'
    """
    whole = overview(result) if isinstance(result, Result) else result
    return drawn(excerpt(whole, limit) if limit else excerpt(whole))


def drawn(chosen: Excerpt) -> Graph:
    """Draw an excerpt of the state graph."""
    drawing = _Drawing(chosen)
    return Graph(drawing.svg(), drawing.title, drawing.caption(), round(drawing.width))


def letters(makers: Sequence[str]) -> dict[str, str]:
    """Return a short mark for every decision maker: a letter, two, or a number.

    Examples
    --------
    >>> letters(["US", "UK", "Russia"])
    {'US': 'US', 'UK': 'UK', 'Russia': 'R'}
    """
    return {dm: _mark(dm, makers, number) for number, dm in enumerate(makers, start=1)}


def _mark(dm: str, makers: Sequence[str], number: int) -> str:
    for length in (1, 2):
        start = dm[:length].upper()
        if sum(other[:length].upper() == start for other in makers) == 1:
            return start
    return str(number)


@dataclass(frozen=True)
class _Label:
    """What stands in a box: the head, what it belongs to, and what differs."""

    number: str
    holds: str
    outcomes: list[str]
    lines: list[tuple[str | None, str]]
    """The decision maker whose mark stands before a line, if any, and the line."""
    full: str

    @property
    def height(self) -> float:
        """How tall the box must be."""
        return FIRST_LINE + LINE * (len(self.outcomes) + len(self.lines)) + 12


class _Drawing:
    """One drawing in the making."""

    def __init__(self, chosen: Excerpt) -> None:
        self.chosen = chosen
        self.result = chosen.result
        self.words = Words(chosen.result.case)
        self.marks = letters(self.result.decision_makers)
        self.place = {dm: i for i, dm in enumerate(self.result.decision_makers)}
        self.title = f"State graph: {one_line(self.result.case.model.title)[:200]}"

    @cached_property
    def columns(self) -> list[tuple[str, list[int]]]:
        """The headings and states of the columns; what cannot be reached stands last."""
        by_distance: dict[int | None, list[int]] = {}
        for state in self.chosen.states:
            by_distance.setdefault(self.chosen.distance[state], []).append(state)
        unreached = by_distance.pop(None, [])
        found = [(self._heading(d or 0), by_distance[d]) for d in sorted(by_distance, key=_number)]
        return [*found, ("not reached", unreached)] if unreached else found

    def _heading(self, distance: int) -> str:
        start = "status quo" if self.result.status_quo else f"state {self._name(self.chosen.start)}"
        return counted(distance, "move") if distance else start

    @cached_property
    def labels(self) -> dict[int, _Label]:
        return {state: self._label(state) for state in self.chosen.states}

    @cached_property
    def layout(self) -> Layout:
        return layered(
            [states for _, states in self.columns],
            {s: max(label.height, self._ports(s) * PORT) for s, label in self.labels.items()},
            [(move.start, move.end) for move in self.chosen.moves],
            width=WIDTH,
            top=HEAD + MARGIN,
        )

    @property
    def width(self) -> float:
        """The width of the drawing; a narrow one leaves room for its legend."""
        return max(self.layout.width, LEAST_WIDTH)

    def _ports(self, state: int) -> int:
        """Return how many moves meet at the busier side of a box, and two for its corners."""
        column = {state: c for c, (_, states) in enumerate(self.columns) for state in states}
        others = [
            m.end if m.start == state else m.start
            for m in self.chosen.moves
            if state in {m.start, m.end}
        ]
        right = sum(column[other] >= column[state] for other in others)
        return max(right, len(others) - right) + 2

    # --- words

    def _name(self, state: int) -> str:
        listed = self.result.case.model.states
        return listed[state - 1].id if listed is not None else str(state)

    def _label(self, state: int) -> _Label:
        outcomes = self.result.outcomes_of(state)
        held = " ".join(strictest(self.result.holds_under(state)))
        return _Label(
            number=self._head(state),
            holds=held,
            outcomes=folded(", ".join(outcomes), TEXT_COLUMNS, MOST_OUTCOME_LINES)
            if outcomes
            else [],
            lines=list(self._lines(state)),
            full=self._full(state),
        )

    def _head(self, state: int) -> str:
        now = state == self.result.status_quo
        name = cut(one_line(self._name(state)), 9 if now else 14)
        return f"{name} · status quo" if now else name

    def _lines(self, state: int) -> Iterator[tuple[str | None, str]]:
        """Yield what differs from the start, one decision maker after the other."""
        listed = self.result.case.model.states
        if listed is not None:
            text = listed[state - 1].text
            lines = folded(text, TEXT_COLUMNS, MOST_LINES) if text else []
            yield from ((None, line) for line in lines)
            return
        by_maker = self._differences(state)
        if not by_maker:
            yield None, "no option is taken"
            return
        texts = [joined(verbs) for verbs in by_maker.values()]
        makers = list(by_maker)
        room = MOST_LINES if len(texts) <= MOST_LINES else MOST_LINES - 1
        fits = fitted(texts[:room], TEXT_COLUMNS - 3, room)
        for dm, lines in zip(makers, fits, strict=False):
            for i, line in enumerate(lines):
                yield (dm if i == 0 else ""), line
        if len(texts) > room:
            yield None, f"and {counted(len(texts) - room, 'other')}"

    def _differences(self, state: int) -> dict[str, list[str]]:
        """Return by decision maker what it does otherwise than at the start, as verb phrases."""
        here, there = set(self.result.on(state)), set(self.result.on(self.chosen.start))
        changed = [o for o in self.result.options if (o in here) != (o in there)]
        if state == self.chosen.start:
            changed = [o for o in self.result.options if o in here]
        found: dict[str, list[str]] = {}
        for option in changed:
            verb = self.words.will(option, option in here).removeprefix("will ")
            found.setdefault(option.partition(".")[0], []).append(verb)
        return found

    def _full(self, state: int) -> str:
        """Return everything about a state, for a reader who points at it."""
        held = strictest(self.result.holds_under(state))
        parts = [
            f"State {self._name(state)}",
            "the status quo" if state == self.result.status_quo else "",
            f"holds under {joined(held)}" if held else "does not hold",
            joined(self.result.outcomes_of(state)),
        ]
        said = self.words.state(self.result, state)
        return f"{', '.join(filter(None, parts))}. {sentence(said)}"[:MOST_TITLE]

    def describe(self) -> str:
        """Return what the drawing shows, for those who cannot see it."""
        shown = counted(len(self.chosen.states), "state")
        by_column = "; ".join(f"{head}: {len(states)}" for head, states in self.columns)
        held = [s for s in self.chosen.states if self.result.holds_under(s)]
        stand = ", ".join(
            f"{self._name(s)} ({' '.join(strictest(self.result.holds_under(s)))})" for s in held
        )
        who = ", ".join(f"{mark} {self.words.maker(dm)}" for dm, mark in self.marks.items())
        said = f"{shown} in columns by moves ({by_column}). Decision makers: {who}."
        return one_line(f"{said} Equilibria among them: {stand or 'none'}.")[:4_000]

    def caption(self) -> str:
        """Return how the drawing was chosen and what it leaves out."""
        total = self.result.conflict.size
        shown = len(self.chosen.states)
        start = f"state {self._name(self.chosen.start)}, for want of a status quo"
        where = "the status quo" if self.result.status_quo else start
        said = [
            f"Columns count the moves from {where}."
            if shown < total
            else f"All {counted(total, 'state')}; columns count the moves from {where}."
        ]
        if shown < total:
            said.append(
                f"Shown are {shown} of {total:,} states: those told of above, the paths to them, "
                "the moves that tempt and the answers that deter, and their neighbours."
            )
        said.append(
            "Of the moves among them, all improvements are drawn, and other moves only where they "
            "are a step of a path or of an answer."
        )
        if self.chosen.composed:
            more = counted(self.chosen.composed, "improvement")
            are = "is" if self.chosen.composed == 1 else "are"
            said.append(f"Left out {are} {more} that two drawn ones make together.")
        missing = [(c, n) for c in self.result.equilibria if (n := self.chosen.missing(c))]
        if missing:
            counts = joined(f"{n:,} under {c}" for c, n in missing)
            said.append(f"Equilibria not shown: {counts}.")
        return " ".join(said)

    # --- the drawing

    def svg(self) -> str:
        """Return the drawing."""
        legend, tall = self._legend()
        width = self.width
        height = self.layout.height + MARGIN + tall + MARGIN
        name = f"g{self.result.case.sha256[:8]}-{self.chosen.start}-{len(self.chosen.states)}"
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "detente-graph",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "viewBox": f"0 0 {_n(width)} {_n(height)}",
                "width": _n(width),
                "height": _n(height),
            },
        )
        _add(root, "title", one_line(self.title), id=f"{name}-title")
        _add(root, "desc", self.describe(), id=f"{name}-desc")
        _add(root, "style", style(min(len(self.marks), len(COLOURS))))
        _add(root, "rect", class_="paper", width="100%", height="100%")
        self._headings(root, height - tall - MARGIN)
        self._moves(root)
        for state, box in self.layout.boxes.items():
            self._state(root, state, box)
        root.append(legend)
        return ET.tostring(root, encoding="unicode")

    def _headings(self, root: ET.Element, bottom: float) -> None:
        for x, (heading, _) in zip(self.layout.columns, self.columns, strict=True):
            _text(root, x + WIDTH / 2, HEAD - 10, cut(heading, TEXT_COLUMNS), "heading")
        for left in self.layout.columns[1:]:
            x = left - GAP_X / 2
            _add(root, "line", class_="rule", x1=_n(x), x2=_n(x), y1=_n(HEAD), y2=_n(bottom))

    def _moves(self, root: ET.Element) -> None:
        taken: list[Point] = []
        badges = []
        order = sorted(
            zip(self.chosen.moves, self.layout.routes, strict=True),
            key=lambda pair: pair[0].improvement,
        )
        for move, route in order:
            group = _add(root, "g", class_=self._class(move))
            _add(group, "title", self._said(move))
            _add(group, "path", class_="line", d=_path(route))
            _add(group, "path", class_="tip", d=_tip(route[-1]))
            spot = self._spot(route, taken)
            taken.append(spot)
            badges.append((move, spot))
        for move, spot in badges:
            self._badge(root, move.dm, spot, improvement=move.improvement)

    def _class(self, move: Move) -> str:
        kind = "improvement" if move.improvement else f"other d{self.place[move.dm] % len(DASHES)}"
        return f"move {kind} m{self.place[move.dm] % len(COLOURS)}"

    def _said(self, move: Move) -> str:
        step = self.words.step(self.result, move.dm, move.start, move.end)
        kind = "an improvement" if move.improvement else "not in its interest"
        ends = f"From {self._name(move.start)} to {self._name(move.end)}"
        return one_line(f"{ends}: {step} ({kind})")[:MOST_TITLE]

    def _spot(self, route: Sequence[Curve], taken: Sequence[Point]) -> Point:
        curve = route[len(route) // 2]
        spots = [curve.at(t) for t in PLACES]

        def crowd(spot: Point) -> float:
            return min((abs(spot.x - p.x) + abs(spot.y - p.y) for p in taken), default=99.0)

        return next((s for s in spots if crowd(s) > 2.2 * BADGE), max(spots, key=crowd))

    def _badge(self, root: ET.Element, dm: str, spot: Point, *, improvement: bool) -> None:
        kind = "badge" if improvement else "badge hollow"
        group = _add(root, "g", class_=f"{kind} m{self.place[dm] % len(COLOURS)}")
        _add(group, "circle", cx=_n(spot.x), cy=_n(spot.y), r=_n(BADGE))
        _text(group, spot.x, spot.y + 3.6, self.marks[dm], "mark")

    def _state(self, root: ET.Element, state: int, box: Box) -> None:
        label = self.labels[state]
        held = self.result.holds_under(state)
        kind = _kind(held)
        now = state == self.result.status_quo
        group = _add(root, "g", class_=f"state {kind}{' now' if now else ''}")
        _add(group, "title", one_line(label.full))
        _rect(group, box, 6, "box")
        if kind == "nash":
            inner = Box(box.x + 4, box.y + 4, box.width - 8, box.height - 8)
            _rect(group, inner, 3, "inner")
        if now:
            _rect(group, Box(box.x - 7, box.y + 6, 7, box.height - 12), 2, "flag")
        self._texts(group, label, box)

    def _texts(self, group: ET.Element, label: _Label, box: Box) -> None:
        x, y = box.x + 11, box.y + FIRST_LINE + 1
        _text(group, x, y, label.number, "number")
        if label.holds:
            _text(group, box.x + box.width - 11, y, label.holds, "holds")
        for line in label.outcomes:
            y += LINE
            _text(group, x, y, line, "outcome")
        for dm, line in label.lines:
            y += LINE
            if dm:
                place = self.place[dm] % len(COLOURS)
                _text(group, x + 7, y, self.marks[dm], f"who m{place}")
            _text(group, x if dm is None else x + 20, y, line, "words")

    # --- the legend

    def _legend(self) -> tuple[ET.Element, float]:
        """Return the legend below the drawing, and its height."""
        group = ET.Element("g", {"class": "legend"})
        width = self.width
        x, y = MARGIN, self.layout.height + 2 * MARGIN + LEGEND_LINE / 2
        top = y
        for kind, what, text in self._legend_entries():
            room = 60 + 6.6 * wide(text)
            if x > MARGIN and x + room > width:
                x, y = MARGIN, y + LEGEND_LINE
            self._legend_entry(group, Point(x, y), kind, what)
            _text(group, x + 46, y + 4, text, "words")
            x += room + 14
        return group, y - top + LEGEND_LINE

    def _legend_entries(self) -> Iterator[tuple[str, str, str]]:
        for dm in self.marks:
            yield "maker", dm, cut(one_line(capital(self.words.maker(dm))), 30)
        first = next(iter(self.marks))
        yield "improvement", first, "in the mover's interest"
        if any(not move.improvement for move in self.chosen.moves):
            yield "other", first, "not in its interest (dashes by mover)"
        kinds = {_kind(self.result.holds_under(state)) for state in self.chosen.states}
        for kind, text in _KINDS.items():
            if kind in kinds:
                yield "box", kind, text
        if self.result.status_quo:
            yield "box", "now", "status quo"

    def _legend_entry(self, group: ET.Element, at: Point, kind: str, what: str) -> None:
        if kind == "box":
            held = "loose now" if what == "now" else what
            inner = _add(group, "g", class_=f"state {held}")
            box = Box(at.x + 9, at.y - 8, 26, 16)
            _rect(inner, box, 4, "box")
            if what == "nash":
                _rect(inner, Box(box.x + 3, box.y + 3, 20, 10), 2, "inner")
            if what == "now":
                _rect(inner, Box(box.x - 6, box.y + 2, 6, 12), 2, "flag")
            return
        kinds = {"maker": "other", "improvement": "improvement", "other": "other"}
        place = self.place[what]
        dash = f" d{place % len(DASHES)}" if kinds[kind] == "other" else ""
        colour = f" m{place % len(COLOURS)}" if kind == "maker" else " plain"
        line = _add(group, "g", class_=f"move {kinds[kind]}{dash}{colour}")
        _add(line, "path", class_="line", d=f"M{_n(at.x)} {_n(at.y)}h38")
        if kind == "maker":
            self._badge(group, what, Point(at.x + 19, at.y), improvement=True)
        else:
            end = Point(at.x + 40, at.y)
            _add(line, "path", class_="tip", d=_tip(Curve(at, at, Point(at.x + 20, at.y), end)))


def _kind(held: Sequence[str]) -> str:
    """Return how firmly a state holds, as the style sheet has it."""
    if "Nash" in held:
        return "nash"
    if "SEQ" in held:
        return "firm"
    return "held" if held else "loose"


def _number(distance: int | None) -> int:
    return -1 if distance is None else distance


# --- elements


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Add an element; ``class_`` stands for ``class``."""
    given = {name.rstrip("_"): value for name, value in attributes.items()}
    element = ET.SubElement(parent, tag, given)
    element.text = text
    return element


def _text(parent: ET.Element, x: float, y: float, text: str, kind: str) -> None:
    _add(parent, "text", one_line(text), class_=kind, x=_n(x), y=_n(y))


def _rect(parent: ET.Element, box: Box, radius: float, kind: str) -> None:
    at: Mapping[str, float] = {**box._asdict(), "rx": radius}
    _add(parent, "rect", class_=kind, **{name: _n(value) for name, value in at.items()})


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _path(route: Sequence[Curve]) -> str:
    first = route[0].start
    parts = [f"M{_n(first.x)} {_n(first.y)}"]
    for i, curve in enumerate(route):
        end = _short(curve) if i == len(route) - 1 else curve.end
        points = " ".join(f"{_n(p.x)} {_n(p.y)}" for p in (curve.one, curve.two, end))
        parts.append(f"C{points}")
    return "".join(parts)


def _short(curve: Curve) -> Point:
    """Return where the line ends, so that it does not blunt its own tip."""
    return Point(curve.end.x + (4.0 if curve.two.x > curve.end.x else -4.0), curve.end.y)


def _tip(curve: Curve) -> str:
    """Return an arrowhead at the end of a curve; curves end level."""
    x, y = curve.end
    back = 9.0 if curve.two.x > x else -9.0
    return f"M{_n(x)} {_n(y)}L{_n(x + back)} {_n(y - 4.5)}V{_n(y + 4.5)}Z"
