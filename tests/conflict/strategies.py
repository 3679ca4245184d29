"""Random conflicts, each as the engines take it and as the brute force does.

``DETENTE_EXAMPLES=100000 pytest tests/conflict -k engines`` runs that many models, new ones each
time; without it the same few thousand are run.
"""

import os
from dataclasses import dataclass

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from conflict import brute
from detente.conflict.model import ExplicitGraph, OptionForm

MODELS = int(os.environ.get("DETENTE_EXAMPLES", "0"))


def examples(usually, share=1.0):
    """Settings for `usually` models, or for a share of those asked for by hand."""
    return settings(
        max_examples=max(1, round(MODELS * share)) if MODELS else usually,
        derandomize=not MODELS,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@dataclass(frozen=True)
class Pair:
    """One random conflict, twice."""

    conflict: OptionForm | ExplicitGraph
    model: brute.Model


def option_pair(makers, owners, directions, codes, ranks):
    form = OptionForm(
        tuple("ABCDEFGH"[:makers]),
        tuple(f"{'ABCDEFGH'[owner]}.o{option}" for option, owner in enumerate(owners)),
        tuple(owners),
        tuple(directions),
        np.array(codes, dtype=np.uint64),
        np.array(ranks, dtype=np.int32).reshape(makers, len(codes)),
    )
    return Pair(form, brute.from_options(makers, owners, directions, codes, ranks))


def graph_pair(moves, better):
    makers, states = len(moves), len(moves[0])
    matrix = np.zeros((makers, states, states), dtype=np.bool_)
    for i, pairs in enumerate(better):
        for a, b in pairs:
            matrix[i, a, b] = True
    graph = ExplicitGraph(
        tuple("ABCDEFGH"[:makers]),
        tuple(f"s{state}" for state in range(states)),
        tuple(tuple(np.array(sorted(t), dtype=np.intp) for t in of) for of in moves),
        matrix,
    )
    return Pair(graph, brute.from_lists(moves, better))


def as_graph(form):
    """The same conflict with its moves listed and its preferences spelt out."""
    makers = range(len(form.decision_makers))
    return ExplicitGraph(
        form.decision_makers,
        tuple(str(code) for code in form.codes),
        tuple(tuple(form.reach(i, s) for s in range(form.size)) for i in makers),
        form.ranks[:, :, None] > form.ranks[:, None, :],
    )


@st.composite
def _bytes(draw, count):
    """Bytes that shrink well, or bytes that are truly mixed: the former alone repeat themselves."""
    seed = draw(st.integers(0, 2**32 - 1))
    if seed % 4 == 0:
        return draw(st.binary(min_size=count, max_size=count))
    return np.random.default_rng(seed).bytes(count)


@st.composite
def _ranks(draw, makers, states):
    """Many ties, few, or none."""
    levels = draw(st.sampled_from((256, 16, 5, 3, 2)))
    places = draw(_bytes(makers * states))
    return [[places[i * states + s] % levels for s in range(states)] for i in range(makers)]


@st.composite
def _codes(draw, options):
    """All states, or those that random rules leave."""
    everything = list(range(2**options))
    if draw(st.booleans()):
        return everything
    rules = draw(st.lists(st.tuples(st.integers(0, 31), st.integers(0, 31)), max_size=4))
    ruled = [c for c in everything if not any(m and c & m == v & m for m, v in rules)]
    chosen = draw(_bytes(len(everything)))
    random = [c for c in everything if chosen[c] % 3]
    return draw(st.sampled_from((ruled or everything, random or everything)))


@st.composite
def option_pairs(draw, most_options=5, free=False):
    """Option forms of one to four decision makers, lopsided ones and idle ones among them."""
    makers = draw(st.sampled_from((3, 2, 4, 1)))
    options = draw(st.sampled_from((*range(most_options, 1, -1), most_options, 1, 0)))
    shape = draw(st.sampled_from(("one each", "lopsided", "any")))
    if shape == "one each":
        options = makers
        owners = list(range(makers))
    elif shape == "lopsided":
        owners = [max(0, makers - 1 - option) for option in range(options)]
    else:
        owners = draw(st.lists(st.integers(0, makers - 1), min_size=options, max_size=options))
    ways = ("both",) if free or draw(st.booleans()) else ("both", "on", "off")
    directions = draw(st.lists(st.sampled_from(ways), min_size=options, max_size=options))
    codes = list(range(2**options)) if free else draw(_codes(options))
    return option_pair(makers, owners, directions, codes, draw(_ranks(makers, len(codes))))


@st.composite
def graph_pairs(draw, most_states=6):
    """Listed graphs: moves that do not compose; preferences with cycles, gaps and ties."""
    makers = draw(st.sampled_from((3, 2, 4, 1)))
    states = draw(st.sampled_from((*range(most_states, 1, -1), most_states, 1)))
    density = draw(st.sampled_from((16, 64, 128)))
    ranked = draw(st.booleans())
    ranks = draw(_ranks(makers, states)) if ranked else None
    moves, better = [], []
    for i in range(makers):
        cells = draw(_bytes(states * states))
        can = [
            {t for t in range(states) if t != s and cells[s * states + t] < density}
            for s in range(states)
        ]
        moves.append(can)
        pairs = set()
        for a in range(states):
            for b in range(a):
                if ranks:
                    sign = (ranks[i][a] > ranks[i][b]) - (ranks[i][a] < ranks[i][b])
                else:  # more than two bits of the same bytes: no relation is ruled out
                    sign = (cells[a * states + b] ^ cells[b * states + a]) % 3 - 1
                if sign:
                    pairs.add((a, b) if sign > 0 else (b, a))
        better.append(pairs)
    return graph_pair(moves, better)


def pairs():
    """Either kind of conflict."""
    return st.one_of(option_pairs(), graph_pairs())


@st.composite
def shaped_forms(draw, options=(5, 9), ways=("both",), ruled=False):
    """Option forms without a brute-force twin: larger, and of every shape.

    Options belong to their owners in blocks or strewn; one each, two each to eight decision
    makers, lopsided, or anyhow; preferences with many ties, few, or as statements make them.
    """
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(*options))
    owners = _owners(random, count, draw(st.sampled_from(("even", "each", "lopsided", "any"))))
    makers = max(owners) + 1 + draw(st.integers(0, 1))  # the last may have nothing to decide
    codes = np.arange(2**count, dtype=np.uint64)
    if ruled:
        kept = random.random(codes.size) < draw(st.sampled_from((0.9, 0.5, 0.05)))
        codes = codes[kept | (codes == codes[random.integers(codes.size)])]
    levels = draw(st.sampled_from((2, 5, 64, 2**31 - 1)))
    return OptionForm(
        tuple(f"D{maker}" for maker in range(makers)),
        tuple(f"D{owner}.o{option}" for option, owner in enumerate(owners)),
        tuple(owners),
        tuple(random.choice(ways, count).tolist()),
        codes,
        random.integers(-levels, levels, (makers, codes.size)).astype(np.int32),
    )


def _owners(random, count, shape):
    if shape == "each":
        return list(range(min(count, 8))) + [0] * max(0, count - 8)
    if shape == "lopsided":
        return [1] + [0] * (count - 1)
    makers = int(random.integers(1, 6)) if shape == "any" else 4
    owners = [option * makers // count for option in range(count)]
    if shape == "any":
        random.shuffle(owners)
    return owners
