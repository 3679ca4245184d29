"""What there is in the library, and what was imported, exported and begun."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from detente.case import Case


class LibraryEntry(TypedDict):
    """A case of the library; its group is ``built-in`` or ``published``."""

    name: str
    group: str
    title: str
    question: str | None
    as_of: str
    decision_makers: int
    options: int
    claims: int
    sources: list[str]


def library_entry(case: Case, name: str) -> LibraryEntry:
    """Return what ``detente library`` says of one case."""
    return {
        "name": name,
        "group": "published" if name.startswith("published/") else "built-in",
        "title": case.model.title,
        "question": case.model.question,
        "as_of": case.model.as_of,
        "decision_makers": len(case.model.decision_makers),
        "options": len(case.model.options),
        "claims": len(case.claims),
        "sources": [document.title for document in case.documents.values()],
    }


class RenamedData(TypedDict):
    """A name that is no id, or was taken, and the id in its place."""

    kind: str
    name: str
    id: str


class ImportData(TypedDict):
    """``detente import --json``."""

    file: str
    folder: str
    files: list[str]
    decision_makers: int
    options: int
    renamed: list[RenamedData]
    notes: list[str]


def import_data(
    case: Case,
    file: str,
    folder: str,
    renamed: Iterable[tuple[str, str, str]],
    notes: Iterable[str],
) -> ImportData:
    """Return what ``detente import`` did; `renamed` are kinds, names and ids."""
    return {
        "file": file,
        "folder": folder,
        "files": sorted(case.files),
        "decision_makers": len(case.model.decision_makers),
        "options": len(case.model.options),
        "renamed": [RenamedData(kind=k, name=name, id=new) for k, name, new in renamed],
        "notes": list(notes),
    }


class ExportData(TypedDict):
    """``detente export --json``."""

    case: str
    file: str
    format: str
    bytes: int
    notes: list[str]


def export_data(case: Case, file: str, name: str, size: int, notes: Iterable[str]) -> ExportData:
    """Return what ``detente export`` did."""
    return {"case": case.name, "file": file, "format": name, "bytes": size, "notes": list(notes)}


class NewData(TypedDict):
    """``detente new --json``."""

    folder: str
    files: list[str]
