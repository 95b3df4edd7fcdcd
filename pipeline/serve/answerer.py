"""What answers a visitor's question, wherever it runs: on this machine, or as one of several on a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.types import Description
from pipeline.flow.captioner import Captioner
from pipeline.serve.choices import Choices
from pipeline.serve.uploads import decode


@dataclass(frozen=True)
class Question:
    """What a visitor sent: the bytes of two pictures, and what is asked of them.

    Parameters
    ----------
    pack, stages, style
        As :meth:`Choices.captioner` takes them.
    every
        Whether to tell all changes.
    most_pixels
        That a picture may have.
    """

    before: bytes
    after: bytes
    pack: str
    stages: tuple[str, ...]
    style: str
    every: bool
    most_pixels: int


class Answerer:
    """Answers by captioners of its own."""

    def __init__(self, captioners: Mapping[str, Captioner]) -> None:
        self.choices = Choices(captioners)

    def __call__(self, asked: Question) -> Description:
        """The description of the visitor's pair.

        Raises
        ------
        Problem
            If a picture is none, or too large.
        SpotItError
            If what is chosen does not exist, or the pictures cannot be compared.
        """
        captioner = self.choices.captioner(asked.pack, asked.stages, asked.style)
        before = decode(asked.before, "before", asked.most_pixels)
        after = decode(asked.after, "after", asked.most_pixels)
        return captioner.describe(before, after, every=asked.every)
