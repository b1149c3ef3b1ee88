"""How far an import is, how fast it goes, and the button that stops it."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QProgressBar, QWidget

from app.bridge.desk import Desk
from app.bridge.tasks import Task
from app.views.data.layouts import column, named, row
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, label

_SCALE = 1_000  # a progress bar counts in 32 bits, bytes do not
_MB = 1_000_000
_RATE_AFTER_S = 0.5
_LEAST_RATE = 0.1


class ProgressStrip(QWidget):
    """Hidden unless a task runs; progress counts bytes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._task: Task | None = None
        self._started = 0.0
        self._state, self._file = label("", "importState"), ElidedLabel()
        self._bar = named(QProgressBar(textVisible=False, maximum=_SCALE), "importProgress")
        self._cancel = button("", "cancelImport")
        self._build()
        self.hide()

    def follow(self, task: Task) -> None:
        """Show a task until it ends."""
        self._task, self._started = task, time.monotonic()
        self._bar.setValue(0)
        self._cancel.setEnabled(True)
        self._file.setText("")
        self._state.setText(self._desk.texts.say("data.import_begins"))
        task.progressed.connect(self._on_progressed)
        task.ended.connect(self.hide)
        self.show()

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        self._file.setProperty("role", "muted")
        whole = column(theme, self, gap=1)
        line = row(theme, gap=3)
        line.addWidget(self._state)
        line.addWidget(self._file, 1)
        line.addWidget(self._cancel)
        whole.addLayout(line)
        whole.addWidget(self._bar)
        texts.bind(self._cancel.setText, "data.import_cancel")
        texts.bind(self._bar.setAccessibleName, "data.import_progress")
        self._cancel.clicked.connect(self._on_cancel)

    def _on_progressed(self, done: int, total: int | None, file: str) -> None:
        share = done / total if total else 0.0
        self._bar.setValue(round(_SCALE * share))
        self._file.setText(file)
        elapsed_s = time.monotonic() - self._started
        if self._task is not None and self._task.is_cancelling:
            return
        rate = done / _MB / elapsed_s if elapsed_s >= _RATE_AFTER_S else 0.0
        code = "data.import_rate" if rate >= _LEAST_RATE else "data.import_share"
        self._state.setText(self._desk.texts.say(code, percent=int(100 * share), rate=f"{rate:,.1f}"))

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._cancel.setEnabled(False)
            self._state.setText(self._desk.texts.say("data.import_cancelling"))
