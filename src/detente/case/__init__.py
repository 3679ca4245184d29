"""What we hold: the case folder, its format, loading, checking and saving.

Imports nothing else of ours.
"""

from .errors import (
    CaseNotFound,
    ChangedOnDisk,
    DetenteError,
    EditRefused,
    InvalidCase,
    NotExpressible,
    Place,
    Problem,
    TooLarge,
    UnknownName,
)
from .find import folder_of, library_names
from .load import Case, from_files, load
from .new import write_case, write_copy, write_template
from .save import edited, save, write_atomically
from .variants import varied

__all__ = [
    "Case",
    "CaseNotFound",
    "ChangedOnDisk",
    "DetenteError",
    "EditRefused",
    "InvalidCase",
    "NotExpressible",
    "Place",
    "Problem",
    "TooLarge",
    "UnknownName",
    "edited",
    "folder_of",
    "from_files",
    "library_names",
    "load",
    "save",
    "varied",
    "write_atomically",
    "write_case",
    "write_copy",
    "write_template",
]
