"""`detente gaps`: what it prints."""

import json


def test_gaps_are_told_with_both_claims_in_full(run):
    code, out, err = run("gaps", "korea-2019")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "Every element has a claim or an assumption." in said
    assert "talks-stalled (editorial-board asserts, 2019-02/..): Diplomacy between" in said
    assert "… and 17 more; --full lists them." in said


def test_full_lists_everything(run):
    _, out, _ = run("gaps", "korea-2019", "--full")
    assert "more" not in out.replace("no more", "")[: out.index("Contradictions")]
    assert "japan-pragmatism" in out


def test_a_case_without_claims_has_its_page(run, tmp_path):
    (tmp_path / "case.yaml").write_text(
        "{detente: 1, title: T, as_of: 2020-01-01, decision_makers: {A: {options: {a: Act}}}}\n"
    )
    code, out, _ = run("gaps", tmp_path)
    assert code == 0
    assert "1 element without a claim or an assumption: A.a." in out
    assert out.count("None found.") == 3


def test_the_same_case_gives_the_same_json(run):
    first, second = run("gaps", "korea-2023", "--json"), run("gaps", "korea-2023", "--json")
    assert first == second
    assert json.loads(first[1])["contested"][0]["element"] == "no-uncovered-test"


def test_proposals_that_wait_are_named(run, valley):
    run("review", valley, "--list")
    assert run("gaps", valley)[2] == (
        f"note: 1 proposal waits for a decision: detente review {valley}\n"
    )
    (valley / "more.txt").write_text("“We shall not sign,” said the mayor of the lower town.\n")
    run("add", valley, valley / "more.txt", "--title", "More", "--source", "river-post")
    run("review", valley, "--list")
    code, _, err = run("gaps", valley)
    assert code == 0
    assert err.startswith("note: 2 proposals wait for a decision: ")


def test_proposals_that_cannot_be_made_out_are_told_before_anything_else(run, valley):
    (valley / "proposals.jsonl").write_text("{}\n")
    code, out, err = run("gaps", valley)
    assert (code, out) == (2, "")
    assert err.startswith("proposals.jsonl:1:1: `kind`: is missing\n")
