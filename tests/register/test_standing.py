"""Things that moved on an even ground did not move the camera, however many of the corners are theirs."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, scene, seen

pytest.importorskip("cv2")

from pipeline.register.keypoints import KeypointRegistrar

ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]


def evening():
    """A ground without corners that is nowhere the same."""
    shade = 70 + 110 * ROWS / HEIGHT + 40 * np.sin(COLUMNS / WIDTH * 2.0)
    noise = np.random.default_rng(3).normal(0, 1, (HEIGHT, WIDTH, 1))
    return np.clip(shade[..., None] * [0.7, 0.8, 1.1] + noise, 0, 255).astype(np.uint8)


def with_things(*places):
    picture = evening()
    for seed, (x, y) in enumerate(places):
        picture[y : y + 70, x : x + 80] = (
            scene(seed)[:70, :80] // 2 + 90 * (np.indices((70, 80)).sum(0) // 9 % 2)[..., None]
        )
    return picture


def matrix(before, after):
    return KeypointRegistrar().register(seen(), seen(), before, after).view.matrix


@pytest.mark.parametrize("step", [(70, 0), (90, 10)])
def test_two_things_that_walked_on_are_no_movement_of_the_camera(step):
    places = [(10, 130), (150, 60)]
    after = with_things(*((x + step[0], y + step[1]) for x, y in places))
    assert np.array_equal(matrix(with_things(*places), after), np.eye(3))


def test_a_camera_that_turned_over_an_even_ground_did():
    wide = np.pad(with_things((60, 50), (170, 120)), ((6, 6), (6, 6), (0, 0)), mode="edge")
    before, after = wide[6:-6, 6:-6], wide[2:-10, 0:-12]
    assert matrix(before, after)[:2, 2] == pytest.approx([6, 4], abs=0.5)
