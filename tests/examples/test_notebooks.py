"""The notebooks run from top to bottom."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "examples" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs(path):
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed (pip install 'spot-it[test]')")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed (pip install 'spot-it[test]')")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed (pip install 'spot-it[test]')")
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "clear the outputs"
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    reports = [out for cell in notebook.cells for out in cell.get("outputs", []) if "text/html" in out.get("data", {})]
    assert all("<iframe" in out["data"]["text/html"] for out in reports)
