"""How well a reading agrees with what a person marked: the measures behind ``benchmarks/reading.md``.

A *mark* is a dict as ``detente read --json`` prints it; an *annotation* is a dict of the files
under ``texts/``. Where spans need only overlap, marks and annotations are paired one to one, the
largest overlap first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.evidence.reading.learned import Judge

TEXTS = Path(__file__).parent / "texts"
GOLD = Path(__file__).parents[4] / "shared" / "gold"
"""One article annotated by somebody else; not part of the project, and so not always there."""

APART = 8
"""Every so many-th writer is kept apart: no weight is learned from them, all are tried on them."""

KINDS = ("actors", "times", "quantities", "statements", "events", "boilerplate")
ACTORS = ("name", "demonym", "metonym")
TIERS = (*ACTORS, "nominal", "location")
UNPLACED = ("vague", "set")
"""Classes of times that are not counted: without a place in the calendar, and "a year" for each."""
HALF = 0.5
"""How much of the longer of two spans both must share for them to be the same statement."""

_PARTS = """
citizens coalition coast_guard court delegation diplomats doctors electoral_council embassy
engineers envoy experts gov inspectors investigators junta media mfa military mod officials
parliament police protesters senate spokesman state_department
"""
PARTS = frozenset(_PARTS.split())
"""Parts of a state that speak for it: who names the state as the speaker has not misread."""

Mark = dict[str, Any]
Typed = dict[tuple[int, str], Mark]
"""Events by the number of their sentence and their type."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many marks were made, how many annotations there are, and how many agree."""

    right: int = 0
    made: int = 0
    there: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.made + other.made, self.there + other.there)

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.made + self.there) if self.made + self.there else 0.0


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and what a person marked in it."""

    name: str
    text: str
    published: str
    marks: dict[str, list[Mark]]

    def sentence(self, mark: Mark) -> int:
        """Return the number of the sentence that a mark mostly stands in."""
        sentences = self.marks["sentences"]
        return max(range(len(sentences)), key=lambda at: (_shared(mark, sentences[at]), -at))


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts by measure, errors by kind, and by rule how often its marks were right."""

    counts: dict[str, Count] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    rules: dict[str, Count] = field(default_factory=dict)

    def __add__(self, other: Scores) -> Scores:
        return Scores(
            _added(self.counts, other.counts),
            self.errors + other.errors,
            _added(self.rules, other.rules),
        )


def _added(these: dict[str, Count], those: dict[str, Count]) -> dict[str, Count]:
    names = [*these, *(name for name in those if name not in these)]
    return {name: these.get(name, Count()) + those.get(name, Count()) for name in names}


# ---------------------------------------------------------------------------------- the texts


def annotated(half: str) -> list[Annotated]:
    """Return the texts of ``"dev"`` or ``"unseen"``."""
    return [_annotated(file) for file in sorted((TEXTS / half).glob("*.json"))]


def gold() -> list[Annotated]:
    """Return the article annotated by somebody else, if it is there; it has no events."""
    files = sorted(GOLD.glob("*.json")) if GOLD.is_dir() else []
    return [_annotated(file, GOLD.parent / "documents" / f"{file.stem}.txt") for file in files]


def _annotated(file: Path, text: Path | None = None) -> Annotated:
    marks = json.loads(file.read_text(encoding="utf-8"))
    content = (text or file.with_suffix(".txt")).read_bytes().decode("utf-8")
    published = marks.get("published") or marks["assumed_publication_date"]
    kept = {kind: value for kind, value in marks.items() if isinstance(value, list)}
    again = file.with_name("events_again.tsv")
    if again.is_file():
        kept["events again"] = list(_again(again, file.stem, kept["sentences"]))
    return Annotated(file.stem, content, published, kept)


def _again(file: Path, name: str, sentences: Sequence[Mark]) -> Iterator[Mark]:
    """Yield an event for each type that two later annotators both saw in a sentence."""
    for line in file.read_text(encoding="utf-8").splitlines():
        text, number, one, other = line.split("\t")
        if text == name:
            for type_ in sorted({*one.split()} & {*other.split()} - {"-"}):
                yield sentences[int(number)] | {"type": type_}


def deeds(name: str = "deeds") -> list[Annotated]:
    """Return single sentences to tune on, each with the types of its events or none."""
    lines = (TEXTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [_deed(f"{name}:{at}", *line.split("\t")) for at, line in enumerate(lines, start=1)]


def _deed(name: str, types: str, text: str) -> Annotated:
    whole = {"start": 0, "end": len(text), "text": text}
    events = [whole | {"type": one} for one in types.split() if one != "-"]
    return Annotated(name, text, "2022-01-01", {"sentences": [whole], "events": events})


def sheets() -> dict[str, list[Annotated]]:
    """Return the texts of each file of ``sentences/``: the types of events alone are marked."""
    files = sorted((TEXTS / "sentences").glob("*.tsv"))
    return {file.stem: list(_sentences(file)) for file in files}


def is_articles(name: str) -> bool:
    """Whether a file of ``sentences/`` has whole articles that others than who wrote annotated."""
    return name.startswith(("articles", "apart"))


def is_apart(name: str) -> bool:
    """Whether a file of ``sentences/`` is kept apart, told by its name."""
    number = name.removeprefix("writer")
    return name.startswith("apart") or (number != name and int(number) % APART == 0)


def _sentences(file: Path) -> Iterator[Annotated]:
    """Read ``# title | genre | date | conflict``, then ``TYPES<TAB>sentence``, then an empty line.

    The empty line parts paragraphs; the next title begins another text.
    """
    for number, part in enumerate(file.read_text(encoding="utf-8").split("\n# ")):
        head, _, body = part.removeprefix("# ").partition("\n")
        paragraphs = (block.split("\n") for block in body.strip("\n").split("\n\n"))
        lines = [[line.split("\t") for line in block if "\t" in line] for block in paragraphs]
        text, sentences, events = "", [], []
        for block in lines:
            for types, words in block:
                at = {"start": len(text), "end": len(text) + len(words), "text": words}
                sentences.append(at)
                events += [at | {"type": one} for one in types.split() if one != "-"]
                text += f"{words} "
            text = f"{text.rstrip()}\n\n"
        published = head.split(" | ")[2].strip()
        marked = {"sentences": sentences, "events": events}
        yield Annotated(f"{file.stem}:{number}", text, published, marked)


def marks(text: str, published: str, judge: Judge | None = None) -> dict[str, list[Mark]]:
    """Read a text with the program; return its marks as dicts, each with its rule."""
    from detente.evidence.reading import read

    made = read(text, published=published, judge=judge)
    return {kind: [asdict(mark) for mark in getattr(made, kind)] for kind in KINDS}


# ---------------------------------------------------------------------------------- the scores


def score(given: Annotated, read: dict[str, list[Mark]]) -> Scores:
    """Compare what was read in a text with what a person marked.

    Parameters
    ----------
    given : Annotated
    read : dict
        Lists of marks: ``actors``, ``times``, ``quantities``, ``statements``, ``events`` and
        ``boilerplate``. A mark's ``rule``, where it has one, is counted.
    """
    scoring = _Scoring(given)
    if "actor_mentions" not in given.marks:
        scoring.deeds(read["events"])
        return scoring.scores
    scoring.actors(read["actors"])
    scoring.times(read["times"])
    scoring.quantities(read["quantities"])
    scoring.statements(read["statements"])
    if "events" in given.marks:
        scoring.events(read["events"])
    scoring.boilerplate(read["boilerplate"])
    return scoring.scores


class _Scoring:
    """The comparison of one text: every method adds its counts, errors and rules."""

    def __init__(self, given: Annotated) -> None:
        self.given = given
        self.scores = Scores()

    def actors(self, made: Sequence[Mark]) -> None:
        there = self.given.marks["actor_mentions"]
        self._count("actors", *_of(ACTORS, made, there), same_mention)
        self._count("actors, span only", *_of(ACTORS, made, there), _same_span)
        self._count("actors and nominals", *_of((*ACTORS, "nominal"), made, there), same_mention)
        self._count("actors, nominals and places", made, there, same_mention)
        for tier in TIERS:
            self._count(f"… {tier}", *_of((tier,), made, there), same_mention)
        rights = self._errors("actor", made, there, same_mention, "actor")
        self._rules(made, rights)

    def times(self, made: Sequence[Mark]) -> None:
        there = self.given.marks["timex"]
        placed = [mark for mark in there if mark["cls"] not in UNPLACED]
        vague = [mark for mark in there if mark["cls"] in UNPLACED]
        counted = [mark for mark in made if not _vague(mark, placed, vague)]
        self._count("times", counted, placed, _same_value)
        self._count("times, span only", counted, placed, _overlap)
        self._rules(counted, self._errors("time", counted, placed, _same_value, "value"))

    def quantities(self, made: Sequence[Mark]) -> None:
        there = [mark for mark in self.given.marks["quantities"] if mark["unit"] != "ordinal"]
        made = [mark for mark in made if mark["unit"] != "ordinal"]
        self._count("quantities", made, there, _same_number)
        self._count("quantities with unit", made, there, _same_measure)
        self._rules(made, self._errors("quantity", made, there, _same_measure, "value", "unit"))

    def statements(self, made: Sequence[Mark]) -> None:
        there = self.given.marks["statements"]
        said = [mark for mark in made if mark["voice"] == "attributed"]
        told = [mark for mark in there if not mark["own_voice"]]
        self._count("statements", said, told, _half)
        self._count("statements with speaker", said, told, _same_statement)
        pairs = list(paired(said, told, _half))
        stances = sum(one["stance"] == other["stance"] for one, other in pairs)
        self._add("stance of those found", Count(stances, len(pairs), len(pairs)))
        self._rules(said, self._errors("statement", said, told, _same_statement, "speaker"))
        own = [mark for mark in made if mark["voice"] == "author"]
        assessed = [mark for mark in there if mark["own_voice"]]
        self._count("author's assessments", own, assessed, _half)
        self._rules(own, [one for one, _ in paired(own, assessed, _half)])

    def events(self, made: Sequence[Mark]) -> None:
        pairs, told = self._types("event types", made)
        both = [(pairs[key], told[key]) for key in sorted(pairs.keys() & told.keys())]
        for role in ("actor", "recipient", "status"):
            same = sum(_same_role(one[role], other[role]) for one, other in both)
            self._add(f"… their {role}", Count(same, len(both), len(both)))
        if again := self._typed(self.given.marks.get("events again", ())):
            right = len(pairs.keys() & again.keys())
            self._add("event types, annotated again", Count(right, len(pairs), len(again)))
            agreed = len(told.keys() & again.keys())
            self._add("… the first annotator", Count(agreed, len(told), len(again)))

    def deeds(self, made: Sequence[Mark]) -> None:
        self._types("event types, single sentences", made)

    def _types(self, name: str, made: Sequence[Mark]) -> tuple[Typed, Typed]:
        """Compare pairs of a sentence and a type; return what was made and what is there."""
        pairs, told = self._typed(made), self._typed(self.given.marks["events"])
        self._add(name, Count(len(pairs.keys() & told.keys()), len(pairs), len(told)))
        right = [mark for mark in made if (self.given.sentence(mark), mark["type"]) in told]
        self._rules(made, right)
        for key, mark in sorted((pairs | told).items()):
            if (key in pairs) != (key in told):
                kind = "made" if key in pairs else "missed"
                self._error(f"event {kind}", self._sentence_text(key[0]), key[1], mark)
        return pairs, told

    def boilerplate(self, made: Sequence[Mark]) -> None:
        found = {self.given.sentence(mark) for mark in _split(made, self.given.marks["sentences"])}
        there = {self.given.sentence(mark) for mark in self.given.marks["boilerplate"]}
        self._add("boilerplate", Count(len(found & there), len(found), len(there)))
        self._rules(made, [mark for mark in made if self.given.sentence(mark) in there])
        for kind, at in (("made", found - there), ("missed", there - found)):
            for sentence in sorted(at):
                self._error(f"boilerplate {kind}", self._sentence_text(sentence), "", {})

    def _count(self, name: str, made: Sequence[Mark], there: Sequence[Mark], same: Same) -> None:
        right = sum(1 for _ in paired(made, there, same))
        self._add(name, Count(right, len(made), len(there)))

    def _add(self, name: str, count: Count) -> None:
        self.scores.counts[name] = self.scores.counts.get(name, Count()) + count

    def _rules(self, made: Sequence[Mark], right: Sequence[Mark]) -> None:
        good = Counter(mark["rule"] for mark in right if "rule" in mark)
        for rule, times in Counter(mark["rule"] for mark in made if "rule" in mark).items():
            count = Count(good[rule], times)
            self.scores.rules[rule] = self.scores.rules.get(rule, Count()) + count

    def _errors(
        self, kind: str, made: Sequence[Mark], there: Sequence[Mark], same: Same, *shown: str
    ) -> list[Mark]:
        """Tell what was made amiss and what was missed; return the marks that are right."""
        pairs = list(paired(made, there, same))
        right = {id(one) for one, _ in pairs}
        met = {id(other) for _, other in pairs}
        for mark in made:
            if id(mark) not in right:
                meant = [other for other in there if id(other) not in met and _overlap(mark, other)]
                meant_words = "; ".join(f"{_words(one, shown)} [{one['text']}]" for one in meant)
                self._error(
                    f"{kind} made", self._line(mark), _words(mark, shown), mark, meant_words
                )
        for mark in there:
            if id(mark) not in met:
                self._error(f"{kind} missed", self._line(mark), _words(mark, shown), mark)
        return [mark for mark in made if id(mark) in right]

    def _error(self, kind: str, line: str, words: str, mark: Mark, meant: str = "") -> None:
        by = f" by {mark['rule']}" if mark.get("rule") else ""
        told = f"{words}{by}" + (f"; should be {meant}" if meant else "")
        self.scores.errors.append((self.given.name, kind, f"{told} | {line}"))

    def _line(self, mark: Mark) -> str:
        """Return the mark between brackets, with some words around it."""
        text, start, end = self.given.text, mark["start"], mark["end"]
        return (
            f"{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 40]}"
        ).replace("\n", " ")

    def _typed(self, marks: Iterable[Mark]) -> Typed:
        return {(self.given.sentence(mark), mark["type"]): mark for mark in marks}

    def _sentence_text(self, at: int) -> str:
        sentence = self.given.marks["sentences"][at]
        return self.given.text[sentence["start"] : sentence["end"]]


# --------------------------------------------------------------------------------- the same?

Same = Callable[[Mark, Mark], bool]


def paired(made: Sequence[Mark], there: Sequence[Mark], same: Same) -> Iterator[tuple[Mark, Mark]]:
    """Pair marks with annotations they agree with, one to one, the largest overlap first."""
    candidates = [
        (-_ratio(one, other), i, j)
        for i, one in enumerate(made)
        for j, other in enumerate(there)
        if _overlap(one, other) and same(one, other)
    ]
    used_made, used_there = set[int](), set[int]()
    for _, i, j in sorted(candidates):
        if i not in used_made and j not in used_there:
            used_made.add(i)
            used_there.add(j)
            yield made[i], there[j]


def same_mention(one: Mark, other: Mark) -> bool:
    """Tell whether span and actor are the annotated ones."""
    return _same_span(one, other) and same_actor(one["actor"], other["actor"])


def same_actor(read: str | None, meant: str | None) -> bool:
    """Tell whether an id is the annotated one, or another spelling of it."""
    if read is None or meant is None:
        return read == meant
    ones, others = read.split("+"), meant.split("+")
    return len(ones) == len(others) <= 4 and any(
        all(
            one == other or one in _spellings().get(other, ())
            for one, other in zip(ones, order, strict=True)
        )
        for order in permutations(others)
    )


def same_speaker(read: str, meant: str) -> bool:
    """Tell whether the speaker is right; a ministry's words are its state's."""
    state, _, part = meant.partition(".")
    return same_actor(read, meant) or (part in PARTS and read in {state, f"{state}.gov"})


@cache
def _spellings() -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = json.loads((TEXTS / "ids.json").read_text(encoding="utf-8"))
    return spellings


def _same_span(one: Mark, other: Mark) -> bool:
    return bool(one["start"] == other["start"] and one["end"] == other["end"])


def _shared(one: Mark, other: Mark) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _overlap(one: Mark, other: Mark) -> bool:
    return _shared(one, other) > 0


def _ratio(one: Mark, other: Mark) -> float:
    longer = max(one["end"] - one["start"], other["end"] - other["start"])
    return _shared(one, other) / max(longer, 1)


def _half(one: Mark, other: Mark) -> bool:
    return _ratio(one, other) >= HALF


def _same_statement(one: Mark, other: Mark) -> bool:
    return _half(one, other) and same_speaker(one["speaker"], other["speaker"])


def _same_value(one: Mark, other: Mark) -> bool:
    return one["value"] in {other["value"], *other.get("also", ())}


def _same_number(one: Mark, other: Mark) -> bool:
    return isinstance(one["value"], int | float) and abs(
        one["value"] - other["value"]
    ) <= 0.005 * abs(other["value"])


def _same_measure(one: Mark, other: Mark) -> bool:
    return _same_number(one, other) and one["unit"] == other["unit"]


def _same_role(read: str | None, meant: str | None) -> bool:
    """Tell whether an event's actor, recipient or status is right: a person stands for a state."""
    return same_actor(read, meant) or (
        read is not None and meant is not None and read.partition(".")[0] == meant.partition(".")[0]
    )


def _vague(mark: Mark, placed: Sequence[Mark], vague: Sequence[Mark]) -> bool:
    """Tell whether a time is one that has no place in the calendar: neither right nor wrong."""
    value = mark["value"] or ""
    if any(_overlap(mark, other) for other in placed):
        return False
    return value.endswith("_REF") or any(_overlap(mark, other) for other in vague)


def _split(marks: Iterable[Mark], sentences: Sequence[Mark]) -> Iterator[Mark]:
    """Take a mark of several sentences apart: each one that it covers by half."""
    for mark in marks:
        for sentence in sentences:
            if _shared(mark, sentence) * 2 >= sentence["end"] - sentence["start"]:
                yield sentence


def _of(
    tiers: tuple[str, ...], made: Sequence[Mark], there: Sequence[Mark]
) -> tuple[list[Mark], list[Mark]]:
    return (
        [mark for mark in made if mark["tier"] in tiers],
        [mark for mark in there if mark["tier"] in tiers],
    )


def _words(mark: Mark, shown: Sequence[str]) -> str:
    return " ".join(str(mark[name]) for name in shown)
