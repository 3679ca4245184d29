"""The tables: complete, without contradictions, and readable as names."""

import re
from collections import Counter

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.reading.lexicon import Lexicon, common_surnames, titles
from detente.evidence.reading.people import people
from detente.evidence.reading.tables import groups, lines
from detente.evidence.reading.tokens import level, tokenize
from detente.evidence.reading.trie import Entry, Trie

_ID = re.compile(r"[A-Z][A-Z0-9_]*(?:\.[a-z0-9_]+)?")


def meaning(name):
    """Return the (id, kind) pairs of a name."""
    tokens = tokenize(name)
    (hit,) = Lexicon.default().find(tokens)
    assert (hit.first, hit.last) == (0, len(tokens.words) - 1)
    return {(entry.actor, entry.kind) for entry in hit.entries}


def plain_countries():
    """Return those whose name is not turned round, as *Korea, Republic of* is."""
    return [c for c in pycountry.countries if "," not in c.name and "(" not in c.name]


@pytest.mark.parametrize("country", plain_countries(), ids=lambda country: country.alpha_3)
def test_every_state_of_iso_3166_goes_by_its_name(country):
    assert (country.alpha_3, "state") in meaning(country.name)


@pytest.mark.parametrize(
    ("name", "code"),
    [("North Korea", "PRK"), ("Republic of Korea", "KOR"), ("Iran", "IRN"), ("Bolivia", "BOL")],
)
def test_states_whose_name_iso_3166_turns_round_go_by_the_usual_one(name, code):
    assert meaning(name) == {(code, "state")}


def test_the_ids_of_the_tables_are_ids():
    ids = [person.actor for person in people()]
    ids += [line.partition("|")[0].strip() for line in lines("organisations.txt")]
    ids += [line.partition("|")[0].strip() for line in lines("states.txt")]
    assert [actor for actor in ids if not _ID.fullmatch(actor)] == []


@pytest.mark.parametrize("table", ["organisations.txt", "states.txt"])
def test_no_id_stands_twice_in_a_table(table):
    counted = Counter(line.partition("|")[0].strip() for line in lines(table))
    assert [actor for actor, times in counted.items() if times > 1] == []


def test_everybody_has_a_surname_and_years_that_run_forward():
    assert [p.actor for p in people() if not p.surnames] == []
    assert [p.actor for p in people() if any(o.first > o.last for o in p.offices)] == []


def test_offices_of_people_are_those_that_titles_name():
    offices = {office.title for person in people() for office in person.offices} - {""}
    assert offices - set(titles().values()) <= {"party"}


def test_common_surnames_are_surnames_or_words():
    assert all(name == name.lower() for name in common_surnames())


def test_no_word_counts_both_people_and_things():
    counted = groups("counted.txt")
    assert set(counted["person"]) & set(counted["thing"]) == set()


def test_a_name_is_found_whatever_its_hyphens_and_accents():
    assert meaning("Cote d\u2019Ivoire") == meaning("C\u00f4te d'Ivoire") == {("CIV", "state")}
    assert ("PRK.kim_jong_un", "person") in meaning("Kim Jong-un")


def test_an_acronym_stands_in_capitals_and_a_name_begins_with_one():
    trie = Trie()
    trie.add("US", Entry("USA", "state"))
    trie.add("Chad", Entry("TCD", "state"))
    found = [hit.first for hit in trie.find(tokenize("us Us US chad Chad"))]
    assert found == [2, 4]


def test_names_do_not_run_over_the_end_of_a_sentence():
    assert not list(trie_of("North Korea").find(tokenize("It went north. Korea, North. Korea")))


def trie_of(*names):
    trie = Trie()
    for name in names:
        trie.add(name, Entry(name, "state"))
    return trie


@given(st.text())
def test_levelling_moves_nothing(text):
    assert len(level(text)) == len(text)


@given(st.text())
def test_words_stand_where_they_are_said_to(text):
    tokens = tokenize(text)
    assert tokens.starts == sorted(tokens.starts)
    assert all(
        text[start:end].startswith(raw[0])
        for start, end, raw in zip(tokens.starts, tokens.ends, tokens.raw, strict=True)
    )


@given(st.lists(st.sampled_from(["North Korea", "Korea", "South Korea", "x"]), max_size=6))
def test_every_name_of_a_list_is_found_once(names):
    trie = trie_of("North Korea", "Korea", "South Korea")
    found = [hit.entries[0].actor for hit in trie.find(tokenize(", ".join(names)))]
    assert found == [name for name in names if name != "x"]
