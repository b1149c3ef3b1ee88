"""Repairs of grey pictures whose codes cannot be read as they are, each with the way back for points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from app.engine.codes.answers import Step
from app.engine.images.picture import Pixels

Grey = NDArray[np.uint8]
_ENLARGED_BELOW = 1_600  # pixels of the longer side; beyond, more pixels only cost time
_DEBLURRED_BELOW = 2_400
_BLURS = (1.6, 2.4, 3.4)  # standard deviations in pixels
_NOISE = 0.004  # power of the noise by that of the picture
_TURNS = (15.0, 30.0, 45.0, 60.0, 75.0)
_LIGHT_WINDOW = 24  # of the shorter side: wider than a module, narrower than a spot of light


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired picture and how a point in it is found in the picture before the repair."""

    step: Step
    grey: Grey
    back: Callable[[float, float], tuple[float, float]]


def grey_of(pixels: Pixels) -> Grey:
    """Brightness as the eye weighs it (ITU-R BT.601)."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def repairs(grey: Grey) -> Iterator[Repaired]:
    """One repair after another, made only when it is asked for."""
    image = Image.fromarray(grey)
    stretched = ImageOps.autocontrast(image, cutoff=1)
    yield Repaired(Step.CONTRAST, np.asarray(stretched), _unmoved)
    yield Repaired(Step.INVERTED, np.asarray(ImageOps.invert(stretched)), _unmoved)
    larger = _enlarged(stretched)
    if larger is not None:
        yield Repaired(Step.ENLARGED, np.asarray(larger), _halved)
    yield Repaired(Step.EVEN_LIGHT, _even_light(image), _unmoved)
    if max(image.size) <= _DEBLURRED_BELOW:
        for radius in _BLURS:
            yield Repaired(Step.DEBLURRED, _deblurred(stretched, radius), _unmoved)
    for degrees in _TURNS:
        yield _turned(stretched, degrees)


def _unmoved(x: float, y: float) -> tuple[float, float]:
    return x, y


def _halved(x: float, y: float) -> tuple[float, float]:
    return x / 2, y / 2


def _enlarged(image: Image.Image) -> Image.Image | None:
    if max(image.size) > _ENLARGED_BELOW:
        return None
    return image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)


def _deblurred(image: Image.Image, radius: float) -> Grey:
    """The Wiener filter for a Gaussian blur of this standard deviation in pixels; edges are mirrored.

    Gonzalez and Woods, Digital Image Processing, section 5.8.
    """
    edge = math.ceil(4 * radius)
    values = np.pad(np.asarray(image, dtype=np.float32), edge, mode="reflect")
    height, width = values.shape
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    blur = np.exp(-2 * (math.pi * radius) ** 2 * (down**2 + across**2))
    sharp = np.fft.irfft2(np.fft.rfft2(values) * (blur / (blur**2 + _NOISE)), s=values.shape)
    inner = sharp[edge:-edge, edge:-edge]
    low, high = np.percentile(inner, (2, 98))
    spread: Grey = ((inner - low) * (255 / max(high - low, 1.0))).clip(0, 255).astype(np.uint8)
    return spread


def _even_light(image: Image.Image) -> Grey:
    """Each pixel against the light around it, so that glare and shadow fall away."""
    radius = max(min(image.size) / _LIGHT_WINDOW, 4.0)
    values = np.asarray(image, dtype=np.float32)
    around = np.asarray(image.filter(ImageFilter.BoxBlur(radius)), dtype=np.float32)
    spread = np.asarray(
        Image.fromarray(np.abs(values - around).clip(0, 255).astype(np.uint8)).filter(ImageFilter.BoxBlur(radius)),
        dtype=np.float32,
    )
    even: Grey = (128 + 64 * (values - around) / np.maximum(spread, 4.0)).clip(0, 255).astype(np.uint8)
    return even


def _turned(image: Image.Image, degrees: float) -> Repaired:
    """For bars that stand slanted: codes of squares are found at any angle."""
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)

    def back(x: float, y: float) -> tuple[float, float]:
        along, across = x - turned.width / 2, y - turned.height / 2
        return (
            along * cosine - across * sine + image.width / 2,
            along * sine + across * cosine + image.height / 2,
        )

    return Repaired(Step.TURNED, np.asarray(turned), back)
