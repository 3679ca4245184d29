"""What the README, the documentation and the docstrings show is what happens."""

import doctest
import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from docs.page import Example, examples
from docs.reading import Reading, check_doctest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"

PAGES = {
    page: list(examples(page, ROOT))
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
}

MODULES = [
    path for path in sorted((SOURCES / "detente").rglob("*.py")) if ">>>" in path.read_text("utf-8")
]


@pytest.fixture(scope="module")
def reading_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Reading]:
    """One reading a page, shared by the tests of its examples."""
    readings: dict[Path, Reading] = {}

    def of(page: Path) -> Reading:
        if page not in readings:
            readings[page] = Reading(PAGES[page], tmp_path_factory.mktemp(page.stem))
        return readings[page]

    return of


@pytest.mark.parametrize(
    ("page", "example"),
    [
        pytest.param(page, example, id=str(example))
        for page, found in PAGES.items()
        for example in found
    ],
)
def test_the_example_is_true(
    page: Path, example: Example, reading_of: Callable[[Path], Reading]
) -> None:
    reading_of(page).read_to(example)
    if example.left_out_because:
        pytest.skip(f"{example.place}: {example.left_out_because}")


def test_the_readme_has_an_example() -> None:
    assert PAGES[ROOT / "README.md"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_docstrings_are_true(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parts = path.relative_to(SOURCES).with_suffix("").parts
    module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
    found = [test for test in doctest.DocTestFinder().find(module) if test.examples]
    assert found, "it shows '>>>' where no doctest is found"
    for test in found:
        check_doctest(test)
