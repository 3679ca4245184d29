"""Why we hold it: documents, passages, claims and their grades.

Imports :mod:`detente.case` only.
"""

from .passages import STATUSES, PassageCheck, check_passages
from .quality import ElementQuality, Quality, SourceUse, grade, quality
from .texts import StoredText, UnreadableFolder, stored_texts

__all__ = [
    "STATUSES",
    "ElementQuality",
    "PassageCheck",
    "Quality",
    "SourceUse",
    "StoredText",
    "UnreadableFolder",
    "check_passages",
    "grade",
    "quality",
    "stored_texts",
]
