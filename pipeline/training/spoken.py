"""What a pack's templates say in its styles: what rankers of a style, and the language model of all, learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

from language.templates import TemplateGenerator
from language.train import Corpus
from pipeline.core import messages
from pipeline.training.scenes import TruePair, scenes
from pipeline.worlds.world import World

References = Callable[[TruePair, Random], list[str]]
"""Captions of a pair, others each time; none where no words pick out the object."""

SENTENCES = 20_000
OF_A_SCENE = 6
"""Sentences of one scene that stand in a corpus."""

AT_ONCE = 8
"""References of a pair, as many as the reference captions' writer gives at most."""


def references(world: World) -> References:
    """How pairs are captioned in the style of a world; without one of its own, as the reference captions are."""
    if "generator" not in world.styles.get(world.style, {}):
        return TruePair.references
    speaker = _speaker(world)
    return lambda pair, rng: speaker.say(pair.analysis, rng, AT_ONCE)


def corpus(world: World) -> Corpus:
    """What is said in all the styles that a world has of its own, each as much as the others.

    Raises
    ------
    SpotItError
        If it has none.
    """
    styles = [name for name, settings in world.styles.items() if "generator" in settings]
    if not styles:
        raise messages.error(messages.NO_OWN_STYLE, name=world.name)
    speakers = [_speaker(world.in_style(name)) for name in styles]
    return Corpus(lambda sentences, seed: _said(speakers, sentences, seed), SENTENCES)


def _said(speakers: list[TemplateGenerator], sentences: int, seed: int) -> Iterator[str]:
    """Scene after scene, those of a negative seed being others than those of any seed."""
    rng = Random(seed)
    drawn = scenes(sentences, 2 * abs(seed) + (seed < 0))
    told = 0
    for number, pair in zip(count(), drawn, strict=False):
        for text in speakers[number % len(speakers)].say(pair.analysis, rng, OF_A_SCENE):
            if told == sentences:
                return
            told += 1
            yield text


def _speaker(world: World) -> TemplateGenerator:
    return TemplateGenerator(**world.arguments("generator", "templates"))
