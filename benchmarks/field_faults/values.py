"""Files: ranges of values beyond eight bits, colour profiles, and transparency."""

from __future__ import annotations

import struct

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.field_faults.case import ANY, QUIET, Case, Make, Right, told
from benchmarks.field_faults.grounds import Grounds, file, somewhere, taken, thing

DISPLAY_P3 = ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841))
"""XYZ of red, green and blue, adapted to D50."""


def _with_thing(rng: np.random.Generator, grounds: Grounds) -> tuple[np.ndarray, np.ndarray, Right]:
    """A scene twice, in half of the cases with something put into it, and what is right."""
    scene = grounds.photo(rng)
    if rng.random() < 0.35:
        return taken(scene, rng), taken(scene, rng), QUIET
    box = somewhere(rng, scene.shape, 0.15, 0.3)
    mean = scene[box[1] : box[3], box[0] : box[2]].mean()
    return taken(scene, rng), taken(thing(scene, box, rng, "#301010" if mean > 110 else "#e8d8c0"), rng), told(ANY, box)


def floats(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Floating-point TIFF files, one of them with a highlight above white."""
    before, after, right = _with_thing(rng, grounds)
    files = []
    for number, picture in enumerate((before, after)):
        gray = picture.mean(-1).astype(np.float32) / 255
        if number == int(rng.integers(2)):
            gray[tuple(rng.integers(0, gray.shape))] = rng.uniform(1.02, 40)
        files.append(file(Image.fromarray(gray, "F"), "TIFF"))
    return Case(*files, right, "floats")


def deep(rng: np.random.Generator, grounds: Grounds) -> Case:
    """10, 12 or 14 bits in files of 16."""
    before, after, right = _with_thing(rng, grounds)
    bits = int(rng.choice([10, 12, 14]))
    values = [np.round(one.mean(-1) / 255 * (2**bits - 1)).astype(np.uint16) for one in (before, after)]
    form = "PNG" if rng.random() < 0.5 else "TIFF"
    return Case(*(file(Image.fromarray(one), form) for one in values), right, f"{bits} bits, {form}")


def radiometric(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Temperatures in hundredths of a kelvin: a narrow range far from black."""
    before, after, right = _with_thing(rng, grounds)
    low, span = rng.uniform(25000, 29500), rng.uniform(900, 4000)
    values = [np.round(low + one.mean(-1) / 255 * span).astype(np.uint16) for one in (before, after)]
    return Case(*(file(Image.fromarray(one), "TIFF") for one in values), right, f"{low:.0f} and {span:.0f} more")


def profile(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The same picture in sRGB and in a wider gamut: nothing changed, unless something was put into it."""
    before, after, right = _with_thing(rng, grounds)
    linear = np.where(after <= 10.31, after / 3294.6, ((after / 255 + 0.055) / 1.055) ** 2.4)
    srgb = np.array([[0.4361, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7142]])
    wide = np.clip(linear @ srgb @ np.linalg.inv(np.array(DISPLAY_P3)), 0, 1) ** (1 / 2.2)
    pixels = np.round(255 * wide).astype(np.uint8)
    return Case(before, file(pixels, "PNG", icc_profile=_profile(DISPLAY_P3, 2.2)), right, "sRGB and a wider gamut")


def _profile(primaries: tuple[tuple[float, ...], ...], power: float) -> bytes:
    """An ICC profile of a matrix and one power."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(values: tuple[float, ...]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    name = b"wide gamut\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(power * 256)) + b"\0\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 79
    tags = {b"desc": described, b"cprt": b"text\0\0\0\0none\0", b"wtpt": xyz((0.9642, 1.0, 0.8249))}
    tags |= {key: xyz(value) for key, value in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for key, value in tags.items():
        table += key + struct.pack(">II", start + len(content), len(value))
        content += value + b"\0" * (-len(value) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(content), b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    header += b"".join(map(fixed, (0.9642, 1.0, 0.8249)))
    return header.ljust(128, b"\0") + table + content


def white_on_transparency(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A white sign on transparency that moved or is gone."""
    box, where = somewhere(rng, (200, 260), 0.15, 0.3), somewhere(rng, (200, 260), 0.15, 0.3)
    gone = rng.random() < 0.5
    second = (where[0], where[1], where[0] + box[2] - box[0], where[1] + box[3] - box[1])
    if second[2] > 256 or second[3] > 196:
        second, gone = box, True
    pair = []
    for place in (box, None if gone else second):
        image = Image.new("RGBA", (260, 200), (0, 0, 0, 0))
        pen = ImageDraw.Draw(image)
        pen.rectangle((6, 6, 60, 20), fill=(255, 255, 255, 255))
        if place is not None:
            pen.ellipse(place, fill=(255, 255, 255, 255))
        pair.append(file(image))
    return Case(*pair, told(ANY, *([box] if gone else [box, second])), "gone" if gone else "moved")


def translucent(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A sign that lets more of what is behind it through."""
    box, color = somewhere(rng, (200, 260), 0.2, 0.4), tuple(int(v) for v in rng.integers(0, 220, 3))
    pair = []
    for alpha in (255, int(rng.integers(70, 170))):
        image = Image.new("RGBA", (260, 200), (0, 0, 0, 0))
        pen = ImageDraw.Draw(image)
        pen.rectangle((6, 6, 60, 20), fill=(30, 30, 30, 255))
        pen.ellipse(box, fill=(*color, alpha))
        pair.append(file(image))
    return Case(*pair, told(ANY, box), f"alpha {alpha}")


KINDS: dict[str, Make] = {
    "float range": floats,
    "10 to 14 bits": deep,
    "radiometric": radiometric,
    "colour profile": profile,
    "white on transparency": white_on_transparency,
    "translucent": translucent,
}
