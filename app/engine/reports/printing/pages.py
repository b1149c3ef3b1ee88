"""The A4 sheet: its frame, and what stands above and below it on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from app.engine.reports.about import About
from app.engine.reports.printing.fonts import CAPTION, Face
from app.engine.reports.printing.lines import shortened
from app.engine.reports.report import Orientation

_SIDE, _TOP, _BOTTOM = 17 * mm, 20 * mm, 20 * mm
_HEADER_DROP, _FOOTER_RISE = 6 * mm, 5 * mm
_NUMBER_ROOM = 22 * mm
_RULE = "#D5DBE3"


@dataclass(frozen=True, slots=True)
class Frame:
    """The printable area of a page, in points from the lower left corner of the sheet."""

    page_width: float
    page_height: float

    @property
    def left(self) -> float:
        """Left edge."""
        return float(_SIDE)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.page_height - float(_TOP)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return float(_BOTTOM)

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.page_width - 2 * self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.top - self.bottom


def frame_of(orientation: Orientation) -> Frame:
    """The frame of A4 paper."""
    width, height = landscape(A4) if orientation is Orientation.LANDSCAPE else A4
    return Frame(width, height)


def draw_margins(canvas: Any, frame: Frame, about: About, number: int, count: int) -> None:
    """Title and time above, source, note and page number below; the first page has its own title."""
    if number > 1:
        baseline = frame.top + _HEADER_DROP
        made_at = about.made_at_text
        room = frame.width - CAPTION.width(made_at) - _NUMBER_ROOM
        draw_line(canvas, frame.left, baseline, shortened(about.title, CAPTION, room), CAPTION)
        draw_right(canvas, frame.left + frame.width, baseline, made_at, CAPTION)
        draw_rule(canvas, frame, baseline - 4)
    draw_rule(canvas, frame, frame.bottom - _FOOTER_RISE + CAPTION.leading)
    baseline, room = frame.bottom - _FOOTER_RISE, frame.width - _NUMBER_ROOM
    for text in (" | ".join(about.source), " | ".join(filter(None, (about.map_line, about.note)))):
        draw_line(canvas, frame.left, baseline, shortened(text, CAPTION, room), CAPTION)
        baseline -= CAPTION.leading
    draw_right(canvas, frame.left + frame.width, frame.bottom - _FOOTER_RISE, f"{number} / {count}", CAPTION)


def draw_line(canvas: Any, left: float, baseline: float, text: str, face: Face) -> None:
    """One line of text from the left."""
    canvas.setFont(face.font, face.size)
    canvas.setFillColor(face.colour)
    canvas.drawString(left, baseline, text)


def draw_right(canvas: Any, right: float, baseline: float, text: str, face: Face) -> None:
    """One line of text that ends at the right."""
    draw_line(canvas, right - face.width(text), baseline, text, face)


def draw_rule(canvas: Any, frame: Frame, level: float) -> None:
    """A hairline from edge to edge."""
    canvas.setStrokeColor(_RULE)
    canvas.setLineWidth(0.5)
    canvas.line(frame.left, level, frame.left + frame.width, level)
