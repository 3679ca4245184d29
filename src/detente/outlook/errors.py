"""What an outlook refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.case import DetenteError

if TYPE_CHECKING:
    from .estimate import Draws


class NothingToDraw(DetenteError):
    """A case that cannot be drawn from: nothing in it rests on evidence, or it cannot vary."""


class OtherCase(DetenteError):
    """A file of kept work that belongs to another case, or to other evidence."""


class NoStatements(DetenteError):
    """Nobody in the case has statements that could be edited."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while drawing; `draws` holds what was drawn until then."""

    def __init__(self, draws: Draws) -> None:
        super().__init__(f"interrupted after {draws.size:,} draws")
        self.draws = draws


class NothingToScore(DetenteError):
    """Of no outcome that was forecast it is known whether it happened."""


class BrokenSeal(DetenteError):
    """A sealed forecast whose content is not what was sealed."""
