"""Rendered pictures as training samples."""

import json

import numpy as np
import pytest
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.training.rcnn.samples import RenderedSamples, _cut_off

BOX = [200, 120, 260, 200]


@pytest.fixture
def folder(tmp_path):
    """One grey picture with one white block in it, as `pipeline synth --single` would write it."""
    picture = np.full((320, 480, 3), 90, np.uint8)
    picture[BOX[1] : BOX[3], BOX[0] : BOX[2]] = 250
    thing = {
        "size": "large", "color": "gray", "material": "rubber", "shape": "cube", "bbox": BOX, "pixels": 4800,
        "pixel_coords": [230, 160, 10.0], "visibility": 1.0,
    }  # fmt: skip
    (tmp_path / "images").mkdir()
    (tmp_path / "truth").mkdir()
    Image.fromarray(picture).save(tmp_path / "images" / "0.png")
    record = {"image": "images/0.png", "objects": [thing], "camera": {"focal": 525.0}}
    (tmp_path / "truth" / "0.json").write_text(json.dumps(record))
    return tmp_path


def test_boxes_go_where_the_pixels_go(folder):
    samples = RenderedSamples([folder])
    seen = [samples.augmented(0, np.random.default_rng(seed)) for seed in range(20)]
    seen = [sample for sample in seen if len(sample.box)]
    assert len(seen) > 15, "few windows lie beside the block"
    assert len({tuple(sample.box[0].round()) for sample in seen}) > 15, "hardly two windows are the same"
    for sample in seen:
        x0, y0, x1, y1 = sample.box[0].round().astype(int)
        inside = sample.picture[y0 + 4 : y1 - 4, x0 + 4 : x1 - 4].mean()
        around = sample.picture[max(y0 - 12, 0) : y0 - 4, x0:x1]
        assert inside > 120
        assert around.size == 0 or inside > around.mean() + 30
        whole = (sample.box[0] > 0).all() and (sample.box[0, 2:] < sample.picture.shape[1::-1]).all()
        middle = (sample.box[0, :2] + sample.box[0, 2:]) / 2
        assert not whole or np.abs(sample.center[0] - middle).max() < 1
        assert not whole or sample.visibility[0] == pytest.approx(1)
        # a world unit is as much larger as the block is, which is 60 pixels wide in the rendered picture
        width = sample.box[0, 2] - sample.box[0, 0]
        assert not whole or np.exp(sample.scale[0]) == pytest.approx(52.5 * width / 60, rel=0.02)
    assert {bool(sample.wanted[0]) for sample in seen} == {True}


def test_the_ground_ends_beyond_all_objects(folder):
    plain = RenderedSamples([folder]).plain(0)
    ended = 0
    for seed in range(30):
        cut = _cut_off(plain.picture, plain.box, np.random.default_rng(seed))
        x0, y0, x1, y1 = BOX
        assert cut.shape == plain.picture.shape
        assert (cut[y0:y1, x0:x1] == 250).all()
        ended += bool((cut != plain.picture).any())
    assert ended > 20


def test_a_folder_without_scenes_is_refused(tmp_path):
    with pytest.raises(SpotItError, match="no rendered scenes"):
        RenderedSamples([tmp_path])


@pytest.mark.parametrize(
    "truth",
    [
        "[" * 5000,
        "[]",
        "{}",
        '{"image": 3, "objects": [], "camera": {"focal": 525.0}}',
        '{"image": "images/0.png", "objects": [{}], "camera": {"focal": 525.0}}',
        '{"image": "images/0.png", "objects": {"bbox": 1}, "camera": {"focal": 525.0}}',
        b"\xff",
    ],
)
def test_a_damaged_truth_is_one_line_that_names_it(folder, truth):
    file = folder / "truth" / "0.json"
    file.write_bytes(truth if isinstance(truth, bytes) else truth.encode())
    with pytest.raises(SpotItError, match=r"truth/0\.json is not the truth") as said:
        RenderedSamples([folder])
    assert "\n" not in str(said.value)


@pytest.mark.parametrize(
    "change", [{"bbox": [0, 0, 1e999, 4]}, {"shape": "cone"}, {"visibility": None}, {"bbox": "ab"}]
)
def test_an_object_of_another_form_is_one_line(folder, change):
    file = folder / "truth" / "0.json"
    record = json.loads(file.read_text())
    record["objects"][0] |= change
    file.write_text(json.dumps(record))
    with pytest.raises(SpotItError, match="is not the truth"):
        RenderedSamples([folder])


def test_a_picture_that_is_gone_is_one_line(folder):
    (folder / "images" / "0.png").unlink()
    with pytest.raises(SpotItError, match="a rendered picture cannot be read"):
        RenderedSamples([folder])
