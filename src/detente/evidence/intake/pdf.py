"""PDF: the text of its pages, put back into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .bounds import MAX_CHARACTERS, MAX_PAGES
from .extract import Extract, Refused
from .lines import paragraphs

if TYPE_CHECKING:
    from pypdf import PdfReader

_NO_TITLE = re.compile(
    r"microsoft word - |untitled|.*\.(docx?|pdf|indd|qxd|rtf|odt)$", re.IGNORECASE
)
"""What programs write where a title should stand."""


def read_pdf(data: bytes) -> Extract:
    """Read the text of a PDF; nothing in it is run."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("is no PDF: it does not begin with `%PDF-`")
    from pypdf.errors import PyPdfError

    try:
        return _read(data)
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"is a broken PDF ({type(error).__name__}: {error})") from None


def _read(data: bytes) -> Extract:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    _unlock(reader)
    if _active(reader):
        raise Refused("holds a script or starts a program; save it without: print it to a PDF")
    if len(reader.pages) > MAX_PAGES:
        raise Refused(f"has more than {MAX_PAGES:,} pages; split it")
    pages = list(_pages(reader))
    if not any(map(str.strip, pages)):
        raise Refused("holds no text but pictures of pages; have it recognised (OCR) first")
    said = reader.metadata
    title = str(said.title or "") if said else ""
    return Extract(
        "\n\n".join(paragraphs(pages)) + "\n",
        title=None if _NO_TITLE.match(title) else title,
        author=str(said.author or "") if said else None,
        made=_made(said),
        language=str(_root(reader).get("/Lang", ""))[:2].lower() or None,
        notes=tuple(_gaps(pages)),
    )


def _unlock(reader: PdfReader) -> None:
    """Open what is locked with an empty password, as many are that may not be printed."""
    from pypdf import PasswordType
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("") != PasswordType.NOT_DECRYPTED
    except (DependencyError, NotImplementedError):
        opened = False
    if not opened:
        raise Refused("is locked with a password; save it without one")


def _root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"].get_object()


def _active(reader: PdfReader) -> bool:
    """Whether the document runs something when it is opened."""
    root = _root(reader)
    names = _object(root.get("/Names"))
    opening = _object(root.get("/OpenAction"))
    named = isinstance(names, dict) and "/JavaScript" in names
    return named or (isinstance(opening, dict) and opening.get("/S") in {"/JavaScript", "/Launch"})


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _pages(reader: PdfReader) -> Iterator[str]:
    total = 0
    for page in reader.pages:
        text = page.extract_text()
        total += len(text)
        if total > MAX_CHARACTERS:
            raise Refused(f"holds more than {MAX_CHARACTERS:,} characters of text; split it")
        yield text


def _made(said: Any) -> str | None:
    try:
        made = said.creation_date if said else None
    except ValueError:
        return None
    return made.date().isoformat() if made else None


def _gaps(pages: list[str]) -> Iterator[str]:
    empty = [str(number) for number, text in enumerate(pages, start=1) if not text.strip()]
    if empty:
        more = "" if len(empty) <= 8 else f" and {len(empty) - 8} more"
        yield f"no text on page {', '.join(empty[:8])}{more}: empty, or a picture"
