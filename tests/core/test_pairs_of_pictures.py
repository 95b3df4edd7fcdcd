"""What both pictures of a pair share when they are read: one range of values, one ground, one colour space."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from pipeline.core.images import load_pair, load_picture

RNG = np.random.default_rng(0)
FIRST = np.kron(RNG.integers(20, 230, (6, 8)), np.ones((10, 10)))
SECOND = FIRST.copy()
SECOND[20:40, 20:50] = 250


def saved(path, values):
    Image.fromarray(values).save(path)
    return path


@pytest.mark.parametrize(
    ("scale", "offset", "kind"),
    [
        (1 / 255, 0, np.float32),
        (1.0, 0, np.float32),
        (0.1, 280, np.float32),
        (4, 0, np.uint16),
        (16, 0, np.uint16),
        (257, 0, np.uint16),
        (8, 29000, np.uint16),
    ],
    ids=["to 1", "to 255", "degrees", "10 bits", "12 bits", "16 bits", "radiometric"],
)
def test_both_pictures_are_read_by_the_range_that_they_use_together(tmp_path, scale, offset, kind):
    paths = [
        saved(tmp_path / f"{name}.tif", (image * scale + offset).astype(kind))
        for name, image in (("a", FIRST), ("b", SECOND))
    ]
    first, second = (image[..., 0].astype(int) for image in load_pair(*paths))
    assert first.max() - first.min() > 150
    same = FIRST == SECOND
    assert np.abs(first - second)[same].max() <= 1
    assert np.corrcoef(first.ravel(), FIRST.ravel())[0, 1] > 0.999


def test_one_highlight_above_white_does_not_darken_a_picture(tmp_path):
    values = (FIRST / 255).astype(np.float32)
    bright = values.copy()
    bright[0, 0] = 40.0
    plain, shown = load_pair(saved(tmp_path / "a.tif", values), saved(tmp_path / "b.tif", bright))
    assert np.abs(plain.astype(int) - shown)[1:].max() <= 1


def test_a_range_that_is_not_the_usual_one_is_said(tmp_path, capsys):
    load_picture(saved(tmp_path / "a.tif", (FIRST + 29000).astype(np.uint16)))
    assert "29" in capsys.readouterr().err


def test_colours_of_twelve_bits_in_sixteen_are_not_black(tmp_path):
    cv2 = pytest.importorskip("cv2")
    values = np.stack([FIRST, FIRST[::-1], FIRST[:, ::-1]], -1).astype(np.uint16) * 16
    cv2.imwrite(str(tmp_path / "a.png"), values[..., ::-1])
    image = load_picture(tmp_path / "a.png")
    assert np.corrcoef(image.ravel(), values.ravel())[0, 1] > 0.999
    assert image.max() > 200


def transparent(path, box, color):
    image = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (5, 5, 15, 15))
    if box:
        image.paste(color, box)
    image.save(path)
    return path


@pytest.mark.parametrize("color", [(255, 255, 255, 255), (0, 0, 0, 255), (255, 255, 255, 120), (250, 250, 250, 255)])
@pytest.mark.parametrize("other", [(50, 20, 70, 40), None], ids=["moved", "gone"])
def test_what_is_white_or_black_on_transparency_is_seen_to_change(tmp_path, color, other):
    first = transparent(tmp_path / "a.png", (20, 20, 40, 40), color)
    second = transparent(tmp_path / "b.png", other, color)
    before, after = load_pair(first, second)
    assert (np.abs(before.astype(int) - after).max(-1) > 30).sum() >= 400
    assert np.array_equal(before[5:15, 5:15], after[5:15, 5:15])


def test_colours_under_full_transparency_are_no_difference(tmp_path):
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(tmp_path / "a.png")
    Image.new("RGBA", (40, 40), (0, 0, 255, 0)).save(tmp_path / "b.png")
    before, after = load_pair(tmp_path / "a.png", tmp_path / "b.png")
    assert np.array_equal(before, after)


def wide_gamut() -> bytes:
    """A colour profile with the primaries of Adobe RGB (D50) and a gamma of 2.2."""

    def number(value):
        return struct.pack(">i", round(value * 65536))

    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(map(number, values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    name = b"wide gamut\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 78
    text += b"\0" * (-len(text) % 4)
    tags = {
        b"desc": text,
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.60974, 0.31111, 0.01947),
        b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": xyz(0.14919, 0.06322, 0.74457),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += number(0.9642) + number(1.0) + number(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("ending", ["png", "jpg", "tif"])
def test_a_wide_gamut_is_brought_to_srgb(tmp_path, ending):
    stored = Image.new("RGB", (40, 30), (144, 200, 90))
    stored.save(tmp_path / f"wide.{ending}", icc_profile=wide_gamut())
    shown = load_picture(tmp_path / f"wide.{ending}")[10, 10].astype(int)
    assert shown[0] < 144 - 15 and abs(shown[1] - 200) < 8


def test_a_damaged_profile_leaves_the_colours_as_they_are(tmp_path):
    Image.new("RGB", (40, 30), (10, 200, 90)).save(tmp_path / "a.png", icc_profile=b"no profile at all")
    assert load_picture(tmp_path / "a.png")[5, 5].tolist() == [10, 200, 90]


def gray_of_one_power(power: float) -> bytes:
    """A colour profile of grey whose values are light to this power."""
    name = b"grey\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 79
    white = b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(one * 65536)) for one in (0.9642, 1.0, 0.8249))
    tags = {
        b"desc": described,
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": white,
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">IH", 1, round(power * 256)) + b"\0\0",
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"\0" * 4, 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + white[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_gray_with_a_profile_is_brought_to_srgb_and_keeps_its_transparency(tmp_path, mode):
    stored = Image.new("L", (40, 30), 55).convert(mode)  # a fifth of the light, which is 128 in sRGB
    stored.save(tmp_path / "gray.png", icc_profile=gray_of_one_power(1.0))
    assert abs(load_picture(tmp_path / "gray.png")[10, 10].astype(int) - 128).max() <= 2
    if mode == "LA":
        stored.putalpha(0)
        stored.save(tmp_path / "clear.png", icc_profile=gray_of_one_power(1.0))
        assert load_picture(tmp_path / "clear.png")[10, 10].tolist() == [255] * 3


def test_gray_of_16_bits_with_a_profile_is_brought_to_srgb(tmp_path):
    values = np.full((30, 40), 14135, np.uint16)
    values[:, 20:] = 65535
    Image.fromarray(values).save(tmp_path / "gray.tif", icc_profile=gray_of_one_power(1.0))
    shown = load_picture(tmp_path / "gray.tif").astype(int)
    assert abs(shown[10, 10] - 128).max() <= 2 and shown[10, 30].tolist() == [255] * 3


@pytest.mark.parametrize("options", [{}, {"transparency": 1}])
def test_the_profile_of_a_palette_is_one_of_its_colours(tmp_path, options):
    stored = Image.new("P", (40, 30), 0)
    stored.putpalette([144, 200, 90, 10, 10, 10])
    stored.paste(1, (20, 0, 40, 30))
    stored.save(tmp_path / "palette.png", icc_profile=wide_gamut(), **options)
    shown = load_picture(tmp_path / "palette.png").astype(int)
    assert shown[10, 10][0] < 144 - 15 and abs(shown[10, 10][1] - 200) < 8
    assert (shown[10, 30].min() > 200) == bool(options)


def test_a_profile_holds_for_colours_of_16_bits_too(tmp_path):
    cv2 = pytest.importorskip("cv2")
    cv2.imwrite(str(tmp_path / "deep.png"), np.full((30, 40, 3), (90 * 257, 200 * 257, 144 * 257), np.uint16))
    data, body = (tmp_path / "deep.png").read_bytes(), b"iCCPwide\0\0" + zlib.compress(wide_gamut())
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    (tmp_path / "deep.png").write_bytes(data[:33] + chunk + data[33:])
    shown = load_picture(tmp_path / "deep.png")[10, 10].astype(int)
    assert shown[0] < 144 - 15 and abs(shown[1] - 200) < 8


def test_colours_of_12_bits_in_16_are_read_from_bytes_as_from_a_file(tmp_path):
    cv2 = pytest.importorskip("cv2")
    values = np.zeros((30, 40, 3), np.uint16)
    values[:, 20:] = (4095, 2048, 1024)
    cv2.imwrite(str(tmp_path / "deep.png"), values)
    read = load_picture((tmp_path / "deep.png").read_bytes())
    assert np.array_equal(read, load_picture(tmp_path / "deep.png")) and read.max() == 255


def deep_with_alpha(path, most, alpha, hole=None):
    """Colours up to ``most`` and an alpha of 16 bits in a file; ``hole`` is the alpha of a rectangle."""
    cv2 = pytest.importorskip("cv2")
    rows, columns = np.mgrid[:60, :80]
    colors = np.stack([(rows + 2 * columns) % 97, (3 * rows + columns) % 89, rows + columns], -1) / 139 * most
    values = np.concatenate([colors, np.full((60, 80, 1), alpha)], -1).astype(np.uint16)
    if hole is not None:
        values[20:40, 30:60, 3] = hole
    cv2.imwrite(str(path), values)
    return path


@pytest.mark.parametrize("ending", ["png", "tiff"])
@pytest.mark.parametrize(
    ("most", "alpha", "hole"),
    [(4095, 4095, 0), (4095, 4095, 2000), (4095, 65535, 0), (65535, 65535, 30000), (1023, 1023, 0)],
)
def test_a_change_of_alpha_alone_is_seen_in_colours_of_more_than_8_bits(tmp_path, ending, most, alpha, hole):
    first = deep_with_alpha(tmp_path / f"a.{ending}", most, alpha)
    second = deep_with_alpha(tmp_path / f"b.{ending}", most, alpha, hole)
    before, after = load_pair(first, second)
    apart = np.abs(before.astype(int) - after).max(-1)
    assert before.std() > 30  # it is neither black nor clear
    assert np.median(apart[20:40, 30:60]) > 40 and apart[:18].max() == 0
