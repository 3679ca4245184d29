"""An assistant proposes: true quotations are kept for a person, invented ones refused."""

import json

import pytest

from assistant.desk import Refused, ask, digests
from detente.case import load
from detente.case.find import LIBRARY
from detente.evidence import stored_texts
from detente.evidence.proposals import Proposals

TRUE = "The treasury has no money left for the last stage of the works"
INVENTED = "The treasury has found the money for the last stage of the works"

CLAIM = {
    "document": "post-0602",
    "quote": TRUE,
    "claim": "The works have run out of public money.",
    "speaker": "river-post",
    "voice": "author",
    "stance": "assesses",
    "about": ["Upstream"],
    "valid": "2020-06",
    "element": "Upstream/2",
    "side": "against",
}
EVENT = {
    "document": "post-0602",
    "quote": "the cabinet means to close the gates",
    "claim": "The upstream cabinet is set on closing the gates.",
    "type": "THREATEN",
    "actor": "UPS",
    "status": "alleged",
}


def kept(folder):
    """The proposals in the folder, as the review will see them."""
    case = load(folder)
    return [each.proposal for each in Proposals(case, stored_texts(case)).standings().values()]


def test_a_true_quotation_is_kept_as_a_proposal_and_nothing_else_changes(valley):
    before = digests(valley)
    told, listed = ask(
        valley,
        ("propose_claim", CLAIM),
        ("list_proposals", {"status": "open"}),
        more=("--as", "Ada"),
    )
    text = (valley / "documents" / "post-0602.txt").read_text()
    assert told["became"] == "kept"
    assert text[told["start"] : told["end"]] == TRUE
    assert [(e["id"], e["status"], e["by"]) for e in listed["proposals"]] == [
        (told["id"], "open", "assistant Ada")
    ]
    assert listed["proposals"][0]["quoted"]["text"] == TRUE
    after = digests(valley)
    assert set(after) - set(before) == {"proposals.jsonl"}
    assert {name: after[name] for name in before} == before
    (one,) = kept(valley)
    assert (one.kind, one.claim, one.quote, one.through) == (
        "claim",
        CLAIM["claim"],
        TRUE,
        ("river-post",),
    )
    assert (one.link.element, one.link.side) == ("Upstream/2", "against")


def test_a_person_sees_the_proposal_in_the_review(run, valley):
    (told,) = ask(valley, ("propose_claim", CLAIM))
    code, out, err = run("review", valley, "--no-read", "--list")
    assert (code, err) == (0, "")
    assert told["id"] in out
    assert CLAIM["claim"] in " ".join(out.split())
    assert "assistant" in out


def test_an_invented_quotation_is_refused_and_nothing_is_written(valley):
    before = digests(valley)
    told, elsewhere, event = ask(
        valley,
        ("propose_claim", CLAIM | {"quote": INVENTED}),
        ("propose_claim", CLAIM | {"start": 5}),
        ("propose_event", EVENT | {"quote": "the cabinet means to bomb the port"}),
    )
    assert isinstance(told, Refused)
    assert f"the quotation does not stand in the stored text: “{INVENTED[:50]}" in told
    assert "where it reads: “The treasury has no money left" in told
    assert "if no passage says it, do not propose it" in told
    assert isinstance(elsewhere, Refused)
    assert "does not stand at 5, but at" in elsewhere
    assert isinstance(event, Refused)
    assert digests(valley) == before


def test_events_and_links_are_proposed(valley):
    event, link, again = ask(
        valley,
        ("propose_event", EVENT),
        ("propose_link", {"claim": "budget-gap", "element": "Upstream.fill", "side": "against"}),
        ("propose_link", {"claim": "budget-gap", "element": "Upstream.fill", "side": "against"}),
    )
    assert (event["became"], link["became"], again["became"]) == ("kept", "kept", "known")
    assert [one.kind for one in kept(valley)] == ["event", "link"]
    assert kept(valley)[0].deed.type == "THREATEN"
    assert kept(valley)[1].of == "budget-gap"


def test_what_a_person_rejected_is_not_proposed_again(valley):
    (first,) = ask(valley, ("propose_claim", CLAIM))
    decision = {"at": "2020-06-03T09:00:00Z", "who": "me", "proposal": first["id"]}
    (valley / "decisions.jsonl").write_text(json.dumps(decision | {"decision": "reject"}) + "\n")
    before = digests(valley)
    again, other, listed = ask(
        valley,
        ("propose_claim", CLAIM),
        ("propose_claim", CLAIM | {"claim": "There is no money."}),
        ("list_proposals", {"status": "rejected"}),
    )
    assert {again["became"], other["became"]} == {"rejected before"}
    assert [each["id"] for each in listed["proposals"]] == [first["id"]]
    assert digests(valley) == before


def test_a_speaker_the_case_does_not_know_is_kept_as_it_was_read(valley):
    ask(valley, ("propose_claim", CLAIM | {"speaker": "a minister"}))
    assert (kept(valley)[0].speaker, kept(valley)[0].as_read) == ("", "a minister")


def test_everything_wrong_with_a_proposal_is_told_and_nothing_is_written(valley):
    before = digests(valley)
    told = ask(
        valley,
        ("propose_claim", CLAIM | {"through": ["river-pst"], "about": ["Upsteam"]}),
        ("propose_claim", CLAIM | {"document": "post-0603"}),
        ("propose_claim", CLAIM | {"element": "Upstream/9"}),
        ("propose_claim", CLAIM | {"valid": "last week"}),
        ("propose_claim", CLAIM | {"stance": "shouts", "credibility": 7}),
        ("propose_claim", CLAIM | {"quote": "a" * 3_000}),
        ("propose_claim", CLAIM | {"claim": "a" * 1_000_000}),
        ("propose_claim", CLAIM | {"by": "reader"}),
        ("propose_claim", {"document": "post-0602"}),
        ("propose_link", {"claim": "budget-gp", "element": "Upstream.fill"}),
        ("propose_event", EVENT | {"type": "SHOUT"}),
    )
    assert all(isinstance(each, Refused) for each in told)
    assert all(len(each) < 700 for each in told)
    names, document, element, day, shout, quote, claim, by, bare, link, deed = told
    assert "`river-pst`: no such source; did you mean `river-post`?" in names
    assert "`Upsteam`: no such decision maker, option or country code; did you mean" in names
    assert "did you mean `post-0602`?" in document
    assert "`Upstream/9`: no such element" in element
    assert "must be ISO 8601" in day
    assert "`stance`: input should be 'asserts'" in shout
    assert "`credibility`: input should be less than or equal to 6" in shout
    assert quote.startswith("`quote`: string should have at most 2000 characters")
    assert claim.startswith("`claim`: string should have at most 1000 characters")
    assert by.startswith("`by`: no such argument")
    assert "`quote`: field required" in bare
    assert "`claim`: field required" in bare
    assert "did you mean `budget-gap`?" in link
    assert deed.startswith("`type`: input should be 'AGREE'")
    assert digests(valley) == before


@pytest.mark.parametrize("state", ["changed", "missing"])
def test_a_text_that_is_not_the_recorded_one_gives_no_quotations(valley, state):
    file = valley / "documents" / "post-0602.txt"
    if state == "changed":
        file.write_text(file.read_text() + "More.")
    else:
        file.unlink()
    (told,) = ask(valley, ("propose_claim", CLAIM))
    assert isinstance(told, Refused)
    assert "`post-0602`" in told
    assert not (valley / "proposals.jsonl").exists()


def test_a_built_in_case_takes_no_proposals():
    link = {"claim": "talks-stalled", "element": "US.relief"}
    (told,) = ask("korea-2019", ("propose_link", link))
    assert told == (
        "`korea-2019` is built in and cannot be changed; copy it and change the copy: detente new"
        " FOLDER --from korea-2019"
    )
    assert not (LIBRARY / "korea-2019" / "proposals.jsonl").exists()
