"""The tornado chart: what each knock-out does to the conclusion, the largest effect on top."""

from __future__ import annotations

from html import escape

from detente.case import Case
from detente.case.errors import shown
from detente.outlook import Effect, Hinges

from .chances import percent, points
from .parts import Parts
from .printable import printable

BARS = 12
WIDTH, LABEL, ROW, TOP, BOTTOM = 760, 330, 26, 30, 44
LETTERS = 46
"""Characters of a label that fit beside the bars."""


def tornado(case: Case, hinges: Hinges) -> str:
    """Return the chart as SVG, every text in it escaped; empty if no knock-out changes anything.

    The axis is the probability of the conclusion; each bar goes from the base to the probability
    without the thing named beside it. Its colours are the page's.
    """
    moved = [effect for effect in hinges.effects if effect.change][:BARS]
    if not moved:
        return ""
    drawing = _Drawing(hinges, moved)
    parts = Parts(case)
    height = TOP + ROW * len(moved) + BOTTOM
    aim = hinges.conclusion
    title = f"How likely {aim.outcome} holds ({aim.concept}) without each of these"
    rows = [drawing.bar(k, effect, parts) for k, effect in enumerate(moved)]
    body = "".join([*drawing.axis(height), *rows])
    return (
        f'<figure class="wide"><div class="scroll" role="region" tabindex="0" '
        f'aria-label="Chart, scrollable"><svg class="tornado" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{_text(title)}" xmlns="http://www.w3.org/2000/svg">{body}</svg>'
        f"</div><figcaption>{_text(title)}. The bar starts from {percent(hinges.p)}, its "
        f"probability with all of them.</figcaption></figure>"
    )


class _Drawing:
    """Places on the chart."""

    def __init__(self, hinges: Hinges, moved: list[Effect]) -> None:
        self.hinges = hinges
        ends = [hinges.p, hinges.threshold, *(effect.p for effect in moved)]
        margin = 0.04
        self.low = max(0.0, min(ends) - margin)
        self.high = min(1.0, max(ends) + margin)

    def x(self, p: float) -> float:
        """Return how far right a probability stands."""
        room = WIDTH - LABEL - 70
        return LABEL + room * (p - self.low) / (self.high - self.low)

    def axis(self, height: int) -> list[str]:
        """Return the lines of the threshold and the base, each with its label."""
        bottom = height - BOTTOM + 6
        told = []
        for p, kind, label in (
            (self.hinges.threshold, "threshold", f"flips at {percent(self.hinges.threshold)}"),
            (self.hinges.p, "base", f"now {percent(self.hinges.p)}"),
        ):
            x = self.x(p)
            y = bottom + (16 if kind == "base" else 32)
            told.append(
                f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 10}" y2="{bottom}"/>'
                f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{_text(label)}</text>'
            )
        return told

    def bar(self, k: int, effect: Effect, parts: Parts) -> str:
        """Return one bar with its label and its figure."""
        y = TOP + ROW * k
        start, end = sorted((self.x(self.hinges.p), self.x(effect.p)))
        label = shown(f"{effect.kind} {effect.name}", LETTERS)
        left = effect.change < 0
        at, anchor = (start - 5, "end") if left else (end + 5, "start")
        kind = "flips" if effect.flips else "bar"
        return (
            f"<g><title>{_text(parts.short(effect.kind, effect.name))}</title>"
            f'<text x="{LABEL - 60}" y="{y + 14}" text-anchor="end">{_text(label)}</text>'
            f'<rect class="{kind}" x="{start:.1f}" y="{y + 2}" width="{max(end - start, 1):.1f}" '
            f'height="{ROW - 9}"/><text x="{at:.1f}" y="{y + 14}" text-anchor="{anchor}">'
            f"{_text(points(effect.change))}</text></g>"
        )


def _text(text: str) -> str:
    return escape(printable(text), quote=True)
