"""Rendered pages as training samples: what is damaged is said in one line."""

import json

import numpy as np
import pytest
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.training.screen.samples import pages_in, read_samples

ELEMENT = {"role": "button", "box": [40, 60, 140, 96], "states": []}


@pytest.fixture
def folder(tmp_path):
    """A white page with one button."""
    page = np.full((240, 320, 3), 255, np.uint8)
    page[60:96, 40:140] = (40, 90, 200)
    (tmp_path / "images").mkdir()
    (tmp_path / "truth").mkdir()
    Image.fromarray(page).save(tmp_path / "images" / "3.png")
    (tmp_path / "truth" / "3.json").write_text(json.dumps({"image": "images/3.png", "elements": [ELEMENT]}))
    return tmp_path


def test_a_page_gives_samples(folder):
    (samples,) = read_samples(pages_in(folder), 1)
    assert len(samples) and (samples.roles > 0).any()


@pytest.mark.parametrize(
    "elements",
    ["deep", None, 3, [3], [{}], [{**ELEMENT, "box": [1, 2]}], [{**ELEMENT, "box": "abcd"}], [{**ELEMENT, "states": 5}],
     [{**ELEMENT, "box": [0, 0, 1e999, 5]}], [{**ELEMENT, "role": [1]}]],
)  # fmt: skip
def test_a_damaged_truth_is_one_line_that_names_it(folder, elements):
    text = json.dumps({"image": "images/3.png", "elements": elements}) if elements != "deep" else "[" * 5000
    (folder / "truth" / "3.json").write_text(text)
    with pytest.raises(SpotItError, match=r"truth/3\.json is not the truth") as said:
        list(read_samples(pages_in(folder), 1))
    assert "\n" not in str(said.value)


@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_a_damaged_picture_is_one_line(folder, content):
    picture = folder / "images" / "3.png"
    picture.unlink() if content is None else picture.write_bytes(content)
    with pytest.raises(SpotItError, match="a rendered picture cannot be read"):
        list(read_samples(pages_in(folder), 1))
