"""Pictures of codes as a camera sees them, drawn from a seed: conditions of `CONDITIONS`, a third of them Chinese."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import segno
import zxingcpp
from PIL import Image, ImageFilter

from app.engine.images.picture import Picture

SIZE = (640, 480)
_PAPER = 235


@dataclass(frozen=True, slots=True)
class Scene:
    """What was drawn, and what must be read."""

    condition: str
    text: str
    picture: Picture


def draw(condition: str, number: int) -> Scene:
    """One scene; the same arguments give the same picture."""
    chance = random.Random(f"{condition} {number}")
    text, code = _code(chance, number, is_small=condition == "small")
    paper = Image.new("L", SIZE, _PAPER)
    paper.paste(code, ((SIZE[0] - code.width) // 2 + chance.randint(-30, 30), (SIZE[1] - code.height) // 2))
    changed = CONDITIONS[condition](paper, chance)
    noise = np.random.default_rng(number).normal(0, 3, changed.size[::-1])
    grey = (np.asarray(changed, dtype=np.float32) + noise).clip(0, 255).astype(np.uint8)
    return Scene(condition, text, as_picture(grey))


def as_picture(grey: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> Picture:
    """A grey drawing as a decoded picture."""
    height, width = grey.shape
    return Picture("scene", "PNG", width, height, np.stack([grey] * 3, axis=-1), ())


def qr(text: str, *, encoding: str = "utf-8", scale: int = 4) -> Image.Image:
    """A QR code whose bytes do not say which characters they are, as most programs write it."""
    made = segno.make_qr(text.encode(encoding), mode="byte", error="m", boost_error=False)
    rows = [[255 - 255 * cell for cell in row] for row in made.matrix_iter(border=4)]
    image = Image.fromarray(np.array(rows, dtype=np.uint8))
    return image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)


def bars(text: str, symbology: str, *, scale: int = 2) -> Image.Image:
    """A code of bars, or of another kind of squares, with a quiet zone."""
    made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(symbology))
    drawn = np.array(zxingcpp.write_barcode_to_image(made, scale=scale))
    return Image.fromarray(np.pad(drawn, 10 * scale, constant_values=255))


def _code(chance: random.Random, number: int, *, is_small: bool) -> tuple[str, Image.Image]:
    serial = f"{chance.randrange(10**10):010d}"
    if number % 3 == 0:
        text = f"商品编码:{serial[:8]};品名:钢铁制螺钉;数量:{serial[8:]}千克"
        return text, qr(text, encoding="gb18030" if number % 2 else "utf-8", scale=2 if is_small else 4)
    if number % 3 == 1:
        text = f'{{"hs":"{serial[:8]}","qty":{serial[8:]}}}'
        return text, qr(text, scale=2 if is_small else 4)
    kind = ("Code128", "DataMatrix", "PDF417")[number // 3 % 3]
    return f"CN{serial}", bars(f"CN{serial}", kind, scale=(1 if is_small else 2) + (kind == "DataMatrix") * 2)


def _light(paper: Image.Image, low: float, high: float, *, is_glare: bool) -> Image.Image:
    rows, columns = np.mgrid[0 : paper.height, 0 : paper.width]
    values = np.asarray(paper, dtype=np.float64)
    if is_glare:
        spot = np.exp(-(((rows - paper.height * 0.45) ** 2 + (columns - paper.width * 0.55) ** 2) / (2 * 70.0**2)))
        values = values + 185 * spot
    else:
        values = values * np.linspace(low, high, paper.width)[None, :]
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _faint(paper: Image.Image, share: float) -> Image.Image:
    return paper.point([round(150 + (value - 128) * share) for value in range(256)])


def _turned(paper: Image.Image, degrees: float) -> Image.Image:
    return paper.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=_PAPER)


CONDITIONS: Mapping[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "plain": lambda paper, _: paper,
    "blur": lambda paper, _: paper.filter(ImageFilter.GaussianBlur(1.6)),
    "strong blur": lambda paper, _: paper.filter(ImageFilter.GaussianBlur(2.0)),
    "low contrast": lambda paper, _: _faint(paper, 0.10),
    "faint and blurred": lambda paper, _: _faint(paper.filter(ImageFilter.GaussianBlur(1.4)), 0.12),
    "shadow": lambda paper, _: _light(paper, 0.15, 1.0, is_glare=False),
    "glare": lambda paper, _: _light(paper, 1, 1, is_glare=True),
    "inverted": lambda paper, _: paper.point([255 - value for value in range(256)]),
    "small": lambda paper, _: paper.filter(ImageFilter.GaussianBlur(0.5)),
    "turned a little": lambda paper, chance: _turned(paper, chance.uniform(5, 20)),
    "slanted": lambda paper, chance: _turned(paper, chance.uniform(35, 55)),
    "compressed": lambda paper, _: paper.resize((320, 240)).resize(SIZE, Image.Resampling.BILINEAR),
}
