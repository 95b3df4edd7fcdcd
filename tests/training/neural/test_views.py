"""What may be done to a pair without making its captions, or its truth, false."""

import numpy as np
import pytest

from language.neural.feed import HEIGHT, WIDTH
from pipeline.training.neural.views import View, mirrored


def test_in_a_mirror_left_is_right():
    caption = "the ball that is left of the cube moved"
    assert mirrored(caption) == "the ball that is right of the cube moved"
    assert mirrored(mirrored(caption)) == caption


@pytest.mark.parametrize("seed", range(6))
def test_points_go_where_their_pixels_go(seed):
    """A white spot on black, seen in a view by chance, is where the view says that its middle is."""
    spot = np.array([0.4, 0.55])
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    x, y = (spot * [WIDTH, HEIGHT]).astype(int)
    picture[y - 6 : y + 6, x - 6 : x + 6] = 200
    view = View.drawn(np.random.default_rng(seed))
    for side in (0, 1):
        rows, columns = np.nonzero(view.picture(picture, side)[..., 0] > 60)
        middle = np.array([columns.mean() + 0.5, rows.mean() + 0.5]) / [WIDTH, HEIGHT]
        assert np.abs(middle - view.points(spot[None])[0]).max() < 0.004
    assert view.caption("left of it") == ("right of it" if view.mirror else "left of it")


def test_some_views_are_mirrored_and_some_are_not():
    views = [View.drawn(np.random.default_rng(seed)) for seed in range(12)]
    assert {view.mirror for view in views} == {True, False}
    assert len({view.matrix for view in views}) == 12


def test_the_plain_view_leaves_everything_as_it_is():
    rng = np.random.default_rng(3)
    picture = rng.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    points = rng.random((5, 2))
    assert np.array_equal(View().picture(picture, 1), picture)
    assert np.allclose(View().points(points), points)
    assert View().caption("left of it") == "left of it"
