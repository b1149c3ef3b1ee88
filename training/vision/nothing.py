"""Drawn pictures that show no goods: noise, blur, pages of text, tables, landscapes and faces."""

from __future__ import annotations

import enum
from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Pixels = NDArray[np.uint8]
_SIZE = (320, 240)


class Nothing(enum.Enum):
    """What is drawn; the open-set score is fitted on some kinds and tested on the others."""

    NOISE = "noise"
    BLUR = "blur"
    TEXT = "text"
    TABLE = "table"
    LANDSCAPE = "landscape"
    FACE = "face"


FITTED = (Nothing.NOISE, Nothing.TEXT, Nothing.FACE)
TESTED = tuple(kind for kind in Nothing if kind not in FITTED)


def draw_nothing(kind: Nothing, seed: int) -> Pixels:
    """240 × 320 × 3, the same for the same seed."""
    return np.asarray(_DRAWN[kind](np.random.default_rng([seed, list(Nothing).index(kind)])))


def _noise(random: Generator) -> Image.Image:
    width, height = _SIZE
    grain = int(random.integers(1, 9))
    small = random.integers(0, 256, (height // grain + 1, width // grain + 1, int(random.choice([1, 3]))), np.uint8)
    if small.shape[2] == 1:
        small = np.repeat(small, 3, axis=2)
    return Image.fromarray(small).resize(_SIZE, Image.Resampling.NEAREST)


def _blur(random: Generator) -> Image.Image:
    corners = random.integers(0, 256, (int(random.integers(2, 5)), int(random.integers(2, 5)), 3), np.uint8)
    return Image.fromarray(corners).resize(_SIZE, Image.Resampling.BICUBIC)


def _text(random: Generator) -> Image.Image:
    """Lines of strokes as wide as letters or as Chinese characters, in paragraphs."""
    page = Image.new("RGB", _SIZE, _colour(random, 215, 256))
    draw, ink = ImageDraw.Draw(page), _colour(random, 0, 90)
    size = int(random.integers(5, 14))
    for top in range(size, _SIZE[1] - size, round(size * 1.6)):
        end = _SIZE[0] * (1 if random.random() < 0.8 else random.uniform(0.2, 0.8)) - size
        left = float(size)
        while left < end:
            width = size * random.uniform(0.4, 1.0)
            _glyph(draw, random, (left, top, left + width, top + size), ink)
            left += width + size * (0.15 if random.random() < 0.8 else 0.6)
    return page


def _glyph(draw: ImageDraw.ImageDraw, random: Generator, box: tuple[float, float, float, float], ink: object) -> None:
    left, top, right, bottom = box
    for _ in range(int(random.integers(2, 6))):
        xs, ys = random.uniform(left, right, 2), random.uniform(top, bottom, 2)
        points = [(xs[0], ys[0]), (xs[1], ys[0] if random.random() < 0.5 else ys[1])]
        draw.line(points, fill=ink, width=1)  # type: ignore[arg-type]  # a colour of three numbers


def _table(random: Generator) -> Image.Image:
    """A form or spreadsheet, or bars of a chart."""
    page = Image.new("RGB", _SIZE, _colour(random, 225, 256))
    draw, ink = ImageDraw.Draw(page), _colour(random, 0, 140)
    columns, rows = int(random.integers(3, 9)), int(random.integers(4, 14))
    across, down = _SIZE[0] / columns, _SIZE[1] / rows
    is_chart = random.random() < 0.4
    for column in range(columns):
        if is_chart:
            height = random.uniform(0.1, 0.9) * _SIZE[1]
            box = (column * across + 4, _SIZE[1] - height, (column + 1) * across - 4, _SIZE[1] - 8)
            draw.rectangle(box, fill=_colour(random, 0, 256))
            continue
        draw.line([(column * across, 0), (column * across, _SIZE[1])], fill=ink)
        for row in range(rows):
            draw.line([(0, row * down), (_SIZE[0], row * down)], fill=ink)
            for place in range(int(random.integers(0, 6))):
                left, top = column * across + 4 + place * 6, row * down + 4
                _glyph(draw, random, (left, top, left + 5, top + min(8, down - 5)), ink)
    return page


def _landscape(random: Generator) -> Image.Image:
    """Sky, ridges that get darker as they come nearer, sometimes a sun and a lake."""
    width, height = _SIZE
    sky = np.array([_colour(random, 90, 200), _colour(random, 190, 256)], np.uint8)[:, None]
    page = Image.fromarray(sky).resize(_SIZE, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(page)
    if random.random() < 0.5:
        x, y, radius = random.uniform(0, width), random.uniform(0, height / 3), random.uniform(8, 24)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 240, 190))
    hue = random.uniform(0.3, 1.0, 3) * np.array([0.6, 1.0, 0.6])
    for ridge in range(int(random.integers(2, 6))):
        base = height * (0.4 + 0.14 * ridge)
        steps = np.cumsum(random.normal(0, 3.0 / (1 + ridge * 0.3), width))
        line = base + steps - steps.mean() + 12 * np.sin(np.arange(width) / random.uniform(20, 70))
        shade = tuple(int(part) for part in (hue * (190 - 32 * ridge)).clip(0, 255))
        draw.polygon([(0, height), *enumerate(line.tolist()), (width, height)], fill=shade)
    grain = random.normal(0, 6, (height, width, 1))
    rough = np.asarray(page.filter(ImageFilter.GaussianBlur(0.7)), np.float64) + grain
    return Image.fromarray(rough.clip(0, 255).astype(np.uint8))


def _face(random: Generator) -> Image.Image:
    """A head with hair, eyes, brows, nose and mouth before a plain ground."""
    width, height = _SIZE
    page = Image.new("RGB", _SIZE, _colour(random, 60, 240))
    draw = ImageDraw.Draw(page)
    skin = tuple(int(part) for part in np.array([235, 195, 170]) * random.uniform(0.45, 1.0))
    x, y = width * random.uniform(0.4, 0.6), height * random.uniform(0.42, 0.55)
    across, down = height * random.uniform(0.22, 0.3), height * random.uniform(0.3, 0.38)
    hair = _colour(random, 10, 110)
    draw.ellipse((x - across * 1.15, y - down * 1.25, x + across * 1.15, y + down * 0.6), fill=hair)
    draw.rectangle((x - across * 0.4, y, x + across * 0.4, height), fill=skin)
    draw.ellipse((x - across * 1.9, y + down * 1.1, x + across * 1.9, height * 1.6), fill=_colour(random, 20, 230))
    draw.ellipse((x - across, y - down, x + across, y + down), fill=skin)
    for side in (-1, 1):
        eye = (x + side * across * 0.42, y - down * 0.15)
        draw.ellipse((eye[0] - 10, eye[1] - 5, eye[0] + 10, eye[1] + 5), fill=(245, 245, 245))
        draw.ellipse((eye[0] - 4, eye[1] - 4, eye[0] + 4, eye[1] + 4), fill=hair)
        draw.line([(eye[0] - 12, eye[1] - 13), (eye[0] + 12, eye[1] - 14)], fill=hair, width=3)
    draw.line([(x, y), (x - 5, y + down * 0.25), (x + 4, y + down * 0.27)], fill=_darker(skin), width=2)
    draw.arc((x - 18, y + down * 0.35, x + 18, y + down * 0.6), 10, 170, fill=(170, 70, 80), width=4)
    return page.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.5)))


def _colour(random: Generator, least: int, most: int) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in random.integers(least, most, 3))
    return red, green, blue


def _darker(colour: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(part * 0.8) for part in colour)


_DRAWN: dict[Nothing, Callable[[Generator], Image.Image]] = {
    Nothing.NOISE: _noise,
    Nothing.BLUR: _blur,
    Nothing.TEXT: _text,
    Nothing.TABLE: _table,
    Nothing.LANDSCAPE: _landscape,
    Nothing.FACE: _face,
}
