"""``detente review`` without its screen: listing, batches, and how it refuses."""

import json

import jsonschema
import pytest

from detente.case import load
from detente.show.schemas import output_schema
from reviewing import CONVOY, TALKS_FAIL, talks, texts_of


@pytest.fixture
def folder(tmp_path):
    return talks(tmp_path / "talks")


def waiting(run, folder, *more):
    code, out, _ = run("review", folder, "--list", "--json", *more)
    assert code == 0
    return json.loads(out)["waiting"]


def test_the_list_shows_each_passage_what_is_suggested_and_how_often_its_rule_is_right(run, folder):
    code, out, err = run("review", folder, "--list")
    assert (code, err) == (0, "note: post-0602: text missing\n")
    words = " ".join(out.split())
    assert "7 proposals waiting, 0 decided" in words
    assert "wire: A report from the talks, 2020-06-16" in words
    assert f"Passage: “{CONVOY}”" in words
    assert "Claim: none yet; to be written in your own words" in words
    assert "Claim: The upstream state held talks with the downstream state." in words
    assert "Event: CONSULT: ETH → EGY (fact)" in words
    assert "Speaker: nobody of the case; the text has SDN" in words
    assert "Proposed by the reader (statement.finite.that, right " in words
    assert "Nothing of this is in the case." in words


def test_what_is_listed_twice_has_the_same_ids(run, folder):
    first = waiting(run, folder)
    assert [one["id"] for one in waiting(run, folder)] == [one["id"] for one in first]
    assert len((folder / "proposals.jsonl").read_text().splitlines()) == len(first)


def test_the_json_fits_its_schema_and_says_what_is_missing(run, folder):
    code, out, _ = run("review", folder, "--list", "--json")
    assert code == 0
    data = json.loads(out)
    jsonschema.validate(data, output_schema("review"))
    by_quote = {one["quote"]: one for one in data["waiting"]}
    assert by_quote[CONVOY]["obstacles"] == [
        "it has no text yet: write the claim in your own words"
    ]
    assert len(by_quote[TALKS_FAIL]["obstacles"]) == 2
    assert data["decided"] == {"accepted": 0, "rejected": 0}


def test_the_list_can_be_of_one_document_or_kind(run, folder):
    assert {one["kind"] for one in waiting(run, folder, "--kind", "event")} == {"event"}
    assert waiting(run, folder, "--document", "post-0602") == []
    code, _, err = run("review", folder, "--list", "--document", "wier")
    assert code == 2
    assert "`wier`: no such document; did you mean `wire`?" in err


def test_without_reading_only_what_was_proposed_before_is_listed(run, folder):
    assert waiting(run, folder, "--no-read") == []
    assert not (folder / "proposals.jsonl").exists()


def test_a_document_without_its_recorded_text_is_told_and_the_others_are_read(run, folder):
    with (folder / "documents" / "post-0602.txt").open("a") as stream:
        stream.write("Russia said that Ukraine had attacked Poland.\n")
    code, out, err = run("review", folder, "--list")
    assert code == 0
    assert "note: `post-0602`: the text is not the one whose sha256" in err
    assert "7 proposals waiting" in out
    assert "Poland" not in out


def test_a_batch_decides_and_says_what_became_of_each(run, folder, tmp_path):
    one, two, *_ = waiting(run, folder)
    path = tmp_path / "decisions.yaml"
    path.write_text(
        f"- {{id: {one['id']}, decision: accept, edits: {{claim: Addis puts a raid on Cairo.,"
        f" credibility: 4, link: {{element: no-war}}}}}}\n- {{id: {two['id']}, decision: reject}}\n"
    )
    code, out, _ = run("review", folder, "--batch", path, "--who", "bob")
    assert code == 0
    assert f"{one['id']}: accepted as addis-puts-raid-cairo" in out
    assert f"{two['id']}: rejected" in out
    assert f"{folder}: 2 decided, 5 waiting" in out
    held = load(folder)
    assert held.claims["addis-puts-raid-cairo"].credibility == 4
    assert '"who": "bob"' in (folder / "decisions.jsonl").read_text()
    assert len(waiting(run, folder)) == 5
    assert run("check", folder)[0] == 0


def test_a_bad_batch_names_all_its_faults_and_decides_nothing(run, folder, tmp_path):
    one, *_ = waiting(run, folder)
    before = texts_of(folder)
    path = tmp_path / "decisions.yaml"
    path.write_text(f"- {{id: {one['id']}, decision: accept}}\n- {{id: p1, decision: maybe}}\n")
    code, out, err = run("review", folder, "--batch", path)
    assert (code, out) == (2, "")
    assert "decisions.yaml:1:3: `" in err
    assert "it has no text yet" in err
    assert "decisions.yaml:2:22: `decision`: found `maybe`; allowed: accept, edit" in err
    assert "detente: 2 problems; nothing was decided" in err
    assert "Traceback" not in err
    assert texts_of(folder) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "a review needs a terminal; elsewhere use --list and --batch FILE"),
        (("--json",), "--json goes with --list"),
        (("--list", "--batch", "x"), "--list and --batch are two commands"),
        (("--list", "--kind", "rumour"), "'rumour' is not one of 'claim', 'event', 'link'"),
    ],
)
def test_what_does_not_go_together_is_refused(run, folder, arguments, message):
    code, _, err = run("review", folder, *arguments)
    assert code == 2
    assert message in err


def test_a_built_in_case_is_not_changed(run):
    code, _, err = run("review", "korea-2019", "--list")
    assert code == 2
    assert "`korea-2019` is built in and cannot be changed" in err


def test_what_a_text_hides_is_not_shown(run, tmp_path):
    text = "Ethiopia said that \x1b[31mEgypt\x1b[0m had [bold]attacked\u202e Sudan.\n"
    folder = talks(tmp_path / "nasty", text=text)
    code, out, _ = run("review", folder, "--list")
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out
