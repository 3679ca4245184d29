"""The text files of a case folder, as read: bytes, text, tree, and where everything stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from pathlib import Path

from .errors import InvalidCase, Place, Problem
from .nodes import Mapping, Node, PathKey, Scalar, find, parse, read_text

REQUIRED = "case.yaml"
OPTIONAL = ("claims.yaml", "documents.yaml", "sources.yaml")
MAX_VARIANTS = 500


@dataclass(frozen=True, eq=False)
class TextFile:
    """One file: its text now, its parsed tree, and the digest of what stood on disk."""

    name: str
    text: str
    tree: Node | None
    digest: str
    marked: bool = False

    def place(self, path: tuple[PathKey, ...] = (), *, key: bool = False) -> Place:
        """Return where the node at `path` stands, or its key if `key`."""
        if self.tree is None:
            return Place(self.name)
        node = find(self.tree, path)
        if key and path:
            holder = find(self.tree, path[:-1])
            named = holder.key(path[-1]) if isinstance(holder, Mapping) else None
            node = named or node
        return Place(self.name, node.line, node.column)

    def place_within(self, path: tuple[PathKey, ...], offset: int) -> Place:
        """Return the place of a character of the text that stands at `path`."""
        node = find(self.tree, path) if self.tree else None
        if not isinstance(node, Scalar) or self.tree is None:
            return self.place(path)
        written = self.text[node.start : node.end]
        quoted = 0 if node.plain else 1
        simple = "\n" not in written and written[quoted:].startswith(node.text)
        return Place(self.name, node.line, node.column + (offset + quoted if simple else 0))


Files = MappingType[str, TextFile]


def digest(data: bytes) -> str:
    """SHA-256 of what a file holds, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_file(folder: Path, name: str) -> TextFile:
    """Read and parse one file of the folder.

    Raises
    ------
    InvalidCase
        The file cannot be read or is not the YAML of a case.
    """
    data, text = read_text(folder / name, name)
    return TextFile(name, text, parse(text, name), digest(data), data.startswith(b"\xef\xbb\xbf"))


def read_folder(folder: Path) -> Files:
    """Read ``case.yaml``, the ledger and the variants, whichever exist.

    Raises
    ------
    InvalidCase
        With the problems of all files at once.
    """
    files: dict[str, TextFile] = {}
    problems: list[Problem] = []
    for name in names_in(folder):
        try:
            files[name] = read_file(folder, name)
        except InvalidCase as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidCase(problems)
    return files


def names_in(folder: Path) -> list[str]:
    """Names of the case's files that the folder holds; ``case.yaml`` always, the rest if there."""
    optional = [name for name in OPTIONAL if (folder / name).exists()]
    variants = sorted(f"variants/{path.name}" for path in (folder / "variants").glob("*.yaml"))
    if len(variants) > MAX_VARIANTS:
        raise InvalidCase(
            [Problem(Place("variants"), f"more than {MAX_VARIANTS} variants in one case")]
        )
    return [REQUIRED, *optional, *variants]
