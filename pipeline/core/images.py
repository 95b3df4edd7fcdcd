"""Pictures from files: whatever Pillow reads, as upright RGB arrays.

Choices made here: transparency is laid over white, or over a ground that shows more of what differs; of an animation
the first frame is used; wider values are scaled to 8 bits by the range that both pictures of a pair use; colour
profiles are applied.
"""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.float_colors import BYTES, float_colors, size_of_float_colors
from pipeline.core.ground import opaque
from pipeline.core.levels import eight_bits_of, shared_range, shown_colors, whole_alpha
from pipeline.core.pictures import Held, Source, path_of, taken
from pipeline.core.profiles import has_other_colors, to_srgb

LEAST_SIDE = 16
"""Pixels a side below which nothing can be recognised."""

MOST_PIXELS = 100_000_000
"""Pixels above which a picture is refused."""

MOST_BYTES = 1_500_000_000
"""Memory that decoding a pair may take: the first picture as an array, and the second one at its decoder's peak."""

MOST_SCANNED = 5_000_000_000
"""Pixels that the scans of a progressive JPEG may go over, all together: some ten seconds.  Cameras write ten scans."""

MOST_SHAPE_DIFFERENCE = 0.1
"""How far two aspect ratios may differ, as a share, and still pass for two views from one camera."""

Picture = str | os.PathLike[str] | np.ndarray

USES_SIXTEEN_BITS = 1 << 14
"""Value from which a grey picture of 16 bits is one of the full range, to which its colour profile belongs."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_UNSAFE = ("EPS",)
_ORIENTATION_TAG = 0x0112

# Bytes a pixel, measured at the peak of 16-megapixel pictures: in all, more for decoders that keep whole canvases of
# their own, and more for transparency and for wide values, which are turned into RGB through copies.
_BYTES, _BYTES_OF_CANVASES, _BYTES_OF_COPIES, _BYTES_OF_DEEP = 14, 10, 8, 6  # the last for each channel of 16 bits
_CANVASES = ("WEBP", "AVIF", "JPEG2000", "ICNS")


def picture_endings() -> frozenset[str]:
    """Endings, in lower case and with their dots, of files in the formats that can be read."""
    known = Image.registered_extensions()
    return frozenset(ending for ending, form in known.items() if form in Image.OPEN and form not in _UNSAFE)


def load_picture(source: Source) -> np.ndarray:
    """A picture as a ``uint8`` array of shape ``(height, width, 3)``, RGB, EXIF orientation applied.

    Raises
    ------
    SpotItError
        If it is not a picture that can be read, or is too small or too large.
    """
    return _finished([source])[0]


def _finished(sources: list[Source]) -> list[np.ndarray]:
    """Pictures that belong together, as RGB of 8 bits: with one range of values and one ground under them."""
    raw = [_raw(source) for source in sources]
    wide = [image for image in raw if image.dtype != np.uint8]
    colors = [shown_colors(image) for image in wide]
    alike = len({image.dtype.kind for image in wide}) == 1 and _like_ranges(colors)
    opaque_at = whole_alpha(wide)
    ready = []
    for source, image in zip(sources, raw, strict=True):
        if image.dtype != np.uint8:
            low, high, own = shared_range(colors if alike else [shown_colors(image)])
            if own:
                messages.notice(messages.OWN_RANGE, path=_name(source, "the picture"), low=f"{low:g}", high=f"{high:g}")
            image = eight_bits_of(image, low, high, opaque_at)
            image = np.repeat(image[..., None], 3, -1) if image.ndim == 2 else image
        ready.append(image)
    return opaque(ready)


def _like_ranges(wide: list[np.ndarray]) -> bool:
    """Whether pictures may share a range: not if one counts to 1 and the other to 255."""
    highs = [shared_range([image])[1] for image in wide]
    return max(highs) < 100 * min(highs) or wide[0].dtype.kind != "f"


def _raw(source: Source) -> np.ndarray:
    """A picture as it is stored: ``uint8`` of 3 channels or 4, or wider values of one channel, 3 or 4."""
    path = taken(source)
    if isinstance(path, np.ndarray):
        return _checked_array(path)
    if isinstance(path, Path):
        _check_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on odd metadata say nothing a user can act on
            with Image.open(path) if isinstance(path, Path) else path.open() as opened:
                check_header(opened, path)
                return _decode(opened, path)
    except UnidentifiedImageError:
        if _is_pdf(path):
            raise messages.error(messages.IS_A_DOCUMENT, path=path) from None
        values = _floating(path)
        if values is not None:
            return values
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


def _floating(path: Path | Held) -> np.ndarray | None:
    """Colours that are floating-point numbers, see :mod:`pipeline.core.float_colors`; None if it is no such picture."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    size = size_of_float_colors(content)
    if size is None:
        return None
    _check_size(*size, min(MOST_PIXELS, MOST_BYTES // BYTES), path)
    values = float_colors(content)
    return values if values is not None and values.shape[:2] == size[::-1] else None


def _is_pdf(path: Path | Held) -> bool:
    try:
        return path.read_bytes()[:1024].find(b"%PDF-") >= 0
    except OSError:
        return False


def load_pair(before: Source, after: Source, any_shape: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Both pictures of a pair.  Their sizes may differ, their proportions only a little unless ``any_shape``.

    Raises
    ------
    SpotItError
        If one cannot be read, or the proportions differ by more than :data:`MOST_SHAPE_DIFFERENCE`.
    """
    pair = _finished([before, after])
    if not any_shape:
        require_like_shapes(pair, (before, after))
    return pair[0], pair[1]


def like_shapes(pair: Sequence[np.ndarray]) -> bool:
    """Whether two pictures have about the same proportions."""
    first, second = pair
    ratio = (first.shape[1] * second.shape[0]) / (first.shape[0] * second.shape[1])
    return max(ratio, 1 / ratio) <= 1 + MOST_SHAPE_DIFFERENCE


def require_like_shapes(pair: Sequence[np.ndarray], sources: Sequence[Source]) -> None:
    """See to it that two pictures have about the same proportions, as two views from one camera have.

    Raises
    ------
    SpotItError
        If they differ by more than :data:`MOST_SHAPE_DIFFERENCE`; it names the ``sources`` of the pictures.
    """
    first, second = pair
    if not like_shapes(pair):
        raise messages.error(
            messages.DIFFERENT_SHAPES,
            before=_name(sources[0], "the picture before"),
            after=_name(sources[1], "the picture after"),
            before_size=f"{first.shape[1]}x{first.shape[0]}",
            after_size=f"{second.shape[1]}x{second.shape[0]}",
        )


def _name(source: Source, unnamed: str) -> str:
    return path_of(source) or unnamed


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


def check_header(image: Image.Image, path: Path | Held) -> None:
    """Judge a picture by what its header declares, before any pixel is decoded."""
    if image.format in _UNSAFE:
        raise messages.error(messages.UNSAFE_FORMAT, path=path, format=image.format)
    _check_size(*image.size, min(MOST_PIXELS, MOST_BYTES // _bytes_a_pixel(image)), path)


def _check_size(width: int, height: int, most: int, path: Path | Held) -> None:
    if width * height > most:
        raise messages.error(messages.TOO_LARGE, path=path, most=most // 10**6)
    if min(width, height) < LEAST_SIDE:
        raise messages.error(messages.TOO_SMALL, path=path, width=width, height=height, least=LEAST_SIDE)


def _bytes_a_pixel(image: Image.Image) -> int:
    copied = image.mode.startswith(("F", "I")) or image.has_transparency_data
    deep = len(image.mode) * _is_deep(image)
    canvas = (image.format in _CANVASES) * _BYTES_OF_CANVASES
    return _BYTES + canvas + copied * _BYTES_OF_COPIES + deep * _BYTES_OF_DEEP


def _is_deep(image: Image.Image) -> bool:
    """Whether a picture that is not decoded yet has colours of 16 bits."""
    return image.mode in ("RGB", "RGBA") and any(";16" in str(tile[3]) for tile in getattr(image, "tile", ()))


def _check_scans(image: Image.Image, path: Path | Held) -> None:
    """Every scan of a progressive JPEG goes over the whole picture, and a small file has room for thousands."""
    if image.format in ("JPEG", "MPO"):
        scans = path.read_bytes().count(b"\xff\xda")
        if scans * image.width * image.height > MOST_SCANNED:
            raise messages.error(messages.TOO_MANY_SCANS, path=path, scans=scans)


def _decode(image: Image.Image, path: Path | Held) -> np.ndarray:
    # A phone's MPO file is one photograph with a preview, not an animation.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        messages.notice(messages.FIRST_FRAME, path=path)
        image.seek(0)
    _check_scans(image, path)
    deep = _is_deep(image)
    image.load()
    check_header(image, path)  # an icon has the size of its best picture only now
    if deep and not has_other_colors(image) and image.getexif().get(_ORIENTATION_TAG, 1) == 1:
        values = _sixteen_bits(path)
        if values is not None and values.shape == (image.height, image.width, len(image.mode)):
            return values
    return _pixels(_upright(image), path)


def _sixteen_bits(path: Path | Held) -> np.ndarray | None:
    """Colours of 16 bits, and alpha if there is some, of which Pillow keeps the upper 8; None where OpenCV is missing
    or cannot read them."""
    try:
        import cv2
    except ImportError:
        return None
    content = path.read_bytes()
    if not content:
        return None
    level = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # its remarks on odd tags help nobody
    try:
        values = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    finally:
        cv2.utils.logging.setLogLevel(level)
    if values is None or values.dtype != np.uint16 or values.ndim != 3:
        return None
    return values[..., ([2, 1, 0, 3] if values.shape[2] == 4 else [2, 1, 0])]


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # damaged metadata: the pixels are still good
        turn = None
    return image if turn is None else image.transpose(turn)


def _pixels(image: Image.Image, path: Path | Held) -> np.ndarray:
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image)
        if image.mode.startswith("I;16") and has_other_colors(image) and values.max() > USES_SIXTEEN_BITS:
            eight = Image.fromarray((values >> 8).astype(np.uint8))
            eight.info["icc_profile"] = image.info["icc_profile"]
            return np.array(to_srgb(eight).convert("RGB"))
        return values.astype(np.float32) if image.mode == "F" else np.clip(values, 0, None).astype(np.uint32)
    try:
        transparent = image.has_transparency_data
        return np.array(to_srgb(image).convert("RGBA" if transparent else "RGB"))
    except ValueError:
        raise messages.error(messages.COLOUR_MODE, path=path, mode=image.mode) from None
