"""Hostile files: valid ones spoiled by chance, bytes and values alike, and the readers that have to bear them."""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pipeline.worlds import finder

BLOCKS = Path(finder.__file__).parent / "blocks"

Make = Callable[[random.Random], bytes]
Read = Callable[[Path], object]

_DEEP = 3000
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e999, float("nan"), 2**70, "", "x" * 3000, "\0", "\ud800", [], {}, [[]], {"": None},
    "../../x", 1e-320,
)  # fmt: skip
_INTEGERS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\x01", b"\0\x01\0\0")
_TOML = ("nan", "inf", "-1", '""', "[]", "{}", "true", "[" * _DEEP, '"' + "x" * 5000 + '"', "1979-05-27", "9" * 5000)


def spoil(content: bytes, rng: random.Random) -> bytes:
    """One to six random edits of the bytes, more often near the start, where the headers are."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        if not data:
            return bytes(data)
        span = len(data) if rng.random() < 0.5 else min(len(data), 200)
        place, length = rng.randrange(span), rng.randint(1, 16)
        edit = rng.randrange(6)
        if edit == 0:
            data[place] ^= 1 << rng.randrange(8)
        elif edit == 1:
            data[place : place + length] = rng.randbytes(length)
        elif edit == 2:
            del data[place : place + length]
        elif edit == 3:
            data[place:place] = data[place : place + length * 8]
        elif edit == 4:
            data[place : place + 4] = rng.choice(_INTEGERS)
        else:
            del data[place + rng.randrange(len(data)) :]
    return bytes(data)


def spoil_json(content: bytes, rng: random.Random) -> bytes:
    """Another value somewhere in a JSON text, or spoiled bytes."""
    if rng.random() < 0.3:
        return spoil(content, rng)
    if rng.random() < 0.05:
        return rng.choice((b"[", b'{"a":', b'{"id":[')) * 100_000
    value = json.loads(content)
    for _ in range(rng.randint(1, 3)):
        value = _altered(value, rng)
    return json.dumps(value).encode("ascii")


def spoil_lines(content: bytes, rng: random.Random) -> bytes:
    """Lines of JSON, one of them spoiled, lost or doubled."""
    lines = content.splitlines()
    place = rng.randrange(len(lines))
    choice = rng.random()
    if choice < 0.7:
        lines[place] = spoil_json(lines[place], rng)
    elif choice < 0.85:
        lines.append(lines[place])
    else:
        return spoil(content, rng)
    return b"\n".join(lines) + b"\n"


def spoil_toml(content: bytes, rng: random.Random) -> bytes:
    """Another value for some keys of a TOML text, or spoiled bytes."""
    if rng.random() < 0.3:
        return spoil(content, rng)
    lines = content.decode().splitlines()
    places = [place for place, line in enumerate(lines) if " = " in line]
    for place in rng.sample(places, rng.randint(1, 3)):
        lines[place] = f"{lines[place].partition(' = ')[0]} = {rng.choice(_TOML)}"
    return "\n".join(lines).encode()


def _altered(value: Any, rng: random.Random) -> Any:
    if rng.random() < 0.25 or not isinstance(value, dict | list) or not value:
        return rng.choice(_VALUES)
    if isinstance(value, list):
        place = rng.randrange(len(value))
        return [*value[:place], _altered(value[place], rng), *value[place + 1 :]]
    key = rng.choice(list(value))
    if rng.random() < 0.2:
        return {name: one for name, one in value.items() if name != key}
    return value | {key: _altered(value[key], rng)}


def of(content: bytes, how: Callable[[bytes, random.Random], bytes] = spoil) -> Make:
    """A maker of spoiled copies."""
    return lambda rng: how(content, rng)


@lru_cache
def pictures() -> tuple[bytes, ...]:
    """Small pictures in every format that can be written here."""
    base = np.random.default_rng(0).integers(0, 255, (40, 48, 3), np.uint8)
    made = []
    for mode in ("RGB", "RGBA", "L", "P", "1", "I;16", "F", "CMYK"):
        image = (
            Image.fromarray(base[..., 0].astype(np.uint16)) if mode == "I;16" else Image.fromarray(base).convert(mode)
        )
        for form, options in _FORMS:
            content = io.BytesIO()
            try:
                image.save(content, form, **options)
            except (OSError, ValueError, KeyError, TypeError):  # not every format has every mode
                continue
            made.append(content.getvalue())
    card = lambda text: text.ljust(80).encode()  # noqa: E731
    header = [card("SIMPLE  =                    T"), card("BITPIX  =                    8"),
              card("NAXIS   =                    2"), card("NAXIS1  =                   48"),
              card("NAXIS2  =                   40"), card("END")]  # fmt: skip
    made.append(b"".join(header).ljust(2880) + base[..., 0].tobytes())
    return tuple(made)


_FORMS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("JPEG", {"progressive": True}), ("WEBP", {"lossless": True}), ("WEBP", {"quality": 50}), ("AVIF", {"speed": 10}),
    ("TIFF", {"compression": "tiff_lzw"}), ("TIFF", {"compression": "jpeg"}), ("TIFF", {"compression": "packbits"}),
    *((form, {}) for form in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "ICO", "ICNS", "JPEG2000", "PPM", "TGA", "PCX")),
    *((form, {}) for form in ("SGI", "DDS", "QOI", "IM", "SPIDER", "XBM")),
)  # fmt: skip


def read_picture(path: Path) -> object:
    """As every command does."""
    from pipeline.core.images import load_pair

    return load_pair(path, path)


def run_command(path: Path) -> object:
    """The whole command on a pair."""
    from pipeline.cli.main import main

    other = path.with_name("other.png")
    if not other.exists():
        Image.fromarray(np.full((40, 48, 3), 120, np.uint8)).save(other)
    return main(["run", str(other), str(path), "--json", "--pack", "blocks"])


def read_manifest(path: Path) -> object:
    """As batch and evaluate do."""
    from pipeline.batch.pairs import read_pairs
    from pipeline.datasets import manifest

    return _each(lambda: read_pairs(path), lambda: manifest.read(path))


def read_results(path: Path) -> object:
    """As evaluate and ``batch --resume`` do."""
    from pipeline.batch.pairs import Pair
    from pipeline.batch.results import Results
    from pipeline.evaluate.answers import read_answers

    def resume() -> None:
        with Results(path, [Pair(str(i), "a", "b", Path()) for i in range(4)], "blocks", "", resume=True) as results:
            results.put_in_order()

    return _each(lambda: read_answers(path), resume)


def read_pack(path: Path) -> object:
    """A pack without seals, all of its stages built, and the command that lists packs."""
    from pipeline.cli.main import main
    from pipeline.flow.captioner import Captioner

    for file in BLOCKS.iterdir():
        link = path.parent / file.name
        if file.name not in (path.name, "checksums.json") and not link.exists():
            link.symlink_to(file)

    def build() -> None:
        Captioner.from_pack(path.parent).stages.build()

    os.environ["SPOT_IT_PACKS"] = str(path.parent.parent)
    return _each(build, lambda: main(["packs"]))


def read_model(load: str) -> Read:
    """The function ``module:name``, called with the path."""

    def read(path: Path) -> object:
        from importlib import import_module

        module, _, name = load.partition(":")
        target: Any = import_module(module)
        for part in name.split("."):
            target = getattr(target, part)
        return target(path)

    return read


def read_onnx(part: str) -> Read:
    """An exported graph, asked for one answer."""

    def read(path: Path) -> object:
        from detectors.rcnn.onnx_detector import OnnxRCNN

        files = {"trunk": BLOCKS / "trunk.onnx", "heads": BLOCKS / "heads.onnx", part: path}
        return OnnxRCNN(**files, threads=1).examine(np.full((64, 96, 3), 90, np.uint8))

    return read


def read_torch(path: Path) -> object:
    """The network's own weights, asked for one answer."""
    from detectors.rcnn.torch_detector import TorchRCNN

    return TorchRCNN(path).examine(np.full((64, 96, 3), 90, np.uint8))


def _each(*calls: Callable[[], object]) -> object:
    """All of them; the last refusal is the answer."""
    from pipeline.core.errors import SpotItError

    refusal: SpotItError | None = None
    for call in calls:
        try:
            call()
        except SpotItError as failure:
            refusal = failure
    if refusal is not None:
        raise refusal
    return None
