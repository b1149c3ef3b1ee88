"""What a person at the screen can do and see; used by journeys within the program's own event loop.

A journey is a generator: it does something, then yields a condition, and goes on once that holds. Nothing in it waits,
so the window lives on as it does without it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QPushButton, QWidget
from shiboken6 import isValid

from app.bridge.desk import Desk
from app.views.dashboard.page import DashboardPage
from app.views.data.page import DataPage
from app.widgets.chart_area import ChartArea
from app.widgets.main_window import MainWindow
from tests.e2e.pointer import Pointer
from tests.e2e.watchdog import Watchdog

Condition = Callable[[], bool]
Steps = Iterator[Condition]


class Hand:
    """Clicks and keys of a person; `tell` passes what was seen to whoever started the program."""

    def __init__(self, window: MainWindow, desk: Desk, watchdog: Watchdog) -> None:
        self.window, self.desk, self.watchdog = window, desk, watchdog
        self._pointer = Pointer(os.environ["DISPLAY"])
        self._watched: ChartArea | None = None
        self._drawn = 0

    def tell(self, name: str, seen: object) -> None:
        """One line of JSON on standard output."""
        print(json.dumps({name: seen}, ensure_ascii=False), flush=True)

    def click(self, widget: QWidget, point: QPoint | None = None) -> Steps:
        """The real mouse, in the widget's middle unless said otherwise, once the widget can be seen and pressed."""
        yield lambda: widget.isVisible() and widget.isEnabled()
        yield lambda: True  # a widget that appeared in this turn is laid out in the next
        self.press(widget, point)

    def press(self, widget: QWidget, point: QPoint | None = None, *, times: int = 1) -> None:
        """The real mouse at once; nothing happens where the widget is gone, hidden or cannot be pressed."""
        if isValid(widget) and widget.isVisible() and widget.isEnabled():
            place = widget.mapToGlobal(point if point is not None else widget.rect().center())
            self._pointer.click(place.x(), place.y(), times=times)

    def show_page(self, page: str) -> Steps:
        """Through the rail."""
        yield from self.click(self.window.rail.button(page))
        yield lambda: self.window.stack.current == page

    def choose(self, button: QPushButton, action: str) -> Steps:
        """Open the button's menu and click an entry."""
        yield from self.click(button)
        menu = button.menu()
        assert isinstance(menu, QMenu)
        yield menu.isVisible
        entry = next(one for one in menu.actions() if one.objectName() == action)
        yield from self.click(menu, menu.actionGeometry(entry).center())
        yield lambda: not menu.isVisible()

    def name_file(self, path: str) -> Steps:
        """In the file dialog that is about to open."""
        yield lambda: isinstance(QApplication.activeModalWidget(), QFileDialog)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(path)  # pasted: while one types, a list of proposals takes the keys
        QTest.keyClick(line, Qt.Key.Key_Return)
        yield lambda: QApplication.activeModalWidget() is not dialog

    @property
    def data_page(self) -> DataPage:
        """The page, once it was shown."""
        page = self.window.stack.findChild(DataPage)
        assert isinstance(page, DataPage)
        return page

    @property
    def dashboard(self) -> DashboardPage:
        """The page, once it was shown."""
        page = self.window.stack.findChild(DashboardPage)
        assert isinstance(page, DashboardPage)
        return page

    @property
    def charts(self) -> ChartArea:
        """The dashboard's chart area, once it is there."""
        assert self.dashboard.panel.area is not None
        return self.dashboard.panel.area

    def evaluate(self, script: str) -> Generator[Condition, None, object]:
        """The value of an expression in the chart page."""
        answers: list[str] = []
        self.charts.page.runJavaScript(f"JSON.stringify({script})", 0, answers.append)
        yield lambda: bool(answers)
        return json.loads(answers[0]) if answers[0] else None

    def click_chart(self, place: str) -> Steps:
        """An expression of the page that gives a point of it in pixels; nothing is clicked where it gives none."""
        point = yield from self.evaluate(place)
        if isinstance(point, list):
            self.press(self.charts, QPoint(round(point[0]), round(point[1])))

    def drawn(self) -> Steps:
        """Until every chart of the dashboard shows what was asked for last."""
        yield lambda: self.dashboard.panel.area is not None
        self._watch(self.charts)
        for _ in range(2):  # an answer that came in this turn is sent to the page in the next
            yield self.is_drawn

    def _watch(self, area: ChartArea) -> None:
        if area is not self._watched:
            self._watched = area
            area.finished.connect(self._on_finished)

    def _on_finished(self, revision: int) -> None:
        self._drawn = revision

    def is_drawn(self) -> bool:
        """True if no answer is awaited and every chart shows the last one."""
        is_asking = self.dashboard.board.is_busy or bool(self.desk.runner.running)
        return not is_asking and self.dashboard.panel.shows_charts and self._drawn >= self.charts.revision > 0
