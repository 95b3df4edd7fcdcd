"""Public releases of weights that a pack can do with but does not bring along, as its config names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Release:
    """One published file: its address, size in bytes, sha256, and the licence that its publisher states."""

    name: str
    url: str
    size: int
    sha256: str
    licence: str = ""

    @property
    def file(self) -> str:
        """Its file name."""
        return self.url.rpartition("/")[2]

    @property
    def model(self) -> str:
        """What ``--detector`` calls it: ``yolox-nano`` for ``yolox_nano.onnx``."""
        return self.file.rpartition(".")[0].replace("_", "-")


@dataclass(frozen=True)
class Need:
    """The implementation whose weights do not ship.

    ``argument`` is the keyword argument that takes them, ``without`` the implementation that answers in its place where
    there are none.
    """

    stage: str
    name: str
    argument: str
    without: str


def need_of(table: Mapping[str, Any]) -> Need | None:
    """The table ``[needs]`` of a config; None where it is empty.

    Raises
    ------
    ValueError
        If it lacks a key or has one that means nothing.
    """
    if not table:
        return None
    names = {field.name for field in fields(Need)}
    if set(table) != names or not all(isinstance(value, str) for value in table.values()):
        raise ValueError(f"[needs] must have the keys {', '.join(sorted(names))}, each a name")
    return Need(**table)


def releases_of(tables: Mapping[str, Any]) -> tuple[Release, ...]:
    """The tables ``[release.NAME]`` of a config, in their order.

    Raises
    ------
    ValueError
        If one lacks its url, size or sha256, or they cannot be right.
    """
    return tuple(_release(name, table) for name, table in tables.items())


def _release(name: str, table: Any) -> Release:
    url, size, digest = (table.get(key) if isinstance(table, dict) else None for key in ("url", "size", "sha256"))
    if not isinstance(url, str) or not re.fullmatch(r"https?://[^/]+/.*[^/]", url):
        raise ValueError(f"[release.{name}] url must be the address of a file")
    if isinstance(size, bool) or not isinstance(size, int) or size <= 0:
        raise ValueError(f"[release.{name}] size must be a number of bytes")
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(f"[release.{name}] sha256 must be 64 hexadecimal digits")
    licence = table.get("licence", "")
    if not isinstance(licence, str):
        raise ValueError(f"[release.{name}] licence must be a name")
    return Release(name, url, size, digest, licence)
