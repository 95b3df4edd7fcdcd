"""What tells screenshots is fitted to two folders, one of them with pictures that are transparent."""

import numpy as np
import pytest
from photo_scene import scene
from PIL import Image, ImageDraw
from screen_page import PAGE, Line, drawn

pytest.importorskip("scipy")

from pipeline.core.errors import SpotItError
from pipeline.training import recogniser


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(recogniser, "DRAWN", 4)
    for name in ("pages", "others"):
        (tmp_path / name).mkdir()
    for number in range(8):
        page = drawn((*PAGE, Line(f"Report {number}", 180, 130 + 20 * number)))
        Image.fromarray(page).save(tmp_path / "pages" / f"{number}.png")
        Image.fromarray(scene(number)).save(tmp_path / "others" / f"photo{number}.png")
    for number in range(3):
        thing = Image.new("RGBA", (60, 60))
        ImageDraw.Draw(thing).ellipse((5, 5, 55, 55), fill=(200, 80 * number, 40, 255))
        thing.save(tmp_path / "others" / f"thing{number}.png")
    return tmp_path / "pages", tmp_path / "others"


def test_pages_are_told_from_photographs_and_things_alike_each_time(folders):
    found = recogniser.fit_recogniser(*folders, seed=3)
    assert found == recogniser.fit_recogniser(*folders, seed=3)
    assert min(found.screens_right, found.others_right) >= 0.9
    assert all(weight >= 0 for name, weight in found.weights.items() if name not in ("busy", "soft"))


def test_too_few_pictures_are_refused(folders):
    for path in sorted(folders[0].iterdir())[2:]:
        path.unlink()
    with pytest.raises(SpotItError):
        recogniser.fit_recogniser(*folders)


def test_a_photograph_is_seen_at_night_and_without_colours():
    image = Image.fromarray(scene())
    night, grey = recogniser._without_light_or_colour(image, np.random.default_rng(1))
    assert np.asarray(night).mean() < 0.7 * np.asarray(image).mean()
    assert np.ptp(np.asarray(grey).astype(int), axis=-1).mean() < 3
