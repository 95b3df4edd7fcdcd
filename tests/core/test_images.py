"""Pictures: everything that can be read comes out upright RGB, everything else is one clear line."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import IcnsImagePlugin, Image

from pipeline.core.errors import SpotItError
from pipeline.core.images import load_pair, load_picture

WIDTH, HEIGHT = 40, 30
RED, GREEN, BLUE = (200, 30, 30), (30, 130, 30), (40, 70, 210)


def scene() -> Image.Image:
    """Red left, green right, a blue patch at the top left corner: no turn leaves it as it is."""
    image = Image.new("RGB", (WIDTH, HEIGHT), RED)
    image.paste(GREEN, (WIDTH // 2, 0, WIDTH, HEIGHT))
    image.paste(BLUE, (0, 0, 10, 10))
    return image


def close(image: np.ndarray, expected: Image.Image, tolerance: int = 0) -> bool:
    return image.shape == (expected.height, expected.width, 3) and bool(
        (abs(image.astype(int) - np.asarray(expected.convert("RGB")).astype(int)) <= tolerance).all()
    )


@pytest.mark.parametrize(
    ("ending", "options", "tolerance"),
    [
        (".png", {}, 0),
        (".bmp", {}, 0),
        (".tiff", {}, 0),
        (".webp", {"lossless": True}, 0),
        (".gif", {}, 8),  # at most 256 colours, nearest ones
        (".jpg", {"quality": 95, "subsampling": 0}, 60),  # rings at the edges
        (".ppm", {}, 0),
    ],
)
def test_every_common_format_gives_the_same_picture(tmp_path, ending, options, tolerance):
    path = tmp_path / f"scene{ending}"
    scene().save(path, **options)
    image = load_picture(path)
    assert image.dtype == np.uint8
    assert close(image, scene(), tolerance)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(tmp_path, orientation):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,  # stored turned by 90 degrees, so shown turned by 270
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = scene() if orientation == 1 else scene().transpose(turns[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    for ending in (".png", ".tiff", ".webp"):
        options = {"lossless": True} if ending == ".webp" else {}
        stored.save(tmp_path / f"turned{ending}", exif=exif, **options)
        assert close(load_picture(tmp_path / f"turned{ending}"), scene()), ending


def test_grey_palette_and_black_and_white_become_rgb(tmp_path):
    for mode in ("L", "P", "1", "LA"):
        scene().convert(mode).save(tmp_path / f"{mode}.png")
        assert close(load_picture(tmp_path / f"{mode}.png"), scene().convert(mode)), mode


def test_transparency_is_laid_over_white(tmp_path):
    image = scene().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 10, 10))
    expected = scene()
    expected.paste("white", (0, 0, 10, 10))
    image.save(tmp_path / "rgba.png")
    image.save(tmp_path / "rgba.webp", lossless=True)
    image.convert("P").save(tmp_path / "palette.png", transparency=image.convert("P").getpixel((0, 0)))
    assert close(load_picture(tmp_path / "rgba.png"), expected)
    assert close(load_picture(tmp_path / "rgba.webp"), expected)
    assert (load_picture(tmp_path / "palette.png")[0, 0] == 255).all()


def test_sixteen_bit_grey_is_scaled_by_its_full_range(tmp_path):
    ramp = np.linspace(0, 65535, WIDTH * HEIGHT).reshape(HEIGHT, WIDTH).astype(np.uint16)
    for ending in (".png", ".tiff"):
        Image.fromarray(ramp).save(tmp_path / f"ramp{ending}")
        image = load_picture(tmp_path / f"ramp{ending}")
        assert np.abs(image[..., 0] - ramp / 257.0).max() <= 0.5, ending
        assert (image[..., 0] == image[..., 2]).all()


def test_sixteen_bit_rgb_keeps_its_brightness(tmp_path):
    deep = np.asarray(scene()).astype(np.uint16) * 257
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep)
    path = tmp_path / "deep.png"
    path.write_bytes(png(WIDTH, HEIGHT, 16, 2, zlib.compress(rows)))
    assert close(load_picture(path), scene(), 1)


def test_floating_point_pictures_are_scaled(tmp_path):
    ramp = np.linspace(0, 1, WIDTH * HEIGHT).reshape(HEIGHT, WIDTH).astype(np.float32)
    Image.fromarray(ramp).save(tmp_path / "ramp.tiff")
    assert np.abs(load_picture(tmp_path / "ramp.tiff")[..., 1] - ramp * 255).max() <= 0.5


def test_cmyk_jpeg_becomes_rgb(tmp_path):
    scene().convert("CMYK").save(tmp_path / "cmyk.jpg", quality=95)
    image = load_picture(tmp_path / "cmyk.jpg")
    assert np.abs(image[25, 5].astype(int) - RED).max() < 25
    assert np.abs(image[25, 35].astype(int) - GREEN).max() < 25


@pytest.mark.parametrize("ending", [".gif", ".webp", ".png"])
def test_of_an_animation_the_first_frame_is_used_and_that_is_said(tmp_path, capsys, ending):
    path = tmp_path / f"moving{ending}"
    frames = [Image.new("RGB", (WIDTH, HEIGHT), colour) for colour in ("white", "black", "white")]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=50)
    assert (load_picture(path) > 250).all()
    said = capsys.readouterr().err
    assert "only the first is used" in said and path.name in said and said.count("\n") == 1


def png(width: int, height: int, depth: int, colour: int, data: bytes) -> bytes:
    """A PNG file from its parts, pixels compressed, so that its header can promise anything."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def whole_file() -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)
        Image.fromarray(noise).save(file.name)
        return Path(file.name).read_bytes()


BAD_FILES = {
    "empty.png": (b"", "is empty"),
    "text.png": (b"this is not a picture\n" * 20, "is not a picture"),
    "truncated.png": (whole_file()[:5000], "damaged or cut short"),
    "header_only.png": (whole_file()[:20], "picture"),
    "zero_width.png": (png(0, 30, 8, 2, b""), "zero_width.png"),
    "one_pixel.png": (png(1, 1, 8, 2, zlib.compress(b"\0\0\0\0")), "at least 16 pixels"),
    "thin.png": (png(400, 3, 8, 2, zlib.compress(b"\0" * 3603)), "at least 16 pixels"),
    "huge.png": (png(20_000, 20_000, 8, 2, b"\0"), "megapixels"),
    "over_the_limit.png": (png(12_000, 9_000, 8, 2, b"\0"), "megapixels"),
    "bomb.bmp": (
        b"BM" + struct.pack("<IHHI", 60, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 2**30, 2**30, 1, 24, *[0] * 6),
        "bomb.bmp",
    ),
    "corrupt.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xff\xc0\0\x11\x08" + b"\0" * 40, "corrupt.jpg"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_line_that_names_it(tmp_path, name):
    content, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SpotItError) as failure:
        load_picture(tmp_path / name)
    assert name in str(failure.value)
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)


def test_missing_files_folders_and_pipes_are_named(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "file.png").write_bytes(b"x")
    for path, words in (
        (tmp_path / "missing.png", "no such file"),
        (tmp_path / "file.png" / "below.png", "no such file"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe.png", "not an ordinary file"),
        (tmp_path / ("x" * 300), "cannot be read"),
        ("nul\0byte.png", "cannot be read"),
        (tmp_path / "line\nbreak.png", "no such file"),
    ):
        with pytest.raises(SpotItError, match=words) as failure:
            load_picture(path)
        assert "\n" not in str(failure.value)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such permissions")
def test_a_file_without_permission_is_said_to_be_unreadable():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(folder) / "closed.png"
        scene().save(path)
        path.chmod(0)
        administrator = os.geteuid() == 0
        if administrator:  # who may read everything
            os.seteuid(65534)
        try:
            with pytest.raises(SpotItError, match=r"closed.png cannot be read .*check its permissions"):
                load_picture(path)
        finally:
            if administrator:
                os.seteuid(0)


def test_a_format_that_would_run_a_program_is_refused(tmp_path):
    path = tmp_path / "drawing.eps"
    scene().save(path)
    with pytest.raises(SpotItError, match="EPS"):
        load_picture(path)


def test_a_20000_by_20000_picture_is_refused_in_bounded_memory(pipeline_process, tmp_path):
    import resource

    stream = zlib.compressobj()
    data = b"".join(stream.compress(b"\0" * 2501) for _ in range(20_000)) + stream.flush()
    path = tmp_path / "huge.png"
    path.write_bytes(png(20_000, 20_000, 1, 0, data))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30))

    done = pipeline_process("run", path, path, preexec_fn=limit)
    assert done.returncode == 2
    assert "megapixels" in done.stderr and done.stderr.count("\n") == 1


def test_an_array_of_rgb_bytes_is_not_copied():
    good = np.zeros((20, 20, 3), np.uint8)
    assert load_picture(good) is good
    with pytest.raises(SpotItError):
        load_picture(good[:3])


def test_a_pair_may_differ_in_size_but_not_in_shape(tmp_path):
    def blank(width: int, height: int) -> np.ndarray:
        return np.zeros((height, width, 3), np.uint8)

    before, after = load_pair(blank(480, 320), blank(240, 160))
    assert before.shape[:2] == (320, 480) and after.shape[:2] == (160, 240)
    load_pair(blank(480, 320), blank(480, 305))
    for other in (blank(320, 480), blank(320, 320), blank(960, 320)):
        with pytest.raises(SpotItError, match="480x320"):
            load_pair(blank(480, 320), other)


def solid_webp(path: Path, side: int) -> Path:
    """A picture of one translucent colour: a few bytes, whatever its size."""
    Image.new("RGBA", (side, side), (10, 20, 30, 40)).save(path, lossless=True, quality=0, method=0)
    return path


def test_what_decodes_to_more_than_is_promised_is_refused_before_it_is_decoded(tmp_path):
    path = solid_webp(tmp_path / "bomb.webp", 7000)
    assert path.stat().st_size < 100
    with pytest.raises(SpotItError, match="larger than 46 megapixels"):
        load_picture(path)


def deep_png(path: Path, side: int, color_type: int, channels: int) -> Path:
    """A black picture of 16 bits a channel, its rows compressed one by one."""
    packed = zlib.compressobj(9)
    row = bytes(1 + 2 * channels * side)
    data = b"".join([*(packed.compress(row) for _ in range(side)), packed.flush()])
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 16, color_type, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")
    chunks = [
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part)) for name, part in parts
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


LARGEST = {
    "large.webp": lambda path: solid_webp(path, 6800),
    "colours of 16 bits.png": lambda path: deep_png(path, 6500, 2, 3),
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_pair_of_any_format_decodes_within_the_promise(tmp_path, name):
    path = LARGEST[name](tmp_path / name)
    code = (
        "import resource, sys; from pipeline.core.images import MOST_BYTES, load_pair; "
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024; start = used(); "
        "load_pair(sys.argv[1], sys.argv[1]); sys.exit(used() - start > MOST_BYTES)"
    )
    assert subprocess.run([sys.executable, "-c", code, path], timeout=60).returncode == 0


def test_a_picture_that_grows_when_it_is_loaded_is_judged_again(tmp_path, monkeypatch):
    path = tmp_path / "icon.icns"
    Image.new("RGBA", (512, 512), "red").save(path)
    assert load_picture(path).shape[:2] == (512, 512) or load_picture(path).shape[:2] == (1024, 1024)
    load = IcnsImagePlugin.IcnsImageFile.load

    def growing(self):
        done = load(self)
        self.im, self._size = Image.new("RGBA", (12_000, 12_000)).im, (12_000, 12_000)
        return done

    monkeypatch.setattr(IcnsImagePlugin.IcnsImageFile, "load", growing)
    with pytest.raises(SpotItError, match="megapixels"):
        load_picture(path)


def test_a_jpeg_of_thousands_of_scans_is_refused_at_once(tmp_path):
    plain = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (1000, 1000, 3), np.uint8)
    Image.fromarray(noise).save(plain, "JPEG", progressive=True)
    whole = plain.getvalue()
    (tmp_path / "fine.jpg").write_bytes(whole)
    assert load_picture(tmp_path / "fine.jpg").shape == (1000, 1000, 3)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    scan = last[: 2 + int.from_bytes(last[2:4], "big")] + b"\0\0"
    (tmp_path / "slow.jpg").write_bytes(whole[:-2] + scan * 6000 + whole[-2:])
    start = time.monotonic()
    with pytest.raises(SpotItError, match=r"a JPEG of 60\d\d scans"):
        load_picture(tmp_path / "slow.jpg")
    assert time.monotonic() - start < 2
