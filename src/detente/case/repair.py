"""Enough of a repair to go on checking a file that has misfits.

A value that does not fit gives way to its default, or to a placeholder of the right kind. The
repaired content only serves to find *further* problems; it never becomes a case.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from .formula import Formula, Term

PLACEHOLDER = "Placeholder__"
"""Stands where a name is missing; problems that mention it are the repair's, not the file's."""

_ANY = Formula("", Term("and", ()))

_FITS: dict[Any, Any] = {
    "as_of": "2000-01-01", "when": _ANY, "quote": "?", "value": "0", "states": [PLACEHOLDER],
}  # fmt: skip
"""For keys whose values have a form that their type does not show, or of which one is needed."""

_ONE_OF = {"when", "quote", "drop"}
"""Optional keys of which an entry needs one of several."""

Path = tuple[str | int, ...]


class Misfit(NamedTuple):
    """Where something does not fit: a value, a mapping's key, or a key that is one too many."""

    path: Path
    key: bool
    extra: bool


def repaired(value: Any, kind: Any, misfits: list[Misfit]) -> Any:
    """Return a copy of `value` in which the misfits are gone."""
    value = copy.deepcopy(value)
    for path, key, extra in misfits:
        if not path:
            continue
        holder: Any = _holder(value, path[:-1])
        last: Any = path[-1]
        if isinstance(holder, dict) and key:
            holder.pop(last, None)
            holder[f"{PLACEHOLDER}{len(holder)}"] = placeholder(kind_at(kind, path))
        elif isinstance(holder, dict) and (extra or _can_go(kind, path)):
            holder.pop(last, None)
        elif isinstance(holder, dict) or (isinstance(holder, list) and last in range(len(holder))):
            holder[last] = _FITS.get(last) or placeholder(kind_at(kind, path))
    return value


def _holder(value: Any, path: Path) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return {}
    return value


def _can_go(kind: Any, path: Path) -> bool:
    """Whether there is a default that nothing else refers to."""
    above = kind_at(kind, path[:-1])
    field = above.model_fields.get(str(path[-1])) if is_entry(above) else None
    refers = path[-1] in _FITS or _is_mapping(kind_at(kind, path))
    return field is not None and not field.is_required() and not refers


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
    if _is_mapping(kind):
        return {PLACEHOLDER: placeholder(kind_at(kind, (PLACEHOLDER,)))}
    return {tuple: (), int: 1, float: 1.0}.get(get_origin(kind) or kind, PLACEHOLDER)


def _is_mapping(kind: Any) -> bool:
    holder = get_origin(kind) or kind
    return isinstance(holder, type) and issubclass(holder, Mapping)


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
