"""Documents in: strangers' files to stored texts with their entries.

A file is read in a process of its own (:mod:`.sandbox`, :mod:`.worker`) by the reader of its kind
(:mod:`.plain`, :mod:`.html`, :mod:`.pdf` with :mod:`.lines`, :mod:`.docx`); what becomes of it is
planned (:mod:`.adding`, with :mod:`.likeness` for reprints) and then written at once.
"""

from .adding import (
    Addition,
    Details,
    NewDocument,
    addition,
    changeable,
    duplicates,
    write,
)
from .extract import Extract, Refused, day
from .files import NotAdded, ReadFile, documents_in, read_files
from .likeness import Likeness, Shingles
from .sandbox import KINDS, Sandbox

__all__ = [
    "KINDS",
    "Addition",
    "Details",
    "Extract",
    "Likeness",
    "NewDocument",
    "NotAdded",
    "ReadFile",
    "Refused",
    "Sandbox",
    "Shingles",
    "addition",
    "changeable",
    "day",
    "documents_in",
    "duplicates",
    "read_files",
    "write",
]
