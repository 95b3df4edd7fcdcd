"""Pairs composed of pictures: what they say they hold is what they show."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

from photo_scene import put, scene

from pipeline.core.errors import SpotItError
from pipeline.core.types import SceneObject
from pipeline.synth.photo.compose import KINDS, Composed, compose, placed
from pipeline.synth.photo.cutouts import cut_out_of
from pipeline.synth.photo.generate import Order, generate

BOX = (120, 90, 160, 170)
COLORS = {"dog": "#b01818", "cat": "#2060c0"}


def pictured(label: str, seed: int) -> np.ndarray:
    return put(scene(seed) // 2 + 90, BOX, COLORS[label])


def things(*labels: str):
    found = [(label, SceneObject(np.array(BOX, float), label, 0.9)) for label in labels]
    return [cut for n, (label, one) in enumerate(found) for cut in cut_out_of(pictured(label, n), [one], label)]


def composed(kind: str, seed: int = 0) -> Composed:
    made = compose(scene(9), things("dog", "cat"), np.zeros((0, 4)), kind, np.random.default_rng(seed))
    assert made is not None
    return made


def differing(made: Composed) -> np.ndarray:
    """Where the pictures differ by more than exposure, noise and compression, as a mask."""
    apart = np.abs(made.before.astype(float) - made.after).mean(-1)
    return apart > 40


def test_a_cut_out_thing_has_its_outline():
    (cut,) = things("dog")
    height, width = cut.alpha.shape
    assert abs(width - 40) <= 4 and abs(height - 80) <= 4
    assert cut.alpha[height // 2, width // 5] > 0.9 and cut.alpha[0, 0] < 0.1  # an ellipse: full within, empty corners


def test_what_the_frame_cuts_off_or_is_unsure_is_not_cut_out():
    image = pictured("dog", 0)
    for box, score in (((0, 90, 160, 170), 0.9), (BOX, 0.4)):
        assert list(cut_out_of(image, [SceneObject(np.array(box, float), "dog", score)])) == []


def test_what_has_two_names_is_not_cut_out():
    both = [SceneObject(np.array(BOX, float), label, score) for label, score in (("dog", 0.9), ("cat", 0.4))]
    assert list(cut_out_of(pictured("dog", 0), both)) == []


def test_a_thing_is_hardly_larger_than_in_its_own_photograph():
    (dog,) = things("dog")
    small = replace(dog, image=dog.image[::8, ::8], alpha=dog.alpha[::8, ::8])
    made = [placed(small, scene(9), np.zeros((0, 4)), np.random.default_rng(seed)) for seed in range(20)]
    assert all(one is None or one.size[1] <= 1.5 * small.image.shape[0] for one in made)
    assert any(placed(dog, scene(9), np.zeros((0, 4)), np.random.default_rng(seed)) is not None for seed in range(20))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
def test_the_pictures_differ_in_the_boxes_that_are_told_and_nowhere_else(kind):
    made = composed(kind)
    (record,) = made.objects
    assert record["change"] == kind
    assert (record["box_before"] is None, record["box_after"] is None) == (kind == "add", kind == "drop")
    mask = differing(made)
    elsewhere = mask.copy()
    for box in (record["box_before"], record["box_after"]):
        if box is not None:
            x0, y0, x1, y1 = np.array(box).astype(int)
            assert mask[y0:y1, x0:x1].mean() > 0.15
            elsewhere[max(y0 - 3, 0) : y1 + 3, max(x0 - 3, 0) : x1 + 3] = False
    assert elsewhere.mean() < 0.002


def test_a_pair_without_a_change_has_its_things_in_both_pictures():
    made = composed("none")
    assert made.objects == [] and not np.array_equal(made.before, made.after)
    assert differing(made).mean() < 0.002


def test_a_folder_of_pairs_is_the_same_from_the_same_seed(tmp_path):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    labels = ("dog", "cat", "dog", "cat")
    for number, label in enumerate(labels):
        Image.fromarray(pictured(label, number)).save(pictures / f"{number}_{label}.png")

    def detect(image):
        near = [np.abs(image.astype(int) - pictured(label, n)).mean() for n, label in enumerate(labels)]
        return [SceneObject(np.array(BOX, float), labels[int(np.argmin(near))], 0.9)]

    made = [generate(Order(tmp_path / name, pictures, len(KINDS), seed=3), detect) for name in ("one", "two")]
    assert made[0].read_bytes() == made[1].read_bytes()
    records = [json.loads(line) for line in made[0].read_text().splitlines()]
    assert [record["kinds"] for record in records] == [[kind] for kind in KINDS]
    for record in records:
        for side in ("before", "after"):
            first, second = ((tmp_path / name / record[side]).read_bytes() for name in ("one", "two"))
            assert first == second


def test_pictures_without_things_are_said_to_be_of_no_use(tmp_path):
    with pytest.raises(SpotItError, match="cut out"):
        generate(Order(tmp_path / "out", tmp_path, 5, seed=0), lambda image: [])
