"""What comes in over standard input, bounded: one request may have so many bytes and no more."""

from __future__ import annotations

import io
import sys
from typing import BinaryIO, cast

from .bounds import MOST_REQUEST


class Bounded(io.RawIOBase):
    """A binary stream that ends before a line that is too long.

    Attributes
    ----------
    overrun : bool
        Whether it ended so.
    """

    def __init__(self, stream: BinaryIO, most: int = MOST_REQUEST) -> None:
        self._stream = stream
        self._most = most
        self._since_line = 0
        self.overrun = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def read1(self, size: int = -1) -> bytes:
        """Read what is there, or nothing once a line has become too long."""
        if self.overrun:
            return b""
        data = cast(io.BufferedReader, self._stream).read1(size)
        longest, self._since_line = _longest(data, self._since_line)
        if longest > self._most:
            self.overrun = True
            return b""
        return data


def _longest(data: bytes, before: int) -> tuple[int, int]:
    """Return the length of the longest line so far, and of the one that is not ended.

    `before` bytes of the first line came earlier.
    """
    first, *others = data.split(b"\n")
    lengths = [before + len(first), *map(len, others)]
    return max(lengths), lengths[-1]


class Input:
    """Stands in for ``sys.stdin``: its buffer is bounded, and it is no file of the system's."""

    def __init__(self, buffer: Bounded) -> None:
        self.buffer = buffer

    @classmethod
    def of_this_process(cls) -> Input:
        """Return the standard input of this process, bounded."""
        return cls(Bounded(sys.stdin.buffer))
