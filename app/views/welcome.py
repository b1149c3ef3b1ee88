"""The page of the first start: try the program with demonstration data, or import files."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.bridge.demo_build import demo_call
from app.bridge.desk import Desk
from app.bridge.tasks import Lane, Task
from app.engine.demo.defaults import DEFAULT_ROWS
from app.engine.records.report import FileStatus, ImportReport
from app.widgets.parts import button, frame, label

_CARD_WIDTH = 380


class WelcomePage(QWidget):
    """Two choices, side by side."""

    def __init__(self, desk: Desk, demo_rows: int = DEFAULT_ROWS) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._demo_rows = demo_rows
        self._build()
        desk.theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(6), space(6), space(6))
        column.setSpacing(space(4))
        column.addStretch(2)
        for role, code in (("title", "welcome.title"), ("muted", "welcome.lead")):
            line = label(role, wraps=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            texts.bind(line.setText, code)
            column.addWidget(line)
        column.addSpacing(space(4))
        cards = QHBoxLayout()
        cards.setSpacing(space(5))
        cards.addStretch(1)
        self._demo, self._import = button("primary", "useDemo"), button("", "importFiles")
        self._demo_icon = self._card(cards, "welcome.demo", self._demo)
        self._import_icon = self._card(cards, "welcome.import", self._import)
        cards.addStretch(1)
        column.addLayout(cards)
        column.addStretch(3)
        self._demo.clicked.connect(self._on_demo)
        self._import.clicked.connect(lambda: self._desk.navigation.offer_files([]))

    def _card(self, row: QHBoxLayout, area: str, choose: QPushButton) -> QLabel:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        card = frame("card")
        card.setFixedWidth(_CARD_WIDTH)
        icon, heading, about = label(), label("heading"), label("muted", wraps=True)
        texts.bind(heading.setText, f"{area}_title")
        texts.bind(about.setText, f"{area}_about", rows=f"{self._demo_rows:,}")
        texts.bind(choose.setText, f"{area}_button")
        column = QVBoxLayout(card)
        column.setContentsMargins(space(5), space(5), space(5), space(5))
        column.setSpacing(space(3))
        for widget in (icon, heading, about):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(choose)
        row.addWidget(card)
        return icon

    def _draw_icons(self) -> None:
        icons = self._desk.icons
        self._demo_icon.setPixmap(icons.pixmap("sparkles", 32, "accent"))
        self._import_icon.setPixmap(icons.pixmap("upload", 32, "accent"))
        self._demo.setIconSize(QSize(16, 16))

    def _on_demo(self) -> None:
        self._demo.setEnabled(False)
        task = Task(demo_call(self._desk.session.store_path, self._demo_rows), "welcome.demo_task")
        task.succeeded.connect(self._on_imported)
        task.failed.connect(self._desk.notices.post_error)
        task.ended.connect(lambda: self._demo.setEnabled(True))
        self._desk.runner.start(task, Lane.IMPORT)

    def _on_imported(self, report: ImportReport) -> None:
        for outcome in report.files:
            if outcome.status is FileStatus.FAILED and outcome.error is not None:
                self._desk.notices.post_error(outcome.error)
        self._desk.session.refresh()
