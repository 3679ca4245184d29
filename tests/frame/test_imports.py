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


def test_the_outlook_can_be_called_before_and_after_its_package_was_imported() -> None:
    """Python puts an imported package into its parent's namespace, where it hides the function."""
    program = (
        "import detente as dt; first = dt.outlook; import detente.outlook.assess\n"
        "case = dt.load('korea-2019')\n"
        "assert first(case, draws=4).outcomes == dt.outlook(case, draws=4).outcomes"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
