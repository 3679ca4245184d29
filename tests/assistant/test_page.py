"""The page about the assistant says all there is to say."""

import re
from pathlib import Path

import anyio
import pytest

from detente.assistant import Desk, bounds, quotation
from detente.assistant.server import Server

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "mcp.md"


def rows():
    """The arguments that the page's tables name, by tool."""
    found = re.findall(r"^\| `(\w+)` \| (.*?)\| .+ \|$", PAGE.read_text(), re.MULTILINE)
    return {tool: re.findall(r"`(\w+)`", given) for tool, given in found}


def test_every_tool_has_its_row_with_all_its_arguments(valley):
    tools = anyio.run(Server(Desk(str(valley))).list_tools)
    assert rows() == {tool.name: list(tool.input_schema["properties"]) for tool in tools}


@pytest.mark.parametrize(
    "limit",
    [
        f"up to {bounds.MOST_LISTED})",
        f"{bounds.MOST_READ:,} characters of a document's text",
        f"up to {bounds.MOST_FOUND} of each",
        f"more than {bounds.MOST_TEXT:,} characters",
        f"up to {bounds.MOST_DRAWS:,}",
        f"fewer than {quotation.SHORTEST} letters or digits or more than {bounds.MOST_QUOTED:,}",
        f"{bounds.MOST_OPEN} proposals of the same assistant",
        f"up to {bounds.MOST_FILE:,} characters each",
        f"{bounds.MOST_REQUEST // 2**20} MiB",
    ],
)
def test_the_limits_are_the_real_ones(limit):
    assert limit in " ".join(PAGE.read_text().split())
