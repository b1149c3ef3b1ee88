"""Headings and pictures of sections: a picture is whole, on one page with its heading, caption and approval line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from reportlab.lib.utils import ImageReader

from app.engine.errors import InputError
from app.engine.reports.printing.fonts import CAPTION, HEADING
from app.engine.reports.printing.lines import wrapped
from app.engine.reports.printing.pages import Frame
from app.engine.reports.printing.strips import Strip
from app.engine.reports.printing.text_blocks import draw_lines, text_strips
from app.engine.reports.report import Section

_SECTION_GAP, _PICTURE_GAP, _CAPTION_GAP = 16.0, 4.0, 4.0
_PORTRAIT_SHARE, _LEAST_SHARE = 0.4, 0.3  # of the frame's height; two pictures stand on an upright page
_BAR_WIDTH, _BAR_INDENT, _BAR_COLOUR = 3.0, 9.0, "#1D4ED8"


def heading_strips(section: Section, frame: Frame, key: str) -> Iterator[Strip]:
    """The heading, kept with what follows, and its entry in the outline of the document."""
    lines = wrapped(section.heading, HEADING, frame.width - _BAR_INDENT)
    for number, line in enumerate(lines):
        title = "" if number else section.heading
        yield Strip(
            HEADING.leading, _heading_drawing(line, title, key), gap=0 if number else _SECTION_GAP, is_kept=True
        )


def picture_strips(section: Section, map_line: str, frame: Frame) -> Iterator[Strip]:
    """The picture as large as the page lets it be, and what belongs below it."""
    if section.picture is None:
        return
    notes = [text for text in (section.caption, map_line if section.is_map else "") if text]
    below = [strip for text in notes for strip in text_strips(text, CAPTION, frame.width, is_kept=True)]
    reader = _reader(section.picture, section.heading)
    width, height = _fitted(reader.getSize(), frame, _room(section, below, frame))
    yield Strip(height, _picture_drawing(reader, width, height), gap=_PICTURE_GAP, is_kept=bool(below))
    for number, strip in enumerate(below, start=1):
        gap = _CAPTION_GAP if number == 1 else 0.0
        yield Strip(strip.height, strip.draw, gap=gap, is_kept=number < len(below))


def _reader(png: bytes, heading: str) -> Any:
    """The decoded picture; decoding here finds out about a torn one before a page is drawn."""
    try:
        reader = ImageReader(io.BytesIO(png))
        reader.getRGBData()  # type: ignore[no-untyped-call]  # the stubs leave its result out
    except (OSError, ValueError, SyntaxError) as error:
        raise InputError("reports.picture_unreadable", heading=heading) from error
    return reader


def _room(section: Section, below: list[Strip], frame: Frame) -> float:
    """Height that is left for the picture beside all that has to stay with it."""
    lines = len(wrapped(section.heading, HEADING, frame.width - _BAR_INDENT))
    taken = lines * HEADING.leading + sum(strip.height for strip in below) + _SECTION_GAP + _PICTURE_GAP + _CAPTION_GAP
    most = frame.height * (_PORTRAIT_SHARE if frame.height > frame.width else 1)
    return max(min(frame.height - taken, most), frame.height * _LEAST_SHARE)


def _fitted(size: tuple[int, int], frame: Frame, room: float) -> tuple[float, float]:
    scale = min(frame.width / size[0], room / size[1])
    return size[0] * scale, size[1] * scale


def _picture_drawing(reader: Any, width: float, height: float) -> Any:
    return lambda canvas, left, top: canvas.drawImage(reader, left, top - height, width, height, mask="auto")


def _heading_drawing(line: str, title: str, key: str) -> Any:
    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.setFillColor(_BAR_COLOUR)
        canvas.rect(left, top - HEADING.leading + 3, _BAR_WIDTH, HEADING.leading - 5, stroke=0, fill=1)
        draw_lines(canvas, left + _BAR_INDENT, top, [(line, HEADING)])
        if title:
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(title, key, level=0)

    return draw
