"""The colours of state graphs: told apart by most colour-blind readers, legible on both papers.

The hues follow Okabe & Ito 2008, darkened for white paper and lightened for dark until each has a
contrast of at least 4.5 (WCAG 2.2, 1.4.3); a test measures it.
"""

from __future__ import annotations

COLOURS = (
    ("#00599c", "#74b9f2"),  # blue
    ("#b23a00", "#ff9d6e"),  # vermilion
    ("#00694d", "#4fcfa3"),  # bluish green
    ("#8a2f72", "#eb9fd6"),  # reddish purple
    ("#755300", "#e6bb55"),  # ochre
    ("#3f4bb8", "#a9b2ff"),  # indigo
    ("#4a4a4a", "#c9c9c9"),  # grey
    ("#00666e", "#5fd0dc"),  # teal
)
"""On light paper, on dark paper."""

DASHES = ("7 4", "2 3", "10 3 2 3", "5 5", "12 4", "2 6", "8 3 2 3 2 3", "4 2")

PAPER = ("#ffffff", "#15181d")
INK = ("#1d2126", "#e8eaed")
FAINT = ("#5b636d", "#a4acb6")
BOX = ("#f6f7f9", "#20252c")
HELD = ("#fffdf2", "#2b2a1f")

_RULES = """
.detente-graph{font-family:"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;
font-size:12px;color:var(--ink)}
.detente-graph text{fill:currentColor;font-size:12px}
.detente-graph .paper{fill:var(--paper)}
.detente-graph .rule{stroke:var(--faint);stroke-opacity:.25}
.detente-graph .heading{fill:var(--faint);font-size:13px;text-anchor:middle}
.detente-graph .box{fill:var(--box);stroke:var(--faint);stroke-width:1}
.detente-graph .inner{fill:none;stroke:var(--ink);stroke-width:1.2}
.detente-graph .loose .box{stroke-dasharray:3 2}
.detente-graph .held .box{stroke:var(--ink)}
.detente-graph .firm .box{fill:var(--held);stroke:var(--ink);stroke-width:2.6}
.detente-graph .nash .box{fill:var(--held);stroke:var(--ink);stroke-width:2}
.detente-graph .flag{fill:var(--ink)}
.detente-graph .number{font-weight:700}
.detente-graph .holds{font-weight:700;text-anchor:end}
.detente-graph .outcome{font-style:italic}
.detente-graph .who{font-weight:700;text-anchor:middle}
.detente-graph .line{fill:none;stroke:currentColor;stroke-width:1.4}
.detente-graph .improvement .line{stroke-width:2.6}
.detente-graph .tip{fill:currentColor;stroke:none}
.detente-graph .plain{color:var(--ink)}
.detente-graph .badge circle{fill:currentColor;stroke:currentColor;stroke-width:1.4}
.detente-graph .badge .mark{fill:var(--paper);font-size:10px;font-weight:700;text-anchor:middle}
.detente-graph .hollow circle{fill:var(--paper)}
.detente-graph .hollow .mark{fill:currentColor}
"""


def style(makers: int) -> str:
    """Return the style sheet of a drawing with so many decision makers' colours."""
    names = [("paper", PAPER), ("ink", INK), ("faint", FAINT), ("box", BOX), ("held", HELD)]
    names += [(f"m{i}", COLOURS[i]) for i in range(makers)]
    light, dark = ("".join(f"--{name}:{pair[theme]};" for name, pair in names) for theme in (0, 1))
    colours = "".join(f".detente-graph .m{i}{{color:var(--m{i})}}" for i in range(makers))
    dashes = "".join(
        f".detente-graph .d{i} .line{{stroke-dasharray:{dash}}}" for i, dash in enumerate(DASHES)
    )
    at_night = f"@media screen and (prefers-color-scheme:dark){{.detente-graph{{{dark}}}}}"
    return f".detente-graph{{{light}}}{at_night}{_RULES.strip()}{colours}{dashes}"
