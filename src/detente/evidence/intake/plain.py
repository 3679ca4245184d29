"""Plain text and Markdown: bytes to characters, and the little that they say about themselves."""

from __future__ import annotations

import codecs
import re

from .extract import Extract, Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST_TITLE = 160
_SAMPLE = 200_000
"""Bytes from which an encoding is inferred."""


def read_text(data: bytes) -> Extract:
    """Read a plain text; a short first line that stands alone is its title."""
    text, notes = decoded(data)
    if text.startswith("#!"):
        raise Refused("is a script (its first line is `#!`), not a document")
    return Extract(text, title=_headline(text), notes=notes)


def read_markdown(data: bytes) -> Extract:
    """Read Markdown: words without their markup; metadata from a block between ``---`` lines."""
    text, notes = decoded(data)
    text = text.replace("\r\n", "\n")
    said, body = _front(text)
    heading = re.search(r"^#{1,2} +([^\n]+)$", body, re.MULTILINE)
    return Extract(
        _without_markup(body),
        title=said.get("title") or (_without_markup(heading[1]).strip("# ") if heading else None),
        author=said.get("author"),
        outlet=said.get("source") or said.get("outlet") or said.get("publisher"),
        date=said.get("date"),
        language=said.get("language") or said.get("lang"),
        notes=notes,
    )


def decoded(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return bytes as text, with a note where the encoding had to be inferred.

    A byte order mark counts most, then valid UTF-8, then what the file declares.

    Raises
    ------
    Refused
        The bytes are no text, or nothing tells in which encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), ()
    if b"\0" in data[:_SAMPLE]:
        raise Refused("is binary, not text (it holds a zero byte)")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared:
        return _strictly(data, declared), ()
    encoding = _inferred(data)
    return _strictly(data, encoding), (
        f"its encoding is not declared; read as {encoding}: look at letters beyond a to z",
    )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise Refused(f"declares an encoding that is not known: {encoding[:40]!r}") from None
    except UnicodeDecodeError as error:
        raise Refused(
            f"is not {encoding.upper()}, as it says: byte {error.start:,} cannot be read"
        ) from None


def _inferred(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None or best.encoding in {"ascii", "utf_8"}:
        raise Refused("is in an encoding that cannot be told; save it as UTF-8")
    return best.encoding.replace("_", "-")


def _headline(text: str) -> str | None:
    first, blank, _ = text.lstrip().partition("\n\n")
    stands_alone = bool(blank) and "\n" not in first and 0 < len(first) <= _LONGEST_TITLE
    return first if stands_alone and not first.rstrip().endswith((".", ":", ",", ";")) else None


_FRONT = re.compile(r"---[ \t]*\n((?:[^\n]{0,1000}\n){1,50}?)---[ \t]*(?:\n|\Z)")
_SAID = re.compile(r"([A-Za-z]{1,20}):[ \t]+(.*)")


def _front(text: str) -> tuple[dict[str, str], str]:
    """Split off a block of metadata; values are taken as text, nothing is parsed further."""
    block = _FRONT.match(text)
    if not block:
        return {}, text
    pairs = (_SAID.fullmatch(line) for line in block[1].splitlines())
    said = {pair[1].lower(): pair[2].strip().strip("\"'") for pair in pairs if pair}
    return said, text[block.end() :].lstrip("\n")


_MARKUP = [
    (re.compile(r"</?[A-Za-z][^<>\n]{0,200}>"), ""),
    (re.compile(r"^ {0,3}(```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}#{1,6} +(.*?)(?: +#+)?$", re.MULTILINE), r"\1"),
    (re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_] ?){3,}$", re.MULTILINE), ""),
    (re.compile(r"!\[([^][\n]{0,200})\]\([^()\n]{0,200}\)"), r"\1"),
    (re.compile(r"\[([^][\n]{1,200})\]\([^()\n]{0,200}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^\n*_]{1,200})\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^\n*_]{1,200})\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`\n]{1,200})`"), r"\1"),
]
"""Markup and what takes its place. Each is bounded, so that no line takes long."""


_HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))


def _without_markup(text: str) -> str:
    for opening, closing in _HIDDEN:
        text = _without_parts(text, opening, closing)
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _without_parts(text: str, opening: str, closing: str) -> str:
    """Leave out what stands between two marks; a part that is never closed stays."""
    lower, kept, place = text.lower(), [], 0
    while (start := lower.find(opening, place)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        kept.append(text[place:start])
        place = end + len(closing)
    return "".join([*kept, text[place:]])
