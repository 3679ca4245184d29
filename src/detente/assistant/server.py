"""The server: the tools and resources of one case, over standard input and output.

The `mcp` SDK speaks the protocol. While it serves, what anything else prints goes to standard
error. Tools run one after the other, each in a thread, so that the protocol is answered meanwhile.
"""

from __future__ import annotations

import inspect
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import ValidationError

from detente._version import __version__
from detente.case import DetenteError
from detente.case.check import unknown
from detente.case.errors import shown

from .analysing import Analysing
from .bounds import MOST_REQUEST
from .desk import Desk
from .grounds import Grounds
from .looking import RULES, Looking
from .pending import Pending
from .proposing import Proposing
from .quoting import NOTICE
from .resources import resources
from .wire import Input

INSTRUCTIONS = f"""A case of détente: a sourced model of a conflict. {RULES}
Text from documents comes in fields called `quoted`. {NOTICE}
Begin with `describe_case`; `overview` answers the case's question; `list_gaps` says where the
grounds are thin."""


class RequestTooLarge(DetenteError):
    """A client sent more in one request than is ever needed."""


class Server(MCPServer[Any]):
    """A server of one case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "detente",
            title=f"détente: {desk.case.model.title}",
            instructions=INSTRUCTIONS,
            version=__version__,
            log_level="ERROR",
        )
        self._one_at_a_time = anyio.Lock()
        self._arguments: dict[str, frozenset[str]] = {}
        looks = (*Looking(desk).tools, *Grounds(desk).tools, *Pending(desk).tools)
        for tool in (*looks, *Analysing(desk).tools):
            self._offer(tool, ToolAnnotations(read_only_hint=True, open_world_hint=False))
        for tool in Proposing(desk).tools:
            self._offer(tool, _PROPOSES)
        for resource in resources(desk):
            self.add_resource(resource)

    def _offer(self, tool: Callable[..., Any], hints: ToolAnnotations) -> None:
        self.add_tool(tool, annotations=hints, description=_description(tool))
        code = cast(Any, tool).__func__.__code__
        self._arguments[tool.__name__] = frozenset(code.co_varnames[1 : code.co_argcount])

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; whatever it refuses is told in a sentence that can be acted on."""
        self._refuse_unknown(name, arguments)
        async with self._one_at_a_time:
            try:
                return await super().call_tool(name, arguments, context)
            except ToolError as error:
                raise _plain(error) from error.__cause__

    def _refuse_unknown(self, name: str, arguments: dict[str, Any]) -> None:
        if name not in self._arguments:
            raise ToolError(unknown(name, self._arguments, "tool"))
        known = self._arguments[name]
        wrong = [
            unknown(each, sorted(known), "argument") for each in arguments if each not in known
        ]
        if wrong:
            raise ToolError("\n".join(wrong))


_PROPOSES = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def serve(desk: Desk) -> None:
    """Serve a case until the client goes away.

    Raises
    ------
    RequestTooLarge
        A request has more than :data:`~detente.assistant.bounds.MOST_REQUEST` bytes.
    """
    # The thread that waits for input cannot be woken, and nothing is ever half written: so Ctrl-C
    # ends the process at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    server = Server(desk)
    with _bounded_input() as given:
        server.run("stdio")
    if given.buffer.overrun:
        raise RequestTooLarge(f"a request had more than {MOST_REQUEST:,} bytes; the server ended")


@contextmanager
def _bounded_input() -> Iterator[Input]:
    """Let the SDK read from bounded standard input."""
    before, given = sys.stdin, Input.of_this_process()
    sys.stdin = given
    try:
        yield given
    finally:
        sys.stdin = before


def _description(tool: Callable[..., Any]) -> str:
    """Return what a tool's docstring says, without the indentation."""
    return inspect.getdoc(tool) or ""


def _plain(error: ToolError) -> ToolError:
    """Return an error with the words for it, if it was foreseen."""
    cause = error.__cause__
    if isinstance(cause, DetenteError):
        return ToolError(str(cause))
    if isinstance(cause, ValidationError):
        return ToolError("\n".join(_misfits(cause)))
    if isinstance(cause, MemoryError):
        return ToolError("there is not enough memory for this; nothing was changed")
    if isinstance(cause, OSError):
        return ToolError(f"a file cannot be read or written: {cause.strerror or cause}")
    if isinstance(error, UnexpectedToolError):
        return UnexpectedToolError("a fault of the program; its standard error says more")
    return error


def _misfits(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong with the arguments, one sentence each; long values are cut short."""
    for each in error.errors(include_url=False):
        where = ".".join(str(part) for part in each["loc"]) or "arguments"
        found = "" if each["type"] == "missing" else f"; found `{shown(repr(each['input']), 60)}`"
        yield f"`{shown(where)}`: {each['msg'][0].lower()}{each['msg'][1:]}{found}"
