"""The checks can be started, and those who change the code are told all of them."""

import os
import re
import subprocess

import pytest

from frame.checkout import ROOT

CI = ROOT / ".ci/run"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"


def test_the_checks_can_be_started() -> None:
    assert os.access(CI, os.X_OK)
    subprocess.run(["bash", "-n", CI], check=True)


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy", "lint-imports"])
def test_each_check_is_told_and_made(tool: str) -> None:
    name, _, arguments = tool.partition(" ")
    assert f'"$venv/{name}" {arguments}'.strip() in CI.read_text()
    assert f".venv/bin/{tool}\n" in re.sub(r" +#.*", "", CONTRIBUTING.read_text())
