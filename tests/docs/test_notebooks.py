"""The notebooks run from top to bottom, and what should show itself does."""

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


def test_there_are_the_two_notebooks():
    assert [path.name for path in NOTEBOOKS] == ["first-steps.ipynb", "two-koreas.ipynb"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the libraries that run notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_runs_and_shows_itself(path):
    nbformat = pytest.importorskip("nbformat", reason="notebooks need the extra `docs`")
    nbclient = pytest.importorskip("nbclient", reason="notebooks need the extra `docs`")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in cells)
    shown = [data for cell in cells for out in cell.outputs for data in out.get("data", {})]
    assert "text/html" in shown or "image/svg+xml" in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_is_kept_without_outputs(path):
    nbformat = pytest.importorskip("nbformat", reason="notebooks need the extra `docs`")
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
