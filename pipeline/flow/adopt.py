"""Any object with a stage's required method made a full member of the stage: what it does not do has its default."""

from __future__ import annotations

from typing import Any

from pipeline.core import messages
from pipeline.core.protocols import (
    Detector,
    Differ,
    Generator,
    Grounder,
    Proposer,
    Ranker,
    Recogniser,
    Registrar,
    Relater,
)

BASES: dict[str, type] = {
    "recogniser": Recogniser,
    "proposer": Proposer,
    "detector": Detector,
    "relater": Relater,
    "registrar": Registrar,
    "differ": Differ,
    "generator": Generator,
    "ranker": Ranker,
    "grounder": Grounder,
}


def required(stage: str) -> str:
    """The name of the method that an implementation of a stage must have."""
    return next(iter(sorted(BASES[stage].__abstractmethods__)))  # type: ignore[attr-defined]


def adopt(stage: str, instance: Any) -> Any:
    """The object itself if it derives from the stage's base, else a stand-in that hands every call on to it.

    Raises
    ------
    SpotItError
        If the object lacks the stage's method.
    """
    base = BASES[stage]
    if isinstance(instance, base):
        return instance
    check_method(stage, instance)
    own = {name: getattr(instance, name) for name in _abilities(base) if callable(getattr(instance, name, None))}
    members = {name: staticmethod(call) for name, call in own.items()}
    return type(f"Adopted{base.__name__}", (base,), {**members, "adopted": instance})()


def check_method(stage: str, choice: Any) -> None:
    """Refuse an object, or a class of objects, without the stage's method."""
    method = required(stage)
    given = choice if isinstance(choice, type) else type(choice)
    if not callable(getattr(choice, method, None)) or method in getattr(given, "__abstractmethods__", ()):
        raise messages.error(messages.NOT_A_STAGE, name=given.__name__, stage=stage, method=method)


def _abilities(base: type) -> list[str]:
    return [name for name, value in vars(base).items() if callable(value) and not name.startswith("_")]
