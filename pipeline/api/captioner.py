"""The captioner of :mod:`pipeline.flow`, with answers that can show themselves, and for many pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from detectors.given import GivenDetector, objects_from
from pipeline.api.description import Description
from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.pictures import Source, path_of
from pipeline.flow import captioner as flow

Progress = Callable[[Iterable[Any]], Iterable[Any]]
"""A bar around what is gone through, as ``tqdm`` is."""


class Captioner(flow.Captioner):
    """Says what changed between two pictures.

    Examples
    --------
    >>> captioner = Captioner.from_pack("blocks").replace(ranker="first")       # doctest: +SKIP
    >>> captioner.describe("before.png", "after.png").caption                   # doctest: +SKIP
    'The small red rubber cube turned blue.'
    """

    def describe(
        self,
        before: Source,
        after: Source,
        every: bool = False,
        objects: tuple[Any, Any] | None = None,
        style: str | None = None,
    ) -> Description:
        """What changed, in words, with all that the words rest on.

        Parameters
        ----------
        before, after
            Paths, arrays, tensors, Pillow images, bytes or open files, as :mod:`pipeline.core.pictures` says.
        every : bool
            State every change, not the most important one alone.
        objects
            What another detector has found in each picture: ``supervision.Detections``, COCO annotations or results (a
            file, or what it holds), or :class:`SceneObject` values.
        style
            In which manner to word it, where not the captioner's own: "natural", "full" or "benchmark".

        Raises
        ------
        SpotItError
            If a picture or the pack cannot be used, there is no such style, or a stage does not keep its contract.
        """
        if style is not None:
            return self.in_style(style).describe(before, after, every, objects)
        if objects is None:
            return Description.of(super().describe(before, after, every), before, after)
        images = self.load(before, after)
        told = self.replace(detector=_given(images, (before, after), objects))
        return Description.of(flow.Captioner.describe(told, *images, every), before, after)

    def describe_many(
        self,
        pairs: Iterable[tuple[Source, Source]],
        every: bool = False,
        progress: bool | Progress = False,
        errors: Literal["raise", "give"] = "raise",
    ) -> Iterator[Description | SpotItError]:
        """The answers of many pairs, in their order, each made when it is asked for.

        ``pipeline batch`` does this with several processes, and can be interrupted.

        Parameters
        ----------
        pairs : iterable of pairs of pictures
            Each as :meth:`describe` takes it.
        every : bool
            State every change of a pair.
        progress : bool or callable
            True for a bar on stderr; or what wraps the pairs in a bar of its own, such as ``tqdm.notebook.tqdm``.
        errors : {"raise", "give"}
            Of a pair that has no answer, raise the error, or give it in the answer's place and go on.

        Raises
        ------
        SpotItError
            Naming the pair by its number, unless errors are to be given.
        """
        for number, pair in enumerate(_with_bar(progress, pairs), 1):
            try:
                yield self._of_pair(pair, every)
            except SpotItError as failure:
                named = messages.error(messages.OF_PAIR, number=number, reason=failure)
                if errors == "raise":
                    raise named from failure
                yield named

    def _of_pair(self, pair: Any, every: bool) -> Description:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise messages.error(messages.NOT_A_PAIR, kind=type(pair).__name__)
        return self.describe(pair[0], pair[1], every)


def _given(images: tuple[Any, Any], names: tuple[Source, Source], objects: tuple[Any, Any]) -> GivenDetector:
    return GivenDetector(
        [
            (image, objects_from(found, (image.shape[1], image.shape[0]), path_of(name) or ""))
            for image, name, found in zip(images, names, objects, strict=True)
        ]
    )


def _with_bar(progress: bool | Progress, pairs: Iterable[Any]) -> Iterable[Any]:
    if callable(progress):
        return progress(pairs)
    if not progress:
        return pairs
    from tqdm import tqdm

    return tqdm(pairs, unit="pair")
