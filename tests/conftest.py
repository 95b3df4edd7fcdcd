"""What tests of every part share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of reference data; tests that use it are marked ``shared`` and skip where it is absent."""
    folder = Path(os.environ.get("SPOT_IT_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no reference data at {folder}: set SPOT_IT_SHARED")
    return folder
