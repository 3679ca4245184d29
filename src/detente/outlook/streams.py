"""Random numbers with names: the same for the same thing, whatever else is drawn.

Every uncertain thing (a source's word on a group, a claim's truth, a statement's standing) has a
stream of its own, one number a draw. So draw 17 of a claim is the same number whether draws are
made in one go or in pieces, on one machine or on many, with another claim knocked out, or in
a variant of the case: what two outlooks share is drawn alike, and their difference is what differs
between them (common random numbers).

The numbers come from Philox (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"),
a counter-based generator: number n of a stream is computed without those before it.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

COUNTER = 4
"""Numbers that Philox makes from one count; streams are read from a multiple of it on."""


def uniforms(seed: int, name: str, start: int, count: int) -> NDArray[np.float64]:
    """Return numbers `start` … `start + count - 1` of a stream: uniform on [0, 1).

    Parameters
    ----------
    seed : int
        Of the whole outlook.
    name : str
        What the stream is for.
    start : int
        A multiple of 4.
    count : int

    Returns
    -------
    ndarray, shape (count,), dtype float64

    Examples
    --------
    >>> whole = uniforms(1, "claim cabinet-vow", 0, 8)
    >>> bool((uniforms(1, "claim cabinet-vow", 4, 4) == whole[4:]).all())
    True
    """
    if start % COUNTER:
        raise ValueError(f"start must be a multiple of {COUNTER}, not {start}")
    digest = blake2b(f"{seed}\n{name}".encode(), digest_size=16).digest()
    stream = np.random.Philox(key=np.frombuffer(digest, np.uint64))
    stream.advance(start // COUNTER)
    raw = np.asarray(stream.random_raw(count), np.uint64)
    return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
