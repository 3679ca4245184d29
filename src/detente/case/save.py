"""Writing a case's files: all or nothing, and never over somebody else's change."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from .errors import ChangedOnDisk, EditRefused, listed
from .files import Files, TextFile, digest
from .load import Case, from_files

_NOTHING = "nothing was changed"
_TURNS = ("sources.yaml", "documents.yaml", "claims.yaml", "case.yaml")


def edited(case: Case, *files: TextFile) -> Case:
    """Return the case with some of its files replaced by edited ones, checked again as a whole.

    Parameters
    ----------
    case : Case
        Stays as it is.
    *files : TextFile
        With other text; the others stay.

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

    What others refer to is put in place first: between two files no reference leads nowhere.

    To go on editing, load the case again, or take :func:`as_saved`: what was read before is no
    longer what is there.

    Parameters
    ----------
    case : Case
        Loaded, and then edited.

    Returns
    -------
    list of str
        Names within the case's folder.

    Raises
    ------
    ChangedOnDisk
        A file is no longer what was read; nothing was written.
    EditRefused
        The case has no folder, or it cannot be written to.
    """
    if case.folder is None:
        raise EditRefused("the case was made in memory and has no folder to be saved in")
    changed = sorted(
        (file for file in case.files.values() if digest(_bytes(file)) != file.digest), key=_turn
    )
    _refuse_if_changed(case.folder, changed)
    with contextlib.ExitStack() as undo:
        ready = []
        for file in changed:
            target = Path(os.path.realpath(case.folder / file.name))
            ready.append((_written_beside(target, _bytes(file), undo), target))
        _refuse_if_changed(case.folder, changed)
        for count, (temporary, target) in enumerate(ready):
            _put_in_place(temporary, target, changed[:count])
    return [file.name for file in changed]


def as_saved(case: Case) -> Case:
    """Return a case that was just saved, as if it had been loaded again."""
    files = {
        name: dataclasses.replace(file, digest=digest(_bytes(file)))
        for name, file in case.files.items()
    }
    return dataclasses.replace(case, files=MappingProxyType(files))


def _bytes(file: TextFile) -> bytes:
    return (b"\xef\xbb\xbf" if file.marked else b"") + file.text.encode()


def _turn(file: TextFile) -> int:
    return _TURNS.index(file.name) if file.name in _TURNS else len(_TURNS)


def _refuse_if_changed(folder: Path, files: Iterable[TextFile]) -> None:
    for file in files:
        try:
            now = digest((folder / file.name).read_bytes())
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not file.digest:
                continue  # a new file: nothing is to stand there
            raise ChangedOnDisk(
                f"{file.name} cannot be read any more ({error.strerror}); nothing was written"
            ) from None
        if now not in {file.digest, digest(_bytes(file))}:
            raise ChangedOnDisk(
                f"{file.name} was changed on disk since it was read; nothing was written."
                " Load the case again and repeat the edit"
            )


def write_atomically(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a whole file at once: a killed process leaves what was there, or the new file.

    Parameters
    ----------
    path : Path
    data : bytes
    replace : bool
        Whether a file that is there already may be replaced.

    Raises
    ------
    EditRefused
        It cannot be written, or is there already and may not be replaced; nothing was changed.
    """
    target = Path(os.path.realpath(path)) if replace else path
    if not replace and os.path.lexists(path):
        raise EditRefused(f"{path} is there already; {_NOTHING}")
    with contextlib.ExitStack() as undo:
        temporary = _written_beside(target, data, undo)
        if replace or not _linked(temporary, target):
            _put_in_place(temporary, target, [])
        else:
            _flush_folder(target.parent)


def _linked(temporary: Path, target: Path) -> bool:
    """Give a file a second name, which nothing may have yet; False where there are no links."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise EditRefused(f"{target} is there already; {_NOTHING}") from None
    except OSError:
        return False
    return True


def _written_beside(target: Path, data: bytes, undo: contextlib.ExitStack) -> Path:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        made = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        handle = os.open(temporary, made, 0o666 if mode is None else mode)
        undo.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
    except OSError as error:
        raise EditRefused(f"{target} cannot be written: {error.strerror}; {_NOTHING}") from None
    return temporary


def _put_in_place(temporary: Path, target: Path, saved: list[TextFile]) -> None:
    try:
        temporary.replace(target)
    except OSError as error:
        done = f"saved before it: {listed(file.name for file in saved)}"
        raise EditRefused(
            f"{target} cannot be written: {error.strerror}; {done if saved else _NOTHING}"
        ) from None
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Have the disk remember the new name; not every file system can, and the file is there."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
