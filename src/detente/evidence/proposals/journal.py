"""A file of one JSON object a line that only grows, and survives being killed.

What was appended is flushed and on the disk (fsync) before the call returns. A process that is
killed while it writes leaves at most one torn line, the last; it is passed over when the file is
read, with a note, and cut off when the file is next written to. Two processes that append take
turns (flock).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from detente.case import EditRefused, InvalidCase, Place, Problem
from detente.case.errors import shown
from detente.case.files import TextFile
from detente.case.nodes import parse, read_text
from detente.case.schema import Entry
from detente.case.validate import validate

MAX_BYTES = 64 * 2**20

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Line:
    """One entry: its number in the file, from 1, and what it holds."""

    number: int
    held: dict[str, Any]


class Journal:
    """An append-only file of JSON lines in a case's folder.

    Attributes
    ----------
    path : Path
    name : str
        What it is called in messages.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name
        self.name = name
        target = self.path.resolve()
        if not target.is_relative_to(folder.resolve()):
            raise EditRefused(f"{name} leads out of the case's folder; nothing was read")

    def read(self) -> tuple[list[Line], list[str]]:
        """Return the entries, and notes of what was passed over.

        Raises
        ------
        InvalidCase
            A line that is no JSON object, other than a torn last one; all of them at once.
        """
        if not os.path.lexists(self.path):
            return [], []
        _, text = read_text(self.path, self.name, MAX_BYTES)
        *whole, tail = text.split("\n")
        lines, problems, notes = [], [], []
        for number, written in enumerate(whole, start=1):
            if not written.strip():
                continue
            held = _object(written)
            if held is None:
                message = f"is no JSON object: `{shown(written, 40)}`"
                problems.append(Problem(Place(self.name, number), message))
            else:
                lines.append(Line(number, held))
        if tail and (held := _object(tail)) is not None:
            lines.append(Line(len(whole) + 1, held))
        elif tail:
            notes.append(_torn(self.name, len(whole) + 1, tail))
        if problems:
            raise InvalidCase(problems)
        return lines, notes

    def entries(self, kind: type[E]) -> tuple[list[tuple[Line, E]], list[str]]:
        """Return each line with the entry it holds, and notes of what was passed over.

        An `id` is a name for the line and no part of the entry.

        Raises
        ------
        InvalidCase
            With every misfit of every line.
        """
        lines, notes = self.read()
        found: list[tuple[Line, E]] = []
        problems: list[Problem] = []
        for line in lines:
            held = {key: value for key, value in line.held.items() if key != "id"}
            try:
                found.append((line, kind.model_validate(held)))
            except ValidationError:
                problems.extend(misfits(held, kind, self.name, line.number))
        if problems:
            raise InvalidCase(problems)
        return found, notes

    def append(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Write entries at the end, all in one go, and see that they are on the disk.

        Raises
        ------
        EditRefused
            The file cannot be written.
        """
        data = "".join(written(entry) + "\n" for entry in entries).encode()
        if not data:
            return
        try:
            with _locked(self.path) as handle:
                self._mend(handle)
                _write(handle, data)
        except OSError as error:
            raise EditRefused(f"{self.path} cannot be written: {error.strerror}") from None

    def cut(self, number: int) -> None:
        """Take off the line with this number and all below it: they were never wholly written."""
        with _locked(self.path) as handle:
            data = _all(handle)
            kept = b"".join(data.splitlines(keepends=True)[: number - 1])
            os.ftruncate(handle, len(kept))
            os.fsync(handle)

    def _mend(self, handle: int) -> None:
        """End the last line, if it is whole, or cut it off, so that the next begins on its own."""
        data = _all(handle)
        if not data or data.endswith(b"\n"):
            return
        begin = data.rfind(b"\n") + 1
        if _object(data[begin:].decode(errors="replace")) is not None:
            _write(handle, b"\n")
        else:
            os.ftruncate(handle, begin)


def written(entry: Mapping[str, Any]) -> str:
    """Return an entry as its line; what would break a line or reorder it is escaped."""
    text = json.dumps(entry, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def misfits(held: Mapping[str, Any], kind: Any, name: str, number: int) -> Iterator[Problem]:
    """Yield what is wrong with one line, in the words that the case's files have for it."""
    line = written(held)
    file = TextFile(name, line, parse(line, name), "")
    try:
        _, problems = validate(file, kind)
    except InvalidCase as error:
        problems = list(error.problems)
    for problem in problems:
        yield Problem(Place(name, number), problem.message)


def _object(text: str) -> dict[str, Any] | None:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None


def _torn(name: str, number: int, tail: str) -> str:
    return (
        f"{name}:{number}: the last line was not wholly written and is passed over: "
        f"`{shown(tail, 60)}`"
    )


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        with suppress(OSError):  # not every file system has locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _all(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    return os.pread(handle, size, 0)


def _write(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)
