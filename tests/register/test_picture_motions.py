import numpy as np
import pytest

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.register.features import FeatureMatching
from pipeline.register.homography import HomographyMotion
from pipeline.register.identity import Identity, IdentityMotion
from pipeline.register.keypoints import KeypointRegistrar
from pipeline.register.shared_view import SharedView
from pipeline.register.warp import warp_points

SHIFT = np.array([[1.0, 0, 20], [0, 1, -10], [0, 0, 1]])
ZOOM = np.array([[1.2, 0.05, -30], [-0.04, 1.15, 12], [0.0001, 0.0002, 1]])


def thing(*box):
    return SceneObject(np.array(box, float), "thing", 0.9)


def noise_picture(seed=0):
    """A picture with features at all scales."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((240, 320, 3))
    for step in (4, 8, 16, 32):
        coarse = rng.uniform(0, 255, (240 // step + 1, 320 // step + 1, 3))
        picture += np.kron(coarse, np.ones((step, step, 1)))[:240, :320]
    return (picture / 4).astype(np.uint8)


def test_identity_leaves_boxes_alone():
    motion = IdentityMotion()
    np.testing.assert_array_equal(motion.project([thing(1, 2, 30, 40)], "after"), [[1, 2, 30, 40]])
    away = motion.displacement([thing(10, 10, 40, 40)], [thing(10, 10, 40, 40), thing(80, 10, 110, 40)])
    assert away[0, 0] == 0 and away[0, 1] > 5


def test_a_box_cut_off_on_one_side_has_not_moved():
    whole, cut = thing(10, 10, 60, 60), thing(10, 10, 40, 60)
    assert IdentityMotion().displacement([whole], [cut])[0, 0] == 0


def test_a_homography_moves_boxes_there_and_back():
    motion = HomographyMotion(SHIFT)
    there = motion.project([thing(50, 50, 80, 90)], "after")
    np.testing.assert_allclose(there, [[70, 40, 100, 80]])
    np.testing.assert_allclose(motion.project([thing(*there[0])], "before"), [[50, 50, 80, 90]])
    assert motion.displacement([thing(50, 50, 80, 90)], [thing(70, 40, 100, 80)])[0, 0] == pytest.approx(0, abs=1e-9)


def test_what_lies_beyond_the_horizon_is_far_from_everything():
    motion = HomographyMotion(np.array([[1.0, 0, 0], [0, 1, 0], [0, -0.02, 1]]))
    assert np.isnan(motion.project([thing(0, 80, 20, 120)], "after")).all()
    assert motion.displacement([thing(0, 80, 20, 120)], [thing(0, 80, 20, 120)])[0, 0] > 100


def test_without_motion_pictures_of_two_sizes_still_show_one_view():
    small, large = noise_picture()[::2, ::2].copy(), noise_picture()
    graph = ObjectGraph.of([], 160, 120)
    view = Identity().register(graph, graph, small, large).view
    np.testing.assert_allclose(view.to_view(np.array([[10.0, 20, 30, 40]]), "before"), [[20, 40, 60, 80]])
    np.testing.assert_allclose(view.from_view(np.array([[20.0, 40, 60, 80]]), "before"), [[10, 20, 30, 40]])
    np.testing.assert_allclose(view.from_view(np.array([[-9.0, 40, 999, 80]]), "after"), [[0, 40, 320, 80]])


def test_a_large_picture_is_registered_in_its_own_pixels():
    cv2 = pytest.importorskip("cv2")
    before = cv2.resize(noise_picture(), (1280, 960), interpolation=cv2.INTER_CUBIC)
    shift = np.array([[1.0, 0, 80], [0, 1, -40], [0, 0, 1]])
    graph = ObjectGraph.of([], 1280, 960)
    motion = KeypointRegistrar().register(graph, graph, before, cv2.warpPerspective(before, shift, (1280, 960)))
    np.testing.assert_allclose(motion.project([thing(400, 400, 600, 500)], "after"), [[480, 360, 680, 460]], atol=4)


@pytest.mark.parametrize(
    ("matrix", "plausible"),
    [
        (SHIFT, True),
        (ZOOM, True),
        (np.diag([-1.0, 1, 1]) + np.array([[0, 0, 320.0], [0, 0, 0], [0, 0, 0]]), False),  # mirrored
        (np.diag([4.0, 4, 1]), False),  # larger than any zoom
        (np.array([[1.0, 0, 300], [0, 1, 0], [0, 0, 1]]), False),  # hardly anything is in both pictures
    ],
    ids=["shifted", "zoomed", "mirrored", "enlarged", "elsewhere"],
)
def test_only_motions_that_a_camera_can_make_are_plausible(matrix, plausible):
    assert FeatureMatching().plausible(matrix, (240, 320), (240, 320)) is plausible


def test_a_feature_that_fits_two_others_alike_is_no_match():
    pytest.importorskip("cv2")
    points = np.zeros((2, 2), np.float32)
    ours = points, np.array([[0.0, 0], [90, 0]], np.float32)
    theirs = points, np.array([[10.0, 0], [0, 11]], np.float32)  # the first is torn between both, the second is not
    assert FeatureMatching(ratio=0.9).match(ours, theirs).tolist() == [[1, 0]]


def test_points_beyond_the_horizon_are_unknown():
    assert np.isnan(warp_points(np.array([[0.0, 100.0]]), np.array([[1.0, 0, 0], [0, 1, 0], [0, -0.02, 1]]))).all()


@pytest.mark.parametrize("matrix", [SHIFT, ZOOM], ids=["shifted", "zoomed"])
def test_features_give_the_homography(matrix):
    cv2 = pytest.importorskip("cv2")
    before = noise_picture()
    after = cv2.warpPerspective(before, matrix, (320, 240))
    graph = ObjectGraph.of([], 320, 240)
    motion = KeypointRegistrar().register(graph, graph, before, after)
    points = np.array([[60.0, 60], [250, 60], [250, 180], [60, 180]])
    assert isinstance(motion, HomographyMotion)
    np.testing.assert_allclose(warp_points(points, motion.matrix), warp_points(points, matrix), atol=1.5)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (np.full((240, 320, 3), 128, np.uint8), np.full((240, 320, 3), 128, np.uint8)),
        (noise_picture(0), noise_picture(1)),
        (noise_picture(0), noise_picture(0)),
    ],
    ids=["blank", "unrelated", "the same"],
)
def test_pictures_that_do_not_agree_are_taken_as_unmoved(before, after):
    pytest.importorskip("cv2")
    graph = ObjectGraph.of([], 320, 240)
    assert isinstance(KeypointRegistrar().register(graph, graph, before, after), IdentityMotion)


def test_a_picture_of_another_size_is_a_change_of_scale_alone():
    pytest.importorskip("cv2")
    graph = ObjectGraph.of([], 320, 240)
    motion = KeypointRegistrar().register(graph, graph, noise_picture(), noise_picture()[::2, ::2])
    np.testing.assert_allclose(motion.project([thing(20, 40, 60, 80)], "after"), [[10, 20, 30, 40]], atol=0.5)


@pytest.mark.parametrize(("seeds", "related"), [((0, 0), True), ((0, 1), False)], ids=["one scene", "two scenes"])
def test_the_view_says_whether_the_scenes_are_one(seeds, related):
    pytest.importorskip("cv2")
    graph = ObjectGraph.of([], 320, 240)
    motion = KeypointRegistrar().register(graph, graph, *map(noise_picture, seeds))
    assert motion.view.related is related


def test_the_shared_view_undoes_light_and_motion():
    cv2 = pytest.importorskip("cv2")
    before = cv2.GaussianBlur(noise_picture(), (0, 0), 2)
    after = cv2.warpPerspective(np.rint(255 * (before / 255) ** 1.3).astype(np.uint8), ZOOM, (320, 240))
    view = SharedView(before, after, ZOOM)
    first, second = view.aligned
    assert np.abs(first - second)[view.valid].mean() < 2


def test_black_corners_of_a_turned_picture_show_nothing():
    cv2 = pytest.importorskip("cv2")
    turn = cv2.getRotationMatrix2D((160, 120), 2.0, 1.0)
    after = cv2.warpAffine(noise_picture(), turn, (320, 240))
    view = SharedView(noise_picture(), after, np.vstack([turn, [0, 0, 1]]))
    assert not any(view.valid[y, x] for y in (0, -1) for x in (0, -1))
    black = (after == 0).all(-1)
    assert black.sum() > 300 and not view.valid[black].any()
    assert view.valid[60:180, 60:260].all()


@pytest.mark.parametrize("turned", [0, 1], ids=["before", "after"])
def test_black_corners_show_nothing_in_either_picture_where_no_motion_is_known(turned):
    cv2 = pytest.importorskip("cv2")
    pictures = [noise_picture(), noise_picture()]
    turn = cv2.getRotationMatrix2D((160, 120), 4.0, 1.0)
    pictures[turned] = cv2.warpAffine(pictures[turned], turn, (320, 240))
    view = SharedView(*pictures, np.eye(3))
    assert not any(view.valid[y, x] for y in (2, -3) for x in (2, -3))
    assert view.valid[60:180, 60:260].all()
