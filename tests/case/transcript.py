"""The transcript `refusals.txt`: edits of a case, and what is said about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from case.folders import CRISIS, TALKS

BASES = {"# The talks": TALKS, "# The crisis": CRISIS}


@dataclass(frozen=True)
class Refusal:
    """One way in which a case is wrong."""

    title: str
    files: dict[str, str]
    said: list[str]


def refusals(transcript: Path) -> Iterator[Refusal]:
    """Read the transcript, top to bottom."""
    base: dict[str, str] = {}
    parts = re.split(r"^(?=##? )", transcript.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for part in parts[1:]:
        title, *lines = part.strip().splitlines()
        if title in BASES:
            base = BASES[title]
        elif title.startswith("## "):
            said = [line[2:] for line in lines if line.startswith("> ")]
            yield Refusal(title[3:], edited(base, lines[: len(lines) - len(said)]), said)


def edited(base: dict[str, str], lines: list[str]) -> dict[str, str]:
    """Follow the transcript's instructions."""
    files = dict(base)
    name = ""
    hunk: list[str] = []
    for line in [*lines, "..."]:
        if line[:1] in {"-", "+", "="}:
            hunk.append(line)
            continue
        if hunk:
            files[name] = replaced(files.get(name, ""), hunk)
        hunk = []
        if line.endswith(" is not there"):
            del files[line.removesuffix(" is not there")]
        elif line != "...":
            name = line.removesuffix(" holds")
            files[name] = files[name] if line == name else ""
    return files


def replaced(text: str, hunk: list[str]) -> str:
    """Replace lines that stand once in a text, or add to its end."""
    old, new = ("".join(f"{li[1:]}\n" for li in hunk if li[0] in signs) for signs in ("-", "+="))
    if not old:
        return text + new
    assert ("\n" + text).count("\n" + old) == 1, f"these lines do not stand there once:\n{old}"
    return ("\n" + text).replace("\n" + old, "\n" + new)[1:]
