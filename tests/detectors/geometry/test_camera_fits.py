import blocks_world as world
import numpy as np
import pytest

from detectors.geometry.bundle import SHARED, Observations, _linearise
from detectors.geometry.camera import Camera
from detectors.geometry.fit import fit_pair
from detectors.geometry.measure import Noise, measure
from detectors.geometry.single import fit_camera

SHARP = Noise(scale=0.005)


def seen(blocks, camera=world.HERE, motion=None, noise=SHARP):
    return measure([world.see(block, camera, motion) for block in blocks], world.SIZE, world.SOLIDS, noise)


def test_the_jacobian_is_the_slope_of_the_residuals():
    rng = np.random.default_rng(0)
    views, points = np.repeat([0, 1], 4), np.tile(np.arange(4), 2)
    z = np.array([0.7, 0.35, 0.7, 0.35])
    seen_twice = Observations(views, points, rng.normal(size=(8, 2)), rng.normal(size=8), np.ones((8, 3)), z)
    ground = np.column_stack([rng.uniform(-3, 3, 4), rng.uniform(7, 12, 4)])
    values = np.array([1.6, 0.5, 0.05, 6.2, 1.7, 0.45, -0.03, 6.3, 0.2, 0.3, -0.4, *ground.ravel()])
    centers = np.full((2, 2), 160.0)
    _, jacobian = _linearise(values, seen_twice, centers)
    for k in range(len(values)):
        step = np.zeros(len(values))
        step[k] = 1e-6
        ahead, back = (_linearise(values + sign * step, seen_twice, centers)[0] for sign in (1, -1))
        np.testing.assert_allclose(jacobian[:, k], (ahead - back) / 2e-6, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    ("height", "pitch"),
    [(5.34, 28.3), (4.0, 24.0), (7.0, 34.0)],  # usual, low, high
)
def test_one_picture_gives_its_camera(height, pitch):
    camera = Camera(height, np.radians(pitch), 0.0, 525.0, (240.0, 160.0))
    found = fit_camera(seen(world.SCENE, camera), world.SIZE, world.CAMERA).camera
    assert found.height == pytest.approx(height, rel=0.06)
    assert np.degrees(found.pitch) == pytest.approx(pitch, abs=2.0)
    assert found.roll == pytest.approx(0.0, abs=0.01)


def test_a_rolled_camera_is_found_although_most_are_level():
    camera = Camera(5.34, np.radians(28.3), 0.25, 525.0, (240.0, 160.0))
    assert fit_camera(seen(world.SCENE, camera), world.SIZE, world.CAMERA).camera.roll == pytest.approx(0.25, abs=0.06)


def test_a_camera_that_cannot_be_made_out_is_taken_for_the_usual_one():
    camera = Camera(7.0, np.radians(34.0), 0.0, 525.0, (240.0, 160.0))
    vague = seen(world.SCENE[:2], camera, noise=Noise(scale=0.5))
    assert fit_camera(vague, world.SIZE, world.CAMERA).camera.height == pytest.approx(5.34, abs=0.3)


def test_two_pictures_give_both_cameras_and_the_motion():
    motion = world.motion_to(world.THERE)
    first, second = seen(world.SCENE), seen(world.SCENE, world.THERE, motion)
    start = np.zeros(SHARED)
    start[:4], start[4:8] = (fit_camera(one, world.SIZE, world.CAMERA).values for one in (first, second))
    matches = [(i, i) for i in range(len(world.SCENE))]
    found = fit_pair(first, second, matches, start, (world.SIZE, world.SIZE), world.CAMERA)
    assert found.motion.angle == pytest.approx(motion.angle, abs=0.01)
    here = found.motion.apply(found.camera(0).backproject(first.pixel, first.z))
    there = found.camera(1).backproject(second.pixel, second.z)
    np.testing.assert_allclose(here, there, atol=0.03)


def test_what_the_frame_cuts_off_is_measured_less_surely():
    whole, cut = (world.see(world.Block("large red metal cube", x, 9.0)) for x in (0.0, 4.3))
    measured = measure([whole, cut], world.SIZE, world.SOLIDS)
    assert measured.visible[0] == pytest.approx(1.0)
    assert measured.visible[1] < 0.8
    assert measured.pixel_sd[1] > 1.5 * measured.pixel_sd[0]


def test_an_object_of_doubtful_size_stands_at_a_doubtful_height():
    clear, doubtful = (world.see(world.SCENE[0], doubt=doubt) for doubt in (1e-4, 0.5))
    measured = measure([clear, doubtful], world.SIZE, world.SOLIDS)
    assert measured.z[0] == pytest.approx(0.7, abs=0.01)
    assert measured.z[1] == pytest.approx(0.525, abs=0.01)
    assert measured.z_sd[1] > 10 * measured.z_sd[0]


def test_a_doubtful_size_makes_the_scales_of_its_picture_doubtful():
    one, other, odd = (world.see(world.SCENE[k], doubt=doubt) for k, doubt in ((0, 0.1), (1, 0.1), (1, 1e-4)))
    alone = measure([one], world.SIZE, world.SOLIDS).scale_sd[0]
    together = measure([one, other], world.SIZE, world.SOLIDS).scale_sd
    assert alone > 2 * measure([odd], world.SIZE, world.SOLIDS).scale_sd[0]
    np.testing.assert_allclose(together, together[0], rtol=0.01)
    assert together[0] > 1.3 * alone
