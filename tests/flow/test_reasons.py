"""Silence has its reasons, measured; and where too little can be seen, that is the answer."""

import json

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, gamma, jpeg, put, scene, seen

pytest.importorskip("cv2")

from pipeline.core.types import Difference
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.flow.reasons import reasons_of
from pipeline.output.reasons import words_of
from pipeline.register.identity import IdentityMotion
from pipeline.register.keypoints import KeypointRegistrar

SCENE = np.clip((scene().astype(float) - 120) * 2.0 + 120, 0, 255).astype(np.uint8)


def blurred(picture, sigma):
    import cv2

    return cv2.GaussianBlur(picture, (0, 0), sigma)


def shaded(picture):
    """With a shadow of 60 by 80 pixels, round as shadows are."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    shadow = np.hypot((rows - 130) / 30, (columns - 100) / 40) < 1
    return np.where(shadow[..., None], 0.8 * picture, picture).astype(np.uint8)


def reasons(before, after):
    """What else differs between two pictures in which nothing is detected, by kind."""
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    found = AlignedDiffer().diff(*graphs, motion)
    assert not found.changes
    return {reason.kind: reason for reason in reasons_of(graphs, (before, after), motion, found)}


@pytest.mark.parametrize(
    ("kind", "before", "after", "value", "off"),
    [
        ("camera", SCENE[:-9, :-12], SCENE[9:, 12:], 15, 1),
        ("light", SCENE, (SCENE * 0.8).astype(np.uint8), 0.8, 0.03),
        ("warmth", SCENE, np.clip(SCENE * [1.1, 1, 0.9], 0, 255).astype(np.uint8), 1.22, 0.05),
        ("sharpness", SCENE, blurred(SCENE, 1.2), 0.55, 0.25),
        ("compression", SCENE, jpeg(SCENE, 25), 1.9, 0.3),
        ("shadow", SCENE, shaded(SCENE), 80, 20),
    ],
)
def test_how_the_second_picture_was_taken_is_measured(kind, before, after, value, off):
    assert reasons(before, after)[kind].value == pytest.approx(value, abs=off)


def test_the_light_of_what_changed_is_not_that_of_the_picture():
    before, after = scene(), scene()
    after[:, 145:] = np.clip(after[:, 145:] * 1.4, 0, 255)
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    found = AlignedDiffer().diff(*graphs, motion)
    assert [(change.kind, change.new) for change in found.changes] == [("color", "lighter")]
    assert {one.kind for one in reasons_of(graphs, (before, after), motion, found)}.isdisjoint({"light", "warmth"})


def test_two_shots_of_one_scene_need_no_reason():
    noise = np.random.default_rng(0).normal(0, 2, (2, *SCENE.shape))
    assert reasons(*np.clip(SCENE + noise, 0, 255).astype(np.uint8)) == {}


@pytest.mark.parametrize(("corner", "where"), [((8, 8), "at the upper left"), ((300, 220), "at the lower right")])
@pytest.mark.parametrize("size", [2, 4])
def test_nothing_is_too_small_to_be_listed(corner, where, size):
    x, y = corner
    after = SCENE.copy()
    after[y : y + size, x : x + size] = (255, 0, 0)
    found = reasons(SCENE, after)["small"]
    assert found.place.value == where
    assert words_of(found).startswith(f"Something small changed {where}")
    assert found.box_after[0] <= x + 1 and found.box_after[2] >= x + size - 1


def test_what_is_lost_as_large_pictures_are_shrunk_is_found_all_the_same():
    import cv2

    large = cv2.resize(SCENE, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    after = large.copy()
    after[100:106, 1000:1006] = (255, 255, 0)
    assert reasons(jpeg(large, 95), jpeg(after, 95))["small"].place.value == "at the upper right"


def test_what_one_picture_has_beyond_the_edge_of_the_other_is_listed():
    for before, after, picture in ((SCENE[:-18], SCENE, "after"), (SCENE, SCENE[:-18], "before")):
        found = reasons(before, after)["beyond"]
        assert (found.picture, found.place.value) == (picture, "at the bottom")
        assert found.value == pytest.approx(18, abs=2)


def test_a_dark_picture_is_no_proof_that_nothing_changed():
    night = (SCENE * 0.08).astype(np.uint8)
    assert {"dark"} == set(reasons(night, np.roll(night, 1, 0))) & {"dark", "pale"}
    assert "dark" not in reasons(SCENE, gamma(SCENE, 1.4))


def write(folder, **pictures):
    from PIL import Image

    paths = []
    for name, pixels in pictures.items():
        paths.append(str(folder / f"{name}.png"))
        Image.fromarray(pixels).save(paths[-1])
    return paths


ASKED = ("--pack", "photo", "--stage", "detector=regions")


def test_the_reasons_stand_in_the_json_and_on_request_in_words(tmp_path, pipeline):
    after = SCENE.copy()
    after[20:23, 300:303] = (255, 0, 0)
    pair = write(tmp_path, before=SCENE, after=after)
    told = json.loads(pipeline("run", *pair, *ASKED, "--json")[1])
    assert (told["changed"], told["unsure"]) == (False, False)
    assert [reason["kind"] for reason in told["reasons"]] == ["small"]
    _, answer, notice = pipeline("run", *pair, *ASKED)
    assert answer.count("\n") == 1
    assert "Something small changed at the upper right" in notice
    assert "Something small changed at the upper right" in pipeline("run", *pair, *ASKED, "--why")[1]


def test_too_little_to_tell_is_an_answer_with_a_status_of_its_own(tmp_path, pipeline):
    night = (SCENE * 0.08).astype(np.uint8)
    pair = write(tmp_path, before=night, after=np.roll(night, 1, 0))
    status, answer, _ = pipeline("run", *pair, *ASKED, "--fail-on-change")
    assert (status, answer) == (3, "Too little can be seen to tell whether anything has changed.\n")
    assert json.loads(pipeline("diff", *pair, *ASKED, "--format", "json")[1])["unsure"] is True


def test_a_change_of_an_ignored_place_is_no_reason(tmp_path, pipeline):
    after = SCENE.copy()
    after[20:23, 300:303] = (255, 0, 0)
    pair = write(tmp_path, before=SCENE, after=after)
    told = json.loads(pipeline("run", *pair, *ASKED, "--json", "--ignore", f"290,0,{WIDTH},{HEIGHT // 4}")[1])
    assert told["reasons"] == []


def test_what_is_told_is_not_listed_again():
    after = put(SCENE, (60, 80, 110, 150))
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, SCENE, after)
    found = AlignedDiffer().diff(*graphs, motion)
    assert found.changes
    assert reasons_of(graphs, (SCENE, after), motion, found) == []


def noisy(picture, seed):
    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    return jpeg(np.clip(picture + noise, 0, 255).astype(np.uint8), 90)


@pytest.mark.parametrize("contrast", [-24, -12, 12, 24])
def test_what_no_object_explains_is_listed_where_the_camera_stood_still(contrast):
    """In a world that looks at objects alone, of two shots that are equal nowhere to the last bit."""
    ground = np.full(SCENE.shape, 150.0)
    with_body = ground.copy()
    with_body[60:110, 80:150] += contrast

    def faint(*pair):
        found = reasons_of((seen(), seen()), pair, IdentityMotion(), Difference())
        return [one.box_after for one in found if one.kind == "faint"]

    (box,) = faint(noisy(ground, 1), noisy(with_body, 2))
    assert np.abs(box - [80, 60, 150, 110]).max() <= 4
    assert faint(noisy(ground, 3), noisy(ground, 4)) == []
    assert faint(noisy(SCENE, 2), noisy(np.roll(SCENE, 9, axis=1), 1)) == []
