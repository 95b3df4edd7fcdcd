"""Whether a picture that was written is whole, which after a power loss its name does not say."""

from __future__ import annotations

import os
from pathlib import Path

_PNG_END = b"IEND\xaeB`\x82"


def is_whole_png(path: Path) -> bool:
    """Whether a file ends as a PNG picture does.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(-min(len(_PNG_END), stream.tell()), os.SEEK_END)
        return stream.read() == _PNG_END
