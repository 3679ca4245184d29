"""The measures measure: a perfect reading scores 1, and each kind of mistake costs what it should."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from evidence.reading import scoring
from evidence.reading.scoring import Annotated, Count

SAID = "Kyiv said two ships sank. Moscow denied it on Friday."
TEXT = f"{SAID} Subscribe to read more."


def at(words: str, **rest: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **rest}


def given() -> Annotated:
    sentences = [
        "Kyiv said two ships sank.",
        "Moscow denied it on Friday.",
        "Subscribe to read more.",
    ]
    return Annotated(
        "ships",
        TEXT,
        "2022-07-24",
        {
            "sentences": [at(words) for words in sentences],
            "actor_mentions": [
                at("Kyiv", actor="UKR", tier="metonym", ambiguous=False),
                at("Moscow", actor="RUS", tier="metonym", ambiguous=False),
            ],
            "timex": [at("Friday", value="2022-07-22", cls="core")],
            "quantities": [at("two", value=2, unit="ship")],
            "statements": [
                at("two ships sank", speaker="UKR.gov", stance="asserts", own_voice=False, cue=None)
            ],
            "events": [
                at(sentences[1], type="REJECT", actor="RUS", recipient="UKR", status="fact"),
            ],
            "boilerplate": [at("Subscribe to read more.")],
        },
    )


def perfect() -> dict[str, list[dict[str, Any]]]:
    marks = deepcopy(given().marks)
    for mark in marks["statements"]:
        mark["voice"] = "attributed"
    names = {"actors": "actor_mentions", "times": "timex"}
    kinds = ("actors", "times", "quantities", "statements", "events", "boilerplate")
    read = {kind: marks[names.get(kind, kind)] for kind in kinds}
    for kind, made in read.items():
        for mark in made:
            mark["rule"] = f"{kind}.rule"
    return read


def counted(read: dict[str, list[dict[str, Any]]], measure: str) -> Count:
    return scoring.score(given(), read).counts[measure]


def test_a_perfect_reading_has_no_errors_and_scores_1_by_every_measure_it_meets():
    scores = scoring.score(given(), perfect())
    assert scores.errors == []
    assert {count.f1 for count in scores.counts.values() if count.there} == {1.0}
    assert scores.rules["actors.rule"] == Count(2, 2)


def test_reading_nothing_finds_nothing():
    nothing: dict[str, list[dict[str, Any]]] = {kind: [] for kind in perfect()}
    scores = scoring.score(given(), nothing)
    assert {count.right for count in scores.counts.values()} == {0}
    assert counted(nothing, "actors") == Count(0, 0, 2)


def test_an_actor_is_right_only_with_exact_span_and_id():
    read = perfect()
    read["actors"][0]["end"] += 1
    read["actors"][1]["actor"] = "LOC.moscow"
    assert counted(read, "actors") == Count(0, 2, 2)
    assert counted(read, "actors, span only") == Count(1, 2, 2)


def test_another_spelling_of_an_id_is_the_same_actor_and_order_does_not_matter():
    assert scoring.same_actor("UKR.zelenskyy", "UKR.zelensky")
    assert scoring.same_actor("RUS.putin+TUR.erdogan", "TUR.erdogan+RUS.putin")
    assert not scoring.same_actor("RUS.putin", "RUS.shoigu")
    assert not scoring.same_actor("RUS", "RUS+UKR")


def test_a_ministry_speaks_for_its_state_but_a_person_does_not():
    assert scoring.same_speaker("UKR", "UKR.gov")
    assert not scoring.same_speaker("RUS", "RUS.putin")


def test_a_time_is_right_by_its_value_and_a_vague_one_is_not_counted():
    read = perfect()
    read["times"].append(at("Subscribe", value="PAST_REF", rule="x"))
    assert counted(read, "times") == Count(1, 1, 1)
    read["times"][0]["value"] = "2022-07-29"
    assert counted(read, "times") == Count(0, 1, 1)
    assert counted(read, "times, span only") == Count(1, 1, 1)


def test_a_number_may_be_right_with_the_wrong_unit():
    read = perfect()
    read["quantities"][0]["unit"] = "person"
    assert counted(read, "quantities") == Count(1, 1, 1)
    assert counted(read, "quantities with unit") == Count(0, 1, 1)


@pytest.mark.parametrize(("words", "found"), [("ships sank", 1), ("sank", 0)])
def test_a_statement_is_found_if_half_of_the_longer_span_is_shared(words: str, found: int):
    read = perfect()
    read["statements"][0] |= at(words)
    assert counted(read, "statements") == Count(found, 1, 1)


def test_the_wrong_speaker_or_stance_is_counted_apart():
    read = perfect()
    read["statements"][0] |= {"speaker": "RUS", "stance": "denies"}
    assert counted(read, "statements") == Count(1, 1, 1)
    assert counted(read, "statements with speaker") == Count(0, 1, 1)
    assert counted(read, "stance of those found") == Count(0, 1, 1)


def test_two_marks_of_one_statement_are_one_right_and_one_too_many():
    read = perfect()
    read["statements"].append(dict(read["statements"][0]))
    assert counted(read, "statements") == Count(1, 2, 1)


def test_an_event_counts_by_sentence_and_type_wherever_in_the_sentence_it_is_marked():
    read = perfect()
    read["events"][0] |= at("denied")
    assert counted(read, "event types") == Count(1, 1, 1)
    read["events"].append(at("sank", type="ASSAULT", actor=None, recipient=None, status="fact"))
    assert counted(read, "event types") == Count(1, 2, 1)


def test_boilerplate_counts_by_sentence_even_if_marked_in_one_piece():
    read = perfect()
    read["boilerplate"] = [at("Moscow denied it on Friday. Subscribe to read more.", rule="plea")]
    assert counted(read, "boilerplate") == Count(1, 2, 1)


def test_errors_tell_the_rule_the_place_and_what_should_have_been_read():
    read = perfect()
    read["actors"][0]["actor"] = "RUS"
    scores = scoring.score(given(), read)
    assert [(kind, told.partition(" |")[0]) for _, kind, told in scores.errors] == [
        ("actor made", "RUS by actors.rule; should be UKR [Kyiv]"),
        ("actor missed", "UKR"),
    ]
    assert scores.rules["actors.rule"] == Count(1, 2)


def test_scores_of_texts_add_up():
    once = scoring.score(given(), perfect())
    assert (once + once).counts["actors"] == Count(4, 4, 4)
