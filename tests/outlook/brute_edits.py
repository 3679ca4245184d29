"""All changes of few edits of a small model, one after the other; shares no code with src.

Statements are lists of the states that satisfy them. Edits are made to Python lists, rankings are
compared state by state, and stability is that of :mod:`conflict.brute`. Slow on purpose.
"""

from itertools import product

from conflict import brute


def single_edits(lines):
    """Every list that one edit makes of a list of sets of states; a set (name, turned, states)."""
    made = []
    for k, (name, turned, states) in enumerate(lines):
        others = [line for n, line in enumerate(lines) if n != k]
        made.append(others)
        made.append([(name, not turned, states) if n == k else x for n, x in enumerate(lines)])
        made += [[*others[:to], lines[k], *others[to:]] for to in range(len(lines))]
    return made


def ranking(lines, count):
    """The place of each state, as a tuple that is the same for the same ranking."""
    scores = [tuple((s in states) != turned for _, turned, states in lines) for s in range(count)]
    better = sorted(set(scores))
    return tuple(better.index(score) for score in scores)


def rankings_by_edits(lines, count, most=2):
    """ranking -> the fewest edits, up to so many, that make it."""
    found = {}
    lists = {tuple((name, turned, frozenset(states)) for name, turned, states in lines)}
    for edits in range(most + 1):
        for each in lists:
            found.setdefault(ranking(each, count), edits)
        lists = {tuple(further) for each in lists for further in single_edits(list(each))}
    return found


def changes(prefers, ranked, count, most):
    """(ranking of each decision maker, number of edits) of all different changes, up to `most`.

    Parameters
    ----------
    prefers : list of lists of statements, or None for those who have none
    ranked : list of rankings, as the case has them
    """
    options = [
        {ranks: 0} if lines is None else rankings_by_edits(lines, count, most)
        for lines, ranks in zip(prefers, ranked, strict=True)
    ]
    for chosen in product(*(each.items() for each in options)):
        edits = sum(cost for _, cost in chosen)
        if edits <= most:
            yield tuple(ranks for ranks, _ in chosen), edits


def holds(shape, ranks, target, concept):
    """Whether some state of the target is an equilibrium."""
    owners, directions, codes = shape
    model = brute.from_options(len(ranks), owners, directions, codes, ranks)
    return any(
        all(brute.is_stable(model, i, s, concept) for i in range(len(ranks))) for s in target
    )


def fewest(shape, prefers, ranked, target, concept, wanted, most):
    """How many edits it takes, and the rankings of all changes of so many; (None, set()) if none."""
    by_cost = {edits: set() for edits in range(most + 1)}
    for ranks, edits in changes(prefers, ranked, len(shape[2]), most):
        by_cost[edits].add(ranks)
    for edits, every in by_cost.items():
        doing = {r for r in every if holds(shape, r, target, concept) == wanted}
        if doing:
            return edits, doing
    return None, set()
