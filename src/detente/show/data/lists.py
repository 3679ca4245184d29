"""Values as a reader of the JSON gets them."""

from __future__ import annotations

from typing import Any


def as_read(value: Any) -> Any:
    """Return tuples as lists, so that the value equals what a reader of the JSON gets."""
    match value:
        case dict():
            return {key: as_read(inner) for key, inner in value.items()}
        case tuple() | list():
            return [as_read(inner) for inner in value]
    return value
