"""What leaves the page: the whole table as a file, and its chart as a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.bridge.dashboard_names import described
from app.bridge.desk import Desk
from app.bridge.exports import bytes_call
from app.bridge.notices import Action, Level
from app.bridge.pivot_export import PivotSheet, export_call, sheet_about
from app.bridge.pivot_layout import Axis, PivotLayout
from app.bridge.pivot_model import PivotModel
from app.bridge.tasks import Call, Lane, Task
from app.engine.store.answers import Basis


class TableExport(QObject):
    """Asks where to, then writes as a task that can be watched and cancelled."""

    def __init__(self, desk: Desk, model: PivotModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model
        self._parent = parent

    def ask(self, kind: str, layout: PivotLayout, title: str, basis: Basis) -> None:
        """Let the user choose a file of the kind, then write the table as it is now."""
        sheet = self._sheet(layout, title)
        if sheet is None:
            return
        texts = self._desk.texts
        about = sheet_about(title, basis, described(basis.selection, texts.language), texts.language)
        self._choose(kind, lambda path: export_call(path, sheet, about))

    def ask_picture(self, kind: str, picture: bytes) -> None:
        """Let the user choose a file for a picture of the chart."""
        self._choose(kind, lambda path: bytes_call(path, picture))

    def _choose(self, kind: str, call_for: Callable[[Path], Call]) -> None:
        texts, folder = self._desk.texts, self._desk.settings.settings.export_folder
        dialog = QFileDialog(self._parent, texts.say("explore.export"), folder or str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
        dialog.selectFile(f"{texts.say('explore.file_name')}.{kind}")
        dialog.fileSelected.connect(lambda chosen: self._write(Path(chosen), call_for(Path(chosen))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, path: Path, call: Call) -> None:
        book = self._desk.settings
        book.put(replace(book.settings, export_folder=str(path.parent)))
        task = Task(call, "explore.export_task", file=path.name)
        task.succeeded.connect(lambda _: self._tell(path))
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.EXPORT)

    def _tell(self, path: Path) -> None:
        open_folder = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
        action = Action("explore.open_folder", open_folder)
        self._desk.notices.offer(Level.SUCCESS, action, "explore.exported", path=str(path))

    def _sheet(self, layout: PivotLayout, title: str) -> PivotSheet | None:
        content, say = self._model.content, self._desk.texts.say
        rows, columns = self._model.labels(Axis.ROWS), self._model.labels(Axis.COLUMNS)
        if content is None or rows is None or columns is None:
            return None
        return PivotSheet(
            content=content,
            rows=rows,
            columns=columns,
            shown=layout.shown,
            title=title,
            row_titles=tuple(say(f"explore.dimension_{dimension.value}") for dimension in layout.rows),
            unit_title=say("explore.unit_title"),
            marks=self._model.marks(),
            unit_names=self._model.unit_names(),
        )
