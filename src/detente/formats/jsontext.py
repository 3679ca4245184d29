"""JSON as a tree whose values know where they stand.

Bounded like the files of a case: size, depth and number of values are tested while the text is
read, so that a hostile file is refused in bounded time and memory.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from json.decoder import JSONDecodeError
from json.decoder import scanstring as scan  # type: ignore[attr-defined]
from typing import Any

from detente.case import InvalidCase, Place, Problem
from detente.case.errors import shown

MAX_DEPTH = 24
MAX_VALUES = 500_000
MAX_DIGITS = 18

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_WORD = re.compile("|".join(_WORDS))


@dataclass(frozen=True, eq=False)
class Value:
    """A value and the offset of its first character.

    Attributes
    ----------
    data : dict of str to Value, list of Value, str, int, float, bool or None
    offset : int
    """

    data: Any
    offset: int

    @property
    def kind(self) -> str:
        """Say what it is, for a message: a text itself, of anything else its kind."""
        match self.data:
            case dict():
                return "an object"
            case list():
                return f"a list of {len(self.data)}"
            case str():
                return f"`{shown(self.data, 40)}`"
            case None:
                return "null"
            case bool():
                return str(self.data).lower()
        return str(self.data)


@dataclass(frozen=True, eq=False)
class JsonText:
    """A JSON text: what it is called, the text, its tree.

    Attributes
    ----------
    file : str
    text : str
    root : Value
    """

    file: str
    text: str
    root: Value

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def place(self, value: Value) -> Place:
        """Return where a value stands; line and column count from 1."""
        return _place(self.file, self._breaks, value.offset)


def _place(file: str, breaks: list[int], offset: int) -> Place:
    line = bisect_right(breaks, offset - 1)
    before = breaks[line - 1] if line else -1
    return Place(file, line + 1, offset - before)


def parse(text: str, file: str) -> JsonText:
    """Parse a JSON text.

    Raises
    ------
    InvalidCase
        It is not JSON, says a key twice, or crosses a bound; with the place.
    """
    parser = _Parser(text, file)
    return JsonText(file, text, parser.document())


class _Parser:
    """Recursive descent, which the bound on depth keeps shallow."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.values = 0
        self.end = 0

    def document(self) -> Value:
        value, end = self.value(0, 1)
        end = self.after_blanks(end)
        if end < len(self.text):
            raise self.refuse(end, "not JSON: something stands after the end")
        return value

    def refuse(self, offset: int, message: str) -> InvalidCase:
        breaks = [match.start() for match in re.finditer("\n", self.text[:offset])]
        return InvalidCase([Problem(_place(self.file, breaks, offset), message)])

    def unexpected(self, offset: int, wanted: str) -> InvalidCase:
        if offset >= len(self.text):
            return self.refuse(len(self.text), f"not JSON: ends too early; {wanted} is missing")
        found = shown(self.text[offset])
        return self.refuse(offset, f"not JSON: found `{found}` where {wanted} should stand")

    def after_blanks(self, offset: int) -> int:
        match = _BLANK.match(self.text, offset)
        return match.end() if match else offset

    def value(self, offset: int, depth: int) -> tuple[Value, int]:
        offset = self.after_blanks(offset)
        self.values += 1
        if self.values > MAX_VALUES:
            raise self.refuse(offset, f"more than {MAX_VALUES:,} values in one file")
        if depth > MAX_DEPTH:
            raise self.refuse(offset, f"nested more than {MAX_DEPTH} levels deep")
        match self.text[offset : offset + 1]:
            case "{":
                return self.mapping(offset, depth)
            case "[":
                return self.listing(offset, depth)
            case '"':
                text, end = self.string(offset)
                return Value(text, offset), end
        return self.simple(offset)

    def simple(self, offset: int) -> tuple[Value, int]:
        if word := _WORD.match(self.text, offset):
            return Value(_WORDS[word.group()], offset), word.end()
        number = _NUMBER.match(self.text, offset)
        if number is None:
            raise self.unexpected(offset, "a value")
        if number.end() - offset > MAX_DIGITS:
            raise self.refuse(offset, f"the number has more than {MAX_DIGITS} characters")
        whole = number[1] is None and number[2] is None
        data = int(number.group()) if whole else float(number.group())
        return Value(data, offset), number.end()

    def string(self, offset: int) -> tuple[str, int]:
        try:
            text, end = scan(self.text, offset + 1, True)
        except JSONDecodeError as error:
            ends = "unterminated" not in error.msg.lower()
            what = error.msg.lower() if ends else "the text in quotation marks does not end"
            raise self.refuse(error.pos, f"not JSON: {what}") from None
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise self.refuse(offset, "holds half a surrogate pair, which is no character")
        return text, end

    def mapping(self, offset: int, depth: int) -> tuple[Value, int]:
        found: dict[str, Value] = {}
        end = offset
        for start in self.items(offset, "}"):
            if self.text[start : start + 1] != '"':
                raise self.unexpected(start, "a key in quotation marks")
            key, end = self.string(start)
            if key in found:
                raise self.refuse(start, f"the key `{shown(key)}` is said twice")
            end = self.after_blanks(end)
            if self.text[end : end + 1] != ":":
                raise self.unexpected(end, "`:`")
            found[key], self.end = self.value(end + 1, depth + 1)
        return Value(found, offset), self.end

    def listing(self, offset: int, depth: int) -> tuple[Value, int]:
        found: list[Value] = []
        for start in self.items(offset, "]"):
            value, self.end = self.value(start, depth + 1)
            found.append(value)
        return Value(found, offset), self.end

    def items(self, offset: int, closing: str) -> Iterator[int]:
        """Yield where each item begins; whoever reads one leaves its end in `self.end`."""
        start = self.after_blanks(offset + 1)
        if self.text[start : start + 1] == closing:
            self.end = start + 1
            return
        while True:
            yield start
            stop = self.after_blanks(self.end)
            match self.text[stop : stop + 1]:
                case ",":
                    start = self.after_blanks(stop + 1)
                case found if found == closing:
                    self.end = stop + 1
                    return
                case _:
                    raise self.unexpected(stop, f"`,` or `{closing}`")
