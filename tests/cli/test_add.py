"""`detente add`: what it asks for, what it says, and that a refusal changes nothing."""

import json
import os
import pty
import select
import subprocess
import sys
import time

import pytest

from detente.case import load
from evidence.intake.strangers import METADATA, TEXT, html, pdf


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def everything(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_page_with_metadata_is_added_without_a_flag(run, valley, place):
    (place / "a.html").write_bytes(html(head=METADATA))
    code, out, err = run("add", valley, place / "a.html")
    assert (code, err) == (0, "")
    assert out == (
        "river-post-2020-06-09: Dam talks stall, 2020-06-09, en; 485 characters\n"
        f"{valley}: added 1 document\n"
    )


def test_flags_go_before_what_the_file_says(run, valley, place):
    (place / "a.html").write_bytes(html(head=METADATA))
    flags = ["--title", "T", "--source", "A new paper", "--author", "B", "--date", "2020-06-10"]
    flags += ["--language", "fr", "--group", "g", "--id", "mine"]
    code, _, err = run("add", valley, place / "a.html", *flags)
    assert code == 0
    assert err == "note: `a-new-paper` is a new source, graded F until somebody grades it\n"
    entry = load(valley).documents["mine"]
    assert (entry.title, entry.source, entry.author) == ("T", "a-new-paper", "B")
    assert (entry.date, entry.language, entry.group) == ("2020-06-10", "fr", "g")


def test_without_a_terminal_every_missing_flag_is_named_and_nothing_is_written(run, valley, place):
    (place / "a.txt").write_text(TEXT)
    (place / "b.md").write_text("# Title\n\nWords.\n")
    before = everything(valley)
    code, out, err = run("add", valley, place)
    assert (code, out) == (2, "")
    assert err == (
        "detente: 2 files cannot be added; nothing was written\n"
        f"  {place}/a.txt: says no title and no source; give --titles-from-names and --source\n"
        f"  {place}/b.md: says no source; give --source\n"
    )
    assert everything(valley) == before


def test_one_file_is_asked_for_its_title(run, valley, place):
    (place / "a.txt").write_text(TEXT)
    code, _, err = run("add", valley, place / "a.txt", "--source", "river-post")
    assert code == 2
    assert "a.txt: says no title; give --title\n" in err


def test_a_file_that_cannot_be_read_keeps_the_others_out(run, valley, place):
    (place / "a.html").write_bytes(html(head=METADATA))
    (place / "b.pdf").write_bytes(pdf([["Words."]])[:200])
    before = everything(valley)
    code, _, err = run("add", valley, place)
    assert code == 2
    assert err.startswith("detente: 1 file cannot be added; nothing was written\n")
    assert "b.pdf: is a broken PDF" in err
    assert everything(valley) == before


def test_a_folder_added_again_brings_only_what_is_new(run, valley, place):
    (place / "a.txt").write_text(TEXT)
    (place / "picture.jpg").write_text("x")
    flags = ["--source", "river-post", "--titles-from-names"]
    assert run("add", valley, place, *flags)[0] == 0
    (place / "b.txt").write_text("Something else entirely.\n")
    code, out, err = run("add", valley, place, *flags)
    assert code == 0
    assert out == f"b: b, no day, language unknown; 25 characters\n{valley}: added 1 document\n"
    assert f"note: {place}/a.txt: is there already as document `a`; passed over\n" in err
    assert f"note: {place}/picture.jpg: is no document by its ending; passed over\n" in err
    assert (
        "note: `b` says no day: times such as “last week” will have no value there until `date:` "
        "is given in documents.yaml\n"
    ) in err


def test_a_reprint_is_told_and_grouped(run, valley, place):
    words = " ".join(f"word{n}" for n in range(100))
    (place / "a.txt").write_text(words)
    (place / "b.txt").write_text(words + " By our reporter.")
    flags = ["--source", "river-post", "--titles-from-names", "--json"]
    code, out, _ = run("add", valley, place, *flags)
    assert code == 0
    told = json.loads(out)
    assert [new["group"] for new in told["added"]] == ["a", "a"]
    assert told["added"][1]["alike"] == [{"document": "a", "part": 1.0}]
    assert "`b` shares 100% of the shorter text with `a`" in told["notes"][0]


def test_no_text_is_stored_where_none_is_to_be(run, valley, place):
    (place / "a.html").write_bytes(html(head=METADATA))
    before = {p.name for p in (valley / "documents").iterdir()}
    assert run("add", valley, place / "a.html", "--no-text")[0] == 0
    assert {p.name for p in (valley / "documents").iterdir()} == before


def test_texts_kept_elsewhere_are_checked_there(run, valley, place):
    (place / "a.html").write_bytes(html(head=METADATA))
    texts = place / "texts"
    assert run("add", valley, place / "a.html", "--text-dir", texts)[0] == 0
    assert [p.name for p in texts.iterdir()] == ["river-post-2020-06-09.txt"]
    _, out, _ = run("check", valley, "--documents", texts, "--json")
    states = {d["document"]: d["state"] for d in json.loads(out)["documents"]}
    assert states["river-post-2020-06-09"] == "same"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--title", "T"], "--title goes with one FILE; there are 2"),
        (["--id", "x"], "--id goes with one FILE; there are 2"),
        (["--group", "a b"], "found `a b`; allowed: letters, digits, `_`, `.` and `-`"),
        (["--date", "yesterday"], "'yesterday' does not match the format '%Y-%m-%d'"),
        (["--no-text", "--text-dir", "x"], "--text-dir says where the text is kept; --no-text"),
    ],
)
def test_flags_that_do_not_go_together_are_refused(run, valley, place, flags, words):
    for name in ("a.txt", "b.txt"):
        (place / name).write_text("Words.")
    code, _, err = run("add", valley, place, *flags)
    assert code == 2
    assert words in " ".join(err.split())


def test_a_built_in_case_is_not_changed(run, place):
    (place / "a.txt").write_text(TEXT)
    code, _, err = run("add", "korea-2019", place / "a.txt")
    assert code == 2
    assert err.startswith(
        "detente: `korea-2019` is built in and cannot be changed; copy it and change the copy:"
    )


def test_a_control_code_in_a_title_does_not_reach_the_terminal(run, valley, place):
    (place / "a.html").write_bytes(html(head="<title>A &#27;[31m red &#8238; title</title>"))
    code, out, _ = run("add", valley, place / "a.html", "--source", "river-post")
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out


class Terminal:
    """A program at a pseudo-terminal, with a person who answers."""

    def __init__(self, *arguments):
        self.near, far = pty.openpty()
        entry = "from detente.cli import main; main()"
        program = [sys.executable, "-c", entry, *map(str, arguments)]
        env = {**os.environ, "COLUMNS": "100", "TERM": "dumb"}
        self.process = subprocess.Popen(program, stdin=far, stdout=far, stderr=far, env=env)
        os.close(far)
        self.said = ""

    def wait_for(self, words):
        until = time.monotonic() + 60
        while words not in self.said:
            assert time.monotonic() < until, self.said
            if select.select([self.near], [], [], 1)[0]:
                self.said += os.read(self.near, 65536).decode()

    def answer(self, words, reply):
        self.wait_for(words)
        os.write(self.near, f"{reply}\n".encode())


def test_on_a_terminal_what_is_missing_is_asked_for(valley, place):
    (place / "a.txt").write_text(TEXT)
    terminal = Terminal("add", valley, place / "a.txt")
    terminal.answer("Title:", "Dam talks")
    terminal.answer("Source, by id or name:", "river-post")
    terminal.answer("Author (may be empty)", "")
    terminal.answer("Day, YYYY-MM-DD (may be empty)", "2020-02-30")
    terminal.answer("there is no such day", "2020-06-09")
    terminal.wait_for("added 1 document")
    assert terminal.process.wait(30) == 0
    os.close(terminal.near)
    entry = load(valley).documents["river-post-2020-06-09"]
    assert (entry.title, entry.author) == ("Dam talks", None)
