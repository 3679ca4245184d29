"""Sixteen small integers as one machine value, for kernels.

A row of an ``int16`` array is taken up with :func:`load`, worked on as a whole in one register
(or two, where the machine has none so wide) and put back with :func:`store`. numba vectorises
loops, but not those that carry a row along from one step to the next. All functions are for
compiled code only. Whoever changes one touches the files of the kernels that use it, too: numba
looks at their dates alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.core.datamodel import models
from numba.extending import intrinsic, register_model

LANES = 16

_VECTOR = ir.VectorType(ir.IntType(16), LANES)
_Declaration = tuple[Any, Callable[[Any, Any, Any, Any], Any]]


class Lanes(types.Type):
    """The type of such a value."""


_lanes = Lanes("Lanes")


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)  # type: ignore[no-untyped-call]


def _compiled(declare: Callable[..., _Declaration]) -> Callable[..., Any]:
    return cast("Callable[..., Any]", intrinsic(declare))


def _between_two(build: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    def declare(_typing: Any, one: Any, other: Any) -> _Declaration:
        def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return build(builder, *arguments)

        return _lanes(one, other), code

    return _compiled(declare)


smaller = _between_two(lambda builder, a, b: builder.select(builder.icmp_signed("<", a, b), a, b))
"""The smaller of two numbers, in each lane."""
larger = _between_two(lambda builder, a, b: builder.select(builder.icmp_signed(">", a, b), a, b))
"""The larger of two numbers, in each lane."""
at_least = _between_two(
    lambda builder, a, b: builder.sext(builder.icmp_signed(">=", a, b), _VECTOR)
)
"""All bits, in each lane where the first number is at least the second; none elsewhere."""
above = _between_two(lambda builder, a, b: builder.sext(builder.icmp_signed(">", a, b), _VECTOR))
"""All bits, in each lane where the first number is larger than the second; none elsewhere."""
plus = _between_two(lambda builder, a, b: builder.add(a, b))
"""The sum of two numbers, in each lane."""
either = _between_two(lambda builder, a, b: builder.or_(a, b))
"""The bits that are in one or the other."""
both = _between_two(lambda builder, a, b: builder.and_(a, b))
"""The bits that are in both."""
differing = _between_two(lambda builder, a, b: builder.xor(a, b))
"""The bits that are in one, not the other."""


def _address(context: Any, builder: Any, kinds: tuple[Any, Any], arguments: Any) -> Any:
    rows, row = kinds
    data = context.make_array(rows)(context, builder, arguments[0]).data
    place = context.cast(builder, arguments[1], row, types.intp)
    offset = builder.mul(place, ir.Constant(place.type, LANES))
    return builder.bitcast(builder.gep(data, [offset]), _VECTOR.as_pointer())


@_compiled
def load(_typing: Any, rows: Any, row: Any) -> _Declaration:
    """Return a row of an array of shape (…, 16), dtype int16."""

    def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.load(_address(context, builder, (rows, row), arguments), align=2)

    return _lanes(rows, row), code


@_compiled
def store(_typing: Any, rows: Any, row: Any, value: Any) -> _Declaration:
    """Put a value into a row."""

    def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _address(context, builder, (rows, row), arguments), align=2)
        return context.get_dummy_value()

    return types.void(rows, row, value), code


@_compiled
def filled(_typing: Any, number: Any) -> _Declaration:
    """Return a value with the same number in each lane."""

    def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        small = context.cast(builder, arguments[0], number, types.int16)
        one = builder.insert_element(
            ir.Constant(_VECTOR, ir.Undefined), small, ir.Constant(ir.IntType(32), 0)
        )
        everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return builder.shuffle_vector(one, one, everywhere)

    return _lanes(number), code


@_compiled
def is_zero(_typing: Any, value: Any) -> _Declaration:
    """Whether all lanes are 0."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        word = ir.IntType(16 * LANES)
        return builder.icmp_unsigned("==", builder.bitcast(arguments[0], word), word(0))

    return types.boolean(value), code
