"""Where cases are: a folder of the user's, or the built-in library."""

from __future__ import annotations

from pathlib import Path

from .errors import CaseNotFound, did_you_mean

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

    Raises
    ------
    CaseNotFound
        With the nearest library name.
    """
    path = Path(case)
    if path.name == "case.yaml" and path.is_file():
        return path.parent
    if (path / "case.yaml").exists() or (path.is_dir() and not _in_library(case)):
        return path
    if _in_library(case):
        return LIBRARY / str(case)
    if path.exists():
        raise CaseNotFound(f"`{case}` is a file; a case is a folder with a case.yaml in it")
    hint = did_you_mean(str(case), library_names())
    raise CaseNotFound(
        f"`{case}`: no such folder, and no such case in the library{hint}"
        " (`detente library` lists them)"
    )


def _in_library(case: str | Path) -> bool:
    return isinstance(case, str) and case in library_names()
