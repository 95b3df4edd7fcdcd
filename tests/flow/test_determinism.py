"""The same pair gives the same bytes: asked again, with other threads, and from several threads at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from pipeline import Captioner
from pipeline.core.types import SceneObject
from pipeline.output.as_json import description_json

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"


def answer(captioner: Captioner, pair) -> str:
    told = description_json(captioner.describe(*pair, every=True), "before", "after")
    return json.dumps({name: value for name, value in told.items() if name != "timings"})


class Eye:
    """Sees one thing where the picture is red."""

    def detect(self, image):
        rows, columns = np.nonzero((image[..., 0] > 180) & (image[..., 1] < 60))
        if not len(rows):
            return []
        box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
        return [SceneObject(box, "backpack", 0.9)]


@pytest.fixture(scope="module")
def garden() -> tuple[np.ndarray, np.ndarray]:
    """A busy picture, and the same from a camera that was turned, with something red in it."""
    leaves = np.random.default_rng(3).integers(20, 200, (60, 90, 3)) * (0.4, 1.0, 0.3)
    before = Image.fromarray(leaves.astype(np.uint8)).resize((360, 240)).filter(ImageFilter.GaussianBlur(1))
    after = before.rotate(2, Image.Resampling.BICUBIC)
    after.paste((210, 30, 30), (180, 100, 230, 150))
    return np.asarray(before), np.asarray(after)


@pytest.mark.parametrize("differ", ["hungarian", "graph_edit"])
def test_blocks(differ):
    pair = EXAMPLE / "before.png", EXAMPLE / "after.png"
    captioners = [Captioner.from_pack("blocks", threads=n).replace(differ=differ) for n in (1, 2, 1)]
    first, *others = [answer(captioner, pair) for captioner in captioners]
    assert others == [first] * 2
    assert json.loads(first)["changes"][0]["kind"] == "color"


def test_photographs(garden):
    pytest.importorskip("cv2")
    captioners = [Captioner.from_pack("photo", threads=n).replace(detector=Eye()) for n in (1, 2, 1)]
    first, *others = [answer(captioner, garden) for captioner in captioners]
    assert others == [first] * 2
    assert [one["label"] for one in json.loads(first)["changes"]] == ["backpack"]


def test_one_captioner_from_many_threads_at_once(garden):
    pytest.importorskip("cv2")
    captioner = Captioner.from_pack("auto").replace(generator=["templates"], ranker="first", grounder="provenance")
    blocks = EXAMPLE / "before.png", EXAMPLE / "after.png"
    pairs = [blocks, blocks[::-1]] * 4
    alone = [
        answer(Captioner.from_pack("blocks").replace(generator=["templates"], ranker="first"), pair) for pair in pairs
    ]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda pair: answer(captioner, pair), pairs))
    strip = [{k: v for k, v in json.loads(one).items() if k != "choice"} for one in together]
    assert strip == [json.loads(one) for one in alone]
