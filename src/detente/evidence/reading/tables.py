"""The tables of reading: plain text under ``data/``, one entry a line, ``#`` begins a comment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the entries of a table, without comments and empty lines."""
    return tuple(line for line in map(_bare, raw_text(name).splitlines()) if line)


@cache
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """Return a table of headed lists: ``[head]`` begins one, entries are parted by commas."""
    made: dict[str, list[str]] = {}
    head = ""
    for line in lines(name):
        if line.startswith("["):
            head = line.strip("[]")
            made.setdefault(head, [])
        else:
            made[head].extend(_entries(line))
    return {key: tuple(entries) for key, entries in made.items()}


def _entries(line: str) -> Iterator[str]:
    return (part.strip() for part in line.split(",") if part.strip())


def _bare(line: str) -> str:
    return line.partition("#")[0].strip()


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, as a set to look words up in."""
    return frozenset(text.split())


@cache
def raw_text(name: str) -> str:
    """Return a table as it stands."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
