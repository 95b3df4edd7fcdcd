"""Spot It: says in one sentence what changed between two pictures, and shows its working."""

from typing import TYPE_CHECKING

from pipeline.core.version import VERSION

if TYPE_CHECKING:
    from pipeline.flow.captioner import Captioner as Captioner

__version__ = VERSION


def __getattr__(name: str) -> type:
    """Import :class:`Captioner` on first use, so that importing a submodule costs nothing."""
    if name == "Captioner":
        from pipeline.flow.captioner import Captioner

        return Captioner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
