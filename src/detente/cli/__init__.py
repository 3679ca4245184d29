"""The command line: one file a command, no logic of its own.

Commands are imported when they are asked for, and what they need when they run, so that
``detente --help`` answers at once.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence

import click

from detente._version import __version__

GROUPS = {
    "Begin": ("library", "new", "schema"),
    "From documents to claims": ("add", "read", "review", "gaps", "search", "history", "mcp"),
    "What holds, and why": ("check", "analyze", "solve", "why", "paths", "ranking", "diff"),
    "How sure, and on what it hinges": (
        "outlook",
        "hinges",
        "assumptions",
        "ach",
        "signposts",
        "futures",
    ),
    "What would change it": ("what-if", "observe", "what-would-it-take", "devils-advocate"),
    "Does it predict": ("seal", "score"),
    "Other programs' files": ("import", "export"),
}
"""The commands by what a person wants to do, in the order of the work."""

COMMANDS = tuple(sorted(name for names in GROUPS.values() for name in names))

EPILOG = """\b
Begin with:
  detente analyze korea-2019     the built-in case, as an example
  detente new my-case            a commented template for your own
"""


class Lazy(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands' names."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands group by group, each with the whole of its first sentence."""
        for title, names in GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl(
                    [(name, each.get_short_help_str(limit=200)) for name, each in commands if each]
                )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command; unknown names get the nearest known one in the message."""
        if cmd_name not in COMMANDS:
            from detente.case.errors import did_you_mean

            hint = did_you_mean(cmd_name, COMMANDS) or f"; there are: {', '.join(COMMANDS)}"
            raise click.UsageError(f"`{cmd_name}`: no such command{hint}", ctx)
        module = importlib.import_module(f".commands.{cmd_name}", __package__)
        command: click.Command = module.command
        return command


@click.command(cls=Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="detente")
def cli() -> None:
    """Turn reports into a sourced model of a conflict; see what holds, why, and how it could move.

    CASE is a folder with a case.yaml in it, or the name of a built-in case.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; errors end it with one clear message and no traceback.

    Exit codes: 0 done; 1 done, and a check failed; 2 bad input; 130 interrupted. When whoever
    reads its output goes away, it ends as other programs do (SIGPIPE).
    """
    if arguments is None and hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        code = cli.main(arguments, prog_name="detente", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort) as error:
        _say(f"detente: interrupted; {_left_behind(error)}")
        _leave(130)
    except MemoryError as error:
        code = _say(f"detente: not enough memory for this case. {error}".rstrip(". "))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        code = _say(f"detente: {where}{error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - raised again unless it was raised on purpose
        code = _say(_meant(error))
    sys.exit(code or 0)


def _left_behind(error: BaseException) -> str:
    """Return what an interrupted command said it leaves behind; most leave nothing."""
    cause = error.__cause__ if isinstance(error, click.Abort) else error
    return str(cause or "") or "nothing was written"


def _meant(error: Exception) -> str:
    """Return the message of an error that was raised on purpose; any other goes on."""
    from detente.case import DetenteError, InvalidCase

    if isinstance(error, InvalidCase):
        return _listing(error.problems, error.left_undone)
    if isinstance(error, DetenteError):
        return f"detente: {error}"
    raise error


def _listing(problems: Sequence[object], left_undone: str) -> str:
    count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}; {left_undone}"
    return "\n".join([*map(str, problems), f"detente: {count}"])


def _say(message: str) -> int:
    print(message, file=sys.stderr)  # noqa: T201
    return 2


def _leave(code: int) -> None:
    """End at once: a person who waits is not kept by a thread that still computes."""
    sys.stderr.flush()
    os._exit(code)
