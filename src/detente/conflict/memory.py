"""How much memory there is, so that what does not fit is said before it is begun."""

from __future__ import annotations

import os
from pathlib import Path


def available_bytes() -> int:
    """Return the bytes this process may still use: free memory, or less if a limit is set."""
    return min(_free(), _limit())


def _free() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(li.split()[1]) * 1024 for li in lines if li.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _limit() -> int:
    """Return what the control group leaves, where there is one."""
    group = Path("/sys/fs/cgroup")
    try:
        limit = int((group / "memory.max").read_text(encoding="ascii"))
        used = int((group / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 2**62
    return max(limit - used, 0)


def in_words(count: int) -> str:
    """Return a number of bytes as people say it.

    Examples
    --------
    >>> in_words(24 * 2**30)
    '24 GiB'
    """
    size = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB"):
        if size < 1024 or unit == "TiB":
            break
        size /= 1024
    return f"{size:.3g} {unit}" if size < 999.5 else f"{size:,.0f} {unit}"
