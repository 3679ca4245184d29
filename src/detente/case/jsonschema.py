"""JSON Schemas of a case's files, for editors that complete and check YAML while one types."""

from __future__ import annotations

from typing import Any

from .happened import Happened
from .schema import FILES, Variant

FILE_SCHEMAS: dict[str, Any] = {**FILES, "happened.yaml": Happened, "variant": Variant}
"""The files of a case by name; ``variant`` is any ``variants/*.yaml``."""


def file_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one of the files in :data:`FILE_SCHEMAS`."""
    from pydantic import TypeAdapter

    schema = _closed(TypeAdapter(FILE_SCHEMAS[name]).json_schema(mode="validation"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"détente: {name}",
    }


def _closed(schema: Any) -> Any:
    """Refuse keys that do not have the form of a name; pydantic's schemas let them pass."""
    match schema:
        case list():
            return [_closed(inner) for inner in schema]
        case dict():
            closed = {key: _closed(inner) for key, inner in schema.items()}
            return (
                closed | {"additionalProperties": False}
                if "patternProperties" in schema
                else closed
            )
    return schema
