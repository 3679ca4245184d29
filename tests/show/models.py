"""Models of every kind that drawings and reports must be able to show."""

LISTED = """
    detente: 1
    title: A dilemma
    as_of: 2020-01-01
    decision_makers: {A: {name: The one}, B: {name: The other}}
    states: [{id: calm, text: Both keep quiet}, {id: a, text: A talks}, {id: b}, {id: both}]
    moves:
      A: [[calm, a], [a, calm], [b, both], [both, b]]
      B: [[calm, b], [b, calm], [a, both], [both, a]]
    ranking:
      A: [a, calm, both, b]
      B: [b, calm, both, a]
    status_quo: calm
"""
"""States and moves that are listed."""

ALONE = """
    detente: 1
    title: Alone
    as_of: 2020-01-01
    decision_makers: {A: {options: {go: {text: Go}}, prefers: [A.go]}}
    rules: [A.go]
"""
"""One state."""


def many(options):
    """A model of two decision makers with so many free options between them."""
    half = options // 2
    makers = {"A": range(half), "B": range(options - half)}
    lines = []
    for maker, numbers in makers.items():
        lines.append(f"      {maker}:\n        options:")
        lines += [f"          o{n}: {{text: Do {n}}}" for n in numbers]
        other = "B" if maker == "A" else "A"
        lines.append(f"        prefers: [{other}.o0, not {maker}.o0, {maker}.o1]")
    return (
        "    detente: 1\n    title: Many\n    as_of: 2020-01-01\n    decision_makers:\n"
        + "\n".join(lines)
        + "\n    status_quo: []\n    outcomes: {x: A.o1}\n"
    )
