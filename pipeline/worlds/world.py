"""One pack, read from its folder."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.worlds.checksums import Checksums

CONFIG = "config.toml"
_FILE_ENDING = "_file"


@dataclass(frozen=True, eq=False)
class Pack:
    """A pack's settings.  Its files are checked when an implementation asks for them, not before.

    ``node_score`` is the detection score from which an object becomes a node of the graph; ``any_shape`` says whether
    the two pictures of a pair may have other proportions, as a window or a captured page does.
    """

    name: str
    folder: Path
    node_score: float
    stages: Mapping[str, str | list[str]]
    any_shape: bool = False
    summary: str = ""
    trained_on: str = ""
    scores: Mapping[str, float | str] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    checksums: Checksums = field(default_factory=Checksums)

    def arguments(self, stage: str, implementation: str, without: Collection[str] = ()) -> dict[str, Any]:
        """Keyword arguments of one implementation: files as paths, each checked against its checksum.

        Those named in ``without`` are left out: files that are yet to be made.

        Raises
        ------
        SpotItError
            If a file is missing or is not the one that the pack was sealed with.
        """
        arguments: dict[str, Any] = {}
        for key, value in self.settings.get(stage, {}).get(implementation, {}).items():
            name = key.removesuffix(_FILE_ENDING)
            if name not in without:
                arguments[name] = self._file(value) if key.endswith(_FILE_ENDING) else value
        return arguments

    def files(self) -> list[str]:
        """Names of the files that the config uses, sorted."""
        tables = (table for implementations in self.settings.values() for table in implementations.values())
        return sorted({value for table in tables for key, value in table.items() if key.endswith(_FILE_ENDING)})

    def _file(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file():
            raise messages.error(messages.PACK_FILE_MISSING, name=self.name, path=path)
        if not self.checksums.match(path, name):
            raise messages.error(messages.PACK_FILE_CORRUPT, name=self.name, path=path)
        return path


def load_pack(folder: Path) -> Pack:
    """Read a pack's folder.

    Raises
    ------
    SpotItError
        If the folder has no config, or the config or the list of checksums is not what it should be.
    """
    path = folder / CONFIG
    if not path.is_file():
        raise messages.error(messages.PACK_WITHOUT_CONFIG, path=folder)
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8"))
        return _pack(config, folder)
    except (OSError, ValueError) as failure:
        raise messages.error(messages.PACK_CONFIG, path=path, reason=failure) from None


def _pack(config: dict[str, Any], folder: Path) -> Pack:
    head = _table(config, "pack")
    stages = _table(config, "stages")
    score = head.get("node_score")
    if not isinstance(score, int | float) or not 0 <= score <= 1:
        raise ValueError("[pack] node_score must be a number from 0 to 1")
    for stage, chosen in stages.items():
        names = chosen if isinstance(chosen, list) else [chosen]
        if not names or not all(isinstance(name, str) for name in names):
            raise ValueError(f"[stages] {stage} must be a name or a list of names")
    settings = {key: value for key, value in config.items() if key not in ("pack", "scores", "stages")}
    for stage, implementations in settings.items():
        if not isinstance(implementations, dict) or not all(isinstance(t, dict) for t in implementations.values()):
            raise ValueError(f"[{stage}] must hold one table for each implementation")
    return Pack(
        name=str(head.get("name", folder.name)),
        folder=folder,
        node_score=float(score),
        stages=stages,
        any_shape=bool(head.get("any_shape", False)),
        summary=str(head.get("summary", "")),
        trained_on=str(head.get("trained_on", "")),
        scores=config.get("scores", {}),
        settings=settings,
        checksums=Checksums.read(folder),
    )


def _table(config: dict[str, Any], name: str) -> dict[str, Any]:
    table = config.get(name)
    if not isinstance(table, dict):
        raise ValueError(f"the table [{name}] is missing")
    return table
