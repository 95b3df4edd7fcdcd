"""What hardly stands out from its ground is told where it replaces the ground's structure; shadows leave it."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

BOX = (120, 70, 190, 150)


def taken(picture, seed):
    noise = np.random.default_rng(seed).normal(0, 2, picture.shape)
    return jpeg(np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8), 90)


def gray(ground):
    return np.repeat(ground.astype(float).mean(-1)[..., None], 3, -1)


def wall():
    """Plain, and darker to the right; a floor below it."""
    down, across = np.mgrid[:HEIGHT, :WIDTH]
    light = np.where(down < 165, 150, 105) * (1.1 - 0.35 * across / WIDTH)
    return np.repeat(light[..., None], 3, -1)


def mask(draw):
    image = Image.new("L", (WIDTH, HEIGHT))
    draw(ImageDraw.Draw(image))
    return np.asarray(image, float)[..., None] / 255


def body(ground, contrast, disc=False):
    share = mask(lambda pen: (pen.ellipse if disc else pen.rectangle)(BOX, fill=255))
    level = ground[BOX[1] : BOX[3], BOX[0] : BOX[2]].mean() + contrast
    return ground * (1 - share) + level * share


def shadow(ground, left):
    import cv2

    share = mask(lambda pen: pen.polygon([(110, 0), (200, 0), (240, 190), (130, 190)], fill=255))
    return ground * (1 - cv2.GaussianBlur(share, (0, 0), 1.0)[..., None] * (1 - left))


def found(before, after):
    pair = taken(before, 1), taken(after, 2)
    return AlignedDiffer().diff(seen(), seen(), KeypointRegistrar().register(seen(), seen(), *pair))


@pytest.mark.parametrize("disc", [False, True], ids=["box", "disc"])
@pytest.mark.parametrize("contrast", [-24, -18, 24])
@pytest.mark.parametrize("seed", [3, 4])
def test_a_gray_thing_on_a_gray_ground_with_structure_is_told(seed, contrast, disc):
    ground = gray(scene(seed))
    thing = body(ground, contrast, disc)
    for kind, pair in (("add", (ground, thing)), ("drop", (thing, ground))):
        changes = found(*pair).changes
        assert {change.kind for change in changes} == {kind}
        boxes = [change.box_after if kind == "add" else change.box_before for change in changes]
        assert np.abs(boxes[0] - BOX).max() <= 8


@pytest.mark.parametrize("left", [0.55, 0.7, 0.85])
@pytest.mark.parametrize("ground", [gray(scene(3)), gray(scene(4)), scene(5), wall()], ids=["3", "4", "5", "wall"])
def test_a_hard_shadow_is_none(ground, left):
    for pair in ((ground, shadow(ground, left)), (shadow(ground, left), ground)):
        answer = found(*pair)
        assert answer.changes == ()
        assert {reason.kind for reason in answer.reasons} & {"shadow", "faint"}


@pytest.mark.parametrize("contrast", [-24, -18, 18, 24])
def test_on_a_plain_ground_it_is_not_passed_over_without_a_word(contrast):
    answer = found(wall(), body(wall(), contrast))
    at = [one.box_after for one in (*answer.changes, *answer.reasons) if one.box_after is not None]
    assert any(np.abs(box - BOX).max() <= 8 for box in at)


def test_a_picture_that_did_not_change_has_nothing_slight_in_it():
    for ground in (gray(scene(3)), wall()):
        answer = found(ground, ground)
        assert answer.changes == () and not answer.reasons
