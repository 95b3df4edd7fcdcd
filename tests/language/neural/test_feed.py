"""What the network sees of a picture: the trunk's features, whatever the picture's size."""

import numpy as np
import pytest

from language.neural.feed import CHANNELS, COLUMNS, HEIGHT, ROWS, STEP, WIDTH, Trunk, sized, trunk_of
from pipeline.core.errors import SpotItError
from pipeline.synth import sample
from pipeline.synth.sketch import SketchRenderer
from pipeline.worlds.finder import find_world


@pytest.fixture(scope="module")
def trunk():
    return trunk_of(find_world("blocks").folder / "trunk.onnx")


@pytest.fixture(scope="module")
def picture():
    return SketchRenderer().render(sample.single(1, 4, sample.RECIPES["clevr"]))


def test_features_are_those_of_the_trunk_itself_in_steps(trunk, picture):
    seen = trunk(picture)
    assert (seen.shape, seen.dtype) == ((CHANNELS, ROWS, COLUMNS), np.uint8)
    given = np.asarray(sized(picture), np.float32).transpose(2, 0, 1)[None] / 255
    fine, pyramid = trunk.session.run(["fine", "pyramid"], {"picture": given})
    kept = pyramid[0].clip(0, 255 * STEP)
    assert np.abs(seen[32:] * STEP - kept).max() <= STEP / 2 + 1e-5
    assert seen[5, 10, 20] * STEP == pytest.approx(fine[0, 5, 20:22, 40:42].mean(), abs=STEP / 2 + 1e-5)


@pytest.mark.parametrize("size", [(320, 480), (30, 17), (HEIGHT, WIDTH)], ids=str)
def test_pictures_of_any_size_have_as_many_features(size, trunk):
    assert trunk(np.full((*size, 3), 90, np.uint8)).shape == (CHANNELS, ROWS, COLUMNS)


def test_what_moves_in_the_picture_moves_in_the_features(trunk, picture):
    """By 24 pixels, three places; away from the rim, which the trunk sees otherwise."""
    moved = np.roll(np.asarray(sized(picture)), 24, axis=1)
    here, there = (trunk(one).astype(float)[:, 8:-8] for one in (np.asarray(sized(picture)), moved))
    same = np.corrcoef(here[:, :, 20:50].ravel(), there[:, :, 23:53].ravel())[0, 1]
    assert same > np.corrcoef(here[:, :, 20:50].ravel(), there[:, :, 20:50].ravel())[0, 1] + 0.1


@pytest.mark.parametrize("content", [b"no graph", None, "heads"], ids=["garbage", "missing", "another graph"])
def test_a_file_that_is_no_trunk_is_said_in_one_line(content, tmp_path):
    path = find_world("blocks").folder / "heads.onnx" if content == "heads" else tmp_path / "trunk.onnx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(SpotItError, match="not the exported trunk"):
        trunk_of(path) if content is None else Trunk(path)
