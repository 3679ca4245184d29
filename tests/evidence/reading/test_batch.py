"""Many texts: kept when read, read once, whatever interrupts."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from detente.evidence.reading import batch, read
from detente.evidence.reading.batch import Text, WorkerLost, read_all
from detente.evidence.reading.kept import Kept, key_of, reader_version

ONE = Text("one", "Russia said that it was ready.", "2022-07-24")
TWO = Text("two", "Turkey met Ukraine last week. It cost 3 to 5 million dollars.", "2022-07-24")


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "cache")


def test_texts_are_read_in_the_order_given(kept):
    assert list(read_all([TWO, ONE], kept=kept)) == ["two", "one"]
    assert read_all([ONE], kept=kept)["one"] == read(ONE.text, published=ONE.published)


def test_what_was_read_is_not_read_again(kept, monkeypatch):
    before = read_all([ONE, TWO], kept=kept)
    monkeypatch.setattr(batch, "read", lambda *_, **__: pytest.fail("read again"))
    told = []
    assert read_all([ONE, TWO], kept=kept, done=told.append) == before
    assert told == [2]


@pytest.mark.parametrize(
    "other",
    [
        (ONE.text + " ", ONE.published, ""),
        (ONE.text, "2022-07-25", ""),
        (ONE.text, ONE.published, "names"),
    ],
)
def test_another_text_date_or_list_of_names_is_another_key(other):
    assert key_of(*other) != key_of(ONE.text, ONE.published, "")


def test_the_key_depends_on_every_rule_and_table(monkeypatch):
    before = key_of(ONE.text, ONE.published, "")
    monkeypatch.setattr("detente.evidence.reading.kept.reader_version", lambda: "another")
    assert key_of(ONE.text, ONE.published, "") != before
    assert len(reader_version()) == 64


def test_a_damaged_reading_is_made_anew(kept):
    before = read_all([ONE], kept=kept)
    (file,) = kept.folder.rglob("*.json")
    for damage in ("", "{", "[]", '{"sentences": [{}]}', "\x00"):
        file.write_text(damage)
        assert read_all([ONE], kept=kept) == before
        assert json.loads(file.read_text())["statements"]


def test_what_is_kept_has_no_word_of_the_text(kept):
    text = Text("secret", "Russia said that the zyzzyva was ready.", None)
    read_all([text], kept=kept)
    assert all("zyzzyva" not in file.read_text() for file in kept.folder.rglob("*.json"))


def test_without_a_place_to_keep_readings_reading_goes_on(tmp_path):
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / "file")
    assert read_all([ONE], kept=kept)["one"].statements
    assert kept.trouble.startswith(f"{tmp_path / 'file' / 'readings'}: readings cannot be kept: ")


def test_several_processes_read_what_one_reads(kept, tmp_path, monkeypatch):
    texts = [Text(f"{n}", f"{TWO.text} {ONE.text} " * (n + 1), ONE.published) for n in range(4)]
    alone = read_all(texts, kept=Kept(tmp_path / "alone"), workers=1)
    monkeypatch.setattr(batch, "FEW_CHARACTERS", 0)
    assert read_all(texts, kept=kept, workers=2) == alone


def test_a_worker_that_dies_is_told_by_the_text_it_read(kept, monkeypatch):
    monkeypatch.setattr(batch, "FEW_CHARACTERS", 0)
    started = []

    class Killed(batch.Worker):
        def __init__(self, lexicon):
            super().__init__(lexicon)
            started.append(self.process)
            self.process.kill()
            self.process.join()

    monkeypatch.setattr(batch, "Worker", Killed)
    with pytest.raises(WorkerLost, match=r"^(one|two): the process that .* has ended"):
        read_all([ONE, TWO], kept=kept, workers=2)
    assert all(not process.is_alive() for process in started)


LONG = "\n\n".join(["Russia said that Turkey met Ukraine in Istanbul last week."] * 120)
PROGRAM = """
from detente.evidence.reading.batch import Text, read_all
from detente.evidence.reading.kept import Kept
if __name__ == "__main__":
    import pathlib, sys
    folder = pathlib.Path(sys.argv[1])
    long = (folder / "long.txt").read_text()
    texts = [Text(str(n), long + str(n), "2022-07-24") for n in range(400)]
    read_all(texts, kept=Kept(folder), workers=2, done=lambda _: print("done", flush=True))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_killed_or_interrupted_it_keeps_what_is_finished_and_leaves_no_process(tmp_path, how):
    (tmp_path / "long.txt").write_text(LONG)
    (tmp_path / "program.py").write_text(PROGRAM)
    program = subprocess.Popen(
        [sys.executable, tmp_path / "program.py", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert program.stdout is not None
    for _ in range(5):
        program.stdout.readline()
    os.kill(program.pid, getattr(signal, how))
    program.communicate()
    assert _group_ends(program.pid)
    files = list((tmp_path / "readings").rglob("*.json"))
    assert len(files) >= 4
    assert all(json.loads(file.read_text())["statements"] for file in files)


def _group_ends(group):
    """Whether every process of the group ends: the workers see their pipe close."""
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
