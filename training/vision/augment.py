"""Other views of a photo, as a camera, a shop or a shelf would show the same goods; always the same for one seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageStat

WHITE = (255, 255, 255)
_MOST_DEGREES = 20.0
_PLAIN = 18.0  # deviation of a border, in grey levels, up to which a ground is plain
_FAR_FROM_GROUND = 28

Change = Callable[[Image.Image, np.random.Generator], Image.Image]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often each change is made; shares of one. `shelves` are photos that may stand around and behind."""

    rotated: float = 0.5
    toned: float = 0.8  # brightness, contrast and colour
    cropped: float = 0.8
    mirrored: float = 0.5
    erased: float = 0.25
    on_white: float = 0.15
    on_shelf: float = 0.15

    def view(self, photo: Image.Image, random: np.random.Generator, shelves: Sequence[Image.Image] = ()) -> Image.Image:
        """One view of the photo."""
        draw = random.random()
        if draw < self.on_white:
            photo = put_on_white(photo, random)
        elif shelves and draw < self.on_white + self.on_shelf:
            photo = put_on_shelf(photo, random, shelves)
        changes: tuple[tuple[float, Change], ...] = (
            (self.rotated, rotate),
            (self.cropped, crop),
            (self.toned, tone),
            (self.mirrored, mirror),
            (self.erased, erase),
        )
        for share, change in changes:
            if random.random() < share:
                photo = change(photo, random)
        return photo


def rotate(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """Turned by up to twenty degrees, the corners filled with the colour of the border."""
    angle = float(random.uniform(-_MOST_DEGREES, _MOST_DEGREES))
    return photo.rotate(angle, Image.Resampling.BILINEAR, fillcolor=_border_colour(photo))


def crop(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """Between half and all of the area, with sides up to a quarter longer or shorter."""
    width, height = photo.size
    share, aspect = random.uniform(0.5, 1.0) ** 0.5, random.uniform(0.8, 1.25) ** 0.5
    wide = max(8, min(width, round(width * share * aspect)))
    high = max(8, min(height, round(height * share / aspect)))
    left, top = int(random.integers(0, width - wide + 1)), int(random.integers(0, height - high + 1))
    return photo.crop((left, top, left + wide, top + high))


def tone(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """Brighter or darker, with more or less contrast and colour."""
    for enhancer in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        photo = enhancer(photo).enhance(float(random.uniform(0.65, 1.35)))
    return photo


def mirror(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """Left and right exchanged."""
    del random
    return photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def erase(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """A rectangle of up to a third of each side covered in one colour, as by a hand or a label."""
    width, height = photo.size
    wide, high = (int(side * random.uniform(0.12, 0.35)) for side in (width, height))
    left, top = int(random.integers(0, width - wide)), int(random.integers(0, height - high))
    covered = photo.copy()
    colour = tuple(int(level) for level in random.integers(0, 256, 3))
    ImageDraw.Draw(covered).rectangle((left, top, left + wide, top + high), fill=colour)
    return covered


def put_on_white(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """On the white ground of a shop's picture: a plain ground is exchanged, any other photo stands as a card."""
    goods, mask = _cut_out(photo)
    return _placed(goods, mask, Image.new("RGB", photo.size, WHITE), random)


def put_on_shelf(photo: Image.Image, random: np.random.Generator, shelves: Sequence[Image.Image]) -> Image.Image:
    """Before another photo, blurred, on a board across the lower part."""
    behind = shelves[int(random.integers(len(shelves)))].resize(photo.size, Image.Resampling.BILINEAR)
    ground = behind.filter(ImageFilter.GaussianBlur(max(photo.size) / 60))
    board = tuple(int(level) for level in random.integers(60, 200, 3))
    top = int(photo.height * random.uniform(0.8, 0.92))
    ImageDraw.Draw(ground).rectangle((0, top, photo.width, photo.height), fill=board)
    goods, mask = _cut_out(photo)
    return _placed(goods, mask, ground, random)


def _placed(goods: Image.Image, mask: Image.Image, ground: Image.Image, random: np.random.Generator) -> Image.Image:
    scale = float(random.uniform(0.6, 0.95))
    size = (max(8, round(goods.width * scale)), max(8, round(goods.height * scale)))
    left, top = (int(random.integers(0, whole - part + 1)) for whole, part in zip(ground.size, size, strict=True))
    ground.paste(goods.resize(size, Image.Resampling.BILINEAR), (left, top), mask.resize(size))
    return ground


def _cut_out(photo: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The photo with a mask of the goods: all that differs from a plain ground, or everything."""
    whole = Image.new("L", photo.size, 255)
    if not _has_plain_border(photo):
        return photo, whole
    ground = Image.new("RGB", photo.size, _border_colour(photo))
    off = ImageChops.difference(photo, ground).convert("L")
    mask = off.point(lambda level: 255 if level > _FAR_FROM_GROUND else 0)
    return photo, mask.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.GaussianBlur(1))


def _has_plain_border(photo: Image.Image) -> bool:
    return max(ImageStat.Stat(photo, _border_mask(photo)).stddev) < _PLAIN


def _border_colour(photo: Image.Image) -> tuple[int, ...]:
    return tuple(int(level) for level in ImageStat.Stat(photo, _border_mask(photo)).median)


def _border_mask(photo: Image.Image) -> Image.Image:
    mask = Image.new("L", photo.size, 255)
    rim = max(1, min(photo.size) // 20)
    ImageDraw.Draw(mask).rectangle((rim, rim, photo.width - rim - 1, photo.height - rim - 1), fill=0)
    return mask
