"""A pair of scenes whose truth is known, as whoever writes captions of it takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from language.scene import Scene


@dataclass(frozen=True, eq=False)
class TrueScene:
    """The objects of one picture.

    Parameters
    ----------
    objects
        Each with ``size``, ``color``, ``material`` and ``shape``.
    relations
        ``relations[R][i]`` lists the objects that stand ``R`` (left, right, front, behind) of object ``i``.
    """

    objects: Sequence[Mapping[str, str]] = ()
    relations: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)

    def about(self, changed: int) -> Scene:
        """The scene in which the object ``changed`` is to be named."""
        return Scene.of_truth(self.objects, self.relations, (changed,))


@dataclass(frozen=True, eq=False)
class ScenePair:
    """Two scenes and the one change between them.

    Parameters
    ----------
    kind
        ``add``, ``drop``, ``move``, ``color``, ``material``, ``replace`` or ``none``.
    old, new
        Index of the changed object before and after; None where it is absent.
    """

    before: TrueScene = TrueScene()
    after: TrueScene = TrueScene()
    kind: str = "none"
    old: int | None = None
    new: int | None = None

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> ScenePair:
        """The pair of a line of ``pairs.jsonl``; of several changes, the first."""
        change = record.get("change") or {"index_before": None, "index_after": None}
        before, after = (
            TrueScene(record[f"objects_{side}"], record[f"relationships_{side}"]) for side in ("before", "after")
        )
        return cls(before, after, record["kind"], change["index_before"], change["index_after"])

    @property
    def shown(self) -> tuple[TrueScene, int | None]:
        """The scene that the changed object is named in, and its index there: after the change for ``add``."""
        return (self.after, self.new) if self.kind == "add" else (self.before, self.old)

    @property
    def outcome(self) -> Mapping[str, str]:
        """The attributes of the changed object after the change; none where it is absent."""
        return self.after.objects[self.new] if self.new is not None else {}
