"""What the tests of the cross table share: the page with its first answer, and ways to read it as a person does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.pivot_layout import Axis
from app.views.explore.page import ExplorePage

LEFT = Qt.MouseButton.LeftButton


def opened(desk: Desk, qtbot: QtBot) -> ExplorePage:
    """The page, shown and answered."""
    page = ExplorePage(desk)
    qtbot.addWidget(page)
    page.resize(1280, 760)
    with qtbot.waitSignal(page.exploration.answered):
        page.show()
    return page


def headings(page: ExplorePage, axis: Axis) -> list[str]:
    """The full headings of an axis as they stand."""
    labels = page.model.labels(axis)
    assert labels is not None
    return [labels.full_text(position) for position in range(labels.count)]


def cell(page: ExplorePage, row: str, column: str) -> str:
    """The text of the cell under two headings."""
    return page.model.text(headings(page, Axis.ROWS).index(row), headings(page, Axis.COLUMNS).index(column))


def figure(page: ExplorePage, row: str, column: str) -> float:
    """The exact figure of the cell under two headings."""
    content = page.model.content
    assert content is not None
    place = headings(page, Axis.ROWS).index(row), headings(page, Axis.COLUMNS).index(column)
    return float(content.figures[place])


def double_click_row(page: ExplorePage, row: str) -> None:
    """On the heading of a row."""
    header = page.table.row_headings
    position = headings(page, Axis.ROWS).index(row)
    page.table.scrollTo(page.model.index(position, 0))
    y = header.sectionViewportPosition(position) + header.sectionSize(position) // 2
    QTest.mouseDClick(header.viewport(), LEFT, pos=QPoint(header.width() // 2, y))


def double_click_cell(page: ExplorePage, row: str, column: str) -> None:
    """On a cell."""
    index = page.model.index(headings(page, Axis.ROWS).index(row), headings(page, Axis.COLUMNS).index(column))
    page.table.scrollTo(index)
    QTest.mouseDClick(page.table.viewport(), LEFT, pos=page.table.visualRect(index).center())


def action(menu: QMenu, name: str) -> QAction:
    """The entry of a menu."""
    found = menu.findChild(QAction, name)
    assert found is not None, [each.text() for each in menu.actions()]
    return found
