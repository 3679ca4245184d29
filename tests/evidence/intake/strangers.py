"""Files as strangers send them, made by hand: good ones, broken ones and hostile ones."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO

PARAGRAPHS = tuple(
    """\
Negotiators from both banks of the river left the capital on Tuesday without a date for another \
round, officials on either side said, and each blamed the other for it.
The upstream ministry said that it would not publish gauge data while the lower country's air \
force trains within sight of the wall.
Downstream, the water minister told parliament that three more weeks without data would be read \
as an answer, and that the budget for compensation lapses in August.""".splitlines()
)
TEXT = "\n\n".join(PARAGRAPHS) + "\n"


def html(
    body: str = "",
    *,
    paragraphs: Sequence[str] = PARAGRAPHS,
    head: str = "",
    before: str = "<!doctype html>",
) -> bytes:
    """An article between navigation and a footer."""
    article = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'{before}<html lang="en"><head><meta charset="utf-8">{head}</head><body>'
        '<nav><ul><li><a href="/">Home page</a></li><li><a href="/s">All sport</a></li></ul></nav>'
        f"<article><h1>Dam talks stall</h1>{article}</article>{body}"
        "<footer><p>Subscribe for one coin a week!</p></footer></body></html>"
    ).encode()


METADATA = (
    "<title>Dam talks stall</title>"
    '<meta property="og:site_name" content="The River Post">'
    '<meta name="author" content="Ada Stone">'
    '<meta property="article:published_time" content="2020-06-09T08:00:00Z">'
)


# PDF


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    info: str = "",
    root: str = "",
    streams: Sequence[bytes] = (),
    copies: int = 1,
) -> bytes:
    """A PDF with lines of text on its pages, or with raw (compressed) `streams` in their place.

    `copies` lets the tree of pages name each of them many times.
    """
    contents = list(streams) or [zlib.compress(_page(lines)) for lines in pages]
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(contents))) + " "
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{root}>>".encode(),
        f"<</Type/Pages/Kids[{kids * copies}]/Count {len(contents) * copies}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<<{info}>>".encode("latin-1"),
    ]
    for i, content in enumerate(contents):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * i} 0 R"
            f"/Resources<</Font<</F 3 0 R>>>>>>".encode(),
            f"<</Length {len(content)}/Filter/FlateDecode>>stream\n".encode()
            + content
            + b"\nendstream",
        ]
    return _file(objects)


def _page(lines: Sequence[str]) -> bytes:
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    shown = "".join(f"({line}) Tj T*\n" for line in escaped)
    return f"BT /F 11 Tf 14 TL 60 780 Td\n{shown}ET".encode("cp1252")


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)


# Word


def docx(
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    table: Sequence[Sequence[str]] = (),
    title: str = "",
    author: str = "",
) -> bytes:
    """A Word document, made with the library that reads it."""
    import docx as word

    document = word.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for i, row in enumerate(table):
            for j, cell in enumerate(row):
                grid.cell(i, j).text = cell
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same archive with parts replaced or added; ``__`` in a name stands for ``/``."""
    new = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): part
        for name, part in parts.items()
    }
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in old.infolist():
            if entry.filename not in new:
                made.writestr(entry, old.read(entry))
        for name, part in new.items():
            made.writestr(name, part)
    return out.getvalue()


def document_xml(data: bytes) -> bytes:
    """The main part of a Word document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("word/document.xml")


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {x} "{("&" + y + ";") * 10}">'
        for y, x in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
"""The billion laughs: each entity stands for ten of the one before."""
