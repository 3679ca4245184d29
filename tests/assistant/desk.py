"""A client of a server that runs as a process of its own, for tests that read top down.

Most servers come from a nursery, which :file:`conftest.py` keeps: what is tested is what they
answer. Those whose start and end are tested are started as a user's are.
"""

import hashlib
import os
import sys
from contextlib import asynccontextmanager

import anyio
from mcp import Client, StdioServerParameters

START = "from detente.cli import main; main()"

MINUTES = 5

in_nursery: list[str] = []
"""The command that starts the program in the nursery; none where another room asks."""


@asynccontextmanager
async def connected(case, *more):
    command, *first = in_nursery or (sys.executable, "-c", START)
    server = StdioServerParameters(
        command=command,
        args=[*first, "mcp", str(case), *more],
        env={"DETENTE_CACHE": os.environ["DETENTE_CACHE"]},  # the SDK hands over only what it must
    )
    async with Client(server, read_timeout_seconds=60 * MINUTES) as client:
        yield client


def ask(case, *calls, more=()):
    """Call tools one after the other in one session; return what each answers.

    A call is a tool's name and its arguments. What is refused comes back as :class:`Refused`.
    """

    async def session():
        async with connected(case, *more) as client:
            return [answer(await client.call_tool(name, given)) for name, given in calls]

    return anyio.run(session)


class Refused(str):
    """What a tool says that refuses."""

    __slots__ = ()


def answer(result):
    text = result.content[0].text
    return Refused(text) if result.is_error else result.structured_content


def digests(folder):
    """Every file in a folder and the hash of what it holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
