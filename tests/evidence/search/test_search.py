"""Search: passages with their places, claims, and words that can never be syntax."""

import sqlite3
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import load
from detente.evidence import StoredText, stored_texts
from detente.evidence.search import (
    Index,
    NothingToSearch,
    cached_index,
    index_key,
    pieces,
    search,
)
from detente.evidence.search import index as indexing
from detente.evidence.search.pieces import LONGEST
from making import case as made

TEXT = (
    "The Cabinet met on Monday.\n\nGauge data were not published. The café stayed open.\n\n"
    "A second cabinet meeting, on data, followed; the data of the gauge stayed away.\n"
)


def index_of(*texts, case=None):
    case = case or made()
    stored = [StoredText(f"t{i}", "same", text) for i, text in enumerate(texts)]
    return Index.of(case, stored)


def found(*terms, texts=(TEXT,), most=10):
    return search(made(), index_of(*texts), terms, most=most)


def passages(*terms, **how):
    return [hit.text for hit in found(*terms, **how).passages]


# --- passages


def test_a_passage_is_a_paragraph_and_its_place_is_that_in_the_text():
    (hit,) = found("café").passages
    assert (
        TEXT[hit.start : hit.end]
        == hit.text
        == "Gauge data were not published. The café stayed open."
    )
    assert hit.document == "t0"
    assert [hit.text[a:b] for a, b in hit.marks] == ["café"]


def test_words_are_found_together_in_any_order_whatever_their_case_and_accents():
    assert passages("CAFE", "gauge") == passages("gauge", "Café") != []


def test_a_phrase_is_found_in_its_order_only():
    assert len(passages("gauge data")) == 1
    assert passages("data gauge") == []


def test_a_star_stands_for_all_words_that_begin_so():
    assert len(passages("publ*")) == 1
    assert passages("publ") == []


def test_the_passage_that_says_it_more_often_and_more_briefly_comes_first():
    texts = ("dam " + "word " * 50, "dam dam dam", "no")
    assert passages("dam", texts=texts)[0] == "dam dam dam"


def test_where_nothing_has_all_words_what_has_some_is_listed_and_told():
    result = found("monday", "café")
    assert len(result.passages) == 2
    assert result.any_word == {"passages"}
    assert found("monday", "cabinet").any_word == set()


def test_no_more_is_listed_than_was_asked_for():
    assert len(passages("w", texts=("w\n\n" * 30,), most=7)) == 7


def test_a_word_too_common_to_rank_by_lists_passages_in_the_order_of_the_texts(monkeypatch):
    monkeypatch.setattr(indexing, "COMMON", 3)
    texts = ("a rare dam here", "dam", "dam dam dam")
    result = found("dam", texts=texts)
    assert result.unranked
    assert [hit.text for hit in result.passages] == list(texts)
    assert not found("dam", "rare", texts=texts).unranked


def test_a_text_that_is_missing_is_not_searched():
    index = Index.of(made(), [StoredText("t", "missing")])
    assert (index.passages, index.documents) == (0, 0)


def test_the_claims_that_draw_on_a_passage_are_named():
    case = made()
    index = Index.of(case, [StoredText("news", "same", "Here it is.\n\nElsewhere it is not.")])
    hits = search(case, index, ["is"]).passages
    assert {hit.text: hit.claims for hit in hits} == {
        "Here it is.": ("vow",),
        "Elsewhere it is not.": (),
    }


# --- claims


def test_claims_are_found_by_their_words_their_speaker_and_their_id():
    assert [hit.claim for hit in found("money").claims] == ["money", "doubt"]
    assert "vow" in [hit.claim for hit in found("upper").claims]
    assert [hit.claim for hit in found("idle").claims] == ["idle"]


def test_marks_lie_in_the_claims_own_words():
    (hit,) = found("rains").claims
    assert [hit.text[a:b] for a, b in hit.marks] == ["rains"]
    assert found("idle").claims[0].marks == ()


# --- words are never syntax


@pytest.mark.parametrize(
    "term",
    [
        'a"b',
        "a OR b",
        "NEAR(a b)",
        "a*b",
        "(a",
        "text:a",
        "-a",
        "^a",
        "a + b",
        "a\0b",
        "*a",
        "a**",
    ],
)
def test_what_looks_like_syntax_is_looked_for_as_it_stands(term):
    found(term)


@settings(max_examples=100)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4))
def test_no_words_are_an_error_unless_none_has_a_letter(terms):
    index = _shared()
    if any(c.isalnum() for term in terms for c in term):
        search(made(), index, terms)
    else:
        with pytest.raises(NothingToSearch):
            search(made(), index, terms)


def _shared(held=[]):  # noqa: B006 - one index for all examples
    if not held:
        held.append(index_of(TEXT))
    return held[0]


def test_too_many_words_are_refused():
    with pytest.raises(NothingToSearch, match="more than 32 words"):
        found(*(f"w{n}" for n in range(33)))


# --- pieces


@settings(max_examples=100)
@given(st.text(alphabet="ab. \n\t\u00a0", max_size=3_000))
def test_pieces_cover_all_that_is_no_blank_in_order_and_are_bounded(text):
    found = list(pieces(text))
    covered = set()
    last = 0
    for start, end in found:
        assert last <= start < end <= len(text)
        assert end - start <= LONGEST
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        covered.update(range(start, end))
        last = end
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


def test_a_long_paragraph_is_cut_where_sentences_end():
    sentence = "The delegation of the lower state left on Tuesday without any date. "
    text = (sentence * 30).strip()
    cut = [text[a:b] for a, b in pieces(text)]
    assert len(cut) > 2
    assert all(piece.endswith("date.") and piece.startswith("The") for piece in cut)
    assert max(map(len, cut)) <= 600


# --- the cache


@pytest.fixture
def case(valley):
    return load(valley)


def test_an_index_is_built_once_and_found_again(case, tmp_path):
    texts = stored_texts(case)
    cached_index(case, texts, tmp_path / "cache").close()
    (file,) = (tmp_path / "cache").iterdir()
    before = file.read_bytes()
    assert [
        hit.document
        for hit in search(case, cached_index(case, texts, tmp_path / "cache"), ["dam"]).passages
    ]
    assert [f.read_bytes() for f in (tmp_path / "cache").iterdir()] == [before]
    assert file.stat().st_mode & 0o077 == 0


def test_a_changed_text_or_claim_makes_another_index(case):
    texts = stored_texts(case)
    key = index_key(case, texts.values())
    other = replace(texts["post-0602"], text="Other words.")
    assert index_key(case, [other]) != key
    claims = dict(case.claims)
    claims.popitem()
    fewer = replace(case, claims=MappingProxyType(claims))
    assert index_key(fewer, texts.values()) != key
    assert index_key(case, texts.values()) == key


@pytest.mark.parametrize("broken", [b"", b"no database", None])
def test_a_broken_index_is_built_anew(case, tmp_path, broken):
    texts = stored_texts(case)
    cached_index(case, texts, tmp_path / "cache").close()
    (file,) = (tmp_path / "cache").iterdir()
    if broken is None:
        file.unlink()
        sqlite3.connect(file).executescript("CREATE TABLE counts (passages, claims, documents)")
    else:
        file.write_bytes(broken)
    assert search(case, cached_index(case, texts, tmp_path / "cache"), ["dam"]).passages


def test_where_nothing_can_be_cached_the_index_is_made_in_memory(case, tmp_path):
    (tmp_path / "file").write_text("in the way")
    index = cached_index(case, stored_texts(case), tmp_path / "file" / "cache")
    assert search(case, index, ["dam"]).passages


def test_an_index_that_nobody_used_for_long_is_deleted(case, tmp_path):
    import os

    old = tmp_path / "old.sqlite"
    old.touch()
    os.utime(old, (0, 0))
    cached_index(case, stored_texts(case), tmp_path)
    assert not old.exists()
