"""All one- and two-edit changes of a small model, one after the other; shares no code with src.

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


def rankings_by_edits(lines, count):
    """ranking -> the fewest edits, up to two, that make it."""
    found = {}
    lists = [lines]
    for edits in range(3):
        for each in lists:
            found.setdefault(ranking(each, count), edits)
        lists = [further for each in lists for further in single_edits(each)]
    return found


def changes(prefers, ranked, count):
    """(ranking of each decision maker, number of edits) of all different changes, up to two.

    Parameters
    ----------
    prefers : list of lists of statements, or None for those who have none
    ranked : list of rankings, as the case has them
    """
    options = [
        {ranks: 0} if lines is None else rankings_by_edits(lines, count)
        for lines, ranks in zip(prefers, ranked, strict=True)
    ]
    for chosen in product(*(each.items() for each in options)):
        edits = sum(cost for _, cost in chosen)
        if edits <= 2:
            yield tuple(ranks for ranks, _ in chosen), edits


def holds(shape, ranks, target, concept):
    """Whether some state of the target is an equilibrium."""
    owners, directions, codes = shape
    model = brute.from_options(len(ranks), owners, directions, codes, ranks)
    return any(
        all(brute.is_stable(model, i, s, concept) for i in range(len(ranks))) for s in target
    )


def fewest(shape, prefers, ranked, target, concept, wanted):
    """How many edits it takes, and the rankings of all changes of so many; (None, set()) if none."""
    by_cost = {0: set(), 1: set(), 2: set()}
    for ranks, edits in changes(prefers, ranked, len(shape[2])):
        by_cost[edits].add(ranks)
    for edits, every in by_cost.items():
        doing = {r for r in every if holds(shape, r, target, concept) == wanted}
        if doing:
            return edits, doing
    return None, set()
