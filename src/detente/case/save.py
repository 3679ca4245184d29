"""Writing a case's files: all or nothing, and never over somebody else's change."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .errors import ChangedOnDisk, EditRefused
from .files import Files, TextFile, digest
from .load import Case, from_files


def edited(case: Case, *files: TextFile) -> Case:
    """Return the case with some of its files replaced by edited ones, checked again as a whole.

    Raises
    ------
    InvalidCase
        The edits would make the case say something impossible.
    """
    changed: Files = {**case.files, **{file.name: file for file in files}}
    return from_files(changed, name=case.name, folder=case.folder)


def save(case: Case) -> list[str]:
    """Write the files whose text was changed; return their names.

    Each file is written beside its place, flushed to the disk and then put in its place at
    once: a killed process leaves the old file or the new one. An unchanged file is not touched.

    Raises
    ------
    ChangedOnDisk
        A file is no longer what was read; nothing was written.
    EditRefused
        The case has no folder, or it cannot be written to.
    """
    if case.folder is None:
        raise EditRefused("the case was made in memory and has no folder to be saved in")
    changed = [f for f in case.files.values() if digest(_bytes(f)) != f.digest]
    _refuse_if_changed(case.folder, changed)
    with contextlib.ExitStack() as undo:
        ready = []
        for file in changed:
            target = Path(os.path.realpath(case.folder / file.name))
            ready.append((_written_beside(target, _bytes(file), undo), target))
        for temporary, target in ready:
            temporary.replace(target)
            _flush_folder(target.parent)
    return [file.name for file in changed]


def _bytes(file: TextFile) -> bytes:
    return (b"\xef\xbb\xbf" if file.marked else b"") + file.text.encode()


def _refuse_if_changed(folder: Path, files: Iterable[TextFile]) -> None:
    for file in files:
        try:
            now = digest((folder / file.name).read_bytes())
        except OSError as error:
            raise ChangedOnDisk(
                f"{file.name} cannot be read any more ({error.strerror}); nothing was written"
            ) from None
        if now != file.digest:
            raise ChangedOnDisk(
                f"{file.name} was changed on disk since it was read; nothing was written."
                " Load the case again and repeat the edit"
            )


def _written_beside(target: Path, data: bytes, undo: contextlib.ExitStack) -> Path:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        undo.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777)
    except OSError as error:
        raise EditRefused(
            f"{target} cannot be written: {error.strerror}; nothing was changed"
        ) from None
    return temporary


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
