"""``detente read``: what stands in the documents of a case, or in text files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    documents_option,
    full_option,
    json_option,
    load_case,
    print_json,
    print_page,
    read_sources,
)

if TYPE_CHECKING:
    from detente.evidence.reading.sources import Sources


@click.command("read")
@click.argument("what", metavar="CASE|FILE…", nargs=-1, required=True)
@documents_option
@click.option("--document", "only", metavar="ID", help="Read this document of the case alone.")
@click.option(
    "--published",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With FILE: when the texts appeared; “last week” has no date without it.",
)
@full_option
@json_option
def command(
    what: tuple[str, ...],
    documents: Path | None,
    only: str | None,
    published: datetime | None,
    full: bool,
    as_json: bool,
) -> None:
    """Read the documents: actors, times, figures, who says what, who does what to whom.

    Nothing of it enters the case. Every mark is a suggestion, with its passage, the rule that made
    it and how often that rule was right on annotated texts. What was read is not read again, and
    an interrupted run goes on where it was. FILE is plain text, or a folder of .txt files.

    \b
    Example:
      detente read my-case --documents articles/
      detente read my-case --document post-0602 --full
      detente read report.txt --published 2023-09-21 --json
    """
    sources = _sources(what, documents, only, published)
    for name, why in sources.absent.items():
        click.echo(f"note: {name}: {why}", err=True)
    read = sources.joined(read_sources(sources))
    if as_json:
        from detente.show.reading_data import read_data

        print_json(read_data(read), indent=None)
    else:
        from detente.show.reading import reading_page

        print_page(reading_page(sources.title, read, full=full))


def _sources(
    what: tuple[str, ...], documents: Path | None, only: str | None, published: datetime | None
) -> Sources:
    """Tell a case from files: a case has a case.yaml, or is a built-in one."""
    from detente.evidence.reading.sources import of_case, of_files

    paths = [Path(name) for name in what]
    if len(what) > 1 or _plain(paths[0]):
        if documents or only:
            raise click.UsageError("--documents and --document go with CASE, not with FILE")
        return of_files(paths, published.date() if published else None)
    if published:
        raise click.UsageError("--published goes with FILE; a case's documents have their dates")
    return of_case(load_case(what[0]), documents, only)


def _plain(path: Path) -> bool:
    if path.is_dir():
        return not (path / "case.yaml").exists() and any(path.glob("*.txt"))
    return path.is_file() and path.name != "case.yaml"
