"""A line within its band, with what was seen and one marked point, on a logarithmic scale."""

from __future__ import annotations

import itertools
import math
from typing import Any

from app.engine.reports.drawings import BandDrawing
from app.engine.reports.printing.fonts import CAPTION
from app.engine.reports.printing.pages import draw_line, draw_right

_LINE, _BAND, _DOT, _MARK = "#1D4ED8", "#DBE6FD", "#64748B", "#B91C1C"
_ROOM = 0.12  # of the height, left free above and below
Box = tuple[float, float, float, float]  # left, bottom, width, height


class _Scale:
    """From places and values to points of the page."""

    def __init__(self, box: Box, drawing: BandDrawing) -> None:
        self._box = box
        shown = (*drawing.line, *drawing.lows, *drawing.highs, *drawing.dots, drawing.marked[1])
        logs = [math.log(value) for value in shown if value is not None]
        self._low, self._high = min(logs), max(*logs, min(logs) + 0.1)
        self._pitch = box[2] / len(drawing.labels)

    def point(self, place: int, value: float) -> tuple[float, float]:
        """Where a value stands."""
        left, bottom, _, height = self._box
        share = (math.log(value) - self._low) / (self._high - self._low)
        return left + (place + 0.5) * self._pitch, bottom + height * (_ROOM + (1 - 2 * _ROOM) * share)


def draw_band(canvas: Any, box: Box, drawing: BandDrawing) -> None:
    """Draw it into a box of left, bottom, width and height."""
    scale = _Scale(box, drawing)
    _draw_area(canvas, scale, drawing)
    canvas.setStrokeColor(_LINE)
    canvas.setLineWidth(1.5)
    for place, (first, second) in enumerate(itertools.pairwise(drawing.line)):
        if first is not None and second is not None:
            canvas.line(*scale.point(place, first), *scale.point(place + 1, second))
    canvas.setFillColor(_DOT)
    for place, value in enumerate(drawing.dots):
        if value is not None:
            canvas.circle(*scale.point(place, value), 1.6, stroke=0, fill=1)
    _draw_mark(canvas, scale, box, drawing)
    left, bottom, _, height = box
    draw_line(canvas, left, bottom + 3, drawing.tops[0], CAPTION)
    draw_line(canvas, left, bottom + height - CAPTION.leading * 0.6, drawing.tops[1], CAPTION)


def _draw_area(canvas: Any, scale: _Scale, drawing: BandDrawing) -> None:
    canvas.setFillColor(_BAND)
    bounds = list(zip(drawing.lows, drawing.highs, strict=True))
    for place, ((low, high), (next_low, next_high)) in enumerate(itertools.pairwise(bounds)):
        if None in (low, high, next_low, next_high):
            continue
        path = canvas.beginPath()
        path.moveTo(*scale.point(place, low or 0))
        path.lineTo(*scale.point(place, high or 0))
        path.lineTo(*scale.point(place + 1, next_high or 0))
        path.lineTo(*scale.point(place + 1, next_low or 0))
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def _draw_mark(canvas: Any, scale: _Scale, box: Box, drawing: BandDrawing) -> None:
    """A cross in a ring, which stands out without its colour as well."""
    place, value, text = drawing.marked
    x, y = scale.point(place, value)
    canvas.setStrokeColor(_MARK)
    canvas.setLineWidth(1.2)
    canvas.circle(x, y, 4, stroke=1, fill=0)
    canvas.line(x - 6, y, x + 6, y)
    canvas.line(x, y - 6, x, y + 6)
    if x + 10 + CAPTION.width(text) < box[0] + box[2]:
        draw_line(canvas, x + 10, y - 3, text, CAPTION)
    else:
        draw_right(canvas, x - 10, y - 3, text, CAPTION)
