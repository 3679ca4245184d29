"""HTML: the article's text and its metadata, without navigation, scripts or pictures."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .bounds import MAX_DEPTH
from .extract import Extract, Refused
from .plain import decoded

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,1000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_HEAD = 10_000
_LEAVES = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr", "p", "li", "dt", "dd", "option"}
)
"""Elements that HTML lets stand open, or that hold nothing."""


def read_html(data: bytes) -> Extract:
    """Read an HTML page; nothing in it is run, and nothing it refers to is fetched."""
    declared = _CHARSET.search(data[:_HEAD])
    page, notes = decoded(data, declared[1].decode() if declared else None)
    if _ENTITY.search(page):
        raise Refused("declares entities of its own (`<!ENTITY`), which no web page needs")
    _Depth().feed(page)
    return _article(page, notes)


def _article(page: str, notes: tuple[str, ...]) -> Extract:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, Document) or not (text := found.text):
        raise Refused("holds no article text: only navigation, scripts or pictures")
    language = _LANGUAGE.search(page[:_HEAD])
    return Extract(
        "\n\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n",
        title=found.title,
        author=found.author,
        outlet=found.sitename or found.hostname,
        date=found.date,
        language=language[1].lower() if language else None,
        notes=notes,
    )


class _Depth(HTMLParser):
    """Refuses a page that is nested too deeply, before anything builds a tree of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag not in _LEAVES:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise Refused(f"is nested more than {MAX_DEPTH} levels deep")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in _LEAVES:
            self.depth = max(0, self.depth - 1)
