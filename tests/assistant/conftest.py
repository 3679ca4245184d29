"""The nursery of this room's servers."""

import pytest

from assistant import desk
from nursery import nursery


@pytest.fixture(scope="session", autouse=True)
def servers():
    imports = ("detente.cli.commands.mcp", "detente.assistant.server")
    soon = ("lark", "rich.logging", "ruamel.yaml")
    with nursery(*imports, *soon) as command:
        desk.in_nursery[:] = command
        yield
