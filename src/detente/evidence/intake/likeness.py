"""Which texts print the same story: reprints, shortened and lightly edited ones included."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import blake2b

SHINGLE = 5
"""Words in a run."""
ALIKE = 0.5
"""Part of the shorter text's runs that must stand in the other: half."""
FEWEST = 30
"""Runs that a text must have to be compared: shorter ones are alike by chance."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Likeness:
    """How much of the shorter of two texts stands word for word in the other, 0 to 1."""

    document: str
    part: float


class Shingles:
    """The runs of five words of many texts, so that a new one is compared with all of them.

    The measure is containment (Broder 1997, "On the resemblance and containment of documents"):
    |A ∩ B| / min(|A|, |B|) over the sets of runs. It is computed exactly, through an index from
    runs to texts, and so needs no sketches.
    """

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self._documents: dict[int, list[str]] = defaultdict(list)

    def add(self, document: str, text: str) -> None:
        """Take in one more text."""
        runs = _runs(text)
        self._sizes[document] = len(runs)
        for run in runs:
            self._documents[run].append(document)

    def alike(self, text: str) -> tuple[Likeness, ...]:
        """Return the texts that share their words with this one, the nearest first."""
        runs = _runs(text)
        common = Counter(document for run in runs for document in self._documents.get(run, ()))
        found = []
        for document, count in common.items():
            shorter = min(len(runs), self._sizes[document])
            if shorter >= FEWEST and count >= ALIKE * shorter:
                found.append(Likeness(document, count / shorter))
        return tuple(sorted(found, key=lambda each: (-each.part, each.document)))


def _runs(text: str) -> set[int]:
    words = _WORD.findall(text.casefold())
    return {_hash(" ".join(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)}


def _hash(run: str) -> int:
    """Return 64 bits of a run, the same in every process, unlike Python's own hash."""
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest())
