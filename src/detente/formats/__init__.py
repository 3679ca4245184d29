"""Neighbours: other programs' files, in and out.

Everything here turns a case or a result into text, or text into a case; files are read and
written by whoever calls. What a format cannot hold is returned as a note, never dropped in
silence.
"""

from .exchange import Exported, Imported
from .naming import Renamed
from .registry import (
    EXPORTS,
    IMPORTS,
    MODELS,
    export_case,
    export_format,
    export_result,
    import_file,
    import_format,
)

__all__ = [
    "EXPORTS",
    "IMPORTS",
    "MODELS",
    "Exported",
    "Imported",
    "Renamed",
    "export_case",
    "export_format",
    "export_result",
    "import_file",
    "import_format",
]
