"""Commands are run in a folder of their own: `analyze` writes a report where it stands."""

import pytest


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
