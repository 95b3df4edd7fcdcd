"""One world, read from its folder: everything that is particular to one kind of picture."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from detectors.geometry.measure import Noise
from detectors.geometry.prior import CameraPrior
from detectors.geometry.solids import Outline, Solids
from pipeline.core import messages
from pipeline.core.reading import WRONG, parse_toml
from pipeline.worlds.apart import file_apart, find_apart
from pipeline.worlds.calibration import Calibration
from pipeline.worlds.checksums import Checksums
from pipeline.worlds.operating import Curve
from pipeline.worlds.releases import Need, Release, need_of, releases_of
from pipeline.worlds.styles import DEFAULT, Settings, with_style

CONFIG = "config.toml"
_FILE_ENDING = "_file"
_SCENE = ("camera", "noise", "solids", "vocabulary")
"""What every implementation that asks for it by the name of a parameter is given, besides its own settings."""
_OWN = ("pack", "stages", "scores", "needs", "release", "calibration", "curve", "style", *_SCENE)

_Value = TypeVar("_Value")


@dataclass(frozen=True, eq=False)
class World:
    """A world's settings.  Its files are checked when an implementation asks for them, not before.

    ``node_score`` is the detection score from which an object becomes a node of the graph; ``vocabulary`` the values of
    every attribute; ``solids``, ``camera`` and ``noise`` say what its scenes are like and how surely they are measured,
    where the world has such a thing; ``needs`` names the implementation whose weights do not ship, ``releases`` the
    files that it can do with, of which the first is fetched unless another is asked for. ``any_shape`` says whether
    the two pictures of a pair may have other proportions, as windows and captured pages do; ``documents`` whether pages
    of documents are its pictures.  ``calibrations`` and ``curves`` are those of its differs, by their
    names; ``told_from`` is the calibrated confidence from which a change is told, where a point of the curve was wished
    for.  ``style`` is the manner of its sentences, and ``styles`` what each sets otherwise than ``settings``.  Files
    that come ``apart`` from the program may be in a distribution of their own (:mod:`pipeline.worlds.apart`).
    """

    name: str
    folder: Path
    node_score: float
    stages: Mapping[str, str | list[str]]
    any_shape: bool = False
    documents: bool = False
    summary: str = ""
    trained_on: str = ""
    scores: Mapping[str, float | str] = field(default_factory=dict)
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    solids: Solids | None = None
    camera: CameraPrior | None = None
    noise: Noise | None = None
    needs: Need | None = None
    releases: tuple[Release, ...] = ()
    settings: Settings = field(default_factory=dict)
    styles: Mapping[str, Settings] = field(default_factory=dict)
    style: str = DEFAULT
    apart: tuple[str, ...] = ()
    checksums: Checksums = field(default_factory=Checksums)
    calibrations: Mapping[str, Calibration] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    told_from: float = 0.0

    def in_style(self, name: str) -> World:
        """The same world, speaking in another style."""
        return replace(self, style=name)

    def settings_of(self, stage: str, implementation: str) -> dict[str, Any]:
        """What is set for one implementation, in this style."""
        over = self.styles.get(self.style, {}).get(stage, {}).get(implementation, {})
        return with_style(self.settings.get(stage, {}).get(implementation, {}), over)

    def arguments(self, stage: str, implementation: str, without: Collection[str] = ()) -> dict[str, Any]:
        """The settings of one implementation as keyword arguments: files as paths, each checked against its checksum.

        Those named in ``without`` are left out: files that are yet to be made.

        Raises
        ------
        SpotItError
            If a file is missing or is not the one that the pack was sealed with.
        """
        arguments: dict[str, Any] = {}
        for key, value in self.settings_of(stage, implementation).items():
            name = key.removesuffix(_FILE_ENDING)
            if name not in without:
                arguments[name] = self._file(value) if key.endswith(_FILE_ENDING) else value
        return arguments

    def arguments_for(self, stage: str, implementation: str, parameters: Collection[str]) -> dict[str, Any]:
        """The same, and of what the world knows of its scenes whatever the implementation has a parameter for."""
        known = {name: getattr(self, name) for name in _SCENE if name in parameters and getattr(self, name) is not None}
        return {**known, **self.arguments(stage, implementation)}

    def files(self) -> list[str]:
        """Names of the files that the config uses, in any style, sorted."""
        every = (self.settings, *self.styles.values())
        tables = (table for settings in every for stage in settings.values() for table in stage.values())
        return sorted({value for table in tables for key, value in table.items() if key.endswith(_FILE_ENDING)})

    def missing(self) -> list[str]:
        """Files that come apart from the program and are not on this machine."""
        places = {name: self.folder / name for name in self.apart}
        return [name for name, path in places.items() if not path.is_file() and find_apart(self.name, name) is None]

    def _file(self, name: str) -> Path:
        path = self.folder / name
        if name in self.apart and not path.is_file():
            path = file_apart(self.name, name)
        try:
            if not path.is_file():
                raise messages.error(messages.PACK_FILE_MISSING, name=self.name, path=path)
            sound = self.checksums.match(path, name)
        except OSError as failure:
            raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None
        if not sound:
            raise messages.error(messages.PACK_FILE_CORRUPT, name=self.name, path=path)
        return path


def load_world(folder: Path) -> World:
    """Read a world's folder.

    Raises
    ------
    SpotItError
        If the folder has no config, or the config or the list of checksums is not what it should be.
    """
    path = folder / CONFIG
    if not path.is_file():
        raise messages.error(messages.PACK_WITHOUT_CONFIG, path=folder)
    try:
        return _world(parse_toml(path.read_bytes()), folder)
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None
    except WRONG as failure:
        raise messages.error(messages.PACK_CONFIG, path=path, reason=failure) from None


def _world(config: dict[str, Any], folder: Path) -> World:
    head = _table(config, "pack")
    stages = _table(config, "stages")
    score = head.get("node_score")
    if not isinstance(score, int | float) or isinstance(score, bool) or not 0 <= score <= 1:
        raise ValueError("[pack] node_score must be a number from 0 to 1")
    for stage, chosen in stages.items():
        names = chosen if isinstance(chosen, list) else [chosen]
        if not names or not all(isinstance(name, str) for name in names):
            raise ValueError(f"[stages] {stage} must be a name or a list of names")
    settings = _settings({key: value for key, value in config.items() if key not in _OWN})
    styles = _table(config, "style", {})
    scores = _table(config, "scores", {})
    if not all(isinstance(score, int | float | str) for score in scores.values()):
        raise ValueError("[scores] must hold a number or a text for each name")
    return World(
        name=str(head.get("name", folder.name)),
        folder=folder,
        node_score=float(score),
        stages=stages,
        any_shape=bool(head.get("any_shape", False)),
        documents=bool(head.get("documents", False)),
        summary=str(head.get("summary", "")),
        trained_on=str(head.get("trained_on", "")),
        scores=scores,
        **_scene(config),
        needs=need_of(_table(config, "needs", {})),
        releases=releases_of(_table(config, "release", {})),
        settings=settings,
        apart=tuple(map(str, head.get("apart", ()))),
        styles={name: _settings(_table(styles, name), f"style.{name}.") for name in styles},
        checksums=Checksums.read(folder),
        calibrations=_of_differs(config, "calibration", Calibration.of_table),
        curves=_of_differs(config, "curve", Curve.of_table),
    )


def _of_differs(config: dict[str, Any], name: str, read: Callable[[dict[str, Any]], _Value]) -> dict[str, _Value]:
    """What was measured of each differ, one table under its name."""
    tables = _table(config, name, {})
    return {differ: read(_table(tables, differ)) for differ in tables}


def _settings(settings: dict[str, Any], place: str = "") -> dict[str, dict[str, dict[str, Any]]]:
    """What is set by stage and implementation; ``place`` is where in the config that stands."""
    for stage, implementations in settings.items():
        if not isinstance(implementations, dict) or not all(isinstance(t, dict) for t in implementations.values()):
            raise ValueError(f"[{place}{stage}] must hold one table for each implementation")
        for name, table in implementations.items():
            for key, value in table.items():
                if key.endswith(_FILE_ENDING) and (not isinstance(value, str) or not value or "\0" in value):
                    raise ValueError(f"[{place}{stage}.{name}] {key} must be the name of a file")
            table |= _scene(table)
    return settings


def _table(config: dict[str, Any], name: str, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    table = config.get(name, missing)
    if not isinstance(table, dict):
        raise ValueError(f"the table [{name}] is missing" if table is None else f"[{name}] must be a table")
    return table


def _words(name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
        raise ValueError(f"[vocabulary] {name} must be a list of words")
    return tuple(values)


def _scene(config: dict[str, Any]) -> dict[str, Any]:
    """What a config, or the table of one implementation, says of scenes."""
    return {name: _READERS[name](config, name) for name in _SCENE if name in config}


def _vocabulary(config: dict[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    return {attribute: _words(attribute, values) for attribute, values in _table(config, name).items()}


def _solids(config: dict[str, Any], name: str) -> Solids:
    table = _table(config, name)
    outlines = _table(table, "outline", {})
    return Solids(
        radii={name: _number("solids.radii", name, value) for name, value in _table(table, "radii", {}).items()},
        outlines={name: _numbers(Outline, f"solids.outline.{name}", one) for name, one in outlines.items()},
    )


def _numbers(kind: type[_Value], place: str, table: Any) -> _Value:
    """A value of a class whose fields are numbers."""
    if not isinstance(table, dict):
        raise ValueError(f"[{place}] must be a table")
    try:
        return kind(**{name: _number(place, name, value) for name, value in table.items()})
    except TypeError as failure:
        raise ValueError(f"[{place}] {str(failure).partition(') ')[2] or failure}") from None


def _number(place: str, name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"[{place}] {name} must be a number")
    return float(value)


_READERS: dict[str, Callable[[dict[str, Any], str], Any]] = {
    "camera": lambda config, name: _numbers(CameraPrior, name, config[name]),
    "noise": lambda config, name: _numbers(Noise, name, config[name]),
    "solids": _solids,
    "vocabulary": _vocabulary,
}
