"""The main window: navigation rail, the page that is shown, and the task bar below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.pages import PageEntry, PageStack
from app.widgets.rail import Rail
from app.widgets.task_bar import TaskBar

_SMALLEST = (1024, 640)
_USUAL = (1366, 768)


class MainWindow(QMainWindow):
    """Holds the pages that it is given; `hidden` ones have no button on the rail."""

    def __init__(self, desk: Desk, entries: Sequence[PageEntry], *, hidden: Sequence[PageEntry] = ()) -> None:
        super().__init__()
        self._desk = desk
        self.stack = PageStack(desk, [*entries, *hidden])
        self.rail = Rail(desk, entries)
        self.task_bar = TaskBar(desk)
        self._build()
        self._connect(entries)

    def show_page(self, page_id: str) -> None:
        """Show the page, made at its first visit."""
        self.stack.show_page(page_id)

    def offer_files(self, files: list[Path]) -> None:
        """Show the page that imports files, and give it these."""
        self.stack.show_page("data")
        self.stack.offer_files("data", files)

    def _build(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_USUAL)
        self._desk.texts.bind(self.setWindowTitle, "window.name")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.task_bar)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)

    def _connect(self, entries: Sequence[PageEntry]) -> None:
        self.rail.chosen.connect(self.show_page)
        self.stack.shown.connect(self.rail.mark)
        self._desk.navigation.page_requested.connect(self.show_page)
        self._desk.navigation.files_offered.connect(self.offer_files)
        for entry in entries:
            self._on_keys(entry.shortcut, lambda page_id=entry.id: self.show_page(page_id))
        self._on_keys("Alt+Left", self._desk.session.back)
        self._on_keys("Alt+Right", self._desk.session.forward)

    def _on_keys(self, keys: str, act: object) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)
