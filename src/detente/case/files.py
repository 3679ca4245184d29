"""The text files of a case folder, as read: bytes, text, tree, and where everything stands."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from pathlib import Path

from .errors import InvalidCase, Place, Problem, shown
from .nodes import Mapping, Node, PathKey, Scalar, find, parse, read_text

REQUIRED = "case.yaml"
LEDGER = ("claims.yaml", "documents.yaml", "sources.yaml")
OPTIONAL = (*LEDGER, "grades.yaml")
AFTERWARDS = "happened.yaml"
MAX_VARIANTS = 500

_VARIANT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.yaml")


@dataclass(frozen=True, eq=False)
class TextFile:
    """One file: its text now, its parsed tree, and the digest of what stood on disk.

    The digest is empty where nothing stood there: see :func:`new_file`.
    """

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


def is_variant(name: str) -> bool:
    """Whether a file in the folder of variants may be called so."""
    return _VARIANT.fullmatch(name) is not None


def new_file(name: str) -> TextFile:
    """Return a file that is not there yet; saving refuses if it has come into being since."""
    return TextFile(name, "", None, "")


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


def read_folder(folder: Path) -> tuple[Files, list[Problem]]:
    """Read ``case.yaml``, the ledger, the variants and what happened, whichever exist.

    Returns
    -------
    mapping of str to TextFile
        The files that can be read, by name.
    list of Problem
        What is wrong with the others.
    """
    files: dict[str, TextFile] = {}
    optional = [name for name in (*OPTIONAL, AFTERWARDS) if os.path.lexists(folder / name)]
    variants, problems = _variants(folder / "variants")
    for name in (REQUIRED, *optional, *variants):
        try:
            files[name] = read_file(folder, name)
        except InvalidCase as error:
            problems.extend(error.problems)
    return files, problems


def _variants(folder: Path) -> tuple[list[str], list[Problem]]:
    """Return the names of the variants' files, and which cannot be one."""
    if not os.path.lexists(folder):
        return [], []
    try:
        there = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        return [], [Problem(Place("variants"), f"cannot be read: {error.strerror}")]
    names = [name for name in there if name.endswith((".yaml", ".yml"))]
    if len(names) > MAX_VARIANTS:
        return [], [Problem(Place("variants"), f"more than {MAX_VARIANTS} variants in one case")]
    good = [name for name in names if is_variant(name)]
    bad = [name for name in names if name not in good]
    message = "a variant's file is NAME.yaml; allowed in NAME: letters, digits, `_`, `.` and `-`"
    problems = [Problem(Place(f"variants/{shown(name)}"), message) for name in bad]
    return [f"variants/{name}" for name in good], problems
