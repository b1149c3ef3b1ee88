"""How wide the columns of a printed table are, and which of them share a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.reports.formats import cell_text, columns_wide
from app.engine.reports.printing.fonts import CELL, HEAD_CELL
from app.engine.reports.tables import Table

PADDING = 4.0
_TEXT_LEAST, _TITLE_LEAST, _TITLE_MOST = 72.0, 50.0, 90.0
_WIDEST_SHARE = 0.45  # of the frame, so that the first column and another always fit


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """A column of the table by its position, and the room it gets."""

    position: int
    width: float


@dataclass(frozen=True, slots=True)
class _Need:
    position: int
    least: float
    natural: float
    is_text: bool


def column_groups(table: Table, width: float) -> list[list[ColumnWidth]]:
    """Columns that fit side by side; where there are more, further groups repeat the first column."""
    groups: list[list[_Need]] = [[]]
    for need in _needs(table, width):
        if groups[-1] and sum(each.least for each in groups[-1]) + need.least > width:
            groups.append([groups[0][0]])
        groups[-1].append(need)
    return [_shared_out(group, width) for group in groups if group]


def _needs(table: Table, width: float) -> Iterator[_Need]:
    most = width * _WIDEST_SHARE
    for position, column in enumerate(table.columns):
        texts = (cell_text(row[position], column.kind) for row in table.rows)
        cells = CELL.width(max(texts, key=columns_wide, default="")) + 2 * PADDING
        title = HEAD_CELL.width(column.title) + 2 * PADDING
        natural = max(cells, title if column.is_text else min(title, _TITLE_MOST))
        least = min(natural, _TEXT_LEAST) if column.is_text else max(cells, min(title, _TITLE_LEAST))
        yield _Need(position, min(least, most), min(natural, most), column.is_text)


def _shared_out(group: list[_Need], width: float) -> list[ColumnWidth]:
    """The whole width: what is missing is taken from columns that can wrap, what is left over goes to text."""
    natural, least = sum(need.natural for need in group), sum(need.least for need in group)
    if natural > width:
        share = (width - least) / (natural - least)
        return [ColumnWidth(need.position, need.least + share * (need.natural - need.least)) for need in group]
    takers = [need for need in group if need.is_text] or group
    growth = (width - natural) / sum(need.natural for need in takers)
    return [
        ColumnWidth(need.position, need.natural * (1 + growth) if need in takers else need.natural) for need in group
    ]
