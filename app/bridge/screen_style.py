"""Type and lengths of big screen and kiosk, which grow with the display so that they can be read from metres away."""

from __future__ import annotations

import functools
import re
import string
from dataclasses import dataclass

from app.bridge.theme import ThemeMode, Tokens
from app.engine import paths

CHART_GAP_STEP = 3  # of the spacing scale: the distance that the charts' page keeps to its edge
_HEIGHT, _WIDTH = 1080, 1920
_CHART_ZOOM = 1.75
# In pixels of a screen that is 1080 pixels high
_SIZES = {"title": 40, "clock": 46, "body": 24, "small": 20, "lead": 32, "name": 64, "invitation": 60, "tall": 80}
_LENGTHS = {"radius": 6, "pad": 4, "pad2": 14, "bar": 6, "bar_radius": 3, "call": 132, "tall_call": 220}
_LEAST_TARGET = 64  # pixels that a finger hits without aiming, on any display


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

    @property
    def target(self) -> int:
        """The height of what is touched."""
        return max(_LEAST_TARGET, self.length(80))

    def length(self, pixels: int) -> int:
        """What is so long on a screen of 1080 lines."""
        return max(1, round(pixels * self.unit))


def measures_of(width: int, height: int) -> Measures:
    """For a screen of so many device-independent pixels."""
    return Measures(max(min(height / _HEIGHT, width / _WIDTH), 0.1))


def display_mode(chosen: str) -> ThemeMode:
    """Dark, which suits a hall, unless the operator chose light."""
    return ThemeMode.LIGHT if chosen == ThemeMode.LIGHT.value else ThemeMode.DARK


def screen_style(tokens: Tokens, measures: Measures, sheet: str = "screen") -> str:
    """The style sheet of one kind of display alone."""
    lengths = {name: measures.length(pixels) for name, pixels in (_SIZES | _LENGTHS).items()}
    values = {**tokens.colours, **lengths, "target": measures.target}
    return string.Template(_template(sheet)).substitute({name: str(value) for name, value in values.items()})


@functools.cache
def _template(sheet: str) -> str:
    content = (paths.resources() / "theme" / f"{sheet}.qss").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", content, flags=re.DOTALL)
