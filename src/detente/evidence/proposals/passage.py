"""Whether a quotation stands in a document's stored text, word for word, where it is said to.

This is what keeps an assistant, or a slip of the hand, from inventing quotations: nothing is
proposed whose quotation is not in the very text that ``documents.yaml`` records.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.case import Case, DetenteError
from detente.case.check import unknown
from detente.case.errors import shown
from detente.evidence.texts import StoredText

MAX_QUOTE = 5_000


class ProposalRefused(DetenteError):
    """A proposal that cannot be kept: its quotation does not stand in the stored text."""


def recorded_text(case: Case, texts: Mapping[str, StoredText], document: str) -> str:
    """Return the stored text of a document, if it is the one that ``documents.yaml`` records.

    Raises
    ------
    ProposalRefused
        There is no such document, no text, no recorded SHA-256, or another one.
    """
    if document not in case.documents:
        raise ProposalRefused(unknown(document, case.documents, "document"))
    stored = texts.get(document)
    if stored is None or stored.text is None:
        raise ProposalRefused(f"`{document}`: its text is {stored.state if stored else 'missing'}")
    if case.documents[document].sha256 is None:
        raise ProposalRefused(
            f"`{document}`: documents.yaml records no sha256, so nothing tells whether the text is"
            " the one that was read"
        )
    if stored.state != "same":
        raise ProposalRefused(
            f"`{document}`: the text is not the one whose sha256 documents.yaml records"
        )
    return stored.text


def found(text: str, quote: str, document: str, start: int | None = None) -> tuple[int, int]:
    """Return where a quotation stands: at `start`, or at its only place.

    Raises
    ------
    ProposalRefused
        It does not stand there, word for word; or it stands several times and nothing tells which.
    """
    if not quote.strip():
        raise ProposalRefused(f"`{document}`: the quotation is empty")
    if len(quote) > MAX_QUOTE:
        raise ProposalRefused(
            f"`{document}`: the quotation has {len(quote):,} characters; at most {MAX_QUOTE:,}"
        )
    if start is not None and text.startswith(quote, start) and start >= 0:
        return start, start + len(quote)
    first = text.find(quote)
    if first < 0:
        raise ProposalRefused(
            f"`{document}`: the quotation does not stand in the stored text: “{_shown(quote)}”"
        )
    if start is not None:
        raise ProposalRefused(
            f"`{document}`: the quotation does not stand at {start:,}, but at {first:,}: "
            f"“{_shown(quote)}”"
        )
    if text.find(quote, first + 1) >= 0:
        raise ProposalRefused(
            f"`{document}`: the quotation stands {text.count(quote)} times; give its `start`, or "
            f"quote more: “{_shown(quote)}”"
        )
    return first, first + len(quote)


def _shown(quote: str) -> str:
    return shown(" ".join(quote.split()))


def in_case_folder(case: Case, stored: StoredText | None) -> bool:
    """Whether a document's text is kept in the case folder, and so may be quoted in its files."""
    if case.folder is None or stored is None or stored.path is None:
        return False
    return Path(stored.path).resolve().is_relative_to(case.folder.resolve())
