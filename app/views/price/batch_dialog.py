"""Prices a whole file: choose it, watch, stop, and open the folder of the result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_batch import PATTERN, batch_call, proposed_target
from app.bridge.price_source import PriceSource
from app.bridge.tasks import Lane, Task
from app.engine.errors import EngineError
from app.engine.price.answers import PriceQuestion
from app.widgets.parts import button, label

if TYPE_CHECKING:
    from app.engine.reports.price_file import PriceFileReport

_WIDTH, _STEPS = 560, 1_000
FileChooser = Callable[[QWidget, Path], Path | None]


def choose_source(parent: QWidget, folder: Path) -> Path | None:
    """The file that holds the questions."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "", str(folder), PATTERN)
    return Path(chosen) if chosen else None


def choose_target(parent: QWidget, proposed: Path) -> Path | None:
    """Where the result goes; asks before a file is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "", str(proposed), "CSV (*.csv);;XLSX (*.xlsx)")
    return Path(chosen) if chosen else None


class BatchDialog(QDialog):
    """The task goes on in the task bar when the dialog is closed."""

    def __init__(
        self,
        desk: Desk,
        source: PriceSource,
        parent: QWidget,
        like: PriceQuestion | None = None,
        *,
        choose_from: FileChooser = choose_source,
        choose_to: FileChooser = choose_target,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("priceBatch")
        self.setFixedWidth(_WIDTH)
        self._desk, self._source, self._like = desk, source, like
        self._choose_from, self._choose_to = choose_from, choose_to
        self._task: Task | None = None
        self._target: Path | None = None
        self.about, self.status = label("muted", "batchAbout", wraps=True), label("", "batchStatus", wraps=True)
        self.progress = QProgressBar(textVisible=False)
        self.choose, self.stop = button("primary", "chooseBatch"), button("", "stopBatch")
        self.folder, self.leave = button("", "openFolder"), button("", "closeBatch")
        self._build()
        self._show(is_running=False)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading = label("heading")
        for setter, code in (
            (self.setWindowTitle, "batch_title"),
            (heading.setText, "batch_title"),
            (self.about.setText, "batch_about"),
            (self.choose.setText, "batch_choose"),
            (self.stop.setText, "batch_cancel"),
            (self.folder.setText, "batch_open_folder"),
            (self.leave.setText, "batch_close"),
        ):
            texts.bind(setter, f"price_desk.{code}")
        row = QHBoxLayout()
        row.setSpacing(space(2))
        for each in (self.choose, self.stop, self.folder):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, self.about, self.status, self.progress):
            column.addWidget(widget)
        column.addLayout(row)
        self.folder.hide()
        self.choose.clicked.connect(self._on_choose)
        self.stop.clicked.connect(self._on_stop)
        self.folder.clicked.connect(self._on_folder)
        self.leave.clicked.connect(self.close)

    def _on_choose(self) -> None:
        pricer, texts = self._source.pricer, self._desk.texts
        remembered = self._desk.settings.settings.export_folder
        source = self._choose_from(self, Path(remembered) if remembered else Path.home())
        if source is None or pricer is None:
            return
        target = self._choose_to(self, proposed_target(source, texts.say("price_desk.batch_suffix")))
        if target is None:
            return
        call = batch_call(pricer, source, target, like=self._like, language=texts.language)
        task = Task(call, "price_desk.batch_running", name=source.name)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(lambda: self._say("batch_cancelled"))
        task.ended.connect(self._on_ended)
        self._task = task
        self._say("batch_started")
        self.progress.setRange(0, 0)
        self._show(is_running=True)
        self._desk.runner.start(task, Lane.EXPORT)

    def _on_progressed(self, done: int, total: int | None, _note: str) -> None:
        if total:
            self.progress.setRange(0, _STEPS)
            self.progress.setValue(round(_STEPS * done / total))

    def _on_done(self, report: PriceFileReport) -> None:
        self._target = report.target
        self._say(
            "batch_done",
            name=report.target.name,
            rows=f"{report.rows:,}",
            priced=f"{report.priced:,}",
            problems=f"{report.problems:,}",
        )

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            known, texts = error, self._desk.texts
            texts.follow(self.status.setText, lambda: texts.sentence(known))
        else:
            self.status.clear()
            self._desk.notices.post_error(error)

    def _on_ended(self) -> None:
        self._task = None
        self._show(is_running=False)

    def _on_stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_folder(self) -> None:
        if self._target is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target.parent)))

    def _show(self, *, is_running: bool) -> None:
        self.choose.setEnabled(not is_running)
        self.progress.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.folder.setVisible(self._target is not None and not is_running)

    def _say(self, code: str, **params: object) -> None:
        self._desk.texts.bind(self.status.setText, f"price_desk.{code}", **params)
