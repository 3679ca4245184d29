"""The inflected forms that lexicons are looked up by."""

import pytest

from detente.evidence.reading.cues import verb_cues
from detente.evidence.reading.forms import noun_forms, verb_forms
from detente.evidence.reading.plover import PLOVER, noun_deeds, verb_deeds


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("say", "say says said saying"),
        ("deny", "deny denies denied denying"),
        ("admit", "admit admits admitted admitting"),
        ("visit", "visit visits visited visiting"),
        ("agree", "agree agrees agreed agreeing"),
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
        ("label", "label labels labeled labelled labeling labelling"),
        ("free", "free frees freed freeing"),
        ("die", "die dies died dying"),
        ("rule out", "rule out|rules out|ruled out|ruling out"),
    ],
)
def test_a_verb_has_its_forms(verb, forms):
    assert set(verb_forms(verb)) == set(forms.split("|" if "|" in forms else None))


def test_the_past_and_the_participle_of_an_irregular_verb_are_told_apart():
    forms = verb_forms("give")
    assert forms["gave"] == ("past",)
    assert forms["given"] == ("participle",)


def test_the_last_word_of_a_compound_noun_is_inflected():
    assert noun_forms("air strike") == ("air strike", "air strikes")
    assert noun_forms("attache")[1] == "attaches"


def test_every_deed_has_one_of_the_sixteen_plover_types():
    deeds = [
        deed for table in (verb_deeds(), noun_deeds()) for found in table.values() for deed in found
    ]
    assert {deed.type for deed in deeds} == set(PLOVER)


def test_a_longer_cue_is_tried_before_its_first_word():
    (rest, cue), *others = verb_cues()["pointed"]
    assert (rest, cue.lemma) == (("out",), "point out")
    assert others
