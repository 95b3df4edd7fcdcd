"""Objects that another detector has found, from files that options name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from pipeline.core import messages
from pipeline.flow.captioner import Captioner


def add_objects_options(parser: ArgumentParser) -> None:
    """Add ``--objects-before`` and ``--objects-after``."""
    for side in ("before", "after"):
        parser.add_argument(
            f"--objects-{side}",
            type=Path,
            metavar="FILE.json",
            help=f"objects of the picture {side} that another detector has found (COCO, or as `pipeline inspect`)",
        )


def with_objects(arguments: Namespace, captioner: Captioner, images: tuple[np.ndarray, np.ndarray]) -> Captioner:
    """The captioner, told which objects are in the pictures if the options name them.

    Raises
    ------
    SpotItError
        If a file cannot be read as objects, or those of one picture alone are named.
    """
    files = (arguments.objects_before, arguments.objects_after)
    if files == (None, None):
        return captioner
    if None in files:
        raise messages.error(messages.ONE_SIDE_GIVEN)
    from detectors.given import GivenDetector, objects_from

    names = (arguments.before, arguments.after)
    known = [
        (image, objects_from(file, (image.shape[1], image.shape[0]), name))
        for image, file, name in zip(images, files, names, strict=True)
    ]
    return captioner.replace(detector=GivenDetector(known))
