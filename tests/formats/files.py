"""Files of GMCR+, made by hand and at random."""

import json

from hypothesis import strategies as st

AS_OF = "2020-01-01"

CUBA = {
    "useManualPreferenceVectors": False,
    "program": "gmcr-py",
    "version": "0.3.1",
    "options": [
        {"name": "Air Strike", "permittedDirection": "fwd"},
        {"name": "Blockade", "permittedDirection": "both"},
        {"name": "Withdraw", "permittedDirection": "both"},
        {"name": "Escalate", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {
            "name": "US",
            "options": [0, 1],
            "preferences": [
                [[2, "Y"]],
                {"compound": True, "members": [[[0, "N"], [2, "Y"]], [[3, "N"]]]},
            ],
        },
        {"name": "the USSR", "options": [2, 3], "preferences": [[[3, "N"], [0, "N"]]]},
    ],
    "infeasibles": [[[2, "Y"], [3, "Y"]]],
}
"""Statements, the old key names, a name that is no id."""

RIVER = {
    "useManualPreferenceRanking": True,
    "program": "gmcr-py",
    "options": [
        {"name": "fill", "permittedDirection": "both"},
        {"name": "pay", "permittedDirection": "both"},
        {"name": "share", "permittedDirection": "both"},
    ],
    "decisionMakers": [
        {"name": "Up", "options": [2, 0], "preferenceRanking": [1, [6, 2, 5], 3, 4]},
        {
            "name": "Down",
            "options": [1],
            "preferenceVector": [1, 2, 3, 4, 5, 6],
            "misperceptions": [[[0, "Y"], [1, "Y"]]],
        },
    ],
    "infeasibles": [[[0, "Y"], [2, "Y"]]],
    "coalitions": [[0, 1]],
    "coalitionsFull": [],
}
"""Rankings with ties, under the new and the old key; options in another order than their owners'."""

LISTED = """
    detente: 1
    title: Listed
    as_of: 2020-01-01
    decision_makers: {A: {}, B: {}}
    states: [peace, threat, war]
    moves: {A: [[peace, threat]], B: [[threat, war], [threat, peace]]}
    ranking: {A: [threat, peace, war], B: [[peace, threat], war]}
    status_quo: peace
"""
"""A case that lists its states."""


def text(data):
    return json.dumps(data, ensure_ascii=False)


@st.composite
def patterns(draw, count):
    options = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3, unique=True))
    return [[option, draw(st.sampled_from("YN"))] for option in options]


@st.composite
def conditions(draw, count):
    if draw(st.booleans()):
        return draw(patterns(count))
    members = draw(st.lists(patterns(count), min_size=1, max_size=3))
    return {"compound": True, "members": members}


def feasible(count, rules):
    """State codes, in the numbering of the file's options."""
    return [
        code
        for code in range(2**count)
        if not any(all((code >> o & 1) == (yn == "Y") for o, yn in rule) for rule in rules)
    ]


NAMES = st.one_of(
    st.sampled_from(
        ["A", "B", "not", "null", "Air Strike", "air strike", "", "1st", "ü", "大国", "a.b"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@st.composite
def files(draw):
    """A whole file, as the object that its JSON holds."""
    count = draw(st.integers(1, 5))
    order = draw(st.permutations(range(count)))
    makers = draw(st.integers(1, min(3, count)))
    cuts = sorted(
        draw(st.sets(st.integers(1, count - 1), min_size=makers - 1, max_size=makers - 1))
        if makers > 1
        else []
    )
    parts = [order[a:b] for a, b in zip([0, *cuts], [*cuts, count], strict=True)]
    rules = draw(st.lists(patterns(count), max_size=3))
    states = len(feasible(count, rules))
    if not states:
        rules, states = [], 2**count
    by_hand = draw(st.booleans())
    listed = []
    for part in parts:
        maker = {"name": draw(NAMES), "options": list(part)}
        if draw(st.booleans()):
            maker["preferences"] = draw(st.lists(conditions(count), max_size=4))
        if draw(st.booleans()):
            maker["misperceptions"] = draw(st.lists(patterns(count), max_size=2))
        if by_hand:
            maker["preferenceRanking"] = draw(rankings(states))
        listed.append(maker)
    data = {
        "options": [
            {
                "name": draw(NAMES),
                "permittedDirection": draw(st.sampled_from(["both", "fwd", "back"])),
            }
            for _ in range(count)
        ],
        "decisionMakers": listed,
        "infeasibles": rules,
        draw(
            st.sampled_from(["useManualPreferenceRanking", "useManualPreferenceVectors"])
        ): by_hand,
    }
    if draw(st.booleans()):
        data["coalitions"] = [list(range(makers))] if makers > 1 else [0]
    return data


@st.composite
def rankings(draw, states):
    order = draw(st.permutations(range(1, states + 1)))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, states - 1)))) if states > 1 else [])
    parts = [list(order[a:b]) for a, b in zip([0, *cuts], [*cuts, states], strict=True)]
    return [part[0] if len(part) == 1 else part for part in parts]
