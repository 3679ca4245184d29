"""What reading marks in a text: the small types that its parts share.

Every span counts code points of the stored text from 0, its end exclusive. Every mark carries the
name of the rule that made it and a confidence: how often that rule was right on annotated texts.

States are ISO 3166 alpha-3 codes (``RUS``). What belongs to a state is dotted: people
(``RUS.putin``, ``PRK.kim_jong_un``), institutions and armed groups (``RUS.duma``, ``PSE.hamas``).
Organisations of several states are acronyms (``UNSC``). Places are ``LOC.vladivostok``. Several
actors meant at once are joined (``PRK.kim_jong_un+RUS.putin``), in the order of their codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["name", "demonym", "metonym", "nominal", "location"]
TIERS: tuple[Tier, ...] = ("name", "demonym", "metonym", "nominal", "location")

Voice = Literal["author", "attributed"]


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One sentence of a paragraph."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody, or some place, that is named.

    Attributes
    ----------
    start, end : int
    actor : str
        The id.
    tier : {"name", "demonym", "metonym", "nominal", "location"}
    ambiguous : bool
        The context does not tell: a capital that may be the government or the city, a surname
        that several people bear.
    rule : str
    confidence : float
    """

    start: int
    end: int
    actor: str
    tier: Tier
    ambiguous: bool
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression.

    Attributes
    ----------
    start, end : int
    value : str or None
        ISO 8601: a day, week, month or year (``2019-02``), an interval (``2017-05/2019-05``), a
        duration (``PT2H``); a decade as ``198X``, a century as ``19XX``, a season as ``2019-SP``
        (TimeML); ``PAST_REF``, ``PRESENT_REF``, ``FUTURE_REF`` for what has no place in the
        calendar. None if it depends on a publication date that is not known.
    rule : str
    confidence : float
    """

    start: int
    end: int
    value: str | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts.

    Attributes
    ----------
    start, end : int
    value : float or tuple of float
        The two ends of a range are a pair.
    unit : str
        ``person``, ``kilometre``, ``percent``, ``USD``, ``hour``, ``ratio``, ``ordinal`` …; the
        thing counted, in the singular, where it has no unit (``missile``).
    modifier : str or None
        ``>``, ``<``, ``>=``, ``<=``, ``~``, or the word (``just``, ``mere``).
    measures : str
        The words that say what is counted, as they stand; empty if none do.
    rule : str
    confidence : float
    """

    start: int
    end: int
    value: float | tuple[float, float]
    unit: str
    modifier: str | None
    measures: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that is said, and by whom.

    Attributes
    ----------
    start, end : int
        The content.
    speaker : str
        An actor's id, ``AUTHOR`` or ``UNSPECIFIED``.
    cue : (int, int) or None
        Where the word stands that attributes it.
    stance : str
        One of the stances of claims (asserts, denies, assesses, predicts, warns, …).
    voice : {"author", "attributed"}
    rule : str
    confidence : float
    """

    start: int
    end: int
    speaker: str
    cue: tuple[int, int] | None
    stance: str
    voice: Voice
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody does to somebody.

    Attributes
    ----------
    start, end : int
        The words that name the deed.
    type : str
        A PLOVER type, such as ``CONSULT``.
    actor, recipient : str or None
        Ids.
    date : str or None
        As the value of a :class:`Time`.
    status : {"fact", "alleged", "assessed"}
    rule : str
    confidence : float
    because : tuple of str
        Of an event that no rule but the learned model found: the words that made it, the heaviest
        first.
    """

    start: int
    end: int
    type: str
    actor: str | None
    recipient: str | None
    date: str | None
    status: Literal["fact", "alleged", "assessed"]
    rule: str
    confidence: float
    because: tuple[str, ...] = ()

    @property
    def found_by(self) -> str:
        """The rule, and the words that made it where none but the learned model found the event."""
        words = ", ".join(f"“{phrase}”" for phrase in self.because)
        return f"{self.rule}: {words}" if words else self.rule


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A sentence that belongs to the site, not to the text: a subscription plea, a byline."""

    start: int
    end: int
    rule: str
