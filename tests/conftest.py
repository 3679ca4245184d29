"""What tests of several rooms share: running a command, and a small case in a folder."""

import os
import tempfile

import pytest
from hypothesis import settings

# The same examples in every run, so that a red run is about the change at hand; other ones each
# time with HYPOTHESIS=new, for hunting.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))

# What is kept is kept for this run only, and shared by its tests: what one drew or read, the next
# need not.
os.environ["DETENTE_CACHE"] = tempfile.mkdtemp(prefix="detente-tests-")


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
