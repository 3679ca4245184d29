"""Decisions made elsewhere: a file of them, YAML or JSON lines, checked whole before any counts.

::

    - {id: p7d0fd61078ed, decision: accept, edits: {claim: The cabinet means to fill the dam.}}
    - {id: p51bc02ad3823, decision: reject}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.case import InvalidCase, Place, Problem
from detente.case.errors import did_you_mean, listed, shown
from detente.case.files import TextFile
from detente.case.nodes import Sequence as SequenceNode
from detente.case.nodes import parse, read_text
from detente.case.repair import PLACEHOLDER
from detente.case.schema import Entry, Source
from detente.case.validate import validate

from .accept import Brought, obstacles
from .decisions import Edits, Standing, Verb
from .review import Review


class BadBatch(InvalidCase):
    """A file of decisions that cannot be carried out; nothing was decided."""

    left_undone = "nothing was decided"


class Order(Entry):
    """One decision: on which proposal, what, and what is changed in it first."""

    id: str
    decision: Verb
    edits: Edits = Edits()


def read_batch(path: Path, review: Review) -> list[Order]:
    """Return the decisions of a file, if every one of them can be carried out.

    Parameters
    ----------
    path : Path
        A list in YAML, or one JSON object a line (``.jsonl``).
    review : Review
        On whose proposals is decided.

    Raises
    ------
    BadBatch
        With everything that is wrong with any of them.
    """
    try:
        items, problems = _items(path)
    except InvalidCase as error:
        raise BadBatch(error.problems) from None
    orders: list[tuple[Place, Order]] = []
    told: list[Problem] = []
    for above, file in items:
        try:
            order, misfits = validate(file, Order)
        except InvalidCase as error:
            told += (_down(problem, above) for problem in error.problems)
            continue
        told += (_down(problem, above) for problem in misfits)
        if not any("`decision`" in problem.message for problem in misfits):
            place = file.place()
            orders.append((Place(place.file, place.line + above, place.column), order))
    # what a misfit was mended with, so that the rest can be checked, is no fault of the file's
    problems += [*told, *(p for p in _wrong(orders, review) if PLACEHOLDER not in p.message)]
    if problems:
        raise BadBatch(problems)
    return [order for _, order in orders]


def _items(path: Path) -> tuple[list[tuple[int, TextFile]], list[Problem]]:
    """Return the entries of the file, each with the lines above it, and what is no entry."""
    name = path.name
    _, text = read_text(path, name)
    if path.suffix == ".jsonl":
        return _json_lines(name, text)
    root = parse(text, name)
    if not isinstance(root, SequenceNode):
        message = "must be a list of decisions: `- {id: …, decision: accept}`"
        raise InvalidCase([Problem(Place(name), message)])
    return [(0, TextFile(name, text, item, "")) for item in root.items], []


def _json_lines(name: str, text: str) -> tuple[list[tuple[int, TextFile]], list[Problem]]:
    found: list[tuple[int, TextFile]] = []
    problems: list[Problem] = []
    for above, line in enumerate(text.split("\n")):
        try:
            node = parse(line, name)
        except InvalidCase as error:
            problems += (_down(problem, above) for problem in error.problems)
            continue
        if node is not None:
            found.append((above, TextFile(name, line, node, "")))
    return found, problems


def _down(problem: Problem, lines: int) -> Problem:
    place = problem.place
    return Problem(Place(place.file, place.line + lines, place.column), problem.message)


def _wrong(orders: Sequence[tuple[Place, Order]], review: Review) -> Iterator[Problem]:
    """Yield what keeps decisions from being carried out."""
    seen: dict[str, Place] = {}
    brought: dict[str, Source] = {}
    for place, order in orders:
        if order.id in seen:
            first = f"first in line {seen[order.id].line}"
            yield Problem(place, f"`{order.id}` is decided on twice; {first}")
            continue
        seen[order.id] = place
        one = review.standings.get(order.id)
        if one is None:
            hint = did_you_mean(order.id, review.standings)
            waiting = [s.id for s in review.waiting()]
            hint = hint or f"; waiting: {listed(waiting, 6)}"
            yield Problem(place, f"`{shown(order.id)}`: no such proposal{hint}")
        else:
            yield from (Problem(place, text) for text in _against(order, one, review, brought))
            if order.decision == "accept":
                brought |= order.edits.applied(one.proposal).brings


def _against(order: Order, one: Standing, review: Review, brought: Brought) -> Iterator[str]:
    """Yield what speaks against one decision."""
    if not one.is_open:
        yield f"`{one.id}`: is {one.status} already; undo that first"
    elif one.id in review.aside:
        yield f"`{one.id}`: {review.aside[one.id]}"
    elif order.decision == "edit" and not order.edits.model_fields_set:
        yield f"`{one.id}`: an edit needs its `edits`"
    elif order.decision == "accept":
        for text in obstacles(review.case, order.edits.applied(one.proposal), brought):
            yield f"`{one.id}`: {text}"
