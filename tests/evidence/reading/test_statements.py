"""Who says what: each sentence is about another conflict than the Korean one."""

import pytest

from detente.evidence.reading import read


def said(text):
    """Return (speaker, content) of every attributed statement, in order."""
    found = read(text).statements
    return [(one.speaker, text[one.start : one.end]) for one in found if one.voice == "attributed"]


def stances(text):
    return [one.stance for one in read(text).statements]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        # a clause after "that", and without it
        (
            "Taiwan's defence ministry said that 71 Chinese aircraft had crossed the median line.",
            "TWN.mod",
            "71 Chinese aircraft had crossed the median line",
        ),
        (
            "NATO said it would send more weapons to Ukraine.",
            "NATO",
            "it would send more weapons to Ukraine",
        ),
        # who is told, when and where stand between
        (
            "Abiy Ahmed told parliament on Tuesday that Ethiopia would fill the dam.",
            "ETH.abiy",
            "Ethiopia would fill the dam",
        ),
        # quotations, before and after
        (
            "“We will not negotiate with the aggressor,” Zelensky told reporters in Kyiv.",
            "UKR.zelensky",
            "We will not negotiate with the aggressor",
        ),
        (
            "“This is a dangerous escalation,” said Josep Borrell, the EU's foreign policy chief.",
            "EU.borrell",
            "This is a dangerous escalation",
        ),
        (
            "In an interview, Lavrov argued that the West had “cheated” Russia.",
            "RUS.lavrov",
            "the West had “cheated” Russia",
        ),
        # the clause comes first
        (
            "Britain will send 14 tanks to Ukraine, Rishi Sunak announced on Saturday.",
            "GBR.sunak",
            "Britain will send 14 tanks to Ukraine",
        ),
        (
            "More than 500 people were killed, according to the World Health Organization.",
            "WHO",
            "More than 500 people were killed",
        ),
        # nouns and adjectives
        (
            "Nobody accepts Moscow's claim that Kyiv shelled the dam.",
            "RUS",
            "Kyiv shelled the dam",
        ),
        ("India is convinced that Pakistan armed the group.", "IND", "Pakistan armed the group"),
        # what is accused, asked, denied, vowed
        (
            "Poland has accused Belarus of pushing migrants across the border.",
            "POL",
            "Belarus of pushing migrants across the border",
        ),
        (
            "Beijing urged both sides to exercise restraint.",
            "CHN",
            "both sides to exercise restraint",
        ),
        ("Rwanda has denied supporting the M23 rebels.", "RWA", "supporting the M23 rebels"),
        (
            "Azerbaijan vowed to retake the territory by force.",
            "AZE",
            "to retake the territory by force",
        ),
        # the subject behind commas, in a relative clause, after "and"
        (
            "Iran's foreign minister, Hossein Amir-Abdollahian, said Tehran would respond.",
            "IRN.amirabdollahian",
            "Tehran would respond",
        ),
        (
            "Erdogan, who has long opposed the bid, said Stockholm had to do more.",
            "TUR.erdogan",
            "Stockholm had to do more",
        ),
        (
            "The exercise, which China called a provocation, ended on Friday.",
            "CHN",
            "a provocation",
        ),
        # officials of a capital are those of its state
        (
            "Officials in Belgrade believe that Kosovo provoked the clash.",
            "SRB.gov",
            "Kosovo provoked the clash",
        ),
        # nobody in particular
        (
            "Analysts say the deal is unlikely to hold.",
            "UNSPECIFIED",
            "the deal is unlikely to hold",
        ),
    ],
)
def test_a_statement_has_its_speaker_and_its_content(text, speaker, content):
    assert (speaker, content) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Abiy Ahmed did not say that the talks would resume.",
        "If Russia says that the deal is dead, Ukraine will ship grain all the same.",
        "Maduro may argue that the court has no say.",
        "Did Serbia claim that the road was blocked?",
        "The Kremlin would not comment on the report.",
        "China sent three ships to the strait.",
        "The so-called “peace force” entered the town.",
    ],
)
def test_what_nobody_says_is_no_statement(text):
    assert said(text) == []


def test_both_halves_of_a_split_quotation_belong_to_the_speaker():
    text = "“What we need is a political solution,” Guterres told the council, “not another war.”"
    assert said(text) == [
        ("UN.guterres", "What we need is a political solution"),
        ("UN.guterres", "not another war"),
    ]


def test_a_quotation_without_a_cue_goes_on_from_the_last_speaker_of_the_paragraph():
    text = "“It is our land,” says Mahmoud Abbas. “We will not leave it.”"
    assert said(text)[1] == ("PSE.abbas", "We will not leave it")
    apart = text.replace(". “We", ".\n\n“We")
    assert said(apart) == said(text)[:1]


def test_the_same_quotation_twice_is_two_statements_each_with_its_speaker():
    quote = "“The river belongs to all of us,”"
    text = f"{quote} said Abiy Ahmed. Hours later Sameh Shoukry repeated it. {quote} he said."
    found = [speaker for speaker, content in said(text) if content.startswith("The river")]
    assert found == ["ETH.abiy", "EGY.shoukry"]


def test_two_verbs_share_a_subject_and_part_the_contents():
    text = "Lavrov said that no progress had been made and insisted that Kyiv was to blame."
    assert said(text) == [
        ("RUS.lavrov", "no progress had been made"),
        ("RUS.lavrov", "Kyiv was to blame"),
    ]


def test_one_can_report_what_another_says():
    text = "Hulusi Akar said the Russians had told him that they had nothing to do with it."
    assert ("RUS", "they had nothing to do with it") in said(text)
    assert any(speaker == "TUR.akar" for speaker, _ in said(text))


def test_a_parliament_that_is_told_something_does_not_say_it():
    assert [speaker for speaker, _ in said("Modi told parliament that no land was lost.")] == [
        "IND.modi"
    ]


def test_it_is_the_last_subject_rather_than_the_state_named_last():
    text = "Ethiopia has no treaty with Egypt. It says that the dam will harm nobody."
    assert said(text) == [("ETH", "the dam will harm nobody")]


def test_it_after_a_person_is_that_persons_state():
    text = "Aliyev took steps to mend ties with Russia. It said that the corridor was open."
    assert said(text) == [("AZE", "the corridor was open")]


def test_he_is_the_last_person_who_was_a_subject():
    text = "Pashinyan met Aliyev in Granada. He said that a treaty was near."
    assert said(text) == [("ARM.pashinyan", "a treaty was near")]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Blinken warned that the attack would have consequences.", "warns"),
        ("Ukraine denied that any troops were there.", "denies"),
        ("The IAEA concluded that Iran had enriched more uranium.", "assesses"),
        ("Kyiv hopes that the summit will bring pledges.", "predicts"),
        ("The G7 called for restraint in the strait.", "proposes"),
        ("Erdogan welcomed the accord on grain.", "endorses"),
        ("Wang Yi did not deny that ships had been sent.", "asserts"),
    ],
)
def test_the_cue_gives_the_stance(text, stance):
    assert stances(text) == [stance]


def test_a_non_breaking_space_changes_nothing():
    text = "Erdogan said that the corridor would stay open."
    assert said(text.replace(" ", "\u00a0")) == [
        (speaker, content.replace(" ", "\u00a0")) for speaker, content in said(text)
    ]


# --- the author's own voice


def test_advice_and_forecasts_outside_attributions_are_the_authors():
    text = "Both sides should return to the table. The truce may not last."
    found = [(one.speaker, one.stance) for one in read(text).statements]
    assert found == [("AUTHOR", "recommends"), ("AUTHOR", "predicts")]


def test_what_somebody_else_says_should_be_done_is_not_the_authors_advice():
    text = "Guterres said that both sides should return to the table."
    assert {one.voice for one in read(text).statements} == {"attributed"}


def test_a_reporters_facts_are_no_judgement():
    text = "Turkey closed the strait on Monday. Three ships turned back."
    assert read(text).statements == ()


def test_the_month_of_may_is_no_hedge_and_no_forecast():
    text = "Erdogan has spoken to Putin several times since May."
    assert read(text, published="2022-07-24").statements == ()
    assert read(text, published="2022-07-24").hedges == ()
