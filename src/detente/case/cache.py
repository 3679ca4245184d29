"""Where what can be computed again is kept between runs: the user's cache.

Everything in it may be deleted at any time, and nothing in it is ever believed without a check
that it belongs to what is asked.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

MOST_FILES = 200
"""Files of one kind that are kept; the least recently used go first."""


def cache_home() -> Path | None:
    """Return where this user's programs keep what can be made again; None if nothing is kept.

    That is ``DETENTE_CACHE`` where it is set (empty: nothing is kept), else the folder ``detente``
    in ``XDG_CACHE_HOME``, in ``~/Library/Caches`` on macOS, or in ``~/.cache``.
    """
    chosen = os.environ.get("DETENTE_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    try:
        mac = Path.home() / "Library" / "Caches" if sys.platform == "darwin" else None
        return Path(os.environ.get("XDG_CACHE_HOME") or mac or Path.home() / ".cache") / "detente"
    except RuntimeError:  # there is no home
        return None


def cache_folder(kind: str) -> Path | None:
    """Return the folder for one kind of kept things, made if need be; None if it cannot be."""
    home = cache_home()
    if home is None:
        return None
    try:
        (home / kind).mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return home / kind


def kept(kind: str, name: str) -> bytes | None:
    """Return what was kept under a name, or None."""
    folder = cache_folder(kind)
    if folder is None:
        return None
    try:
        data = (folder / name).read_bytes()
        os.utime(folder / name)
    except OSError:
        return None
    return data


def keep(kind: str, name: str, data: bytes) -> None:
    """Keep something under a name, if that can be; nothing depends on it."""
    from .save import write_atomically

    folder = cache_folder(kind)
    if folder is None:
        return
    try:
        write_atomically(folder / name, data)
        by_age = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in by_age[:-MOST_FILES]:
            path.unlink(missing_ok=True)
    except Exception:  # noqa: BLE001, S110 - a full or read-only disk only costs time
        pass
