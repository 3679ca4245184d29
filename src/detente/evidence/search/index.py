"""The index: SQLite's full-text search (FTS5), as one disposable file in the user's cache.

The file's name is a digest of all that is in it: the texts, the claims, and the version of this
format. So an index that is out of date is not found and a new one is built; none is ever changed.
Nothing but the index is lost when the cache is emptied.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from detente.case import Case
from detente.case.cache import cache_home
from detente.evidence.texts import StoredText

from .pieces import pieces

FORMAT = 1
KEPT_DAYS = 30
"""An index that nobody has used for so long is deleted."""
COMMON = 5_000
"""Passages from which a word is too common to rank by: it tells hardly one from another."""
OPENED, CLOSED = "\x02", "\x03"
"""Marks around a word that was found; no text has them, since both are taken out."""

_TOKENS = "tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3'"
_TABLES = f"""
CREATE VIRTUAL TABLE passages USING fts5(text, document UNINDEXED, start UNINDEXED, {_TOKENS});
CREATE VIRTUAL TABLE claims USING fts5(text, id UNINDEXED, {_TOKENS});
CREATE VIRTUAL TABLE words USING fts5vocab(passages, row);
CREATE TABLE common (term TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE counts (passages INTEGER, claims INTEGER, documents INTEGER);
"""
_MARKS = str.maketrans({OPENED: " ", CLOSED: " ", "\0": " "})


class Index:
    """An index that can be asked; :func:`detente.evidence.search.search` does.

    Attributes
    ----------
    connection : sqlite3.Connection
        With the tables ``passages``, ``claims``, ``counts`` and ``common``. It may pass from one
        thread to another, but not be used by two at once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        counts = connection.execute("SELECT passages, claims, documents FROM counts").fetchone()
        self.passages, self.claims, self.documents = map(int, counts)

    @classmethod
    def of(cls, case: Case, texts: Iterable[StoredText]) -> Index:
        """Build an index in memory."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(connection, case, texts)
        return cls(connection)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def cached_index(case: Case, texts: Mapping[str, StoredText], cache: Path | None = None) -> Index:
    """Open the index of a case and its texts; build it if there is none that fits.

    Parameters
    ----------
    case : Case
    texts : mapping of id to StoredText
    cache : Path, optional
        The folder of the indexes; ``search`` in the user's cache if not given. Where it cannot
        be written to, the index is built in memory.
    """
    home = cache_home()
    folder = cache or (home / "search" if home else None)
    if folder is None:
        return Index.of(case, texts.values())
    file = folder / f"{index_key(case, texts.values())}.sqlite"
    if index := _opened(file):
        return index
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_old(folder)
        _build(file, case, texts.values())
    except (OSError, sqlite3.OperationalError):
        return Index.of(case, texts.values())
    return _opened(file) or Index.of(case, texts.values())


def index_key(case: Case, texts: Iterable[StoredText]) -> str:
    """Return a digest of everything an index holds."""
    digest = hashlib.sha256(f"{FORMAT} {sqlite3.sqlite_version_info[:2]}".encode())
    for text in texts:
        if text.text is not None:
            digest.update(f"\0{text.document}\0{len(text.text)}\0".encode())
            digest.update(text.text.encode())
    for line in _claims(case):
        digest.update(f"\0{line}".encode())
    return digest.hexdigest()


def _opened(file: Path) -> Index | None:
    """Open an index that is there and sound; note that it was used."""
    if not file.exists():
        return None
    try:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        index = Index(connection)
    except (sqlite3.DatabaseError, TypeError):
        file.unlink(missing_ok=True)
        return None
    with contextlib.suppress(OSError):
        os.utime(file)
    return index


def _build(file: Path, case: Case, texts: Iterable[StoredText]) -> None:
    """Write an index beside its place and put it there at once; only its owner may read it."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(temporary)
        try:
            _fill(connection, case, texts)
        finally:
            connection.close()
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, case: Case, texts: Iterable[StoredText]) -> None:
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
    there = [text for text in texts if text.text is not None]
    connection.executemany("INSERT INTO passages VALUES (?, ?, ?)", _passages(there))
    connection.executemany("INSERT INTO claims VALUES (?, ?)", _claims(case))
    for table in ("passages", "claims"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
    counts = "INSERT INTO counts SELECT (SELECT max(rowid) FROM passages_content), ?, ?"
    connection.execute(counts, (len(case.claims), len(there)))
    connection.execute("INSERT INTO common SELECT term FROM words WHERE doc >= ?", (COMMON,))
    connection.execute("UPDATE counts SET passages = coalesce(passages, 0)")
    connection.commit()


def _passages(texts: Iterable[StoredText]) -> Iterator[tuple[str, str, int]]:
    for stored in texts:
        text = stored.text or ""
        for start, end in pieces(text):
            yield text[start:end].translate(_MARKS), stored.document, start


def _claims(case: Case) -> Iterator[tuple[str, str]]:
    """Yield each claim with the names by which one may look for it."""
    makers, sources = case.model.decision_makers, case.sources
    for name, claim in case.claims.items():
        speaker = claim.speaker
        named = makers[speaker].name if speaker in makers else sources[speaker].name
        text = f"{claim.claim} {claim.note or ''}\n{named or ''} {speaker} {name}"
        yield text.translate(_MARKS), name


def _forget_old(folder: Path) -> None:
    """Delete what nobody has used for long, unfinished files of killed processes included."""
    before = time.time() - KEPT_DAYS * 86_400
    for file in folder.glob("*.sqlite*"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < before:
                file.unlink()
    for file in folder.glob(".*.sqlite.*"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < time.time() - 86_400:
                file.unlink()
