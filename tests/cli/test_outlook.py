"""The commands that draw worlds: what they print, keep and refuse."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module

import pytest
from jsonschema import Draft202012Validator

from detente.show.schemas import output_schema

DRAWING = ("outlook", "hinges", "assumptions", "ach", "signposts", "futures")
ASKED = ("--draws", "300", "--outcome", "filled-openly")
LISTED = """\
detente: 1
title: A quarrel
as_of: 2020-01-01
decision_makers: {A: {}}
states: [peace, war]
moves: {A: [[peace, war]]}
ranking: {A: [peace, war]}
"""

# A shell that starts a program in the background has it ignore Ctrl-C.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from detente.cli import main; main()"
)


def told(out):
    """The output on one line, whatever its width."""
    return " ".join(out.split())


@pytest.fixture
def listed(tmp_path):
    """A case that lists its states, in which nothing rests on a claim."""
    folder = tmp_path / "listed"
    folder.mkdir()
    (folder / "case.yaml").write_text(LISTED)
    return folder


# --- the pages


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("outlook", "Chance that things end there: very unlikely"),
        ("hinges", "Shares of the sources"),
        ("assumptions", "The table says in how many it would hold with one assumption wrong"),
        ("ach", "A claim that speaks for all outcomes alike tells nothing apart"),
        ("signposts", "What would shift the chance that filled-openly holds (SEQ) once it is seen"),
        ("futures", "The few most different worlds that the evidence allows"),
    ],
)
def test_each_prints_its_page_with_how_it_was_computed(run, valley, command, words):
    code, out, err = run(command, valley, *ASKED)
    assert (code, err) == (0, "")
    assert words in told(out)
    assert "Computed by détente" in out
    assert "outlook, seed 1, input" in told(out)


def test_the_outlook_tells_of_the_outcome_and_concept_that_were_asked_for(run, valley):
    _, out, _ = run("outlook", valley, *ASKED, "--concept", "nash")
    assert "“The dam is filled and the neighbour can see how” holds (Nash)" in told(out)
    assert "300 draws under each of three grade tables, seed 1" in told(out)


def test_the_hinge_is_told_in_a_sentence_and_marked_in_the_table(run, valley):
    _, out, _ = run("hinges", valley, "--draws", "300")
    assert "It hinges on one claim: without the claim “The upstream cabinet means to" in told(out)
    assert "yes" in out


def test_in_full_the_outlook_shows_every_error_and_the_grade_tables(run, valley):
    _, brief, _ = run("outlook", valley, *ASKED)
    _, full, _ = run("outlook", valley, *ASKED, "--full")
    assert "How surely each is known" in full
    assert "A sceptic's table" in full
    assert "How surely each is known" not in brief


@pytest.mark.parametrize("command", ["hinges", "ach"])
def test_in_full_nothing_is_left_out(run, command):
    brief = run(command, "korea-2019", "--draws", "100")[1].splitlines()
    full = run(command, "korea-2019", "--draws", "100", "--full")[1].splitlines()
    assert len(full) > len(brief)
    assert any("more, each with a smaller effect" in x or "other claims tell" in x for x in brief)
    assert not any("more, each with a smaller effect" in line for line in full)


def test_the_same_seed_says_the_same_and_another_something_else(run, valley):
    first = run("outlook", valley, *ASKED, "--json")[1]
    assert run("outlook", valley, *ASKED, "--json", "--workers", "2")[1] == first
    assert run("outlook", valley, *ASKED, "--json", "--seed", "2")[1] != first


def test_drawing_stops_when_the_error_is_small_enough(run, valley):
    data = json.loads(run("outlook", valley, "--draws", "5000", "--error", "0.02", "--json")[1])
    assert data["draws"] == 1_000  # the fewest, and enough for it
    errors = [o["ends"]["se"] for o in data["outcomes"]]
    assert max(errors) <= 0.02


# --- data


@pytest.mark.parametrize("command", DRAWING)
def test_its_data_is_what_the_schema_says(run, valley, command):
    code, out, _ = run(command, valley, *ASKED, "--json")
    assert code == 0
    data = json.loads(out)
    Draft202012Validator(output_schema(command)).validate(data)
    assert data


def test_the_matrix_as_csv_has_a_row_for_every_claim_in_use(run, valley):
    _, out, _ = run("ach", valley, *ASKED, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["claim"] for row in rows} == {"cabinet-vow", "budget-gap", "treaty-offer"}
    assert all(0 < float(row["through"]) < 1 for row in rows)
    data = json.loads(run("ach", valley, *ASKED, "--json")[1])
    first = data["rows"][0]["cells"][data["outcomes"].index("war")]["consistency"]
    assert float(rows[0]["war"]) == pytest.approx(first, abs=1e-4)


# --- analyze


def test_analyze_leads_with_the_outlook_where_there_are_claims(run, valley):
    _, out, _ = run("analyze", valley, "--draws", "300", "--no-report")
    assert (
        out.index("\nQuestion\n") < out.index("\nOutlook\n") < out.index("\nAnswer, by the model")
    )
    assert "It hinges on one claim" in told(out)


def test_without_the_outlook_it_speaks_of_the_model_as_written(run, valley):
    _, out, _ = run("analyze", valley, "--no-outlook", "--no-report")
    assert "Outlook" not in out
    assert "of the worlds" not in told(out)


def test_analyze_in_full_has_every_technique(run, valley):
    _, out, _ = run("analyze", valley, *ASKED, "--full", "--no-report")
    for title in (
        "Knocked out one by one",
        "Shares of the sources",
        "Key assumptions",
        "Competing hypotheses",
        "Signposts",
        "Alternative futures",
    ):
        assert f"\n{title}\n" in out


def test_the_data_of_analyze_has_the_assessment_only_where_worlds_were_drawn(run, valley, listed):
    data = json.loads(run("analyze", valley, *ASKED, "--json")[1])
    assert data["outlook"]["conclusion"] == {"outcome": "filled-openly", "concept": "SEQ"}
    assert data["outlook"]["outlook"] == json.loads(run("outlook", valley, *ASKED, "--json")[1])
    assert data["outlook"]["hinges"] == json.loads(run("hinges", valley, *ASKED, "--json")[1])
    assert "outlook" not in json.loads(run("analyze", valley, "--no-outlook", "--json")[1])
    assert "outlook" not in json.loads(run("analyze", listed, "--json")[1])


# --- bad input


@pytest.mark.parametrize("command", [*DRAWING, "analyze"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("--draws", "0"), ("--draws", "-3"), ("--draws", "many"), ("--error", "0"), ("--error", "1")],
)
def test_amounts_that_make_no_sense_are_refused(run, valley, command, option, value):
    code, out, err = run(command, valley, option, value)
    assert (code, out) == (2, "")
    assert f"Invalid value for '{option}'" in err


@pytest.mark.parametrize("command", DRAWING)
def test_an_unknown_outcome_or_concept_gets_the_nearest_name(run, valley, command):
    code, out, err = run(command, valley, "--outcome", "filled-opnly")
    assert (code, out) == (2, "")
    assert "`filled-opnly`: no such outcome; did you mean `filled-openly`?" in err
    code, out, err = run(command, valley, "--concept", "SEK")
    assert (code, out) == (2, "")
    assert "SEK" in err
    assert "SEQ" in err


@pytest.mark.parametrize("command", DRAWING)
def test_a_case_that_lists_its_states_has_nothing_to_draw(run, listed, command):
    code, out, err = run(command, listed)
    assert (code, out) == (2, "")
    assert "listed lists its states, moves and rankings; none of them rests on claims" in err
    assert "there is nothing to draw" in err


def test_a_cluster_that_is_not_there_is_told(run, valley):
    pytest.importorskip("distributed")
    code, out, err = run("outlook", valley, "--cluster", "tcp://127.0.0.1:9")
    assert (code, out) == (2, "")
    assert "`--cluster tcp://127.0.0.1:9`: no scheduler answers there" in err


# --- kept work


def test_a_second_run_is_answered_from_what_was_kept(run, valley, monkeypatch):
    first = run("outlook", valley, *ASKED)
    monkeypatch.setattr(
        "detente.outlook.solver.solve_worlds", lambda *_: pytest.fail("solved again")
    )
    assert run("outlook", valley, *ASKED) == first


def test_a_run_resumes_from_the_worlds_that_an_earlier_one_solved(
    run, valley, tmp_path, monkeypatch
):
    monkeypatch.setenv("DETENTE_CACHE", "")
    kept = tmp_path / "worlds"
    first = json.loads(run("outlook", valley, *ASKED, "--resume", kept, "--json")[1])
    assert first["rates"]["orders"] > 0
    again = json.loads(run("outlook", valley, *ASKED, "--resume", kept, "--json")[1])
    assert again["outcomes"] == first["outcomes"]
    assert again["rates"]["orders"] == 0


def test_a_file_of_another_case_is_refused_and_left_as_it_is(run, valley, tmp_path):
    kept = tmp_path / "worlds"
    assert run("outlook", "korea-2019", "--draws", "8", "--resume", kept)[0] == 0
    before = kept.read_bytes()
    code, out, err = run("outlook", valley, *ASKED, "--resume", kept)
    assert (code, out) == (2, "")
    assert "holds the worlds of another case" in err
    assert "leave out `--resume`, or name another file" in err
    assert kept.read_bytes() == before


def test_a_file_that_is_none_of_ours_is_refused(run, valley, tmp_path):
    (tmp_path / "notes").write_text("mine")
    code, _, err = run("outlook", valley, "--resume", tmp_path / "notes")
    assert code == 2
    assert "is no file of solved worlds, or is damaged" in err
    assert (tmp_path / "notes").read_text() == "mine"


# --- interruption


def test_what_was_drawn_before_an_interruption_is_shown_and_the_exit_code_tells(
    run, valley, monkeypatch
):
    from detente.outlook import Solver

    calls = iter(range(100))
    solve = Solver.records

    def records(self, sample):
        if next(calls) == 4:  # in the second block: three grade tables a block
            raise KeyboardInterrupt
        return solve(self, sample)

    monkeypatch.setattr(Solver, "records", records)
    code, out, err = run("outlook", valley, "--draws", "2000", "--seed", "77")
    assert code == 130
    assert err == "note: interrupted; what follows rests on the 500 draws made\n"
    assert "500 draws under each of three grade tables" in told(out)
    assert "It hinges" not in out
    monkeypatch.setattr(Solver, "records", solve)
    assert "2,000 draws" in run("outlook", valley, "--draws", "2000", "--seed", "77")[1]


def test_an_interruption_of_the_knock_outs_keeps_the_draws(run, valley, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    # the module, which the function of its name hides
    monkeypatch.setattr(import_module("detente.outlook.assess"), "hinges", stopped)
    code, out, err = run("hinges", valley, "--draws", "200", "--seed", "78")
    assert code == 130
    assert "rests on the 200 draws made" in err
    assert "of the worlds that the evidence allows" in told(out)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a process otherwise there")
def test_ctrl_c_is_heard_and_what_is_done_is_shown(tmp_path):
    """In a process of its own: it ends soon, with 130, and keeps the solved worlds in the file."""
    kept = tmp_path / "worlds"
    call = ("outlook", "korea-2023", "--draws", "200000", "--resume", str(kept))
    started = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *call],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DETENTE_CACHE": ""},
    )
    time.sleep(15)  # by now it draws; how far it came does not matter
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=120)
    assert started.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    if "what follows rests on" in err:
        assert "of the worlds that the evidence allows" in told(out)
        assert kept.stat().st_size > 0
