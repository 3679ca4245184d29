"""Who does what a verb says: the subject, to its left or, inverted, to its right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from . import syntax as s
from .memory import UNSPECIFIED, Memory, is_place, state_of
from .people import slugged
from .spans import Mention
from .syntax import Words
from .tables import groups, lines, word_set

_NOMINAL = frozenset(
    (s.NOUN, s.ADJECTIVE, s.DETERMINER, s.POSSESSIVE, s.NUMBER, "'s", s.PARTICIPLE)
)
_OF = word_set("of for in at from to on with inside within near close under behind by")
_INDEFINITE = frozenset(("a", "an", "one", "another", "some", "two", "several", "many"))
_SKIPPED = frozenset((s.ADVERB, s.NEGATION))
_HELPING = frozenset((s.MODAL, s.BE, s.HAVE, s.DO))
_CLAUSE = frozenset((s.FINITE, s.MODAL, s.BE, s.HAVE, s.DO))


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a verb has as its subject.

    Attributes
    ----------
    actor : str or None
        An id, ``UNSPECIFIED`` for somebody without a name, None if there is no subject to see.
    start, stop : int
        The words.
    how : str
        Which way it was found, for the name of the rule.
    """

    actor: str | None
    start: int
    stop: int
    how: str


NOBODY = Subject(None, -1, -1, "none")


class Subjects:
    """Finds subjects in one text."""

    def __init__(self, words: Words, mentions: Sequence[Mention], memory: Memory) -> None:
        self.words = words
        self.mentions = mentions
        self.memory = memory

    def before(self, verb: int, low: int) -> Subject:
        """Return the subject of the finite verb `verb`, not looking left of word `low`."""
        words = self.words
        k = self.left_of_helpers(verb, low)
        if k < low:
            return NOBODY
        if words.tags[k] == s.CONJUNCTION and words.low[k] in {"and", "but", "or", "then"}:
            return self._shared(k, low)
        if words.tags[k] == s.WH or words.low[k] == "that":
            return self._antecedent(k, low)
        if words.low[k] in {",", "–", ")"}:
            return self._beyond(k, low)
        return self._phrase(k, low, "before")

    def after(self, verb: int, high: int) -> Subject:
        """Return the subject that follows an inverted verb: “…,” said the minister."""
        words = self.words
        stop = verb
        while stop < high and (words.tags[stop] in _NOMINAL or words.tags[stop] == s.PRONOUN):
            stop += 1
        if stop == verb:
            return NOBODY
        while (
            stop + 1 < high
            and words.low[stop] in _OF
            and words.time[stop + 1] < 0
            and words.tags[stop + 1] in _NOMINAL
        ):
            stop += 1
            while stop < high and words.tags[stop] in _NOMINAL and words.time[stop] < 0:
                stop += 1
        found = self._phrase(stop - 1, verb, "after")
        if self._is_person(found.actor) or stop >= high or words.low[stop] != ",":
            return found
        return self._apposed(found, stop + 1, high)

    def _apposed(self, found: Subject, start: int, high: int) -> Subject:
        """Take the name that follows an office: "said the minister, Hulusi Akar, …"."""
        words = self.words
        if start < high and words.mention[start] >= 0:
            actor = self.mentions[words.outer[start]].actor
            if self._is_person(actor):
                return Subject(actor, found.start, start + 1, "apposition")
        return found

    def speaks(self, subject: Subject) -> bool:
        """Whether the phrase has a head that can speak: officials, experts, a report."""
        words = self.words.low[subject.start : subject.stop]
        return any(word in _plain_heads() for word in words)

    def left_of_helpers(self, verb: int, low: int) -> int:
        """Return the word left of a verb's adverbs, auxiliaries, negations and times."""
        words = self.words
        k = verb - 1
        while k >= low:
            if words.tags[k] in _SKIPPED or words.tags[k] in _HELPING:
                k -= 1
            elif words.time[k] >= 0 and not words.named(k):
                k = self._before_time(k, low)
            elif words.low[k] in {"himself", "herself", "itself", "themselves"} and k > low:
                k -= 1
            else:
                return k
        return k

    def _before_time(self, k: int, low: int) -> int:
        words = self.words
        number = words.time[k]
        while k >= low and words.time[k] == number:
            k -= 1
        while k >= low and words.low[k] in {
            "on",
            "in",
            "late",
            "early",
            "since",
            "of",
            "at",
            "the",
        }:
            k -= 1
        return k

    def _shared(self, conjunction: int, low: int) -> Subject:
        """Take the subject of the verb that "and" joins this one to."""
        words = self.words
        k = conjunction - 1
        depth = 0
        while k >= low:
            if words.tags[k] in {s.FINITE, s.HAVE, s.BE, s.MODAL, s.DO}:
                clause = self.before(k, low)
                if clause.actor is not None and depth < 3:
                    return Subject(clause.actor, clause.start, clause.stop, "shared")
                depth += 1
            if words.low[k] == ";":
                return NOBODY
            k -= 1
        return NOBODY

    def _antecedent(self, relative: int, low: int) -> Subject:
        """Take what "who" or "which" refers to: the phrase before it."""
        words = self.words
        k = relative - 1
        if k - 1 > low and words.low[k] == "of":
            k -= 2
        if k >= low and words.low[k] == ",":
            k -= 1
        if k < low:
            return NOBODY
        return self._phrase(k, low, "relative")

    def _beyond(self, comma: int, low: int) -> Subject:
        """Step over what stands between commas: an office, a name, a relative clause."""
        words = self.words
        sign = words.low[comma]
        other = {")": "("}.get(sign, sign)
        k = comma - 1
        while k >= low and words.low[k] != other and words.low[k] not in {";", '"'}:
            k -= 1
        if k < low:
            if self._clausal(low, comma):
                return self._shared(comma, low) if sign == "," else NOBODY
            return self._phrase(comma - 1, low, "comma")
        inside = range(k + 1, comma)
        if not self._clausal(inside.start, inside.stop):
            name = self._name_in(inside)
            if name is not None:
                first = self._phrase_start(k - 1, low) if k > low else inside.start
                return Subject(name, first, inside.stop, "apposition")
        if k - 1 < low:
            return NOBODY
        if words.low[k - 1] == '"':
            return self._phrase(comma - 1, k + 1, "comma")
        return self._phrase(k - 1, low, "apposition")

    def _clausal(self, start: int, stop: int) -> bool:
        return any(self.words.tags[i] in _CLAUSE for i in range(start, stop))

    def _name_in(self, span: range) -> str | None:
        """Return the person whom a phrase between commas names, if it is little else."""
        for i in span:
            number = self.words.outer[i]
            if number >= 0 and i < span.start + 3:
                mention = self.mentions[number]
                whole = mention.end >= self.words.ends[span.stop - 1] - 1
                if self._is_person(mention.actor) and (whole or i == span.start):
                    return mention.actor
        return None

    def _is_person(self, actor: str | None) -> bool:
        return actor is not None and self.memory.person(actor)

    def _phrase(self, last: int, low: int, how: str) -> Subject:
        """Return whom the noun phrase means that ends with word `last`."""
        words = self.words
        if words.tags[last] == s.PRONOUN:
            actor = self.memory.resolve(words.low[last])
            return Subject(actor or UNSPECIFIED, last, last + 1, "pronoun")
        if words.tags[last] not in _NOMINAL and not words.named(last):
            return NOBODY
        start = self._phrase_start(last, low)
        if words.low[start] == "whose" and start > low:
            return self._antecedent(start, low)
        actor = self._named_by(start, last)
        if actor == UNSPECIFIED and words.tags[start] == s.POSSESSIVE:
            actor = self._owned(words.low[start]) or actor
        elif actor == UNSPECIFIED and words.low[start] == "the" and self._institution(last):
            here = self.memory.resolve("it")
            actor = state_of(here) if here else actor
        elif actor == UNSPECIFIED:
            actor = self._local(last, low)
        elif self._is_person(actor):
            start = self._office_start(start, low)
        return Subject(actor, start, last + 1, how)

    def _owned(self, possessive: str) -> str | None:
        """Return the state of "its forces", "his soldiers"."""
        pronoun = {"its": "it", "their": "they", "his": "he", "her": "she"}.get(possessive, "")
        owner = self.memory.resolve(pronoun)
        return state_of(owner) if owner and "+" not in owner else owner

    def _institution(self, last: int) -> bool:
        """Whether "the ministry" and its like need no name: there is one in each state."""
        return self.words.low[last] in groups("heads.txt")["institution"]

    def _local(self, last: int, low: int) -> str:
        """Return whose media or officials are meant: "In North Korea, state media …"."""
        words = self.words
        if words.low[low] != "in" or low + 1 >= last:
            return UNSPECIFIED
        number = words.outer[low + 1]
        state = seated(self.mentions[number].actor) if number >= 0 else "."
        if "." in state or "+" in state:
            return UNSPECIFIED
        for part in ("media", "gov", "military", "citizens", "experts"):
            if words.low[last] in groups("heads.txt")[part]:
                return f"{state}.{part}"
        return UNSPECIFIED

    def _office_start(self, start: int, low: int) -> int:
        """Return where "the ambassador to the US, Anatoly Antonov" begins."""
        words = self.words
        if start - 2 < low or words.low[start - 1] != "," or words.tags[start - 2] not in _NOMINAL:
            return start
        first = self._phrase_start(start - 2, low)
        heads = {*words.low[first : start - 1]} & {*groups("heads.txt")["person"]}
        return first if heads else start

    def _phrase_start(self, last: int, low: int) -> int:
        """Walk left over nouns, adjectives and "of" phrases."""
        words = self.words
        k = last
        while k > low:
            left = words.tags[k - 1]
            if words.time[k - 1] >= 0 and not words.named(k - 1):
                break
            if (
                left in _NOMINAL
                or words.named(k - 1)
                or words.low[k - 1] == "-"
                or (words.low[k - 1] in _OF and k - 2 >= low and words.tags[k - 2] in _NOMINAL)
                or (words.low[k - 1] == "and" and self._joins(k - 1, low))
                or (words.low[k - 1] == "," and self._lists(k, last, low))
                or (left == s.ADVERB and words.tags[k] == s.ADJECTIVE)
            ):
                k -= 1
            else:
                break
        return k

    def _joins(self, conjunction: int, low: int) -> bool:
        """Whether "and" joins two names rather than two clauses."""
        left = conjunction - 1
        return left >= low and self.words.named(left) and self.words.named(conjunction + 1)

    def _lists(self, k: int, last: int, low: int) -> bool:
        """Whether a comma parts names of a list that ends in "and"."""
        words = self.words
        return k - 2 >= low and words.named(k - 2) and "and" in words.low[k:last]

    def _named_by(self, start: int, last: int) -> str:
        """Return whom a phrase names: by its head, or the one whom the head belongs to."""
        words = self.words
        end = self._mention_at(last)
        first = words.low[last] if end is None else ""
        if end is not None and not self._in_prepositional(end, start):
            return self._with_partner(end, start)
        definite = words.low[start] not in _INDEFINITE
        if end is None and words.low[last] in _plain_heads():
            inside = self._mentions_in(start, last)
            return self._part(words.low[last], inside, definite=definite)
        head = self._head(start, last)
        covering = words.outer[head]
        if covering >= 0 and not is_place(self.mentions[covering].actor):
            return self.mentions[covering].actor
        inside = self._mentions_in(start, last)
        if words.low[head] in _plain_heads():
            return self._part(words.low[head], inside, definite=definite)
        if inside and words.low[head] in {"ministry", "parliament", "government", "army"}:
            return seated(inside[-1].actor) if end is None else inside[-1].actor
        if not inside or first in _plain_heads():
            return UNSPECIFIED
        return inside[-1].actor if end is not None else self._owner(inside)

    def _owner(self, inside: list[Mention]) -> str:
        """Return whose it is, of a thing that speaks: "Ankara's statement said"."""
        return inside[0].actor if not is_place(inside[0].actor) else UNSPECIFIED

    def _mention_at(self, word: int) -> Mention | None:
        number = self.words.outer[word]
        if number < 0:
            return None
        mention = self.mentions[number]
        return None if is_place(mention.actor) else mention

    def _in_prepositional(self, mention: Mention, start: int) -> bool:
        """Whether a name only completes "officials in …", so that the head stands before it."""
        words = self.words
        k = words.within(mention.start, mention.end).start - 1
        while k > start and words.tags[k] in {s.DETERMINER, s.ADJECTIVE, s.POSSESSIVE}:
            k -= 1
        return k > start and words.low[k] in _OF and words.tags[k - 1] in _NOMINAL

    def _with_partner(self, mention: Mention, start: int) -> str:
        """Join "A and B", or "A, B and C", to one id."""
        words = self.words
        actors = {*mention.actor.split("+")}
        k = self._before_office(words.within(mention.start, mention.end).start - 1, start)
        joint = "and"
        while k - 1 >= start and words.low[k] == joint:
            partner = self._mention_at(k - 1)
            if partner is None:
                break
            actors |= {*partner.actor.split("+")}
            k = self._before_office(words.within(partner.start, partner.end).start - 1, start)
            joint = ","
        return "+".join(sorted(actors))

    def _before_office(self, k: int, start: int) -> int:
        """Step over what stands before a name: "Russian President", "Ethiopia's minister"."""
        words = self.words
        while k > start and words.tags[k] in {s.NOUN, s.ADJECTIVE, "'s", s.DETERMINER}:
            k -= 1
        return k

    def _head(self, start: int, last: int) -> int:
        """Return the head: the noun before the first preposition."""
        for i in range(start, last):
            if self.words.low[i] in _OF and i > start:
                return i - 1 if self.words.tags[i - 1] != s.ADJECTIVE else max(start, i - 2)
        return last

    def _mentions_in(self, start: int, last: int) -> list[Mention]:
        numbers = dict.fromkeys(
            self.words.mention[i] for i in range(start, last + 1) if self.words.mention[i] >= 0
        )
        return [self.mentions[n] for n in numbers]

    def _part(self, head: str, inside: list[Mention], *, definite: bool) -> str:
        """Return the part of a state that "officials in Seoul" or "Russian experts" are."""
        if not inside:
            known = definite and head in groups("heads.txt")["person"]
            return (known and self.memory.resolve("he")) or UNSPECIFIED
        owner = seated(inside[-1].actor)
        if is_place(owner):
            return UNSPECIFIED
        if head in groups("heads.txt")["person"] or "." in owner or "+" in owner:
            return owner
        for part in ("gov", "experts", "media", "citizens", "military"):
            if head in groups("heads.txt")[part]:
                return f"{state_of(owner)}.{part}"
        return UNSPECIFIED


def seated(place: str) -> str:
    """Return the state whose capital a place is: officials in a capital are that state's."""
    return _capitals().get(place, place)


@cache
def _capitals() -> dict[str, str]:
    """Return the state of each capital, by the capital's id."""
    made: dict[str, str] = {}
    for line in lines("states.txt"):
        code, *columns = (column.strip() for column in line.split("|"))
        capitals = columns[2] if len(columns) > 2 else ""
        for spelling in capitals.replace(";", "/").split("/"):
            if name := spelling.strip():
                made.setdefault(f"LOC.{slugged(name)}", code)
    return made


@cache
def _plain_heads() -> frozenset[str]:
    return frozenset(head for heads in groups("heads.txt").values() for head in heads)
