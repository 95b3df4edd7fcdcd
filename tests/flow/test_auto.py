"""The choice between the packs by looking at the pictures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from pipeline import Captioner
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.core.types import Change, ObjectGraph, SceneObject
from pipeline.flow.choose import Suitor, choose
from pipeline.recognise.anything import Anything
from pipeline.recognise.look import Look, look, thumbnail, together
from pipeline.recognise.plain_ground import PlainGround

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"


@pytest.fixture(scope="module")
def auto() -> Captioner:
    captioner = Captioner.from_pack("auto")
    assert (captioner.name, [world.name for world in captioner.worlds][:2]) == ("auto", ["blocks", "photo"])
    return captioner


@pytest.fixture(scope="module")
def photographs() -> list[np.ndarray]:
    """The two photographs that come with scikit-learn."""
    datasets = pytest.importorskip("sklearn.datasets")
    return [np.asarray(image) for image in datasets.load_sample_images().images]


def test_the_example_is_of_blocks_and_answered_so(pipeline):
    status, out, err = pipeline("run", EXAMPLE / "before.png", EXAMPLE / "after.png", "--json")
    assert (status, err, json.loads(out)["pack"]) == (0, "", "blocks")


@pytest.mark.parametrize("power", [0.7, 1.4])
def test_light_and_size_do_not_matter(auto, power):
    for side in (160, 480, 900):
        image = Image.open(EXAMPLE / "before.png").convert("RGB").resize((side, side * 2 // 3))
        lit = image.point([round(255 * (value / 255) ** power) for value in range(256)] * 3)
        assert auto.suited(np.asarray(lit)).world.name == "blocks"


def test_photographs_are_photographs_also_in_black_and_white_and_at_night(auto, photographs):
    for picture in photographs:
        image = Image.fromarray(picture)
        for other in (image, ImageOps.grayscale(image).convert("RGB"), image.point(lambda value: value // 8)):
            assert auto.suited(np.asarray(other), np.asarray(other.rotate(1))).world.name == "photo"


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        (Look(0.8, 0.03, 120, 90), True),
        (Look(0.2, 0.03, 120, 90), False),  # grass, streets, rooms
        (Look(0.5, 0.03, 120, 90), None),  # a textured ground, or mist
        (Look(0.8, 0.5, 120, 90), None),  # a coloured ground, or the sky
        (Look(0.8, 0.03, 10, 90), None),  # night
        (Look(0.8, 0.03, 230, 90), None),  # snow
        (Look(0.8, 0.0, 120, 3), None),  # black and white
    ],
)
def test_a_glance_decides_only_what_is_clear(seen, shown):
    assert PlainGround().shown(seen) is shown


def test_a_look_measures_what_it_says():
    grey, red = np.full((60, 90, 3), 120, np.uint8), np.zeros((60, 90, 3), np.uint8)
    red[..., 0] = 200
    assert look(thumbnail(grey)) == Look(1.0, 0.0, 120.0, 0.0)
    assert (look(thumbnail(red)).tint, look(thumbnail(red)).vivid) == (1.0, 200.0)
    noise = np.random.default_rng(0).integers(0, 256, (60, 90, 3)).astype(np.uint8)
    assert look(thumbnail(noise)).calm < 0.01
    assert look(thumbnail(np.kron(noise, np.ones((9, 9, 1), np.uint8)))).calm < 0.1
    assert together([Look(0.2, 0.1, 100, 0), Look(0.4, 0.3, 200, 50)]) == Look(
        pytest.approx(0.3), pytest.approx(0.2), 150, 25
    )


@pytest.mark.parametrize(
    ("scores", "sure"),
    [
        ((0.99, 0.98, 0.2), True),
        ((0.95, 0.6, 0.6, 0.5, 0.4), False),
        ((0.99,), False),
        ((0.99,) * 20, False),
        ((), False),
        ((0.3,), False),
    ],
)
def test_a_detector_that_is_sure_knows_its_world(scores, sure):
    found = [SceneObject(np.array([0, 0, 9, 9.0]), "cube", score) for score in scores]
    graph = ObjectGraph.of(
        [one for one in found if one.score >= 0.5], 90, 60, [one for one in found if one.score < 0.5]
    )
    assert PlainGround().recognised([graph]).belongs is sure


class Eye:
    """A detector that has one opinion of every picture, and counts how often it is asked."""

    def __init__(self, *scores):
        self.scores, self.asked = scores, 0

    def detect(self, image):
        self.asked += 1
        return [SceneObject(np.array([0, 0, 20, 20.0]), "cube", score) for score in self.scores]

    def inspect(self, image):
        return ObjectGraph.of(self.detect(image), image.shape[1], image.shape[0])


def pinkish(shift: int = 0) -> np.ndarray:
    """A calm picture, in uneven light and with a shadow, of a colour that our grounds do not have."""
    down, across = np.mgrid[:120, :180][..., None]
    shade = np.linspace(0.6, 1.2, 120)[:, None, None] + 0.03 * np.sin(down / 9) * np.sin(across / 8)
    warmth = 0.02 * np.sin(across / 30) * (1, 0, -1)
    picture = np.rint((shade + warmth) * (200, 120, 120)).astype(np.uint8)
    picture[50:90, 60 + shift : 130 + shift] //= 2
    picture[30:60, 30 + shift : 60 + shift] = (20, 60, 200)
    return picture


def suitors(eye: Eye) -> list[Suitor]:
    """The two worlds, the general one named first: the order of the effort is what counts."""
    return [Suitor("photo", Anything(), eye.inspect), Suitor("blocks", PlainGround(), eye.inspect)]


@pytest.mark.parametrize(("scores", "pack"), [((0.99, 0.97), "blocks"), ((0.7, 0.6, 0.5), "photo")])
def test_where_a_glance_leaves_a_doubt_the_detector_is_asked(scores, pack):
    eye = Eye(*scores)
    choice = choose(suitors(eye), [pinkish(), pinkish(9)])
    assert (choice.world, eye.asked) == (pack, 2)
    assert [(world, answer.belongs) for world, answer in choice.asked][:2] == [
        ("blocks", None),
        ("blocks", pack == "blocks"),
    ]


def test_for_equal_pictures_no_detector_is_asked(auto):
    eye = Eye(0.9)
    assert choose(suitors(eye), [pinkish(), pinkish()]).world == "photo"
    assert auto.replace(detector=eye).describe(pinkish(), pinkish()).caption == "Nothing has changed."
    assert eye.asked == 0


def test_pictures_that_no_world_knows_are_said_to_be_so():
    eye = Eye(0.3)
    with pytest.raises(SpotItError, match=r"no pack knows this kind of picture \(asked: blocks\)"):
        choose([Suitor("blocks", PlainGround(), eye.inspect)], [pinkish(), pinkish(9)])


def test_the_reasons_stand_in_the_json(pipeline):
    pair = EXAMPLE / "before.png", EXAMPLE / "after.png"
    for command in (("run", *pair, "--json"), ("diff", *pair, "--format", "json")):
        screen, blocks = json.loads(pipeline(*command)[1])["choice"]
        assert (screen["pack"], screen["belongs"]) == ("screen", False) and "flat" in screen["reason"]
        assert (blocks["pack"], blocks["belongs"]) == ("blocks", True) and "calm" in blocks["reason"]
    assert "choice" not in json.loads(pipeline("run", *pair, "--json", "--pack", "blocks")[1])


def test_a_replaced_stage_holds_for_either_pack(auto, photographs):
    class Mute:
        def rank(self, candidates, analysis):
            return candidates

    mute = Mute()
    other = auto.replace(ranker=mute)
    assert other.suited(load_picture(EXAMPLE / "before.png")).stages.ranker.adopted is mute
    assert other.suited(photographs[0]).stages.ranker.adopted is mute


def test_another_detector_answers_but_does_not_choose(auto):
    other = Eye(0.5, 0.5)
    captioner = auto.replace(detector=other, registrar="none")
    chosen = captioner.suited(load_picture(EXAMPLE / "before.png"))
    assert (chosen.world.name, chosen.stages.detector.adopted, other.asked) == ("blocks", other, 0)


def test_the_world_that_answered_words_its_facts(auto, photographs):
    before = photographs[0]
    analysis = replace(auto.of("photo").diff(before, before.copy()), changes=(Change("scene", "scene", {}, 0.9),))
    assert auto.word(analysis, 0) == "The two pictures show different scenes."


def test_a_stage_that_only_one_world_can_use_is_refused_where_the_other_is_chosen(auto, photographs):
    captioner = auto.replace(registrar="objects")
    assert captioner.suited(load_picture(EXAMPLE / "before.png")).world.name == "blocks"
    with pytest.raises(SpotItError, match=r"cannot work without 'centers', which detector=onnx"):
        captioner.suited(photographs[0])


@pytest.mark.shared
def test_the_reference_data_are_told_apart(auto, shared_folder):
    data = shared_folder / "data"
    photographs = (
        sorted((data / "coco_photos" / "images").iterdir())[::6]
        + sorted((data / "photo_pairs" / "images").iterdir())[::6]
    )
    blocks = [
        path
        for name in ("clevr_blender", "clevr_change", "clevr_views")
        for path in sorted((data / name / "images").iterdir())[::6]
    ]
    chosen = {path.name: auto.choice(path).world for path in (*photographs, *blocks)}
    wrong = [path.name for path in photographs if chosen[path.name] != "photo"]
    wrong += [path.name for path in blocks if chosen[path.name] != "blocks"]
    assert len(wrong) <= 0.01 * len(chosen), wrong
