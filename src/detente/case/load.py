"""A case in memory: everything its files say, typed, checked and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from . import check
from .errors import MOST_PROBLEMS, InvalidCase, Place, Problem
from .files import AFTERWARDS, LEDGER, REQUIRED, Files, TextFile, read_file, read_folder
from .find import LIBRARY, folder_of
from .formula import Expression, Formula, Name
from .happened import Happened, happened_problems
from .nodes import PathKey
from .repair import PLACEHOLDER
from .schema import FILES, Claim, Document, Grades, Model, Source, Variant
from .validate import kind_of, validate


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
    happened : Happened or None
        What became of its outcomes, where that is known and written down.
    own_grades : Grades or None
        What ``grades.yaml`` says; None where the case has none, and the default holds.
    files : mapping of file name to TextFile
        The texts behind it; every entry's place is found through them.
    variant : str or None
        The variant whose changes were made; None for the case as its files say it.
    believed, disbelieved : frozenset of str
        Claims that a variant takes for confirmed, or for refuted: in draws they always come
        through, or never.
    before_disbelief : Model or None
        The model with the lines in it that fall where a claim is disbelieved; see :attr:`basis`.
    """

    name: str
    folder: Path | None
    model: Model
    claims: Mapping[str, Claim] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    happened: Happened | None = None
    files: Files = field(default_factory=dict)
    own_grades: Grades | None = None
    variant: str | None = None
    believed: frozenset[str] = frozenset()
    disbelieved: frozenset[str] = frozenset()
    before_disbelief: Model | None = None

    @property
    def basis(self) -> Model:
        """The model to draw worlds from.

        Where nothing is drawn, a line falls whose every claim is disbelieved. Where worlds are
        drawn it is like any line for which nothing comes through: it stands with its credence.
        """
        return self.before_disbelief or self.model

    @property
    def grades(self) -> Grades:
        """What the grades mean in numbers: the case's own table, or the default."""
        return self.own_grades or default_grades()

    @property
    def address(self) -> str:
        """What to type for it on the command line: a library name, or the folder as given."""
        in_library = self.folder is None or self.folder.is_relative_to(LIBRARY)
        if in_library:
            return self.name
        return f"{self.folder}:{self.variant}" if self.variant else str(self.folder)

    def place(
        self, path: tuple[PathKey, ...], *, file: str = "case.yaml", key: bool = False
    ) -> Place:
        """Return where an entry stands in the case's files."""
        return self.files[file].place(path, key=key)

    def canonical(self) -> str:
        """Return the model as canonical JSON: what it means, whatever the way it is written.

        Gone are comments, layout, quotation marks, what is said though it is the default, the
        spacing and needless parentheses of formulas, and the order of keys. The order of decision
        makers, options, statements, rules and outcomes stays, because it means something.
        """
        return json.dumps(_plain(self.model), ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """SHA-256 of :meth:`canonical`."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


@cache
def default_grades() -> Grades:
    """Return the grade table of cases that have none of their own, with its reasons."""
    file = read_file(Path(__file__).parent, "grades.yaml")
    grades, problems = validate(file, Grades)
    assert not problems, problems
    assert isinstance(grades, Grades)
    return grades


_KINDS = {**FILES, AFTERWARDS: Happened}

_UNORDERED = {"moves", "ranking", "actors"}
"""Mappings whose keys stand in an order that means nothing: who moves, ranks, takes part."""


def _plain(value: Any) -> Any:
    match value:
        case Formula():
            return _tree(value.expression)
        case BaseModel():
            return {
                name: _plain(_in_order(name, getattr(value, name)))
                for name in type(value).model_fields
                if getattr(value, name)
                != type(value).model_fields[name].get_default(call_default_factory=True)
            }
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
    return value


def _in_order(name: str, value: Any) -> Any:
    sortable = name in _UNORDERED and isinstance(value, Mapping)
    return dict(sorted(value.items())) if sortable else value


def _tree(expression: Expression) -> Any:
    """Write an expression as nested lists, the operator first."""
    if isinstance(expression, Name):
        return expression.name
    return [expression.operator, *map(_tree, expression.parts)]


def load(case: str | Path) -> Case:
    """Read a case from a folder, or from the library by name.

    Parameters
    ----------
    case : str or Path
        A folder with a case.yaml, or a name that :func:`~detente.case.library_names` gives.

    Returns
    -------
    Case
        Frozen, and without any problem.

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
    files, unread = read_folder(folder)
    return from_files(files, name=name, folder=folder, unread=unread)


def from_files(
    files: Files, *, name: str, folder: Path | None = None, unread: Sequence[Problem] = ()
) -> Case:
    """Build a case from texts that were read already.

    Parameters
    ----------
    files : mapping of str to TextFile
    name : str
        What the case is called.
    folder : Path, optional
        Where it is to be saved.
    unread : sequence of Problem
        What is wrong with files that could not be read.

    Raises
    ------
    InvalidCase
        With all problems of all files at once.
    """
    parts, happened, misfits = _parts(files, unread)
    every = chain(check.problems(parts, files), _told(parts, happened, files))
    # what a repair put in is no fault of the case's; where nothing was repaired, all counts
    found = (p for p in every if not misfits or PLACEHOLDER not in p.message)
    if problems := [*misfits, *islice(found, MOST_PROBLEMS + 1)]:
        raise InvalidCase(problems)
    assert parts.model is not None, "a case.yaml that could not be read is a problem"
    return Case(
        name=name,
        folder=folder,
        model=parts.model,
        claims=MappingProxyType(parts.claims),
        documents=MappingProxyType(parts.documents),
        sources=MappingProxyType(parts.sources),
        variants=MappingProxyType(parts.variants),
        happened=happened,
        files=MappingProxyType(dict(files)),
        own_grades=parts.grades,
    )


def _told(parts: check.Parts, happened: Happened | None, files: Files) -> Iterator[Problem]:
    if happened is not None and parts.model is not None:
        yield from happened_problems(files[AFTERWARDS], happened, parts.model, parts.documents)


def _parts(
    files: Files, unread: Sequence[Problem]
) -> tuple[check.Parts, Happened | None, list[Problem]]:
    """Validate every file; what they hold, repaired where need be, and all misfits."""
    held: dict[str, Any] = {}
    problems = list(unread)
    for file in files.values():
        try:
            if file.name == REQUIRED:
                _refuse_other_versions(file)
            held[file.name], misfits = validate(file, _KINDS.get(file.name, Variant))
        except InvalidCase as error:
            misfits = list(error.problems)
        problems.extend(misfits)
    useless = {problem.place.file for problem in problems} - held.keys()
    ledger = {n: check.ANY_NAME if n in useless else held.get(n, {}) for n in LEDGER}
    parts = check.Parts(
        model=held.get(REQUIRED),
        claims=ledger["claims.yaml"],
        documents=ledger["documents.yaml"],
        sources=ledger["sources.yaml"],
        variants={Path(name).stem: held[name] for name in held if name not in _KINDS},
        grades=held.get("grades.yaml"),
        ledger_missing="claims.yaml" not in files.keys() | useless,
    )
    return parts, held.get(AFTERWARDS), problems


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
        found = kind_of(version)
        message = f"format version {found} is not known; this program reads version 1"
        raise InvalidCase([Problem(file.place(("detente",)), message)])
