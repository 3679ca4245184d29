"""Kernels compiled by numba: once, kept on disk where that is possible.

A *kernel* is called from Python, has one signature, is compiled on its first call and read from
numba's cache afterwards. A *part* is compiled into the kernels that call it; it must stand in the
same file as they do, since numba looks at the date of the kernel's file only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, NamedTuple, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def part(function: Function) -> Function:
    """Compile a function into the kernels that call it."""
    return cast("Function", numba.njit(nogil=True, forceinline=True)(function))


class Record(NamedTuple):
    """The kind of an argument that is a named tuple: its class, and the kinds of its fields."""

    of: type
    fields: tuple[str, ...]


def kernel(*signature: str | Record) -> Callable[[Function], Function]:
    """Compile a function on its first call, for arguments of the given kinds.

    Parameters
    ----------
    *signature : str or Record
        One kind for each argument: a scalar's type as numba names it (``"int64"``), or, for a
        C-contiguous array that is only read, ``"int64[2]"`` with its number of dimensions; with
        ``"!"`` behind for an array that is written to.
    """

    def decorate(function: Function) -> Function:
        @cache
        def compiled() -> Callable[..., Any]:
            return _compile(function, [_type(kind) for kind in signature])

        @wraps(function)
        def call(*arguments: Any) -> Any:
            return compiled()(*arguments)

        return cast("Function", call)

    return decorate


def _compile(function: Callable[..., Any], signature: Sequence[Any]) -> Callable[..., Any]:
    try:
        compiled = numba.njit(tuple(signature), cache=True, nogil=True)(function)
    except (RuntimeError, OSError):  # no place to keep it, or a full one: that only costs time
        compiled = numba.njit(tuple(signature), nogil=True)(function)
    return cast("Callable[..., Any]", compiled)


def _type(kind: str | Record) -> Any:
    types: Any = numba.types
    if isinstance(kind, Record):
        fields = [_type(field) for field in kind.fields]
        if len(set(fields)) == 1:  # which numba takes for another type
            return types.NamedUniTuple(fields[0], len(fields), kind.of)
        return types.NamedTuple(fields, kind.of)
    name, _, rest = kind.partition("[")
    scalar = getattr(types, name)
    if not rest:
        return scalar
    # A writable array may stand where a read-only one is asked for, not the reverse.
    return types.Array(scalar, int(rest[0]), "C", readonly=not rest.endswith("!"))
