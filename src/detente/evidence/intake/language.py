"""In which language a text is written."""

from __future__ import annotations

from functools import cache
from typing import Any

_SAMPLE = 20_000
_LETTERS = 60
"""With fewer letters nothing is said."""
_SURE = 0.95
_NO_LANGUAGE = "zxx"


def language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where that is not clear.

    By the frequencies of byte sequences (Lui & Baldwin 2012, "langid.py"), with the model that
    py3langid carries.

    Examples
    --------
    >>> language("The cabinet said on Monday that it means to fill the reservoir this summer.")
    'en'
    >>> language("42") is None
    True
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _LETTERS:
        return None
    found, probability = _identifier().classify(sample)
    return str(found) if probability >= _SURE and found != _NO_LANGUAGE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
