"""Sentences and drawings of sections: a drawing stands whole on one page with its heading and sentences."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from app.engine.reports.drawings import BandDrawing, BarsDrawing, ColumnsDrawing, Drawing, LineDrawing
from app.engine.reports.printing.bands import draw_band
from app.engine.reports.printing.fonts import BODY, CAPTION
from app.engine.reports.printing.lines import shortened
from app.engine.reports.printing.pages import Frame, draw_line, draw_right
from app.engine.reports.printing.strips import Strip
from app.engine.reports.printing.text_blocks import text_strips
from app.engine.reports.report import Section

_GAP = 6.0
_PLOT_HEIGHT, _BAR_PITCH, _LABELS_HEIGHT = 84.0, 13.0, 14.0
_NAME_SHARE, _TEXT_WIDTH, _BAR_HEIGHT = 0.38, 78.0, 8.5
_NAME_GAP = 10.0
_FILL, _BELOW, _RULE = "#1D4ED8", "#B45309", "#D5DBE3"
_SERIES = ("#1D4ED8", "#B45309", "#0F766E")
_COLUMN_SHARE, _LEGEND_GAP = 0.7, 14.0


def sentence_strips(section: Section, frame: Frame) -> Iterator[Strip]:
    """The sentences, each from a new line, kept with what follows them."""
    last = len(section.sentences) - 1
    for number, sentence in enumerate(section.sentences):
        is_kept = number < last or section.drawing is not None or section.picture is not None
        yield from text_strips(sentence, BODY, frame.width, gap=_GAP if number == 0 else 0.0, is_kept=is_kept)


def drawing_strips(section: Section, frame: Frame) -> Iterator[Strip]:
    """The drawing with its caption."""
    drawing = section.drawing
    if drawing is None:
        return
    has_caption = bool(section.caption)
    yield Strip(_height(drawing), _drawn(drawing, frame.width), gap=_GAP, is_kept=has_caption)
    if has_caption:
        yield from text_strips(section.caption, CAPTION, frame.width, gap=_GAP / 2)


def _height(drawing: Drawing) -> float:
    if isinstance(drawing, BarsDrawing):
        return len(drawing.labels) * _BAR_PITCH
    legend = CAPTION.leading if isinstance(drawing, ColumnsDrawing) and len(drawing.series) > 1 else 0.0
    return _PLOT_HEIGHT + _LABELS_HEIGHT + legend


def _drawn(drawing: Drawing, width: float) -> Any:
    def draw(canvas: Any, left: float, top: float) -> None:
        match drawing:
            case BarsDrawing():
                _draw_bars(canvas, left, top, width, drawing)
            case ColumnsDrawing():
                _draw_columns(canvas, left, top, width, drawing)
            case LineDrawing():
                _draw_line(canvas, left, top, width, drawing)
            case BandDrawing():
                bottom = top - _PLOT_HEIGHT
                _draw_frame(canvas, left, bottom, width, drawing.labels)
                draw_band(canvas, (left, bottom, width, _PLOT_HEIGHT), drawing)

    return draw


def _draw_bars(canvas: Any, left: float, top: float, width: float, drawing: BarsDrawing) -> None:
    """Names in a column of their own; bars start at one zero for all."""
    widest = max((CAPTION.width(label) for label in drawing.labels), default=0.0)
    name_width = min(width * _NAME_SHARE, widest + _NAME_GAP)
    has_below = min(drawing.values, default=0.0) < 0
    room = width - name_width - _TEXT_WIDTH * (2 if has_below else 1)
    lowest, highest = min(0.0, *drawing.values), max(0.0, *drawing.values)
    scale = room / (highest - lowest) if highest > lowest else 0.0
    zero = left + name_width + (_TEXT_WIDTH if has_below else 0.0) - lowest * scale
    for label, value, text in zip(drawing.labels, drawing.values, drawing.texts, strict=True):
        baseline = top - _BAR_PITCH * 0.7
        draw_line(canvas, left, baseline, shortened(label, CAPTION, name_width - _NAME_GAP), CAPTION)
        canvas.setFillColor(_FILL if value >= 0 else _BELOW)
        length = abs(value) * scale
        canvas.rect(zero if value >= 0 else zero - length, baseline - 2, length, _BAR_HEIGHT, stroke=0, fill=1)
        if value >= 0:
            draw_line(canvas, zero + length + 4, baseline, text, CAPTION)
        else:
            draw_right(canvas, zero - length - 4, baseline, text, CAPTION)
        top -= _BAR_PITCH


def _draw_columns(canvas: Any, left: float, top: float, width: float, drawing: ColumnsDrawing) -> None:
    if len(drawing.series) > 1:
        _draw_legend(canvas, left, top, [name for name, _ in drawing.series])
        top -= CAPTION.leading
    bottom = top - _PLOT_HEIGHT
    highest = max((value for _, values in drawing.series for value in values if value is not None), default=0.0)
    _draw_frame(canvas, left, bottom, width, drawing.labels)
    draw_line(canvas, left, top - CAPTION.leading * 0.6, drawing.tops[1], CAPTION)
    pitch = width / len(drawing.labels)
    column = pitch * _COLUMN_SHARE / len(drawing.series)
    room = _PLOT_HEIGHT - CAPTION.leading
    for number, (_, values) in enumerate(drawing.series):
        canvas.setFillColor(_SERIES[number % len(_SERIES)])
        for place, value in enumerate(values):
            if value is not None and highest > 0:
                start = left + place * pitch + pitch * (1 - _COLUMN_SHARE) / 2 + number * column
                canvas.rect(start, bottom, column * 0.92, value / highest * room, stroke=0, fill=1)


def _draw_line(canvas: Any, left: float, top: float, width: float, drawing: LineDrawing) -> None:
    bottom = top - _PLOT_HEIGHT
    _draw_frame(canvas, left, bottom, width, drawing.labels)
    highest = max((value for value in drawing.values if value is not None), default=0.0) or 1.0
    pitch, room = width / len(drawing.labels), _PLOT_HEIGHT - 2 * CAPTION.leading
    points = [
        (left + (place + 0.5) * pitch, bottom + value / highest * room, drawing.texts[place])
        for place, value in enumerate(drawing.values)
        if value is not None
    ]
    canvas.setStrokeColor(_FILL)
    canvas.setLineWidth(1.5)
    for (x, y, _), (next_x, next_y, _) in itertools.pairwise(points):
        canvas.line(x, y, next_x, next_y)
    for x, y, text in points:
        canvas.setFillColor(_FILL)
        canvas.circle(x, y, 2, stroke=0, fill=1)
        draw_line(canvas, x - CAPTION.width(text) / 2, y + 5, text, CAPTION)


def _draw_legend(canvas: Any, left: float, top: float, names: Sequence[str]) -> None:
    for number, name in enumerate(names):
        canvas.setFillColor(_SERIES[number % len(_SERIES)])
        canvas.rect(left, top - CAPTION.leading * 0.75, 7, 7, stroke=0, fill=1)
        draw_line(canvas, left + 10, top - CAPTION.leading * 0.75, name, CAPTION)
        left += 10 + CAPTION.width(name) + _LEGEND_GAP


def _draw_frame(canvas: Any, left: float, bottom: float, width: float, labels: Sequence[str]) -> None:
    """The base line with labels below it."""
    canvas.setStrokeColor(_RULE)
    canvas.setLineWidth(0.7)
    canvas.line(left, bottom, left + width, bottom)
    pitch = width / len(labels)
    for place, name in enumerate(labels):
        at = left + (place + 0.5) * pitch - CAPTION.width(name) / 2
        draw_line(canvas, at, bottom - CAPTION.leading * 0.9, name, CAPTION)
