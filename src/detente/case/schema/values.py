"""What a single value may be: a day, an interval, a name, a number, a formula, a list of names."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from detente.case import formula


def _iso_day(text: object) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("must be a day, YYYY-MM-DD")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    return text


_MOMENT = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def _iso_interval(text: object) -> str:
    parts = text.split("/") if isinstance(text, str) else []
    moments = [part for part in parts if part != ".."]
    if not 1 <= len(parts) <= 2 or not moments or not all(map(_MOMENT.fullmatch, moments)):
        raise ValueError("must be ISO 8601: a year, month or day, or two with `/`, `..` if open")
    for moment in moments:
        if len(moment) == len("2019-05-01"):
            _iso_day(moment)
    if len(moments) == 2 and moments[0][: len(moments[1])] > moments[1]:
        raise ValueError("ends before it begins")
    return str(text)


def _formula(value: object) -> formula.Formula:
    if isinstance(value, formula.Formula):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a formula, as text")
    return formula.parse(value)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _reasons(value: object) -> object:
    listed = _as_list(value)
    return [_as_list(item) for item in listed] if isinstance(listed, list) else listed


class Measure(NamedTuple):
    """A number with the half-width of what it may be."""

    value: float
    within: float = 0.0


_MEASURE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(?:(?:±|\+-)\s*(\d+(?:\.\d+)?))?\s*", re.ASCII)


def _measure(value: object) -> Measure:
    match = _MEASURE.fullmatch(value) if isinstance(value, str) else None
    measure = Measure(float(match[1]), float(match[2] or 0)) if match else None
    if not measure or not all(map(isfinite, measure)):
        raise ValueError("must be a number, or a number with its margin such as `40 ± 10`")
    return measure


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}(\.[a-z0-9_]+)*$")]
Probability = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[str, PlainValidator(_iso_day), WithJsonSchema({"type": "string", "format": "date"})]
Interval = Annotated[
    str, PlainValidator(_iso_interval), WithJsonSchema({"type": ["string", "integer"]})
]
Formula = Annotated[
    formula.Formula,
    PlainValidator(_formula),
    WithJsonSchema({"type": "string", "description": "not, and, or, ->, <-> over DM.option"}),
]
Reasons = Annotated[
    tuple[tuple[Slug, ...], ...],
    BeforeValidator(_reasons, json_schema_input_type=str | list[str | list[str]]),
]
Names = Annotated[
    tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str])
]
Margin = Annotated[
    Measure, PlainValidator(_measure), WithJsonSchema({"type": ["number", "string"]})
]
Fate = Literal["drop", "undetermined"]


class Entry(BaseModel):
    """Anything a file of a case may say; unknown keys are refused, values cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, value: Any) -> Any:
        """Read a key with nothing behind it as if it were not there, where it may be absent."""
        if not isinstance(value, dict):
            return value
        may_be_absent = {n for n, field in cls.model_fields.items() if not field.is_required()}
        return {k: v for k, v in value.items() if v is not None or k not in may_be_absent}
