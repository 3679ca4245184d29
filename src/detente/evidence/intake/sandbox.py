"""Files are read in another process, so that a hostile one can break that process alone."""

from __future__ import annotations

import contextlib
import json
import os
import select
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from detente.case.errors import did_you_mean, shown

from .bounds import MAX_BYTES, MAX_MEMORY, MAX_SECONDS
from .extract import Extract, Refused

KINDS: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""What can be read, by ending."""

_ELSEWHERE = {
    ".doc": "save it as .docx",
    ".docm": "it may hold macros; save it as .docx",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".epub": "save it as .html or .txt",
}


def kind_of(file: Path) -> str:
    """Return what kind of document a file is, by its ending.

    Raises
    ------
    Refused
        Nothing that can be read ends so.
    """
    ending = file.suffix.lower()
    if ending in KINDS:
        return KINDS[ending]
    known = ", ".join(KINDS)
    hint = f"; {_ELSEWHERE[ending]}" if ending in _ELSEWHERE else did_you_mean(ending, KINDS)
    found = f"`{shown(ending)}`" if ending else "a name without an ending"
    raise Refused(f"{found} is nothing that can be read{hint}; there are: {known}")


class Sandbox:
    """Reads files in a process of its own, which is started anew when a file breaks it.

    Parameters
    ----------
    seconds : int
        Of processor time for one file; three times as much by the clock.
    memory : int
        Bytes that the process may use.
    """

    def __init__(self, seconds: int = MAX_SECONDS, memory: int = MAX_MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        """Start nothing yet: the first file does."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self._stop()

    def read(self, file: Path) -> Extract:
        """Read one file.

        Raises
        ------
        Refused
            With the reason, as a sentence without its subject.
        """
        return self.extract(kind_of(file), _bytes(file))

    def extract(self, kind: str, data: bytes) -> Extract:
        """Read what a file of this kind holds."""
        process = self._started()
        try:
            assert process.stdin
            process.stdin.write(f"{kind} {len(data)}\n".encode() + data)
            process.stdin.flush()
        except BrokenPipeError:
            pass  # it is dead, and its answer is empty
        answer = self._answer(process)
        if answer is None:
            raise Refused(self._epitaph())
        if "refused" in answer:
            raise Refused(shown(answer["refused"], 300))
        return Extract.from_data(answer["extract"])

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, Any] | None:
        """Return the line that the process answers with; None if it dies or takes too long."""
        assert process.stdout
        until = time.monotonic() + 3 * self.seconds
        parts: list[bytes] = []
        while (left := until - time.monotonic()) > 0:
            if not select.select([process.stdout], [], [], left)[0]:
                break
            part = os.read(process.stdout.fileno(), 2**20)
            parts.append(part)
            if not part:
                return None
            if part.endswith(b"\n"):
                answer: dict[str, Any] = json.loads(b"".join(parts))
                return answer
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            program = [sys.executable, "-P", "-m", f"{__package__}.worker"]
            self._process = subprocess.Popen(  # noqa: S603 - this very Python, with numbers
                [*program, str(self.seconds), str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _epitaph(self) -> str:
        """Say why the process gave no answer, and end it if it still runs."""
        assert self._process
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        code = self._process.returncode
        self._stop()
        if code is None or code in _OUT_OF_TIME:
            return f"takes longer than {self.seconds} s to read; it is broken, or made to be slow"
        return "breaks the program that reads it; it is broken, or made to do that"

    def _stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        for stream in (process.stdin, process.stdout):
            assert stream
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        process.wait()


_OUT_OF_TIME = {-24, -9}
"""SIGXCPU; SIGKILL, where the first is not heard."""


def _bytes(file: Path) -> bytes:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise Refused("is not a plain file")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror or error}") from None
    if not data:
        raise Refused("is empty")
    if len(data) > MAX_BYTES:
        raise Refused(f"is larger than {MAX_BYTES // 2**20} MiB, the most that is read")
    return data
