"""Colours that are floating-point numbers are read as the same colours of 8 bits are."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.core.images import load_pair, load_picture

cv2 = pytest.importorskip("cv2")

COLORS = np.random.default_rng(3).integers(0, 256, (40, 60, 3), dtype=np.uint8)
COLORS[0, 0], COLORS[0, 1] = 0, 255


def tiff(values):
    written, content = cv2.imencode(".tiff", values[..., ::-1].astype(np.float32))
    assert written
    return content.tobytes()


def stored(picture):
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("white", [1.0, 255.0])
def test_colours_that_count_to_one_or_to_255_are_those_of_8_bits(white, tmp_path):
    assert np.array_equal(load_picture(tiff(COLORS / 255 * white)), COLORS)
    (tmp_path / "float.tif").write_bytes(tiff(COLORS / 255 * white))
    assert np.array_equal(load_picture(tmp_path / "float.tif"), COLORS)


TURNED = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: np.rot90(upright, 2),
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: np.rot90(upright, 2).swapaxes(0, 1),
    8: lambda upright: np.rot90(upright, -1),
}
"""How an upright picture lies in the file, by the orientation that is declared."""


def turned(content, orientation):
    """The file with a tag that tells how it is to be turned."""
    start = struct.unpack_from("<I", content, 4)[0]
    ends = range(start + 2, start + 2 + 12 * struct.unpack_from("<H", content, start)[0], 12)
    entries = {struct.unpack_from("<H", content, at)[0]: content[at : at + 12] for at in ends}
    entries[274] = struct.pack("<HHIHH", 274, 3, 1, orientation, 0)
    listed = struct.pack("<H", len(entries)) + b"".join(entry for _, entry in sorted(entries.items())) + bytes(4)
    return content[:4] + struct.pack("<I", len(content)) + content[8:] + listed


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_upright_as_its_tag_tells(orientation):
    lying = np.ascontiguousarray(TURNED[orientation](COLORS))
    assert np.array_equal(load_picture(turned(tiff(lying / 255), orientation)), COLORS)


def test_a_highlight_above_white_and_what_is_no_number_leave_the_rest_as_it_is():
    values = COLORS / 255
    values[3, 5], values[4, 5] = 3.5, np.nan
    for picture in load_pair(tiff(COLORS / 255), tiff(values)):
        assert np.array_equal(picture[8:], COLORS[8:])


def test_it_may_stand_beside_a_picture_of_8_bits():
    first, second = load_pair(stored(COLORS), tiff(COLORS / 255))
    assert np.array_equal(first, second)


def test_the_size_that_a_header_declares_is_judged_before_anything_is_decoded():
    content = tiff(COLORS / 255)
    start = struct.unpack_from("<I", content, 4)[0]
    for at in range(start + 2, start + 2 + 12 * struct.unpack_from("<H", content, start)[0], 12):
        if struct.unpack_from("<H", content, at)[0] in (256, 257):
            entry = struct.pack("<HHII", *struct.unpack_from("<HH", content, at), 1, 30000)
            content = content[:at] + entry + content[at + 12 :]
    with pytest.raises(SpotItError, match="pixels"):
        load_picture(content)


@pytest.mark.parametrize("cut", [4, 100, 3000, -200])
def test_a_damaged_one_is_refused_in_one_line(cut):
    with pytest.raises(SpotItError) as failure:
        load_picture(tiff(COLORS / 255)[:cut])
    assert "\n" not in str(failure.value)
