import blocks_world as world
import numpy as np
import pytest

from detectors.geometry.camera import Camera, GroundMotion

TILTED = Camera(height=4.0, pitch=0.5, roll=0.2, focal=480.0, center=(240.0, 160.0))


@pytest.mark.parametrize("camera", [world.HERE, TILTED], ids=["level", "rolled"])
def test_a_point_comes_back_from_its_pixel(camera):
    points = np.array([[0.0, 8.0, 0.35], [-2.0, 11.0, 0.7], [3.0, 9.0, 0.0]])
    ground = camera.backproject(camera.project(points), points[:, 2])
    np.testing.assert_allclose(ground, points[:, :2], atol=1e-9)


def test_the_optical_axis_meets_the_ground_at_the_picture_centre():
    target = np.array([0.0, world.HERE.height / np.tan(world.HERE.pitch), 0.0])
    np.testing.assert_allclose(world.HERE.project(target), [240.0, 160.0], atol=1e-9)


def test_right_is_right_and_far_is_up():
    near, right, far = world.HERE.project(np.array([[0.0, 8.0, 0.0], [1.0, 8.0, 0.0], [0.0, 12.0, 0.0]]))
    assert right[0] > near[0]
    assert far[1] < near[1]


def test_a_point_behind_the_camera_has_no_pixel():
    assert np.isnan(world.HERE.project(np.array([0.0, -20.0, 0.0]))).all()


def test_a_pixel_above_the_horizon_has_no_ground():
    assert np.isnan(world.HERE.backproject(np.array([240.0, -400.0]), 0.0)).all()


def test_a_motion_and_its_inverse_cancel():
    motion = GroundMotion(0.4, (1.0, -2.0))
    points = np.array([[0.0, 1.0], [3.0, 4.0]])
    np.testing.assert_allclose(motion.inverse().apply(motion.apply(points)), points, atol=1e-12)
