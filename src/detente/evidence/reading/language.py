"""Whether a text is English: by the share of its commonest words."""

from __future__ import annotations

import re

from .tables import word_set

SAMPLE = 20_000
"""So many characters decide."""
ENOUGH = 25
"""Below so many words a text is taken for English: a headline proves nothing."""
SHARE = 0.14

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = word_set(
    "the of and to in a is that for it on as with was at by be this from have are an not but he"
    " they his has which their will its had were been who would said we or"
)


def looks_english(text: str) -> bool:
    """Return whether English function words are as frequent as in English prose.

    They make up a third of it or more; of other languages in Latin script less than a tenth (some
    share "in", "a", "die", "is" with it), of other scripts nothing.
    """
    words = _WORD.findall(text[:SAMPLE].lower())
    if len(words) < ENOUGH:
        return not text or sum(c.isascii() for c in text[:SAMPLE]) * 2 > len(text[:SAMPLE])
    return sum(map(_COMMON.__contains__, words)) >= SHARE * len(words)
