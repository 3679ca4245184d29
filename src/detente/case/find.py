"""Where cases are: a folder of the user's, or the built-in library."""

from __future__ import annotations

import stat
from pathlib import Path

from .errors import CaseNotFound, did_you_mean, shown

LIBRARY = Path(__file__).parent.parent / "library"


def library_names() -> list[str]:
    """Names of the built-in cases: folders of the library, ``/`` between levels.

    Examples
    --------
    >>> "korea-2019" in library_names()
    True
    """
    found = LIBRARY.rglob("case.yaml")
    return sorted(path.parent.relative_to(LIBRARY).as_posix() for path in found)


def folder_of(case: str | Path) -> Path:
    """Return the folder of a case given as a path or as a library name.

    A folder on disk goes before a library case of the same name.

    Parameters
    ----------
    case : str or Path

    Raises
    ------
    CaseNotFound
        With the nearest library name, or why the folder cannot be read.
    """
    path = Path(case)
    mode = _mode(path)
    if stat.S_ISDIR(mode) and (not _in_library(case) or _mode(path / "case.yaml")):
        return path
    if _in_library(case):
        return LIBRARY / str(case)
    if stat.S_ISREG(mode) and path.name == "case.yaml":
        return path.parent
    name = shown(str(case), 200)
    if mode:
        raise CaseNotFound(f"`{name}` is a file; a case is a folder with a case.yaml in it")
    hint = did_you_mean(str(case), library_names())
    raise CaseNotFound(
        f"`{name}`: no such folder, and no such case in the library{hint}"
        " (`detente library` lists them)"
    )


def _mode(path: Path) -> int:
    """Return what kind of file stands at a path; 0 if none does."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CaseNotFound(f"`{shown(str(path), 200)}` cannot be read: {why}") from None


def _in_library(case: str | Path) -> bool:
    return isinstance(case, str) and case in library_names()
