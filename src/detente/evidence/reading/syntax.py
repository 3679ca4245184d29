"""What each word of a text does in its sentence, by word lists and neighbours.

No model: closed classes are listed, verbs are the inflected forms of listed lemmas, endings decide
what is left, and where a form can be noun and verb ("claims", "attack") the words beside it do.
That is enough to tell a subject from an object and to see where a clause ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .forms import Form, noun_forms, verb_forms
from .spans import Mention, Sentence, Time
from .tables import groups, word_set
from .tokens import fold, level

_TOKEN = re.compile(
    r"(?:[A-Z]\.)+[A-Z]?(?![^\W_])"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?"
    r"|(?i:n't)(?!\w)|(?i:'(?:s|re|ve|ll|d|m))(?!\w)"
    r"|(?=[^\W\d_]+'t)[^\W\d_]+?(?=n't(?!\w))"
    r"|[^\W_]+(?:'(?!s(?!\w)|re(?!\w)|ve(?!\w)|ll(?!\w)|d(?!\w)|m(?!\w))[^\W_]+)*"
    r"|\S"
)

NOUN, ADJECTIVE, DETERMINER, POSSESSIVE, PRONOUN = "N", "J", "D", "G", "O"
PREPOSITION, CONJUNCTION, SUBORDINATOR, WH = "P", "C", "S", "W"
MODAL, BE, HAVE, DO, TO, NEGATION, ADVERB = "M", "be", "have", "do", "T", "not", "R"
FINITE, BASE, ING, PARTICIPLE = "V", "B", "I", "E"
NUMBER, QUOTE, STOP = "U", "Q", "."

VERBAL = frozenset((FINITE, BASE, ING, PARTICIPLE))
AUXILIARY = frozenset((MODAL, BE, HAVE, DO))
_NOMINAL_LEFT = frozenset((DETERMINER, POSSESSIVE, ADJECTIVE, NUMBER, "'s"))
_OBJECT_STARTS = frozenset((DETERMINER, POSSESSIVE, PRONOUN, SUBORDINATOR, QUOTE, TO, NUMBER, WH))
_LINKING = frozenset((NOUN, PRONOUN, WH, ADVERB, NEGATION, CONJUNCTION, "'s", NUMBER))
_ENDINGS = (
    ("ly", ADVERB),
    *((e, ADJECTIVE) for e in ("ous", "ful", "less", "able", "ible", "ical", "ive", "ary", "ish")),
    *((e, ADJECTIVE) for e in ("al", "ic", "ent", "ant", "est")),
)
_NOUN_ENDINGS = (
    "ment",
    "tion",
    "sion",
    "ness",
    "ity",
    "ism",
    "ance",
    "ence",
    "ship",
    "val",
    "dent",
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words and signs of a text, as parallel lists.

    Attributes
    ----------
    text : str
        The levelled text.
    low : list of str
        In lower case without accents; a possessive ``'s`` is a word of its own.
    starts, ends : list of int
    tags : list of str
        What each does, as named in this module; a sign is its own tag.
    mention : list of int
        The number of the innermost mention that covers the word, or -1.
    outer : list of int
        … of the outermost.
    time : list of int
        The number of the time expression that covers the word, or -1.
    """

    text: str
    low: list[str]
    starts: list[int]
    ends: list[int]
    tags: list[str]
    mention: list[int]
    outer: list[int]
    time: list[int]

    def within(self, start: int, end: int) -> range:
        """Return the words that begin in a span."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def capital(self, i: int) -> bool:
        """Whether word i begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def at(self, i: int) -> str:
        """Return word i; empty beyond either end."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def tag(self, i: int) -> str:
        """Return the tag of word i; a full stop beyond either end."""
        return self.tags[i] if 0 <= i < len(self.tags) else STOP

    def named(self, i: int) -> bool:
        """Whether word i belongs to a mention."""
        return 0 <= i < len(self.low) and self.outer[i] >= 0


def parse(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], times: Sequence[Time]
) -> Words:
    """Split a text into words and tag them, sentence by sentence."""
    flat = level(text)
    found = [match.span() for match in _TOKEN.finditer(flat)]
    starts, ends = [s for s, _ in found], [e for _, e in found]
    low = [fold(flat[s:e]) for s, e in found]
    nothing = [-1] * len(low)
    words = Words(flat, low, starts, ends, [], nothing[:], nothing[:], nothing[:])
    for number, mention in enumerate(mentions):
        _cover(words, number, mention.start, mention.end, mentions)
    for number, time in enumerate(times):
        for i in words.within(time.start, time.end):
            words.time[i] = number
    words.tags.extend(_first_tag(words, i) for i in range(len(low)))
    for sentence in sentences:
        _settle(words, words.within(sentence.start, sentence.end))
    return words


def _cover(words: Words, number: int, start: int, end: int, mentions: Sequence[Mention]) -> None:
    size = end - start
    for i in words.within(start, end):
        inner, outer = words.mention[i], words.outer[i]
        if inner < 0 or mentions[inner].end - mentions[inner].start > size:
            words.mention[i] = number
        if outer < 0 or mentions[outer].end - mentions[outer].start < size:
            words.outer[i] = number


_CLOSED = {
    "determiner": DETERMINER,
    "possessive": POSSESSIVE,
    "negation": NEGATION,
    "pronoun": PRONOUN,
    "wh": WH,
    "modal": MODAL,
    "be": BE,
    "have": HAVE,
    "do": DO,
    "conjunction": CONJUNCTION,
    "subordinator": SUBORDINATOR,
    "preposition": PREPOSITION,
    "adverb": ADVERB,
    "adjective": ADJECTIVE,
}


@cache
def _closed() -> dict[str, str]:
    table = groups("words.txt")
    made: dict[str, str] = {}
    for head, tag in _CLOSED.items():
        for word in table[head]:
            made.setdefault(word, tag)
    made.update({"to": TO, "'s": "'s", "not": NEGATION, "n't": NEGATION, "so": ADVERB})
    return made


@cache
def verbs() -> dict[str, tuple[Form, ...]]:
    """Return every form of every verb that any table of reading lists."""
    listed = {lemma.split()[0] for lemma in groups("words.txt")["verb"]}
    listed |= {line.split()[0] for line in _lexicon_verbs()}
    made: dict[str, tuple[Form, ...]] = {}
    for lemma in sorted(listed):
        for form, what in verb_forms(lemma).items():
            made[form] = tuple(dict.fromkeys((*made.get(form, ()), *what)))
    return made


def _lexicon_verbs() -> set[str]:
    from .cues import cue_verbs
    from .plover import event_verbs

    return {*cue_verbs(), *event_verbs()}


def _first_tag(words: Words, i: int) -> str:
    """Return what the word is taken by itself; ``?v`` for a form of a verb, settled later."""
    low = words.low[i]
    if words.mention[i] >= 0:
        return NOUN if low.isalnum() or "." in low or low not in _SIGNS else low
    if low == "may" and words.capital(i) and (words.time[i] >= 0 or words.at(i - 1) in _BEFORE_MAY):
        return NOUN
    return _tag_of(low)


@lru_cache(maxsize=65536)
def _tag_of(low: str) -> str:
    if tag := _closed().get(low):
        return tag
    if low in _SIGNS or not low[0].isalnum():
        return QUOTE if low in _QUOTES else low
    if low[0].isdigit() or low in _NUMBERS:
        return NUMBER
    if low in verbs():
        return "?v"
    if low in _heads():
        return NOUN
    return _by_ending(low)


_BEFORE_MAY = frozenset(("in", "since", "of", "last", "this", "by", "until", "early", "late"))
_QUOTES = frozenset(('"',))
_SIGNS = frozenset("\"'.,;:!?()[]–-—/…&%$€£")
_NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million"
    " billion hundreds thousands millions dozens twenty thirty forty fifty sixty"
)


@cache
def _heads() -> frozenset[str]:
    """Return the nouns for people and bodies: a general is no adjective."""
    return frozenset(word for words in groups("heads.txt").values() for word in words)


def _by_ending(low: str) -> str:
    if low.endswith(_NOUN_ENDINGS):
        return NOUN
    for ending, tag in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return tag
    if low.endswith("ing") and len(low) > 5:
        return ING
    if low.endswith("ed") and len(low) > 4:
        return "?ed"
    return NOUN


def _settle(words: Words, span: range) -> None:
    """Decide, from left to right, what the forms of verbs are in this sentence."""
    tags = words.tags
    for i in span:
        left = tags[i - 1] if i > span.start else STOP
        low = words.low[i]
        if low == "'s":
            tags[i] = BE if _is_is(words, i, left) else "'s"
        elif low in {"her", "his"} and not _nominal_follows(words, i, span):
            tags[i] = PRONOUN
        elif low == "longer" and i > span.start and words.low[i - 1] == "no":
            tags[i - 1] = tags[i] = NEGATION
        elif low == "that":
            tags[i] = _that(words, i, span, left)
        elif low == "need" and left in _NOMINAL_LEFT:
            tags[i] = NOUN
        elif tags[i] == "?v":
            tags[i] = _verb_or_noun(words, i, span, left)
        elif tags[i] == "?ed":
            tags[i] = _ed(words, i, span, left)


def _is_is(words: Words, i: int, left: str) -> bool:
    if left in {PRONOUN, WH, SUBORDINATOR}:
        return True
    return words.at(i - 1) in {"there", "here", "that", "let"}


def _nominal_follows(words: Words, i: int, span: range) -> bool:
    return i + 1 < span.stop and words.tags[i + 1] in {NOUN, ADJECTIVE, NUMBER, "?v", "?ed", ING}


def _that(words: Words, i: int, span: range, left: str) -> str:
    """Tell the conjunction from the pronoun: "that was not enough" begins a sentence or clause."""
    following = words.tag(i + 1) if i + 1 < span.stop else STOP
    if left in {STOP, CONJUNCTION} or i == span.start:
        return PRONOUN if following in AUXILIARY or following == "?v" else DETERMINER
    if left == PREPOSITION:
        return PRONOUN
    return SUBORDINATOR


def _verb_or_noun(words: Words, i: int, span: range, left: str) -> str:
    forms = verbs()[words.low[i]]
    if "ing" in forms:
        return _ing(words, i, span, left)
    if "past" in forms or "participle" in forms:
        return _past(words, i, span, left, forms)
    before = _before_adverbs(words, i, span)
    if before in {TO, MODAL, DO}:
        return BASE if "base" in forms else NOUN
    if left in _NOMINAL_LEFT or left == PREPOSITION:
        return NOUN
    if words.capital(i) and i > span.start and not words.capital(i - 1):
        return NOUN
    following = words.tag(i + 1) if i + 1 < span.stop else STOP
    if "s" in forms:
        return _s_form(words, i, left, following)
    return _base_form(words, i, span, left, following)


def _ing(words: Words, i: int, span: range, left: str) -> str:
    """Tell "after meeting him" from "the Kim-Putin meeting was"."""
    if left in {DETERMINER, ADJECTIVE, "'s", NUMBER, POSSESSIVE}:
        return NOUN
    following = words.tag(i + 1) if i + 1 < span.stop else STOP
    takes_object = following in _OBJECT_STARTS or words.named(i + 1) or following == ADJECTIVE
    if words.low[i] in _NOUNS_IN_ING and left == NOUN and not takes_object:
        return NOUN
    return ING


_NOUNS_IN_ING = frozenset(("meeting", "shelling", "bombing", "warning", "killing", "fighting"))


def _s_form(words: Words, i: int, left: str, following: str) -> str:
    """Tell "Russia claims that" from "Russian claims about"."""
    if left not in _LINKING and left not in {",", QUOTE, ")", "–"}:
        return NOUN
    opens = following in _OBJECT_STARTS or words.named(i + 1) or following in {ADVERB, NEGATION}
    if left in {PRONOUN, WH}:
        return FINITE
    if words.low[i] in {"says", "has", "knows", "believes", "argues", "insists", "denies", "warns"}:
        return FINITE
    demonym = i > 0 and words.mention[i - 1] >= 0 and words.low[i - 1].endswith(_DEMONYMS)
    if words.low[i] not in _homographs() and left in {NOUN, ",", ")", ADVERB} and not demonym:
        return FINITE
    acts = following in {DETERMINER, POSSESSIVE, PRONOUN}
    if left == CONJUNCTION and not acts and (not opens or words.low[i] in _nouns_too()):
        return NOUN
    if following == PREPOSITION and words.low[i] in _nouns_too():
        calls = words.low[i] in {"calls", "appeals"} and words.at(i + 1) in {"for", "on", "to"}
        return FINITE if calls and not words.low[i - 1].endswith(_DEMONYMS) else NOUN
    if opens or (following == PREPOSITION and not words.capital(i) and left == NOUN):
        return FINITE
    return FINITE if following in {QUOTE, ADJECTIVE} and left == NOUN else NOUN


@cache
def _homographs() -> frozenset[str]:
    """Return the plurals that look like a verb: plans, moves."""
    return frozenset(noun_forms(noun)[1] for noun in groups("words.txt")["homograph"])


@cache
def _nouns_too() -> frozenset[str]:
    """Return the forms that name a deed or a saying as nouns: sanctions, attacks, claims."""
    from .cues import noun_cues
    from .plover import noun_deeds

    return frozenset((*noun_cues(), *noun_deeds()))


def _plural_subject(words: Words, i: int, span: range) -> bool:
    """Whether the phrase to the left begins with a plural: "monitors in Britain doubt the …"."""
    k = i - 1
    while k > span.start and words.tags[k - 1] in {NOUN, ADJECTIVE, PREPOSITION}:
        k -= 1
    if words.tag(k - 1) in {DETERMINER, POSSESSIVE, "'s"} and k > span.start:
        return False
    while k < i and words.tags[k] == ADJECTIVE:
        k += 1
    return _plural(words, k)


def _plural(words: Words, i: int) -> bool:
    return words.tags[i] == NOUN and words.low[i].endswith("s")


_NEVER_NOUNS = word_set(
    "believe say think argue insist deny expect admit agree consider suggest predict maintain"
    " contend assert allege accuse acknowledge warn tell know see reckon continue remain seek"
    " refuse reject oppose describe speak write"
)
_SUBJECT_PRONOUNS = frozenset(("he", "she", "they", "we", "i"))
_DEMONYMS = ("an", "ese", "ish", "ian", "i", "ch", "tch", "eek")


def _base_form(words: Words, i: int, span: range, left: str, following: str) -> str:
    """Tell "officials say that" from "a ceasefire deal"."""
    if left == NOUN and (words.at(i + 1) == "that" or words.at(i + 1) in _SUBJECT_PRONOUNS):
        return FINITE
    if left == NOUN and words.low[i] in _NEVER_NOUNS:
        return FINITE
    object_follows = i + 1 < span.stop and words.tag(i + 1) in {DETERMINER, POSSESSIVE}
    if left == NOUN and object_follows and _plural_subject(words, i, span):
        return FINITE
    plural = left in {PRONOUN, WH} or (left == NOUN and _plural(words, i - 1))
    plural = plural or (left == ADVERB and i - 2 >= span.start and _plural(words, i - 2))
    plural = plural or (left == NOUN and words.at(i - 1) in {"people", "police", "media"})
    opens = following in _OBJECT_STARTS or words.named(i + 1) or following in {ADVERB, PREPOSITION}
    opens = opens or following in {ADJECTIVE, NOUN, STOP, ",", QUOTE}
    if plural and opens:
        return FINITE
    if left in {CONJUNCTION, NEGATION} and opens and following != PREPOSITION:
        return BASE
    return NOUN


def _past(words: Words, i: int, span: range, left: str, forms: tuple[Form, ...]) -> str:
    """Tell a finite past from a participle: after "has", "was", "the", or before "by"."""
    before = _before_adverbs(words, i, span)
    if before in {HAVE, BE} or _joins_participle(words, i, span, left, before):
        return PARTICIPLE
    if before in {MODAL, TO}:
        return BASE if "base" in forms else PARTICIPLE
    alone = words.at(i - 1) in _STAND_ALONE and i > span.start
    if alone and "past" in forms and words.tag(i + 1) in _OBJECT_STARTS:
        return FINITE
    if left in {DETERMINER, POSSESSIVE, "'s", PREPOSITION, ADJECTIVE, NUMBER}:
        if "base" in forms and left != PREPOSITION:
            return NOUN
        return PARTICIPLE if left != NUMBER else FINITE
    if "past" not in forms:
        return PARTICIPLE
    if words.at(i + 1) == "by" and i + 1 < span.stop and words.low[i] not in _NEVER_PASSIVE:
        return PARTICIPLE
    return FINITE


_STAND_ALONE = frozenset(("each", "both", "all", "neither", "either", "many", "some", "several"))
_NEVER_PASSIVE = frozenset(("said", "added", "wrote", "replied", "went", "came", "met", "agreed"))


def _joins_participle(words: Words, i: int, span: range, left: str, before: str) -> bool:
    """Whether this is one more participle, or an adverb makes it an adjective.

    "Reduced or eliminated", "the most heavily sanctioned nations".
    """
    if left == CONJUNCTION and i - 2 >= span.start:
        takes_object = words.tag(i + 1) in _OBJECT_STARTS or words.named(i + 1)
        return words.tags[i - 2] == PARTICIPLE and not takes_object
    return left == ADVERB and before in {DETERMINER, POSSESSIVE, PREPOSITION, ADJECTIVE, "'s"}


def _ed(words: Words, i: int, span: range, left: str) -> str:
    before = _before_adverbs(words, i, span)
    if _joins_participle(words, i, span, left, before):
        return PARTICIPLE
    if before in {HAVE, BE} or left in {DETERMINER, POSSESSIVE, "'s", PREPOSITION, ADJECTIVE}:
        return PARTICIPLE
    if words.at(i + 1) == "by" and i + 1 < span.stop:
        return PARTICIPLE
    return FINITE if left in _LINKING or left in {",", ")", "–"} else PARTICIPLE


def _before_adverbs(words: Words, i: int, span: range) -> str:
    """Return the tag of the nearest word to the left that is no adverb and no negation."""
    k = i - 1
    while k >= span.start and words.tags[k] in {ADVERB, NEGATION}:
        k -= 1
    return words.tags[k] if k >= span.start else STOP
