"""Ids from the names of other programs, which may hold anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

MAX_ID = 50
_RESERVED = {"and", "or", "not", "if", "iff", "null"}
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Renamed(NamedTuple):
    """A name that was not allowed as an id, or was taken, and the id in its place."""

    kind: str
    name: str
    id: str


def id_for(name: str, taken: Collection[str], fallback: str) -> str:
    """Return an id made from a name: letters, digits and `_`, no other's.

    Parameters
    ----------
    name : str
    taken : collection of str
        Ids that are in use.
    fallback : str
        What to use where nothing of the name is left.

    Examples
    --------
    >>> id_for("Air Strike", [], "option_1"), id_for("US", ["US"], "dm_2"), id_for("大", [], "dm_3")
    ('Air_Strike', 'US_2', 'dm_3')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_")[:MAX_ID].rstrip("_")
    if not stem:
        stem = fallback
    if not _ID.fullmatch(stem) or stem.lower() in _RESERVED:
        stem = f"_{stem}"
    found, count = stem, 1
    while found in taken:
        count += 1
        found = f"{stem}_{count}"
    return found
