"""The captioner that chooses between the packs by looking at the pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from pipeline.core.images import Picture, load_pair, load_picture
from pipeline.core.types import Analysis, Description, ObjectGraph
from pipeline.flow.captioner import Captioner
from pipeline.flow.scope import Scope
from pipeline.flow.stages import Choice, Stages
from pipeline.recognise.look import look, together
from pipeline.recognise.plain_ground import PlainGround
from pipeline.worlds.finder import AUTO, find_pack

BLOCKS, PHOTO = "blocks", "photo"


def auto_captioner(scope: Scope, threads: int | None = None, weights: Path | None = None) -> AutoCaptioner:
    """A captioner for pictures of either world; the other arguments are those of :meth:`Captioner.from_pack`."""

    def of(name: str) -> Captioner:
        pack = find_pack(name)
        return Captioner(pack, Stages(pack, threads=threads, weights=weights), scope)

    return AutoCaptioner(of(BLOCKS), lambda: of(PHOTO))


class AutoCaptioner(Captioner):
    """Answers as the pack does that suits the pictures.

    Parameters
    ----------
    blocks : Captioner
        For objects on a plain ground; its pack says how such pictures are told (``[auto.plain_ground]``).
    make_photo : callable
        Makes the captioner for everything else, when it is first needed.
    judge : Captioner or None
        Whose detector is asked where there is a doubt; ``blocks`` if None.
    """

    def __init__(self, blocks: Captioner, make_photo: Callable[[], Captioner], judge: Captioner | None = None) -> None:
        super().__init__(replace(blocks.pack, name=AUTO), blocks.stages, blocks.scope)
        self.blocks = blocks
        self.make_photo = make_photo
        self.judge = judge or blocks

    @cached_property
    def photo(self) -> Captioner:
        """The captioner for photographs."""
        return self.make_photo()

    def replace(self, **stages: Choice) -> AutoCaptioner:
        """The same with other stages, whichever pack is chosen."""
        return AutoCaptioner(self.blocks.replace(**stages), lambda: self.photo.replace(**stages), self.judge)

    def suited(self, *pictures: Picture) -> Captioner:
        """The captioner of the pack that suits these pictures of one scene."""
        return self.blocks if self.shows_blocks([load_picture(picture) for picture in pictures]) else self.photo

    @cached_property
    def ground(self) -> PlainGround:
        """How pictures of blocks are told."""
        return PlainGround(**self.blocks.pack.arguments("auto", "plain_ground"))

    def inspect(self, image: Picture) -> ObjectGraph:
        """The objects of one picture and how they stand to each other."""
        picture = load_picture(image)
        return self.suited(picture).inspect(picture)

    def diff(self, before: Picture, after: Picture) -> Analysis:
        """Both object graphs and the change facts, most important first."""
        pair = load_pair(before, after)
        return self.suited(*pair).diff(*pair)

    def describe(self, before: Picture, after: Picture, every: bool = False) -> Description:
        """What changed, in words; the description's ``pack`` is the one that was chosen."""
        pair = load_pair(before, after)
        return self.suited(*pair).describe(*pair, every=every)

    def shows_blocks(self, images: Sequence[np.ndarray]) -> bool:
        """Whether these pictures of one scene are of the blocks pack's world."""
        seen = together([look(image) for image in images])
        shown = self.ground.shown(seen)
        if shown is not None:
            return shown
        if len(images) > 1 and all(np.array_equal(images[0], other) for other in images[1:]):
            return self.ground.leaning(seen)  # there will be nothing to say, so no model is loaded
        return self.ground.recognised([self.judge.inspect(image) for image in images])
