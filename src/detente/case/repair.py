"""Enough of a repair to go on checking a file that has misfits.

A value that does not fit gives way to its default, or to a placeholder of the right kind. The
repaired content only serves to find *further* problems; it never becomes a case.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from .formula import Formula, Term

PLACEHOLDER = "Placeholder__"
"""Stands where a name is missing; problems that mention it are the repair's, not the file's."""

_ANY = Formula("", Term("and", ()))

_FITS: dict[str, Any] = {"as_of": "2000-01-01", "when": _ANY, "quote": "?", "value": "0"}
"""For keys whose values have a form that their type does not show, or of which one is needed."""

_ONE_OF = {"when", "quote", "drop"}
"""Optional keys of which an entry needs one of several."""

Path = tuple[str | int, ...]


def repaired(value: Any, kind: Any, misfits: list[tuple[Path, str]]) -> Any:
    """Return a copy of `value` in which the misfits (path, pydantic's error type) are gone."""
    value = copy.deepcopy(value)
    for path, error in misfits:
        holder: Any = _holder(value, path[:-1])
        if not path:
            continue
        last: Any = path[-1]
        if isinstance(holder, dict) and (error == "extra_forbidden" or _has_default(kind, path)):
            holder.pop(last, None)
        elif isinstance(holder, dict) or (isinstance(holder, list) and last in range(len(holder))):
            holder[last] = _FITS.get(str(last)) or placeholder(kind_at(kind, path))
    return value


def _holder(value: Any, path: Path) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return {}
    return value


def _has_default(kind: Any, path: Path) -> bool:
    above = kind_at(kind, path[:-1])
    field = above.model_fields.get(str(path[-1])) if is_entry(above) else None
    return field is not None and not field.is_required()


def placeholder(kind: Any) -> Any:
    """Return the least that fits `kind`."""
    if is_entry(kind):
        needed = {n for n, field in kind.model_fields.items() if field.is_required()}
        needed |= _ONE_OF & set(kind.model_fields)
        return {n: _FITS.get(n) or placeholder(kind_at(kind, (n,))) for n in needed}
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if kind is Formula:
        return _ANY
    holder = get_origin(kind) or kind
    if isinstance(holder, type) and issubclass(holder, Mapping):
        return {}
    return {tuple: (), int: 1, float: 1.0}.get(holder, PLACEHOLDER)


def is_entry(kind: Any) -> TypeGuard[type[BaseModel]]:
    """Whether `kind` is a class of entries, with keys of its own."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def kind_at(kind: Any, path: Path) -> Any:
    """Return what stands at `path` below `kind`, found by walking the types; None if nothing."""
    here = _unwrap(kind)
    for part in path:
        if is_entry(here):
            field = here.model_fields.get(str(part))
            here = _unwrap(field.annotation) if field else None
        elif arguments := get_args(here):
            mapping = issubclass(get_origin(here) or object, Mapping)
            here = _unwrap(arguments[1 if mapping else 0])
        else:
            return None
    return here


def _unwrap(kind: Any) -> Any:
    """Strip ``Annotated`` and ``| None``; of a union, take the entry."""
    while get_origin(kind) in {Annotated, Union, types.UnionType}:
        options = get_args(kind)
        if get_origin(kind) is Annotated:
            kind = options[0]
        else:
            inner = [_unwrap(option) for option in options if option is not type(None)]
            kind = next(filter(is_entry, inner), inner[0])
    return kind
