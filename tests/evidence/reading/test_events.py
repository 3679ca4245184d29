"""Who does what to whom, as PLOVER types, by the rules alone; test_learned.py has the model."""

import pytest

from detente.evidence import reading
from detente.evidence.reading.learned import RulesAlone


def read(text, published=None):
    return reading.read(text, published=published, judge=RulesAlone())


def events(text, published="2024-01-10"):
    return [(e.type, e.actor, e.recipient) for e in read(text, published=published).events]


def types(text):
    return {type_ for type_, _, _ in events(text)}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("India and Pakistan agreed to a ceasefire.", ("AGREE", "IND", "PAK")),
        ("Erdogan met Vladimir Putin in Sochi.", ("CONSULT", "TUR.erdogan", "RUS.putin")),
        ("Brazil praised Guyana for its patience.", ("SUPPORT", "BRA", "GUY")),
        ("Serbia apologised to Kosovo.", ("CONCEDE", "SRB", "XKX")),
        ("Turkey and Qatar shared intelligence.", ("COOPERATE", "QAT", "TUR")),
        ("Saudi Arabia pledged $500 million in aid to Yemen.", ("AID", "SAU", "YEM")),
        ("Hamas released two hostages on Friday.", ("RETREAT", "PSE.hamas", None)),
        ("Blinken called on Israel to allow aid in.", ("REQUEST", "USA.blinken", "ISR")),
        ("Sudan accused Chad of arming rebels.", ("ACCUSE", "SDN", "TCD")),
        ("Ethiopia rejected Egypt's demand.", ("REJECT", "ETH", "EGY")),
        ("Russia threatened Finland.", ("THREATEN", "RUS", "FIN")),
        ("Thousands marched through Caracas.", ("PROTEST", "VEN.citizens", None)),
        ("The United States imposed sanctions on Iran.", ("SANCTION", "USA", "IRN")),
        ("Serbia put its army on high alert.", ("MOBILIZE", "SRB", None)),
        ("China seized a Philippine boat.", ("COERCE", "CHN", "PHL")),
        ("Russia bombed Ukraine on Monday.", ("ASSAULT", "RUS", "UKR")),
    ],
)
def test_each_plover_type_is_found_with_its_parties(text, event):
    assert event in events(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Talks between Egypt and Ethiopia ended on Monday.", ("CONSULT", "EGY", "ETH")),
        ("Turkey's invasion of Syria began in 2016.", ("ASSAULT", "TUR", "SYR")),
        ("Ukraine was attacked by Russia.", ("ASSAULT", "RUS", "UKR")),
        ("The truce was broken, and Armenia was shelled by Azerbaijan.", ("ASSAULT", "AZE", "ARM")),
        ("Modi and Wang Yi spoke by telephone.", ("CONSULT", "CHN.wang_yi", "IND.modi")),
    ],
)
def test_nouns_and_passives_have_parties_too(text, event):
    assert event in events(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Rafael Grossi flew to Niamey on Monday.", ("CONSULT", "IAEA.grossi", "NER")),
        ("The Houthis fired missiles at Abu Dhabi.", ("ASSAULT", "YEM.houthis", "ARE")),
        ("Olaf Scholz visited Berlin.", ("CONSULT", "DEU.scholz", None)),
        ("Blinken held talks in Cairo.", ("CONSULT", "USA.blinken", None)),
    ],
)
def test_a_deed_that_ends_in_a_capital_is_done_to_its_state(text, event):
    assert event in events(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "John Kirby called it an overreaction and said the United States would wait.",
            ("ACCUSE", "USA.kirby", None),
        ),
        (
            "Macron condemned the use of force, and France sent a letter to Azerbaijan.",
            ("ACCUSE", "FRA.macron", None),
        ),
        ("Alexei Navalny accused Russia of poisoning him.", ("ACCUSE", "RUS.navalny", "RUS")),
    ],
)
def test_nobody_does_anything_to_his_own_state_unless_it_stands_beside_the_deed(text, event):
    assert event in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "Russia did not attack Ukraine.",
        "Russia may attack Ukraine.",
        "If Russia attacks Ukraine, NATO will meet.",
        "Russia wants to attack Ukraine.",
        "Would Russia attack Ukraine?",
        "Israel denied that it had attacked Iran.",
        "No talks between Egypt and Ethiopia were held.",
    ],
)
def test_what_did_not_happen_is_no_event(text):
    assert types(text) <= {"REJECT"}


def test_failing_to_agree_is_a_rejection():
    assert types("Egypt and Ethiopia failed to reach an agreement.") == {"REJECT"}
    assert "REJECT" in types("Serbia refuses to recognise Kosovo.")


def test_what_is_dated_after_the_text_is_planned():
    assert events("Xi visits Moscow in March 2024.", published="2024-01-10") == []
    assert events("Xi visited Moscow in March 2023.", published="2024-01-10")


def test_calling_names_is_an_accusation_and_praise_is_support():
    assert "ACCUSE" in types("Irfaan Ali called the decree “a flagrant violation” of the treaty.")
    assert "SUPPORT" in types("Guterres described the deal as “a beacon of hope”.")


def test_what_is_done_by_saying_it_is_done():
    assert ("REQUEST", "NATO.stoltenberg", "RUS") in events(
        "“We call on Russia to stop the attacks,” Jens Stoltenberg said."
    )


def test_an_allegation_is_no_fact():
    (event,) = (
        e
        for e in read("Ukraine said that Russia had bombed a school.").events
        if e.type == "ASSAULT"
    )
    assert (event.actor, event.status) == ("RUS", "alleged")
    (accused,) = (
        e for e in read("Sudan accused Chad of bombing a camp.").events if e.type == "ASSAULT"
    )
    assert (accused.actor, accused.status) == ("TCD", "alleged")


def test_what_the_author_thinks_likely_is_assessed():
    (event,) = read("Kim Jong Un probably pressed Putin for relief.").events
    assert (event.type, event.status) == ("REQUEST", "assessed")


def test_who_reports_a_deed_is_no_party_to_it():
    found = events("The shelling killed two people, Pakistani officials said.")
    assert all("PAK" not in f"{actor}{recipient}" for _, actor, recipient in found)


def test_an_event_has_the_date_of_its_sentence():
    (event,) = read("Russia bombed Ukraine on Monday.", published="2024-01-10").events
    assert event.date == "2024-01-08"
    (undated,) = read("Russia bombed Ukraine.", published="2024-01-10").events
    assert undated.date is None


def test_a_noun_that_looks_like_a_verb_is_no_deed():
    assert "THREATEN" not in types("Serbia keeps nuclear tests rules on its books.")
    assert "ASSAULT" not in types("Serbia struck a deal with Kosovo.")


def test_who_has_no_name_is_unspecified_rather_than_the_state_named_before():
    text = "Egypt closed the road to Gaza. A sniper killed a guard near the gate."
    assert ("ASSAULT", "UNSPECIFIED", None) in events(text)


def test_a_pronoun_is_who_was_the_subject_before():
    text = "The Houthis met envoys in Muscat. In January they had attacked Abu Dhabi."
    (event,) = (e for e in read(text).events if e.type == "ASSAULT")
    assert event.actor == "YEM.houthis"


def test_what_is_asked_for_in_the_subjunctive_has_not_happened():
    assert "ASSAULT" not in types("Wang Yi insisted that the men be killed.")


def test_a_particle_may_stand_apart_from_its_verb():
    assert ("REJECT", "PSE.hamas", None) in events("Hamas turned the proposal down.")


def test_every_event_has_at_least_one_party():
    text = "Two men were killed. Shots were fired. Bombs fell. A deal was signed."
    assert all(actor or recipient for _, actor, recipient in events(text))


def test_saying_what_one_will_not_do_is_a_refusal_and_what_another_must_do_a_demand():
    assert "REJECT" in types("Zelensky said Ukraine would never surrender Crimea.")
    assert ("REQUEST", "USA.blinken", "ISR") in events("Blinken said Israel must let aid in.")


def test_a_past_deed_with_an_end_to_come_is_done_and_undated():
    (event,) = read("China has closed the strait until Sunday.", published="2024-01-10").events
    assert (event.type, event.date) == ("COERCE", None)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Under the accord that Juba and Khartoum signed, the pipeline reopens.", "AGREE"),
        ("Under an agreement reached in Doha, the militia freed ten soldiers.", "AGREE"),
        ("New Delhi stands firmly with Israel.", "SUPPORT"),
        ("Biden telephoned Aoun to congratulate him.", "SUPPORT"),
        ("Beijing has never recognised the ruling.", "REJECT"),
        ("Serbia will not recognise Kosovo, Vučić repeated.", "REJECT"),
        ("Hamas claimed to have shot down an Israeli drone.", "ASSAULT"),
        ("Each blamed the other for firing first.", "ACCUSE"),
    ],
)
def test_a_deed_is_found_however_its_words_are_placed(text, type_):
    assert type_ in types(text)


@pytest.mark.parametrize(
    "text",
    [
        "Neither side has attacked since the spring.",
        "An invasion of Taiwan would be risky for China.",
        "A defence treaty with the United States binds Japan.",
        "Suspending Qatar from the council is being considered.",
        "Hezbollah could not afford to be blamed.",
        "The general's memoirs, released on Monday, sell well in Jakarta.",
        "Putin and Zelensky have never met.",
    ],
)
def test_what_is_only_spoken_of_is_no_event(text):
    assert types(text) == set()
