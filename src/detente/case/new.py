"""A new case: a commented template, a copy of a built-in case, or one made in memory."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from .errors import EditRefused, UnknownName, did_you_mean, shown
from .files import OPTIONAL, REQUIRED
from .find import LIBRARY, library_names
from .load import Case, load
from .save import write_atomically

TEMPLATE = Path(__file__).parent / "template"


def write_template(folder: Path) -> list[str]:
    """Write the template's files into a folder, which is made if need be; return their names.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of str
        The names of the files.

    Raises
    ------
    EditRefused
        The folder holds a case, or parts of one, or cannot be written to. Nothing is replaced.
    """
    paths = sorted(path for path in TEMPLATE.rglob("*") if path.is_file())
    return _write(folder, {p.relative_to(TEMPLATE).as_posix(): p.read_bytes() for p in paths})


def write_copy(name: str, folder: Path) -> list[str]:
    """Write a copy of a built-in case into a folder, to be changed; return the files' names.

    Raises
    ------
    UnknownName
        There is no built-in case of that name.
    EditRefused
        The folder holds a case, or parts of one, or cannot be written to. Nothing is replaced.
    """
    if name not in library_names():
        hint = did_you_mean(name, library_names()) or " (`detente library` lists them)"
        raise UnknownName(f"`{shown(name)}`: no such built-in case{hint}")
    return write_case(load(LIBRARY / name), folder)


def write_case(case: Case, folder: Path) -> list[str]:
    """Write a case that was made in memory into a folder, which is made if need be.

    Parameters
    ----------
    case : Case
    folder : Path

    Returns
    -------
    list of str
        The names of the files.

    Raises
    ------
    EditRefused
        The folder holds a case, or parts of one, or cannot be written to. Nothing is replaced.
    """
    return _write(folder, {file.name: file.text.encode() for file in case.files.values()})


def _write(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        there = [n for n in dict.fromkeys((REQUIRED, *OPTIONAL, *files)) if (folder / n).exists()]
    except OSError as error:
        raise EditRefused(f"{folder}: cannot be written: {error.strerror}") from None
    if there:
        raise EditRefused(f"{folder} holds {' and '.join(there)} already; nothing was written")
    try:
        for name in sorted(
            files, key=lambda name: name == REQUIRED
        ):  # last: till then it is no case
            (folder / name).parent.mkdir(exist_ok=True)
            write_atomically(folder / name, files[name], replace=False)
    except EditRefused:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    return sorted(files)
