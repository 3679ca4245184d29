"""The report: one HTML page that holds all of a case and its results, and asks for nothing else.

No script, no outside request (a Content-Security-Policy forbids both), every text from a case
escaped and freed of marks that reorder what is read. The same input gives the same page.
Passages of documents stand in it only where the texts are at hand: the user's own, in the case's
folder or the one that was named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case import Case, DetenteError, write_atomically
from detente.conflict import overview, solve
from detente.evidence import StoredText, quality, stored_texts
from detente.outlook import assess, varies
from detente.outlook.inverse import challenge

from .analysis import Story
from .contents import GENERATOR, Contents, built_in
from .printable import printable
from .words import capital, sentence

if TYPE_CHECKING:
    from jinja2 import Environment


class ReportRefused(DetenteError):
    """A report would take the place of a file that is none."""


@dataclass(frozen=True)
class Report:
    """A finished report.

    Attributes
    ----------
    title, html : str
    """

    title: str
    html: str

    def save(self, path: str | Path) -> Path:
        """Write the report to a file, all at once, and return its path.

        Raises
        ------
        ReportRefused
            Something stands there that is no report.
        EditRefused
            It cannot be written.
        """
        target = Path(path)
        _refuse_other_files(target)
        write_atomically(target, self.html.encode())
        return target

    def _repr_html_(self) -> str:
        frame = 'sandbox="" width="100%" height="720" style="border:1px solid #999"'
        title = escape(printable(self.title), quote=True)
        return f'<iframe title="{title}" srcdoc="{escape(self.html, quote=True)}" {frame}></iframe>'


def report(
    case: Case,
    path: str | Path | None = None,
    documents: Path | None = None,
    *,
    outlook: bool = True,
) -> Report:
    """Solve a case, draw its outlook, and make its report.

    Parameters
    ----------
    case : Case
    path : str or Path, optional
        Where to write it; it is written nowhere if not given.
    documents : Path, optional
        Where the texts of the documents lie; the case's own folder if not given.
    outlook : bool
        Whether to draw, where the case rests on claims; without, it takes a moment only.

    Examples
    --------
    >>> from detente.case import load
    >>> report(load("korea-2019"), outlook=False).title
    'The Korean nuclear talks after Hanoi and Vladivostok'
    """
    result = solve(case)
    found = assess(case) if outlook and varies(case) else None
    advocate = challenge(result, found.conclusion) if found else None
    story = Story(overview(result), quality(case), found, advocate, full=True)
    made = made_from(story, documents)
    if path is not None:
        made.save(path)
    return made


def made_from(story: Story, documents: Path | None = None) -> Report:
    """Make the report of a case that is solved already."""
    case = story.result.case
    texts = _texts(case, documents)
    contents = Contents(replace(story, full=True), texts)
    html = environment().get_template("report.html.j2").render(c=contents)
    return Report(case.model.title, html)


def default_place(case: Case) -> Path:
    """Return where a report goes if nobody says: into the case's folder, or the current one."""
    name = f"{re.sub('[/:]', '-', case.name) or 'case'}-report.html"
    return Path(name) if built_in(case) or case.folder is None else case.folder / name


def _texts(case: Case, documents: Path | None) -> Mapping[str, StoredText]:
    """Return the texts at hand; none for a built-in case, unless a folder was named."""
    if documents is None and built_in(case):
        return {}
    texts = stored_texts(case, documents)
    return texts if any(stored.text is not None for stored in texts.values()) else {}


def _refuse_other_files(target: Path) -> None:
    if not target.exists() and not target.is_symlink():
        return
    mark = f'<meta name="generator" content="{GENERATOR}'.encode()
    if target.is_file():
        with target.open("rb") as stream:
            if mark in stream.read(2_000):
                return
    raise ReportRefused(f"{target} is there already and is no report of ours; it was left alone")


def environment() -> Environment:
    """Return the templates: everything escaped, unknown names refused."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("detente.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters |= {"sentence": sentence, "capital": capital}
    return made


def _shown(value: object) -> object:
    """Clean every text on its way into the page; what is markup already stays as it is."""
    return printable(value) if type(value) is str else value
