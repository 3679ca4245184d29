"""The files that a person names, read one after the other; all that is wrong is told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.case import DetenteError
from detente.case.errors import shown

from .extract import Extract, Refused
from .language import language
from .sandbox import KINDS, Sandbox


class NotAdded(DetenteError):
    """Files that cannot be added, each with its reason; nothing was written.

    Attributes
    ----------
    reasons : tuple of (Path, str)
    """

    def __init__(self, reasons: Sequence[tuple[Path, str]]) -> None:
        self.reasons = tuple(reasons)
        count = "1 file" if len(reasons) == 1 else f"{len(reasons)} files"
        lines = (f"  {shown(str(file), 200)}: {reason}" for file, reason in reasons)
        super().__init__("\n".join([f"{count} cannot be added; nothing was written", *lines]))


@dataclass(frozen=True)
class ReadFile:
    """A file that was read.

    Attributes
    ----------
    file : Path
    extract : Extract
        `language` is the one of its text; what the file declares where that is not clear.
    """

    file: Path
    extract: Extract

    @property
    def data(self) -> bytes:
        """The text as it is stored."""
        return self.extract.text.encode()

    @property
    def sha256(self) -> str:
        """SHA-256 of :attr:`data`."""
        return hashlib.sha256(self.data).hexdigest()


def documents_in(places: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files that are named, a folder's own ones by name, and those passed over.

    Passed over are files of a folder that end as no document does; a file that is named itself is
    never passed over.
    """
    files: dict[Path, None] = {}
    others: list[Path] = []
    for place in places:
        if not place.is_dir():
            files[place] = None
            continue
        for file in sorted(place.iterdir()):
            if file.is_file() and not file.name.startswith("."):
                if file.suffix.lower() in KINDS:
                    files[file] = None
                else:
                    others.append(file)
    return list(files), others


def read_files(files: Iterable[Path], sandbox: Sandbox) -> Iterator[ReadFile]:
    """Yield every file once it is read.

    Raises
    ------
    NotAdded
        At the end, if some could not be read: with all of them.
    """
    refused: list[tuple[Path, str]] = []
    for file in files:
        try:
            extract = sandbox.read(file)
        except Refused as error:
            refused.append((file, str(error)))
            continue
        found = language(extract.text) or extract.language
        yield ReadFile(file, _with_language(extract, found))
    if refused:
        raise NotAdded(refused)


def _with_language(extract: Extract, found: str | None) -> Extract:
    return Extract.from_data({**extract.as_data(), "language": found})
