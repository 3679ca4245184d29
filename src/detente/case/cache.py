"""Where what can be computed again is kept between runs: the user's cache.

Everything in it may be deleted at any time, and nothing in it is ever believed without a check
that it belongs to what is asked.
"""

from __future__ import annotations

import os
from pathlib import Path

MOST_FILES = 200
"""Files of one kind that are kept; the least recently used go first."""


def cache_folder(kind: str) -> Path | None:
    """Return the folder for one kind of kept things; None where none can be had.

    It is ``DETENTE_CACHE/kind`` where that variable is set (empty: nothing is kept), else under
    ``XDG_CACHE_HOME`` or ``~/.cache``.
    """
    chosen = os.environ.get("DETENTE_CACHE")
    if chosen == "":
        return None
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(chosen) if chosen else Path(home) / "detente"
        (folder / kind).mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return folder / kind


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
