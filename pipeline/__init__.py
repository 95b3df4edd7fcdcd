"""Spot It: says in one sentence what changed between two pictures, and shows its working.

>>> from pipeline import Captioner                                              # doctest: +SKIP
>>> print(Captioner.from_pack().describe("before.png", "after.png"))            # doctest: +SKIP
The small red rubber cube turned blue.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.core.version import VERSION

if TYPE_CHECKING:
    from pipeline.api.captioner import Captioner as Captioner
    from pipeline.api.description import Description as Description
    from pipeline.core.errors import SpotItError as SpotItError
    from pipeline.core.protocols import Detector as Detector
    from pipeline.core.protocols import Differ as Differ
    from pipeline.core.protocols import Generator as Generator
    from pipeline.core.protocols import Grounder as Grounder
    from pipeline.core.protocols import Proposer as Proposer
    from pipeline.core.protocols import Ranker as Ranker
    from pipeline.core.protocols import Recogniser as Recogniser
    from pipeline.core.protocols import Registrar as Registrar
    from pipeline.core.protocols import Relater as Relater
    from pipeline.core.types import Analysis as Analysis
    from pipeline.core.types import Candidate as Candidate
    from pipeline.core.types import Change as Change
    from pipeline.core.types import Difference as Difference
    from pipeline.core.types import Grounding as Grounding
    from pipeline.core.types import Motion as Motion
    from pipeline.core.types import ObjectGraph as ObjectGraph
    from pipeline.core.types import Recognition as Recognition
    from pipeline.core.types import SceneObject as SceneObject

__version__ = VERSION

__all__ = [
    "Analysis",
    "Candidate",
    "Captioner",
    "Change",
    "Description",
    "Detector",
    "Differ",
    "Difference",
    "Generator",
    "Grounder",
    "Grounding",
    "Motion",
    "ObjectGraph",
    "Proposer",
    "Ranker",
    "Recogniser",
    "Recognition",
    "Registrar",
    "Relater",
    "SceneObject",
    "SpotItError",
]

_STAGES = ["Detector", "Differ", "Generator", "Grounder", "Proposer", "Ranker", "Recogniser", "Registrar", "Relater"]
_HOMES = {
    **dict.fromkeys(__all__, "pipeline.core.types"),
    **dict.fromkeys(_STAGES, "pipeline.core.protocols"),
    "Captioner": "pipeline.api.captioner",
    "Description": "pipeline.api.description",
    "SpotItError": "pipeline.core.errors",
}
"""Where each public name is defined."""


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that importing a submodule costs nothing."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
