"""Pictures from files: whatever Pillow reads, as upright RGB arrays.

Choices made here: transparency is laid over white; of an animation the first frame is used; 16-bit pictures are scaled
to 8 bits by their full range; colour profiles are not applied.
"""

from __future__ import annotations

import os
import stat
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from pipeline.core import messages
from pipeline.core.errors import SpotItError

LEAST_SIDE = 16
"""Pixels a side below which nothing can be recognised."""

MOST_PIXELS = 100_000_000
"""Pixels above which a picture is refused: two of these decode within about 1.5 GB."""

MOST_SHAPE_DIFFERENCE = 0.1
"""How far two aspect ratios may differ, as a share, and still pass for two views from one camera."""

Picture = str | os.PathLike[str] | np.ndarray

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG = 0x0112


def load_picture(source: Picture) -> np.ndarray:
    """A picture as a ``uint8`` array of shape ``(height, width, 3)``, RGB, EXIF orientation applied.

    Raises
    ------
    SpotItError
        If the file is not a picture that can be read, or is too small or too large.
    """
    if isinstance(source, np.ndarray):
        return _checked_array(source)
    path = Path(source)
    _check_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on odd metadata say nothing a user can act on
            with Image.open(path) as opened:
                _check_header(opened, path)
                return _decode(opened, path)
    except UnidentifiedImageError:
        raise messages.error(messages.NOT_A_PICTURE, path=path) from None
    except Image.DecompressionBombError:
        raise messages.error(messages.TOO_LARGE, path=path, most=MOST_PIXELS // 10**6) from None
    except SpotItError:
        raise
    except PermissionError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None
    except Exception as failure:  # Pillow's plugins raise any kind of exception on damaged files
        reason = " ".join(str(failure).split()) or type(failure).__name__
        raise messages.error(messages.DAMAGED_PICTURE, path=path, reason=reason) from None


def load_pair(before: Picture, after: Picture, any_shape: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Both pictures of a pair.  Their sizes may differ, their proportions only a little unless ``any_shape``.

    Raises
    ------
    SpotItError
        If one cannot be read, or the proportions differ by more than :data:`MOST_SHAPE_DIFFERENCE`.
    """
    first, second = load_picture(before), load_picture(after)
    ratio = (first.shape[1] * second.shape[0]) / (first.shape[0] * second.shape[1])
    if not any_shape and max(ratio, 1 / ratio) > 1 + MOST_SHAPE_DIFFERENCE:
        raise messages.error(
            messages.DIFFERENT_SHAPES,
            before=_name(before, "the picture before"),
            after=_name(after, "the picture after"),
            before_size=f"{first.shape[1]}x{first.shape[0]}",
            after_size=f"{second.shape[1]}x{second.shape[0]}",
        )
    return first, second


def _name(source: Picture, unnamed: str) -> str:
    return unnamed if isinstance(source, np.ndarray) else os.fspath(source)


def _checked_array(image: np.ndarray) -> np.ndarray:
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise messages.error(messages.NOT_AN_IMAGE_ARRAY, dtype=image.dtype, shape=image.shape)
    if min(image.shape[:2]) < LEAST_SIDE:
        height, width = image.shape[:2]
        raise messages.error(messages.TOO_SMALL, path="the picture", width=width, height=height, least=LEAST_SIDE)
    return image


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise messages.error(messages.NO_SUCH_FILE, path=path) from None
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        raise messages.error(messages.NOT_READABLE, path=path, reason=reason) from None
    if stat.S_ISDIR(status.st_mode):
        raise messages.error(messages.IS_A_FOLDER, path=path)
    if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device could wait for ever
        raise messages.error(messages.NOT_A_FILE, path=path)
    if status.st_size == 0:
        raise messages.error(messages.EMPTY_FILE, path=path)


def _check_header(image: Image.Image, path: Path) -> None:
    """Judge a picture by what its header declares, before any pixel is decoded."""
    if image.format == "EPS":
        raise messages.error(messages.UNSAFE_FORMAT, path=path, format=image.format)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise messages.error(messages.TOO_LARGE, path=path, most=MOST_PIXELS // 10**6)
    if min(width, height) < LEAST_SIDE:
        raise messages.error(messages.TOO_SMALL, path=path, width=width, height=height, least=LEAST_SIDE)


def _decode(image: Image.Image, path: Path) -> np.ndarray:
    # A phone's MPO file is one photograph with a preview, not an animation.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        messages.notice(messages.FIRST_FRAME, path=path)
        image.seek(0)
    image.load()
    return np.array(_rgb(_upright(image), path))


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # damaged metadata: the pixels are still good
        turn = None
    return image if turn is None else image.transpose(turn)


def _rgb(image: Image.Image, path: Path) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image).convert("RGB")
    try:
        if image.has_transparency_data:
            layer = image.convert("RGBA")
            white = Image.new("RGBA", layer.size, "white")
            return Image.alpha_composite(white, layer).convert("RGB")
        return image.convert("RGB")
    except ValueError:
        raise messages.error(messages.COLOUR_MODE, path=path, mode=image.mode) from None


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit integers by their full range, wider and floating-point values by 1, 255, 65535 or their peak."""
    values = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=0.0, neginf=0.0)
    peak = float(values.max(initial=0.0))
    if image.mode == "F":
        ceilings = (1.0, 255.0, 65535.0)
        full = next((ceiling for ceiling in ceilings if peak <= ceiling), peak)
    else:
        full = max(65535.0, peak)
    return Image.fromarray(np.rint(np.clip(values / full, 0, 1) * 255).astype(np.uint8))
