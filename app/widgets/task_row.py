"""One running task: what it is, how far it is, and the button that stops it."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.bridge.desk import Desk
from app.bridge.tasks import Task
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, label

_STAYS_MS = 4_000
_TITLE_WIDTH, _BAR_WIDTH = 180, 220
_ESTIMATE_AFTER_S = 2.0
_SCALE = 1_000  # a progress bar counts in 32 bits, bytes do not
_MINUTE_S = 60


class TaskRow(QWidget):
    """Lives a little longer than its task, to say how it ended."""

    left = Signal()
    retitled = Signal()

    def __init__(self, desk: Desk, task: Task) -> None:
        super().__init__()
        self.setObjectName("taskRow")
        self._texts = desk.texts
        self._task: Task | None = task
        self._title_code, self._title_params = task.title_code, dict(task.title_params)
        self._started = time.monotonic()
        self._share: float | None = None
        self._note = ""
        self._build(desk)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(lambda: self._finish("success", "window.task_done"))
        task.failed.connect(lambda: self._finish("error", "window.task_failed"))
        task.cancelled.connect(lambda: self._finish("cancelled", "window.task_cancelled"))

    def _build(self, desk: Desk) -> None:
        self._title, self._state, self._about = label(), label(name="taskState"), ElidedLabel()
        self._about.setProperty("role", "muted")
        self._bar = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._cancel = button("link", "cancelTask")
        self._cancel.setIcon(desk.icons.icon("x", "accent"))
        self._cancel.clicked.connect(self._on_cancel)
        self._texts.bind(self._cancel.setText, "window.task_cancel")
        self._texts.follow(self._show_title, self._title_text)
        self._texts.follow(self._bar.setAccessibleName, self._title_text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(desk.theme.tokens.space(3))
        for widget in (self._title, self._bar, self._state):
            layout.addWidget(widget)
        layout.addWidget(self._about, 1)
        layout.addWidget(self._cancel)

    @property
    def title_width(self) -> int:
        """Pixels that the title takes."""
        return max(_TITLE_WIDTH, self._title.fontMetrics().horizontalAdvance(self._title.text()))

    def begin_bar_at(self, width: int) -> None:
        """Give the title so much room, so that bars of several tasks stand below each other."""
        self._title.setMinimumWidth(width)

    def _show_title(self, title: str) -> None:
        self._title.setText(title)
        self.retitled.emit()

    def _title_text(self) -> str:
        return self._texts.say(self._title_code, **self._title_params)

    def _on_progressed(self, done: int, total: int | None, note: str) -> None:
        self._note = note
        self._share = done / total if total else None
        self._bar.setMaximum(_SCALE if self._share is not None else 0)
        self._bar.setValue(round(_SCALE * (self._share or 0)))
        if self._task is not None and not self._task.is_cancelling:
            self._texts.follow(self._state.setText, self._state_text)
        self._about.setText(note)

    def _state_text(self) -> str:
        if self._share is None:
            return ""
        percent = math.floor(100 * self._share)
        elapsed_s = time.monotonic() - self._started
        if elapsed_s < _ESTIMATE_AFTER_S or not 0 < self._share < 1:
            return f"{percent}%"
        left_s = math.ceil(elapsed_s * (1 - self._share) / self._share)
        if left_s < _MINUTE_S:
            return self._texts.say("window.task_seconds_left", percent=percent, seconds=left_s)
        return self._texts.say("window.task_minutes_left", percent=percent, minutes=math.ceil(left_s / _MINUTE_S))

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._cancel.setEnabled(False)
            self._texts.bind(self._state.setText, "window.task_cancelling")

    def _finish(self, level: str, code: str) -> None:
        self._task = None
        self._cancel.hide()
        self._about.setText("")
        self._bar.setMaximum(_SCALE)
        self._bar.setValue(0 if level == "cancelled" else _SCALE)
        self._bar.setProperty("level", level)
        self._bar.style().polish(self._bar)
        self._texts.bind(self._state.setText, code)
        QTimer.singleShot(_STAYS_MS, self, self.left.emit)
