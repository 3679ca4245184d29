"""The learned model: what it holds for told, what it adds to the rules, and that it is whole."""

import hashlib
import re
from dataclasses import replace

import numpy as np
import pytest

from detente.evidence.reading import Event, read
from detente.evidence.reading.features import Features
from detente.evidence.reading.learned import FLOOR, Model, RulesAlone, model
from detente.evidence.reading.plover import PLOVER

TANKER = "Iranian gunboats took the tanker into Bandar Abbas with its crew of twenty."


def events(text: str, **how) -> dict[str, Event]:
    return {one.type: one for one in read(text, published="2024-01-10", **how).events}


def small(**weights: dict[str, int]) -> Model:
    """Return a model of a few weights, each a feature's by type."""
    matrix = np.zeros((len(weights), len(PLOVER)), dtype=np.int8)
    for row, by_type in enumerate(weights.values()):
        for type_, weight in by_type.items():
            matrix[row, PLOVER.index(type_)] = weight
    names = {name.replace("__", ":"): row for row, name in enumerate(weights)}
    return Model(names, matrix, 0.5, np.full(len(PLOVER), -1.0))


def test_a_type_is_told_where_its_weights_pass_the_threshold():
    judge = small(w__shell={"ASSAULT": 4, "AID": 2}, w__sent={"AID": 1})
    told = judge.types(Features(0, 9, {"w:shell": (1,), "w:unknown": (2,)}))
    assert told == {"ASSAULT": pytest.approx(1.0)}
    assert judge.parts(Features(0, 9, {"w:shell": (1,), "w:sent": (2,)}), "AID") == [
        ((1,), 1.0),
        ((2,), 0.5),
    ]


def heard(type_: str, *scores: float) -> np.ndarray:
    """Return words' scores by the network: these for a type, very low ones for all others."""
    made = np.full((len(scores), len(PLOVER)), -20.0, dtype=np.float32)
    made[:, PLOVER.index(type_)] = scores
    return made


def test_the_networks_score_counts_by_its_share():
    judge = replace(small(w__shell={"ASSAULT": 4}), share=0.5)
    features = Features(0, 9, {"w:shell": (1,)}, ("x", "y"), (1, 2), heard("AID", 0.0, 5.0))
    total = np.logaddexp(0.0, 5.0)
    assert judge.types(features) == {
        "AID": pytest.approx(-1.0 + 0.5 * total),
    }
    (places, weight), *_ = judge.parts(features, "AID")
    assert places == (2,)
    assert weight == pytest.approx(0.5 * (total - FLOOR) * np.exp(5.0 - total), rel=1e-5)


def test_without_the_network_the_rest_decides():
    judge = replace(small(w__shell={"ASSAULT": 4}), share=0.0)
    features = Features(0, 9, {"w:shell": (1,)}, ("x",), (1,), heard("AID", 5.0))
    assert not judge.listens
    assert judge.types(features) == {"ASSAULT": pytest.approx(1.0)}


def test_names_reach_the_network_as_what_they_are_and_articles_not_at_all():
    seen: list[Features] = []

    class Listener(RulesAlone):
        listens = True

        def types(self, features: Features) -> dict[str, float]:
            seen.append(features)
            return {}

    read("The envoy of Peru left Lima on Monday with 20 aides.", judge=Listener())
    (features,) = seen
    assert " ".join(features.words) == (
        "envoy of <actor> left <place> on <time> with <number> aides"
    )
    assert features.heard is not None
    assert features.heard.shape == (len(features.words), len(PLOVER))
    assert len(features.places) == len(features.words)


def test_what_the_model_adds_says_which_words_made_it():
    judge = small(w__farewell={"REJECT": 8})
    (event,) = events("Lebanon bade the envoy farewell on Monday.", judge=judge).values()
    assert (event.type, event.because, event.rule) == (
        "REJECT",
        ("farewell",),
        "event.REJECT.learned",
    )
    assert "farewell" in "Lebanon bade the envoy farewell on Monday."[event.start : event.end]
    assert event.date == "2024-01-08"


def test_what_hardly_passes_is_told_from_what_is_clear():
    text = "Lebanon bade the envoy farewell on Monday."
    rules = [
        events(text, judge=small(w__farewell={"REJECT": weight}))["REJECT"].rule
        for weight in (3, 8)
    ]
    assert rules == ["event.REJECT.leaning", "event.REJECT.learned"]


def test_who_reports_a_deed_is_no_party_to_one_that_the_model_adds():
    judge = small(w__farewell={"REJECT": 8})
    text = "The farewell surprised the envoys, Pakistani officials said."
    assert "PAK" not in (events(text, judge=judge)["REJECT"].actor or "")


def test_what_the_model_does_not_hold_for_told_is_dropped():
    judge = small(w__nothing={"AID": 1})
    text = "Russia bombed Ukraine on Monday."
    assert set(events(text, judge=RulesAlone())) == {"ASSAULT"}
    assert events(text, judge=judge) == {}


def test_what_a_rule_finds_keeps_the_rule_and_its_parties():
    event = events("Russia bombed Ukraine on Monday.")["ASSAULT"]
    assert (event.actor, event.recipient) == ("RUS", "UKR")
    assert (event.rule, event.because) == ("event.ASSAULT.verb", ())


def test_a_deed_in_words_that_no_rule_has_is_found():
    assert events(TANKER, judge=RulesAlone()) == {}
    event = events(TANKER)["COERCE"]
    assert event.actor == "IRN"
    assert "took" in event.because
    assert event.found_by == f"{event.rule}: " + ", ".join(f"“{one}”" for one in event.because)


@pytest.mark.parametrize(
    "text",
    [
        "Russia may attack Ukraine.",
        "If Russia attacks Ukraine, NATO will meet.",
        "Russia wants to attack Ukraine.",
        "No talks between Egypt and Ethiopia were held.",
        "Would Russia attack Ukraine?",
    ],
)
def test_what_did_not_happen_is_not_told(text: str):
    assert set(events(text)) <= {"REJECT"}


def test_names_count_as_what_they_are_and_not_as_who():
    about = {
        frozenset(events(f"{one} shelled {other} on Monday.").keys())
        for one, other in (("Russia", "Ukraine"), ("Peru", "Ecuador"), ("Chad", "Libya"))
    }
    assert about == {frozenset({"ASSAULT"})}
    assert not [name for name in model().rows if re.search(r"\b(?:russia|ukraine)", name)]


def test_the_weights_are_whole_numbers_for_features_in_order():
    kept = model()
    assert kept.weights.dtype == np.int8
    assert kept.weights.shape == (len(kept.rows), len(PLOVER))
    assert list(kept.rows) == sorted(kept.rows)
    assert not any(name.startswith("tuned") for name in kept.rows)


def test_the_same_text_is_read_the_same_twice():
    digests = {hashlib.sha256(repr(read(TANKER)).encode()).hexdigest() for _ in range(2)}
    assert len(digests) == 1
