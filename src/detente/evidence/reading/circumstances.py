"""When a deed was done, and whether the text tells it as a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from . import syntax as s
from .contents import Contents
from .spans import Time
from .syntax import Words
from .tables import word_set
from .uses import Attribution

Status = Literal["fact", "alleged", "assessed"]

_FACTIVE = word_set("acknowledge admit confirm concede know show prove reveal recall")
_ALLEGED = word_set("allegedly reportedly alleged purportedly supposedly suspected")
_LIKELY = word_set("likely probably apparently presumably perhaps possibly")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}(?![\w-])")


class Circumstances:
    """Tells date and status of the deeds of one text."""

    def __init__(
        self, words: Words, times: Sequence[Time], contents: Contents, published: date | None
    ) -> None:
        self.words = words
        self.times = times
        self._quoted = [quote is not None and quote.long for quote in contents.quotes_over]
        self.today = published.isoformat() if published else ""

    def is_planned(self, i: int, span: range) -> bool:
        """Whether what is told at word i is dated after the text appeared, and not told as done."""
        return not self._is_past(i) and self._to_come(self._nearest(i, span))

    def date(self, i: int, span: range) -> str | None:
        """Return the calendar value of the time nearest to the deed; none that is to come."""
        value = self._nearest(i, span)
        return None if self._to_come(value) else value

    def quoted(self, i: int) -> bool:
        """Whether word i stands in a long quotation."""
        return self._quoted[i]

    def _to_come(self, value: str | None) -> bool:
        """Whether a date lies after the day the text appeared."""
        day = _DAY.match(value or "")
        return bool(self.today and day and day.group() > self.today)

    def _is_past(self, i: int) -> bool:
        """Whether a verb's own form says that it is done: "have closed the road until Sunday"."""
        return self.words.tags[i] == s.PARTICIPLE or "past" in s.verbs().get(self.words.low[i], ())

    def _nearest(self, i: int, span: range) -> str | None:
        """Return the calendar value of the time nearest to word i, within its clause first."""
        words = self.words
        best: tuple[int, str] | None = None
        for k in span:
            number = words.time[k]
            if number < 0 or self.quoted(k):
                continue
            value = self.times[number].value
            if value is None or value[:1] == "P" or value.endswith("_REF"):
                continue
            apart = abs(k - i) + 20 * any(
                words.low[j] in {";", '"'} for j in range(min(i, k), max(i, k))
            )
            if best is None or apart < best[0]:
                best = apart, value
        return best[1] if best else None

    def status(self, start: int, stop: int, span: range, said: Sequence[Attribution]) -> Status:
        """Return whether the deed at these words is told as a fact, alleged or assessed."""
        for attribution in said:
            inside = attribution.content.start <= start < attribution.content.stop
            if not inside or attribution.cue == start:
                continue
            if attribution.statement.stance in {"assesses", "predicts"}:
                return "assessed"
            if attribution.lemma not in _FACTIVE:
                return "alleged"
        near = {*self.words.low[max(span.start, start - 6) : stop]}
        if near & _ALLEGED:
            return "alleged"
        return "assessed" if near & _LIKELY else "fact"
