"""Deciding: what is written, in which order, and what is left when something goes wrong."""

import json

import pytest

from detente.case import ChangedOnDisk, EditRefused, InvalidCase, load
from detente.evidence.proposals import CannotAccept, Edits, Link, Proposal, ProposalRefused, Review
from detente.evidence.proposals import review as review_module
from reviewing import CONVOY, MEETING, TALKS_FAIL, claim, reviewed, store, talks, texts_of


@pytest.fixture
def folder(tmp_path):
    return talks(tmp_path / "talks")


def edits(**said):
    return Edits.model_validate(said)


def log(folder):
    text = (folder / "decisions.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def new_lines(before, after, name):
    old = before[name].decode().splitlines()
    return [line for line in after[name].decode().splitlines() if line not in old]


# --- accepting


def test_an_accepted_claim_is_added_below_the_others_and_nothing_else_changes(folder):
    before = texts_of(folder)
    with reviewed(folder, claim(group="khartoum", valid="2020-06", about=["Downstream"])) as review:
        (one,) = review.waiting()
        after = review.decide(one.id, "accept")
    assert (after.status, after.claim) == ("accepted", "addis-cairo-struck-first")
    now = texts_of(folder)
    assert [name for name in now if now[name] != before[name]] == ["claims.yaml"]
    assert now["claims.yaml"].startswith(before["claims.yaml"])
    held = load(folder).claims["addis-cairo-struck-first"]
    assert held.claim == "Addis says Cairo struck first."
    assert (held.speaker, held.through, held.group) == ("Upstream", ("river-post",), "khartoum")
    assert (held.valid, held.about, held.credibility) == ("2020-06", ("Downstream",), 6)
    (passage,) = held.passages
    assert (passage.start, passage.end, passage.quote) == (claim().start, claim().end, CONVOY)


def test_a_passage_has_offsets_alone_where_the_text_is_not_in_the_case_folder(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    folder = talks(tmp_path / "talks", keep=elsewhere)
    with reviewed(folder, claim(), documents=elsewhere) as review:
        after = review.decide(claim().id, "accept")
    (passage,) = load(folder).claims[after.claim].passages
    assert (passage.start, passage.end, passage.quote) == (claim().start, claim().end, None)
    assert CONVOY not in "".join(path.read_text() for path in folder.glob("*.*"))


@pytest.mark.parametrize(
    ("element", "side", "line"),
    [
        ("no-war", "because", "        because: [addis-cairo-struck-first]"),
        ("Upstream/2", "because", "        because: [cabinet-vow, addis-cairo-struck-first]"),
        ("Upstream.fill", "against", "        against: [addis-cairo-struck-first]"),
        ("rules/1", "against", "    against: [addis-cairo-struck-first]"),
    ],
)
def test_a_link_puts_the_claim_under_its_element_and_undo_takes_both_out(
    folder, element, side, line
):
    before = texts_of(folder)
    with reviewed(folder, claim(link={"element": element, "side": side})) as review:
        review.decide(claim(link={"element": element, "side": side}).id, "accept")
        after = texts_of(folder)
        stripped = [
            text.partition(" #")[0].rstrip() for text in new_lines(before, after, "case.yaml")
        ]
        assert stripped == [line]
        assert review.undo().status == "open"
    assert texts_of(folder) == before


def test_an_element_without_keys_gets_them_and_loses_them_again(folder):
    path = folder / "case.yaml"
    model = path.read_text()
    start, end = model.index("      pay:\n"), model.index("    prefers:", model.index("      pay:"))
    path.write_text(model[:start] + "      pay: Pay for water\n" + model[end:])
    before = texts_of(folder)
    one = claim(link={"element": "Downstream.pay"})
    with reviewed(folder, one) as review:
        review.decide(one.id, "accept")
        assert "      pay: {text: Pay for water, because: [addis-cairo-struck-first]}" in new_lines(
            before, texts_of(folder), "case.yaml"
        )
        review.undo()
    assert texts_of(folder) == before


def test_a_link_of_a_claim_that_is_there_changes_the_model_alone(folder):
    before = texts_of(folder)
    one = Proposal(kind="link", of="budget-gap", link=Link(element="no-war", side="against"))
    with reviewed(folder, one) as review:
        assert review.decide(one.id, "accept").claim == "budget-gap"
        assert new_lines(before, texts_of(folder), "case.yaml") == ["        against: [budget-gap]"]
        review.undo()
    assert texts_of(folder) == before


def test_the_first_claim_of_a_case_makes_the_ledger_and_undo_leaves_it_empty(folder):
    model = (folder / "case.yaml").read_text().splitlines()
    kept = [line for line in model if "because:" not in line and "against:" not in line]
    (folder / "case.yaml").write_text("\n".join(kept) + "\n")
    (folder / "claims.yaml").unlink()
    with reviewed(folder, claim()) as review:
        review.decide(claim().id, "accept")
        assert list(load(folder).claims) == ["addis-cairo-struck-first"]
        review.undo()
    assert (folder / "claims.yaml").read_text() == ""
    assert not load(folder).claims


def test_two_claims_with_the_same_words_get_ids_of_their_own(folder):
    with reviewed(folder, claim(), claim(TALKS_FAIL)) as review:
        names = [review.decide(one.id, "accept").claim for one in review.waiting()]
    assert names == ["addis-cairo-struck-first", "addis-cairo-struck-first-2"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"claim": ""}, "it has no text yet: write the claim in your own words"),
        ({"claim": f"{CONVOY}!"}, "the passage's own words: “egypt had attacked a convoy near"),
        ({"speaker": ""}, "it has no speaker"),
        ({"speaker": "", "as_read": "SDN"}, "a source of the case; the text has SDN"),
        ({"speaker": "Upsteam"}, "`Upsteam`: no such decision maker or source; did you mean"),
        ({"about": ["Downsteam"]}, "`Downsteam`: no such decision maker, option or country code"),
        ({"through": ["post"]}, "`post`: no such source"),
    ],
)
def test_what_is_not_fit_for_the_ledger_is_not_accepted_and_nothing_is_logged(
    folder, said, message
):
    before = texts_of(folder)
    with reviewed(folder, claim(**said)) as review:
        with pytest.raises(CannotAccept) as error:
            review.decide(claim(**said).id, "accept")
        assert message in str(error.value)
        assert len(review.waiting()) == 1
    assert texts_of(folder) == before
    assert not (folder / "decisions.jsonl").exists()


def test_everything_that_is_missing_is_told_at_once(folder):
    one = claim(claim="", speaker="", about=["nobody"])
    with reviewed(folder, one) as review, pytest.raises(CannotAccept) as error:
        review.decide(one.id, "accept")
    assert len(error.value.missing) == 3


# --- the log


def test_every_decision_is_a_line_with_when_who_and_what(folder):
    with reviewed(folder, claim(), claim(TALKS_FAIL), claim(MEETING)) as review:
        first, second, third = (one.id for one in review.waiting())
        review.decide(first, "edit", edits(claim="Cairo began it, says Addis.", credibility=3))
        review.decide(first, "accept")
        review.decide(second, "reject")
        review.decide(third, "skip")
        assert [one.id for one in review.waiting()] == [third]
    told = log(folder)
    assert [line["decision"] for line in told] == ["edit", "accept", "written", "reject", "skip"]
    assert all(line["who"] == "ada" and line["at"].endswith("Z") for line in told if "at" in line)
    assert told[0]["edits"] == {"claim": "Cairo began it, says Addis.", "credibility": 3}
    assert load(folder).claims[told[1]["claim"]].credibility == 3


def test_what_is_skipped_comes_again_behind_the_others(folder):
    with reviewed(folder, claim(), claim(TALKS_FAIL)) as review:
        first, second = (one.id for one in review.waiting())
        review.decide(first, "skip")
        assert [one.id for one in review.waiting()] == [second, first]


def test_edits_take_away_what_is_given_empty(folder):
    one = claim(valid="2020", group="khartoum", link={"element": "no-war"})
    with reviewed(folder, one) as review:
        after = review.decide(one.id, "edit", edits(valid="", group="", link="none"))
    assert (after.proposal.valid, after.proposal.group, after.proposal.link) == (None, None, None)


def test_what_is_decided_is_not_decided_again(folder):
    with reviewed(folder, claim()) as review:
        review.decide(claim().id, "accept")
        with pytest.raises(EditRefused, match="is accepted already; undo that first"):
            review.decide(claim().id, "reject")


def test_decisions_are_there_for_the_next_review(folder):
    with reviewed(folder, claim(), claim(TALKS_FAIL)) as review:
        review.decide(claim().id, "reject")
        review.decide(claim(TALKS_FAIL).id, "edit", edits(credibility=2))
    with Review(load(folder), who="bob") as review:
        (one,) = review.waiting()
        assert one.proposal.credibility == 2


def test_a_torn_last_decision_is_dropped_with_a_note_and_the_others_stand(folder):
    with reviewed(folder, claim(), claim(TALKS_FAIL)) as review:
        review.decide(claim().id, "reject")
    path = folder / "decisions.jsonl"
    path.write_text(path.read_text() + '{"at": "2026-01-01T00:00:00Z", "wh')
    with Review(load(folder), who="bob") as review:
        assert "decisions.jsonl:2: the last line was not wholly written" in review.notes[0]
        assert [one.id for one in review.waiting()] == [claim(TALKS_FAIL).id]
        review.decide(claim(TALKS_FAIL).id, "reject")
    assert [line["decision"] for line in log(folder)] == ["reject", "reject"]


# --- undo


def test_undo_goes_back_one_decision_at_a_time_over_reviews(folder):
    before = texts_of(folder)
    with reviewed(folder, claim(), claim(TALKS_FAIL)) as review:
        review.decide(claim().id, "edit", edits(credibility=2))
        review.decide(claim().id, "accept")
        review.decide(claim(TALKS_FAIL).id, "reject")
    with Review(load(folder), who="bob") as review:
        assert review.undo().id == claim(TALKS_FAIL).id
        after = review.undo()
        assert (after.id, after.status, after.proposal.credibility) == (claim().id, "open", 2)
        assert review.undo().proposal.credibility == 6
        assert review.undo() is None
        assert len(review.waiting()) == 2
    assert texts_of(folder) == before


def test_what_was_rejected_and_undone_may_be_proposed_again(folder):
    with reviewed(folder, claim()) as review:
        review.decide(claim().id, "reject")
        review.undo()
    assert not store(folder).add([claim(claim="Other words.")]).rejected


def test_undo_does_not_throw_away_what_a_person_changed_since(folder):
    with reviewed(folder, claim()) as review:
        review.decide(claim().id, "accept")
    path = folder / "claims.yaml"
    path.write_text(path.read_text().replace("Cairo struck first", "Cairo struck twice"))
    with Review(load(folder), who="ada") as review:
        with pytest.raises(EditRefused, match=r"claims.yaml:\d+:1: .* was changed since it was"):
            review.undo()
        assert review.standings[claim().id].status == "accepted"
    assert "struck twice" in path.read_text()


def test_undo_does_not_take_out_a_claim_that_another_element_needs(folder):
    with reviewed(folder, claim()) as review:
        name = review.decide(claim().id, "accept").claim
        path = folder / "case.yaml"
        path.write_text(
            path.read_text().replace("because: [treaty-offer]", f"because: [{name}]", 1)
        )
        review.case = load(folder)
        with pytest.raises(EditRefused, match=f"`{name}` also stands under Downstream.pay"):
            review.undo()


# --- others at work


def add_by_hand(folder, name="rumour"):
    path = folder / "claims.yaml"
    entry = f"{name}:\n  claim: By hand.\n  speaker: Upstream\n  voice: author\n  stance: asserts\n"
    path.write_text(path.read_text() + entry)


def test_a_claim_added_by_hand_meanwhile_is_kept(folder):
    with reviewed(folder, claim()) as review:
        add_by_hand(folder)
        name = review.decide(claim().id, "accept").claim
        assert {"rumour", name} <= load(folder).claims.keys()
        review.undo()
    assert "rumour" in load(folder).claims
    assert name not in load(folder).claims


def test_if_the_file_changes_again_and_again_the_decision_is_taken_back(folder, monkeypatch):
    calls = []

    def changed(case):
        calls.append(case)
        raise ChangedOnDisk("claims.yaml was changed on disk since it was read")

    with reviewed(folder, claim()) as review:
        monkeypatch.setattr(review_module, "save", changed)
        with pytest.raises(ChangedOnDisk):
            review.decide(claim().id, "accept")
        assert len(calls) >= 2
        assert review.standings[claim().id].status == "open"
    monkeypatch.undo()
    with Review(load(folder), who="ada") as review:
        assert [one.id for one in review.waiting()] == [claim().id]


def test_a_case_that_was_broken_by_hand_meanwhile_is_left_alone(folder):
    with reviewed(folder, claim()) as review:
        path = folder / "claims.yaml"
        path.write_text(path.read_text() + "broken: [\n")
        broken = path.read_bytes()
        with pytest.raises(InvalidCase):
            review.decide(claim().id, "accept")
        assert path.read_bytes() == broken
        assert review.standings[claim().id].status == "open"


def test_another_claim_of_the_same_id_is_not_taken_for_ours(folder):
    with reviewed(folder, claim()) as review:
        add_by_hand(folder, "addis-cairo-struck-first")
        with pytest.raises(EditRefused, match="there is another claim `addis-cairo-struck-first`"):
            review.decide(claim().id, "accept")
        assert review.decide(claim().id, "accept").claim == "addis-cairo-struck-first-2"


def test_one_review_of_a_case_goes_on_at_a_time(folder):
    with reviewed(folder, claim()) as _, pytest.raises(EditRefused, match="another review"):
        Review(load(folder), who="bob")
    Review(load(folder), who="bob").close()


def test_what_is_proposed_during_a_review_comes_into_it(folder):
    with reviewed(folder, claim()) as review:
        store(folder).add([claim(TALKS_FAIL)])
        assert review.refresh() == 1
        assert len(review.waiting()) == 2


def test_a_proposal_whose_text_changed_is_put_aside_with_the_reason(folder):
    with reviewed(folder, claim()) as review:
        pass
    (folder / "documents" / "wire.txt").write_text("Another text.")
    with Review(load(folder), who="ada") as review:
        assert review.waiting() == []
        assert "not the one whose sha256" in review.aside[claim().id]
        with pytest.raises(EditRefused, match="not the one whose sha256"):
            review.decide(claim().id, "reject")


def test_a_built_in_case_is_not_reviewed():
    with pytest.raises(EditRefused, match="is built in and cannot be changed"):
        Review(load("korea-2019"), who="ada")


# --- a speaker whom the case does not have

SUDAN = {"id": "SDN", "name": "The government of Sudan", "reliability": "C", "reason": "a party"}
UNHEARD = {"speaker": "", "as_read": "SDN", "claim": "Khartoum fears for the round."}


def with_source(**said):
    return Edits.model_validate({"new_source": {**SUDAN, **said}})


def test_a_new_source_is_written_with_the_claim_and_taken_back_with_it(folder):
    before = texts_of(folder)
    one = claim(TALKS_FAIL, **UNHEARD)
    with reviewed(folder, one) as review:
        review.decide(one.id, "accept", with_source())
        held = load(folder)
        assert held.claims["khartoum-fears-round"].speaker == "SDN"
        assert held.sources["SDN"].reliability == "C"
        assert held.sources["SDN"].reason == "a party"
        review.undo()
    assert texts_of(folder) == before


def test_a_source_that_another_claim_names_by_then_stays(folder):
    one = claim(TALKS_FAIL, **UNHEARD)
    ledger = folder / "claims.yaml"
    with reviewed(folder, one) as review:
        review.decide(one.id, "accept", with_source())
        text = ledger.read_text()
        begin = text.index("khartoum-fears-round:")
        ledger.write_text(text + text[begin:].replace("khartoum", "another", 1))
        review.undo()
    held = load(folder)
    assert "khartoum-fears-round" not in held.claims
    assert held.claims["another-fears-round"].speaker == "SDN"


def test_a_new_source_that_is_not_named_is_not_written(folder):
    one = claim(TALKS_FAIL, **UNHEARD)
    edits = Edits.model_validate({"new_source": SUDAN, "speaker": "river-post"})
    with reviewed(folder, one) as review:
        review.decide(one.id, "accept", edits)
    assert "SDN" not in load(folder).sources


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"id": "river-post"}, "`river-post`: there is another source of that id"),
        ({"id": "Upstream"}, "`Upstream` is a decision maker; a new source needs an id of its own"),
    ],
)
def test_a_new_source_needs_an_id_of_its_own(folder, said, message):
    before = texts_of(folder)
    one = claim(TALKS_FAIL, **UNHEARD)
    with reviewed(folder, one) as review, pytest.raises(CannotAccept, match=message):
        review.decide(one.id, "accept", with_source(**said))
    assert texts_of(folder) == before
    assert not (folder / "decisions.jsonl").exists()


def test_of_decisions_made_together_one_may_name_the_source_that_one_before_brings(folder):
    one, two = claim(TALKS_FAIL, **UNHEARD), claim(CONVOY)
    with reviewed(folder, one, two) as review:
        review.decide_all(
            [(one.id, "accept", with_source()), (two.id, "accept", Edits(speaker="SDN"))]
        )
    assert [c.speaker for c in load(folder).claims.values()][-2:] == ["SDN", "SDN"]


def test_nobody_proposes_a_source(folder):
    one = claim(TALKS_FAIL, **{**UNHEARD, "new_source": SUDAN})
    with pytest.raises(ProposalRefused, match="adding one is a person's act"):
        reviewed(folder, one)


# --- killed in between


class Killed(BaseException):
    """What stands for the end of the process."""


ORDER = ("sources.yaml", "claims.yaml", "case.yaml")


@pytest.mark.parametrize("steps", range(4), ids=lambda n: f"{n} of 3 files")
@pytest.mark.parametrize("undo", [False, True], ids=["accept", "undo"])
def test_what_was_logged_and_not_written_is_written_by_the_next_review(
    folder, monkeypatch, steps, undo
):
    one = claim(link={"element": "no-war"}, speaker="")
    before = texts_of(folder)
    review = reviewed(folder, one)
    if undo:
        review.decide(one.id, "accept", with_source())
    done = []

    def stopped(case):
        """Write as many of the files as the moment allows, in the order in which they change."""
        for name in ORDER[::-1] if undo else ORDER:
            text = case.files[name].text
            if len(done) < steps and (folder / name).read_text() != text:
                (folder / name).write_text(text)
                done.append(name)
        if len(done) == steps:
            raise Killed

    monkeypatch.setattr(review_module, "save", stopped)
    with pytest.raises(Killed):
        review.undo() if undo else review.decide(one.id, "accept", with_source())
    review.close()
    monkeypatch.undo()
    assert len(done) == steps
    with Review(load(folder), who="ada") as again:
        assert again.standings[one.id].status == ("open" if undo else "accepted")
        assert any("is now written" in note for note in again.notes)
    if undo:
        assert texts_of(folder) == before
    else:
        assert load(folder).claims["addis-cairo-struck-first"].speaker == "SDN"
        assert load(folder).sources["SDN"].name == SUDAN["name"]
        assert "because: [addis-cairo-struck-first]" in (folder / "case.yaml").read_text()
    with Review(load(folder), who="ada") as again:
        assert again.notes == []
