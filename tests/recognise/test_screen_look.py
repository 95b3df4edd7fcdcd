"""Pages are known by what painting leaves in them, photographs or not; things on plain grounds are no pages."""

import io

import numpy as np
import pytest
from photo_scene import gamma, scene
from PIL import Image, ImageDraw
from screen_page import PAGE, drawn

from pipeline.recognise.painted import painted
from pipeline.recognise.screen import ScreenLook
from pipeline.training.drawn_others import from_above, on_plain_ground, shaded_things

LOOK = ScreenLook()
PHOTOGRAPH = Image.fromarray(np.clip((scene().astype(float) - 120) * 1.8 + 120, 0, 255).astype(np.uint8))
SEEDS = range(12)


def jpeg(image, quality=60):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def page():
    return drawn(PAGE)


def with_photograph(share=0.5):
    image = Image.fromarray(page())
    size = int(image.width * 0.6), int(image.height * share)
    image.paste(PHOTOGRAPH.resize(size), (image.width - size[0], image.height - size[1]))
    return np.asarray(image)


def viewer():
    """A dark window that shows one photograph under a line of commands."""
    image = Image.new("RGB", (800, 600), "#202020")
    pen = ImageDraw.Draw(image)
    pen.text(
        (12, 10), "File   Edit   View   Image   Tools   Help      IMG_2041.jpg  3 of 28", fill="#e0e0e0", font_size=14
    )
    pen.text((12, 574), "1920 x 1080   2.4 MB   100 %   12 March   Holiday", fill="#e0e0e0", font_size=14)
    for row in range(10):
        pen.text((12, 60 + 48 * row), f"IMG_20{row + 36}", fill="#e0e0e0", font_size=14)
    image.paste(PHOTOGRAPH.resize((600, 450)), (170, 60))
    return np.asarray(image)


@pytest.mark.parametrize("make", [page, with_photograph, viewer])
@pytest.mark.parametrize("kept", [lambda image: image, jpeg], ids=["as it is", "compressed"])
def test_a_page_is_one_whatever_photographs_are_on_it(make, kept):
    assert LOOK.shown(kept(make()))


@pytest.mark.parametrize("make", [shaded_things, from_above])
def test_shaded_things_and_grounds_from_above_are_none(make):
    assert sum(LOOK.shown(np.asarray(make(np.random.default_rng([5, seed])))) for seed in SEEDS) <= 1


def test_a_drawn_thing_on_a_plain_ground_is_none():
    thing = Image.new("RGBA", (200, 200))
    pen = ImageDraw.Draw(thing)
    for step in range(90):
        pen.ellipse((step, step, 199 - step, 199 - step), fill=(220 - 2 * step, 40 + step, 60, 255))
    assert not any(LOOK.shown(np.asarray(on_plain_ground([thing], np.random.default_rng(seed)))) for seed in SEEDS)


@pytest.mark.parametrize("power", [1, 2, 3, 4])
def test_photographs_at_night_and_in_black_and_white_are_none(power):
    dark = gamma(np.asarray(PHOTOGRAPH), power)
    grey = np.asarray(Image.fromarray(dark).convert("L").convert("RGB"))
    assert not LOOK.shown(dark)
    assert not LOOK.shown(grey)


def test_writing_is_found_in_lines_on_an_even_ground_at_any_size():
    for size in (11, 14, 28, 48):
        image = Image.new("RGB", (1280, 900), "#f4f4f4")
        pen = ImageDraw.Draw(image)
        for row in range(40, 500, 3 * size):
            pen.text((30, row), "Orders and invoices of all customers", fill="#303030", font_size=size)
        assert painted(np.asarray(image)).lines > 0.4
    assert painted(np.asarray(PHOTOGRAPH)).lines < 0.2


@pytest.mark.parametrize("color", ["white", "#203040", "#70dc46"])
def test_a_picture_of_one_colour_is_no_page_and_one_with_a_word_on_it_is(color):
    plain = Image.new("RGB", (800, 600), color)
    page = plain.copy()
    ImageDraw.Draw(page).text((30, 40), "Orders and invoices", fill="#808080", font_size=24)
    assert LOOK.glance([np.asarray(page), np.asarray(page)]).belongs is True
    assert LOOK.glance([np.asarray(page), np.asarray(plain)]).belongs is False
    assert LOOK.glance([np.asarray(plain), np.asarray(plain)]).belongs is False


def test_the_first_picture_that_is_no_page_settles_it(monkeypatch):
    from pipeline.recognise import screen

    seen = []
    monkeypatch.setattr(screen, "painted", lambda image: seen.append(image) or painted(image))
    first, second = np.random.default_rng(5).integers(0, 255, (2, 90, 120, 3), np.uint8)
    assert LOOK.glance([first, second]).belongs is False
    assert len(seen) == 1 and seen[0] is first


CAPTIONS = ["Front door camera: motion detected at noon", "The market square, seen from the north, in spring"]


def captioned(paper, ink, where, lines=1, photograph=PHOTOGRAPH):
    """A photograph with a band of caption that it does not share with anything."""
    wide, high = photograph.size
    band = round((0.05 + 0.06 * lines) * high)
    image = Image.new("RGB", (wide, high + band * len(where)), paper)
    image.paste(photograph, (0, band if "above" in where else 0))
    pen = ImageDraw.Draw(image)
    for side in where:
        top = 0 if side == "above" else image.height - band
        for number, line in enumerate(CAPTIONS[:lines]):
            pen.text((12, top + 8 + number * 0.4 * band), line, fill=ink, font_size=max(11, round(0.5 * band / lines)))
    return np.asarray(image)


@pytest.mark.parametrize("colors", [("white", "black"), ("#101010", "#f0f0f0"), ("#19203c", "#f0dc78")])
@pytest.mark.parametrize("where", [("above",), ("below",), ("above", "below")], ids="+".join)
@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("kept", [lambda image: image, jpeg], ids=["as it is", "compressed"])
def test_a_photograph_with_a_caption_is_no_page(colors, where, lines, kept):
    assert not LOOK.shown(kept(captioned(*colors, where, lines)))


@pytest.mark.parametrize("make", [page, with_photograph])
@pytest.mark.parametrize("kept", [lambda image: image, jpeg], ids=["as it is", "compressed"])
def test_a_page_under_a_bar_is_one(make, kept):
    assert LOOK.shown(kept(captioned("#2b2b2b", "white", ("above",), photograph=Image.fromarray(make()))))


def test_a_page_with_nothing_under_its_head_is_one():
    head = captioned("#19203c", "white", ("above",), photograph=Image.new("RGB", (800, 500), "white"))
    assert LOOK.shown(head)
