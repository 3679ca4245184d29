"""Outlooks as JSON: the results are plain values, and so their types are the schema."""

from __future__ import annotations

from typing import Any

from detente.outlook import (
    Assumptions,
    Future,
    Hinges,
    Matrix,
    Outlook,
    Signpost,
)

OUTLOOK_OUTPUTS: dict[str, Any] = {
    "ach": Matrix | None,
    "assumptions": Assumptions | None,
    "futures": tuple[Future, ...],
    "hinges": Hinges | None,
    "outlook": Outlook,
    "signposts": tuple[Signpost, ...],
}
"""What the commands that draw print with ``--json``."""


def plain(found: Any) -> Any:
    """Return a result as JSON values."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(found)
