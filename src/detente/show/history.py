"""The history of a pair as a page, a table in CSV, and a chart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from detente.evidence.history import QUADS, History, Period, Quad

from .chances import balance, signed
from .page import Block, Page, Section, Table
from .words import counted, joined

COLOURS: dict[Quad, str] = {
    "verbal cooperation": "#7fb3d5",
    "material cooperation": "#1f5f8b",
    "verbal conflict": "#f0a58f",
    "material conflict": "#b03a2e",
}
"""Blue for cooperation, red for conflict, the darker one for deeds; told apart without colour by
which side of the axis they stand on and by their lightness."""

UPWARDS = "events: conflict ↓, cooperation ↑"
SCALE = "mean scale, −10 to +10"


def history_page(found: History, *, title: str) -> Page:
    """Return the page of a history."""
    return Page(title, _subtitle(found), (Section("", tuple(_table(found))),), footer=_small(found))


def _subtitle(found: History) -> str:
    sources = joined(f"{count:,} from {name}" for name, count in found.sources)
    return f"{counted(found.events, 'event')}{f' ({sources})' if sources else ''}, by {found.by}"


def _table(found: History) -> Iterator[Block]:
    if not found.periods:
        yield f"No event between {found.first} and {found.second} in these files."
        return
    right = (
        "events",
        "words +",
        "deeds +",
        "words −",
        "deeds −",
        "net",
        "scale",
        "by them",
    )
    columns = (found.by, *right[:-1], f"by {found.first}")
    yield Table(columns, tuple(map(_row, found.periods)), frozenset(columns[1:]))


def _row(period: Period) -> tuple[str, ...]:
    counts = (f"{period.counts[quad]:,}" for quad in QUADS)
    scale = "" if period.scale is None else signed(period.scale)
    return (
        period.name,
        f"{period.events:,}",
        *counts,
        balance(period.net),
        scale,
        f"{period.by_first:,}",
    )


def _small(found: History) -> tuple[str, ...]:
    scale = (
        "+ cooperation, − conflict; words and deeds: the verbal and material classes of CAMEO and"
        " PLOVER; net is cooperation less conflict. scale: mean of Goldstein's scale (GDELT) or"
        f" PLOVER's intensity (POLECAT), −10 to +10. by {found.first}: events in which"
        f" {found.first} acts."
    )
    small = [scale, "What is counted is what news reports were coded as: more news, more events."]
    if len(found.sources) > 1:
        small.append("The files are of several makers, who count differently; their counts add up.")
    return tuple(small)


def history_csv(found: History) -> str:
    """Return the periods as CSV, one a row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([found.by, *QUADS, "net", "scale", f"by {found.first}"])
    for period in found.periods:
        scale = "" if period.scale is None else f"{period.scale:.4f}"
        counts = [period.counts[quad] for quad in QUADS]
        writer.writerow([period.name, *counts, period.net, scale, period.by_first])
    return stream.getvalue()


def history_svg(found: History, *, title: str) -> str:
    """Return the chart as SVG: cooperation above the axis, conflict below, the scale beneath."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(history_chart(found, title=title).to_dict())
    return svg


def history_chart(found: History, *, title: str) -> Any:
    """Return the chart as an :class:`altair.VConcatChart`."""
    import altair as alt

    names = [period.name for period in found.periods]
    axis = alt.Axis(labelAngle=-90 if len(names) > 8 else 0, labelOverlap=True, title=None)
    x = alt.X("period:O", sort=names, axis=axis)
    bars = (
        alt.Chart(alt.InlineData(values=_bars(found)))
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("events:Q", axis=alt.Axis(title=UPWARDS, labelExpr="abs(datum.value)")),
            color=alt.Color(
                "class:N",
                scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
                legend=alt.Legend(title=None, orient="top", columns=2),
            ),
            order=alt.Order("rank:Q"),
        )
        .properties(width=_width(names), height=220)
    )
    scale = (
        alt.Chart(alt.InlineData(values=_scales(found)))
        .mark_line(point=True, color="#333333")
        .encode(
            x=x, y=alt.Y("scale:Q", axis=alt.Axis(title=SCALE), scale=alt.Scale(domain=[-10, 10]))
        )
        .properties(width=_width(names), height=110)
    )
    subtitle = [_subtitle(found), "Counted are news reports, as their makers coded them."]
    parts = (bars, scale) if _scales(found) else (bars,)
    return alt.vconcat(*parts, title=alt.Title(title, subtitle=subtitle, anchor="start"))


def _width(names: list[str]) -> int:
    return max(320, min(900, 14 * len(names)))


_STACKED = (QUADS[1], QUADS[0], QUADS[3], QUADS[2])
"""From the axis outwards: deeds, then words."""


def _bars(found: History) -> list[dict[str, object]]:
    """Return a row for each class of each period; conflict counts downwards."""
    return [
        {
            "period": period.name,
            "class": quad,
            "events": period.counts[quad] * (1 if quad in QUADS[:2] else -1),
            "rank": rank,
        }
        for period in found.periods
        for rank, quad in enumerate(_STACKED)
    ]


def _scales(found: History) -> list[dict[str, object]]:
    return [
        {"period": period.name, "scale": round(period.scale, 4)}
        for period in found.periods
        if period.scale is not None
    ]
