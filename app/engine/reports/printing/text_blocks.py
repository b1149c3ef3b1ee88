"""The head of a report: title, what it says of itself, and the row of key figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.engine.reports.about import About
from app.engine.reports.printing.fonts import BODY, CAPTION, FIGURE, LABEL, TITLE, Face
from app.engine.reports.printing.lines import wrapped
from app.engine.reports.printing.pages import draw_line
from app.engine.reports.printing.strips import Strip
from app.engine.reports.report import KeyFigure

_LABEL_WIDTH = 70.0
_TITLE_GAP, _ENTRY_GAP, _CARDS_GAP = 10.0, 4.0, 14.0
_CARD_LEAST, _CARD_PADDING, _CARD_SPACE = 112.0, 8.0, 8.0
_CARD_FILL = "#F3F6FB"
_BASELINE = 0.78  # of the leading; puts Chinese characters in the middle of their line


def text_strips(text: str, face: Face, width: float, *, gap: float = 0.0, is_kept: bool = False) -> Iterator[Strip]:
    """A paragraph, a strip for each line; `is_kept` holds all of it to what follows."""
    for number, line in enumerate(wrapped(text, face, width)):
        yield Strip(face.leading, _line_drawing(line, face), gap=0.0 if number else gap, is_kept=is_kept)


def head_strips(about: About, width: float) -> Iterator[Strip]:
    """Title, then label and sentences of everything that the document says of itself."""
    yield from text_strips(about.title, TITLE, width)
    for position, (label, sentences) in enumerate(about.entries()):
        lines = [line for sentence in sentences for line in wrapped(sentence, BODY, width - _LABEL_WIDTH)]
        yield Strip(BODY.leading, _entry_drawing(label, lines[0]), gap=_ENTRY_GAP if position else _TITLE_GAP)
        yield from (Strip(BODY.leading, _entry_drawing("", line)) for line in lines[1:])


def key_figure_strips(figures: Sequence[KeyFigure], width: float) -> Iterator[Strip]:
    """Cards in rows of equal width, each as high as its fullest."""
    if not figures:
        return
    most = int((width + _CARD_SPACE) // (_CARD_LEAST + _CARD_SPACE))
    rows = -(-len(figures) // most)
    in_row = -(-len(figures) // rows)
    card_width = (width - (in_row - 1) * _CARD_SPACE) / in_row
    for row, start in enumerate(range(0, len(figures), in_row)):
        cards = [_card_lines(figure, card_width - 2 * _CARD_PADDING) for figure in figures[start : start + in_row]]
        height = max(sum(face.leading for _, face in lines) for lines in cards) + 2 * _CARD_PADDING
        yield Strip(height, _cards_drawing(cards, card_width, height), gap=_CARD_SPACE if row else _CARDS_GAP)


def draw_lines(canvas: Any, left: float, top: float, lines: Sequence[tuple[str, Face]]) -> None:
    """Lines one below the other, each at the pace of its face."""
    for line, face in lines:
        draw_line(canvas, left, top - face.leading * _BASELINE, line, face)
        top -= face.leading


def _card_lines(figure: KeyFigure, width: float) -> list[tuple[str, Face]]:
    parts = ((figure.label, CAPTION), (figure.value, FIGURE), (figure.note, CAPTION))
    return [(line, face) for text, face in parts if text for line in wrapped(text, face, width)]


def _line_drawing(line: str, face: Face) -> Any:
    return lambda canvas, left, top: draw_lines(canvas, left, top, [(line, face)])


def _entry_drawing(label: str, line: str) -> Any:
    def draw(canvas: Any, left: float, top: float) -> None:
        draw_lines(canvas, left, top, [(label, LABEL)])
        draw_lines(canvas, left + _LABEL_WIDTH, top, [(line, BODY)])

    return draw


def _cards_drawing(cards: Sequence[Sequence[tuple[str, Face]]], card_width: float, height: float) -> Any:
    def draw(canvas: Any, left: float, top: float) -> None:
        for lines in cards:
            canvas.setFillColor(_CARD_FILL)
            canvas.roundRect(left, top - height, card_width, height, 4, stroke=0, fill=1)
            draw_lines(canvas, left + _CARD_PADDING, top - _CARD_PADDING, lines)
            left += card_width + _CARD_SPACE

    return draw
