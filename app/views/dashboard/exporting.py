"""Saving and copying: one chart, one table, or the whole page; a task writes, a notice says where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.bridge.charts.cards import Chart, ImageKind, MapSettings
from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_report import Surroundings, about_of, report_of
from app.bridge.desk import Desk
from app.bridge.exports import bytes_call, csv_call, pdf_call, workbook_call
from app.bridge.key_figure import KeyFigure
from app.bridge.notices import Action, Level
from app.bridge.tasks import Call, Lane, Task
from app.engine.reports.about import About
from app.engine.reports.tables import Table
from app.widgets.chart_area import ChartArea
from app.widgets.chart_pictures import take_pictures

FileChooser = Callable[[QWidget, Path, str], Path | None]  # parent, proposed path, filter → the path or None
_FORBIDDEN = '<>:"/\\|?*'


def choose_file(parent: QWidget, proposed: Path, pattern: str) -> Path | None:
    """The file that the user names; asks before one is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "", str(proposed), pattern)
    return Path(chosen) if chosen else None


class Exporter(QObject):
    """Everything that leaves the dashboard goes through here."""

    def __init__(
        self, desk: Desk, board: DashboardBoard, parent: QWidget, *, chooser: FileChooser = choose_file
    ) -> None:
        super().__init__(parent)
        self._desk, self._board, self._parent = desk, board, parent
        self.chooser = chooser

    def save_pdf(self, area: ChartArea, charts: Mapping[str, Chart], figures: Sequence[KeyFigure]) -> None:
        """The whole page, each chart as it is drawn now."""
        path = self._path(self._desk.texts.say("dashboard.title"), "pdf")
        if path is None:
            return
        about = self.about(self._desk.texts.say("dashboard.title"))

        def write(pictures: dict[str, bytes]) -> None:
            self._start(pdf_call(path, report_of(about, figures, charts, pictures)), path)

        take_pictures(area, [name for name, chart in charts.items() if chart.option], write)

    def save_workbook(self, tables: Sequence[Table], name: str) -> None:
        """Tables as sheets, after one that says what they are."""
        path = self._path(name, "xlsx")
        if path is not None:
            self._start(workbook_call(path, self.about(name), tables), path)

    def save_csv(self, table: Table) -> None:
        """One table as CSV."""
        path = self._path(table.name, "csv")
        if path is not None:
            self._start(csv_call(path, table), path)

    def save_picture(self, area: ChartArea, card: str, name: str, kind: ImageKind) -> None:
        """One chart as it is drawn now, on white."""
        path = self._path(name, kind.value)
        if path is not None:
            area.capture(card, kind, lambda picture: self._write_picture(path, picture))

    def copy_picture(self, area: ChartArea, card: str) -> None:
        """One chart to the clipboard."""
        area.capture(card, ImageKind.PNG, self._copy_picture)

    def about(self, title: str) -> About:
        """What every document says of itself."""
        settings = self._desk.settings.settings.maps
        maps = MapSettings(
            Path(settings.folder) if settings.folder else None, settings.source_note, settings.approval_number
        )
        around = Surroundings(self._desk.texts, self._desk.session.manifest, maps, datetime.now().astimezone())
        return about_of(self._board.contents[-1], around, title=title)

    def _copy_picture(self, picture: bytes | None) -> None:
        if picture is None:
            self._desk.notices.post(Level.WARNING, "dashboard.no_picture")
            return
        QGuiApplication.clipboard().setImage(QImage.fromData(picture))
        self._desk.notices.post(Level.SUCCESS, "dashboard.picture_copied")

    def _write_picture(self, path: Path, picture: bytes | None) -> None:
        if picture is None:
            self._desk.notices.post(Level.WARNING, "dashboard.no_picture")
        else:
            self._start(bytes_call(path, picture), path)

    def _path(self, name: str, suffix: str) -> Path | None:
        """Where the user wants the file; the folder is remembered for the next one."""
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
        folder = QUrl.fromLocalFile(str(path.parent))
        action = Action("dashboard.open_folder", lambda: QDesktopServices.openUrl(folder))
        self._desk.notices.offer(Level.SUCCESS, action, "dashboard.exported", name=path.name, folder=str(path.parent))
