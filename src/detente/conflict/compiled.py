"""Kernels compiled by numba: once, kept on disk where that is possible.

A *kernel* is called from Python, has one signature, is compiled on its first call and read from
numba's cache afterwards: beside the package, or in the user's cache folder where that cannot be
written to. A *part* is compiled into the kernels that call it. Numba looks at the date of the
kernel's own file only; a kernel with parts in other files names these modules, and is compiled
again when one of them has changed.
"""

from __future__ import annotations

import hashlib
import types
from collections.abc import Callable, Sequence
from functools import cache, wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_OUTER: dict[str, Any] = {"nogil": True, "no_cfunc_wrapper": True}
_INNER: dict[str, Any] = {**_OUTER, "no_cpython_wrapper": True}
"""What is called by kernels alone needs no way in from Python, which takes long to compile."""

_compiling: list[str] = []


def compiling() -> bool:
    """Whether a kernel is being compiled, or read, at this moment: some seconds, once."""
    return bool(_compiling)


def part(function: Function) -> Function:
    """Compile a function into the kernels that call it."""
    return cast("Function", numba.njit(forceinline=True, **_INNER)(function))


def routine(function: Function) -> Function:
    """Compile a function that kernels call: for long ones, which would only swell them."""
    return cast("Function", numba.njit(**_INNER)(function))


def passage(function: Function) -> Function:
    """Write a function out where it is called: for one called once that calls many others.

    As a part it would be compiled with all of them, and they again with what calls it.
    """
    return cast("Function", numba.njit(inline="always", **_INNER)(function))


class Record(NamedTuple):
    """The kind of an argument that is a named tuple: its class, and the kinds of its fields."""

    of: type
    fields: tuple[str, ...]


def kernel(
    *signature: str | Record, using: Sequence[types.ModuleType] = ()
) -> Callable[[Function], Function]:
    """Compile a function on its first call, for arguments of the given kinds.

    Parameters
    ----------
    *signature : str or Record
        One kind for each argument: a scalar's type as numba names it (``"int64"``), or, for a
        C-contiguous array that is only read, ``"int64[2]"`` with its number of dimensions; with
        ``"!"`` behind for an array that is written to.
    using : sequence of modules
        Other files that hold parts of it.
    """

    def decorate(function: Function) -> Function:
        @cache
        def compiled() -> Callable[..., Any]:
            _compiling.append(function.__name__)
            try:
                return _compile(_stamped(function, using), [_type(kind) for kind in signature])
            finally:
                _compiling.remove(function.__name__)

        @wraps(function)
        def call(*arguments: Any) -> Any:
            return compiled()(*arguments)

        return cast("Function", call)

    return decorate


def _stamped(function: Function, using: Sequence[types.ModuleType]) -> Function:
    """Bind a digest of some files to a function as a variable it does not use.

    What is bound to a function is part of the key by which numba keeps it.
    """
    if not using:
        return function
    digest = hashlib.sha256()
    for module in using:
        digest.update(Path(str(module.__file__)).read_bytes())
    code = function.__code__.replace(co_freevars=("stamp",))
    bound = (types.CellType(digest.hexdigest()),)
    stamped = types.FunctionType(code, function.__globals__, function.__name__, None, bound)
    return cast("Function", stamped)


def _compile(function: Callable[..., Any], signature: Sequence[Any]) -> Callable[..., Any]:
    njit: Any = numba.njit  # which takes more options than it declares
    try:
        compiled = njit(tuple(signature), cache=True, **_OUTER)(function)
    except (RuntimeError, OSError):  # no place to keep it, or a full one: that only costs time
        compiled = njit(tuple(signature), **_OUTER)(function)
    return cast("Callable[..., Any]", compiled)


def _type(kind: str | Record) -> Any:
    kinds: Any = numba.types
    if isinstance(kind, Record):
        fields = [_type(field) for field in kind.fields]
        if len(set(fields)) == 1:  # which numba takes for another type
            return kinds.NamedUniTuple(fields[0], len(fields), kind.of)
        return kinds.NamedTuple(fields, kind.of)
    name, _, rest = kind.partition("[")
    scalar = getattr(kinds, name)
    if not rest:
        return scalar
    # A writable array may stand where a read-only one is asked for, not the reverse.
    return kinds.Array(scalar, int(rest[0]), "C", readonly=not rest.endswith("!"))
