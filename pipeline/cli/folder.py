"""What ``spot-it.toml`` in the working folder says, unless options say else: pack, stages, parameters and more.

pack = "blocks"
style = "full"
at = "false-alarms=0.01"

[stage]
ranker = "lm"
generator = ["templates", "ngram"]

[set]
registrar.objects.floor = 0.05
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core import messages

NAME = "spot-it.toml"

_SAID: dict[str, Any] = {"pack": None, "style": None, "at": None, "stage": {}, "set": {}}
"""What the file may say, and what holds where it does not."""


@dataclass(frozen=True)
class FolderSettings:
    """Pack, style and a point of the curve, or None; stages by name, and parameters by their address."""

    pack: str | None = None
    style: str | None = None
    stages: dict[str, str | list[str]] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    at: str | None = None


def folder_settings(folder: Path = Path()) -> FolderSettings:
    """What the file says; nothing where there is none.

    Raises
    ------
    SpotItError
        If it cannot be read, or says anything else.
    """
    path = folder / NAME
    if not path.is_file():
        return FolderSettings()
    try:
        return _settings(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as failure:
        raise messages.error(messages.FOLDER_SETTINGS, path=path, reason=failure) from None


def _settings(config: dict[str, Any]) -> FolderSettings:
    unknown = sorted(config.keys() - _SAID.keys())
    if unknown:
        raise ValueError(f"it may say pack, style, at, [stage] and [set], not {unknown[0]!r}")
    pack, style, at, stages, parameters = (config.get(name, missing) for name, missing in _SAID.items())
    if not (pack is None or isinstance(pack, str)):
        raise ValueError("pack must be a name or a folder")
    if not (style is None or isinstance(style, str)):
        raise ValueError("style must be a name")
    if not (at is None or isinstance(at, str)):
        raise ValueError("at must be a text such as recall=0.95")
    if not isinstance(stages, dict) or not all(_names(chosen) for chosen in stages.values()):
        raise ValueError("[stage] must give each stage a name, or a list of names")
    if not isinstance(parameters, dict):
        raise ValueError("[set] must be a table of STAGE.NAME.PARAMETER = VALUE")
    return FolderSettings(pack, style, stages, dict(_flat(parameters, ())), at)


def _names(chosen: Any) -> bool:
    names = chosen if isinstance(chosen, list) else [chosen]
    return bool(names) and all(isinstance(name, str) for name in names)


def _flat(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Addresses of three names, written with dots, as tables in tables, or in quotes."""
    for key, value in table.items():
        names = (*above, *key.split("."))
        if isinstance(value, dict) and len(names) < 3:
            yield from _flat(value, names)
        else:
            yield ".".join(names), value
