"""The network: what it computes, against a computation word by word; and that it is whole."""

import math
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.reading.network import (
    MOST,
    Network,
    loaded,
    network,
    shares,
    stored,
    total,
)
from detente.evidence.reading.opening import EPSILON, Opening
from detente.evidence.reading.pieces import BEGIN, STANDS_FOR, UNKNOWN, Pieces
from detente.evidence.reading.plover import PLOVER

LIST = (
    BEGIN,
    UNKNOWN,
    *STANDS_FOR.values(),
    "re",
    "##buff",
    "##ed",
    "shell",
    "he",
    "##s",
    "a",
    "'",
)
WIDTH, NEURONS, HEADS, EACH = 6, 5, 2, 3


def weights(seed: int, layers: int = 2) -> dict[str, np.ndarray]:
    """Draw a small network; matrices in steps that half precision holds exactly."""
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> np.ndarray:
        return (random.integers(-64, 65, shape) / 64).astype(np.float32)

    made = {"words": draw(len(LIST), WIDTH), "places": draw(MOST, WIDTH)}
    shapes = {
        "look": (WIDTH, 3 * HEADS * EACH),
        "seen": (HEADS * EACH, WIDTH),
        "up": (WIDTH, NEURONS),
        "down": (NEURONS, WIDTH),
    }
    for at in range(layers):
        for name, shape in shapes.items():
            made[f"{at}.{name}"], made[f"{at}.{name}.bias"] = draw(*shape), draw(shape[1])
        for name in ("first", "second"):
            made[f"{at}.{name}.scale"], made[f"{at}.{name}.shift"] = draw(WIDTH), draw(WIDTH)
    made["begin.scale"], made["begin.shift"] = draw(WIDTH), draw(WIDTH)
    made["told"], made["told.bias"] = draw(WIDTH, len(PLOVER)), draw(len(PLOVER))
    return made


def small(seed: int) -> Network:
    return loaded(stored(weights(seed), LIST, HEADS))


# ------------------------------------------------------------- one number after the other


def normal(x: list[float], scale: np.ndarray, shift: np.ndarray) -> list[float]:
    mean = math.fsum(x) / len(x)
    spread = math.fsum((one - mean) ** 2 for one in x) / len(x)
    root = math.sqrt(spread + float(EPSILON))
    return [
        (one - mean) / root * float(a) + float(b) for one, a, b in zip(x, scale, shift, strict=True)
    ]


def times(x: list[float], matrix: np.ndarray, bias: np.ndarray) -> list[float]:
    return [
        math.fsum(x[i] * float(matrix[i, j]) for i in range(len(x))) + float(bias[j])
        for j in range(matrix.shape[1])
    ]


def plus(x: list[float], y: list[float]) -> list[float]:
    return [one + other for one, other in zip(x, y, strict=True)]


def by_hand(words: list[str], kept: dict[str, np.ndarray]) -> list[list[float]]:
    """Return each word's score for each type, as the papers' formulas have it."""
    pieces = Pieces({name: row for row, name in enumerate(LIST)})
    owners = [at for at, word in enumerate(words) for _ in pieces.of(word)]
    rows = [0, *(row for word in words for row in pieces.of(word))]
    table = kept["words"] * kept["words.steps"][:, None]
    x = [
        normal(
            plus(table[row].tolist(), kept["places"][at].tolist()),
            kept["begin.scale"],
            kept["begin.shift"],
        )
        for at, row in enumerate(rows)
    ]
    layer = 0
    while f"{layer}.look" in kept:

        def part(name: str, vector: list[float], layer: int = layer) -> list[float]:
            return times(vector, kept[f"{layer}.{name}"], kept[f"{layer}.{name}.bias"])

        def scaled(name: str, vector: list[float], layer: int = layer) -> list[float]:
            return normal(vector, kept[f"{layer}.{name}.scale"], kept[f"{layer}.{name}.shift"])

        looked = [part("look", one) for one in x]
        after = []
        for at, one in enumerate(looked):
            seen: list[float] = []
            for head in range(HEADS):

                def cut(of: list[float], which: int, head: int = head) -> list[float]:
                    start = (which * HEADS + head) * EACH
                    return of[start : start + EACH]

                match = [
                    math.exp(sum(a * b for a, b in zip(cut(one, 0), cut(other, 1), strict=True)))
                    for other in looked
                ]
                seen += [
                    sum(m * cut(other, 2)[k] for m, other in zip(match, looked, strict=True))
                    / sum(match)
                    for k in range(EACH)
                ]
            y = scaled("first", plus(x[at], part("seen", seen)))
            inner = [one / (1 + math.exp(-1.702 * one)) for one in part("up", y)]
            after.append(scaled("second", plus(y, part("down", inner))))
        x = after
        layer += 1
    z = [times(one, kept["told"], kept["told.bias"]) for one in x[1:]]
    return [
        [
            math.log(sum(math.exp(z[k][type_]) for k, owner in enumerate(owners) if owner == at))
            for type_ in range(len(PLOVER))
        ]
        for at in range(len(words))
    ]


WORDS = st.sampled_from(
    ["rebuffed", "shells", "shelled", "he", "<actor>", "<number>", "a", "he's", "ж"]
)


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(0, 10_000))
def test_scores_are_those_of_the_formulas(words: list[str], seed: int):
    kept = stored(weights(seed), LIST, HEADS)
    (made,) = loaded(kept).scores([words])
    kept = {name: one.astype(float) if one.dtype != np.uint8 else one for name, one in kept.items()}
    assert made == pytest.approx(np.array(by_hand(words, kept)), abs=2e-4)


@given(st.lists(st.lists(WORDS, max_size=5), max_size=5), st.integers(0, 10_000))
def test_sentences_are_read_alike_together_and_apart(sentences: list[list[str]], seed: int):
    one = small(seed)
    together = one.scores(sentences)
    assert [len(scores) for scores in together] == [len(words) for words in sentences]
    for words, scores in zip(sentences, together, strict=True):
        assert scores == pytest.approx(one.scores([words])[0], abs=1e-4)


def test_many_pieces_are_read_in_parts(monkeypatch: pytest.MonkeyPatch):
    one, sentences = small(1), [["rebuffed", "he"], ["shells"], ["a", "a", "a", "a"]]
    whole = one.scores(sentences)
    monkeypatch.setattr("detente.evidence.reading.network.TOGETHER", 5)
    for parted, scores in zip(one.scores(sentences), whole, strict=True):
        assert parted == pytest.approx(scores, abs=1e-4)


@given(st.lists(st.lists(WORDS, max_size=5), max_size=5), st.integers(0, 10_000))
def test_what_was_read_before_changes_nothing(sentences: list[list[str]], seed: int):
    one = small(seed)
    for words in sentences:
        (scores,) = one.scores([words])
        assert scores == pytest.approx(small(seed).scores([words])[0], abs=1e-4)


def test_threads_may_meet_words_at_once(monkeypatch: pytest.MonkeyPatch):
    sentences = [["he"], ["shells"], ["rebuffed"], ["<actor>"]]
    alone = [small(5).scores([words])[0] for words in sentences]
    one, beside = small(5), vars(Opening)["_beside"]

    def slowly(self: Opening, numbers: np.ndarray) -> np.ndarray:
        time.sleep(0.05)
        return beside(self, numbers)

    monkeypatch.setattr(Opening, "_beside", slowly)
    with ThreadPoolExecutor(len(sentences)) as pool:
        list(pool.map(lambda words: one.scores([words]), sentences))
    for words, scores in zip(sentences, alone, strict=True):
        assert one.scores([words])[0] == pytest.approx(scores, abs=1e-4)


def test_what_a_long_sentence_has_beyond_the_most_has_no_score():
    (scores,) = small(2).scores([["he"] * (MOST + 40)])
    assert np.isfinite(scores[: MOST - 1]).all()
    assert np.isneginf(scores[MOST - 1 :]).all()
    assert np.isfinite(total(scores)).all()
    assert shares(scores, "AID").sum() == pytest.approx(1)


def test_a_sentences_score_is_the_words_added_as_exponentials():
    scores = np.log(np.array([[1.0] * 16, [3.0] * 16], dtype=np.float32))
    assert total(scores) == pytest.approx(np.log(4.0))
    assert shares(scores, "ASSAULT") == pytest.approx([0.25, 0.75])
    assert np.isneginf(total(scores[:0])).all()


def test_what_is_stored_loses_little():
    drawn = weights(3)
    kept = stored(drawn, LIST, HEADS)
    assert kept["words"].dtype == np.int8
    assert kept["words"] * kept["words.steps"][:, None] == pytest.approx(drawn["words"], abs=0.005)
    assert loaded(kept).layers[1].up[0] == pytest.approx(drawn["1.up"])


# ------------------------------------------------------------------------------------- pieces


def test_a_word_is_cut_into_the_longest_pieces_from_the_left():
    pieces = Pieces({name: row for row, name in enumerate(LIST)})

    def names(word: str) -> list[str]:
        return [LIST[row] for row in pieces.of(word)]

    assert names("rebuffed") == ["re", "##buff", "##ed"]
    assert names("Shells") == ["shell", "##s"]
    assert names("hé’s") == ["he", "'", UNKNOWN]
    assert names("<place>") == [STANDS_FOR["<place>"]]
    assert names("buffed") == [UNKNOWN]
    assert names("he" * 40) == [UNKNOWN]


@given(st.text(max_size=30))
def test_any_word_has_pieces(word: str):
    made = network().pieces.of(word)
    assert made
    assert all(0 <= row < len(network().pieces.rows) for row in made)


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_the_pieces_of_a_word_spell_it(word: str):
    names = list(network().pieces.rows)
    spelt = "".join(names[row].removeprefix("##") for row in network().pieces.of(word))
    assert spelt == word


# ------------------------------------------------------------------------- the one that comes with


def test_the_network_is_whole():
    one = network()
    x, looked = one.opening.of(np.arange(len(one.pieces.rows)), np.zeros(len(one.pieces.rows), int))
    assert np.isfinite(x).all()
    assert np.isfinite(looked).all()
    assert all(np.isfinite(matrix).all() for layer in one.layers for matrix in layer.look)
    assert one.told[0].shape[1] == len(PLOVER)


@pytest.mark.parametrize(
    ("sentence", "type_", "word"),
    [
        ("<actor> rebuffed the envoys of <place> .", "REJECT", "rebuffed"),
        ("soldiers torched two villages on <time> .", "ASSAULT", "torched"),
        ("<actor> hailed the accord .", "SUPPORT", "hailed"),
    ],
)
def test_the_network_tells_a_deed_and_by_which_word_names_aside(
    sentence: str, type_: str, word: str
):
    words = [one for one in sentence.split() if one != "the"]
    (scores,) = network().scores([words])
    assert PLOVER[int(total(scores).argmax())] == type_
    by_share = dict(zip(words, shares(scores, type_), strict=True))
    assert max((one for one in words if one not in STANDS_FOR), key=by_share.get) == word
