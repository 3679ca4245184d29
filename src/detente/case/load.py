"""A case in memory: everything its files say, typed, checked and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from . import check
from .errors import InvalidCase, Place, Problem
from .files import Files, TextFile, read_folder
from .find import LIBRARY, folder_of
from .formula import Formula
from .nodes import PathKey
from .repair import PLACEHOLDER
from .schema import FILES, Claim, Document, Model, Source, Variant
from .validate import validate


@dataclass(frozen=True, eq=False)
class Case:
    """One situation: its model, its claims, their documents and sources, its variants.

    Attributes
    ----------
    name : str
        The folder's name.
    folder : Path or None
        Where it was read from; None for a case made in memory.
    model : Model
        What ``case.yaml`` says.
    claims, documents, sources, variants : mapping of id to entry
    files : mapping of file name to TextFile
        The texts behind it; every entry's place is found through them.
    """

    name: str
    folder: Path | None
    model: Model
    claims: Mapping[str, Claim] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    files: Files = field(default_factory=dict)

    @property
    def address(self) -> str:
        """What to type for it on the command line: a library name, or the folder as given."""
        in_library = self.folder is None or self.folder.is_relative_to(LIBRARY)
        return self.name if in_library else str(self.folder)

    def place(
        self, path: tuple[PathKey, ...], *, file: str = "case.yaml", key: bool = False
    ) -> Place:
        """Return where an entry stands in the case's files."""
        return self.files[file].place(path, key=key)

    def canonical(self) -> str:
        """Return the model as canonical JSON: comments, order of keys in files, and layout gone.

        The order of decision makers, options, statements, rules and outcomes stays, because it
        means something.
        """
        return json.dumps(_plain(self.model), ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """SHA-256 of :meth:`canonical`."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case Formula():
            return value.text
        case BaseModel():
            return {
                name: _plain(getattr(value, name))
                for name in type(value).model_fields
                if getattr(value, name)
                != type(value).model_fields[name].get_default(call_default_factory=True)
            }
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
    return value


def load(case: str | Path) -> Case:
    """Read a case from a folder, or from the library by name.

    Raises
    ------
    CaseNotFound
        Neither a folder nor a library case.
    InvalidCase
        With all problems of all files at once.

    Examples
    --------
    >>> load("korea-2019").model.title
    'The Korean nuclear talks after Hanoi and Vladivostok'
    """
    folder = folder_of(case)
    in_library = folder.is_relative_to(LIBRARY)
    name = folder.relative_to(LIBRARY).as_posix() if in_library else folder.resolve().name
    return from_files(read_folder(folder), name=name, folder=folder)


def from_files(files: Files, *, name: str, folder: Path | None = None) -> Case:
    """Build a case from texts that were read already.

    Raises
    ------
    InvalidCase
        With all problems of all files at once.
    """
    parts, problems = _parts(files)
    problems += [p for p in check.problems(parts, files) if PLACEHOLDER not in p.message]
    if problems:
        raise InvalidCase(problems)
    return Case(
        name=name,
        folder=folder,
        model=parts.model,
        claims=MappingProxyType(parts.claims),
        documents=MappingProxyType(parts.documents),
        sources=MappingProxyType(parts.sources),
        variants=MappingProxyType(parts.variants),
        files=MappingProxyType(dict(files)),
    )


def _parts(files: Files) -> tuple[check.Parts, list[Problem]]:
    """Validate every file; what they hold, repaired where need be, and all misfits."""
    held: dict[str, Any] = {}
    problems: list[Problem] = []
    for file in files.values():
        if file.name == "case.yaml":
            _refuse_other_versions(file)
        try:
            held[file.name], misfits = validate(file, FILES.get(file.name, Variant))
        except InvalidCase as error:
            misfits = list(error.problems)
        problems.extend(misfits)
    if "case.yaml" not in held:
        raise InvalidCase(problems)
    variants = {
        Path(name).stem: value for name, value in held.items() if name.startswith("variants/")
    }
    parts = check.Parts(
        model=held["case.yaml"],
        claims=held.get("claims.yaml", {}),
        documents=held.get("documents.yaml", {}),
        sources=held.get("sources.yaml", {}),
        variants=variants,
        ledger_missing="claims.yaml" not in files,
    )
    return parts, problems


def _refuse_other_versions(file: TextFile) -> None:
    """Speak about the version before the rest, which may be wrong only because of it."""
    if file.tree is None:
        raise InvalidCase([Problem(file.place(), "is empty; `detente new DIR` writes a template")])
    value = file.tree.value
    if not isinstance(value, dict):
        raise InvalidCase([Problem(file.place(), "is no case: it must begin with `detente: 1`")])
    version = value.get("detente")
    if version is None:
        raise InvalidCase([Problem(file.place(), "is no case: `detente: 1` is missing")])
    if version != "1":
        message = f"format version `{version}` is not known; this program reads version 1"
        raise InvalidCase([Problem(file.place(("detente",)), message)])
