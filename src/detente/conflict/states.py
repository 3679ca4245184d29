"""Which combinations of options can be: the feasible states.

Options are added one by one, and a rule is applied as soon as all options it names are there, so
that rules which leave few states also cost little on the way (four postures of which exactly one
holds never multiply into sixteen). The options of the rule that needs the fewest more come first,
and those that no rule names last, so that it does not matter where in a case an option stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import TooLarge
from detente.case.formula import Formula

from .memory import available_bytes, in_words

MOST_OPTIONS = 64


def columns(options: Sequence[str], codes: NDArray[np.uint64]) -> dict[str, NDArray[np.bool_]]:
    """Return for each option in which of the states it is on; bool arrays of the codes' shape."""
    return _Columns(options, codes)


class _Columns(dict[str, NDArray[np.bool_]]):
    """Columns made when first asked for: formulas name few of many options."""

    def __init__(self, options: Sequence[str], codes: NDArray[np.uint64]) -> None:
        super().__init__()
        self.bits = {option: np.uint64(bit) for bit, option in enumerate(options)}
        self.codes = codes

    def __missing__(self, option: str) -> NDArray[np.bool_]:
        column = (self.codes >> self.bits[option] & np.uint64(1)).astype(np.bool_)
        self[option] = column
        return column


def where(formula: Formula, options: Sequence[str], codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return in which of the states a formula holds; bool, of the codes' shape."""
    return formula.evaluate(columns(options, codes).__getitem__)


def feasible(
    options: Sequence[str],
    rules: Sequence[Formula],
    *,
    bytes_a_state: int,
    most: int | None = None,
) -> NDArray[np.uint64]:
    """Enumerate the states that no rule excludes.

    Parameters
    ----------
    options : sequence of str, length K
        Option k is bit k of a code.
    rules : sequence of Formula
        What cannot be.
    bytes_a_state : int
        What the work that follows needs for each state.
    most : int, optional
        The number of states at which to stop; what memory holds if not given.

    Returns
    -------
    ndarray, shape (S,), dtype uint64
        Codes, ascending; empty if the rules leave nothing.

    Raises
    ------
    TooLarge
        More states than fit, with the size and what to do about it.
    """
    fits = available_bytes() // bytes_a_state if most is None else most
    codes = np.zeros(1, np.uint64)
    order = _order(options, rules)
    applies = _when(order, options, rules)
    for added, bit in enumerate(order):
        for more, states in enumerate(_sizes(codes.size, applies[added:])):
            if len(order) > MOST_OPTIONS or states > fits:
                raise TooLarge(_too_large(options, added + more, states, fits, bytes_a_state))
        codes = np.concatenate((codes, codes | np.uint64(1 << bit)))
        for rule in applies[added]:
            codes = codes[~where(rule, options, codes)]
    if order != sorted(order):
        codes.sort()
    return codes


def _order(options: Sequence[str], rules: Sequence[Formula]) -> list[int]:
    """Return the bits in the order in which to add them."""
    place = {option: bit for bit, option in enumerate(options)}
    waiting = [{place[name.name] for name in rule.names} for rule in rules]
    order: list[int] = []
    while waiting:
        nearest = min(waiting, key=lambda bits: (len(bits), sorted(bits)))
        order += sorted(nearest)
        waiting = [rest for bits in waiting if (rest := bits - nearest)]
    return order + [bit for bit in range(len(options)) if bit not in order]


def _when(
    order: Sequence[int], options: Sequence[str], rules: Sequence[Formula]
) -> list[list[Formula]]:
    """For each option in that order, the rules that can be applied once it is there."""
    added = {options[bit]: when for when, bit in enumerate(order)}
    applies: list[list[Formula]] = [[] for _ in order]
    for rule in rules:
        applies[max(added[name.name] for name in rule.names)].append(rule)
    return applies


def _sizes(states: int, applies: Sequence[Sequence[Formula]]) -> Iterator[int]:
    """Yield how many states there are after each option to come, as long as that is certain.

    It is up to the first rule. So what will not fit is told before memory is filled with it.
    """
    for rules in applies:
        states *= 2
        yield states
        if rules:
            return


def _too_large(
    options: Sequence[str], added: int, states: int, fits: int, bytes_a_state: int
) -> str:
    count = len(options)
    if count > MOST_OPTIONS:
        return f"{count} options; a state has at most {MOST_OPTIONS}. Remove options"
    so_far = f"{added + 1} of {count} options" if added + 1 < count else f"{count} options"
    return (
        f"{so_far} make {states:,} states, and solving them needs about "
        f"{in_words(states * bytes_a_state)}; {in_words(available_bytes())} are free, "
        f"enough for {fits:,} states. "
        "Remove options, or add rules (`never: …`) that exclude combinations which cannot be"
    )


def culprits(options: Sequence[str], rules: Sequence[Formula]) -> list[int]:
    """Return a smallest-by-removal set of rules that together leave no state, as indices.

    Dropping any one of them would leave a state.
    """
    kept = list(range(len(rules)))
    for candidate in range(len(rules)):
        rest = [rules[i] for i in kept if i != candidate]
        if _leaves_nothing(options, rest):
            kept.remove(candidate)
    return kept


def _leaves_nothing(options: Sequence[str], rules: Sequence[Formula]) -> bool:
    named = {name.name for rule in rules for name in rule.names}
    relevant = [option for option in options if option in named]
    try:
        return not feasible(relevant, rules, bytes_a_state=1, most=2**22).size
    except TooLarge:
        return False
