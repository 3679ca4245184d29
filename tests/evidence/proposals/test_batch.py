"""Decisions made elsewhere: all of them or none, and everything wrong with them at once."""

import json

import pytest

from detente.case import EditRefused, load
from detente.evidence.proposals import BadBatch, Review, read_batch
from detente.evidence.proposals import review as review_module
from reviewing import MEETING, TALKS_FAIL, claim, reviewed, talks, texts_of

THREE_CLAIMS = claim(), claim(TALKS_FAIL, claim="", speaker=""), claim(MEETING)
ONE, TWO, THREE = (one.id for one in THREE_CLAIMS)


@pytest.fixture
def folder(tmp_path):
    return talks(tmp_path / "talks")


@pytest.fixture
def review(folder):
    with reviewed(folder, *THREE_CLAIMS) as review:
        yield review


def batch(tmp_path, text, name="decisions.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def carried_out(review, path):
    orders = read_batch(path, review)
    review.decide_all((one.id, one.decision, one.edits) for one in orders)


def test_many_decisions_are_carried_out_at_once(review, folder, tmp_path):
    text = f"""\
- id: {ONE}
  decision: accept
- id: {TWO}
  decision: accept
  edits: {{claim: Khartoum fears for the talks., speaker: river-post, stance: warns, credibility: 3,
          valid: 2020-06, link: {{element: no-war, side: against}}}}
- {{id: {THREE}, decision: reject}}
"""
    carried_out(review, batch(tmp_path, text))
    assert [one.status for one in review.standings.values()] == ["accepted", "accepted", "rejected"]
    held = load(folder)
    assert held.claims["khartoum-fears-talks"].valid == "2020-06"
    assert held.model.decision_makers["Upstream"].prefers[0].against == (("khartoum-fears-talks",),)


def test_a_batch_adds_sources_with_their_claims(review, folder, tmp_path):
    text = f"""\
- id: {TWO}
  decision: accept
  edits: {{claim: Khartoum fears for the talks.,
          new_source: {{id: SDN, name: Sudan, reliability: C, reason: a party}}}}
- {{id: {THREE}, decision: accept, edits: {{speaker: SDN}}}}
"""
    carried_out(review, batch(tmp_path, text))
    held = load(folder)
    assert held.sources["SDN"].name == "Sudan"
    assert [c.speaker for c in held.claims.values()][-2:] == ["SDN", "SDN"]


def test_a_source_in_a_batch_is_checked_like_all_else(review, folder, tmp_path):
    before = texts_of(folder)
    text = f"""\
- {{id: {ONE}, decision: accept, edits: {{new_source: {{id: SDN, name: Sudan, reliability: G}}}}}}
- id: {TWO}
  decision: accept
  edits: {{claim: Khartoum fears for the talks.,
          new_source: {{id: river-post, name: Post, reliability: C, reason: a paper}}}}
"""
    with pytest.raises(BadBatch) as error:
        read_batch(batch(tmp_path, text), review)
    told = "\n".join(map(str, error.value.problems))
    assert "1:97: `edits.new_source.reliability`: found `G`; allowed: A, B, C, D, E, F" in told
    assert "1:61: `edits.new_source.reason`: is missing" in told
    assert "`river-post`: there is another source of that id" in told
    assert texts_of(folder) == before


def test_json_lines_say_the_same(review, tmp_path):
    lines = [{"id": ONE, "decision": "accept"}, {"id": THREE, "decision": "skip"}]
    path = batch(tmp_path, "\n".join(map(json.dumps, lines)) + "\n\n", "decisions.jsonl")
    carried_out(review, path)
    assert [one.status for one in review.standings.values()] == ["accepted", "open", "skipped"]


def test_everything_wrong_is_told_at_once_with_its_place_and_nothing_is_decided(
    review, folder, tmp_path
):
    before = texts_of(folder)
    text = f"""\
- {{id: {ONE}, decision: acept}}
- {{id: {TWO}, decision: accept, edits: {{speaker: Upsteam, colour: red}}}}
- {{id: {THREE}, decision: edit}}
- {{id: {ONE}, decision: reject, edits: {{credibility: 7}}}}
- {{id: p000, decision: reject}}
- {{id: {THREE}, decision: skip}}
- reject everything
"""
    with pytest.raises(BadBatch) as error:
        read_batch(batch(tmp_path, text), review)
    told = [str(problem) for problem in error.value.problems]
    assert [problem.split(":")[1] for problem in told] == [
        "1",
        "2",
        "2",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
    ]
    expected = [
        "`decision`: found `acept`; allowed: accept, edit, reject, skip; did you mean `accept`?",
        "`Upsteam`: no such decision maker or source; did you mean `Upstream`?",
        "it has no text yet",
        "`edits.colour`: unknown key",
        "an edit needs its `edits`",
        "`edits.credibility`: found `7`; must be at most 6",
        f"`p000`: no such proposal; waiting: {ONE}",
        f"`{THREE}` is decided on twice; first in line 3",
        "must be keys with values; found `reject everything`",
    ]
    for problem, words in zip(told, expected, strict=True):
        assert words in problem
    assert texts_of(folder) == before
    assert not (folder / "decisions.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("d.yaml", "id: x\n", "d.yaml:1:1: must be a list of decisions"),
        ("d.yaml", "", "d.yaml:1:1: must be a list of decisions"),
        ("d.yaml", "- {id: [\n", "d.yaml:2:1: not YAML"),
        ("d.jsonl", '{"id": "p000", "decision": "skip"}\n{"id"\n', "d.jsonl:2:6: not YAML"),
        ("d.jsonl", '{"id": "p000", "decision": "skip"}\n{"id"\n', "d.jsonl:1:1: `p000`: no such"),
        ("d.yaml", "- {decision: skip}\n", "d.yaml:1:3: `id`: is missing"),
    ],
)
def test_a_file_that_is_no_list_of_decisions_is_refused(review, tmp_path, name, text, message):
    with pytest.raises(BadBatch) as error:
        read_batch(batch(tmp_path, text, name), review)
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_refused(review, tmp_path):
    with pytest.raises(BadBatch, match=r"gone\.yaml:1:1: file is missing"):
        read_batch(tmp_path / "gone.yaml", review)


def test_what_is_decided_already_is_refused(review, tmp_path):
    review.decide(ONE, "reject")
    with pytest.raises(BadBatch, match="is rejected already; undo that first"):
        read_batch(batch(tmp_path, f"- {{id: {ONE}, decision: accept}}\n"), review)


def test_of_a_batch_whose_lines_were_not_all_written_none_counts(folder, tmp_path):
    text = "".join(f"- {{id: {one}, decision: reject}}\n" for one in (ONE, TWO, THREE))
    with reviewed(folder, *THREE_CLAIMS) as review:
        carried_out(review, batch(tmp_path, text))
    path = folder / "decisions.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:2]) + lines[2][:30])
    with Review(load(folder), who="ada") as again:
        assert len(again.waiting()) == 3
        assert any("2 of 3 decisions of a batch" in note for note in again.notes)
        again.decide(TWO, "reject")
    with Review(load(folder), who="ada") as again:
        assert again.notes == []
        assert [one.id for one in again.waiting()] == [ONE, THREE]


def test_a_batch_that_the_files_do_not_take_is_taken_back_whole(
    review, folder, tmp_path, monkeypatch
):
    before = texts_of(folder)
    text = f"- {{id: {ONE}, decision: accept}}\n- {{id: {THREE}, decision: accept}}\n"

    def refused(_):
        raise EditRefused("claims.yaml cannot be written: no space")

    monkeypatch.setattr(review_module, "save", refused)
    with pytest.raises(EditRefused, match="no space"):
        carried_out(review, batch(tmp_path, text))
    assert {one.status for one in review.standings.values()} == {"open"}
    assert texts_of(folder) == before
