"""What tests of several rooms share: running a command, and a small case in a folder."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that a red run is about the change at hand; other ones each
# time with HYPOTHESIS=new, for hunting.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))

# What is started in the background hands on that Ctrl-C is ignored; programs are tested for it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A run may be shared out among worker processes, which are started by the first one.
FIRST = "PYTEST_XDIST_WORKER" not in os.environ
MOST_WORKERS = 8

# What is kept is kept for this run only, and shared by its tests, in whichever process: what one
# drew or read, the next need not.
if FIRST:
    os.environ["DETENTE_CACHE"] = tempfile.mkdtemp(prefix="detente-tests-")


def pytest_xdist_auto_num_workers(config):
    """Share out whole rooms among the cores; files named one by one are soon done here."""
    if not any(Path(argument).is_dir() for argument in config.args):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, MOST_WORKERS)


def pytest_xdist_make_scheduler(config, log):
    """With ``--dist loadfile`` count as a file, too, a page whose examples are read from its top."""
    if config.option.dist != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Pages(LoadFileScheduling):
        def _split_scope(self, nodeid):
            page, is_one, _ = nodeid.partition(".md:")
            return page if is_one else super()._split_scope(nodeid)

    return Pages(config, log)


def pytest_unconfigure():
    if FIRST:
        shutil.rmtree(os.environ["DETENTE_CACHE"], ignore_errors=True)


@pytest.fixture
def run(capsys, tmp_path_factory, monkeypatch):
    """Run the program in a folder of its own; return its exit code, output and messages."""
    from detente.cli import main

    monkeypatch.chdir(tmp_path_factory.mktemp("here"))  # `analyze` writes a report where it stands

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return run


@pytest.fixture
def valley(tmp_path):
    """The template: two decision makers, four options, twelve states."""
    from detente.case.new import write_template

    folder = tmp_path / "valley"
    write_template(folder)
    return folder
