"""The examples of a Markdown page, as its reader finds them from top to bottom.

Fences marked `console` and `python` are examples; after the language may stand

- `exit=2` (console): the last command ends with this code; all others must end with 0;
- `no-run`: it is only read. An HTML comment right before the fence says why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

LANGUAGES = {
    "console": re.compile(r"no-run|exit=(?P<code>\d+)"),
    "python": re.compile(r"no-run"),
}

FENCE = re.compile(
    r"^(?P<indent>[ ]*)(?P<mark>`{3,}|~{3,})[ ]*(?P<info>[^`\n]*)\n"
    r"(?P<text>(?:.*\n)*?)"
    r"(?:[ ]*(?P=mark)[`~]*[ ]*$|\Z)",
    re.MULTILINE,
)

COMMENT_AT_END = re.compile(r"<!--(?P<said>(?:(?!-->).)*)-->\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One fence of a page."""

    place: str
    language: str
    text: str
    code: int = 0
    left_out_because: str | None = None

    def __str__(self) -> str:
        """Show the page and line, as tests are named."""
        return self.place


@dataclass(frozen=True)
class Command:
    """One command of a console example, and what the page shows below it."""

    text: str
    shown: tuple[str, ...]


def examples(page: Path, root: Path) -> Iterator[Example]:
    """Find the examples of a page, named by their place below `root`."""
    whole = page.read_text(encoding="utf-8")
    for fence in FENCE.finditer(whole):
        language, *options = fence["info"].split() or [""]
        if language not in LANGUAGES:
            continue
        line = 1 + whole.count("\n", 0, fence.start())
        place = f"{page.relative_to(root)}:{line}"
        known = [LANGUAGES[language].fullmatch(option) for option in options]
        if None in known:
            raise ValueError(f"{place}: cannot read the options of '{fence['info']}'.")
        code = next((int(option["code"]) for option in known if "=" in option[0]), 0)
        why = reason(whole[: fence.start()], place) if "no-run" in options else None
        indent = re.compile(f"^ {{0,{len(fence['indent'])}}}", re.MULTILINE)
        yield Example(place, language, indent.sub("", fence["text"]), code, why)


def reason(before: str, place: str) -> str:
    """Find why an example is not run: the comment that ends the text before it."""
    comment = COMMENT_AT_END.search(before)
    if comment is None or not comment["said"].strip():
        raise ValueError(f"{place}: 'no-run' needs an HTML comment before it that says why.")
    return " ".join(comment["said"].split())


def commands(example: Example) -> list[Command]:
    """Split a console example into its commands.

    A command begins with `$ `; lines with `> ` below it, or after a backslash, continue it.
    """
    lines = example.text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    if not starts or starts[0] != 0:
        raise ValueError(f"{example.place}: a console example begins with '$ ' and a command.")
    return [command(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]


def command(lines: list[str]) -> Command:
    """Read one command and its output."""
    end = 1
    while end < len(lines) and (lines[end].startswith("> ") or lines[end - 1].endswith("\\")):
        end += 1
    text = "\n".join(line.removeprefix("> ") for line in lines[:end]).removeprefix("$ ")
    return Command(text, stripped("\n".join(lines[end:])))


def matches(shown: tuple[str, ...], real: tuple[str, ...]) -> bool:
    """Whether the shown output is the real one; a line `…` stands for any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() in {"…", "..."} else re.escape(line) + r"\n" for line in shown
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in real)) is not None


def stripped(output: str) -> tuple[str, ...]:
    """Split output into lines, without the space that nobody sees."""
    return tuple(line.rstrip() for line in output.rstrip().splitlines())
