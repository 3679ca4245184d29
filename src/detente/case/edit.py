"""Changes to a file's text that touch only the lines they are about.

An edit replaces, adds or removes one value at a path. The text around it, comments included,
stays as it is, byte for byte. Every edit is proved before it is handed back: the new text is
parsed again and must say exactly what the old text said, with that one change.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType
from typing import Any

from .errors import EditRefused, InvalidCase
from .files import TextFile
from .nodes import Mapping, Node, PathKey, Scalar, Sequence, child, parse

Path = tuple[PathKey, ...]

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.()<>+/%'-]*(?: [A-Za-z0-9_.()<>+/%'-]+)*")
_WORDS = {"true", "false", "null"}
"""What other readers of YAML 1.2 would not take for text."""


def set_value(file: TextFile, path: Path, value: Any) -> TextFile:
    """Return the file with the value at `path` replaced, or added under a new key.

    Parameters
    ----------
    file : TextFile
    path : tuple of str and int
        The last part may be a new key of a mapping that exists; a single part may be the first
        key of a file that holds nothing yet.
    value : str, number, None, or lists and dicts of these

    Raises
    ------
    EditRefused
        The path leads nowhere, or the text cannot take the change.
    """
    if file.tree is None and len(path) == 1:
        return add_entries(file, {str(path[0]): value})
    holder, key = _holder(file, path)
    old = child(holder, key)
    if old is None and (isinstance(holder, Sequence) or not isinstance(key, str)):
        raise EditRefused(f"{file.name}: there is no item {key} to replace")
    wanted = _value(file)
    _into(wanted, path[:-1])[key] = _as_text(value)
    if old is not None:
        text = _with_value(file, path, holder, old, flow(value))
    else:
        text = _with_entries(file.text, holder, [(f"{flow(key)}: ", value)])
    return _proved(file, text, wanted)


def add_entries(file: TextFile, entries: MappingType[str, Any]) -> TextFile:
    """Return the file with new entries below those it has: one edit, however many they are.

    Parameters
    ----------
    file : TextFile
        It may hold nothing yet.
    entries : mapping of str to a value
        Under keys that the file does not have.

    Raises
    ------
    EditRefused
        The file holds no entries but something else, or has one of the keys.
    """
    if not entries:
        return file
    wanted = _value(file)
    if not isinstance(wanted, dict) or wanted.keys() & entries.keys():
        raise EditRefused(f"{file.name}: has one of the new entries already, or is no list of them")
    leads = [(f"{flow(key)}: ", value) for key, value in entries.items()]
    if isinstance(file.tree, Mapping):
        text = _with_entries(file.text, file.tree, leads)
    else:
        newline = _newline(file.text)
        above = file.text if not file.text or file.text.endswith("\n") else file.text + newline
        lines = [line for lead, value in leads for line in _block(lead, value)]
        text = above + "".join(line + newline for line in lines)
    return _proved(file, text, wanted | {key: _as_text(value) for key, value in entries.items()})


def append(file: TextFile, path: Path, value: Any) -> TextFile:
    """Return the file with `value` added at the end of the list at `path`.

    Raises
    ------
    EditRefused
        There is no list at `path`, or the text cannot take the change.
    """
    holder = _at(file, path)
    if not isinstance(holder, Sequence):
        raise EditRefused(f"{file.place(path)}: is no list")
    wanted = _value(file)
    _into(wanted, path).append(_as_text(value))
    return _proved(file, _with_entries(file.text, holder, [("- ", value)]), wanted)


def remove(file: TextFile, path: Path) -> TextFile:
    """Return the file without the entry or item at `path`.

    Raises
    ------
    EditRefused
        There is nothing at `path`, or the text cannot take the change.
    """
    holder, key = _holder(file, path)
    if child(holder, key) is None:
        raise EditRefused(f"{file.place(path)}: there is no `{key}` to remove")
    wanted = _value(file)
    del _into(wanted, path[:-1])[key]
    return _proved(file, _without(file, path, holder), wanted)


def _value(file: TextFile) -> Any:
    return copy.deepcopy(file.tree.value) if file.tree else {}


def _at(file: TextFile, path: Path) -> Node:
    node = file.tree
    for part in path:
        node = child(node, part) if node else None
    if node is None:
        raise EditRefused(
            f"{file.name}: there is nothing at {'.'.join(map(str, path)) or 'the top'}"
        )
    return node


def _holder(file: TextFile, path: Path) -> tuple[Mapping | Sequence, PathKey]:
    if not path:
        raise EditRefused(f"{file.name}: the whole file cannot be one edit")
    holder = _at(file, path[:-1])
    if isinstance(holder, Scalar):
        raise EditRefused(f"{file.place(path[:-1])}: is a single value")
    return holder, path[-1]


def _into(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _proved(file: TextFile, text: str, wanted: Any) -> TextFile:
    try:
        tree = parse(text, file.name)
    except InvalidCase as error:
        raise EditRefused(f"{file.name}: the edit would not be YAML any more ({error})") from None
    if (tree.value if tree else {}) != wanted:
        raise EditRefused(
            f"{file.name}: the layout around the edit does not allow it; edit by hand"
        )
    return dataclasses.replace(file, text=text, tree=tree)


def _extent(node: Node, text: str) -> tuple[int, int]:
    """Return the span of a node's text without the line breaks that end a block of text."""
    end = node.end
    while end > node.start and text[end - 1] in "\r\n":
        end -= 1
    return node.start, end


def _with_value(
    file: TextFile, path: Path, holder: Mapping | Sequence, old: Node, written: str
) -> str:
    start, end = _extent(old, file.text)
    if "#" in _between_scalars(old, file.text):
        raise EditRefused(f"{file.place(path)}: comments would be lost; edit entry by entry")
    if file.text[start - 1 : start] in {":", "-"}:
        written = " " + written
    elif isinstance(old, Sequence) and not old.flow and old.column == holder.column:
        written = "  " + written  # a list may begin where its key does, brackets may not
    return file.text[:start] + written + file.text[end:]


def _between_scalars(node: Node, text: str) -> str:
    """Return what of a node's text is no value: brackets, dashes, colons, space, comments."""
    gaps, place = "", node.start
    for scalar in _scalars(node):
        gaps += text[place : scalar.start]
        place = scalar.end
    return gaps + text[place : node.end]


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for key, value in node.entries:
            yield key
            yield from _scalars(value)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _with_entries(
    text: str, holder: Mapping | Sequence, entries: SequenceType[tuple[str, Any]]
) -> str:
    """Write entries behind the last of a block or of brackets; each has its key or dash."""
    children = holder.items if isinstance(holder, Sequence) else [n for _, n in holder.entries]
    if holder.flow:
        inside = ", " if children else ""
        at = _extent(children[-1], text)[1] if children else holder.end - 1
        keyed = isinstance(holder, Mapping)
        written = ", ".join((lead if keyed else "") + flow(value) for lead, value in entries)
        return text[:at] + inside + written + text[at:]
    first = holder.items[0] if isinstance(holder, Sequence) else holder.entries[0][0]
    column = first.column - 1 if isinstance(holder, Mapping) else holder.column - 1
    at = text.find("\n", _extent(children[-1], text)[1])
    newline = _newline(text)
    block = [line for lead, value in entries for line in _block(lead, value)]
    lines = newline.join(" " * column + line for line in block)
    if at < 0:
        return text + newline + lines + newline
    return text[: at + 1] + lines + newline + text[at + 1 :]


def _without(file: TextFile, path: Path, holder: Mapping | Sequence) -> str:
    text, key = file.text, path[-1]
    if isinstance(holder, Mapping):
        spans = [(k.start, _extent(n, text)[1]) for k, n in holder.entries]
        index = next(i for i, (k, _) in enumerate(holder.entries) if k.text == key)
    else:
        spans = [_extent(n, text) for n in holder.items]
        index = int(key)
    start, end = spans[index]
    if holder.flow:
        if index + 1 < len(spans):
            return text[:start] + text[spans[index + 1][0] :]
        return text[: spans[index - 1][1] if index else start] + text[end:]
    where = file.place(path, key=True)
    if len(spans) == 1:
        raise EditRefused(f"{where}: is the only entry of its block; remove the block")
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start].strip()
    if before not in ({"", "-"} if isinstance(holder, Sequence) else {""}):
        raise EditRefused(f"{where}: shares its line with another entry; edit by hand")
    stop = text.find("\n", end)
    return text[:line] + (text[stop + 1 :] if stop >= 0 else "")


def _as_text(value: Any) -> Any:
    """Return the value as the parser will read it back: scalars are text."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case MappingType():
            return {str(k): _as_text(v) for k, v in value.items()}
        case str():
            return value
        case SequenceType():
            return [_as_text(v) for v in value]
    return str(value)


def flow(value: Any) -> str:
    """Write a value on one line of YAML, as the files of a case are read.

    Examples
    --------
    >>> print(flow({"text": "Air Strike", "moves": ["null", "no: way"]}))
    {text: Air Strike, moves: ["null", "no: way"]}
    """
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return str(_as_text(value))
        case str():
            plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS and len(value) < 200
            return value if plain else _quoted(value)
        case MappingType():
            return "{" + ", ".join(f"{flow(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def _quoted(text: str) -> str:
    """Write a text between quotation marks, with escapes for what cannot be seen."""
    return "".join(
        c if c.isprintable() else _escape(c) for c in json.dumps(text, ensure_ascii=False)
    )


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _block(lead: str, value: Any) -> list[str]:
    """Write an entry over several lines where it holds keys, on one line where it does not."""
    if not _deep(value):
        return [lead + flow(value)]
    inner: list[str] = []
    if isinstance(value, MappingType):
        for key, below in value.items():
            inner += _block(f"{flow(str(key))}: ", below)
    else:
        for below in value:
            inner += _block("- ", below)
    if lead == "- ":
        return [lead + inner[0], *("  " + line for line in inner[1:])]
    return [lead.rstrip(), *("  " + line for line in inner)]


def _deep(value: Any) -> bool:
    """Whether a value is written over several lines: keys, or a list that holds keys."""
    if isinstance(value, MappingType):
        return bool(value)
    return isinstance(value, list | tuple) and any(isinstance(v, MappingType) for v in value)
