"""Trying out the examples of one page, in one directory, one after the other."""

import contextlib
import difflib
import doctest
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from docs.page import Command, Example, commands, matches, stripped

MINUTES_A_COMMAND_MAY_TAKE = 5

# What a reader sees whose terminal has no colours.
TERMINAL = {"COLUMNS": "100", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TERM": "dumb"}

# The installed program stands in for the script, which may need the network once.
RUN = re.compile(r"(?<![\w./])\./run(?= |$)", re.MULTILINE)

# Where a command leaves the reader is where the next one starts.
THEN_NOTE_THE_DIRECTORY = "trap 'pwd >\"$LEFT_AT\"' EXIT\n"


class Reading:
    """A page that is being read: where the reader stands, and what Python knows."""

    def __init__(self, page: list[Example], place: Path) -> None:
        self.ahead = list(page)
        self.directory = place / "work"
        self.directory.mkdir()
        self.left_at = place / "left-at"
        self.left_at.write_text(str(self.directory))
        self.known: dict[str, Any] = {"__name__": "__main__"}

    def read_to(self, example: Example) -> None:
        """Try out what was not tried yet, up to and with this example."""
        while self.ahead:
            current = self.ahead.pop(0)
            self.try_out(current)
            if current is example:
                return

    def try_out(self, example: Example) -> None:
        """Do what one example says, and fail where it is not true."""
        if example.left_out_because:
            return
        if example.language == "console":
            *first, last = commands(example)
            for command in first:
                self.call(command, 0, example)
            self.call(last, example.code, example)
            return
        with contextlib.chdir(self.directory):
            if ">>>" in example.text:
                self.converse(example)
            else:
                exec(compile(example.text, example.place, "exec"), self.known)

    def call(self, command: Command, code: int, example: Example) -> None:
        """Run one command with bash."""
        path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
        ended = subprocess.run(
            ["bash", "-c", THEN_NOTE_THE_DIRECTORY + RUN.sub("detente", command.text)],
            cwd=self.directory,
            env={
                **os.environ,
                **TERMINAL,
                "PATH": path,
                "LEFT_AT": str(self.left_at),
                "XDG_CACHE_HOME": str(self.left_at.with_name("cache")),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60 * MINUTES_A_COMMAND_MAY_TAKE,
        )
        self.directory = Path(self.left_at.read_text().rstrip("\n"))
        told = f"{example.place}: $ {command.text}\n"
        if ended.returncode != code:
            fail(f"{told}It ended with {ended.returncode}, not with {code}:\n{ended.stdout}")
        real = stripped(ended.stdout)
        if command.shown and not matches(command.shown, real):
            changes = difflib.unified_diff(
                command.shown, real, "the page", "the truth", lineterm=""
            )
            fail(told + "\n".join(changes))

    def converse(self, example: Example) -> None:
        """Check a conversation with Python."""
        test = doctest.DocTestParser().get_doctest(
            example.text, {}, example.place, example.place, 0
        )
        test.globs = self.known
        check_doctest(test)


def check_doctest(test: doctest.DocTest) -> None:
    """Run one doctest and fail with what it says."""
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    if runner.run(test, out=said.append, clear_globs=False).failed:
        fail("".join(said))


def fail(said: str) -> None:
    """Fail the test with these words alone."""
    pytest.fail(said, pytrace=False)
