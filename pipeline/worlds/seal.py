"""Seal a pack: write the checksums of the files its config names.  ``python -m pipeline.worlds.seal FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.worlds.checksums import Checksums
from pipeline.worlds.world import load_world


def seal(folder: Path) -> None:
    """Write ``checksums.json`` for all files that the config of a pack names.

    Raises
    ------
    SpotItError
        If the folder is not a pack, or a file that its config names is missing.
    """
    pack = load_world(folder)
    for name in pack.files():
        if not (folder / name).is_file():
            raise messages.error(messages.PACK_FILE_MISSING, name=pack.name, path=folder / name)
    Checksums.of(folder, pack.files()).write(folder)


if __name__ == "__main__":
    try:
        seal(Path(sys.argv[1]))
    except (IndexError, SpotItError) as failure:
        sys.exit(f"{failure}" if isinstance(failure, SpotItError) else "name the pack's folder")
