"""The faces that documents are set in: one Chinese and Latin font in two weights, embedded as far as it is used."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from app.engine.errors import ResourceError

_REGULAR, _BOLD = "TradescopeSans", "TradescopeSans-Bold"
_FILES = {_REGULAR: "NotoSansSC-Regular.ttf", _BOLD: "NotoSansSC-Bold.ttf"}
_INK, _MUTED, _ACCENT = "#1F2937", "#64748B", "#1D4ED8"


@dataclass(frozen=True, slots=True)
class Face:
    """Font, size, distance of lines and colour of a text; lengths in points."""

    font: str
    size: float
    leading: float
    colour: str = _INK

    def width(self, text: str) -> float:
        """How long a text without line breaks is."""
        return _width(text, self.font, self.size)


TITLE = Face(_BOLD, 20, 27)
HEADING = Face(_BOLD, 12.5, 18)
BODY = Face(_REGULAR, 9, 13.5)
LABEL = Face(_BOLD, 9, 13.5, _MUTED)
CAPTION = Face(_REGULAR, 8, 11.5, _MUTED)
FIGURE = Face(_BOLD, 14, 19, _ACCENT)
CELL = Face(_REGULAR, 8, 11.5)
HEAD_CELL = Face(_BOLD, 8, 11.5)


@functools.cache
def load_fonts(folder: Path) -> None:
    """Make the faces known to the PDF library; ResourceError if a file is missing or is no TrueType font."""
    for name, file in _FILES.items():
        path = folder / file
        try:
            pdfmetrics.registerFont(TTFont(name, path))
        except (OSError, TTFError) as error:
            raise ResourceError("reports.font_missing", path=str(path)) from error


@functools.lru_cache(maxsize=50_000)
def _width(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))
