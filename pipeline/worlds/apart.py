"""Weights that do not come with the program, but in a distribution of their own: those that only torch needs."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pipeline.core import messages

PACKAGE = "spot_it_torch_weights"


COMMAND = "pip install spot-it-torch-weights"


def find_apart(pack: str, name: str) -> Path | None:
    """Where that distribution has a file of a pack; None where it is not installed, or has no such file."""
    found = find_spec(PACKAGE)
    places = (found.submodule_search_locations or ()) if found else ()
    files = (Path(place) / pack / name for place in places)
    return next((path for path in files if path.is_file()), None)


def file_apart(pack: str, name: str) -> Path:
    """The same file, where there has to be one.

    Raises
    ------
    SpotItError
        If there is none.
    """
    path = find_apart(pack, name)
    if path is None:
        raise messages.error(messages.WEIGHTS_APART, name=pack, file=name, command=COMMAND)
    return path
