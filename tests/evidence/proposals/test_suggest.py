"""From a reading to proposals: who speaks, what is meant, which words are whose."""

import pytest

from detente.case import load
from detente.evidence.proposals import proposals_from
from detente.evidence.proposals.names import Names
from detente.evidence.proposals.wording import clause, copied, draft
from detente.evidence.reading import Event
from reviewing import CONVOY, MEETING, TALKS_FAIL, WIRE, readings, talks


@pytest.fixture
def proposals(tmp_path):
    case = load(talks(tmp_path / "talks"))
    return {one.quote: one for one in proposals_from(case, readings(case))}


def test_every_passage_stands_in_the_text(proposals):
    assert len(proposals) >= 6
    for quote, one in proposals.items():
        assert WIRE[one.start : one.end] == quote


def test_who_speaks_is_named_as_the_case_names_them(proposals):
    one = proposals[CONVOY]
    assert (one.speaker, one.stance, one.voice) == ("Upstream", "asserts", "attributed")
    assert one.through == ("river-post",)
    assert one.about == ("Downstream",)
    assert one.group == "khartoum"
    assert one.credibility == 6
    assert one.rule.startswith("statement.")
    assert 0 < one.confidence < 1


def test_a_person_speaks_for_the_state_that_the_case_has(proposals):
    assert proposals["We will not give up a drop of our water"].speaker == "Downstream"


def test_a_speaker_whom_the_case_does_not_have_is_left_open(proposals):
    one = proposals[TALKS_FAIL]
    assert (one.speaker, one.as_read) == ("", "SDN")


def test_the_author_speaks_for_the_source(proposals):
    one = proposals["Egypt should accept a phased filling."]
    assert (one.speaker, one.voice, one.stance) == ("river-post", "author", "recommends")


def test_an_event_is_a_claim_in_neutral_words_with_its_day(proposals):
    one = proposals[MEETING]
    assert one.kind == "event"
    assert (one.deed.type, one.deed.actor, one.deed.recipient) == ("CONSULT", "ETH", "EGY")
    assert one.claim == "The upstream state held talks with the downstream state."
    assert one.valid == "2020-06-10"
    assert (one.speaker, one.voice) == ("river-post", "author")


def test_what_happens_within_a_statement_is_drafted_with_it_and_not_proposed_twice(tmp_path):
    text = "Ethiopia said on Monday that Egypt had attacked Sudan.\n"
    case = load(talks(tmp_path / "talks", text=text))
    (one,) = proposals_from(case, readings(case))
    assert one.kind == "claim"
    assert one.claim == "The upstream state says that the downstream state attacked Sudan."


@pytest.mark.parametrize(
    ("actor", "recipient", "words"),
    [
        ("ETH", "SDN.army", "the upstream state attacked Sudan (army)"),
        (
            "ETH+USA",
            "EGY",
            "the upstream state and the United States attacked the downstream state",
        ),
        ("EGY.shoukry", "EGY", ""),
        ("RUS.putin+PRK.kim_jong_un", "RUS", ""),
        ("ETH", None, ""),
        (None, "ETH", ""),
    ],
)
def test_what_happened_is_worded_only_where_both_parties_are_known(
    tmp_path, actor, recipient, words
):
    event = Event(0, 1, "ASSAULT", actor, recipient, None, "fact", "r", 0.5)
    assert clause(Names(load(talks(tmp_path / "talks"))), event) == words


def test_nothing_is_drafted_of_what_is_foreseen_or_judged():
    assert (
        draft("Sudan", "asserts", ["Egypt attacked Libya"])
        == "Sudan says that Egypt attacked Libya."
    )
    assert draft("Sudan", "predicts", ["Egypt attacked Libya"]) == ""
    assert draft("Sudan", "asserts", ["", ""]) == ""


def test_no_draft_has_the_words_of_its_passage(proposals):
    assert not [one for one in proposals.values() if copied(one.claim, one.quote)]


def test_the_same_text_gives_the_same_ids(tmp_path):
    ids = []
    for name in ("a", "b"):
        case = load(talks(tmp_path / name))
        ids.append([one.id for one in proposals_from(case, readings(case))])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


@pytest.mark.parametrize(
    ("claim", "quote", "words"),
    [
        ("The talks could fail.", "the talks could fail", "the talks could fail"),
        ("Sudan fears that the talks could fail.", "the talks could fail", ""),
        (
            "He said that one two three four five six seven eight nine.",
            "“One, two, three, four; five six seven eight nine ten”",
            "one two three four five six seven eight nine",
        ),
        (
            "One two three four five six seven eight ten.",
            "one two three four five six seven eight nine",
            "",
        ),
        ("Yes.", "yes", ""),
    ],
)
def test_copied_words_are_found_whatever_their_dress(claim, quote, words):
    assert copied(claim, quote) == words
