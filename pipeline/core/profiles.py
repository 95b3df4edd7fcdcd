"""Colour profiles: pictures of other colour spaces are brought to sRGB."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

_SPACES = {"RGB": ("RGB", "RGBA", "RGBX"), "GRAY": ("L", "LA"), "CMYK": ("CMYK",)}


def to_srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, if it has a profile that says otherwise; as it is where the profile is damaged.

    The profile of a palette is one of its colours.  What is transparent stays so.
    """
    known = _profile(image)
    if known is None:
        return image
    plain = _with_alpha(image)
    if plain.mode not in _SPACES.get(known.profile.xcolor_space.strip(), ()):
        return image
    alpha = plain.getchannel("A") if plain.mode in ("RGBA", "LA") else None
    if alpha is not None:
        plain = plain.convert("RGB" if plain.mode == "RGBA" else "L")
    try:
        converted = ImageCms.profileToProfile(plain, known, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    if converted is None:
        return image
    if alpha is not None:
        converted.putalpha(alpha)
    return converted


def has_other_colors(image: Image.Image) -> bool:
    """Whether a picture has a profile that can be read, of another colour space than sRGB."""
    return _profile(image) is not None


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    profile = image.info.get("icc_profile")
    if not profile:
        return None
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return None if "srgb" in (known.profile.profile_description or "").lower() else known
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _with_alpha(image: Image.Image) -> Image.Image:
    """A palette as its colours, and what one of the colours says of transparency as a channel."""
    if image.mode in ("RGBA", "LA"):
        return image
    if image.has_transparency_data:
        return image.convert("LA" if image.mode == "L" else "RGBA")
    return image.convert("RGB") if image.mode == "P" else image
