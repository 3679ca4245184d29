"""How alike two claims are by their words: proposals for a person to look at, no more.

Two measures that err in different ways have to agree. BM25 (Robertson & Zaragoza 2009, "The
probabilistic relevance framework", eq. 3.15, k₁ = 1.2, b = 0.75) weighs rare words; it is taken in
both directions and divided by what each claim scores against itself, so that 1 means the same
words. The other is the ratio of the sorted words' letters
(:func:`rapidfuzz.fuzz.token_sort_ratio`), which sees words that are spelt alike. The thresholds
were set on the two Korean cases of the library, by reading every pair that came near them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

ALIKE = 0.38
"""BM25 from which two claims may say the same."""
SORTED_ALIKE = 0.6
"""Ratio of sorted words that must go with it."""
SAME_SUBJECT = 0.24
"""BM25 from which two claims of one speaker may be about the same thing."""

_K1, _B = 1.2, 0.75
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied", "ers", "ed", "es", "s")
_SHORTEST_STEM = 4
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """a about all also an and any are as at be been but by can could did do does for from had
        has have he her him his i if in into is it its may might more most must no nor not of on
        only or out over own shall she should so than that the their them then there these they
        this those to up was we were what when which who whom will with would you""",
    )
)


class Wording:
    """The words of many texts, compared pair by pair.

    Parameters
    ----------
    texts : mapping of name to text
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.words = {name: content(text) for name, text in texts.items()}
        holders: dict[str, list[str]] = defaultdict(list)
        for name, words in self.words.items():
            for word in set(words):
                holders[word].append(name)
        count = len(texts)
        self._holders = holders
        self._weights = {
            word: math.log(1 + (count - len(names) + 0.5) / (len(names) + 0.5))
            for word, names in holders.items()
        }
        self._counts = {name: Counter(words) for name, words in self.words.items()}
        self._mean = sum(map(len, self.words.values())) / max(count, 1) or 1.0
        self._own = {name: self._score(name, name) for name in self.words}

    def pairs(self, least: float) -> Iterator[tuple[str, str, float]]:
        """Yield every pair that is at least so much alike, 0 to 1, in the order of the texts."""
        order = {name: i for i, name in enumerate(self.words)}
        for first in self.words:
            others = {name for word in set(self.words[first]) for name in self._holders[word]}
            for second in sorted(others, key=order.__getitem__):
                if order[second] > order[first]:
                    likeness = self.likeness(first, second)
                    if likeness >= least:
                        yield first, second, likeness

    def likeness(self, first: str, second: str) -> float:
        """Return the mean of BM25 in both directions, each divided by the claim's own."""
        if not self._own[first] or not self._own[second]:
            return 0.0
        there = self._score(first, second) / self._own[first]
        back = self._score(second, first) / self._own[second]
        return min(1.0, (there + back) / 2)

    def sorted_ratio(self, first: str, second: str) -> float:
        """Return how alike the sorted words are letter by letter, 0 to 1."""
        from rapidfuzz import fuzz

        return fuzz.token_sort_ratio(*(" ".join(self.words[n]) for n in (first, second))) / 100

    def _score(self, query: str, text: str) -> float:
        counts = self._counts[text]
        norm = _K1 * (1 - _B + _B * len(self.words[text]) / self._mean)
        return sum(
            self._weights[word] * counts[word] * (_K1 + 1) / (counts[word] + norm)
            for word in self._counts[query]
            if word in counts
        )


def content(text: str) -> list[str]:
    """Return the words of a text that carry its content, without their endings.

    Examples
    --------
    >>> content("Washington and Pyongyang are deadlocked.")
    ['washington', 'pyongyang', 'deadlock']
    """
    words = _WORD.findall(text.casefold())
    return [_stem(word) for word in words if word not in _COMMON and len(word) > 1]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
