import numpy as np
import pytest
from photo_scene import HEIGHT, gamma, jpeg, put, scene, seen

pytest.importorskip("cv2")

from PIL import Image

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCREEN = (90, 60, 190, 130)
SCENE = scene()


def room(panel, picture=SCENE):
    """The scene with a screen in it: a black frame, and what it shows, or one grey level where it is off."""
    made = picture.copy()
    x0, y0, x1, y1 = SCREEN
    made[y0:y1, x0:x1] = 18
    made[y0 + 6 : y1 - 6, x0 + 6 : x1 - 6] = panel
    return made


def shown(seed=5):
    """A picture on a screen: bright, in colours and with structure."""
    coarse = np.random.default_rng(seed).integers(90, 255, (7, 10, 3)).astype(np.uint8)
    x0, y0, x1, y1 = SCREEN
    return np.asarray(Image.fromarray(coarse).resize((x1 - x0 - 12, y1 - y0 - 12), Image.Resampling.BICUBIC))


DARK, LIT = room(30), room(shown())


def facts(before, after, first=None, second=None):
    graphs = first or seen(("tv", SCREEN)), second or seen(("tv", SCREEN))
    motion = KeypointRegistrar().register(*graphs, before, after)
    return [(one.kind, one.label, one.old, one.new) for one in AlignedDiffer().diff(*graphs, motion).changes]


@pytest.mark.parametrize("label", ["tv", "laptop", "cell phone"])
def test_a_screen_that_lights_up_was_turned_on(label):
    graphs = seen((label, SCREEN)), seen((label, SCREEN))
    assert facts(DARK, jpeg(LIT), *graphs) == [("state", label, "off", "on")]
    assert facts(LIT, jpeg(DARK), *graphs) == [("state", label, "on", "off")]


def test_who_is_seen_on_the_screen_has_not_come():
    inside = (115, 70, 150, 120)
    assert facts(DARK, LIT, None, seen(("tv", SCREEN), ("person", inside))) == [("state", "tv", "off", "on")]


def test_what_else_changed_is_told_beside_it():
    elsewhere = (230, 150, 280, 220)
    found = facts(DARK, put(LIT, elsewhere), None, seen(("tv", SCREEN), ("dog", elsewhere)))
    assert sorted(one[:2] for one in found) == [("add", "dog"), ("state", "tv")]


def test_another_programme_is_not_turned_on_or_off():
    assert "state" not in [one[0] for one in facts(LIT, room(shown(9)))]


def test_a_screen_that_only_one_picture_shows_was_not_switched():
    assert "state" not in [one[0] for one in facts(SCENE, LIT, seen(), None)]


def test_the_light_of_the_room_switches_nothing():
    assert facts(room(120), gamma(room(120), 3.0)) == []


def test_a_dark_picture_that_lights_up_is_no_screen():
    assert "state" not in [one[0] for one in facts(DARK, LIT, seen(("book", SCREEN)), seen(("book", SCREEN)))]


def test_who_stands_before_the_screen_turned_nothing_off():
    x0, y0, x1, _ = SCREEN
    dark = LIT.copy()
    dark[y0 - 25 : HEIGHT - 10, x0 - 30 : x1 + 30] = 25
    box = (x0 - 30, y0 - 25, x1 + 30, HEIGHT - 10)
    assert "state" not in [one[0] for one in facts(LIT, dark, None, seen(("tv", SCREEN), ("person", box)))]


@pytest.mark.parametrize("gain", [0.1, 0.2])
def test_a_screen_that_still_shows_what_it_showed_was_not_turned_off(gain):
    dim = SCENE.astype(float)
    x0, y0, x1, y1 = SCREEN
    dim[y0:y1, x0:x1] = LIT[y0:y1, x0:x1] * gain
    noisy = dim + np.random.default_rng(4).normal(0, 3, dim.shape)
    assert "state" not in [one[0] for one in facts(LIT, np.clip(noisy, 0, 255).astype(np.uint8))]
