"""From whatever colours a picture has to eight bits of sRGB: profiles, ink, depth, palettes, transparency."""

from __future__ import annotations

import functools
import io

import numpy as np
from PIL import Image, ImageCms

from app.engine.images.picture import Oddity

_DEEP = {"I", "F", "I;16", "I;16L", "I;16B", "I;16N"}
_FULL = 255
_TRANSPARENT = {"RGBA", "LA", "PA", "La", "RGBa"}
_WITH_PROFILE = {"RGB", "L", "CMYK", "LAB"}


def to_srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, list[Oddity]]:
    """The picture in RGB, on white where it is transparent, and what had to be done for that."""
    oddities: list[Oddity] = []
    if image.mode in _DEEP:
        image, profile = _reduced(image), None
        oddities.append(Oddity.DEPTH_REDUCED)
    if image.mode in _TRANSPARENT or "transparency" in image.info:
        image = _on_white(image)
        oddities.append(Oddity.ON_WHITE)
    if image.mode in {"P", "1", "HSV", "YCbCr"}:
        image = image.convert("RGB")
    if profile and image.mode in _WITH_PROFILE and not _is_srgb(profile):
        converted = _converted(image, profile)
        oddities.append(Oddity.PROFILE_IGNORED if converted is None else Oddity.COLOURS_CONVERTED)
        image = image if converted is None else converted
    elif image.mode in {"CMYK", "LAB"}:
        oddities.append(Oddity.COLOURS_CONVERTED)
    return (image if image.mode == "RGB" else image.convert("RGB")), oddities


def _reduced(image: Image.Image) -> Image.Image:
    """Grey of more than eight bits: sixteen bits by their upper half, other ranges from darkest to brightest."""
    values = np.asarray(image, dtype=np.float32)
    if not np.isfinite(values).all():
        raise ValueError("values that are no numbers")
    is_sixteen = image.mode != "F" and values.min(initial=0) >= 0 and _FULL < values.max(initial=0) <= 0xFFFF
    least, most = float(values.min(initial=0)), float(values.max(initial=_FULL))
    scaled = values / 257 if is_sixteen else (values - least) * (_FULL / max(most - least, 1e-9))
    return Image.fromarray(scaled.round().clip(0, _FULL).astype(np.uint8), "L")


def _on_white(image: Image.Image) -> Image.Image:
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, (_FULL, _FULL, _FULL, _FULL))
    return Image.alpha_composite(ground, layered).convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """None for a profile that is broken or belongs to other colours than the picture has."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _is_srgb(profile: bytes) -> bool:
    """The usual profile of cameras, for which a conversion would only cost time."""
    return b"sRGB" in profile[:1024] or "sRGB".encode("utf-16-be") in profile[:1024]


@functools.cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
