"""The strip below the page: every task that runs, and what the store holds while none does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from app.bridge.desk import Desk
from app.bridge.tasks import Task
from app.widgets.parts import button, label
from app.widgets.task_row import TaskRow


class TaskBar(QFrame):
    """Shows one row per task with a title; quick questions have none and do not appear."""

    notices_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("taskBar")
        self.setProperty("role", "footer")
        self._desk = desk
        self._rows: list[TaskRow] = []
        self._build()
        desk.runner.task_started.connect(self._on_task_started)
        desk.session.data_changed.connect(self._say_facts)
        desk.theme.changed.connect(self._draw_icons)
        self._say_facts()
        self._draw_icons()

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """The rows that are shown, oldest first."""
        return tuple(self._rows)

    def count_notices(self, unread: int) -> None:
        """How many notices came since the list was last open."""
        self.bell.setText(str(unread) if unread else "")

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self._facts = label("caption", "storeFacts")
        self.bell = button("icon", "bell")
        self.bell.clicked.connect(self.notices_asked)
        self._desk.texts.bind(self.bell.setToolTip, "window.notices")
        self._desk.texts.bind(self.bell.setAccessibleName, "window.notices")
        self._stack = QVBoxLayout()
        self._stack.setSpacing(space(1))
        self._stack.addWidget(self._facts)
        layout = QGridLayout(self)
        layout.setContentsMargins(space(4), space(1), space(2), space(1))
        layout.addLayout(self._stack, 0, 0)
        layout.addWidget(self.bell, 0, 1)
        layout.setColumnStretch(0, 1)

    def _on_task_started(self, task: Task) -> None:
        if not task.is_visible:
            return
        row = TaskRow(self._desk, task)
        row.left.connect(lambda: self._remove(row))
        row.retitled.connect(self._align)
        self._rows.append(row)
        self._stack.addWidget(row)
        self._align()
        self._facts.hide()

    def _align(self) -> None:
        widest = max((row.title_width for row in self._rows), default=0)
        for row in self._rows:
            row.begin_bar_at(widest)

    def _remove(self, row: TaskRow) -> None:
        self._rows.remove(row)
        self._stack.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._facts.setVisible(not self._rows)

    def _say_facts(self) -> None:
        self._desk.texts.follow(self._facts.setText, self._facts_text)

    def _facts_text(self) -> str:
        session, texts = self._desk.session, self._desk.texts
        if not session.has_data:
            return texts.say("window.store_empty")
        segments = session.manifest.segments
        records = f"{sum(segment.kept for segment in segments):,}"
        if session.has_demo:
            return texts.say("window.store_facts_demo", records=records, files=len(segments))
        return texts.say("window.store_facts", records=records, files=len(segments))

    def _draw_icons(self) -> None:
        self.bell.setIcon(self._desk.icons.icon("bell", "muted"))
