"""Type and lengths of the big screen, which grow with it so that they can be read from metres away."""

from __future__ import annotations

import functools
import re
import string
from dataclasses import dataclass

from app.bridge.theme import Tokens
from app.engine import paths

CHART_GAP_STEP = 3  # of the spacing scale: the distance that the charts' page keeps to its edge
_HEIGHT, _WIDTH = 1080, 1920
_CHART_ZOOM = 1.75
# In pixels of a screen that is 1080 pixels high
_SIZES = {"title": 40, "clock": 46, "body": 24, "small": 20}
_LENGTHS = {"radius": 6, "pad": 4, "pad2": 14, "bar": 6, "bar_radius": 3}


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one screen; narrower ones than 16:9 count as if they were lower."""

    unit: float

    @property
    def chart_zoom(self) -> float:
        """By how much the charts' page is larger than in a window."""
        return _CHART_ZOOM * self.unit

    def chart_length(self, pixels: int) -> int:
        """What is so long in the charts' page."""
        return round(pixels * self.chart_zoom)

    def length(self, pixels: int) -> int:
        """What is so long on a screen of 1080 lines."""
        return max(1, round(pixels * self.unit))


def measures_of(width: int, height: int) -> Measures:
    """For a screen of so many device-independent pixels."""
    return Measures(max(min(height / _HEIGHT, width / _WIDTH), 0.1))


def screen_style(tokens: Tokens, measures: Measures) -> str:
    """The style sheet of the big screen alone."""
    lengths = {name: measures.length(pixels) for name, pixels in (_SIZES | _LENGTHS).items()}
    values = {**tokens.colours, **lengths}
    return string.Template(_template()).substitute({name: str(value) for name, value in values.items()})


@functools.cache
def _template() -> str:
    sheet = (paths.resources() / "theme" / "screen.qss").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
