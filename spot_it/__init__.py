"""Spot It under its own name, for projects that have a folder ``pipeline``: the same public names.

>>> import spot_it                                                              # doctest: +SKIP
>>> print(spot_it.Captioner.from_pack().describe("before.png", "after.png"))    # doctest: +SKIP
The small red rubber cube turned blue.
"""

import pipeline
from pipeline import *  # noqa: F403
from pipeline import __version__ as __version__

__all__ = pipeline.__all__
