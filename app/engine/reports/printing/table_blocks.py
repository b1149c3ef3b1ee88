"""Tables on pages: rows break between pages under a repeated header, and only a row taller than a page is split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.engine.reports.formats import cell_text
from app.engine.reports.printing.column_widths import PADDING, ColumnWidth, column_groups
from app.engine.reports.printing.fonts import CELL, HEAD_CELL, Face
from app.engine.reports.printing.lines import wrapped
from app.engine.reports.printing.pages import Frame
from app.engine.reports.printing.strips import Strip
from app.engine.reports.printing.text_blocks import draw_lines
from app.engine.reports.tables import Table

_TABLE_GAP, _GROUP_GAP, _ROW_PADDING = 6.0, 14.0, 3.0
_HEAD_FILL, _RULE = "#E8EEF6", "#D5DBE3"
_HEAD_SHARE = 0.5  # of the frame's height


@dataclass(frozen=True, slots=True)
class _Cell:
    """Lines of one cell; `left` counts from the left edge of the table."""

    left: float
    width: float
    lines: list[str]
    is_text: bool


def table_strips(table: Table, frame: Frame) -> Iterator[Strip]:
    """Header and rows of every group of columns that fits the page."""
    for number, group in enumerate(column_groups(table, frame.width)):
        head, *more_heads = _head_strips(table, group, frame)
        is_kept = bool(table.rows or more_heads)
        yield Strip(head.height, head.draw, gap=_GROUP_GAP if number else _TABLE_GAP, is_kept=is_kept)
        yield from more_heads
        room = int((frame.height - head.height - 2 * _ROW_PADDING) / CELL.leading)
        for row in table.rows:
            texts = [cell_text(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
            for part in _split(_laid_out(table, group, texts, CELL), room):
                strip = _strip(part, CELL, frame.width)
                yield Strip(strip.height, strip.draw, header=head)


def _head_strips(table: Table, group: Sequence[ColumnWidth], frame: Frame) -> list[Strip]:
    """The header in parts of half a page at most, so that rows always have a place below the first."""
    cells = _laid_out(table, group, [column.title for column in table.columns], HEAD_CELL)
    most = int(frame.height * _HEAD_SHARE / HEAD_CELL.leading)
    return [_strip(part, HEAD_CELL, frame.width) for part in _split(cells, most)]


def _laid_out(table: Table, group: Sequence[ColumnWidth], texts: Sequence[str], face: Face) -> list[_Cell]:
    cells, left = list[_Cell](), 0.0
    for column in group:
        lines = wrapped(texts[column.position], face, column.width - 2 * PADDING)
        cells.append(_Cell(left, column.width, lines, table.columns[column.position].is_text))
        left += column.width
    return cells


def _split(cells: Sequence[_Cell], most: int) -> Iterator[list[_Cell]]:
    """The row in parts of at most so many lines."""
    count = max(len(cell.lines) for cell in cells)
    for start in range(0, count, most):
        yield [_Cell(cell.left, cell.width, cell.lines[start : start + most], cell.is_text) for cell in cells]


def _strip(cells: Sequence[_Cell], face: Face, width: float) -> Strip:
    height = max(len(cell.lines) for cell in cells) * face.leading + 2 * _ROW_PADDING

    def draw(canvas: Any, left: float, top: float) -> None:
        if face is HEAD_CELL:
            canvas.setFillColor(_HEAD_FILL)
            canvas.rect(left, top - height, width, height, stroke=0, fill=1)
        canvas.setStrokeColor(_RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, top - height, left + width, top - height)
        for cell in cells:
            _draw_cell(canvas, cell, left, top - _ROW_PADDING, face)

    return Strip(height, draw)


def _draw_cell(canvas: Any, cell: _Cell, left: float, top: float, face: Face) -> None:
    for line in cell.lines:
        free = 0.0 if cell.is_text else cell.width - 2 * PADDING - face.width(line)
        draw_lines(canvas, left + cell.left + PADDING + free, top, [(line, face)])
        top -= face.leading
