"""Word documents (.docx): a zip archive of XML, checked before it is unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from .bounds import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED
from .extract import Extract, Refused

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_MIB = 2**20
_LEFT_OUT = {
    "word/footnotes.xml": (rb"<w:footnote [^>]*w:id=\"[1-9]", "its footnotes were not read"),
    "word/endnotes.xml": (rb"<w:endnote [^>]*w:id=\"[1-9]", "its endnotes were not read"),
    "word/comments.xml": (rb"<w:comment ", "its margin comments were not read"),
    "word/document.xml": (
        rb"<w:(?:ins|del) ",
        "it holds tracked changes: words added by them were not read; accept the changes first",
    ),
}
"""What stands in parts of the archive that are not read: how to see it, and what to say."""


def read_docx(data: bytes) -> Extract:
    """Read the paragraphs and tables of a Word document, in order."""
    notes = _look_inside(data)
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(BytesIO(data))
        properties = document.core_properties
        return Extract(
            "\n\n".join(_blocks(document)) + "\n",
            title=properties.title or None,
            author=properties.author or None,
            made=properties.created.date().isoformat() if properties.created else None,
            language=properties.language[:2].lower() or None,
            notes=notes,
        )
    except (PackageNotFoundError, KeyError, ValueError, AttributeError) as error:
        raise Refused(f"is no Word document, or a broken one ({error})") from None


def _look_inside(data: bytes) -> tuple[str, ...]:
    """Check the archive before anything of it is unpacked as a whole; return what is left out."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _bounded(archive.infolist())
            return tuple(_checked_parts(archive))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise Refused(f"is no Word document, or a broken one ({error})") from None
    except RuntimeError:
        raise Refused("is locked with a password; save it without one") from None


def _bounded(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Refused(f"holds more than {MAX_ENTRIES:,} files")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise Refused(f"would unpack to more than {MAX_UNPACKED // _MIB} MiB")
    for entry in entries:
        if entry.file_size > _MIB and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused(f"holds a part packed to less than a {MAX_RATIO}th of its size: a bomb")
    names = {entry.filename for entry in entries}
    if any("vbaproject" in name.lower() for name in names):
        raise Refused("holds macros, which are programs; save it as .docx without them")
    if "word/document.xml" not in names:
        raise Refused("is a zip archive, but no Word document (it has no word/document.xml)")


def _checked_parts(archive: zipfile.ZipFile) -> Iterator[str]:
    """Refuse XML that declares a document type; yield what is left out."""
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        part = archive.read(entry)
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", part.replace(b"\0", b"")):
            raise Refused(
                "declares a document type or entities in its XML, as no word processor does"
            )
        pattern, note = _LEFT_OUT.get(entry.filename, (b"", ""))
        if note and re.search(pattern, part):
            yield note


def _blocks(document: Document) -> Iterator[str]:
    from docx.text.paragraph import Paragraph

    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            if text := block.text.strip():
                yield text
        else:
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    """Yield a line for each row; a cell that spans several columns once."""
    for row in table.rows:
        cells = {id(cell._tc): " ".join(cell.text.split()) for cell in row.cells}  # noqa: SLF001
        if any(cells.values()):
            yield "\t".join(cells.values())
