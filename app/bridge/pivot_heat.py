"""Colours that make large and small cells of a cross table visible, with text that stays readable on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from app.bridge.pivot_layout import Heat
from app.bridge.theme import Tokens

Floats = npt.NDArray[np.float64]

_STEPS = 41  # odd, so that the diverging scale has a middle
_SAMPLED = 200_000  # cells from which a scale is made
_READABLE = 4.5  # WCAG 2.2 AA
_OUTLIERS_PER_CENT = 2
_SEQUENTIAL_COLOURS = 5  # the strongest would make a table of large figures a dark wall


@dataclass(frozen=True, slots=True)
class HeatScale:
    """From a figure to one of the colour pairs (ground, text), from `low` to `high`."""

    pairs: tuple[tuple[QColor, QColor], ...]
    low: float
    high: float
    is_logarithmic: bool

    def pair(self, figure: float) -> tuple[QColor, QColor] | None:
        """Ground and text; None for a figure that the scale cannot place, as zero on a logarithmic one."""
        if self.is_logarithmic:
            if figure <= 0:
                return None
            figure = math.log(figure)
        place = (figure - self.low) / (self.high - self.low)
        return self.pairs[round(min(max(place, 0.0), 1.0) * (len(self.pairs) - 1))]


def heat_scale(heat: Heat, figures: Floats, tokens: Tokens, *, is_signed: bool) -> HeatScale | None:
    """The scale for these cells; None where there is nothing to tell apart. Signed figures diverge around zero."""
    known = figures[np.isfinite(figures)]
    known = known[:: known.size // _SAMPLED + 1]
    if heat is Heat.DIVERGING:
        return _diverging(known, tokens, is_signed=is_signed)
    is_logarithmic = heat is Heat.LOGARITHMIC and not is_signed
    if is_logarithmic:
        known = np.log(known[known > 0])
    if heat is Heat.OFF or not known.size or known.min() == known.max():
        return None
    low, high = np.percentile(known, (_OUTLIERS_PER_CENT, 100)) if is_logarithmic else (known.min(), known.max())
    if low == high:
        low = known.min()
    return HeatScale(_pairs(tokens.sequential[:_SEQUENTIAL_COLOURS], tokens), float(low), float(high), is_logarithmic)


def _diverging(known: Floats, tokens: Tokens, *, is_signed: bool) -> HeatScale | None:
    if not is_signed:
        known = np.log(known[known > 0])
    if not known.size:
        return None
    middle = 0.0 if is_signed else float(np.median(known))
    reach = float(np.percentile(np.abs(known - middle), 100 - _OUTLIERS_PER_CENT))
    if not reach:
        return None
    return HeatScale(_pairs(tokens.diverging, tokens), middle - reach, middle + reach, not is_signed)


def _pairs(colours: tuple[str, ...], tokens: Tokens) -> tuple[tuple[QColor, QColor], ...]:
    grounds = [_between(colours, step / (_STEPS - 1)) for step in range(_STEPS)]
    return tuple((ground, _readable_on(ground, tokens)) for ground in grounds)


def _between(colours: tuple[str, ...], place: float) -> QColor:
    position = place * (len(colours) - 1)
    before = min(int(position), len(colours) - 2)
    part, first, second = position - before, QColor(colours[before]), QColor(colours[before + 1])
    return QColor.fromRgbF(
        *(
            a + (b - a) * part
            for a, b in zip(
                (first.redF(), first.greenF(), first.blueF()),
                (second.redF(), second.greenF(), second.blueF()),
                strict=True,
            )
        )
    )


def _readable_on(ground: QColor, tokens: Tokens) -> QColor:
    """The palette's text where it can be read; in the middle of a scale only black or white can."""
    own = QColor(tokens.colour("text"))
    if contrast(own, ground) >= _READABLE:
        return own
    return max((QColor("#000000"), QColor("#ffffff")), key=lambda colour: contrast(colour, ground))


def contrast(first: QColor, second: QColor) -> float:
    """Ratio of luminances as WCAG defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
