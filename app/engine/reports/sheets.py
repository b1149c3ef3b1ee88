"""The sheets of a workbook: text as text and figures as figures, never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # ships no types

from app.engine import messages
from app.engine.errors import InputError
from app.engine.reports.about import About
from app.engine.reports.formats import cell_text, columns_wide
from app.engine.reports.tables import Cell, Kind, Table, number_of

_LONGEST_TEXT = 32_767
_NARROWEST, _WIDEST, _ARROW = 8, 60, 3  # characters; the arrow is that of the filter
_LABEL_WIDTH, _SENTENCE_WIDTH = 18, 100
_MEASURED_ROWS = 500
_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.INTEGER: "#,##0",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "0.0",
    Kind.NUMBER: "General",
}


class Sheets:
    """Adds sheets to one open workbook, whose formats they share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._label = book.add_format({"bold": True, "valign": "top", "font_color": "#475569"})
        self._sentence = book.add_format({"text_wrap": True, "valign": "top"})
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF6", "bottom": 1}
        )
        self._cells = {kind: book.add_format({"num_format": code}) for kind, code in _NUMBER_FORMATS.items()}

    def add_about(self, name: str, about: About, contents: Sequence[tuple[str, str]]) -> None:
        """The sheet of title, filters and source; `contents` pairs each sheet's name with its table's."""
        sheet: Worksheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, 1, _SENTENCE_WIDTH)
        sheet.write_string(0, 0, about.title, self._title)
        listed = tuple(name if name == title else f"{name}: {title}" for name, title in contents)
        row = 2
        for label, sentences in (*about.entries(), (messages.text("reports.sheets", about.language), listed)):
            for position, sentence in enumerate(sentences):
                sheet.write_string(row, 0, "" if position else label, self._label)
                sheet.write_string(row, 1, sentence, self._sentence)
                row += 1

    def add_table(self, name: str, table: Table) -> Iterator[int]:
        """The sheet of one table, written while the caller counts the rows that are done."""
        sheet: Worksheet = self._book.add_worksheet(name)
        for position, width in enumerate(_widths(table)):
            sheet.set_column(position, position, width)
        sheet.freeze_panes(1, 0)
        if table.columns:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        for position, column in enumerate(table.columns):
            sheet.write_string(0, position, column.title, self._head)
        formats = [self._cells[column.kind] for column in table.columns]
        for number, row in enumerate(table.rows, start=1):
            for position, (cell, style) in enumerate(zip(row, formats, strict=True)):
                if isinstance(cell, str) and len(cell) > _LONGEST_TEXT:
                    raise InputError("reports.text_too_long", table=table.name, row=number, limit=_LONGEST_TEXT)
                _write(sheet, (number, position), cell, style)
            yield number


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, style: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(*place, cell, style)
        return
    number = number_of(cell)
    if number is not None:
        sheet.write_number(*place, number, style)


def _widths(table: Table) -> Iterator[int]:
    """Width of each column by its title and its first cells."""
    for position, column in enumerate(table.columns):
        cells = (cell_text(row[position], column.kind) for row in table.rows[:_MEASURED_ROWS])
        widest = max((columns_wide(text) for text in cells), default=0)
        yield min(max(widest + 1, columns_wide(column.title) + _ARROW, _NARROWEST), _WIDEST)
