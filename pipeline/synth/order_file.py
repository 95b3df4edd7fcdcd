"""The file that says with which settings a folder of rendered data was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import parse_json


def require_same_order(folder: Path, wanted: Mapping[str, object]) -> None:
    """Write down the settings of a folder, or see to it that they are those it was made with.

    Raises
    ------
    SpotItError
        If they are others, or the file is damaged.
    """
    path = folder / "order.json"
    if not path.exists():
        write_file(path, json.dumps(wanted, indent=1).encode() + b"\n")
        return
    try:
        found = parse_json(path.read_bytes())
    except ValueError as failure:
        raise messages.error(messages.ORDER_DAMAGED, path=path, reason=failure) from None
    if found != wanted:
        raise messages.error(messages.OTHER_ORDER, path=folder)
