"""``detente read``: a case's documents and text files; what it prints, and how it ends."""

import json

import pytest

TEXT = "Russia said on Monday that Ukraine had attacked Belgorod.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_json_has_exactly_the_promised_shape(run, article):
    code, out, _ = run("read", article, "--published", "2022-07-24", "--json")
    assert code == 0
    (document,) = json.loads(out)["documents"]
    assert list(document) == [
        "id",
        "actors",
        "times",
        "quantities",
        "statements",
        "events",
        "boilerplate",
        "hedges",
        "sentences",
    ]
    assert document["id"] == "article"
    (statement,) = document["statements"]
    assert TEXT[statement["start"] : statement["end"]] == "Ukraine had attacked Belgorod"
    assert {key: statement[key] for key in ("speaker", "stance", "voice")} == {
        "speaker": "RUS",
        "stance": "asserts",
        "voice": "attributed",
    }
    assert TEXT[slice(*statement["cue"])] == "said"
    events = {event["type"]: event for event in document["events"]}
    assert events.keys() == {"ACCUSE", "ASSAULT"}  # who says that somebody attacked accuses him
    attack = events["ASSAULT"]
    assert (attack["actor"], attack["date"], attack["status"]) == ("UKR", "2022-07-18", "alleged")
    assert events["ACCUSE"]["actor"] == "RUS"
    assert document["times"][0]["value"] == "2022-07-18"
    assert [actor["actor"] for actor in document["actors"]][:2] == ["RUS", "UKR"]


def test_the_page_tells_who_says_what_with_the_passage(run, article):
    code, out, _ = run("read", article, "--published", "2022-07-24")
    assert code == 0
    words = " ".join(out.split())
    assert "RUS asserts (said): “Ukraine had attacked Belgorod”" in words
    assert "UKR attacks (attacked)" in words
    assert "2022-07-18: “Monday”" in words
    assert "Marks are suggestions." in out


def test_full_names_the_rule_of_every_mark(run, article):
    _, brief, _ = run("read", article)
    _, full, _ = run("read", article, "--full")
    assert "statement.finite.that" not in brief
    assert "statement.finite.that" in full


def test_without_a_date_a_relative_time_has_no_value(run, article):
    _, out, _ = run("read", article)
    assert "No date of publication is known" in out
    assert "no value: “Monday”" in out


def test_the_documents_of_a_case_are_read_with_their_dates_and_its_names(run, valley):
    code, out, _ = run("read", valley, "--json")
    assert code == 0
    (document,) = json.loads(out)["documents"]
    assert document["id"] == "post-0602"
    assert "Downstream" in {actor["actor"] for actor in document["actors"]}
    assert "2020-06-02" in {time["value"] for time in document["times"]}


def test_a_document_without_a_text_is_listed_and_said_why(run):
    code, out, err = run("read", "korea-2019", "--json")
    assert code == 0
    assert [d["note"] for d in json.loads(out)["documents"]] == ["text missing"] * 2
    assert "note: editorial-2019-05: text missing" in err


def test_a_document_in_another_language_is_not_read(run, valley):
    path = valley / "documents.yaml"
    path.write_text(
        path.read_text().replace("  source: river-post", "  language: fr\n  source: river-post")
    )
    code, out, err = run("read", valley)
    assert code == 0
    assert "note: post-0602: in another language (fr): nothing was marked" in err
    assert "0 documents read, 1 not" in out


def test_one_document_can_be_asked_for_by_its_id(run, valley):
    code, _, err = run("read", valley, "--document", "post-0603")
    assert code == 2
    assert "`post-0603`: no such document in valley; did you mean `post-0602`?" in err
    assert run("read", valley, "--document", "post-0602")[0] == 0


def test_a_folder_of_texts_is_read_in_the_order_of_names(run, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("b", "a"):
        (folder / f"{name}.txt").write_text(TEXT)
    (folder / "c.pdf").write_text("no text")
    _, out, _ = run("read", folder, "--json")
    assert [d["id"] for d in json.loads(out)["documents"]] == ["a", "b"]


def test_files_of_one_name_go_by_their_paths(run, tmp_path):
    paths = [tmp_path / name / "x.txt" for name in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(TEXT)
    _, out, _ = run("read", *paths, "--json")
    assert [d["id"] for d in json.loads(out)["documents"]] == [str(path) for path in paths]


def test_everything_that_is_wrong_with_files_is_told_at_once(run, article, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty").mkdir()
    code, out, err = run(
        "read", article, tmp_path / "gone.txt", tmp_path / "empty", tmp_path / "bad.txt"
    )
    assert (code, out) == (2, "")
    assert f"{tmp_path / 'gone.txt'}: no such file" in err
    assert f"{tmp_path / 'empty'}: no case.yaml and no .txt file in this folder" in err
    assert f"{tmp_path / 'bad.txt'}" in err
    assert "nothing was read" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--published", "2022-07-24"], "--published goes with FILE"),
        (["--published", "yesterday"], "does not match the format"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run, valley, arguments, message):
    code, _, err = run("read", valley, *arguments)
    assert code == 2
    assert message in err


def test_options_of_a_case_do_not_go_with_files(run, article):
    code, _, err = run("read", article, "--document", "x")
    assert code == 2
    assert "--documents and --document go with CASE" in err


def test_an_unknown_case_gets_the_usual_message(run):
    code, _, err = run("read", "korea-2018")
    assert code == 2
    assert "did you mean `korea-2019`?" in err


def test_what_a_text_hides_is_not_shown(run, tmp_path):
    path = tmp_path / "nasty.txt"
    path.write_text(
        "Russia said that \x1b[31mUkraine\x1b[0m was [bold]ready\u202e.\n", encoding="utf-8"
    )
    _, out, _ = run("read", path)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]ready" in out


def test_an_interruption_says_what_is_kept(run, article, monkeypatch):
    import os

    def interrupted(*_, done, **__):
        done(0)
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.evidence.reading.batch.read_all", interrupted)

    class Left(Exception):
        pass

    def leave(code):
        raise SystemExit(code)

    monkeypatch.setattr(os, "_exit", leave)
    code, out, err = run("read", article)
    assert (code, out) == (130, "")
    assert (
        "detente: interrupted; 0 of 1 texts are read and kept; the next run goes on from there"
        in err
    )
