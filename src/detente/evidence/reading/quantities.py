"""Quantities: a number, its unit, how exact it is meant, and what it counts.

Units come from a table. A number without one counts the noun that follows it (*11 ballistic
missiles*), or people where the words say that some were killed, hurt or counted. Small numbers in
words count only what the table lists: *two sides* are no quantity.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from re import Match

from .dates import MONTHS
from .numbers import FIGURE, NUMBER, WORD, number, whole
from .rates import rate
from .spans import Quantity, Sentence
from .tables import groups, lines
from .tokens import level, lowered

_MODIFIERS = {
    ">": "more than|over|above|exceeding|upwards of|well over|in excess of|greater than",
    "<": "less than|fewer than|under|below|short of",
    ">=": "at least|no fewer than|no less than|not less than|a minimum of",
    "<=": "up to|at most|no more than|as many as|as much as|a maximum of|not more than",
    "~": "about|around|some|roughly|approximately|nearly|almost|close to|an estimated|circa"
    "|just over|just under|or so|more or less|estimated",
}
_WORDS_ONLY = "just|only|mere|barely|within|another|exactly|fully"
_MODIFIER = "|".join(f"(?:{words})" for words in _MODIFIERS.values())
_KIND = {word: sign for sign, words in _MODIFIERS.items() for word in words.split("|")}

_CURRENCY = r"(?P<currency>us\$|c\$|a\$|[$€£¥₹₪₩₽])"
_BEFORE = rf"(?:(?P<modifier>{_MODIFIER}) )?(?:(?P<word>{_WORDS_ONLY}) )?"
_VALUE = (
    rf"(?:(?P<low>{FIGURE}|{WORD})(?P<to> ?[-–] ?| to | or )(?:{_CURRENCY}?))?(?P<value>{NUMBER})"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/:$€£-])(?:{_BEFORE})(?:{_CURRENCY.replace('currency', 'currency_')})?{_VALUE}"
    r"(?![\w/:]|[.,]\d|-(?:\d|year|month|day|week|hour))"
)
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?P<modifier>{_MODIFIER}) )?(?:(?P<half>half)(?= of|,|\.| the| its| this| a\b)"
    r"|(?P<count>a|one|two|three|four|nine)[- ](?P<part>third|quarter|fifth|tenth)s?(?= of|,|\.)"
    r"|(?P<twice>twice)(?= as| the)"
    rf"|(?P<of>{WORD}|\d+) (?:points |people )?in (?:every )?(?P<in>{WORD}|\d+)"
    r"(?! \w+(?:s|ion)\b ?(?:of|in)))"
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_MONTH = re.compile(rf"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b")
_NAMED = re.compile(
    r"(?:resolution|article|chapter|no\.|number|route|flight|highway|tower|page|unit|part|act"
    r"|section|p\.) $"
)
_STOP = re.compile(
    r"[,.;:()\"–]|\b(?:and|or|who|which|that|to|in|on|at|from|by|for|were|was|are|is|have|has|had|of|with|last|this|next|after|before|since|when|as)\b"
)
_YEARS = range(1500, 2101)
_TEAM = re.compile(r"\b(?:team|crew|group|delegation|force|garrison|population) of $")
SMALL = 12
MANY = 1000
AROUND = 160


def quantities(text: str, sentences: Sequence[Sentence]) -> tuple[Quantity, ...]:
    """Find the quantities of a text.

    Parameters
    ----------
    text : str
        English.
    sentences : sequence of Sentence
        In order.

    Returns
    -------
    tuple of Quantity
        In order, without overlaps. Figures that are dates, names or mere counts of sides are none.
    """
    small = lowered(level(text))
    starts = [s.start for s in sentences]
    found: list[Quantity] = []
    matches = [*_FRACTION.finditer(small), *_NUMBER.finditer(small)]
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        index = bisect_right(starts, match.start()) - 1
        stop = min(sentences[index].end if index >= 0 else len(text), match.end() + AROUND)
        begin = max(sentences[index].start if index >= 0 else 0, match.start() - AROUND)
        if found and match.start() < found[-1].end:
            continue
        whole_ = match.re is _NUMBER
        made = _counted(small, match, begin, stop) if whole_ else _fraction(small, match)
        if made:
            found.append(made)
    return tuple(found)


def _made(
    match: Match[str],
    end: int,
    value: float | tuple[float, float],
    unit: str,
    measures: str,
    rule: str,
) -> Quantity:
    modifier = match["modifier"]
    word = match.groupdict().get("word")
    start = match.start() if modifier or not word else match.end("word") + 1
    name = f"quantity.{rule}"
    sign = _KIND.get(modifier, modifier) if modifier else word
    return Quantity(start, end, value, unit, sign, measures, name, rate(name))


def _fraction(text: str, match: Match[str]) -> Quantity | None:
    """*Two-thirds*, *almost half*, *twice as long*, *two in three*."""
    if match["half"]:
        if text[: match.start()].endswith(" and a "):
            return None
        value = 0.5
    elif match["twice"]:
        value = 2.0
    elif match["part"]:
        value = (number(match["count"]) or 1.0) / _PARTS[match["part"]]
    else:
        part, of = number(match["of"]) or 0.0, number(match["in"]) or 0.0
        if not 0 < part < of or of > 1000:
            return None
        value = part / of
    return _made(match, match.end(), round(value, 4), "ratio", "", "ratio")


def _counted(text: str, match: Match[str], begin: int, stop: int) -> Quantity | None:
    value = _value(match)
    if value is None or _is_name(text, match, begin, stop):
        return None
    currency = match["currency_"] or match["currency"]
    rest = text[match.end() : stop]
    if currency:
        unit = _currencies()[currency]
        return _made(match, match.end(), value, unit, _of(rest), "money")
    unit, length = _unit(rest)
    if rest[:length] == " times" and not _COMPARED.match(rest, length):
        unit = "time"
    if unit in _TIMES and (_DATED.match(rest, length) or match["value"] == "one"):
        return None
    if unit and not (unit in _TIMES and _is_article(match)):
        rule = "measure"
        return _made(match, match.end() + length, value, unit, _of(rest[length:]), rule)
    return _people_or_things(text, match, value, begin, rest)


def _value(match: Match[str]) -> float | tuple[float, float] | None:
    value = number(match["value"])
    if value is None:
        return None
    low = number(match["low"]) if match["low"] else None
    if low is None:
        return whole(value)
    if low >= value:
        return None  # "voted 396 to 0" is no range
    scale = value / (number(match["value"].split(" ")[0]) or value)
    low = low * scale if scale > 1 else low
    return (whole(low), whole(value)) if low < value else None


def _is_article(match: Match[str]) -> bool:
    return match["value"] in {"a", "an"}


def _is_name(text: str, match: Match[str], begin: int, stop: int) -> bool:
    """Whether a number is part of a date or of a name: *June 14*, *1996*, *Resolution 1701*."""
    before, after = (
        text[max(begin, match.start() - 14) : match.start("value")],
        text[match.end() : stop],
    )
    if _NAMED.search(before) or _MONTH.match(after.lstrip()):
        return True
    last_word = before.rstrip().rpartition(" ")[2]
    if last_word and _MONTH.fullmatch(last_word.rstrip(".")):
        return True
    figures = match["value"]
    year = figures.isdigit() and len(figures) == 4 and int(figures) in _YEARS
    return year and not (_unit(after)[0] or _noun(after)[0] in _people())


_TIMES = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"}
)


@cache
def _units() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {}
    for line in lines("units.txt"):
        unit, _, forms = line.partition("=")
        table.update({form.strip(): unit.strip() for form in forms.split(",")})
    longest = sorted(table, key=len, reverse=True)
    return re.compile(rf"[- ]?({'|'.join(map(re.escape, longest))})(?![\w²])"), table


@cache
def _currencies() -> dict[str, str]:
    entries = (entry.partition(" =") for entry in groups("counted.txt")["currency"])
    return {sign.strip(): code.strip() for sign, _, code in entries}


@cache
def _people() -> frozenset[str]:
    return frozenset((*groups("counted.txt")["person"], *_nationals()))


def _nationals() -> Iterator[str]:
    """Yield what many of a state's people are called: *Syrians*, *Romanians*, *Iraqis*."""
    for line in lines("states.txt"):
        for name in line.split("|")[2].lower().split(";"):
            if name.strip().endswith(("n", "i")) and " " not in name.strip():
                yield f"{name.strip()}s"


@cache
def _things() -> frozenset[str]:
    return frozenset(groups("counted.txt")["thing"])


@cache
def _casualty() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(groups('counted.txt')['casualty'])})\b")


_PER = re.compile(
    r" (?:a|per|each|every) (day|week|month|year|hour)\b(?! (?:ago|later|earlier|before|after))"
)
_MEN = re.compile(r"[a-z]{2,}(?<!speci)(?<!regi)(?<!abdo)men")
_COMPARED = re.compile(r" (?:as|more|less|the|what|its|their|his|her|our|that|over|\w+er)\b")
_DATED = re.compile(r" (?:ago|later|earlier|from now)\b")
_BARE = re.compile(
    r" (?:do|are|were|have|had|live|need|face|remain|fled|lack|die|died|lost|lived)\b"
)
_MORE = re.compile(
    r" of (?:its|the|their|his|her|some|these|those) (?:[\d,.]+ )?(?:million |billion )?([a-z]+)"
)
_NUMBER_OF = re.compile(r"(?: to [\d,.]+)?,? the number of ([a-z ]+)")


def _unit(rest: str) -> tuple[str, int]:
    """Return the unit that follows a number and how long it is, *a day* with it; empty if none."""
    pattern, table = _units()
    match = pattern.match(rest)
    if match is None:
        return "", 0
    unit = table[match[1]]
    if unit == "metre" and match[1] == "m" and not match[0].startswith(" "):
        return "", 0
    per = _PER.match(rest, match.end())
    if per and unit not in _TIMES and unit not in {"ratio", "percent"}:
        return f"{unit}_per_{per[1]}", per.end()
    return unit, match.end()


def _noun(rest: str) -> tuple[str, int]:
    """Return the noun that a number counts, the first plural, and where it ends."""
    end = 0
    for match in re.finditer(r"[ -]([a-z][a-z'-]*)", rest):
        if match.start() != end:
            break
        word, end = match[1], match.end()
        if word in _people() or _MEN.fullmatch(word):
            return _head(rest, end) or (word, end)
        if _STOP.fullmatch(word):
            break
        if word in _things() and (head := _head(rest, end)):
            return head
        if (word.endswith("s") and not word.endswith(("ss", "'s", "us"))) or word in _things():
            return word, end
        if end > 40:
            break
    return "", 0


def _head(rest: str, end: int) -> tuple[str, int] | None:
    """Return the noun that ends a compound: *fighter jets*, *drone bases*; None if there is none.

    `end` is where the word before it ends.
    """
    following = re.compile(r"[ -]([a-z]+s)\b").match(rest, end)
    if following is None or rest[end - 1] == "s" or _singular(following[1]) not in _things():
        return None
    return following[1], following.end()


def _people_or_things(
    text: str, match: Match[str], value: float | tuple[float, float], begin: int, rest: str
) -> Quantity | None:
    """Return what is counted where no unit stands: the noun after the number, or people."""
    before = text[begin : match.start()]
    least = value if isinstance(value, int | float) else value[1]
    few = not match["value"][0].isdigit() and least <= SMALL
    noun, end = _noun(rest)
    if before.endswith("group of "):
        return None
    if noun and noun not in _people() and not _MEN.fullmatch(noun):
        unit = _singular(noun)
        counts = unit in _things() or not few
        return (
            _made(match, match.end(), value, unit, rest[:end].strip(), "things") if counts else None
        )
    hurt = bool(_casualty().search(before[-40:] + rest[:60]))
    if noun:
        counts = hurt or not few or before.endswith(" of ")
        words = rest[:end].strip()
        return _made(match, match.end(), value, "person", words, "people") if counts else None
    if _is_article(match) or not (least >= MANY or hurt or _TEAM.search(before)):
        return None
    return _people_unnamed(match, value, before, rest, hurt=hurt)


def _people_unnamed(
    match: Match[str], value: float | tuple[float, float], before: str, rest: str, *, hurt: bool
) -> Quantity | None:
    """Return the people whom no noun right after the number names: *at least 200 were killed*."""
    more = _MORE.match(rest) or _NUMBER_OF.match(rest)
    if more and more[1].split()[-1] in _people():
        return _made(match, match.end(), value, "person", more[1].strip(), "people")
    if _NUMBER_OF.match(rest) or _TEAM.search(before):
        return _made(match, match.end(), value, "person", "", "people")
    verb = _BARE.match(rest) or re.match(r" (?:was|of (?:them|whom)|others|more)\b|[,.]", rest)
    if (hurt and verb) or _BARE.match(rest):
        return _made(match, match.end(), value, "person", "", "casualties" if hurt else "people")
    return None


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("shes", "ches", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and noun not in _things() else noun


def _of(rest: str) -> str:
    """Return what *of* says is measured, up to the end of the phrase."""
    match = re.match(r" of ((?:the |its |their )?[^,.;:()\"–]*)", rest)
    if match is None:
        return ""
    stop = _STOP.search(match[1])
    return (match[1][: stop.start()] if stop else match[1]).strip()
