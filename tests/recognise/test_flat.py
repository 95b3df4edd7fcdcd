"""Charts, drawings and pages are flat; rendered scenes and photographs are not."""

import io

import numpy as np
import pytest
from photo_scene import scene
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.recognise.flat import flat_share, sampled
from pipeline.recognise.plain_ground import PlainGround


def chart(ground="#999999", size=(400, 250)):
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    for place, (height, color) in enumerate(((60, "#4c78a8"), (120, "#e45756"), (40, "#4c78a8"), (150, "#54a24b"))):
        pen.rectangle((50 + 80 * place, 220 - height, 100 + 80 * place, 220), fill=color)
    pen.line((30, 221, 380, 221), fill="black", width=2)
    pen.text((30, 10), "Sales of the year", fill="black")
    return np.asarray(image)


def rendered():
    """Shaded balls on a ground over which light falls off, with the noise of few samples."""
    y, x = np.mgrid[:250, :400]
    image = np.repeat((150 - 0.0006 * ((x - 180) ** 2 + (y - 120) ** 2))[..., None], 3, -1)
    for cx, cy, color in ((100, 120, (1.2, 0.3, 0.3)), (260, 160, (0.3, 0.5, 1.2))):
        away = np.hypot(x - cx, y - cy) / 40
        image[away < 1] = ((1 - 0.7 * away[..., None] ** 2) * 160 * np.array(color))[away < 1]
    return np.clip(image + np.random.default_rng(0).normal(0, 2, image.shape), 0, 255).astype(np.uint8)


def compressed(image, quality):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


@pytest.mark.parametrize("ground", ["#999999", "#ffffff", "#000000", "#20232a", "#f5f0e0"])
def test_a_chart_is_flat_on_any_ground_and_compressed(ground):
    assert flat_share(chart(ground)) >= PlainGround().flat
    assert flat_share(compressed(chart(ground), 80)) >= PlainGround().flat


def test_rendered_scenes_and_photographs_are_not_flat():
    assert flat_share(rendered()) < PlainGround().flat
    assert flat_share(scene()) < PlainGround().flat
    assert flat_share(scene()) < flat_share(rendered())


def test_what_is_sampled_are_the_medians_of_neighbourhoods():
    image = np.random.default_rng(0).integers(0, 256, (31, 47, 3), np.uint8)
    framed = np.pad(image, ((1, 1), (1, 1), (0, 0)), mode="edge")
    medians = [[np.median(framed[y : y + 3, x : x + 3], axis=(0, 1)) for x in range(0, 47, 2)] for y in range(0, 31, 2)]
    assert np.array_equal(sampled(image, 31 * 47 // 4), medians)
