"""``detente add``: documents into a case."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.common import documents_option, json_option, print_json, progress

if TYPE_CHECKING:
    from detente.evidence.intake import Details, ReadFile


def _id(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}", value):
        raise click.BadParameter(
            f"found `{value}`; allowed: letters, digits, `_`, `.` and `-`, at most 80",
            param=parameter,
        )
    return value


@click.command("add")
@click.argument("case", metavar="CASE")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--title", help="The document's title; with one FILE only.")
@click.option("--titles-from-names", is_flag=True, help="Where none is found: the file's name.")
@click.option("--source", metavar="SOURCE", help="Who published it: a source's id, or a new name.")
@click.option("--author", help="Who wrote it.")
@click.option(
    "--date",
    "day",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When it was published, YYYY-MM-DD.",
)
@click.option("--language", metavar="CODE", help="Its language, such as en; else detected.")
@click.option(
    "--group",
    metavar="GROUP",
    callback=_id,
    help="The story it is a print of; else found by its words.",
)
@click.option(
    "--id", "name", metavar="ID", callback=_id, help="The document's id; with one FILE only."
)
@click.option(
    "--keep-text/--no-text",
    default=True,
    help="Whether the text is kept in CASE/documents (it is), or only its SHA-256.",
)
@click.option(
    "--text-dir",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Keep the text there instead: for cases that are passed on without their texts.",
)
@documents_option
@json_option
def command(case: str, files: tuple[Path, ...], documents: Path | None, **said: Any) -> None:
    """Add documents to a case: .txt, .md, .html, .pdf, .docx, or folders of them.

    The text is extracted and stored, with an entry in documents.yaml; a source that is new gets an
    entry in sources.yaml, graded F. Title, author, outlet, day and language are taken from the
    file where it says them. On a terminal you are asked for what is missing. A text that is there
    already is passed over, and reprints are put into one group. Nothing is written unless every
    FILE can be read.

    \b
    Example:
      detente add my-case report.pdf --source "River Post" --date 2020-06-02
      detente add my-case articles/ --titles-from-names
    """
    from detente.case import load
    from detente.evidence import stored_texts
    from detente.evidence.intake import addition, changeable, documents_in, duplicates, write

    held = changeable(load(case))
    named, others = documents_in(files)
    _check(named, said)
    reads = _read(named)
    known = duplicates(held, reads)
    fresh = [read for read in reads if read.file not in known]
    folder, keep = _where(held.folder, said)
    texts = stored_texts(held, documents).values()
    added = addition(held, _details(fresh, said), texts, keep=keep)
    changed = write(held, added, folder)
    passed = [f"{file}: is there already as {as_}; passed over" for file, as_ in known.items()]
    passed += [f"{file}: is no document by its ending; passed over" for file in others]
    passed += _dayless([new.id for new in added.documents if not new.entry.date])
    for note in (*added.notes, *passed):
        click.echo(f"note: {note}", err=True)
    if said["as_json"]:
        from detente.show.records import add_data

        print_json(add_data(held.name, added, known, changed, passed))
    else:
        _tell(case, added.documents)


def _check(files: Sequence[Path], said: dict[str, Any]) -> None:
    for option, value in (("--title", said["title"]), ("--id", said["name"])):
        if value and len(files) > 1:
            raise click.UsageError(f"{option} goes with one FILE; there are {len(files)}")
    if said["text_dir"] and not said["keep_text"]:
        raise click.UsageError("--text-dir says where the text is kept; --no-text, that it is not")


def _read(files: Sequence[Path]) -> list[ReadFile]:
    from detente.evidence.intake import Sandbox, read_files

    with Sandbox() as sandbox:
        return list(progress("Reading", read_files(files, sandbox), len(files)))


def _where(case: Path | None, said: dict[str, Any]) -> tuple[Path | None, str | None]:
    """Return the folder of the texts, and what stands before a text's name in its entry."""
    assert case is not None
    if not said["keep_text"]:
        return None, None
    return (said["text_dir"], "") if said["text_dir"] else (case / "documents", "documents/")


def _details(reads: Sequence[ReadFile], said: dict[str, Any]) -> list[tuple[ReadFile, Details]]:
    """Put together what flags, files and answers say; every missing flag is named at once."""
    from detente.evidence.intake import NotAdded

    asking = sys.stdin.isatty() and sys.stderr.isatty()
    found: list[tuple[ReadFile, Details]] = []
    missing: list[tuple[Path, str]] = []
    for read in reads:
        given = _given(read, said)
        if asking:
            _ask(read, given)
        lacking = [flag for flag in ("title", "source") if not given[flag]]
        if lacking:
            missing.append((read.file, _lacking(lacking, single=len(reads) == 1)))
        else:
            found.append((read, _as_details(given)))
    if missing:
        raise NotAdded(missing)
    return found


def _given(read: ReadFile, said: dict[str, Any]) -> dict[str, str | None]:
    extract, day = read.extract, said["day"]
    assert day is None or isinstance(day, datetime)
    name = read.file.stem if said["titles_from_names"] else None
    return {
        "title": said["title"] or extract.title or name,
        "source": said["source"] or extract.outlet,
        "author": said["author"] or extract.author,
        "date": day.date().isoformat() if day else extract.date,
        "language": said["language"] or extract.language,
        "group": said["group"],
        "id": said["name"],
    }


def _lacking(what: Sequence[str], *, single: bool) -> str:
    flags = {"title": "--title" if single else "--titles-from-names", "source": "--source"}
    return f"says no {' and no '.join(what)}; give {' and '.join(flags[each] for each in what)}"


def _ask(read: ReadFile, given: dict[str, str | None]) -> None:
    """Ask on the terminal for what neither flags nor the file say."""
    from detente.show.printable import one_line

    asked = [what for what in ("title", "source", "author", "date") if not given[what]]
    if asked:
        click.echo(f"{read.file}: {one_line(read.extract.text[:300])} …", err=True)
    for what in asked:
        default = "" if what == "author" else read.extract.made or "" if what == "date" else None
        given[what] = click.prompt(
            f"  {_QUESTIONS[what]}", default=default, value_proc=_ANSWERS.get(what), err=True
        )


_QUESTIONS = {
    "title": "Title",
    "source": "Source, by id or name",
    "author": "Author (may be empty)",
    "date": "Day, YYYY-MM-DD (may be empty)",
}


def _day(answer: str) -> str:
    from detente.evidence.intake import day

    if answer and day(answer) != answer:
        raise click.BadParameter("there is no such day; write YYYY-MM-DD")
    return answer


_ANSWERS = {"date": _day}


def _as_details(given: dict[str, str | None]) -> Details:
    from detente.evidence.intake import Details

    title, source = given["title"], given["source"]
    assert title
    assert source
    others = {key: given[key] or None for key in ("author", "date", "language", "group", "id")}
    return Details(title, source, **others)


_TOLD = 20


def _dayless(ids: Sequence[str]) -> list[str]:
    """Say what reading cannot do without the day on which a text was published."""
    from detente.case.errors import listed

    if not ids:
        return []
    says = f"{listed(f'`{one}`' for one in ids)} {'says' if len(ids) == 1 else 'say'} no day"
    without = "times such as “last week” will have no value there"
    return [f"{says}: {without} until `date:` is given in documents.yaml"]


def _tell(case: str, documents: Sequence[Any]) -> None:
    from detente.show.printable import one_line

    for new in documents[:_TOLD]:
        entry = new.entry
        what = [one_line(entry.title), entry.date or "no day", entry.language or "language unknown"]
        click.echo(f"{new.id}: {', '.join(what)}; {len(new.data.decode()):,} characters")
    count = len(documents)
    if count > _TOLD:
        click.echo(f"… and {count - _TOLD} more")
    click.echo(f"{case}: added {count} document{'' if count == 1 else 's'}")
