"""Event data of other projects, read line by line: GDELT, POLECAT, PLOVER as JSON.

GDELT (versions 1.0 and 2.0, "Event Codebook V2.0", 2015): tab-separated, without a header, 57, 58
or 61 columns. The ones read here stand at the same places in all: 1 the day (YYYYMMDD), 7 and 17
the actors' countries (CAMEO's codes, with few exceptions those of ISO 3166), 29 the QuadClass, 30
Goldstein's scale; counted from 0.

POLECAT (Harvard Dataverse, doi:10.7910/DVN/AJGVIT): tab-separated with a header; read are *Event
Date*, *Event Type*, *Quad Code*, *Intensity* (newer: *Event Intensity*), *Actor Country* and
*Recipient Country*.

JSON: a list of events, or one event a line, with POLECAT's names or ``date``, ``type``, ``actor``,
``recipient``, and where there are ``quad`` and ``intensity``; an actor is a code, or something that
has its ``country``. Or what ``detente read --json`` prints, whose documents have such events.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from detente.case import InvalidCase, Place, Problem
from detente.case.errors import shown
from detente.evidence.history import PLOVER, QUADS, Event, Quad

MAX_LINE = 1_000_000
MAX_LIST = 256 * 2**20
"""Bytes of a JSON list, which has to be read as a whole; one event a line has no limit."""
_WHOLE = ("[", '{"documents":')
"""How JSON begins that is one value, not one event a line."""
GDELT_COLUMNS = frozenset({57, 58, 61})

_POLECAT = {
    "date": ("Event Date", "date", "event_date"),
    "type": ("Event Type", "type", "event_type"),
    "quad": ("Quad Code", "quad", "quad_code"),
    "intensity": ("Intensity", "Event Intensity", "intensity", "goldstein"),
    "actor": ("Actor Country", "actor"),
    "recipient": ("Recipient Country", "recipient"),
}
_NEEDED = ("date", "actor", "recipient")


@dataclass
class Passed:
    """How many lines were passed over because they could not be read, and the first of them."""

    lines: int = 0
    first: str = ""
    files: set[str] = field(default_factory=set)

    def over(self, place: Place, why: str) -> None:
        """Note one line."""
        self.lines += 1
        self.first = self.first or f"{place}: {why}"
        self.files.add(place.file)

    def notes(self) -> list[str]:
        """Return what a person should know of it."""
        if not self.lines:
            return []
        count = f"{self.lines:,} line{'' if self.lines == 1 else 's'}"
        were = "was" if self.lines == 1 else "were"
        return [f"{count} could not be read and {were} passed over; the first is {self.first}"]


def read_events(
    files: Iterable[Path], passed: Passed, wanted: Callable[[str, str], bool]
) -> Iterator[Event]:
    """Yield the events of files, one after the other, without holding any.

    Parameters
    ----------
    files : iterable of Path
        A ``.zip`` may hold one file, as GDELT hands them out.
    passed : Passed
        Takes note of lines that cannot be read.
    wanted : callable
        Whether events of this actor and recipient are wanted; others are dropped at once.

    Raises
    ------
    InvalidCase
        A file cannot be read, or is none of these formats.
    """
    for file in files:
        name = shown(str(file), 200)
        try:
            with _opened(file, name) as stream:
                yield from _events(stream, name, passed, wanted)
        except (OSError, RuntimeError, zipfile.BadZipFile, EOFError) as error:
            raise _refusal(
                name, f"cannot be read: {getattr(error, 'strerror', None) or error}"
            ) from None
        except UnicodeDecodeError:
            raise _refusal(name, "is not UTF-8 text") from None


def _refusal(name: str, message: str, line: int = 1) -> InvalidCase:
    return InvalidCase([Problem(Place(name, line), message)])


def _opened(file: Path, name: str) -> TextIO:
    if file.suffix.lower() != ".zip":
        return file.open(encoding="utf-8", errors="replace", newline="\n")
    archive = zipfile.ZipFile(file)
    members = archive.namelist()
    if len(members) != 1:
        archive.close()
        raise _refusal(name, f"holds {len(members)} files; unpack it and name them")
    return io.TextIOWrapper(archive.open(members[0]), "utf-8", errors="replace", newline="\n")


def _events(
    stream: TextIO, name: str, passed: Passed, wanted: Callable[[str, str], bool]
) -> Iterator[Event]:
    lines = _lines(stream, name)
    first = next(lines, "")
    if not first.strip():
        raise _refusal(name, "is empty")
    columns = first.rstrip("\r\n").split("\t")
    if first.lstrip()[0] in "[{":
        return _json(first, lines, name, passed, wanted)
    if len(columns) in GDELT_COLUMNS and columns[0].isdigit():
        return _gdelt(first, lines, name, passed, wanted)
    places = _places({column.strip('"'): i for i, column in enumerate(columns)})
    if all(key in places for key in _NEEDED):
        return _polecat(places, lines, name, passed, wanted)
    raise _refusal(
        name,
        f"is no event data that can be read: its first line has {len(columns)} columns; there are"
        " GDELT (57, 58 or 61, no header), POLECAT (a header with `Event Date`, `Actor Country` and"
        " `Recipient Country`) and JSON",
    )


def _lines(stream: TextIO, name: str) -> Iterator[str]:
    """Yield lines of bounded length; the parts of a JSON list may be cut anywhere."""
    number, listed = 0, False
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        listed = listed or (number == 1 and line.lstrip().startswith(_WHOLE))
        if len(line) > MAX_LINE and not listed:
            raise _refusal(name, f"the line is longer than {MAX_LINE:,} characters", number)
        yield line


def _places(columns: Mapping[str, int]) -> dict[str, int]:
    return {
        key: columns[name]
        for key, names in _POLECAT.items()
        for name in reversed(names)
        if name in columns
    }


def _gdelt(
    first: str, lines: Iterator[str], name: str, passed: Passed, wanted: Callable[[str, str], bool]
) -> Iterator[Event]:
    for number, line in enumerate(_chained(first, lines), start=1):
        cells = line.split("\t", 31)
        if len(cells) < 32:
            passed.over(Place(name, number), "has too few columns")
        elif wanted(cells[7], cells[17]):
            day = f"{cells[1][:4]}-{cells[1][4:6]}-{cells[1][6:]}"
            event = _event(day, cells[7], cells[17], _quad(cells[29]), cells[30], "GDELT")
            if event is None:
                passed.over(Place(name, number), "has no such day or class")
            else:
                yield event


def _polecat(
    places: Mapping[str, int],
    lines: Iterator[str],
    name: str,
    passed: Passed,
    wanted: Callable[[str, str], bool],
) -> Iterator[Event]:
    most = max(places.values())
    for number, line in enumerate(lines, start=2):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) <= most:
            passed.over(Place(name, number), "has too few columns")
            continue
        said = {key: cells[place].strip().strip('"') for key, place in places.items()}
        if wanted(said["actor"], said["recipient"]):
            yield from _said(said, Place(name, number), passed, "POLECAT")


def _json(
    first: str, lines: Iterator[str], name: str, passed: Passed, wanted: Callable[[str, str], bool]
) -> Iterator[Event]:
    for number, record in _records(first, lines, name, passed):
        said = {
            key: next((record[n] for n in names if record.get(n) is not None), None)
            for key, names in _POLECAT.items()
        }
        if not any(said[key] for key in _NEEDED):
            passed.over(Place(name, number), "has no `date`, no `actor` and no `recipient`")
            continue
        actor, recipient = _country(said["actor"]), _country(said["recipient"])
        if wanted(actor, recipient):
            said |= {"actor": actor, "recipient": recipient}
            yield from _said(said, Place(name, number), passed, "PLOVER")


def _records(
    first: str, lines: Iterator[str], name: str, passed: Passed
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the records of a JSON list, of documents that were read, or of lines that are one."""
    if not first.lstrip().startswith(_WHOLE):
        for number, line in enumerate(_chained(first, lines), start=1):
            try:
                record = json.loads(line) if line.strip() else None
            except (ValueError, RecursionError):
                record = ()
            if isinstance(record, dict):
                yield number, record
            elif record is not None:
                passed.over(Place(name, number), "is no JSON object")
        return
    parts, size = [], 0
    for part in _chained(first, lines):
        size += len(part)
        if size > MAX_LIST:
            raise _refusal(name, "is too large for one JSON list; write one event a line")
        parts.append(part)
    try:
        listed = json.loads("".join(parts))
    except (ValueError, RecursionError) as error:
        raise _refusal(name, f"is not JSON: {shown(str(error))}") from None
    if isinstance(listed, dict):
        documents = [one for one in listed["documents"] or () if isinstance(one, dict)]
        listed = [event for one in documents for event in one.get("events") or ()]
    yield from ((1, record) for record in listed if isinstance(record, dict))


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _country(actor: Any) -> str:
    """Return the country of an actor that is a code, something with one, or a list of them."""
    match actor:
        case str():
            return actor.partition(".")[0]
        case {"country": str(code)} | {"code": str(code)}:
            return code
        case [one, *_]:
            return _country(one)
    return ""


def _said(said: Mapping[str, Any], place: Place, passed: Passed, source: str) -> Iterator[Event]:
    quad = _quad(str(said.get("quad") or "")) or PLOVER.get(str(said.get("type") or "").upper())
    event = _event(
        str(said["date"])[:10],
        said["actor"],
        said["recipient"],
        quad,
        said.get("intensity"),
        source,
    )
    if event is None:
        passed.over(place, "has no such day or class" if said["date"] else "has no day")
    else:
        yield event


def _quad(text: str) -> Quad | None:
    """Return the class by its number or its name, however it is written."""
    if text in {"1", "2", "3", "4"}:
        return QUADS[int(text) - 1]
    low = text.lower()
    kind = "material" if low.startswith("m") else "verbal" if low.startswith("v") else None
    side = "cooperation" if "coop" in low else "conflict" if "conf" in low else None
    return next((quad for quad in QUADS if quad == f"{kind} {side}"), None)


def _event(
    day: str, actor: str, recipient: str, quad: Quad | None, scale: Any, source: str
) -> Event | None:
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return Event(day, actor, recipient, quad, _scale(scale), source) if quad else None


def _scale(text: Any) -> float | None:
    """Return a number on the scale; None if there is none or it lies outside."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) and -10 <= value <= 10 else None
