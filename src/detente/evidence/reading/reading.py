"""A text, read: everything that is marked in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from . import syntax
from .actors import mentions
from .authorship import Authorship
from .boilerplate import boilerplate
from .events import Events
from .hedges import Hedge, hedges
from .language import looks_english
from .learned import Judge
from .lexicon import Lexicon
from .memory import Memory
from .quantities import quantities
from .quotes import quotations
from .sentences import sentences
from .spans import Boilerplate, Event, Mention, Quantity, Sentence, Statement, Time
from .statements import Attributions
from .times import times
from .uses import Attribution


@dataclass(frozen=True, slots=True)
class Reading:
    """What was marked in a text. Every span counts code points from 0, its end exclusive.

    Attributes
    ----------
    sentences : tuple of Sentence
    actors : tuple of Mention
    times : tuple of Time
    quantities : tuple of Quantity
    statements : tuple of Statement
    hedges : tuple of Hedge
    events : tuple of Event
    boilerplate : tuple of Boilerplate
    note : str
        Why nothing was marked, if so.
    """

    sentences: tuple[Sentence, ...] = ()
    actors: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    events: tuple[Event, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    note: str = field(default="")


def read(
    text: str,
    *,
    published: date | str | None = None,
    lexicon: Lexicon | None = None,
    judge: Judge | None = None,
) -> Reading:
    """Read a text: mark actors, times, quantities, statements, hedges, events and boilerplate.

    Parameters
    ----------
    text : str
        English. Of a text in another language nothing is marked, and the reading says so.
    published : date or str, optional
        When the text appeared, as a date or in ISO 8601; "last week" has no date without it.
    lexicon : Lexicon, optional
        Who and what can be named; the tables of détente if not given. A case's own names come
        with ``Lexicon.default().with_case(case)``.
    judge : Judge, optional
        Who tells which deeds a sentence tells; the learned model of détente if not given.

    Raises
    ------
    ValueError
        `published` is no day in ISO 8601.

    Examples
    --------
    >>> found = read("Russia said that talks with Ukraine would resume.")
    >>> [(one.speaker, one.stance) for one in found.statements]
    [('RUS', 'asserts')]
    """
    day = date.fromisoformat(published) if isinstance(published, str) else published
    every = sentences(text)
    if not looks_english(text):
        return Reading(sentences=every, note="not in English: nothing was marked")
    known = lexicon or Lexicon.default()
    return mark(
        text,
        mentions(text, every, known, day),
        times(text, every, day),
        quantities(text, every),
        found=every,
        published=day,
        judge=judge,
    )


def mark(
    text: str,
    actors: Sequence[Mention],
    moments: Sequence[Time],
    figures: Sequence[Quantity] = (),
    *,
    found: Sequence[Sentence] | None = None,
    published: date | None = None,
    judge: Judge | None = None,
) -> Reading:
    """Mark statements, hedges, events and boilerplate in a text whose actors are known.

    Parameters
    ----------
    text : str
    actors, moments, figures
        What stands in the text, in order.
    found : sequence of Sentence, optional
        The sentences, if they are known already.
    published : date, optional
        What is dated later is planned, and no event.
    judge : Judge, optional
        As for `read`.
    """
    every = tuple(found) if found is not None else sentences(text)
    words = syntax.parse(text, every, actors, moments)
    memory = Memory()
    attributions = Attributions(words, actors, quotations(text), memory)
    dropped = boilerplate(text, every)
    away = {one.start for one in dropped}
    kept = [one for one in every if one.start not in away]
    events = Events(words, actors, moments, attributions.contents, memory, published, judge, kept)
    said: dict[int, list[Attribution]] = {}
    happened: list[Event] = []
    for number, one in enumerate(_heard(every, actors, memory)):
        if one.start not in away:
            said[number] = attributions.sentence(one)
            happened.extend(events.sentence(one, said[number]))
    authored = Authorship(words, attributions.contents).statements(every, said, dropped)
    attributed = [a.statement for number in said for a in said[number]]
    return Reading(
        sentences=every,
        actors=tuple(actors),
        times=tuple(moments),
        quantities=tuple(figures),
        statements=tuple(sorted([*attributed, *authored], key=lambda one: (one.start, one.end))),
        hedges=hedges(words),
        events=tuple(happened),
        boilerplate=dropped,
    )


def _heard(
    every: Sequence[Sentence], actors: Sequence[Mention], memory: Memory
) -> Iterator[Sentence]:
    """Yield the sentences one by one, while the memory takes in who is named in them."""
    waiting = iter(actors)
    upcoming = next(waiting, None)
    for number, one in enumerate(every):
        memory.sentence = number
        while upcoming is not None and upcoming.start < one.end:
            memory.named(upcoming)
            upcoming = next(waiting, None)
        yield one
