"""Who is mentioned: written for other conflicts than those the yardstick is about."""

import re
from datetime import date

import pytest

from detente.evidence.reading.actors import mentions
from detente.evidence.reading.lexicon import Lexicon
from detente.evidence.reading.spans import Sentence
from making import case

_SENTENCE = re.compile(r"[^.?!\n]+(?:\.(?=\S)[^.?!\n]*)*[.?!]?")


def read(text, published=date(2023, 6, 1), lexicon=None):
    """Return (words, id, tier) of each mention."""
    sentences = [Sentence(m.start(), m.end()) for m in _SENTENCE.finditer(text)]
    found = mentions(text, sentences, lexicon or Lexicon.default(), published)
    return [(text[m.start : m.end], m.actor, m.tier) for m in found]


def ids(text, **options):
    return [actor for _, actor, _ in read(text, **options)]


def one(text, words, **options):
    """Return the id of the first mention with these words."""
    return next(actor for found, actor, _ in read(text, **options) if found == words)


def test_the_longest_name_wins():
    assert ids("Papua New Guinea and Equatorial Guinea wrote to Guinea.") == ["PNG", "GNQ", "GIN"]


def test_names_stand_in_any_typography():
    text = "The U.S.-led talks, the\u00a0U.S.\u2019s, and Kim Jong\u2010un\u2019s aides; Recep Tayyip Erdo\u011fan"
    assert [w for w, _, _ in read(text)] == [
        "U.S.",
        "U.S.",
        "Kim Jong\u2010un",
        "Recep Tayyip Erdo\u011fan",
    ]


def test_us_is_a_state_and_us_in_small_letters_is_not():
    assert read("They told us that the US agreed.") == [("US", "USA", "name")]


def test_an_adjective_is_a_demonym_and_a_title_no_part_of_a_name():
    assert read("South Korean President Moon Jae-in spoke.", published=date(2019, 1, 1)) == [
        ("South Korean", "KOR", "demonym"),
        ("Moon Jae-in", "KOR.moon", "name"),
    ]


def test_a_surname_goes_back_to_whom_the_text_introduced():
    text = "President Park Geun-hye met a guest. Park was pleased."
    assert ids(text) == ["KOR.park", "KOR.park"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Moon Jae-in met Joe Biden. The Moon-Biden talks failed.", ["KOR.moon", "USA.biden"]),
        ("The Biden–Xi call was short.", ["USA.biden", "CHN.xi"]),
        ("The Putin-Kim deal was a surprise.", ["RUS.putin", "PRK.kim_jong_un"]),
        ("Mr Brown-Biden came.", ["UNKNOWN.biden"]),
        ("Ban Ki-moon met Abdel-Fattah al-Sisi.", ["UN.ban", "EGY.sisi"]),
    ],
)
def test_two_surnames_with_a_hyphen_between_are_two_people_and_a_double_name_is_one(text, people):
    assert ids(text)[-len(people) :] == people


def test_a_common_surname_alone_is_nobody():
    assert ids("Long, May and Brown are words, and Park is a place to walk.") == []


def test_a_dead_namesake_is_kept_apart():
    text = "Kim Jong Un arrived. His late father, Kim Jong-il, never flew. Kim smiled."
    assert [a for _, a, tier in read(text) if tier == "name"] == [
        "PRK.kim_jong_un",
        "PRK.kim_jong_il",
        "PRK.kim_jong_un",
    ]


def test_a_namesake_named_later_does_not_take_the_surname_of_the_president():
    text = "Assad, whose father Hafez al-Assad ruled before him, agreed."
    assert one(text, "Assad", published=date(2020, 1, 1)) == "SYR.assad"


def test_a_misspelt_name_is_the_person_named_nearly_so():
    assert one("Kim Jong Un came. Kim Jon Un left.", "Kim Jon Un") == "PRK.kim_jong_un"


def test_two_different_names_of_one_surname_are_two_people():
    found = ids("Robert Kennedy wrote to John F. Kennedy.", published=date(1962, 10, 1))
    assert found == ["USA.robert_kennedy", "USA.kennedy"]


@pytest.mark.parametrize(
    ("text", "name", "actor"),
    [
        ("Mauritania's interior minister, Sidi Ould Daha, spoke.", "Sidi Ould Daha", "MRT.daha"),
        ("Oman's ambassador to the US, Talal Rahbi, left.", "Talal Rahbi", "OMN.rahbi"),
        ("Ana Pirc, the Slovenian envoy to Syria, left.", "Ana Pirc", "SVN.pirc"),
        ("Said Mr Okonkwo, of Nigeria, nothing.", "Okonkwo", "NGA.okonkwo"),
        ("China's ambassador Huang Xiling left.", "Huang Xiling", "CHN.huang"),
        ("NATO spokesman Jean Delacroix agreed.", "Jean Delacroix", "NATO.delacroix"),
        (
            "The rebels' leader, Tom\u00e1s Ferreira, said no.",
            "Tom\u00e1s Ferreira",
            "UNKNOWN.ferreira",
        ),
    ],
)
def test_a_stranger_gets_a_state_from_the_words_around(text, name, actor):
    assert one(text, name) == actor


def test_a_stranger_is_known_by_surname_afterwards():
    text = (
        "Lieutenant General Harkirat Bedi, who commands the Indian garrison, denied it. Bedi left."
    )
    assert ids(text) == ["IND.bedi", "IND", "IND.bedi"]


def test_a_word_that_is_also_a_month_is_a_person_only_where_one_was_introduced():
    assert ids("In May, Theresa May left. May said so in May.") == ["GBR.may", "GBR.may"]


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv denied the report.",
        "Relations with Kyiv cooled.",
        "Kyiv's demands are known.",
        "Kyiv-backed fighters withdrew.",
        "They sent a stern letter to Kyiv.",
        "Talks between Warsaw and Kyiv failed.",
        "There was alarm in Kyiv about the plan.",
    ],
)
def test_a_capital_that_acts_or_is_dealt_with_is_a_government(text):
    assert ("Kyiv", "UKR", "metonym") in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "KYIV, Ukraine (AP) \u2014 Rain fell.",
        "He died in Kyiv.",
        "She flew from Warsaw to Kyiv.",
        "The town lies 60 km from Kyiv.",
        "The Kyiv summit ended early.",
        "Kyiv's streets were empty.",
        "They met in the capital, Kyiv.",
        "A London-based bank left; so did a Kyiv firm.",
        "He visited Kyiv.",
    ],
)
def test_a_capital_where_something_is_or_happens_is_a_place(text):
    places = {(w.lower(), a, t) for w, a, t in read(text)}
    assert ("kyiv", "LOC.kyiv", "location") in places


def test_a_bare_capital_is_marked_as_ambiguous():
    text = "Tehran and Ankara, then Baghdad."
    found = mentions(text, [Sentence(0, len(text))], Lexicon.default())
    assert [m.ambiguous for m in found if m.actor == "IRQ"] == [True]


def test_moscow_under_a_soviet_leader_is_the_soviet_union():
    text = "Moscow under Leonid Brezhnev paid; Moscow today does not."
    assert ids(text) == ["SUN", "SUN.brezhnev", "RUS"]


def test_a_seat_of_government_acts_and_a_visit_to_it_is_to_a_place():
    assert [t for _, _, t in read("The Kremlin said no. They met at the White House.")] == [
        "metonym",
        "location",
    ]


def test_places_outside_the_table_are_shown_by_the_words_around():
    text = "Troops took the village of Bassikounou and shelled a clinic near Dolmara."
    assert ids(text) == ["LOC.bassikounou", "LOC.dolmara"]


def test_a_newspaper_is_neither_its_city_nor_its_state():
    assert ids("The New York Times and the Jerusalem Post reported it.") == []


def test_the_part_of_a_state_is_marked_around_its_adjective():
    assert read("The Greek navy sailed, Greek officials said.") == [
        ("The Greek navy", "GRC.navy", "nominal"),
        ("Greek", "GRC", "demonym"),
        ("Greek officials", "GRC.gov", "nominal"),
        ("Greek", "GRC", "demonym"),
    ]


def test_people_of_a_state_are_an_actor_only_where_they_act():
    assert "GRC.gov" not in ids("He met Greek officials and left.")


def test_what_follows_a_body_may_be_the_thing_meant():
    assert ids("Greek army bases closed.") == ["GRC"]


def test_an_office_stands_for_who_holds_it():
    text = "The French president agreed."
    assert one(text, "The French president", published=date(2013, 1, 1)) == "FRA.hollande"
    assert one(text, "The French president", published=date(2020, 1, 1)) == "FRA.macron"


def test_a_leader_goes_before_a_prime_minister_beside_him():
    text = "The North Korean leader agreed."
    assert one(text, "The North Korean leader") == "PRK.kim_jong_un"


@pytest.mark.parametrize("words", ["both capitals", "the two sides", "both governments"])
def test_two_states_are_meant_together(words):
    text = f"Ghana wrote to Togo. Togo thanked Ghana. Later {words} agreed."
    assert one(text, words) == "GHA+TGO"


def test_what_somebody_is_said_to_be_is_the_same_person():
    text = "Ilze Ozola, Latvia's transport minister, resigned."
    assert ("Latvia's transport minister", "LVA.ozola", "nominal") in read(text)


def test_both_leaders_are_the_two_the_text_is_about():
    text = "Emmanuel Macron met Olaf Scholz. Macron thanked Scholz. Both leaders smiled."
    assert one(text, "Both leaders") == "DEU.scholz+FRA.macron"


def test_armed_groups_and_organisations_have_ids_of_their_own():
    text = "The RSF, Hamas and the Houthis wrote to the African Union and the UN Security Council."
    assert ids(text) == ["SDN.rsf", "PSE.hamas", "YEM.houthis", "AU", "UNSC"]


def test_a_case_adds_its_own_names_unless_they_are_words():
    lexicon = Lexicon.default().with_case(case())
    text = "Up there, the upper state waits. The Upper State met Lowland."
    assert read(text, lexicon=lexicon) == [
        ("upper state", "Up", "name"),
        ("Upper State", "Up", "name"),
        ("Lowland", "Down", "name"),
    ]


def test_every_mention_says_by_which_rule_and_how_sure():
    text = "Kyiv denied it."
    (found,) = mentions(text, [Sentence(0, len(text))], Lexicon.default())
    assert found.rule == "capital.acts"
    assert 0 < found.confidence < 1


def test_a_text_without_words_has_no_mentions():
    assert mentions("", [], Lexicon.default()) == ()
    assert mentions(" . \n", [], Lexicon.default()) == ()
