"""A picture is the same picture in whatever form it comes, and what is none is said in one line."""

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.core.images import load_pair, load_picture

RGB = np.random.default_rng(0).integers(0, 256, (20, 31, 3), dtype=np.uint8)
GREY = RGB[..., 0]
GREY3 = np.repeat(GREY[..., None], 3, 2)
OPAQUE = np.dstack([RGB, np.full((20, 31), 255, np.uint8)])
CLEAR = np.dstack([RGB, np.zeros((20, 31), np.uint8)])
WHITE = np.full_like(RGB, 255)


@dataclass
class Tensor:
    """As torch's: no array until it is detached and on the CPU, and no bfloat16 in numpy."""

    values: np.ndarray
    ready: int = 0

    def detach(self):
        return Tensor(self.values, self.ready + 1)

    def cpu(self):
        return Tensor(self.values, self.ready + 1)

    def float(self):
        return Tensor(self.values.astype(np.float32), self.ready)

    def is_floating_point(self):
        return self.values.dtype.kind == "f"

    def numpy(self):
        assert self.ready == 2 and self.values.dtype != np.float16
        return self.values


@dataclass
class Array:
    values: np.ndarray

    def __array__(self, dtype=None, copy=None):
        return self.values


def encoded(pixels, form="PNG", **options):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, form, **options)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (RGB, RGB),
        (GREY, GREY3),
        (GREY[..., None], GREY3),
        (GREY[None], GREY3),
        (RGB.transpose(2, 0, 1), RGB),  # channels first
        (OPAQUE, RGB),
        (OPAQUE.transpose(2, 0, 1), RGB),
        (CLEAR, WHITE),  # what is not there is white, as in a file
        (RGB / 255, RGB),
        ((RGB / 255).astype(np.float16), RGB),
        (RGB.astype(np.int64), RGB),
        (RGB.astype(np.uint16) * 257, RGB),
        (GREY > 127, np.where(GREY3 > 127, 255, 0)),
        (RGB[:, ::-1], RGB[:, ::-1]),  # not contiguous
        (Array(RGB), RGB),
        (Tensor(RGB.transpose(2, 0, 1)), RGB),
        (Tensor((RGB / 255).astype(np.float16)), RGB),
        (Image.fromarray(RGB), RGB),
        (Image.fromarray(GREY), GREY3),
        (Image.fromarray(OPAQUE), RGB),
        (Image.fromarray(RGB).convert("CMYK"), RGB),
        (encoded(RGB), RGB),
        (bytearray(encoded(RGB)), RGB),
        (memoryview(encoded(RGB, "TIFF")), RGB),
        (io.BytesIO(encoded(RGB, "BMP")), RGB),
    ],
)
def test_every_form_gives_the_same_pixels(source, expected):
    found = load_picture(source)
    assert found.dtype == np.uint8 and found.shape == (20, 31, 3)
    assert np.array_equal(found, expected)


def test_a_real_tensor_is_taken():
    torch = pytest.importorskip("torch")
    tensor = torch.from_numpy(RGB.copy()).permute(2, 0, 1) / 255
    assert np.array_equal(load_picture(tensor.requires_grad_()), RGB)
    assert np.abs(load_picture(tensor.bfloat16()).astype(int) - RGB).max() <= 1


def test_a_picture_that_is_open_is_turned_upright_and_left_open(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "turned.png").write_bytes(encoded(RGB, exif=exif))
    with Image.open(tmp_path / "turned.png") as opened:
        assert np.array_equal(load_picture(opened), load_picture(tmp_path / "turned.png"))
        assert opened.size == (31, 20) and opened.getpixel((0, 0)) == tuple(RGB[0, 0])
    with (tmp_path / "turned.png").open("rb") as stream:
        assert load_picture(stream).shape == (31, 20, 3) and not stream.closed


def test_the_frame_that_is_shown_is_taken(capsys):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    moving = Image.open(stream)
    moving.seek(1)
    assert tuple(load_picture(moving)[0, 0]) == (0, 0, 255)
    assert moving.tell() == 1 and capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (None, "a NoneType is not a picture; give a path, an array"),
        ([[1, 2], [3, 4]], "a list is not a picture"),
        (np.zeros((2, 20, 20, 3)), r"float64 with the shape \(2, 20, 20, 3\) is not one picture"),
        (np.zeros((20, 20, 2), np.uint8), r"\(20, 20, 2\) is not one picture"),
        (np.zeros(400), r"\(400,\) is not one picture"),
        (np.zeros((20, 20), complex), "complex128"),
        (np.array([["a"] * 20] * 20), "is not one picture"),
        (RGB.astype(float), "must hold values from 0 to 1, not 0 to 255; scale it first"),
        (RGB.astype(int) - 1, "values from 0 to 255, not -1 to 254"),
        (np.full((20, 20), np.nan), "not nan to nan"),
        (np.zeros((3, 20, 4), np.uint8), "at least 16 pixels a side"),
        (np.zeros((0, 0, 3), np.uint8), "at least 16 pixels a side"),
        (b"", "the picture is empty"),
        (b"no picture", "the picture is not a picture in a format"),
        (encoded(RGB)[:300], "the picture is damaged or cut short"),
        (io.StringIO("text"), "is open as text; open it in binary mode"),
        (io.BytesIO(b""), "is empty"),
        ("https://example.org/a.png", "https://example.org/a.png is an address, not a file; download it"),
    ],
)
def test_what_is_no_picture_is_said_in_one_line(source, words):
    with pytest.raises(SpotItError, match=words) as failure:
        load_picture(source)
    assert "\n" not in str(failure.value)


def test_a_file_is_called_by_its_name_and_a_closed_one_is_said_so(tmp_path):
    (tmp_path / "a.png").write_bytes(b"no picture")
    with (tmp_path / "a.png").open("rb") as stream, pytest.raises(SpotItError, match=r"a\.png is not a picture"):
        load_picture(stream)
    with pytest.raises(SpotItError, match=r"a\.png cannot be read \(.*closed"):
        load_picture(stream)


def test_both_pictures_of_a_pair_may_come_in_different_forms():
    first, second = load_pair(encoded(RGB), Image.fromarray(RGB))
    assert np.array_equal(first, second)
    with pytest.raises(SpotItError, match="the picture before is 31x20 pixels and the picture after is 20x20"):
        load_pair(RGB, RGB[:, :20])
