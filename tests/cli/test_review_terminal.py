"""``detente review`` in a real terminal: driven by keys, and killed in the middle."""

import json
import subprocess
import sys

import pytest

from detente.case import load
from detente.evidence.proposals import Review
from reviewing import CONVOY, talks
from terminal import PATIENCE, Session


@pytest.fixture
def folder(tmp_path):
    return talks(tmp_path / "talks")


@pytest.fixture
def session(folder):
    opened = []

    def open_session():
        opened.append(Session("review", folder, "--who", "ada"))
        return opened[-1]

    yield open_session
    for one in opened:
        one.close()


def verbs(folder):
    lines = (folder / "decisions.jsonl").read_text().splitlines()
    return [json.loads(line)["decision"] for line in lines]


def test_a_review_is_done_by_keyboard_in_a_terminal(folder, session):
    terminal = session()
    terminal.wait_for("1 of 7, 0 decided")
    terminal.press("e")
    terminal.wait_for("in your own words:")
    terminal.press("Addis puts a raid on Cairo.")
    terminal.wait_for("raid on Cairo.")
    terminal.press("\r")
    terminal.wait_for("edited")
    terminal.press("3")
    terminal.wait_for("possibly true")
    terminal.press("l")
    terminal.wait_for("Link to an element")
    terminal.press("no-war\r")
    terminal.wait_for("speaks for it")
    terminal.press("f")
    terminal.wait_for("linked to no-war")
    terminal.press("a")
    terminal.wait_for("accepted: addis-puts-raid-cairo")
    terminal.press("r")
    terminal.wait_for("rejected")
    terminal.press("q")
    assert terminal.ended() == 0
    assert "5 decisions written, 5 waiting" in terminal.heard
    assert verbs(folder) == ["edit", "edit", "edit", "accept", "written", "reject"]
    held = load(folder)
    assert held.claims["addis-puts-raid-cairo"].passages[0].quote == CONVOY
    statement = held.model.decision_makers["Upstream"].prefers[0]
    assert statement.because == (("addis-puts-raid-cairo",),)


def test_keys_may_be_typed_faster_than_dialogs_open_and_close(folder, session):
    terminal = session()
    terminal.wait_for("1 of 7, 0 decided")
    terminal.press("eAddis puts a raid on Cairo.\r3lno-war\rfa?\rrq")
    assert terminal.ended() == 0
    assert verbs(folder) == ["edit", "edit", "edit", "accept", "written", "reject"]
    assert load(folder).claims["addis-puts-raid-cairo"].credibility == 3


def test_a_review_ends_when_its_terminal_is_gone(folder, session):
    terminal = session()
    terminal.wait_for("1 of 7, 0 decided")
    terminal.press("r")
    terminal.wait_for("1 of 6, 1 decided")
    terminal.hang_up()
    assert terminal.process.wait(timeout=PATIENCE) == 0
    assert verbs(folder) == ["reject"]


def test_killed_in_the_middle_no_decision_is_lost_and_the_next_goes_on(folder, session):
    first = session()
    first.wait_for("1 of 7, 0 decided")
    first.press("r")
    first.wait_for("1 of 6")
    first.press("e")
    first.wait_for("in your own words:")
    first.press("Cairo will not yield, it says.\r")
    first.wait_for("edited")
    first.press("a")
    first.wait_for("accepted: cairo-yield")
    first.kill()
    assert verbs(folder) == ["reject", "edit", "accept", "written"]
    assert "cairo-yield" in load(folder).claims
    second = session()
    second.wait_for("1 of 5, 2 decided")
    second.press("u")
    second.wait_for("taken back: accept")
    second.press("q")
    assert second.ended() == 0
    assert "cairo-yield" not in load(folder).claims


DECIDE = """
import sys
from detente.case import load
from detente.evidence.proposals import Edits, Review

with Review(load(sys.argv[1]), who="ada") as review:
    for number, one in enumerate(review.waiting()):
        edits = Edits.model_validate({"claim": f"Our words, {number}.", "speaker": "Upstream",
                                      "link": {"element": "no-war"}})
        review.decide(one.id, "accept", edits)
        print(one.id, flush=True)
"""


@pytest.mark.parametrize("after", range(4))
def test_killed_at_any_moment_whatever_was_told_as_decided_is_in_the_case(run, folder, after):
    assert run("review", folder, "--list")[0] == 0
    process = subprocess.Popen(
        [sys.executable, "-c", DECIDE, str(folder)], stdout=subprocess.PIPE, text=True
    )
    told = [process.stdout.readline().strip() for _ in range(after)]
    process.kill()
    told += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    with Review(load(folder), who="ada") as review:
        accepted = [s for s in review.standings.values() if s.status == "accepted"]
        assert set(told) <= {one.id for one in accepted}
    held = load(folder)
    linked = {
        name
        for group in held.model.decision_makers["Upstream"].prefers[0].because
        for name in group
    }
    assert {one.claim for one in accepted} == linked
    assert linked <= held.claims.keys()
