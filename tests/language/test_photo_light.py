"""Where nothing changed but the light, that is said, and it is still no change."""

from __future__ import annotations

import numpy as np
import pytest
from photo_scene import gamma, jpeg, scene

from language.photo.templates import PhotoTemplateGenerator
from pipeline.core.types import Analysis, ObjectGraph

SCENE = scene()
GREY = np.repeat(SCENE.mean(-1, keepdims=True), 3, axis=-1).astype(np.uint8)
VIVID = np.clip((SCENE.astype(float) - GREY) * 3 + GREY, 0, 255).astype(np.uint8)


def said(before: np.ndarray, after: np.ndarray) -> set[str]:
    empty = ObjectGraph.of([], before.shape[1], before.shape[0])
    return {one.text for one in PhotoTemplateGenerator().generate(Analysis(empty, empty, (), before, after))}


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        pytest.param(SCENE, gamma(SCENE, 1.8), "darker", id="darker"),
        pytest.param(gamma(SCENE, 1.8), SCENE, "brighter", id="brighter"),
        pytest.param(VIVID, GREY, "black and white", id="night view of a camera"),
        pytest.param(GREY, VIVID, "in color", id="day view of a camera"),
    ],
)
def test_what_became_of_the_light_is_said_and_nothing_else(before, after, word):
    texts = said(before, after)
    assert texts and all(word in text and text.startswith("Nothing has changed") for text in texts)


@pytest.mark.parametrize("again", [lambda one: jpeg(one, 40), lambda one: gamma(one, 1.1)], ids=["file", "exposure"])
def test_a_file_written_again_or_a_little_exposure_is_not_worth_a_word(again):
    assert not any("dark" in text or "bright" in text for text in said(SCENE, again(SCENE)))
