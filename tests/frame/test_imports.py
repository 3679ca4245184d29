"""The first answer is fast because nothing heavy is imported before it is used."""

import json
import subprocess
import sys

import pytest

HEAVY = (
    *("altair", "docx", "jinja2", "lark", "lxml", "networkx", "numba", "numpy", "py3langid"),
    *("pydantic", "pypdf", "rapidfuzz", "rich", "ruamel", "sqlite3", "trafilatura", "vl_convert"),
)


@pytest.mark.parametrize("module", ["detente", "detente.cli"])
def test_importing_it_imports_nothing_heavy(module: str) -> None:
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    imported = {name.partition(".")[0] for name in json.loads(ended.stdout)}
    assert imported.isdisjoint(HEAVY), sorted(imported.intersection(HEAVY))
