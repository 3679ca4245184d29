"""YAML text as a tree of nodes that know their places.

The files of a case are YAML 1.2 with less freedom: no anchors, aliases, tags, several documents
or keys said twice. Scalars stay text (``no``, ``2020-06-01`` and ``1e3`` mean what they look
like), so that a file says the same to a person and to the program, and a hostile file is refused
in bounded time and memory: every bound is tested while events arrive, before a tree is built.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import MOST_PROBLEMS, InvalidCase, Place, Problem, shown

MAX_BYTES = 2 * 2**20
MAX_DEPTH = 24
MAX_NODES = 100_000

PathKey = str | int


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text at a place; `plain` if it stands there without quotation marks."""

    text: str
    plain: bool
    style: str
    line: int
    column: int
    start: int
    end: int

    @property
    def value(self) -> str | None:
        """The text, or None for a plain ``null``, ``~`` or nothing."""
        return None if self.plain and self.text in {"", "~", "null"} else self.text


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes; `flow` if written in brackets."""

    items: tuple[Node, ...]
    flow: bool
    line: int
    column: int
    start: int
    end: int

    @property
    def value(self) -> list[Any]:
        """The items' values."""
        return [item.value for item in self.items]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes, in order; `flow` if written in braces."""

    entries: tuple[tuple[Scalar, Node], ...]
    flow: bool
    line: int
    column: int
    start: int
    end: int

    @property
    def value(self) -> dict[str, Any]:
        """The entries' values."""
        return {key.text: node.value for key, node in self.entries}

    def key(self, name: PathKey) -> Scalar | None:
        """Return the key called `name`, if there is one."""
        return next((key for key, _ in self.entries if key.text == name), None)


Node = Scalar | Sequence | Mapping


def child(node: Node, key: PathKey) -> Node | None:
    """Return the node under a key or at an index, if there is one."""
    if isinstance(node, Mapping):
        return next((value for k, value in node.entries if k.text == key), None)
    if isinstance(node, Sequence) and isinstance(key, int) and 0 <= key < len(node.items):
        return node.items[key]
    return None


def find(node: Node, path: tuple[PathKey, ...]) -> Node:
    """Return the node at a path, or the last one on the way that exists."""
    for key in path:
        below = child(node, key)
        if below is None:
            break
        node = below
    return node


def read_text(path: Path, name: str, limit: int = MAX_BYTES) -> tuple[bytes, str]:
    """Read a text file of a case, or say why it cannot be read.

    Returns
    -------
    bytes, str
        What stands on disk, and the same as text (UTF-8, without a byte order mark).

    Raises
    ------
    InvalidCase
        Not there, not a plain file, not readable, larger than `limit` bytes, or not UTF-8.
    """

    def refuse(message: str, line: int = 1, column: int = 1) -> InvalidCase:
        return InvalidCase([Problem(Place(name, line, column), message)])

    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refuse("is not a plain file")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise refuse("file is missing") from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    if len(data) > limit:
        raise refuse(f"is larger than {limit // 2**20} MiB, the most that is read from one file")
    try:
        return data, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        raise refuse(
            f"is not UTF-8: byte 0x{data[error.start]:02x}; save the file as UTF-8", line, column
        ) from None


def parse(text: str, file: str) -> Node | None:
    """Parse YAML text into a tree; None if there is nothing in it but comments.

    Raises
    ------
    InvalidCase
        Not YAML, or YAML that a case may not use.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
    from ruamel.yaml.reader import ReaderError

    builder = _Builder(YAML(typ="safe", pure=True).parse(text), text, file)
    try:
        return builder.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise InvalidCase([Problem(place, f"not YAML: {_sentence(error)}")]) from None
    except ReaderError as error:
        place = _offset_place(text, error.position, file)
        message = f"not YAML: character U+{error.character:04X} is not allowed"
        raise InvalidCase([Problem(place, message)]) from None
    except (YAMLError, YAMLStreamError, ValueError, OverflowError):
        message = "not YAML: after this, an escape such as \\U… or a version is out of range"
        raise InvalidCase([Problem(builder.reached, message)]) from None


def _sentence(error: Any) -> str:
    return shown(" ".join(filter(None, [error.context, error.problem])), 160)


def _offset_place(text: str, offset: int, file: str) -> Place:
    before = text[:offset]
    return Place(file, before.count("\n") + 1, offset - before.rfind("\n"))


class _Builder:
    """Events in, tree out; refuses as soon as a bound is crossed."""

    def __init__(self, events: Iterator[Any], text: str, file: str) -> None:
        self.events = events
        self.text = text
        self.file = file
        self.nodes = 0
        self.reached = Place(file)
        self.problems: list[Problem] = []

    def document(self) -> Node | None:
        """Build the only document of the stream."""
        root: Node | None = None
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent" and root is not None:
                raise self.refuse(event, "a second document begins; a file holds one")
            if kind in {"ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"}:
                root = self.node(event, 1)
        if self.problems:
            raise InvalidCase(self.problems)
        return None if isinstance(root, Scalar) and root.value is None else root

    def refuse(self, event: Any, message: str) -> InvalidCase:
        return InvalidCase([*self.problems, self.problem(event.start_mark, message)])

    def problem(self, mark: Any, message: str) -> Problem:
        return Problem(Place(self.file, mark.line + 1, mark.column + 1), message)

    def node(self, event: Any, depth: int) -> Node:
        self.admit(event, depth)
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return self.scalar(event)
        if kind == "SequenceStartEvent":
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def admit(self, event: Any, depth: int) -> None:
        if type(event).__name__ == "AliasEvent" or getattr(event, "anchor", None):
            raise self.refuse(event, "anchors and aliases are not allowed; write the value out")
        if getattr(event, "tag", None) and str(event.tag) != "!":
            raise self.refuse(event, f"tag `{shown(str(event.tag))}` is not allowed")
        if depth > MAX_DEPTH:
            raise self.refuse(event, f"nested more than {MAX_DEPTH} levels deep")
        self.reached = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.refuse(event, f"more than {MAX_NODES:,} values in one file")

    def scalar(self, event: Any) -> Scalar:
        mark, end = event.start_mark, event.end_mark
        style = event.style or ""
        return Scalar(
            event.value, not style, style, mark.line + 1, mark.column + 1, mark.index, end.index
        )

    def sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        for inner in self.events:
            if type(inner).__name__ == "SequenceEndEvent":
                return Sequence(tuple(items), *self.extent(event, inner, items))
            items.append(self.node(inner, depth + 1))
        raise self.refuse(event, "the list does not end")

    def mapping(self, event: Any, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        for inner in self.events:
            if type(inner).__name__ == "MappingEndEvent":
                return Mapping(
                    tuple(entries),
                    *self.extent(event, inner, [n for pair in entries for n in pair]),
                )
            key = self.node(inner, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse(inner, "a key must be a single word or text")
            if first := seen.get(key.text):
                self.problems.append(
                    self.problem(
                        inner.start_mark,
                        f"`{shown(key.text)}` is said twice; first in line {first.line}",
                    )
                )
                if len(self.problems) > MOST_PROBLEMS:
                    raise InvalidCase(self.problems)
            seen.setdefault(key.text, key)
            entries.append((key, self.beside(key, self.node(next(self.events), depth + 1))))
        raise self.refuse(event, "the mapping does not end")

    def beside(self, key: Scalar, value: Node) -> Node:
        """Put an empty value right behind its key; the parser finds it where the next begins."""
        if isinstance(value, Scalar) and value.plain and not value.text:
            colon = self.text.find(":", key.end, value.start)
            if colon >= 0 and "\n" not in self.text[key.start : colon]:
                at = colon + 1
                column = key.column + at - key.start
                return Scalar("", True, "", key.line, column, at, at)
        return value

    @staticmethod
    def extent(event: Any, end: Any, inside: list[Node]) -> tuple[bool, int, int, int, int]:
        """Flow, line, column, start, end; a block ends where its last content ends."""
        mark = event.start_mark
        flow = bool(event.flow_style)
        last = end.end_mark.index if flow or not inside else inside[-1].end
        return flow, mark.line + 1, mark.column + 1, mark.index, last
