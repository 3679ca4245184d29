"""The models that are measured: option forms of any size, free, ruled, or with one-way options.

Options are shared out evenly among the decision makers. Preferences are *random*, a place of its
own for nearly every state, or *statements*, six random lines of two options each, so at most 64
places.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case.formula import parse
from detente.conflict.model import Direction, OptionForm
from detente.conflict.space import Space
from detente.conflict.states import feasible

SEED = 2019
PREFERENCES = ("random", "statements")
AT_A_TIME = 2**22


def free(exponent: int, makers: int, preferences: str = "random") -> OptionForm:
    """All of 2^exponent codes, every option free to be switched both ways."""
    return _form(np.arange(2**exponent, dtype=np.uint64), exponent, makers, preferences)


def ruled(exponent: int, makers: int, kept: float) -> OptionForm:
    """A random share of all codes."""
    codes = np.arange(2**exponent, dtype=np.uint64)
    chosen = np.random.default_rng([SEED, exponent]).random(codes.size) < kept
    return _form(codes[chosen], exponent, makers, "random")


def one_way(exponent: int, makers: int, each: int) -> OptionForm:
    """All codes; the first options of each decision maker move one way, on and off in turns."""
    form = free(exponent, makers)
    first = [form.owners.index(owner) for owner in form.owners]
    ways: list[Direction] = [
        "both" if option - begin >= each else "on" if option % 2 else "off"
        for option, begin in enumerate(first)
    ]
    return OptionForm(
        form.decision_makers, form.options, form.owners, tuple(ways), form.codes, form.ranks
    )


def postures(makers: int) -> NDArray[np.uint64]:
    """For each decision maker exactly one of four postures, enumerated from the rules."""
    options = [f"D{maker}.p{posture}" for posture in range(4) for maker in range(makers)]
    rules = []
    for maker in range(makers):
        own = [f"D{maker}.p{posture}" for posture in range(4)]
        rules += [f"{a} and {b}" for k, a in enumerate(own) for b in own[:k]]
        rules.append("not (" + " or ".join(own) + ")")
    return feasible(options, [parse(rule) for rule in rules], bytes_a_state=1)


def with_postures(makers: int) -> OptionForm:
    """The form over these states, whose options stand far apart."""
    codes = postures(makers)
    owners = [option % makers for option in range(4 * makers)]
    return _form(codes, 4 * makers, makers, "random", owners)


def draws(
    exponent: int, makers: int, models: int
) -> tuple[Space, list[NDArray[np.int32]], NDArray[np.intp]]:
    """A space, a random ranking of it for each decision maker and model, and who has which."""
    form = free(exponent, makers)
    random = np.random.default_rng([SEED, exponent, makers, models])
    rankings = [
        random.integers(0, form.size, (models, form.size)).astype(np.int32) for _ in range(makers)
    ]
    return Space.of(form), rankings, np.repeat(np.arange(models)[:, None], makers, axis=1)


def _form(
    codes: NDArray[np.uint64],
    options: int,
    makers: int,
    preferences: str,
    owners: Sequence[int] | None = None,
) -> OptionForm:
    random = np.random.default_rng([SEED, options, makers])
    ranks = np.empty((makers, codes.size), np.int32)
    for row in ranks:
        _rank(row, random, codes, options, preferences)
    return OptionForm(
        tuple(f"D{maker}" for maker in range(makers)),
        tuple(f"o{option}" for option in range(options)),
        tuple(owners or (option * makers // options for option in range(options))),
        ("both",) * options,
        codes,
        ranks,
    )


def _rank(
    row: NDArray[np.int32],
    random: np.random.Generator,
    codes: NDArray[np.uint64],
    options: int,
    preferences: str,
) -> None:
    """Fill in the places of the states, some at a time, so that little memory is taken."""
    lines = [(random.choice(options, 2, replace=False), random.integers(0, 2, 2)) for _ in range(6)]
    for begin in range(0, row.size, AT_A_TIME):
        some = slice(begin, begin + AT_A_TIME)
        if preferences == "random":
            row[some] = random.integers(0, row.size, row[some].size)
            continue
        row[some] = 0
        for chosen, flips in lines:
            one, other = (codes[some] >> np.uint64(k) & np.uint64(1) for k in chosen)
            row[some] = row[some] * 2 + ((one != flips[0]) | (other != flips[1]))
