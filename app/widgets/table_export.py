"""Saving tables and charts of any screen: asks where to, writes as a task, and says where the file is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.bridge.dashboard_names import described
from app.bridge.desk import Desk
from app.bridge.exports import bytes_call, csv_call, pdf_call, workbook_call
from app.bridge.notices import Action, Level
from app.bridge.pivot_export import sheet_about
from app.bridge.tasks import Call, Lane, Task
from app.engine.reports.about import About
from app.engine.reports.report import Orientation, Report, Section
from app.engine.reports.tables import Table
from app.engine.store.answers import Basis

FileChooser = Callable[[QWidget, Path, str], Path | None]  # parent, proposed path, filter → the path or None
KINDS = ("csv", "xlsx", "pdf")
_FORBIDDEN = '<>:"/\\|?*'


def choose_file(parent: QWidget, proposed: Path, pattern: str) -> Path | None:
    """The file that the user names; asks before one is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "", str(proposed), pattern)
    return Path(chosen) if chosen else None


class TableExport(QObject):
    """Writes what a screen shows, with what it rests on and leaves out."""

    def __init__(self, desk: Desk, parent: QWidget, *, chooser: FileChooser = choose_file) -> None:
        super().__init__(parent)
        self._desk, self._parent = desk, parent
        self.chooser = chooser

    def save(
        self,
        kind: str,
        title: str,
        tables: Sequence[Table],
        basis: Basis,
        *,
        sentences: Sequence[str] = (),
        pictures: Mapping[str, bytes] | None = None,
    ) -> None:
        """As "csv" (the first table), "xlsx" (all) or "pdf" (all, after the sentences and the pictures by heading)."""
        path = self._path(title, kind)
        if path is None:
            return
        about = self._about(title, basis, sentences)
        match kind:
            case "csv":
                self._start(csv_call(path, tables[0]), path)
            case "xlsx":
                self._start(workbook_call(path, about, tables), path)
            case _:
                drawn = [Section(heading, picture=picture) for heading, picture in (pictures or {}).items()]
                listed = [Section(table.name, table=table) for table in tables]
                report = Report(about, sections=(*drawn, *listed), orientation=Orientation.LANDSCAPE)
                self._start(pdf_call(path, report), path)

    def save_picture(self, kind: str, title: str, picture: bytes | None) -> None:
        """A chart as it was captured; None where nothing was drawn."""
        if picture is None:
            self._desk.notices.post(Level.WARNING, "dashboard.no_picture")
            return
        path = self._path(title, kind)
        if path is not None:
            self._start(bytes_call(path, picture), path)

    def save_as(self, name: str, suffix: str, make: Callable[[Path], Call]) -> None:
        """Any other document, written by the call that `make` gives for the chosen place."""
        path = self._path(name, suffix)
        if path is not None:
            self._start(make(path), path)

    def _about(self, title: str, basis: Basis, sentences: Sequence[str]) -> About:
        language = self._desk.texts.language
        about = sheet_about(title, basis, described(basis.selection, language), language)
        notes = [*sentences, self._desk.texts.say("dashboard.note_statistics")]
        if basis.context is not None and basis.context.source == "demo":
            notes.insert(0, self._desk.texts.say("demo.label"))
        return replace(about, note=" ".join(notes))

    def _path(self, name: str, suffix: str) -> Path | None:
        book = self._desk.settings
        folder = Path(book.settings.export_folder) if book.settings.export_folder else Path.home()
        clean = "".join("_" if letter in _FORBIDDEN else letter for letter in name)
        proposed = folder / f"{clean} {datetime.now():%Y-%m-%d}.{suffix}"
        chosen = self.chooser(self._parent, proposed, f"{suffix.upper()} (*.{suffix})")
        if chosen is None:
            return None
        path = chosen if chosen.suffix else chosen.with_suffix(f".{suffix}")
        book.put(replace(book.settings, export_folder=str(path.parent)))
        return path

    def _start(self, call: Call, path: Path) -> None:
        task = Task(call, "dashboard.exporting", name=path.name)
        task.succeeded.connect(self._on_written)
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.EXPORT)

    def _on_written(self, path: Path) -> None:
        open_folder = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
        action = Action("dashboard.open_folder", open_folder)
        self._desk.notices.offer(Level.SUCCESS, action, "dashboard.exported", name=path.name, folder=str(path.parent))
