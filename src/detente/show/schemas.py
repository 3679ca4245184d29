"""JSON Schemas of what the commands print with ``--json``."""

from __future__ import annotations

from typing import Any

from . import data
from .change import InverseData
from .outlook_data import OUTLOOK_OUTPUTS
from .proposals_data import ReviewData
from .reading_data import ReadData
from .records import RECORDS
from .score import ScoreData, SealData
from .whatif import ObservationData, WhatIfData

OUTPUTS: dict[str, Any] = dict(
    sorted(
        {
            **data.OUTPUTS,
            **OUTLOOK_OUTPUTS,
            **RECORDS,
            "devils-advocate": InverseData,
            "observe": ObservationData,
            "read": ReadData,
            "review": ReviewData,
            "score": ScoreData,
            "seal": SealData,
            "what-if": WhatIfData,
            "what-would-it-take": InverseData,
        }.items()
    )
)
"""What each command prints with ``--json``."""


def output_schema(command: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a command's ``--json``."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(OUTPUTS[command]).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"detente {command} --json",
    }


__all__ = ["OUTPUTS", "output_schema"]
