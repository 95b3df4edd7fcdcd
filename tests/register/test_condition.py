"""A camera that shows nothing of the scene any more is told as such, by what is the matter with it."""

import numpy as np
import pytest
from photo_scene import WIDTH, jpeg, put, scene, seen

pytest.importorskip("cv2")

from language.photo.templates import PhotoTemplateGenerator
from pipeline.core.types import Analysis
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register import cover
from pipeline.register.keypoints import KeypointRegistrar

HERE = (60, 80, 110, 150)
SCENE = np.clip((scene().astype(float) - 120) * 2.5 + 120, 0, 255).astype(np.uint8)


def noise(level, spread):
    return np.clip(np.random.default_rng(1).normal(level, spread, SCENE.shape), 0, 255).astype(np.uint8)


def curtain(level, share=0.7):
    """Something even before the left part of the scene."""
    made = SCENE.copy()
    made[:, : round(share * SCENE.shape[1])] = noise(level, 2)[:, : round(share * SCENE.shape[1])]
    return made


def blurred(picture, sigma):
    import cv2

    return cv2.GaussianBlur(picture, (0, 0), sigma)


def told(before, after):
    """The one sentence about two pictures in which nothing is detected; None where nothing changed."""
    motion = KeypointRegistrar().register(seen(), seen(), before, after)
    changes = tuple(AlignedDiffer().diff(seen(), seen(), motion).changes)
    if not changes:
        return None
    assert [change.kind for change in changes] == ["scene"]
    return PhotoTemplateGenerator().generate(Analysis(seen(), seen(), changes, before, after))[0].text


@pytest.mark.parametrize(
    ("after", "forth", "back"),
    [
        (np.zeros_like(SCENE), "The picture is blank now, all black.", "The picture is no longer blank."),
        (np.full_like(SCENE, 255), "The picture is blank now, all white.", "The picture is no longer blank."),
        (np.full_like(SCENE, (0, 0, 200)), "The picture is blank now, all blue.", "The picture is no longer blank."),
        (jpeg(noise(12, 4), 80), "The camera is covered.", "The camera is no longer covered."),
        (noise(50, 12), "The camera is covered.", "The camera is no longer covered."),
        (blurred(SCENE, 12), "The picture is out of focus now.", "The picture is in focus again."),
        (curtain(40), "Most of the picture is covered now.", "Most of the picture is no longer covered."),
        (curtain(200), "Most of the picture is covered now.", "Most of the picture is no longer covered."),
    ],
    ids=["black", "white", "blue", "dark noise", "lens cap", "out of focus", "dark curtain", "light curtain"],
)
def test_a_picture_that_shows_nothing_of_the_scene_is_said_to(after, forth, back):
    assert told(SCENE, after) == forth
    assert told(after, SCENE) == back


@pytest.mark.parametrize(
    "after",
    [
        (SCENE * 0.25 + 150).astype(np.uint8),
        (SCENE * 0.3).astype(np.uint8),
        blurred(SCENE, 1.5),
    ],
    ids=["fog", "dusk", "a little soft"],
)
def test_a_scene_that_is_badly_seen_is_still_seen(after):
    assert told(SCENE, after) is None


@pytest.mark.parametrize("sigma", [3.5, 5, 8])
def test_a_camera_that_lost_its_focus_is_told_while_things_can_still_be_seen(sigma):
    soft = jpeg(blurred(SCENE, sigma), 90)
    assert told(SCENE, soft) == "The picture is out of focus now."
    assert told(soft, SCENE) == "The picture is in focus again."


def test_a_smooth_thing_before_a_part_of_the_scene_is_no_loss_of_focus():
    after = SCENE.copy()
    after[20:220, 10:190] = blurred(SCENE, 30)[20:220, 10:190]
    motion = KeypointRegistrar().register(seen(), seen(), SCENE, after)
    assert motion.view.conditions == (None, None)


def test_a_blank_picture_of_another_colour_is_told():
    pages = np.full_like(SCENE, (200, 20, 20)), np.full_like(SCENE, (20, 40, 200))
    assert told(*pages) == "The whole picture is blue now."
    assert told(pages[0], pages[0] - 2) is None


def test_one_thing_that_goes_from_a_plain_page_is_no_blank_page():
    page = np.full_like(SCENE, 255)
    motion = KeypointRegistrar().register(seen(), seen(), put(page, HERE), page)
    assert [change.kind for change in AlignedDiffer().diff(seen(), seen(), motion).changes] == ["drop"]


def veiled(share, level=150):
    """The left part of the scene, behind something that lets a ``share`` of it through."""
    made = SCENE.astype(float)
    left = np.s_[:, : round(0.7 * WIDTH)]
    made[left] = level + share * (made[left] - made[left].mean())
    return np.clip(made, 0, 255).astype(np.uint8)


def test_what_can_be_seen_through_a_veil_is_not_covered(monkeypatch):
    """Its blocks are even, but those that were brighter still are: a cover has a brightness of its own."""

    def matter(after):
        return KeypointRegistrar().register(seen(), seen(), SCENE, after).view.conditions

    assert matter(veiled(0.08)) == (None, None)
    assert matter(veiled(0)) == (None, "mostly covered")
    monkeypatch.setattr(cover, "SEEN_THROUGH", 1.1)
    assert matter(veiled(0.08)) == (None, "mostly covered")


def room(boxes=((40, 90, 90, 150), (200, 110, 260, 170))):
    """A calm scene: a wall, a floor, and two plain things."""
    down, across = np.mgrid[: SCENE.shape[0], : SCENE.shape[1]]
    wall = np.where(down < 130, 170, 110) * (1.05 - 0.3 * across / SCENE.shape[1])
    made = np.repeat(wall[..., None], 3, -1)
    for (x0, y0, x1, y1), color in zip(boxes, ((90, 60, 50), (60, 90, 120)), strict=True):
        made[y0:y1, x0:x1] = color
    return jpeg(np.clip(made + np.random.default_rng(2).normal(0, 2, made.shape), 0, 255).astype(np.uint8), 90)


def painted(picture, discs, color):
    """The picture with soft discs of one colour before it, each a middle and a radius."""
    down, across = np.mgrid[: picture.shape[0], : picture.shape[1]]
    away = np.min([np.hypot(across - x, down - y) - radius for x, y, radius in discs], axis=0)
    over = np.clip(0.5 - away / 8, 0, 1)[..., None]
    return jpeg(np.rint(picture * (1 - over) + np.array(color) * over).astype(np.uint8), 90)


BLOTS = ((70, 60, 80), (150, 150, 90), (250, 90, 75), (20, 200, 60))


@pytest.mark.parametrize("scene_", [SCENE, room()], ids=["rich", "calm"])
@pytest.mark.parametrize("color", [(62, 58, 92), (205, 190, 170), (20, 60, 20)])
def test_paint_or_a_hand_before_most_of_a_calm_scene_covers_it(scene_, color):
    after = painted(scene_, BLOTS, color)
    assert told(scene_, after) == "Most of the picture is covered now."
    assert told(after, scene_) == "Most of the picture is no longer covered."


def test_a_picture_that_says_only_that_there_is_none_covers_the_camera():
    from PIL import Image, ImageDraw, ImageFont

    none = Image.new("RGB", (WIDTH, SCENE.shape[0]), "#10106a")
    ImageDraw.Draw(none).text((70, 100), "NO SIGNAL", fill="white", font=ImageFont.load_default(32))
    assert told(room(), np.asarray(none)) == "The camera is covered."


def test_a_lamp_that_goes_out_in_a_calm_room_and_a_thing_on_a_plain_wall_cover_nothing():
    dim = np.clip(room().astype(float) * 0.6, 0, 255).astype(np.uint8)
    with_thing = painted(room(), [(160, 70, 45)], (200, 60, 60))
    for after in (dim, with_thing):
        motion = KeypointRegistrar().register(seen(), seen(), room(), after)
        assert motion.view.conditions == (None, None)
