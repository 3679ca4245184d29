"""The frame of the commands that ask one thing of an outlook, and of those that ask for edits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from .common import case_argument, json_option, load_case, print_json, print_page, solve_case
from .drawing import Drawing, assessment, progress_bar, question_options

if TYPE_CHECKING:
    from detente.outlook.inverse import Inverse
    from detente.show.page import Page

Told = Callable[..., "Page | str"]
"""Takes a case, its assessment and the command's own options; returns what is printed."""
Option = Callable[[Any], Any]


def outlook_command(name: str, part: str, *options: Option) -> Callable[[Told], click.Command]:
    """Make a command of a function that tells one part of an assessment.

    The command loads the case and assesses it as its options say. With ``--json`` it prints the
    part as it is; otherwise what the function returns.

    Parameters
    ----------
    name : str
        What the command is called.
    part : str
        Which attribute of :class:`~detente.outlook.Assessment` it tells.
    *options
        What it has beside CASE, ``--json`` and the options of :func:`.drawing.question_options`.
    """

    def made(tell: Told) -> click.Command:
        @question_options
        @wraps(tell)
        def command(case: str, as_json: bool, drawing: Drawing, **own: Any) -> None:
            held = load_case(case)
            found = assessment(held, drawing)
            if as_json:
                from detente.show.outlook_data import plain

                print_json(plain(getattr(found, part)))
                return
            told = tell(held, found, **own)
            if isinstance(told, str):
                click.echo(told, nl=False)
            else:
                print_page(told)

        return _with(command, case_argument, *options, json_option, name=name)

    return made


_INVERSE = (
    click.option(
        "--state",
        metavar="STATE",
        help="Ask about one state instead of an outcome; `sq` for instance.",
    ),
    click.option(
        "--edits",
        metavar="N",
        type=click.IntRange(1, 3),
        default=2,
        show_default=True,
        help="Up to how many edits to try, all of them; three may take minutes.",
    ),
    click.option(
        "--most",
        metavar="N",
        type=click.IntRange(1, 100_000),
        default=10,
        show_default=True,
        help="How many of the changes to tell.",
    ),
    json_option,
)


def inverse_command(
    name: str, default: str
) -> Callable[[Callable[[], Callable[..., Inverse]]], click.Command]:
    """Make a command of a function that returns which question about edits it asks.

    Parameters
    ----------
    name : str
        What the command is called.
    default : str
        Which concept is meant if none is given, in words.
    """
    concept = click.option("--concept", help=f"Nash, GMR, SMR, SEQ or SSEQ; by default {default}.")
    outcome = click.argument("outcome", required=False)

    def made(question: Callable[[], Callable[..., Inverse]]) -> click.Command:
        @wraps(question)
        def command(**given: Any) -> None:
            _ask(question(), **given)

        return _with(command, case_argument, outcome, concept, *_INVERSE, name=name)

    return made


def _with(command: Callable[..., None], *options: Option, name: str) -> click.Command:
    for option in reversed(options):
        command = option(command)
    return click.command(name)(command)


def _ask(
    ask: Callable[..., Inverse],
    case: str,
    outcome: str | None,
    state: str | None,
    concept: str | None,
    edits: int,
    most: int,
    as_json: bool,
) -> None:
    """Ask, with a bar while changes are tried, and print the answer."""
    from detente.show.change import Told, inverse_data

    if outcome is not None and state is not None:
        raise click.UsageError("OUTCOME and --state exclude each other")
    result = solve_case(case)
    number = None if state is None else result.state(state)
    with progress_bar() as progress:
        found = ask(
            result, outcome, state=number, concept=concept, most=edits, told=most, progress=progress
        )
    if as_json:
        print_json(inverse_data(found))
    else:
        print_page(Told(found).page())
