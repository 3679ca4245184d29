"""Drafts of claims in neutral words, made of who says or does what; never the text's own words.

A draft is made only where everything it needs was read. Elsewhere there is none, and whoever
reviews writes the claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.evidence.reading import Event

from .names import Names

LONGEST_RUN = 8
"""So many words in a row may be those of the passage; more are copied."""

_SAYS: Mapping[str, str] = {"asserts": "says that", "denies": "denies that"}
"""Stances that take a clause about what happened; what is judged or foreseen is something else."""

_DOES: Mapping[str, tuple[str, str]] = {
    "AGREE": ("came to terms with {}", ""),
    "CONSULT": ("held talks with {}", "held talks"),
    "SUPPORT": ("backed {}", ""),
    "CONCEDE": ("gave way to {}", "gave way"),
    "COOPERATE": ("worked together with {}", ""),
    "AID": ("gave aid to {}", "gave aid"),
    "RETREAT": ("drew back before {}", "drew back"),
    "REQUEST": ("asked something of {}", ""),
    "ACCUSE": ("found fault with {}", ""),
    "REJECT": ("turned down {}", ""),
    "THREATEN": ("threatened {}", ""),
    "PROTEST": ("protested against {}", "protested"),
    "SANCTION": ("put sanctions or other limits on {}", ""),
    "MOBILIZE": ("readied or moved forces against {}", "readied or moved forces"),
    "COERCE": ("used force short of attack on {}", ""),
    "ASSAULT": ("attacked {}", ""),
}
"""What each PLOVER type does to somebody, and what it does alone where that says enough."""


def clause(names: Names, event: Event) -> str:
    """Return "Russia attacked Ukraine"; empty where it is not known who did it, or to whom.

    Parties of one state are no two parties: one of them was misread.
    """
    with_recipient, alone = _DOES[event.type]
    if not event.actor or (event.recipient and _states(event.actor) & _states(event.recipient)):
        return ""
    if event.recipient:
        return f"{names.told(event.actor)} {with_recipient.format(names.told(event.recipient))}"
    return f"{names.told(event.actor)} {alone}" if alone else ""


def _states(actor: str) -> set[str]:
    return {part.partition(".")[0] for part in actor.split("+")}


def draft(who: str, stance: str, clauses: Sequence[str]) -> str:
    """Return "Russia says that Ukraine attacked Poland."; empty where no clause is known."""
    told = [each for each in dict.fromkeys(clauses) if each]
    if not told or len(told) > 2 or stance not in _SAYS:
        return ""
    sentence = f"{who} {_SAYS[stance]} {' and that '.join(told)}."
    return sentence[:1].upper() + sentence[1:]


def copied(claim: str, quote: str) -> str:
    """Return the words in a row that a claim takes from its passage, if they are too many.

    All of a passage is too much, however short, if it is three words or more.

    Examples
    --------
    >>> copied("Ada says it rains.", "it rains")
    ''
    >>> copied("It rains in the valley today!", "It rains in the valley today.")
    'it rains in the valley today'
    """
    ours, theirs = _words(claim), _words(quote)
    if len(theirs) >= 3 and ours == theirs:
        return " ".join(ours)
    runs = _runs(theirs, LONGEST_RUN + 1)
    for start in range(len(ours) - LONGEST_RUN):
        run = tuple(ours[start : start + LONGEST_RUN + 1])
        if run in runs:
            return " ".join(run)
    return ""


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[k : k + length]) for k in range(len(words) - length + 1)}


def _words(text: str) -> list[str]:
    bare = "".join(c if c.isalnum() else " " for c in text.replace("’", "'").replace("'", ""))
    return bare.lower().split()
