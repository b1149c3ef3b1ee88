"""The data desk over a store of its own, and the ways in which a person uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.data_intake import CandidateState
from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.views.data.page import DataPage
from tests.desks import make_desk

LEFT = Qt.MouseButton.LeftButton
DISPLAY = Qt.ItemDataRole.DisplayRole


class DataDesk:
    """One page in one window; `notices` are those that were posted."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.notices: list[Notice] = []
        self.unexpected: list[BaseException] = []
        desk.notices.posted.connect(self.notices.append)
        desk.notices.unexpected.connect(self.unexpected.append)
        self.page = DataPage(desk)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 760)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs any more."""
        self.qtbot.waitUntil(lambda: not self.desk.runner.running, timeout=30_000)
        assert self.unexpected == []

    def drop(self, *paths: Path) -> None:
        """Drag files over the page, let go, and wait until they were looked into."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        self.page.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), copy, mime, LEFT, none))
        assert self.find("dropOverlay").isVisible()
        self.page.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, LEFT, none))
        assert not self.find("dropOverlay").isVisible()
        self.looked()

    def looked(self) -> None:
        """Wait until every file was looked into."""
        waiting = CandidateState.LOOKING
        self.settle()
        self.qtbot.waitUntil(lambda: all(one.state is not waiting for one in self.page.intake.candidates))
        self.settle()

    def look_at(self, path: Path) -> None:
        """Click a file of the list."""
        files = self.page.importing.list
        self.click_item(files, files.files.row_of(path))
        self.settle()

    def find(self, name: str) -> QWidget:
        """The widget of that name, on the page or in a dialog over it; of several the one in view."""
        found = self.page.findChildren(QWidget, name)
        assert found, name
        return next((widget for widget in found if widget.isVisible()), found[0])

    def text(self, name: str) -> str:
        """What a label says; it must be visible."""
        found = self.find(name)
        assert isinstance(found, QLabel)
        assert found.isVisible(), name
        return found.text()

    def click(self, name: str) -> None:
        """Press a button that is visible and enabled, and wait for what it starts."""
        found = self.find(name)
        assert isinstance(found, QPushButton)
        assert found.isVisible(), name
        assert found.isEnabled(), name
        QTest.mouseClick(found, LEFT)
        self.settle()

    def click_item(self, view: QAbstractItemView, row: int, column: int = 0) -> None:
        """Click one cell of a list or table."""
        index = view.model().index(row, column)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())

    def summaries(self) -> dict[str, str]:
        """Name and second line of each file in the list."""
        model = self.page.importing.list.files
        indexes = [model.index(row) for row in range(model.rowCount())]
        return {index.data(DISPLAY): index.data(Qt.ItemDataRole.UserRole) for index in indexes}

    def import_all(self) -> None:
        """Press the import button and wait."""
        self.click("startImport")

    def dialog(self, name: str) -> QDialog:
        """The dialog that is open."""
        found = self.find(name)
        assert isinstance(found, QDialog)
        assert found.isVisible()
        return found

    def cells(self, view: QAbstractItemView) -> list[list[str]]:
        """All texts of a table."""
        model = view.model()
        return [
            [model.index(row, column).data(DISPLAY) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def codes(self) -> list[str]:
        """Codes of the notices that were posted."""
        return [notice.code for notice in self.notices]


@pytest.fixture
def data_desk(qapp: object, tmp_path: Path, qtbot: QtBot) -> Iterator[DataDesk]:
    """The page over an empty store."""
    desk = make_desk(tmp_path / "store", tmp_path / "home")
    yield DataDesk(desk, qtbot)
    desk.runner.close()
    desk.settings.close()
    desk.session.close()
