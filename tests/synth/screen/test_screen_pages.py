"""Pages of our own: the same from the same seed, and true to what the browser shows."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import numpy as np
import pytest
from PIL import Image

from detectors.screen.roles import ROLES
from pipeline.core.errors import SpotItError
from pipeline.synth.screen import generate as screens
from pipeline.synth.screen.changes import reworded
from pipeline.synth.screen.generate import Order, generate
from pipeline.synth.screen.noise import compressed, disturb
from pipeline.synth.screen.pages import draw_page
from pipeline.synth.screen.pairs import _seen
from pipeline.synth.screen.truth import Element, ground_around, tight
from pipeline.synth.screen.words import Words
from pipeline.training.screen.samples import matched


def test_equal_seeds_give_equal_pages_and_others_differ():
    assert draw_page(3, 5) == draw_page(3, 5)
    assert draw_page(3, 5).html != draw_page(3, 6).html
    assert draw_page(4, 5).html != draw_page(3, 5).html


def test_a_tight_box_holds_the_ink_and_nothing_else():
    image = np.full((40, 60, 3), 255, np.uint8)
    image[12:20, 15:33] = 0
    assert tight(image, (5, 5, 55, 35)) == (15, 12, 33, 20)
    assert tight(image, (40, 5, 55, 35)) is None


def test_a_proposal_shows_the_element_that_it_fits():
    boxes = np.array([[0, 0, 100, 100], [10, 10, 50, 30], [60, 60, 90, 90]])
    elements = [
        {"role": "text", "box": [11, 10, 50, 30], "states": []},
        {"role": "button", "box": [10, 10, 50, 30], "states": ["disabled"]},
    ]
    roles, states, clear = matched(boxes, elements)
    assert [ROLES[r - 1] if r else None for r in roles] == ["page", "button", None]
    assert states[1].tolist() == [0, 0, 1, 0, 0]
    assert clear.all()


@pytest.mark.parametrize("text", ["Save", "Total $24.00", "Open all the orders", "12"])
def test_a_reworded_text_differs(text):
    assert all(reworded(text, Words(np.random.default_rng(i))) for i in range(20))
    assert any(reworded(text, Words(np.random.default_rng(i))) != text for i in range(20))


class Shown:
    """A page whose elements are elsewhere once it was told something."""

    def __init__(self, by):
        self.page, self.by = draw_page(3, 5), by

    def run(self, script):
        pass

    def shoot(self):
        return np.zeros((40, 60, 3), np.uint8), [element(8 + self.by)]


def element(x):
    return Element(0, "button", (x, 8, x + 20, 20), True, "Save", (), "", "", "", 12.0, -1)


@pytest.mark.parametrize(("by", "kept"), [(1, True), (200, False)])
def test_a_page_that_answers_noise_with_another_layout_is_no_pair_without_a_change(by, kept):
    rng = np.random.default_rng([2, 1])
    image = np.zeros((40, 60, 3), np.uint8)
    pairs = [disturb(Shown(by), image, [element(8)], rng) for _ in range(40)]
    names = [pair[1] for pair in pairs if pair is not None]
    assert ("smoothing" in names) == kept
    assert (None in pairs) != kept
    assert any(str(name).startswith("jpeg") for name in names)


@pytest.mark.parametrize("name", ["jpeg", "webp", "gamma", "brightness", "scale", "blur"])
def test_noise_keeps_the_size_and_stays_small(name):
    image = np.full((50, 70, 3), 200, np.uint8)
    after, told = compressed(image, name, np.random.default_rng(0))
    assert after.shape == image.shape
    assert told is not None
    assert np.abs(after.astype(int) - image).mean() < 15


def test_unknown_kinds_are_refused_in_one_line(tmp_path):
    with pytest.raises(SpotItError, match="kinds"):
        generate(Order(tmp_path, 1, 0, kinds=("colour",)))


@pytest.fixture
def rendered(tmp_path, monkeypatch):
    """Orders two pages that no browser renders; the numbers of those that were drawn, and the folder's files."""
    drawn = []

    def single(order, number, browser, borrowed):
        drawn.append(number)
        name = f"images/{number:06d}.png"
        screens._save(order.out / name, np.full((20, 30, 3), 40 * number, np.uint8))
        return {"id": f"{number:06d}", "image": name, "kind": "list", "scale": 1, "theme": "dark", "elements": []}

    monkeypatch.setattr(screens, "Browser", lambda turn: nullcontext())
    monkeypatch.setattr(screens, "_single", single)

    def render():
        drawn.clear()
        generate(Order(tmp_path, 2, 1, single=True))
        return list(drawn), {path: path.read_bytes() for path in tmp_path.rglob("*.*")}

    return render


@pytest.mark.parametrize("damage", ["truth empty", "truth cut", "truth of another", "picture empty", "picture cut"])
def test_what_a_power_loss_left_empty_is_rendered_again(rendered, tmp_path, damage):
    numbers, whole = rendered()
    assert numbers == [0, 1] and rendered() == ([], whole)
    what, _, how = damage.partition(" ")
    path = tmp_path / ("truth/000001.json" if what == "truth" else "images/000001.png")
    other = (tmp_path / "truth/000000.json").read_bytes()
    path.write_bytes({"empty": b"", "cut": whole[path][:-9], "of another": other}[how])
    assert rendered() == ([1], whole)


@pytest.mark.parametrize("text", ["", "[" * 100_000, "\udc80"])
def test_a_damaged_order_is_one_line(rendered, tmp_path, text):
    (tmp_path / "order.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SpotItError, match=r"order\.json is damaged") as failure:
        rendered()
    assert "\n" not in str(failure.value)


def test_a_rendered_pair_has_its_truth(tmp_path):
    pytest.importorskip("playwright")
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("no Chromium here")
    order = Order(tmp_path, 2, 1, kinds=("color", "none"))
    with ThreadPoolExecutor(1) as thread:  # of its own: a browser that other tests keep open occupies this one
        manifest = thread.submit(generate, order).result()
    color, none = (json.loads(line) for line in manifest.read_text().splitlines())
    assert none["kinds"] == ["none"]
    change = color["changes"][0]
    before, after = (np.asarray(Image.open(tmp_path / color[when])) for when in ("before", "after"))
    x0, y0, x1, y1 = change["box_after"]
    assert (before != after)[y0:y1, x0:x1].any()
    assert change["old"] != change["new"]


@pytest.mark.parametrize("there", [True, False])
def test_a_picture_that_the_page_could_not_load_is_not_replaced(tmp_path, there, monkeypatch):
    pytest.importorskip("playwright")
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("no Chromium here")
    monkeypatch.setattr("pipeline.synth.screen.generate.TRIES", 3)
    pages = tmp_path / "pages"
    pages.mkdir()
    Image.new("RGB", (120, 90), "#204080").save(pages / "there.png")
    words = "".join(f"<p>Line {n} of this page</p>" for n in range(4))
    name = "there" if there else "gone"
    (pages / "a.html").write_text(f"<body>{words}<img src={name}.png width=120 height=90>{words}</body>")
    order = Order(tmp_path / "pairs", 1, 1, kinds=("replace",), pages=pages)
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(generate, order)
        if there:
            assert json.loads(made.result().read_text())["kinds"] == ["replace"]
        else:
            with pytest.raises(SpotItError, match="replace"):
                made.result()


def test_a_kind_that_no_page_lends_itself_to_gives_way_to_the_others(tmp_path, monkeypatch, capsys):
    pytest.importorskip("playwright")
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("no Chromium here")
    monkeypatch.setattr("pipeline.synth.screen.generate.TRIES", 2)
    pages = tmp_path / "pages"
    pages.mkdir()
    words = "".join(f"<p>Line {n} of this page</p>" for n in range(4))
    (pages / "a.html").write_text(f"<body>{words}</body>")
    orders = [
        Order(tmp_path / name, count, 1, kinds=("replace", "text"), pages=pages)
        for name, count in (("whole", 3), ("resumed", 3))
    ]

    def render(order):
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(generate, order).result()

    whole = render(orders[0]).read_text()
    assert [json.loads(line)["kinds"] for line in whole.splitlines()] == [["text"]] * 3
    assert capsys.readouterr().err.count("replace") == 1
    render(orders[1])
    (orders[1].out / "truth" / "000002.json").unlink()  # as after an interruption
    assert render(orders[1]).read_text() == whole


def test_the_ink_of_a_picture_is_what_differs_from_the_ground_around_it():
    image = np.full((40, 60, 3), 255, np.uint8)
    image[10:30, 10:30] = (0, 128, 128)  # a picture of one ground, which is most of its box
    image[16:24, 16:24] = (250, 100, 200)
    box = (8, 8, 32, 32)
    assert tight(image, box, ground_around(image, box)) == (10, 10, 30, 30)
    assert ground_around(image, (0, 0, 60, 40)) is None


@pytest.mark.parametrize("kind", ["replace", "add", "drop", "move", "resize"])
def test_what_lies_under_something_else_has_not_changed_for_anyone_to_see(kind):
    before = np.zeros((40, 60, 3), np.uint8)
    after = before.copy()
    after[30:, 50:] = 255  # something else did
    boxes = [None if kind == "add" else [5, 5, 20, 20], None if kind == "drop" else [5, 5, 24, 24]]
    record = {"kind": kind, "box_before": boxes[0], "box_after": boxes[1]}
    assert not _seen(record, before, after)
    after[10:15, 10:15] = 255
    assert _seen(record, before, after)
