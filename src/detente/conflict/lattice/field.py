"""What is worked on under rules and with one-way options."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..compiled import Record
from ..model import OptionForm
from .patterns import FLAT
from .tiles import LARGEST, Int32s, Int64s, Uint8s, Uint16s, Uint32s

Number = TypeVar("Number", np.int32, np.int64)


class Field(NamedTuple):
    """All that is worked on, for N decision makers and S states.

    Attributes
    ----------
    ranks : ndarray, shape (N, S), dtype int32
    codes : ndarray, shape (S,), dtype int64
    masks : ndarray, shape (3, N), dtype int64
        Own options; those that only switch on; those that only switch off.
    order : ndarray, shape (N, S), dtype uint32
        States by group, each from the best down.
    pattern : ndarray, shape (number of those who have one-way options, S), dtype uint16
        Of the states in that order.
    row : ndarray, shape (N,), dtype int64
        Where in `pattern` each decision maker's stand; -1 for those without.
    label : ndarray, shape (S, 2), dtype int32
        For the decision maker at hand: GMR and SMR, then SEQ and SSEQ.
    verdict : ndarray, shape (N, S), dtype uint8
        Bit c: stable under concept c.
    table : ndarray, shape (W, 2, 2ᵇ), dtype int32
        For each worker the least labels by pattern.
    """

    ranks: Int32s
    codes: Int64s
    masks: Int64s
    order: Uint32s
    pattern: Uint16s
    row: Int64s
    label: Int32s
    verdict: Uint8s
    table: Int32s


FIELD = Record(
    Field,
    (
        "int32[2]",
        "int64[1]",
        "int64[2]!",
        "uint32[2]!",
        "uint16[2]!",
        "int64[1]!",
        "int32[2]!",
        "uint8[2]!",
        "int32[3]!",
    ),
)


def lay_out(form: OptionForm, workers: int) -> Field:
    """Make room for solving a form, with so many workers."""
    makers, size = len(form.decision_makers), form.size
    masks = np.array(form.controls, np.uint64).T.copy().view(np.int64)
    one_way = [int(mask).bit_count() for mask in (masks[1] | masks[2]).view(np.uint64)]
    has = np.array(one_way) > 0
    return Field(
        ranks=_read_only(form.ranks),
        codes=_read_only(form.codes.view(np.int64)),
        masks=masks,
        order=np.empty((makers, size), np.uint32),
        pattern=np.empty((int(has.sum()), size), np.uint16),
        row=np.where(has, np.cumsum(has) - 1, -1),
        label=np.empty((size, 2), np.int32),
        verdict=np.empty((makers, size), np.uint8),
        table=np.full((workers, 2, max(1 << max(one_way), 1 << FLAT)), LARGEST, np.int32),
    )


def _read_only(array: NDArray[Number]) -> NDArray[Number]:
    """Return a view as the kernels take it: of one kind, whatever the caller's may be."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
