"""Sketches show what the truth says, where it says it."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.synth import look, sample, truth
from pipeline.synth.look import Style
from pipeline.synth.scene import COLORS, View
from pipeline.synth.sketch import SketchRenderer

RECIPE = replace(sample.RECIPES["clevr"], width=180)


@pytest.fixture(scope="module")
def view() -> View:
    return sample.single(1, 4, RECIPE)


def test_the_same_view_gives_the_same_picture(view):
    picture = SketchRenderer().render(view)
    assert picture.shape == (120, 180, 3)
    assert picture.dtype == np.uint8
    assert np.array_equal(picture, SketchRenderer().render(view))


def test_an_object_changes_the_picture_within_its_box_and_around_it_by_shadow_alone(view):
    whole = SketchRenderer().render(view).astype(int)
    clear = [(i, one) for i, one in enumerate(truth.describe(view)) if one["bbox"] and one["visibility"] >= 0.9]
    assert len(clear) > 2
    for i, record in clear:
        others = replace(view, things=tuple(thing for j, thing in enumerate(view.things) if j != i))
        bare = SketchRenderer().render(others)
        change = np.abs(whole - bare).max(axis=-1)
        x0, y0, x1, y1 = record["bbox"]
        assert change[y0:y1, x0:x1].mean() > 4 * change.mean()
        beyond = np.ones(change.shape, bool)
        beyond[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1] = False
        darker = bare.astype(int).max(axis=-1) - whole.max(axis=-1)
        assert darker[beyond].max() > 5, "it throws a shadow"
        assert darker[beyond].min() > -10, "nothing beyond it is brighter, but for a mirror's reflection"


def test_every_colour_looks_like_itself():
    """The middle of a rubber sphere under CLEVR's lamps is nearest, in hue, to the palette's colour of its name."""
    rng = np.random.default_rng(0)
    style = Style(0.0, 1.0)
    base = sample.single(1, 4, RECIPE)
    ball = next(t for t in base.things)
    vivid = [name for name in COLORS if name not in ("gray", "brown")]
    for name in vivid:
        thing = replace(
            ball, shape="sphere", size="large", material="rubber", x=0.0, y=0.0, color=name,
            rgb=look.surface_color(name, style, rng), roughness=look.roughness("rubber", 0.0, rng),
        )  # fmt: skip
        picture = SketchRenderer().render(replace(base, things=(thing,)))
        u, v, _ = base.camera.project(thing.center[None])[0]
        seen = picture[int(v), int(u)] / 255.0
        assert min(vivid, key=lambda other: _hue_apart(seen, np.array(COLORS[other]) / 255)) == name


def _hue_apart(one: np.ndarray, other: np.ndarray) -> float:
    one, other = one - one.mean(), other - other.mean()
    return 1 - float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
