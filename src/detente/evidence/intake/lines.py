"""Printed lines put back into paragraphs: running heads, line ends and hyphens taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

EDGE = 2
"""How many lines at the top and foot of a page may be running heads."""
_SHORT = 0.75
"""A line shorter than this part of a full one may end a paragraph."""
_ENDS = re.compile(r"[.!?:…][\"'’”)\]]*$")
_NUMBER = re.compile(r"\W*(?:page\W*)?\d{1,4}\W*", re.IGNORECASE)
_BROKEN = re.compile(r"([^\W\d_]+)[-\u00ad]$")


def paragraphs(pages: Sequence[str]) -> list[str]:
    r"""Return the paragraphs of printed pages.

    Lines are joined until one ends a paragraph: an empty one, or a short one that ends a sentence
    or stands before a capital letter. Lines at the edges of pages that recur, and page numbers,
    are left out. A word broken at a line's end is joined; its hyphen stays if the text has the
    word with one elsewhere.

    Examples
    --------
    >>> paragraphs(["The dam is to be filled in sum-\nmer, he said.\n\nNobody was asked.\n1"])
    ['The dam is to be filled in summer, he said.', 'Nobody was asked.']
    """
    lines = [line for page in _without_heads(pages) for line in page]
    hyphenated = Counter(re.findall(r"\w+-\w+", "\n".join(lines)))
    full = _full(lines)
    found: list[str] = []
    current = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        current = _joined(current, line, hyphenated)
        if current and (not line or not following or _ends(line, following, full)):
            found.append(current)
            current = ""
    return [*found, current] if current else found


def _without_heads(pages: Sequence[str]) -> Iterator[list[str]]:
    split = [[" ".join(line.split()) for line in page.splitlines()] for page in pages]
    recurring = Counter(
        head for lines in split for head in {_head(lines[i]) for i in _edges(lines)}
    )
    for lines in split:
        gone = {
            i
            for i in _edges(lines)
            if _NUMBER.fullmatch(lines[i]) or recurring[_head(lines[i])] > max(2, len(split) / 2)
        }
        yield [line for i, line in enumerate(lines) if i not in gone]


def _edges(lines: Sequence[str]) -> set[int]:
    """Return the indices of the first and last lines that are not empty."""
    there = [i for i, line in enumerate(lines) if line]
    return {*there[:EDGE], *there[-EDGE:]}


def _head(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _full(lines: Sequence[str]) -> int:
    """Return how long a full line is: nine of ten are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _ends(line: str, following: str, full: int) -> bool:
    short = len(line) < _SHORT * full
    return short and bool(_ENDS.search(line) or not following[0].islower())


def _joined(current: str, line: str, hyphenated: Counter[str]) -> str:
    broken = _BROKEN.search(current)
    if not current or not line:
        return current or line
    if not broken or not line[0].islower():
        return f"{current} {line}"
    rest = re.match(r"\w*", line)
    kept = hyphenated[f"{broken[1]}-{rest[0] if rest else ''}"] and current.endswith("-")
    return (current if kept else current[:-1]) + line
