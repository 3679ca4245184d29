"""Reading: who is mentioned, when, how much, who says what, who does what to whom.

Rules and tables, no model weights: the same text gives the same marks, and every mark names the
rule that made it. See ``docs/explanation/reading.md``.
"""

from .lexicon import Lexicon
from .reading import Reading, read
from .spans import Boilerplate, Event, Mention, Quantity, Sentence, Statement, Time

__all__ = [
    "Boilerplate",
    "Event",
    "Lexicon",
    "Mention",
    "Quantity",
    "Reading",
    "Sentence",
    "Statement",
    "Time",
    "read",
]
