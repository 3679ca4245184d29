"""The stored texts of documents: where they lie and whether they are what was read.

A text is looked for by the path that ``documents.yaml`` gives, then by its SHA-256 among the
files of the folder, so that a renamed file is still found. Nothing outside the case's folder or
the folder a person named is ever opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.case import Case, DetenteError, InvalidCase
from detente.case.nodes import read_text
from detente.case.schema import Document

MAX_BYTES = 32 * 2**20
MAX_FILES = 20_000

State = Literal["same", "changed", "missing", "unreadable"]


class UnreadableFolder(DetenteError):
    """The folder of documents that was named cannot be read."""


@dataclass(frozen=True)
class StoredText:
    """What became of one document's text.

    Attributes
    ----------
    document : str
        The document's id.
    state : {"same", "changed", "missing", "unreadable"}
        Same: its SHA-256 is the recorded one, or none was recorded.
    text : str or None
        The text, code points as stored; None if it is missing or unreadable.
    path : Path or None
        Where it was found.
    detail : str
        Why it could not be read, or which digest was found.
    """

    document: str
    state: State
    text: str | None = None
    path: Path | None = None
    detail: str = ""


def stored_texts(case: Case, folder: Path | None = None) -> dict[str, StoredText]:
    """Find the text of every document of a case.

    Parameters
    ----------
    case : Case
    folder : Path, optional
        Where the texts lie; the case's own folder if not given.

    Raises
    ------
    UnreadableFolder
        The folder named does not exist or cannot be read.
    """
    root = folder or case.folder
    if root is None:
        return {name: StoredText(name, "missing") for name in case.documents}
    index = _Index(root, named=folder is not None)
    return {name: _stored(name, document, index) for name, document in case.documents.items()}


class _Index:
    """The files of a folder by name, and by digest once that is asked for."""

    def __init__(self, root: Path, *, named: bool) -> None:
        self.root = root
        self.named = named
        self.by_digest: dict[str, Path] | None = None
        try:
            if named:
                next(root.iterdir(), None)
        except OSError as error:
            raise UnreadableFolder(f"{root}: cannot be read: {error.strerror}") from None

    def named_file(self, document: Document) -> Path | None:
        """Return the file at the document's path, or of the same name, inside the folder."""
        if document.path is None:
            return None
        for candidate in (self.root / document.path, self.root / Path(document.path).name):
            if candidate.exists() and candidate.resolve().is_relative_to(self.root.resolve()):
                return candidate
        return None

    def with_digest(self, sha256: str | None) -> Path | None:
        """Return the file that has this digest; only a folder that was named is searched."""
        if sha256 is None or not self.named:
            return None
        if self.by_digest is None:
            self.by_digest = {_digest(path): path for path in self.files()}
        return self.by_digest.get(sha256)

    def files(self) -> Iterator[Path]:
        """Yield the folder's own plain files of bearable size, in order."""
        for count, path in enumerate(sorted(self.root.iterdir())):
            if count >= MAX_FILES:
                return
            if path.is_file() and path.stat().st_size <= MAX_BYTES:
                yield path


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _stored(name: str, document: Document, index: _Index) -> StoredText:
    path = index.named_file(document)
    found = _read(name, document, path) if path else StoredText(name, "missing")
    if found.state == "same":
        return found
    other = index.with_digest(document.sha256)
    return _read(name, document, other) if other else found


def _read(name: str, document: Document, path: Path) -> StoredText:
    try:
        data, _ = read_text(path, path.name, MAX_BYTES)
    except InvalidCase as error:
        return StoredText(name, "unreadable", path=path, detail=error.problems[0].message)
    digest = hashlib.sha256(data).hexdigest()
    state: State = "same" if document.sha256 in {None, digest} else "changed"
    return StoredText(name, state, data.decode(), path, "" if state == "same" else digest)
