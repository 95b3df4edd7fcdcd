"""Things left and taken before a fixed camera: drawn scenes in which something stays while others pass."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

from photo_scene import WIDTH, put, scene

from pipeline.core.boxes import iou
from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject
from pipeline.flow.captioner import Captioner
from pipeline.watch.background import Background
from pipeline.watch.events import Events
from pipeline.watch.journal import open_journal
from pipeline.watch.lasting import LEAST_CONFIRM, follow_lasting
from pipeline.watch.patches import came, only_at, patches_that_last

SCENE = scene()
HERE = (60, 140, 110, 200)
COLORS = {"suitcase": "#b01818", "person": "#2040c0"}


class ColorEye(Detector):
    """Finds the drawn things by their colours."""

    def detect(self, image):
        found = []
        for label, color in COLORS.items():
            rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
            rows, columns = np.nonzero((np.abs(image.astype(int) - rgb) < 24).all(-1))
            if len(rows) > 200:
                box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
                found.append(SceneObject(box, label, 0.9))
        return found


def film(folder, *frames):
    """Write frames, each a list of labels and boxes; a person walks through all of them, and the light flickers."""
    rng = np.random.default_rng(0)
    paths = []
    for number, things in enumerate(frames):
        picture = SCENE
        for label, box in [("person", (30 * number % 260, 40, 30 * number % 260 + 26, 110)), *things]:
            picture = put(picture, box, COLORS[label])
        noisy = picture * (1 + 0.02 * rng.standard_normal()) + rng.normal(0, 2, picture.shape)
        paths.append(folder / f"{number:02d}.png")
        Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(paths[-1])
    return paths


def watched(paths, **more):
    captioner = Captioner.from_pack("photo").replace(detector=ColorEye())
    return list(follow_lasting(paths, captioner, Events(LEAST_CONFIRM), **more))


BAG = [("suitcase", HERE)]


def test_what_was_left_is_told_once_with_the_picture_that_showed_it_first(tmp_path):
    (news,) = watched(film(tmp_path, *[[]] * 9, *[BAG] * 6))
    assert (news.change.kind, news.change.label, news.since.name) == ("add", "suitcase", "09.png")
    assert news.after.name <= "13.png"
    assert news.caption.startswith("A red suitcase was left") and " at " in news.caption


def test_what_was_taken_is_told_once_and_who_stands_still_is_not(tmp_path):
    stands = ("person", (220, 120, 240, 180))
    (news,) = watched(film(tmp_path, *[BAG] * 9, *[[stands]] * 5))
    assert (news.change.kind, news.change.label, news.since.name) == ("drop", "suitcase", "09.png")
    assert "was taken away" in news.caption


def test_what_is_put_down_for_a_moment_is_not_told(tmp_path):
    assert watched(film(tmp_path, *[[]] * 9, BAG, BAG, *[[]] * 5)) == []


def test_a_watch_that_goes_on_knows_what_it_told(tmp_path):
    paths = film(tmp_path, *[[]] * 9, *[BAG] * 8, *[[]] * 5)
    told = []
    for part in (paths[:14], paths[:17], paths):
        journal = open_journal(tmp_path / "journal.jsonl")
        told.append([news.change.kind for news in watched(part, journal=journal)])
        journal.close()
    assert told == [["add"], [], ["drop"]]


def test_a_known_background_tells_from_the_first_pictures_on(tmp_path):
    empty = tmp_path / "empty.jpg"
    Image.fromarray(SCENE).save(empty, quality=95)
    (news,) = watched(film(tmp_path, *[BAG] * 6), reference=empty)
    assert (news.change.kind, news.since.name) == ("add", "00.png")


def patches(*pictures):
    """What lasts in the last of the pictures, the scene being known."""
    background = Background(("empty", SCENE))
    stays = [background.take(f"{number}", picture) for number, picture in enumerate(pictures)][-1]
    return patches_that_last(SCENE, background), stays


def test_a_lamp_and_a_shadow_are_light_and_a_thing_is_none():
    columns = np.arange(WIDTH)[None, :, None]
    glow = 60 * np.exp(-(((columns - 160) / 60) ** 2))
    shadow = 1 - 0.4 / (1 + np.exp((160 - columns) / 12))
    for light in (lambda picture: picture + glow, lambda picture: picture * shadow):
        shone = [np.clip(light(picture), 0, 255).astype(np.uint8) for picture in (SCENE, put(SCENE, HERE))]
        assert patches(*[shone[0]] * 5)[0] == []
        (patch,), _ = patches(*[SCENE] * 3, *[shone[1]] * 4)
        assert iou(patch.box, np.array(HERE, float))[0, 0] > 0.8 and patch.since == "3"


def test_the_outline_tells_what_came_from_what_is_gone():
    left = put(SCENE, HERE)
    (patch,), stays = patches(*[left] * 4)
    assert came(SCENE, stays, patch.mask) is True
    assert came(stays, SCENE, patch.mask) is False
    assert came(SCENE, SCENE, patch.mask) is None


def test_only_what_lasts_is_shown_to_the_differ():
    dark = (put(SCENE, HERE) * 0.8).astype(np.uint8)
    dark[:20] = 255
    (patch,), stays = patches(*[put(SCENE, HERE)] * 4)
    shown = only_at([patch], SCENE, dark)
    assert (shown[:100] == SCENE[:100]).all()
    x, y = 85, 160
    assert np.abs(shown[y, x].astype(int) - stays[y, x]).max() < 12  # in the light of before


def test_what_comes_about_little_by_little_lasts_since_no_picture():
    dark = []
    for number in range(10):
        dark.append(SCENE.copy())
        dark[-1][:, 60 : 70 + 12 * number] //= 2
    assert patches(*dark)[0] == []


def test_who_passes_in_three_pictures_and_is_gone_is_no_patch():
    seen = put(SCENE, HERE, "#2040c0")
    assert patches(*[seen] * 3, SCENE)[0] == []
