"""New documents for a case: entries, sources and groups; planned as a value, then written."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.case import Case, EditRefused, edited, save, write_atomically
from detente.case.edit import add_entries, set_value
from detente.case.errors import did_you_mean
from detente.case.files import TextFile, new_file
from detente.case.find import LIBRARY
from detente.case.schema import Document, Source
from detente.evidence.texts import StoredText

from .files import ReadFile
from .likeness import Likeness, Shingles

UNGRADED = "Nobody has graded this source yet."
_LONGEST_ID = 60
_ORDER = ("title", "date", "source", "author", "language", "group", "path", "sha256")
"""Of the keys of an entry, for whoever reads the file."""


@dataclass(frozen=True)
class Details:
    """What is to be written about a document; `source` is an id or a name.

    `id` and `group` are chosen where they are None; the others stay away.
    """

    title: str
    source: str
    author: str | None = None
    date: str | None = None
    language: str | None = None
    group: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class NewDocument:
    """A document to be added, and the texts that it is a reprint of, nearest first."""

    id: str
    file: Path
    entry: Document
    data: bytes
    alike: tuple[Likeness, ...] = ()


@dataclass(frozen=True)
class Addition:
    """What is to be added to a case.

    Attributes
    ----------
    documents : tuple of NewDocument
    sources : mapping of id to Source
        New ones, graded F.
    regrouped : mapping of id to str
        Documents of the case that get a group, because a new one is their reprint.
    notes : tuple of str
        What a person should know or decide.
    """

    documents: tuple[NewDocument, ...]
    sources: Mapping[str, Source]
    regrouped: Mapping[str, str]
    notes: tuple[str, ...]


def duplicates(case: Case, reads: Sequence[ReadFile]) -> dict[Path, str]:
    """Return the files whose very text is there already: as which document, or in which file."""
    known = {entry.sha256: f"document `{name}`" for name, entry in case.documents.items()}
    found: dict[Path, str] = {}
    for read in reads:
        if read.sha256 in known:
            found[read.file] = known[read.sha256]
        known.setdefault(read.sha256, str(read.file))
    return found


def addition(
    case: Case,
    documents: Sequence[tuple[ReadFile, Details]],
    texts: Iterable[StoredText] = (),
    *,
    keep: str | None = "documents/",
) -> Addition:
    """Plan what is added to a case; nothing is written.

    Parameters
    ----------
    case : Case
    documents : sequence of ReadFile and Details
        None of them a duplicate.
    texts : iterable of StoredText
        What is known of the texts of the case's documents; new ones are compared with them.
    keep : str or None
        What stands before ``ID.txt`` in the entry's path; None if texts are not kept.
    """
    plan = _Plan(case, keep)
    for text in texts:
        if text.text is not None:
            plan.shingles.add(text.document, text.text)
    for read, details in documents:
        plan.add(read, details)
    return Addition(tuple(plan.new.values()), plan.sources, plan.regrouped, tuple(plan.notes))


def write(case: Case, added: Addition, folder: Path | None) -> list[str]:
    """Write an addition into the case's files, and the texts into a folder.

    The texts come first, the entries all at once after them: whatever happens in between, no entry
    is without its text.

    Parameters
    ----------
    case : Case
    added : Addition
    folder : Path or None
        Where texts go; None if they are not kept.

    Returns
    -------
    list of str
        The case's files that were changed.

    Raises
    ------
    ChangedOnDisk, EditRefused
        Nothing was written.
    """
    ready = _edited(case, added)
    with contextlib.ExitStack() as undo:
        if folder is not None:
            for document in added.documents:
                _store(document, case, folder, undo)
        changed = save(ready)
        undo.pop_all()  # nothing is taken back
    return changed


def changeable(case: Case) -> Case:
    """Return the case if it has a folder of the user's own.

    Raises
    ------
    EditRefused
        It is built in.
    """
    if case.folder is None or case.folder.resolve().is_relative_to(LIBRARY.resolve()):
        raise EditRefused(
            f"`{case.name}` is built in and cannot be changed; copy it and change the copy:"
            f" detente new FOLDER --from {case.name}"
        )
    return case


@dataclass
class _Plan:
    """An addition while it grows."""

    case: Case
    keep: str | None
    new: dict[str, NewDocument] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    regrouped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    shingles: Shingles = field(default_factory=Shingles)

    def add(self, read: ReadFile, details: Details) -> None:
        source = self.source(details.source)
        name = details.id or self.id_for(read, source, details.date)
        if name in self.case.documents:
            raise EditRefused(f"`{name}` is the id of a document already; nothing was written")
        alike = self.shingles.alike(read.extract.text)
        self.shingles.add(name, read.extract.text)
        entry = Document.model_construct(  # checked with the whole case, before it is written
            title=details.title,
            date=details.date,
            source=source,
            author=details.author,
            language=details.language,
            group=details.group or self.group(name, alike),
            sha256=read.sha256,
            path=self.path(read, name),
        )
        self.new[name] = NewDocument(name, read.file, entry, read.data, alike)
        self.notes += [f"{read.file}: {note}" for note in read.extract.notes]

    def source(self, said: str) -> str:
        """Return the id of a source that is given by id or name; a new one if there is none."""
        every = {**self.case.sources, **self.sources}
        names = {source.name.casefold(): name for name, source in every.items()}
        slug = slugged(said)
        for found in (said, names.get(said.casefold()), slug):
            if found in every:
                return str(found)
        near = did_you_mean(slug, every)
        self.notes.append(f"`{slug}` is a new source, graded F until somebody grades it{near}")
        self.sources[slug] = Source.model_construct(name=said, reliability="F", reason=UNGRADED)
        return slug

    def id_for(self, read: ReadFile, source: str, day: str | None) -> str:
        """Return an id that is free: the source's with the day, or the file's name."""
        base = f"{source[:_LONGEST_ID]}-{day}" if day else slugged(read.file.stem)
        taken = {*self.case.documents, *self.new}
        return next(name for name in _numbered(base) if name not in taken)

    def group(self, name: str, alike: Sequence[Likeness]) -> str | None:
        """Return the group of the text that this one is a reprint of, which may get one by it."""
        if not alike:
            return None
        nearest = alike[0]
        group = self.group_of(nearest.document)
        if group is None:
            group = nearest.document
            self.regroup(nearest.document, group)
        self.notes.append(
            f"`{name}` shares {nearest.part:.0%} of the shorter text with `{nearest.document}`:"
            f" both are in the group `{group}`; if they are not one story, take `group` out of"
            " documents.yaml"
        )
        return group

    def group_of(self, document: str) -> str | None:
        if document in self.new:
            return self.new[document].entry.group
        return self.regrouped.get(document) or self.case.documents[document].group

    def regroup(self, document: str, group: str) -> None:
        if document in self.new:
            known = self.new[document]
            self.new[document] = replace(
                known, entry=known.entry.model_copy(update={"group": group})
            )
        else:
            self.regrouped[document] = group

    def path(self, read: ReadFile, name: str) -> str | None:
        """Return where the text will stand; where it stands now, if that is in the case."""
        return None if self.keep is None else _standing(self.case, read) or f"{self.keep}{name}.txt"


def slugged(text: str) -> str:
    """Return an id made from a name.

    Examples
    --------
    >>> slugged("The Réunion Post, 2nd ed.")
    'the-reunion-post-2nd-ed'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].rstrip("-")
    return slug or "document"


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _standing(case: Case, read: ReadFile) -> str | None:
    """Return the path of a file inside the case's folder that is its own extracted text."""
    assert case.folder is not None
    file, root = read.file.resolve(), case.folder.resolve()
    inside = file.is_relative_to(root) and file.read_bytes() == read.data
    return file.relative_to(root).as_posix() if inside else None


def _edited(case: Case, added: Addition) -> Case:
    """Return the case with the new entries, checked as a whole."""
    documents, sources = _file(case, "documents.yaml"), _file(case, "sources.yaml")
    sources = add_entries(sources, {n: source.model_dump() for n, source in added.sources.items()})
    for name, group in added.regrouped.items():
        documents = set_value(documents, (name, "group"), group)
    documents = add_entries(documents, {new.id: _entry(new.entry) for new in added.documents})
    return edited(case, *(file for file in (documents, sources) if file.text))


def _entry(document: Document) -> dict[str, str]:
    said = document.model_dump(exclude_none=True)
    return {key: said[key] for key in _ORDER if key in said}


def _file(case: Case, name: str) -> TextFile:
    return case.files.get(name) or new_file(name)


def _store(document: NewDocument, case: Case, folder: Path, undo: contextlib.ExitStack) -> None:
    """Write one text, unless it stands there already."""
    path = document.entry.path
    assert case.folder is not None
    if path is None or _holds(case.folder / path, document.data):
        return
    target = folder / f"{document.id}.txt"
    if _holds(target, document.data):
        return
    if not folder.exists():
        _make(folder)
        undo.callback(_unmake, folder)
    write_atomically(target, document.data, replace=False)
    undo.callback(target.unlink, missing_ok=True)


def _holds(file: Path, data: bytes) -> bool:
    with contextlib.suppress(OSError):
        return file.is_file() and file.read_bytes() == data
    return False


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise EditRefused(
            f"{folder} cannot be made: {error.strerror}; nothing was changed"
        ) from None


def _unmake(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
