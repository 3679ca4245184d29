"""Which formats there are, by the endings of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from detente.case import Case, UnknownName
from detente.case.errors import did_you_mean, shown
from detente.case.nodes import read_text
from detente.conflict import Result

from .exchange import Exported, Imported

EXPORTS: Mapping[str, str] = {
    "gmcr": "GMCR+",
    "nfg": "Gambit, strategic form",
    "efg": "Gambit, extensive form",
    "graphml": "GraphML: states and moves",
    "csv": "CSV: states, places, stability",
    "jsonld": "W3C Web Annotation: claims at their passages",
    "provjson": "PROV-JSON: what the model was derived from",
}
"""What can be written, by ending."""

MODELS = frozenset({"gmcr", "jsonld", "provjson"})
"""Those of them that take the case alone; the others take its result."""

IMPORTS: Mapping[str, str] = {"gmcr": "GMCR+"}
"""What can be read, by ending."""


def export_format(target: str, chosen: str | None = None) -> str:
    """Return the format to write: the chosen one, or that of a file's ending.

    Parameters
    ----------
    target : str
        Where the file is to be.
    chosen : str, optional
        The name of a format.

    Raises
    ------
    UnknownName
        Neither is a format that can be written.

    Examples
    --------
    >>> export_format("cuba.nfg")
    'nfg'
    """
    return _format(target, chosen, EXPORTS, "written")


def import_format(source: str, chosen: str | None = None) -> str:
    """Return the format to read: the chosen one, or that of a file's ending.

    Parameters
    ----------
    source : str
        Where the file is.
    chosen : str, optional
        The name of a format.

    Raises
    ------
    UnknownName
        Neither is a format that can be read.
    """
    return _format(source, chosen, IMPORTS, "read")


def _format(file: str, chosen: str | None, known: Iterable[str], done: str) -> str:
    name = chosen or Path(file).suffix.lower().removeprefix(".")
    if name in known:
        return name
    formats = ", ".join(known)
    if not name:
        raise UnknownName(f"`{shown(file)}` has no ending; say --format: {formats}")
    hint = did_you_mean(name, known)
    raise UnknownName(f"`{shown(name)}`: no format that is {done}{hint}; there are: {formats}")


def import_file(path: Path, format: str, *, title: str, as_of: str, name: str) -> Imported:  # noqa: A002
    """Read another program's file as a case.

    Parameters
    ----------
    path : Path
    format : str
        One of :data:`IMPORTS`.
    title, as_of : str
        What a case must say where the file does not.
    name : str
        What the case is to be called.

    Raises
    ------
    InvalidCase
        With all problems of the file, each with its place.
    """
    from . import gmcrplus

    assert format in IMPORTS, "chosen by import_format"
    _, text = read_text(path, shown(str(path), 200))
    return gmcrplus.read(text, file=shown(str(path), 200), title=title, as_of=as_of, name=name)


def export_case(case: Case, format: str) -> Exported:  # noqa: A002
    """Write a case as the text of another program's file, without solving it.

    Parameters
    ----------
    case : Case
    format : str
        One of :data:`MODELS`.

    Raises
    ------
    NotExpressible
        The format cannot hold the case.
    """
    match format:
        case "jsonld":
            from . import webannotation

            return webannotation.write(case)
        case "provjson":
            from . import provenance

            return provenance.write(case)
    assert format == "gmcr", "chosen by export_format"
    from . import gmcrplus

    return gmcrplus.write(case)


def export_result(
    result: Result,
    format: str,  # noqa: A002
    *,
    start: int | None = None,
    turns: int | None = None,
) -> Exported:
    """Write a result as the text of another program's file.

    Parameters
    ----------
    result : Result
    format : str
        One of :data:`EXPORTS` that is none of :data:`MODELS`.
    start, turns : int, optional
        Of a game tree: the state where it begins, and how many turns are taken.

    Raises
    ------
    NotExpressible, TooLarge
        The format cannot hold the case.
    """
    match format:
        case "nfg":
            from . import gambit

            return gambit.strategic(result)
        case "efg":
            from . import gambit

            return gambit.extensive(result, start=start, turns=turns)
        case "graphml":
            from . import graphml

            return graphml.graph(result)
    assert format == "csv", "chosen by export_format"
    from . import tables

    return tables.table(result)
