"""The fewest edits that make an outcome hold, or fall: against brute force, and by hand."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conflict.brute import CONCEPTS
from conflict.strategies import examples
from detente import solve
from detente.case import InvalidCase
from detente.outlook import search
from detente.outlook.inverse import (
    devils_advocate,
    edited_case,
    what_would_it_take,
)
from making import case
from outlook import brute_edits as brute

# --- random models, each as a case and as plain lists


@st.composite
def formulas(draw, options):
    first, second = draw(st.sampled_from(options)), draw(st.sampled_from(options))
    one = draw(st.sampled_from((first, f"not {first}")))
    shape = draw(st.sampled_from(("{0}", "{0}", "{0} -> {1}", "{0} and {1}", "{0} or {1}")))
    return shape.format(one, second)


@st.composite
def cases(draw):
    """One to three decision makers with up to three statements; rules; options of one way."""
    owned = draw(st.sampled_from(((1, 1), (2, 1), (1, 1, 1), (2, 1, 1), (1, 2), (3,), (1,))))
    makers = "ABC"[: len(owned)]
    options = [f"{dm}.o{n}" for dm, count in zip(makers, owned, strict=True) for n in range(count)]
    lines = ["detente: 1", "title: T", "as_of: 2020-01-01", "decision_makers:"]
    for dm in makers:
        lines.append(f"  {dm}:\n    options:")
        for option in options:
            if option.startswith(dm):
                way = draw(st.sampled_from(("both", "both", "both", "on", "off")))
                lines.append(f"      {option[2:]}: {{text: Do {option[2:]}, moves: {way}}}")
        wants = draw(st.lists(formulas(options), min_size=0 if dm == "C" else 1, max_size=3))
        lines.append("    prefers:" if wants else "    prefers: []")
        for want in wants:
            reason = draw(st.sampled_from((", assumed: so it is", "")))
            lines.append(f"      - {{want: {want}{reason}}}")
    if draw(st.booleans()):
        lines.append(f"rules: [{{never: {options[0]} and {options[-1]}}}]" * (len(options) > 1))
    lines.append(f"outcomes: {{end: {draw(formulas(options))}}}")
    return "\n".join(line for line in lines if line)


def lists_of(result):
    """The model as plain lists: its shape, the statements as sets of states, the rankings."""
    form, makers = result.conflict, result.case.model.decision_makers
    prefers = []
    for maker in makers.values():
        lines = []
        for n, line in enumerate(maker.prefers):
            states = {
                s
                for s, code in enumerate(form.codes.tolist())
                if line.want.evaluate(
                    lambda name, code=code: np.bool_(code >> form.options.index(name) & 1)
                )
            }
            lines.append((n, False, states))
        prefers.append(lines or None)
    shape = form.owners, form.directions, form.codes.tolist()
    ranked = [tuple(row) for row in form.ranks.tolist()]
    return shape, prefers, ranked


def rankings_after(result, edits):
    ranks = solve(edited_case(result.case, edits)).conflict.ranks
    return tuple(tuple(row) for row in ranks.tolist())


@pytest.mark.parametrize("worth_bounds", [0, search.WORTH_BOUNDS])
@examples(50)
@given(cases(), st.sampled_from(CONCEPTS), st.integers(0, 31))
def test_the_search_finds_what_brute_force_finds(worth_bounds, text, concept, which):
    with mock.patch.object(search, "WORTH_BOUNDS", worth_bounds):
        compare_with_brute_force(text, concept, which)


def compare_with_brute_force(text, concept, which):
    """Ask for the opposite of what is so, of the outcome or of one state."""
    try:
        result = solve(case(text))
    except InvalidCase:  # the outcome cannot be
        assume(False)
    asked = {"outcome": "end"} if which % 4 == 0 else {"state": which % result.conflict.size + 1}
    shape, prefers, ranked = lists_of(result)
    states = [asked["state"]] if "state" in asked else result.outcomes["end"].states
    target = [number - 1 for number in states]
    held = brute.holds(shape, ranked, target, concept)
    ask = devils_advocate if held else what_would_it_take
    found = ask(result, concept=concept, told=10**6, **asked)
    edits, doing = brute.fewest(shape, prefers, ranked, target, concept, not held)
    assert found.fewest == edits
    every = [edits for change in found.changes for edits in (change.edits, *change.alike)]
    assert found.count == len(every) == len(doing)
    assert {rankings_after(result, edits) for edits in every} == doing
