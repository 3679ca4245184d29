"""Pages on a terminal: colour and bold where there is one, plain text where it is piped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .page import Block, Items, Marked, Page, Section, Table
from .printable import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

MAX_WIDTH = 100
LONGEST_NAME = 26
"""Characters up to which names in a table's first column are never broken."""
NARROWEST, GAP = 8, 3
"""Characters that any other column needs, and that stand between two."""


def rendered(page: Page, console: Console) -> str:
    """Return a page as the console would show it, without blanks at the ends of lines.

    The page's texts are never read as markup or control codes.
    """
    with console.capture() as capture:
        width = min(console.width, MAX_WIDTH)
        for part in _page(page, width):
            console.print(part, width=width)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _page(page: Page, width: int) -> Iterator[RenderableType]:
    yield _text(page.title, "bold")
    if page.subtitle:
        yield _text(page.subtitle, "dim")
    for section in page.sections:
        yield ""
        yield from _section(section, width)
    if page.footer:
        yield ""
    for line in page.footer:
        yield _text(line, "dim")


def _section(section: Section, width: int) -> Iterator[RenderableType]:
    if section.title:
        yield _text(section.title, "bold cyan")
    for block in section.blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[RenderableType]:
    match block:
        case str():
            yield _text(block)
        case Items():
            yield _items(block)
        case Table():
            yield _table(block, width)
        case Marked():
            yield _marked(block)


def _text(text: str, style: str = "") -> RenderableType:
    from rich.text import Text

    return Text(printable(text), style=style)


def _marked(block: Marked) -> RenderableType:
    """Return the text, indented, with its marks in bold; what is not printable is gone."""
    from rich.padding import Padding
    from rich.text import Text

    text, place = Text(), 0
    for start, end in block.marks:
        text.append(printable(block.text[place:start]))
        text.append(printable(block.text[start:end]), style="bold yellow")
        place = end
    return Padding(text.append(printable(block.text[place:])), (0, 0, 0, 2))


def _items(items: Items) -> RenderableType:
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for number, item in enumerate(items.items, start=1):
        head, below = item if isinstance(item, tuple) else (item, None)
        grid.add_row(f" {number}." if items.numbered else " •", _text(head))
        if below is not None:
            grid.add_row("", _items(below))
    return grid


def _table(table: Table, width: int) -> RenderableType:
    from rich import box
    from rich.table import Table as Rich

    shown = Rich(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    whole = _whole(table, width)
    for k, column in enumerate(table.columns):
        shown.add_column(
            printable(column),
            justify="right" if column in table.right else "left",
            overflow="fold",
            no_wrap=k in whole,
        )
    for row in table.rows:
        shown.add_row(*(_text(cell) for cell in row))
    return shown


def _whole(table: Table, width: int) -> frozenset[int]:
    """Return the columns that are never broken: figures and short names, if there is room."""
    longest = [
        max(map(len, (name, *(row[k] for row in table.rows))))
        for k, name in enumerate(table.columns)
    ]
    names = {0} if longest[0] <= LONGEST_NAME else set()
    chosen = names | {k for k, name in enumerate(table.columns) if name in table.right}
    needed = sum(longest[k] if k in chosen else NARROWEST for k in range(len(longest)))
    return frozenset(chosen if needed + GAP * len(longest) <= width else ())
