"""A thing that became lighter or darker by itself is told; light that falls on it and on what is around it is not."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]
DISC = np.hypot(COLUMNS - 200, ROWS - 110) < 55


def ball(ground, gain=1.0):
    """A shaded ball before a ground ``(h, w, 3)`` or colour."""
    picture = np.broadcast_to(np.asarray(ground, float), (HEIGHT, WIDTH, 3)).copy()
    light = 0.45 + 0.5 * np.clip(1 - np.hypot(COLUMNS - 180, ROWS - 90) / 90, 0, 1)
    body = np.array([70, 110, 190]) * light[..., None] * gain
    picture[DISC] = body[DISC]
    return np.clip(picture, 0, 255).astype(np.uint8)


def facts(before, after):
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    return [(one.kind, one.new) for one in AlignedDiffer().diff(*graphs, motion).changes]


@pytest.mark.parametrize("ground", [(255, 255, 255), (0, 0, 0), (150, 150, 150), (90, 150, 90)])
@pytest.mark.parametrize(("gain", "shade"), [(1.4, "lighter"), (0.6, "darker")])
@pytest.mark.parametrize("kept", [lambda picture: picture, lambda picture: jpeg(picture, 80)], ids=["as it is", "jpeg"])
def test_a_ball_of_another_shade_on_a_plain_ground_is_told(ground, gain, shade, kept):
    assert facts(kept(ball(ground)), kept(ball(ground, gain))) == [("color", shade)]


@pytest.mark.parametrize("gain", [0.5, 1.6])
@pytest.mark.parametrize("soft", [3, 12])
def test_a_shadow_or_a_lamp_on_a_scene_is_no_other_shade(gain, soft):
    depth = 1 / (1 + np.exp((np.hypot(COLUMNS - 90, (ROWS - 150) * 1.6) - 60) / soft))[..., None]
    lit = np.clip(scene() * (1 - depth + depth * gain), 0, 255).astype(np.uint8)
    assert facts(scene(), lit) == []


def test_a_light_on_the_ball_and_around_it_is_no_other_shade():
    before = ball(scene())
    glow = 1 + 0.7 * np.exp(-((COLUMNS - 200) ** 2 + (ROWS - 110) ** 2) / 70**2)[..., None]
    assert facts(before, np.clip(before * glow, 0, 255).astype(np.uint8)) == []


@pytest.mark.parametrize("gain", [0.75, 1.3])
def test_a_street_before_a_night_sky_in_another_exposure_is_no_other_shade(gain):
    night = np.where((ROWS < HEIGHT // 2)[..., None], 0, scene()).astype(np.uint8)
    assert facts(night, np.clip(night * gain, 0, 255).astype(np.uint8)) == []


@pytest.mark.parametrize("window", [np.s_[60:150, 80:200], np.s_[:, WIDTH // 2 :], np.s_[HEIGHT // 2 :]])
def test_a_part_of_a_scene_in_slightly_other_colours_is_told(window):
    after = scene().astype(float)
    after[window] = after[window] @ np.array([[0.7, 0.3, 0], [0.1, 0.6, 0.3], [0.1, 0.1, 0.9]])
    ((kind, _),) = facts(scene(), np.clip(after, 0, 255).astype(np.uint8))
    assert kind == "color"
