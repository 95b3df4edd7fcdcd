"""Every message to a user, written once, by subject: what is wrong, and what to do next.

Templates are filled by :func:`error` (which makes the exception) and :func:`notice` (which prints to stderr).
"""

# ruff: noqa: F403

from __future__ import annotations

import sys

from pipeline.core.errors import SpotItError
from pipeline.core.messages.batch import *
from pipeline.core.messages.commands import *
from pipeline.core.messages.commands import PACKAGE_MISSING
from pipeline.core.messages.datasets import *
from pipeline.core.messages.detectors import *
from pipeline.core.messages.evaluate import *
from pipeline.core.messages.models import *
from pipeline.core.messages.packs import *
from pipeline.core.messages.pictures import *
from pipeline.core.messages.serve import *
from pipeline.core.messages.stages import *
from pipeline.core.messages.synth import *
from pipeline.core.messages.training import *
from pipeline.core.messages.watch import *

_EXTRAS = {"cv2": "vision", "torch": "train", "torchvision": "train", "spacy": "language", "sklearn": "language"}
"""Which of our extras brings a package whose name is not that of its distribution, or that needs company."""


def package_missing(name: str) -> SpotItError:
    """What to tell the user about a module that cannot be imported."""
    wanted = f"'spot-it[{_EXTRAS[name]}]'" if name in _EXTRAS else name
    return error(PACKAGE_MISSING, name=name, wanted=wanted)


def error(template: str, **values: object) -> SpotItError:
    """The exception for a template."""
    return SpotItError(_fill(template, values))


def notice(template: str, **values: object) -> None:
    """Print one line to stderr; work goes on."""
    print(f"pipeline: {_fill(template, values)}", file=sys.stderr)


def _fill(template: str, values: dict[str, object]) -> str:
    """Fill a template so that it stays one printable line, whatever the values hold."""
    text = template.format(**values)
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
