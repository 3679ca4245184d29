"""What the commands share: the CASE argument, ``--json``, loading, solving, printing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from detente.case import Case
    from detente.conflict import Result
    from detente.evidence.reading import Reading
    from detente.evidence.reading.sources import Sources
    from detente.show.page import Page

T = TypeVar("T")

case_argument = click.argument("case", metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a page.")
full_option = click.option("--full", is_flag=True, help="Leave nothing out.")
documents_option = click.option(
    "--documents",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the documents' texts lie; found by name or by SHA-256.",
)


def load_case(name: str) -> Case:
    """Load a case by folder or library name, ``CASE:VARIANT`` with a variant's changes made."""
    from detente.case import load, varied

    base, _, variant = name.rpartition(":")
    return varied(load(base), variant) if base and not Path(name).exists() else load(name)


def solve_case(name: str) -> Result:
    """Load and solve a case; a bar on a terminal, and Ctrl-C is heard at once."""
    from detente.conflict import notes, solve

    case = load_case(name)
    for note in notes(case):
        click.echo(f"note: {note}", err=True)
    return watched("Solving", lambda progress: solve(case, progress=progress))


def patiently(what: str, work: Callable[[], T]) -> T:
    """Do work in a thread, so that the terminal shows life and an interruption is heard."""
    return watched(what, lambda _: work())


def watched(what: str, work: Callable[[Callable[[float], None]], T]) -> T:
    """Do work in a thread, and show how far it says it is.

    Parameters
    ----------
    what : str
        What is being done, for the person who waits.
    work : callable
        Takes what it may call with the share that is done; the call raises KeyboardInterrupt in
        the thread once there has been one, so that the work stops there as well.
    """
    outcome: dict[str, Any] = {}
    done: list[float] = []
    interrupted = threading.Event()

    def progress(share: float) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        done[:] = [share]

    def run() -> None:
        try:
            outcome["value"] = work(progress)
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            outcome["error"] = error

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        worker.join(0.3)
        if worker.is_alive():
            _show(what, worker, done)
    except KeyboardInterrupt:
        interrupted.set()
        raise
    if "error" in outcome:
        raise outcome["error"]
    value: T = outcome["value"]
    return value


def _show(what: str, worker: threading.Thread, done: list[float]) -> None:
    """Show a bar until the worker is done; one that only moves where no share is known."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from detente.conflict.compiled import compiling

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    piped = not console.is_terminal  # where even an empty bar would leave an empty line
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=piped
    ) as bar:
        task = bar.add_task(f"{what} …", total=None)
        while worker.is_alive():
            worker.join(0.1)
            if compiling():
                bar.update(task, description="Compiling the engine, once …")
            else:
                total = 1.0 if done else None
                bar.update(task, description=f"{what} …", completed=sum(done), total=total)


def progress(what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """Yield items while a bar on a terminal tells how far one is; in a pipe nothing is shown."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(
        items, what, total, console=console, transient=True, disable=not console.is_terminal
    )


def read_sources(sources: Sources) -> dict[str, Reading]:
    """Read documents, with a bar on a terminal; Ctrl-C says what is kept."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from detente.evidence.reading.batch import read_all
    from detente.evidence.reading.kept import Kept

    kept = Kept()
    count = len(sources.texts)
    columns = TextColumn("Reading …"), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True)
    shown = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=count)
        try:
            readings = read_all(
                sources.texts,
                lexicon=sources.lexicon,
                names=sources.names,
                kept=kept,
                done=lambda more: bar.advance(task, more),
            )
        except KeyboardInterrupt:
            finished = int(bar.tasks[0].completed)
            raise KeyboardInterrupt(
                f"{finished} of {count} texts are read and kept; the next run goes on from there"
            ) from None
    if kept.trouble:
        click.echo(f"note: {kept.trouble}", err=True)
    return readings


def print_page(page: Page) -> None:
    """Print a page: colour on a terminal, plain text elsewhere."""
    from rich.console import Console

    from detente.show.terminal import rendered

    sys.stdout.write(rendered(page, Console(highlight=False, markup=False, emoji=False)))


def print_json(data: object, *, indent: int | None = 2) -> None:
    """Print data as JSON, non-ASCII letters as they are."""
    import json

    json.dump(data, sys.stdout, ensure_ascii=False, indent=indent)
    sys.stdout.write("\n")
