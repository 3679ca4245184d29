"""How a verb that can attribute stands in its sentence: who speaks, or that nobody does.

Passed over is what attributes nothing: "if he says", "may argue", "failed to explain", questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import syntax as s
from .clauses import FINITE
from .contents import Content, Contents
from .cues import Cue
from .memory import UNSPECIFIED
from .spans import Statement
from .subjects import Subject, Subjects
from .tables import word_set

_UNREAL = frozenset(("if", "unless", "whether", "whatever", "should", "were", "until", "lest"))
_RELUCTANT = word_set("refused declined refuse decline failed fail refuses declines unable")
_HEARSAY = word_set("believe say think report know understand consider allege suspect")
_REAL_INFINITIVE = word_set(
    "emerged went continued used came proceeded appeared moved took rushed hastened telephoned"
    " wrote called rang phoned sought tried attempted was began begins seemed seems goes quick keen"
    " right wrong first last"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement with the words it was found by.

    Attributes
    ----------
    statement : Statement
    lemma : str
        The cue's.
    cue : int
        The word at which the cue begins.
    content : Content
    subject : Subject
    """

    statement: Statement
    lemma: str
    cue: int
    content: Content
    subject: Subject


def told_within(i: int, span: range, said: Sequence[Attribution]) -> range:
    """Return the sentence up to where what is said ends: who reports a deed is no party to it."""
    stops = [
        one.content.stop
        for one in said
        if one.content.start <= i < one.content.stop and one.cue >= one.content.stop
    ]
    return range(span.start, min([span.stop, *stops]))


@dataclass(frozen=True, slots=True)
class Use:
    """How a cue stands in its sentence: whose it is, and whether it attributes at all."""

    subject: Subject
    form: str
    negated: bool = False


class Uses:
    """How the cues of one text are used."""

    def __init__(self, subjects: Subjects, contents: Contents) -> None:
        self.words = subjects.words
        self.subjects = subjects
        self.contents = contents

    def of_verb(self, i: int, span: range, cue: Cue, found: list[Attribution]) -> Use | None:
        """Return whose the cue is; None where it attributes nothing."""
        words = self.words
        if words.at(i + 1) == "whether" and cue.lemma not in {"doubt", "question"}:
            return None
        tag = words.tags[i]
        if self.words.at(span.stop - 1) == "?" and self.contents.quote_before(i) is None:
            return None
        before = self.contents.quote_before(i)
        if before is not None and tag in {s.FINITE, s.NOUN, s.PARTICIPLE} and before.words > 1:
            subject = self.subjects.after(i + 1, span.stop)
            if subject.actor is not None:
                return Use(subject, "inverted")
        if tag == s.FINITE and "front" in cue.frames and (use := self._tagged(i, span)):
            return use
        if tag == s.FINITE:
            use = self.finite(i, span)
            return self._matrix(i, use, found) if use else None
        if tag == s.PARTICIPLE:
            return self._participle(i, span, cue)
        if tag in {s.ING, s.NOUN} and words.low[i].endswith("ing"):
            return self._ing(i, span, found)
        if tag == s.BASE:
            return self._base(i, span)
        return None

    def _tagged(self, i: int, span: range) -> Use | None:
        """Read "…, said the minister" without quotation marks."""
        words = self.words
        if i - 1 <= span.start or words.low[i - 1] != ",":
            return None
        subject = self.subjects.after(i + 1, span.stop)
        if subject.actor is None:
            return None
        ends = words.low[subject.stop] if subject.stop < span.stop else "."
        return Use(subject, "inverted") if ends in {",", ".", ";"} else None

    def _matrix(self, i: int, use: Use, found: list[Attribution]) -> Use:
        """Give a verb after "and" the subject of the attribution that ends there."""
        if use.subject.how != "shared":
            return use
        for one in found:
            if i - 3 <= one.content.stop <= i and one.subject.actor:
                return replace(use, subject=replace(one.subject, how="shared"))
        return use

    def finite(self, i: int, span: range) -> Use | None:
        """Return the use of a finite verb; None after "if", and where "I" or nobody speaks."""
        words = self.words
        left = self.subjects.left_of_helpers(i, span.start)
        if left >= span.start and words.low[left] in _UNREAL:
            return None
        subject = self.subjects.before(i, span.start)
        if subject.actor is None or words.low[subject.start] in {"i", "we", "one"}:
            return None
        if subject.start > span.start and words.low[subject.start - 1] in _UNREAL:
            return None
        return Use(subject, "finite", self._negated(i, span))

    def _negated(self, i: int, span: range) -> bool:
        """Whether "not" or "never" stands among the verb's helpers."""
        words = self.words
        k = i - 1
        while k >= span.start and (
            words.tags[k] in FINITE or words.tags[k] in {s.ADVERB, s.NEGATION}
        ):
            if words.tags[k] == s.NEGATION:
                return True
            k -= 1
        return False

    def helpers(self, i: int, span: range) -> set[str]:
        """Return the tags of what helps a verb: "has", "not", "to", adverbs."""
        words = self.words
        tags: set[str] = set()
        k = i - 1
        helping = {s.MODAL, s.BE, s.HAVE, s.DO, s.ADVERB, s.NEGATION, s.TO}
        while k >= span.start and words.tags[k] in helping:
            tags.add(words.tags[k])
            k -= 1
        return tags

    def _participle(self, i: int, span: range, cue: Cue) -> Use | None:
        helpers = self.helpers(i, span)
        if s.MODAL in helpers and s.HAVE not in helpers:
            return None
        if s.HAVE in helpers and s.BE not in helpers:
            use = self.finite(i, span)
            return replace(use, form="perfect") if use else None
        if s.BE in helpers:
            return self._passive(i, span, cue)
        if self.words.at(i + 1) == "by":
            return self._by(i, span)
        if self.words.tag(i - 1) == s.CONJUNCTION:
            return self.finite(i, span)
        return None

    def _passive(self, i: int, span: range, cue: Cue) -> Use | None:
        """Find the agent of a passive; "is believed to have" has none."""
        words = self.words
        if cue.lemma == "quote" and "saying" in words.low[i : min(i + 8, span.stop)]:
            return None
        agent = self._by(i, span)
        if agent is not None:
            return agent
        if words.at(i + 1) == "to" and cue.lemma in _HEARSAY:
            return Use(Subject(UNSPECIFIED, i, i, "passive"), "hearsay")
        if words.at(i + 1) == "of" and cue.lemma in {"suspect", "accuse"}:
            return Use(Subject(UNSPECIFIED, i, i, "passive"), "hearsay")
        if words.at(i + 1) == "that" and self._dummy(i, span):
            return Use(Subject(UNSPECIFIED, i, i, "passive"), "hearsay")
        return None

    def _dummy(self, i: int, span: range) -> bool:
        k = self.subjects.left_of_helpers(i, span.start)
        return k >= span.start and self.words.low[k] == "it"

    def _by(self, i: int, span: range) -> Use | None:
        words = self.words
        for k in range(i + 1, min(i + 5, span.stop - 1)):
            if words.low[k] == "by" and words.time[k + 1] < 0:
                subject = self.subjects.after(k + 1, span.stop)
                if subject.actor not in {None, UNSPECIFIED}:
                    return Use(subject, "passive")
        return None

    def _ing(self, i: int, span: range, found: list[Attribution]) -> Use | None:
        """Find whose a participle is: the phrase before it, or the subject of the main verb."""
        words = self.words
        left = words.tag(i - 1) if i > span.start else s.STOP
        if left == s.BE or s.BE in self.helpers(i, span):
            return self.finite(i, span)
        if left in {s.DETERMINER, s.ADJECTIVE, "'s", s.POSSESSIVE}:
            return None
        if words.low[i - 1 : i] == ["as"]:
            for k in range(i - 2, max(span.start, i - 8), -1):
                if words.low[k] in {"quoted", "cited"}:
                    return Use(self.subjects.before(k, span.start), "quoted")
        if (left == s.NOUN or words.low[i - 1] == ",") and self._with_phrase(i, span):
            subject = self.subjects.before(i, span.start)
            if left == s.NOUN or subject.how == "apposition":
                return Use(subject, "absolute")
        if left == s.PREPOSITION and words.low[i - 1] not in {"by", "in", "while", "after"}:
            return None
        main = self._main_subject(i, span, found)
        return Use(main, "participle") if main else None

    def _with_phrase(self, i: int, span: range) -> bool:
        """Whether "with" opens the phrase before a participle: "with diplomats accusing"."""
        words = self.words
        for k in range(i - 1, max(span.start - 1, i - 14), -1):
            if words.low[k] == "with":
                return True
            if words.tags[k] in FINITE:
                return False
        return False

    def _main_subject(self, i: int, span: range, found: list[Attribution]) -> Subject | None:
        """Return the subject of the verb that the participle goes with."""
        words = self.words
        ending = [one for one in found if i - 2 <= one.content.stop <= i]
        for one in ending or found[-1:]:
            if one.cue < i and one.subject.actor:
                return replace(one.subject, how="main")
        for k in range(i - 1, span.start - 1, -1):
            if words.tags[k] in FINITE and self.contents.quote_over(k) is None:
                subject = self.subjects.before(k, span.start)
                if subject.actor is not None:
                    return replace(subject, how="main")
        return None

    def _base(self, i: int, span: range) -> Use | None:
        """Find whose an infinitive is; "did not say" and "may say" attribute nothing."""
        words = self.words
        helpers = self.helpers(i, span)
        if s.MODAL in helpers:
            return None
        if s.DO in helpers:
            use = self.finite(i, span)
            return replace(use, form="did") if use else None
        if words.low[i - 1 : i] != ["to"] or i - 1 <= span.start:
            return None
        k = i - 2
        while k > span.start and words.tags[k] == s.ADVERB:
            k -= 1
        while k > i - 7 and words.tags[k] in {s.NOUN, s.ADJECTIVE, s.DETERMINER}:
            k -= 1
        if words.low[k] in _RELUCTANT or words.tags[k] not in {s.FINITE, s.PARTICIPLE, s.ADJECTIVE}:
            return None
        if words.low[k] not in _REAL_INFINITIVE:
            return None
        subject = self._main_subject(i, span, [])
        return Use(subject, "infinitive") if subject else None
