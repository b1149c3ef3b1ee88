"""Tables of a report: rows that reach the edge, points below each other, widths that a person chose."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.engine.reports.tables import Column, Kind, Table
from app.widgets.report_table import ReportTable

_TABLE = Table(
    "shares",
    (Column("Member"), Column("Weight", Kind.NUMBER), Column("Share", Kind.SHARE)),
    (("Germany", 0.31, 0.5), ("Vietnam", 0.725, 0.25), ("Brazil", 2, None)),
)


def _shown(qtbot: QtBot, width: int) -> ReportTable:
    table = ReportTable(_TABLE)
    qtbot.addWidget(table)
    table.resize(width, 240)
    table.show()
    return table


def _width(table: ReportTable) -> int:
    return sum(table.columnWidth(column) for column in range(table.content.columnCount()))


def test_columns_share_the_room_that_is_left(qtbot: QtBot) -> None:
    table = _shown(qtbot, 900)

    assert _width(table) == table.viewport().width()

    table.resize(1200, 240)

    qtbot.waitUntil(lambda: _width(table) == table.viewport().width())


def test_a_table_without_room_is_scrolled_instead_of_squeezed(qtbot: QtBot) -> None:
    table = _shown(qtbot, 120)

    assert _width(table) > table.viewport().width()


def test_a_width_that_a_person_chose_stays(qtbot: QtBot) -> None:
    table = _shown(qtbot, 900)
    header = table.horizontalHeader().viewport()
    edge = QPoint(table.columnWidth(0) - 1, 10)

    QTest.mousePress(header, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header, edge + QPoint(60, 0))
    QTest.mouseRelease(header, Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    chosen = table.columnWidth(0)
    table.resize(1300, 240)
    table.resize(1000, 240)

    assert table.columnWidth(0) == chosen


def test_a_narrow_table_keeps_room_for_names_and_is_scrolled(qtbot: QtBot) -> None:
    table = ReportTable(_TABLE, is_narrow=True)
    qtbot.addWidget(table)
    table.resize(600, 240)
    table.show()
    wide = (table.columnWidth(0), _width(table))

    table.resize(200, 240)

    qtbot.waitUntil(lambda: table.columnWidth(0) == 140)
    assert wide[0] > 140
    assert wide[1] <= 600
    assert _width(table) > table.viewport().width()


def test_figures_of_a_column_have_as_many_decimals_as_the_finest(qtbot: QtBot) -> None:
    table = _shown(qtbot, 900)

    texts = [table.content.data(table.content.index(row, 1)) for row in range(3)]

    assert texts == ["0.310", "0.725", "2.000"]


def test_large_figures_have_no_decimals_that_nobody_reads(qtbot: QtBot) -> None:
    rows = (("a", 1152.56), ("b", 945.4151), ("c", 1469))
    table = ReportTable(Table("prices", (Column("Member"), Column("Price", Kind.NUMBER)), rows))
    qtbot.addWidget(table)

    texts = [table.content.data(table.content.index(row, 1)) for row in range(3)]

    assert texts == ["1,152.56", "945.42", "1,469.00"]


def test_copied_figures_keep_their_own_digits(qtbot: QtBot) -> None:
    table = _shown(qtbot, 900)

    table.copy()

    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t") == ["Germany", "0.31", "0.5"]
