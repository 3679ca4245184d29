"""From a parsed tree to typed entries, with every misfit told in words and at its place."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .errors import MOST_PROBLEMS, InvalidCase, Place, Problem, did_you_mean, listed, shown
from .files import TextFile
from .formula import FormulaError
from .repair import Misfit, is_entry, kind_at, repaired
from .schema import KEYS, SHORT_FORMS, TEXT

MAX_REPAIRS = 4

_HINTS = {
    "options": "options belong to a decision maker: decision_makers.NAME.options",
    "preferences": "preferences are `prefers`, under a decision maker",
    "claims": "claims stand in claims.yaml",
    "sources": "sources stand in sources.yaml",
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
    if not isinstance(value, dict):
        message = f"must be keys with values; found {kind_of(value)}"
        raise InvalidCase([Problem(file.place(), message)])
    problems: list[Problem] = []
    told: set[tuple[str | int, ...]] = set()
    for _ in range(MAX_REPAIRS):
        try:
            return _adapter(kind).validate_python(value), problems
        except ValidationError as error:
            details = error.errors(include_url=False)
            new = (_problem(file, kind, d) for d in details if _path(d) not in told)
            problems.extend(islice(new, MOST_PROBLEMS + 1))
            # what holds a misfit may itself not fit once that is repaired; that is no news
            told.update(path[:k] for path in map(_path, details) for k in range(len(path) + 1))
            value = repaired(value, kind, [_misfit(d) for d in details])
    raise InvalidCase(problems)


def _on_key(detail: ErrorDetails) -> bool:
    """Whether a mapping's key is wrong, not its value; pydantic ends the path with a mark."""
    return detail["loc"][-1:] == ("[key]",) and detail["type"] != "extra_forbidden"


def _path(detail: ErrorDetails) -> tuple[str | int, ...]:
    """Return the path in the file: pydantic's, without its marks."""
    loc = detail["loc"][:-1] if _on_key(detail) else detail["loc"]
    marked = [
        k for k, part in enumerate(loc) if part in {TEXT, KEYS} and "otherwise" in loc[k - 1 : k]
    ]
    if detail["type"] == "extra_forbidden":
        marked = [k for k in marked if k < len(loc) - 1]
    return tuple(part for k, part in enumerate(loc) if k not in marked)


def _problem(file: TextFile, kind: Any, detail: ErrorDetails) -> Problem:
    path = _path(detail)
    on_key = detail["type"] == "extra_forbidden" or _on_key(detail)
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


def _misfit(detail: ErrorDetails) -> Misfit:
    return Misfit(_path(detail), key=_on_key(detail), extra=detail["type"] == "extra_forbidden")


def _words(kind: Any, path: tuple[Any, ...], detail: ErrorDetails) -> str:
    ctx = detail.get("ctx", {})
    found = kind_of(detail["input"])
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(str(path[-1]), _keys_at(kind, path[:-1]), top=len(path) == 1)
        case "literal_error":
            return _not_among(detail["input"], str(ctx["expected"]).replace("'", ""))
        case "string_pattern_mismatch":
            what = "is no name" if _on_key(detail) else f"found {found}"
            return f"{what}; allowed: {_PATTERNS.get(ctx['pattern'], ctx['pattern'])}"
        case "greater_than_equal" | "less_than_equal":
            bound = ctx.get("ge", ctx.get("le"))
            side = "at least" if "ge" in ctx else "at most"
            return f"found {found}; must be {side} {bound:g}"
        case "too_short":
            return f"needs at least {ctx['min_length']}; found {ctx['actual_length']}"
        case "string_too_long":
            return f"is longer than {ctx['max_length']} characters"
        case "value_error":
            return _refused(detail["input"], str(ctx["error"]))
        case "missing" | "string_too_short" as absent:
            return "is missing" if absent == "missing" else "is empty; write a text"
    return f"must be {_expected(detail['type'], kind_at(kind, path))}; found {found}"


def _unknown_key(name: str, allowed: list[str], *, top: bool) -> str:
    every = listed(allowed, 30)
    if hint := _HINTS.get(name) if top else None:
        return f"unknown key; {hint}; allowed: {every}"
    near = did_you_mean(name, allowed)
    return f"unknown key{near} Allowed: {every}" if near else f"unknown key; allowed: {every}"


def _not_among(value: object, expected: str) -> str:
    allowed = expected.replace(" or ", ", ")
    near = did_you_mean(value, allowed.split(", ")) if isinstance(value, str) else ""
    return f"found {kind_of(value)}; allowed: {allowed}{near}"


def _refused(value: object, why: str) -> str:
    match value:
        case dict() | "":
            return why
        case str():
            return f"{kind_of(value)}: {why}"
    return f"{why}; found {kind_of(value)}"


def _expected(error_type: str, kind: Any) -> str:
    if kind in SHORT_FORMS:
        return f"{SHORT_FORMS[kind]} or keys with values"
    names = {
        "tuple": "a list", "list": "a list", "dict": "keys with values",
        "mapping": "keys with values", "model": "keys with values", "string": "a text",
        "int": "a whole number", "float": "a number", "finite": "a finite number",
    }  # fmt: skip
    return names.get(error_type.split("_")[0], error_type.replace("_", " "))


def kind_of(value: object) -> str:
    """Say what a value is: a text itself, of anything else its kind."""
    match value:
        case None:
            return "nothing"
        case str():
            return f"`{shown(value, 40)}`"
        case dict():
            return "keys with values"
        case list() | tuple():
            return f"a list of {len(value)}"
    return f"`{shown(str(value), 40)}`"


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
