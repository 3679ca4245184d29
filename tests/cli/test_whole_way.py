"""From a folder of documents to claims, as a person goes it: each step with the real program."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from assistant.desk import Refused, ask, digests
from detente.case import load
from terminal import PATIENCE, PROGRAM, Session

HERE = Path(__file__).resolve()
OWN = HERE.parents[1] / "evidence" / "reading" / "texts" / "dev"
REAL = HERE.parents[3] / "shared" / "documents"
THREE = ("cuba_2014", "galwan_2020", "gulf_qatar_2017")


@pytest.fixture(params=["the project's own", "the real ones"])
def articles(request, tmp_path):
    """A folder with three articles."""
    paths = [next(OWN.glob(f"{name}*.txt")) for name in THREE]
    if request.param == "the real ones":
        paths = sorted(REAL.glob("*.txt"))
        if len(paths) != 3:
            pytest.skip("the documents that the project starts from are not here")
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in paths:
        shutil.copy(path, folder)
    return folder


def killed(folder, cache, *arguments):
    """Run a command on a case and kill it once it has kept something, or has begun to."""
    environment = {**os.environ, "DETENTE_CACHE": str(cache)}
    process = subprocess.Popen(
        [*PROGRAM, *map(str, arguments), str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    end = time.monotonic() + PATIENCE
    while process.poll() is None and not any(p.is_file() for p in cache.rglob("*")):
        assert time.monotonic() < end, "nothing is kept"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE)


def decisions(folder):
    lines = (folder / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["decision"] for line in lines]


def test_the_whole_way_from_documents_to_claims(run, articles, tmp_path, monkeypatch):
    folder = tmp_path / "mine"

    # A new case, and three documents in it.
    assert run("new", folder)[0] == 0
    code, out, _ = run(
        "add", folder, articles, "--titles-from-names", "--source", "desk", "--date", "2023-10-15"
    )
    assert code == 0
    assert "added 3 documents" in out
    added = digests(folder)

    # Read; killed while it reads, nothing is lost and nothing is half written.
    cache = tmp_path / "cache"
    cache.mkdir()
    killed(folder, cache, "read", "--json")
    assert digests(folder) == added
    monkeypatch.setenv("DETENTE_CACHE", str(cache))
    again = run("read", folder, "--json")[1]
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "another"))
    assert run("read", folder, "--json")[1] == again
    read = {one["id"]: one for one in json.loads(again)["documents"]}
    assert sum(bool(one["actors"] and one["statements"]) for one in read.values()) >= 3

    # Reviewed by keyboard: the first claim whose speaker the case does not have is accepted with
    # a new source, the next is rejected, and the program is killed.
    waiting = json.loads(run("review", folder, "--list", "--json")[1])["waiting"]
    at = next(k for k, one in enumerate(waiting) if one["as_read"] and one["kind"] == "claim")
    first = Session("review", folder, "--who", "ada")
    try:
        first.wait_for(f"1 of {len(waiting)}, 0 decided")
        first.press("n" * at + "eSo it was told. \r3a")
        first.wait_for("A new source")
        first.press("\t\t\tHeard of it first.\r")
        first.wait_for("accepted: so-told")
        first.press("r")
        first.wait_for(f"{len(waiting) - 2}, 2 decided")
        first.kill()
    finally:
        first.close()
    assert decisions(folder) == ["edit", "edit", "edit", "accept", "written", "reject"]
    held = load(folder)
    (name,) = (name for name in held.claims if name.startswith("so-told"))
    claim = held.claims[name]
    assert (claim.credibility, claim.passages[0].quote) == (3, waiting[at]["quote"])
    assert held.sources[claim.speaker].reason == "Heard of it first."
    second = Session("review", folder, "--who", "ada")
    try:
        second.wait_for(f"1 of {len(waiting) - 2}, 2 decided")
        second.press("u")
        second.wait_for("taken back: reject")
        second.press("q")
        assert second.ended() == 0
    finally:
        second.close()
    assert run("check", folder)[0] == 0

    # What is still missing.
    code, out, _ = run("gaps", folder)
    assert code == 0
    assert name in out

    # An assistant: its true quotation waits for a person, the invented one is refused.
    decided = digests(folder)
    true = waiting[-1]
    given = {"document": true["document"], "claim": "It is as I read it.", "start": true["start"]}
    kept, refused = ask(
        folder,
        ("propose_claim", {**given, "quote": true["quote"]}),
        ("propose_claim", {**given, "quote": f"Nobody denies that {true['quote']}"}),
    )
    assert kept["became"] == "kept"
    assert isinstance(refused, Refused)
    assert "does not stand" in refused
    after = json.loads(run("review", folder, "--list", "--json", "--no-read")[1])["waiting"]
    assert {one["id"] for one in after} - {one["id"] for one in waiting} == {kept["id"]}
    changed = {path for path, what in digests(folder).items() if decided.get(path) != what}
    assert changed == {"proposals.jsonl"}
