"""Screenshots are told from pictures with light and shade, also when a lossy format has been at them."""

from __future__ import annotations

import io

import numpy as np
import painted_page as painted
import pytest
from PIL import Image

from pipeline.recognise.painted import painted as look
from pipeline.recognise.screen import ScreenLook


def _saved(image, name, quality):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, name, quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def _shaded():
    """A ball on a ground whose light fades: smooth, and with few edges."""
    y, x = np.mgrid[0:240, 0:320]
    ground = 90 + 60 * y / 240 + 30 * x / 320
    ball = (x - 160) ** 2 + (y - 120) ** 2 < 50**2
    shade = np.where(ball, 60 + 120 * np.exp(-((x - 140) ** 2 + (y - 100) ** 2) / 1500), ground)
    return np.repeat(shade[..., None], 3, axis=2).astype(np.uint8)


@pytest.mark.parametrize("change", [lambda i: i, lambda i: _saved(i, "JPEG", 70), lambda i: _saved(i, "WEBP", 70)])
def test_a_painted_page_is_a_screenshot(change):
    assert ScreenLook().shown(change(painted.page()))


def test_things_in_light_and_shade_are_none():
    assert not ScreenLook().shown(_shaded())


def test_grain_is_none():
    assert not ScreenLook().shown(np.random.default_rng(1).integers(0, 256, (200, 200, 3), np.uint8))


def test_a_page_has_straight_edges_and_pure_colours():
    seen = look(painted.page())
    assert seen.pure > 0.9
    assert seen.straight > 0.1


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 300, 3), (300, 5, 3)])
def test_tiny_pictures_are_looked_at_too(shape):
    assert ScreenLook().shown(np.zeros(shape, np.uint8)) in (True, False)
