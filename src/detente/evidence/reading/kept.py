"""Readings that are kept on disk, so that a text is read once.

A reading is kept under the SHA-256 of all that it depends on: the text, its date, the names that a
case adds, and the reader itself (every rule and table). It holds offsets and ids, no words of the
text. What is kept can be deleted at any time; it only saves work. Each is written whole under
another name and then renamed, so that a killed process leaves a whole reading or none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente._version import __version__
from detente.case.cache import cache_home

from .hedges import Hedge
from .reading import Reading
from .spans import Boilerplate, Event, Mention, Quantity, Sentence, Statement, Time

_TYPES: Mapping[str, type] = {
    "sentences": Sentence,
    "actors": Mention,
    "times": Time,
    "quantities": Quantity,
    "statements": Statement,
    "hedges": Hedge,
    "events": Event,
    "boilerplate": Boilerplate,
}


@cache
def reader_version() -> str:
    """Return the digest of the reader: its rules, its tables, and the version of détente."""
    digest = hashlib.sha256(__version__.encode())
    package = files(__package__)
    for part in (package, package / "data"):
        for entry in sorted(part.iterdir(), key=lambda entry: entry.name):
            if entry.is_file() and entry.name.endswith((".py", ".txt", ".csv", ".npz")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.hexdigest()


def key_of(text: str, published: str | None, names: str) -> str:
    """Return the key of a reading.

    Parameters
    ----------
    text : str
    published : str or None
    names : str
        What tells a case's own names from those of another.
    """
    parts = (reader_version(), published or "", names, text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Kept:
    """The readings in a folder.

    Attributes
    ----------
    folder : Path or None
        None where nothing is to be kept.
    trouble : str
        Why nothing can be kept, if so; reading goes on without.
    """

    def __init__(self, folder: Path | None = None) -> None:
        home = folder or cache_home()
        self.folder = home / "readings" if home else None
        self.trouble = ""

    def _path(self, key: str) -> Path | None:
        return self.folder / key[:2] / f"{key}.json" if self.folder else None

    def get(self, key: str) -> Reading | None:
        """Return a kept reading; None if there is none, or it cannot be made out."""
        path = self._path(key)
        if path is None:
            return None
        try:
            return _from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, reading: Reading) -> None:
        """Keep a reading, whole or not at all."""
        path = self._path(key)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(asdict(reading), file, ensure_ascii=False, separators=(",", ":"))
                Path(name).replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        except OSError as error:
            self.trouble = f"{self.folder}: readings cannot be kept: {error.strerror or error}"


def _from_json(data: Mapping[str, Any]) -> Reading:
    marks = {name: tuple(_mark(kind, one) for one in data[name]) for name, kind in _TYPES.items()}
    return Reading(**marks, note=data["note"])


def _mark(kind: type, data: Mapping[str, Any]) -> Any:
    """Make a mark of its JSON: what was a pair is one again."""
    values = (data[field.name] for field in fields(kind))
    return kind(*(tuple(value) if isinstance(value, list) else value for value in values))
