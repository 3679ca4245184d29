"""Where `detente analyze` writes its report, and what it says when it cannot."""

import json
import os
from pathlib import Path

import pytest


@pytest.fixture
def analyze(run):
    """Run `detente analyze`; return its exit code, output and messages."""
    return lambda *arguments: run("analyze", *arguments)


def reports(folder):
    return sorted(path.name for path in Path(folder).rglob("*.html"))


def test_by_default_it_goes_into_the_cases_folder_and_the_last_line_says_so(analyze, valley):
    code, out, _ = analyze(valley)
    assert code == 0
    assert out.splitlines()[-1] == f"Report: {valley / 'valley-report.html'}"
    assert reports(valley) == ["valley-report.html"]
    assert reports(".") == []


def test_for_a_library_case_it_goes_here(analyze):
    code, out, _ = analyze("korea-2019")
    assert code == 0
    assert out.splitlines()[-1] == "Report: korea-2019-report.html"
    assert reports(".") == ["korea-2019-report.html"]


def test_another_place_can_be_named(analyze, valley, tmp_path):
    assert analyze(valley, "--report", tmp_path / "briefing.html")[0] == 0
    (tmp_path / "out").mkdir()
    assert analyze(valley, "--report", tmp_path / "out")[0] == 0
    assert reports(tmp_path) == ["briefing.html", "valley-report.html"]
    assert reports(valley) == []


def test_it_can_be_left_out(analyze, valley):
    code, out, _ = analyze(valley, "--no-report")
    assert code == 0
    assert "Report:" not in out
    assert reports(valley) == []


def test_json_has_no_report_unless_a_place_is_named(analyze, valley, tmp_path):
    json.loads(analyze(valley, "--json")[1])
    assert reports(valley) == []
    json.loads(analyze(valley, "--json", "--report", tmp_path / "r.html")[1])
    assert reports(tmp_path) == ["r.html"]


def test_with_and_without_exclude_each_other(analyze, valley):
    code, _, err = analyze(valley, "--no-report", "--report", "x.html")
    assert code == 2
    assert "exclude each other" in err


def test_an_analysis_again_replaces_the_report(analyze, valley):
    analyze(valley)
    place = valley / "valley-report.html"
    first = place.read_text(encoding="utf-8")
    place.write_text(first.replace("</main>", "old</main>"), encoding="utf-8")
    assert analyze(valley)[0] == 0
    assert place.read_text(encoding="utf-8") == first


def test_what_is_no_report_is_left_alone(analyze, valley):
    mine = valley / "valley-report.html"
    mine.write_text("mine", encoding="utf-8")
    code, _, err = analyze(valley)
    assert code == 0
    assert err.startswith(f"note: no report: {mine} is there already and is no report of ours")
    code, _, err = analyze(valley, "--report", valley / "case.yaml")
    assert code == 2
    assert "is no report of ours; it was left alone" in err
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_named_place_that_cannot_be_written_is_an_error(analyze, valley, tmp_path):
    code, _, err = analyze(valley, "--report", tmp_path / "no" / "r.html")
    assert code == 2
    assert "cannot be written: No such file or directory" in err
    assert "Traceback" not in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_note(analyze, valley):
    valley.chmod(0o555)
    code, out, err = analyze(valley)
    valley.chmod(0o755)
    assert code == 0
    assert "What holds" in out
    assert err.startswith("note: no report:")


def test_a_default_place_that_is_a_folder_is_a_note(analyze, valley):
    (valley / "valley-report.html").mkdir()
    code, out, err = analyze(valley)
    assert code == 0
    assert "What holds" in out
    assert err.startswith("note: no report:")


def test_documents_are_quoted_from_the_folder_that_is_named(analyze, valley, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for path in (valley / "documents").iterdir():
        path.rename(texts / path.name)
    (valley / "documents").rmdir()
    analyze(valley, "--report", tmp_path / "without.html")
    analyze(valley, "--report", tmp_path / "with.html", "--documents", texts)
    assert "<blockquote>" not in (tmp_path / "without.html").read_text(encoding="utf-8")
    assert "<blockquote>" in (tmp_path / "with.html").read_text(encoding="utf-8")


def test_a_folder_of_documents_that_is_not_there_is_an_error(analyze, valley, tmp_path):
    code, _, err = analyze(valley, "--documents", tmp_path / "nowhere")
    assert code == 2
    assert "cannot be read" in err


def test_nothing_is_left_beside_the_report(analyze, valley):
    before = {path.name for path in valley.iterdir()}
    analyze(valley)
    assert {path.name for path in valley.iterdir()} - before == {"valley-report.html"}
