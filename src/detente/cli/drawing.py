"""What the commands that draw worlds share: their options, where to draw, progress, Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .common import load_case

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from detente.case import Case
    from detente.outlook import Assessment, Draws, Question
    from detente.outlook.solver import Progress, Solver

INTERRUPTED = 130
"""Exit code where a page rests on fewer draws than were asked for; as for any interruption."""
_CUT_SHORT = "detente.cut-short"

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--draws",
        type=click.IntRange(1, 10_000_000),
        metavar="N",
        help="How many worlds to draw under each grade table. By default up to 10,000, until no "
        "standard error is above 0.01.",
    ),
    click.option(
        "--error",
        type=click.FloatRange(0, 0.5, min_open=True),
        metavar="E",
        help="Stop once no standard error is above E.",
    ),
    click.option("--seed", type=int, default=1, metavar="N", help="Of the random numbers (1)."),
    click.option(
        "--workers", type=click.IntRange(1, 1024), metavar="N", help="Threads; all cores if absent."
    ),
    click.option(
        "--cluster", metavar="ADDRESS", help="A Dask scheduler to draw on, as tcp://HOST:PORT."
    ),
    click.option(
        "--resume",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Keep solved worlds in FILE, and go on from it where it is there.",
    ),
)
_QUESTION = (
    click.option("--outcome", metavar="NAME", help="The outcome asked after; else the answer."),
    click.option("--concept", metavar="NAME", help="Under which it is to hold (SEQ)."),
)


@dataclass(frozen=True)
class Drawing:
    """What the options of a command that draws say."""

    draws: int | None
    error: float | None
    seed: int
    workers: int | None
    cluster: str | None
    resume: Path | None
    outcome: str | None = None
    concept: str | None = None

    @property
    def question(self) -> Question:
        """What is asked of the outlook."""
        from detente.outlook import Question

        return Question(
            draws=self.draws,
            error=self.error,
            seed=self.seed,
            outcome=self.outcome,
            concept=self.concept,
        )


def drawing_options(function: F) -> F:
    """Give a command the options of how to draw, as one argument `drawing`."""
    return _with_options(function, _OPTIONS)


def question_options(function: F) -> F:
    """Give a command the options of what to ask and how to draw, as one argument `drawing`."""
    return _with_options(function, (*_QUESTION, *_OPTIONS))


def _with_options(function: F, options: tuple[Callable[[Any], Any], ...]) -> F:
    from functools import wraps

    names = set(Drawing.__dataclass_fields__)

    @wraps(function)
    def command(**arguments: Any) -> None:
        chosen = {name: arguments.pop(name) for name in names & arguments.keys()}
        function(drawing=Drawing(**chosen), **arguments)
        context = click.get_current_context()
        if context.meta.get(_CUT_SHORT):
            context.exit(INTERRUPTED)

    for option in reversed(options):
        command = option(command)
    return command  # type: ignore[return-value]


def assessment(name: str | Case, drawing: Drawing) -> Assessment:
    """Assess a case as the options say; what an interruption leaves is assessed all the same."""
    from detente.outlook import Interrupted, assess, assessed, conclusion

    case = load_case(name) if isinstance(name, str) else name
    with solver_for(case, drawing) as solver, progress_bar() as progress:
        try:
            return assess(case, drawing.question, solver=solver, progress=progress)
        except Interrupted as stop:
            _tell(stop.draws)
            aim = conclusion(case, drawing.outcome, drawing.concept)
            return assessed(stop.draws, aim if case.model.outcomes else None, quick=True)


def draws_of(case: Case, drawing: Drawing) -> Draws:
    """Draw as the options say; what an interruption leaves is returned all the same."""
    from detente.outlook import Interrupted, draw

    with solver_for(case, drawing) as solver, progress_bar() as progress:
        try:
            return draw(
                case,
                draws=drawing.draws,
                error=drawing.error,
                seed=drawing.seed,
                solver=solver,
                progress=progress,
            )
        except Interrupted as stop:
            _tell(stop.draws)
            return stop.draws


def _tell(draws: Draws) -> None:
    """Say that drawing was interrupted, now and by the exit code."""
    click.get_current_context().meta[_CUT_SHORT] = True
    click.echo(f"note: interrupted; what follows rests on the {draws.size:,} draws made", err=True)


@contextmanager
def solver_for(case: Case, drawing: Drawing) -> Iterator[Solver]:
    """Yield a solver as the options say; what it solved is written to the file to resume from."""
    from detente.outlook import Solver, plan

    executor = _cluster(drawing.cluster) if drawing.cluster else None
    solver = Solver(plan(case), executor=executor, workers=drawing.workers)
    if drawing.resume and drawing.resume.exists():
        solver.resume(drawing.resume)
    try:
        yield solver
    finally:
        if drawing.resume:
            solver.save(drawing.resume)
        if executor:
            executor.shutdown(wait=False)
        if solver.lost:
            lost = f"{solver.lost} chunks of work were lost with a worker, and done here instead"
            click.echo(f"note: {lost}", err=True)


def _cluster(address: str) -> Executor:
    """Return an executor on a Dask cluster.

    Raises
    ------
    click.UsageError
        Dask is not installed, or nobody answers there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise click.UsageError("`--cluster` needs Dask: pip install 'detente[cluster]'") from None
    try:
        client = Client(address, timeout="5s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"`--cluster {address}`: no scheduler answers there") from error
    executor: Executor = client.get_executor(pure=False)
    return executor


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield what shows progress on a terminal, once it takes longer than a moment."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Drawing worlds", total=1.0)

        def tell(what: str, share: float) -> None:
            bar.update(task, description=what, completed=share)

        yield tell
