"""Cells of a cross table as text that a spreadsheet pastes into columns, headings included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.bridge.pivot_layout import Axis
from app.bridge.pivot_model import PivotModel
from app.engine.jobs import CancelToken

_ROWS_PER_CHECK = 500
_CHARACTERS = str.maketrans("\t\r\n", "   ")


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.last_row - self.first_row + 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.last_column - self.first_column + 1


def tab_separated(model: PivotModel, block: Block, token: CancelToken) -> str:
    """Headings of both axes around the cells; figures with all digits and without separators, reasons as words."""
    return "\n".join("\t".join(cells) for cells in _lines(model, block, token))


def plain_number(figure: float) -> str:
    """All digits that count, never with an exponent."""
    return f"{figure:.6f}".rstrip("0").rstrip(".")


def _lines(model: PivotModel, block: Block, token: CancelToken) -> Iterator[list[str]]:
    rows, columns = model.labels(Axis.ROWS), model.labels(Axis.COLUMNS)
    content = model.content
    if content is None or rows is None or columns is None:
        return
    across = range(block.first_column, block.last_column + 1)
    for level in range(columns.levels):
        yield [""] * rows.levels + [_clean(columns.text(column, level)) for column in across]
    for done, row in enumerate(range(block.first_row, block.last_row + 1)):
        if done % _ROWS_PER_CHECK == 0:
            token.check()
        heads = [_clean(rows.text(row, level)) for level in range(rows.levels)]
        cells = [
            model.text(row, column) if model.is_blank(row, column) else plain_number(content.figures.item(row, column))
            for column in across
        ]
        yield heads + cells


def _clean(text: str) -> str:
    return text.translate(_CHARACTERS)
