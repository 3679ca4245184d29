"""People: full names, surnames that go back to them, and strangers known by their titles.

A surname alone means the person whom the text introduces by the full name; where several bear it,
the one introduced last and still in office. Where nobody is introduced, it means the person of the
tables, unless the surname is too common. A name that is new becomes a person of the state told by
the words around: *Ukraine's energy minister, Herman Halushchenko*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .affiliation import affiliation
from .lexicon import common_surnames, given_names
from .people import PARTICLES, Person, slugged
from .scene import Mark, Scene, Title, context
from .trie import Hit

SHORT = 3
_FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "KHM"})
_GIVEN_ALONE = frozenset({"ETH", "ERI"})
_WHOLE = frozenset({"MMR"})
_ROLES = ("ist", "er", "or", "ian", "man", "woman", "ant")
_DATING = frozenset({"in", "since", "until", "by", "last", "next", "this", "of", "early", "late"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may be a name, and the title before them."""

    first: int
    last: int
    title: Title | None

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Introduced:
    """A person whom the text has named in full."""

    place: int
    actor: str
    words: tuple[str, ...]


def mark_people(scene: Scene) -> list[Mark]:
    """Return the mentions of people by name."""
    known = [m for hit in scene.hits if (m := _by_full_name(scene, hit))]
    introduced = [Introduced(m.first, m.actor, _words(scene, m)) for m in known]
    runs = list(_runs(scene, {person.words[-1] for person in introduced}))
    strangers = []
    for run in runs:
        mark = _stranger(scene, run, introduced)
        if mark:
            strangers.append((run, mark))
            introduced.append(Introduced(mark.first, mark.actor, _words(scene, mark)))
    introduced.sort(key=lambda person: person.place)
    taken = {run for run, _ in strangers}
    short = [m for run in runs if run not in taken for m in _short(scene, run, introduced)]
    return sorted([*known, *(m for _, m in strangers), *short], key=lambda m: m.first)


def _words(scene: Scene, mark: Mark) -> tuple[str, ...]:
    return tuple(scene.tokens.words[mark.first : mark.last + 1])


def _by_full_name(scene: Scene, hit: Hit) -> Mark | None:
    actors = [entry.actor for entry in hit.entries if entry.kind == "person"]
    if not actors:
        return None
    best = max(actors, key=lambda a: _standing(scene, scene.lexicon.people[a]))
    return Mark(hit.first, hit.last, best, "name", "person.full")


def _standing(scene: Scene, person: Person) -> tuple[bool, bool, int]:
    """Order people of one name: in office when the text appeared, best known, latest."""
    active = scene.year is not None and person.active(scene.year)
    latest = max((office.last for office in person.offices), default=0)
    return active, person.plain, latest


# Runs of capitals


def _runs(scene: Scene, met: set[str]) -> Iterator[Run]:
    i, count = 0, len(scene.tokens.words)
    while i < count:
        if not (_may_begin(scene, i) or _is_word_and_name(scene, i, met)):
            i += 1
            continue
        last = _end(scene, i)
        yield from _without_titles(scene, i, last)
        i = last + 1


def _may_begin(scene: Scene, i: int) -> bool:
    return (
        scene.tokens.capital(i)
        and scene.tokens.words[i] not in context("function")
        and not (scene.opens(i) and scene.tokens.words[i] in context("opening"))
        and _free(scene, i)
    )


def _is_word_and_name(scene: Scene, i: int, met: set[str]) -> bool:
    """Whether a word is here the surname of somebody introduced: *May said*, but not *in May*."""
    tokens = scene.tokens
    if tokens.words[i] not in met or not tokens.capital(i) or scene.kinds(i) != {"surname"}:
        return False
    dated = tokens.word(i - 1) in _DATING or tokens.word(i + 1)[:1].isdigit()
    return not dated and len(tokens.words[i]) >= SHORT


def _free(scene: Scene, i: int) -> bool:
    """Whether a word belongs to no name but, at most, a surname."""
    kinds = scene.kinds(i)
    return not kinds or kinds == {"surname"} or ("surname" in kinds and _given_before(scene, i))


def _given_before(scene: Scene, i: int) -> bool:
    hit = scene.hit_at[i]
    first = hit.first if hit else i
    before = first > 0 and scene.together(first - 1, first) and scene.tokens.joined[first]
    return before and scene.tokens.words[first - 1] in given_names()


def _end(scene: Scene, first: int) -> int:
    """Return the last word of the name that may begin with a word."""
    tokens, last = scene.tokens, first
    while last + 1 < len(tokens.words) and tokens.joined[last + 1] and not tokens.possessive[last]:
        following = last + 1
        if not scene.together(first, following) or tokens.gap(following) in {"\n", "/"}:
            break
        small = not tokens.capital(following)
        if small and tokens.gap(following) == "-" and len(tokens.words[following]) <= 4:
            last = following
        elif small and tokens.words[following] in PARTICLES and tokens.words[following] != "of":
            if tokens.words[following] == "the" or not _may_go_on(scene, following + 1):
                break
            last = following + 1
        elif small or not _may_go_on(scene, following):
            break
        else:
            last = following
    return last


def _may_go_on(scene: Scene, i: int) -> bool:
    return i < len(scene.tokens.words) and scene.tokens.joined[i] and _may_begin(scene, i)


def _without_titles(scene: Scene, first: int, last: int) -> Iterator[Run]:
    """Cut the titles off the front; what remains is the name, if anything does."""
    title = scene.title_before(first)
    for i in range(last, first, -1):
        found = scene.title_before(i)
        if found and found.first <= first:
            title, first = found, i
            break
        if found and found.first > first:
            # A surname or state before a title ends there: it is not the name of the titled.
            title, first = found, i
            break
    rest = scene.title_ending(last)
    if rest and rest.first <= first:
        return
    if title is None and last > first and scene.tokens.gap(first) == ", ":
        title = scene.title_ending(first - 1)
    yield Run(first, last, title)


# Strangers


def _stranger(scene: Scene, run: Run, introduced: list[Introduced]) -> Mark | None:
    words = scene.tokens.words[run.first : run.last + 1]
    if _is_body(scene, run) or not _is_evident(scene, run, words):
        return None
    twin = _misspelt(words, introduced)
    if twin:
        return Mark(run.first, run.last, twin, "name", "person.misspelt")
    if run.single and _is_surname(scene, run, introduced):
        return None
    state = affiliation(scene, run.first, run.last, run.title) or "PER"
    actor = _actor(scene, state, words)
    rule = "person.titled" if run.title else "person.new"
    return Mark(run.first, run.last, actor, "name", rule)


def _is_body(scene: Scene, run: Run) -> bool:
    """Whether the words name a body, a place or a thing rather than somebody."""
    tokens = scene.tokens
    words = tokens.words[run.first : run.last + 1]
    if any(word in context("body") for word in words):
        return True
    if any(len(raw) > SHORT and raw.isupper() for raw in tokens.raw[run.first : run.last + 1]):
        return True
    if any(any(c.isdigit() for c in word) for word in words):
        return True
    following = run.last + 1
    goes_on = following < len(tokens.words) and tokens.joined[following]
    return goes_on and tokens.capital(following) and tokens.words[following] in context("body")


def _is_evident(scene: Scene, run: Run, words: list[str]) -> bool:
    """Whether the words around show that this is somebody's name."""
    if run.title:
        return True
    if run.single:
        return False
    tokens = scene.tokens
    if words[0] in given_names() or (_after(scene, run) in context("speech")):
        return True
    before = run.first - 1
    role = scene.together(before, run.first) and tokens.joined[run.first]
    if role and not tokens.capital(before) and tokens.words[before].endswith(_ROLES):
        return tokens.words[before] not in context("function")
    if _follows_title(scene, run.first):
        return True
    return tokens.after(run.last).startswith(", ") and _appositive(scene, run.last + 1)


def _follows_title(scene: Scene, first: int) -> bool:
    """Whether a title and what it is of stand before, to a comma: *ambassador to Syria, X*."""
    tokens = scene.tokens
    if first == 0 or tokens.gap(first) != ", " or not scene.together(first - 1, first):
        return False
    for last in range(first - 1, max(first - 8, -1), -1):
        if not scene.together(last, first) or (last < first - 1 and "," in tokens.after(last)):
            return False
        if scene.title_ending(last):
            return last == first - 1 or tokens.words[last + 1] in {"to", "of", "for", "in", "at", "on"}
    return False


def _after(scene: Scene, run: Run) -> str:
    """Return the word after a run, a relative *who* skipped."""
    following = run.last + 1
    if not scene.together(run.last, following) or scene.tokens.after(run.last) != " ":
        return ""
    return scene.tokens.words[following]


def _appositive(scene: Scene, i: int) -> bool:
    """Whether words from i on say who somebody is: *the Ukrainian energy minister*."""
    words = scene.tokens.words
    if not scene.together(i - 1, i):
        return False
    if words[i] in {"who", "whose"} or words[i].isdigit():
        return True
    return any(
        scene.together(i, last) and scene.title_ending(last) is not None
        for last in range(i, min(i + 8, len(words)))
        if not set(",;") & set(scene.tokens.text[scene.tokens.starts[i] : scene.tokens.ends[last]])
    )


def _misspelt(words: list[str], introduced: list[Introduced]) -> str | None:
    """Return who is meant by a full name that differs in a letter from one in the text."""
    if len(words) < 2:
        return None
    for person in introduced:
        if len(person.words) == len(words) and all(map(_near, person.words, words)):
            return person.actor
    return None


def _near(one: str, other: str) -> bool:
    """Whether two words differ by one letter at most, added, left out, changed or swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest = (one[start + 1 :], other[start + 1 :])
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return (
        rest[0] == rest[1]
        or one[start:] == rest[1]
        or rest[0] == other[start:]
        or (swapped and one[start + 2 :] == other[start + 2 :])
    )


def _is_surname(scene: Scene, run: Run, introduced: list[Introduced]) -> bool:
    word = scene.tokens.words[run.first]
    return "surname" in scene.kinds(run.first) or any(word in p.words for p in introduced)


def _actor(scene: Scene, state: str, words: list[str]) -> str:
    """Return the id of a new person, apart from the one of the tables with that surname."""
    named = [word for word in words if word not in _SUFFIXES]
    slug = _slug(state, named)
    actor = f"{state}.{slug}"
    bearer = scene.lexicon.people.get(actor)
    if bearer and len(named) > 1 and not _same_person(bearer, named):
        return f"{state}.{slugged('_'.join(named))}"
    return actor


def _same_person(person: Person, words: list[str]) -> bool:
    initials = {name.split()[0][0].lower() for name in person.names}
    return words[0][0] in initials


def _slug(state: str, words: list[str]) -> str:
    if state in _WHOLE:
        return slugged("_".join(words))
    if state in _FAMILY_FIRST or state in _GIVEN_ALONE:
        return slugged(words[0])
    return slugged(words[-1])


# Surnames


def _short(scene: Scene, run: Run, introduced: list[Introduced]) -> Iterator[Mark]:
    """Resolve a run that is a surname, or holds one beside words that are no part of it."""
    spans = _surname_spans(scene, run, introduced)
    for first, last in spans:
        if (first, last) != (run.first, run.last):
            continue
        mark = _resolve(scene, Run(first, last, run.title), introduced)
        if mark:
            yield mark


def _surname_spans(
    scene: Scene, run: Run, introduced: list[Introduced]
) -> Iterator[tuple[int, int]]:
    i = run.first
    while i <= run.last:
        hit = scene.hit_at[i]
        if hit and hit.first == i and any(entry.kind == "surname" for entry in hit.entries):
            yield hit.first, hit.last
            i = hit.last
        elif hit is None:
            length = _introduced_length(scene, i, run.last, introduced)
            if length:
                yield i, i + length - 1
                i += length - 1
        i += 1


def _introduced_length(scene: Scene, i: int, last: int, introduced: list[Introduced]) -> int:
    words = scene.tokens.words
    return max(
        (
            n
            for person in introduced
            for n in range(1, len(person.words))
            if i + n - 1 <= last and tuple(words[i : i + n]) in _ends(person.words)
        ),
        default=0,
    )


def _ends(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return how somebody with this name may be called for short."""
    ends = {words[k:] for k in range(1, len(words)) if len(words[-1]) > 1}
    return ends | {words[:1]} if len(words) > 1 else ends


def _resolve(scene: Scene, run: Run, introduced: list[Introduced]) -> Mark | None:
    words = tuple(scene.tokens.words[run.first : run.last + 1])
    hit = scene.hit_at[run.first]
    persons = [
        scene.lexicon.people[e.actor] for e in (hit.entries if hit else ()) if e.kind == "surname"
    ]
    bearers = {person.actor for person in persons}
    met = [p for p in introduced if p.actor in bearers or _called(scene, p, words)]
    if met:
        return _latest(scene, run, met)
    if not persons or _too_common(run, words):
        return None
    best = max(persons, key=lambda p: (_fits(p, run.title), *_standing(scene, p)))
    ambiguous = len(persons) > 1 and not best.plain
    return Mark(run.first, run.last, best.actor, "name", "person.known", ambiguous)


def _called(scene: Scene, person: Introduced, words: tuple[str, ...]) -> bool:
    """Whether an introduced person is called so: by surname; by the first name where that is use."""
    state = person.actor.partition(".")[0]
    if person.actor in scene.lexicon.people:
        return False
    first = state in _FAMILY_FIRST or state in _GIVEN_ALONE
    return words == (person.words[:1] if first else person.words[-len(words) :])


def _too_common(run: Run, words: tuple[str, ...]) -> bool:
    name = " ".join(words)
    common = name in common_surnames() or (len(name) < SHORT and name != "xi")
    return common and run.title is None


def _fits(person: Person, title: Title | None) -> bool:
    return title is not None and any(office.title == title.office for office in person.offices)


def _latest(scene: Scene, run: Run, met: list[Introduced]) -> Mark:
    """Choose among those introduced: in office before others, then the most named, then the last."""
    before = [person for person in met if person.place < run.first] or met
    times = Counter(person.actor for person in met)

    def order(person: Introduced) -> tuple[bool, int, bool, int]:
        known = scene.lexicon.people.get(person.actor)
        active = bool(known and scene.year is not None and known.active(scene.year))
        plain = bool(known and known.plain)
        return active, times[person.actor], plain, person.place

    best = max(before, key=order)
    several = len({person.actor for person in before}) > 1
    return Mark(run.first, run.last, best.actor, "name", "person.surname", several)
