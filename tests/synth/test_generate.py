"""Rendering a folder: resumable, and the same from the same seed."""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.synth import generate as module
from pipeline.synth.camera_artefacts import develop
from pipeline.synth.generate import Order, generate
from pipeline.synth.sample import Recipe

QUICK = Recipe(samples=(1, 1), raw=0.0, objects=(3, 3))
SMALL = Recipe(width=120, artefacts=0.0)


def test_an_unknown_kind_is_refused_before_any_work(tmp_path):
    with pytest.raises(SpotItError, match="no kind of change 'colour'"):
        generate(Order(tmp_path / "out", 1, 0, kinds=("colour",)))
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(find_spec("bpy") is None, reason="rendering needs Blender's Python module (pip install bpy)")
def test_rendered_pairs_resume_and_repeat(tmp_path):
    order = Order(tmp_path / "a", 2, 3, kinds=("color", "none"), recipe=QUICK)
    manifest = generate(order, workers=1)
    records = [json.loads(line) for line in manifest.read_text().splitlines()]
    assert [record["kind"] for record in records] == ["color", "none"]
    first = np.asarray(Image.open(order.out / records[0]["before"]))
    assert first.shape == (320, 480, 3)
    x0, y0, x1, y1 = records[0]["change"]["box_before"]
    assert np.abs(first[y0:y1, x0:x1].astype(int) - first[0, 0]).max() > 40
    (order.out / "truth" / "000001.json").unlink()
    kept = (order.out / records[0]["before"]).stat().st_mtime_ns
    assert generate(order, workers=1).read_text() == "".join(json.dumps(r) + "\n" for r in records)
    assert (order.out / records[0]["before"]).stat().st_mtime_ns == kept
    with pytest.raises(SpotItError, match="other settings"):
        generate(Order(tmp_path / "a", 2, 4, kinds=("color", "none"), recipe=QUICK))


def test_artefacts_keep_the_picture_recognisable():
    rng = np.random.default_rng(0)
    picture = np.kron(rng.integers(0, 255, (20, 30, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    assert np.array_equal(develop(picture, 0.0, rng), picture)
    for _ in range(10):
        spoiled = develop(picture, 1.0, rng)
        assert spoiled.shape == picture.shape and spoiled.dtype == np.uint8
        assert np.corrcoef(spoiled.ravel(), picture.ravel())[0, 1] > 0.9


def test_sketched_pairs_resume_and_repeat(tmp_path):
    order = Order(tmp_path / "a", 2, 3, kinds=("color", "none"), renderer="sketch", recipe=SMALL)
    manifest = generate(order, workers=1)
    records = [json.loads(line) for line in manifest.read_text().splitlines()]
    picture = np.asarray(Image.open(order.out / records[0]["before"]))
    assert picture.shape == (80, 120, 3)
    (order.out / "truth" / "000001.json").unlink()
    assert generate(order, workers=1).read_text() == "".join(json.dumps(r) + "\n" for r in records)


def test_a_picture_too_small_to_show_anything_is_refused(tmp_path):
    with pytest.raises(SpotItError, match="width must be at least"):
        generate(Order(tmp_path / "out", 1, 0, renderer="sketch", recipe=Recipe(width=20)))
    assert not (tmp_path / "out").exists()


@pytest.fixture
def dying(monkeypatch):
    """Makes the renderer that dies known, and waiting for it short."""
    monkeypatch.setitem(module.RENDERERS, "dying", ("dying:DyingRenderer", "numpy"))
    monkeypatch.setattr(module, "STILL", 10.0)
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def test_a_renderer_that_dies_is_replaced(dying, monkeypatch, tmp_path):
    monkeypatch.setenv("DYING_RENDERER_MARK", str(tmp_path / "died"))
    manifest = generate(Order(tmp_path / "a", 3, 3, renderer="dying", recipe=SMALL), workers=1)
    assert (tmp_path / "died").exists()
    assert len(manifest.read_text().splitlines()) == 3


def test_rendering_that_stands_still_ends_in_one_line(dying, monkeypatch, tmp_path):
    monkeypatch.setenv("DYING_RENDERER_MARK", "")
    monkeypatch.setattr(module, "STILL", 3.0)
    with pytest.raises(SpotItError, match=r"no scene was finished in .* the next one is 0") as refused:
        generate(Order(tmp_path / "a", 2, 3, renderer="dying", recipe=SMALL), workers=1)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "a" / "pairs.jsonl").exists()


@pytest.mark.parametrize("damage", ["truth empty", "truth cut", "truth of another", "picture empty", "picture cut"])
def test_what_a_power_loss_left_empty_is_rendered_again(tmp_path, damage):
    order = Order(tmp_path / "a", 2, 3, kinds=("color", "none"), renderer="sketch", recipe=SMALL)
    manifest = generate(order, workers=1)
    whole = {path: path.read_bytes() for path in (tmp_path / "a").rglob("*.*")}
    what, _, how = damage.partition(" ")
    path = order.out / ("truth/000001.json" if what == "truth" else "images/000001_after.png")
    other = (order.out / "truth/000000.json").read_bytes()
    path.write_bytes({"empty": b"", "cut": whole[path][:-9], "of another": other}[how])
    manifest.unlink()
    generate(order, workers=1)
    assert {path: path.read_bytes() for path in (tmp_path / "a").rglob("*.*")} == whole


@pytest.mark.parametrize("text", ["", "[" * 100_000, "7", "\udc80"])
def test_a_damaged_order_is_one_line(tmp_path, text):
    order = Order(tmp_path / "a", 1, 3, renderer="sketch", recipe=SMALL)
    order.out.mkdir()
    (order.out / "order.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SpotItError, match=r"order\.json") as failure:
        generate(order, workers=1)
    assert "\n" not in str(failure.value)
