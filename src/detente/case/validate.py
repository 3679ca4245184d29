"""From a parsed tree to typed entries, with every misfit told in words and at its place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .errors import InvalidCase, Place, Problem, did_you_mean, listed, shown
from .files import TextFile
from .formula import FormulaError
from .repair import is_entry, kind_at, placeholder, repaired
from .schema import KEYS, TEXT

MAX_REPAIRS = 4

_HINTS = {
    "options": "; options belong to a decision maker: decision_makers.NAME.options",
    "preferences": "; preferences are `prefers`, under a decision maker",
    "claims": "; claims stand in claims.yaml",
    "sources": "; sources stand in sources.yaml",
}

_PATTERNS = {
    r"^[A-Za-z_][A-Za-z0-9_]*$": "letters, digits and `_`, not a digit first",
    r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$": "letters, digits, `_`, `.` and `-`",
    r"^[A-Z]{3}(\.[a-z0-9_]+)*$": "an ISO 3166 alpha-3 code such as PRK, for people RUS.putin",
    r"^[0-9a-f]{64}$": "a SHA-256 in 64 hexadecimal digits",
}


@lru_cache(maxsize=8)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def validate(file: TextFile, kind: Any) -> tuple[Any, list[Problem]]:
    """Return the file's content as `kind`, and every misfit.

    Where there are misfits, the content is repaired just enough to stand (defaults and
    placeholders), so that what refers to it can still be checked and all problems be told at
    once. What was repaired is never used for anything else.

    Raises
    ------
    InvalidCase
        The file does not hold keys with values.
    """
    value = {} if file.tree is None else file.tree.value
    problems: list[Problem] = []
    if not isinstance(value, dict):
        problems.append(Problem(file.place(), f"must be keys with values; found {_kind(value)}"))
        value = placeholder(kind)
    told: set[tuple[str | int, ...]] = set()
    for _ in range(MAX_REPAIRS):
        try:
            return _adapter(kind).validate_python(value), problems
        except ValidationError as error:
            details = error.errors(include_url=False)
            problems.extend(_problem(file, kind, d) for d in details if _path(d) not in told)
            told.update(map(_path, details))
            value = repaired(value, kind, [(_path(d), d["type"]) for d in details])
    raise InvalidCase(problems)


def _path(detail: ErrorDetails) -> tuple[str | int, ...]:
    return tuple(part for part in detail["loc"] if part not in {"[key]", TEXT, KEYS})


def _problem(file: TextFile, kind: Any, detail: ErrorDetails) -> Problem:
    path = _path(detail)
    on_key = detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]
    cause = detail.get("ctx", {}).get("error")
    place = file.place(path, key=on_key)
    if isinstance(cause, FormulaError):
        place = file.place_within(path, cause.offset)
    words = _words(kind, path, detail)
    return Problem(place, f"{_label(path)}: {words}" if path else words)


def _label(path: tuple[Any, ...]) -> str:
    """``decision_makers.US.prefers[2].want``, counting list items from 1 as people do."""
    label = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{shown(str(p), 40)}" for p in path)
    return f"`{label.lstrip('.')}`"


def _words(kind: Any, path: tuple[Any, ...], detail: ErrorDetails) -> str:
    ctx = detail.get("ctx", {})
    found = _kind(detail["input"])
    match detail["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            allowed = _keys_at(kind, path[:-1])
            name = str(path[-1])
            hint = did_you_mean(name, allowed) or _HINTS.get(name, "")
            return f"unknown key{hint}; allowed: {listed(allowed, 30)}"
        case "literal_error":
            expected = str(ctx["expected"]).replace("'", "").replace(" or ", ", ")
            near = did_you_mean(str(detail["input"]), expected.split(", "))
            return f"found {found}; allowed: {expected}{near}"
        case "string_pattern_mismatch":
            return f"found {found}; allowed: {_PATTERNS.get(ctx['pattern'], ctx['pattern'])}"
        case "greater_than_equal" | "less_than_equal":
            bound = ctx.get("ge", ctx.get("le"))
            side = "at least" if "ge" in ctx else "at most"
            return f"found {found}; must be {side} {bound:g}"
        case "too_short":
            return f"needs at least {ctx['min_length']}; found {ctx['actual_length']}"
        case "string_too_long":
            return f"is longer than {ctx['max_length']} characters"
        case "string_too_short":
            return "is empty; write a text"
        case "value_error":
            return (
                f"{shown(str(detail['input']), 40)!r}: {ctx['error']}"
                if isinstance(detail["input"], str)
                else str(ctx["error"])
            )
    return f"must be {_expected(detail['type'])}; found {found}"


def _expected(error_type: str) -> str:
    names = {
        "tuple": "a list", "list": "a list", "dict": "keys with values",
        "mapping": "keys with values", "model": "keys with values", "string": "a text",
        "int": "a whole number", "float": "a number",
    }  # fmt: skip
    return names.get(error_type.split("_")[0], error_type.replace("_", " "))


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return f"`{shown(value, 40)}`"
        case dict():
            return "keys with values"
        case list() | tuple():
            return f"a list of {len(value)}"
    return f"`{value}`"


def _keys_at(kind: Any, path: tuple[Any, ...]) -> list[str]:
    """Return the keys that the entry at `path` may have."""
    here = kind_at(kind, path)
    return list(here.model_fields) if is_entry(here) else []


def problem_at(
    file: TextFile, path: tuple[Any, ...], message: str, *, key: bool = False
) -> Problem:
    """Return a problem at the node under `path`, its label before the message."""
    place: Place = file.place(path, key=key)
    return Problem(place, f"{_label(path)}: {message}")
