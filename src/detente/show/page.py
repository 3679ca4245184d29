"""What is shown, before anyone decides how: pages of sections of paragraphs, lists and tables.

Terminal, report and notebook render the same pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Items:
    """A list; numbered if the order means something. An item may have items below it."""

    items: tuple[str | tuple[str, Items], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings; columns whose names stand in `right` are flush right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Marked:
    """A text in which some places stand out: `marks` are their first and last characters' places.

    The ends are exclusive, counted in code points.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


Block = str | Items | Table | Marked


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A title with a line below it, sections, and a last line of small print."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = ()
    footer: tuple[str, ...] = field(default=())
