from detente.evidence import grade, quality
from making import DISPUTE, case


def element(found, name):
    return next(e for e in found.elements if e.name == name)


def test_every_element_is_sourced_assumed_or_unsourced():
    found = quality(case())
    assert found.with_support("sourced") == ("Up.fill", "peace", "Up/2")
    assert found.with_support("assumed") == ("Up.share", "Up/3", "Down.strike", "Down/2")
    assert found.with_support("unsourced") == ("Down/1",)


def test_an_element_lists_what_speaks_for_it_and_against_it():
    line = element(quality(case()), "Up/2")
    assert line.kind == "statement"
    assert line.claims == ("vow", "plan", "money")
    assert line.against == ("doubt",)


def test_claims_of_one_group_are_one_origin():
    assert element(quality(case()), "Up/2").groups == 2  # vow and plan share the cable


def test_a_report_is_graded_by_the_weakest_source_on_its_chain():
    held = case()
    assert grade(held, held.claims["vow"]) == "B2"
    assert grade(held, held.claims["money"]) == "D1"  # through the radio, then the Post


def test_the_best_grade_among_the_claims_stands_for_the_element():
    assert element(quality(case()), "Up/2").grade == "B2"


def test_a_claim_without_a_credibility_cannot_be_judged():
    held = case()
    assert grade(held, held.claims["doubt"]) == "D6"


def test_sources_are_told_by_how_much_rests_on_them():
    post, radio = quality(case()).sources
    assert (post.source, post.claims, post.elements) == ("post", 3, 2)
    assert post.only == ("Up.fill", "Up/2")
    assert (radio.source, radio.claims, radio.elements) == ("radio", 3, 2)
    assert radio.only == ("peace",)


def test_claims_that_nothing_uses_are_named():
    assert quality(case()).unused == ("idle",)


def test_contested_and_single_origin_elements_are_named():
    found = quality(case())
    assert found.contested == ("Up/2",)
    assert found.single == ("Up.fill", "peace")


def test_grades_count_claims_in_use_only():
    assert quality(case()).grades == {"B2": 1, "B3": 1, "D1": 1, "D4": 1, "D6": 1}


def test_a_model_without_claims_has_no_sources():
    bare = DISPUTE
    for words in ("because: [vow]", "because: [fear], ", "because: [vow, [plan, money]], "):
        bare = bare.replace(words, "assumed: so" if words.endswith("vow]") else "")
    found = quality(case(bare.replace(", against: [doubt]", "").replace("against: [doubt]", "")))
    assert found.sources == ()
    assert found.grades == {}
