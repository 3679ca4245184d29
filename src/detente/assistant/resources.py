"""The case's files, to be read: under names of their own, never under paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mcp.server.mcpserver.exceptions import ResourceError
from mcp.server.mcpserver.resources import FunctionResource

from detente.case import DetenteError

from .bounds import MOST_FILE
from .desk import Desk
from .quoting import NOTICE, visible

_ABOUT = {
    "case.yaml": "The model: who can do what, and wants what; what cannot be.",
    "claims.yaml": "Who says what about whom, from which passage.",
    "documents.yaml": "The documents, without their texts.",
    "sources.yaml": "The sources and how reliable they are.",
    "grades.yaml": "What the grades mean in numbers.",
    "happened.yaml": "What became of the outcomes.",
}


def resources(desk: Desk) -> Iterator[FunctionResource]:
    """Yield the files that the case has now, the variants among them."""
    for name in desk.case.files:
        yield FunctionResource.from_function(
            _reader(desk, name),
            f"detente://case/{name}",
            name=name,
            description=_ABOUT.get(name, "A variant: named changes to the case."),
            mime_type="application/yaml",
            meta={"notice": NOTICE},
        )


def _reader(desk: Desk, name: str) -> Callable[[], str]:
    def read() -> str:
        try:
            file = desk.case.files.get(name)
        except DetenteError as error:
            raise ResourceError(str(error)) from None
        if file is None:
            raise ResourceError(f"{name} is no longer there")
        if len(file.text) > MOST_FILE:
            raise ResourceError(
                f"{name} has {len(file.text):,} characters, more than {MOST_FILE:,}; use the tools,"
                " which return it in parts"
            )
        return visible(file.text)

    return read
