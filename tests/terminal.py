"""The program in a pseudo-terminal, for tests that press keys."""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

PATIENCE = 60
"""Seconds after which a screen that does not come is given up; nothing is timed."""

PROGRAM = [sys.executable, "-c", "from detente.cli import main; main()"]

_SEQUENCE = re.compile(
    r"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|[@-_])"
)


class Session:
    """A program in a pseudo-terminal of 80 columns and 24 lines."""

    def __init__(self, *arguments):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [*PROGRAM, *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        self.heard = ""

    def press(self, keys):
        """Type keys; what was heard before is forgotten."""
        self.heard = ""
        os.write(self.master, keys.encode())

    def wait_for(self, words):
        """Read on until words were drawn since the last key."""
        end = time.monotonic() + PATIENCE
        while words not in self.plain:
            assert time.monotonic() < end, f"never drawn: {words!r}; drawn: {self.plain[-2000:]}"
            assert self._read(), f"nothing more is drawn, and no {words!r}: {self.plain[-2000:]}"

    @property
    def plain(self):
        """What was drawn since the last key, without what moves and colours it."""
        return " ".join(_SEQUENCE.sub("", self.heard).split())

    def _read(self):
        if not select.select([self.master], [], [], PATIENCE)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        self.heard += data.decode(errors="replace")
        return bool(data)

    def ended(self):
        """Read to the end; return the exit code."""
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, f"it does not end; drawn: {self.plain[-2000:]}"
        return self.process.wait(timeout=PATIENCE)

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def hang_up(self):
        """Take the terminal away; no signal says so, since it controls no process."""
        os.close(self.master)
        self.master = -1

    def close(self):
        if self.process.poll() is None:
            self.kill()
        if self.master >= 0:
            os.close(self.master)
