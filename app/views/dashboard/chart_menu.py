"""What can be done with one chart: see its table, copy it, save it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.bridge.charts.cards import ImageKind
from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_charts import lens_of
from app.bridge.dashboard_tables import table_of
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.report_model import tab_separated
from app.engine.reports.tables import Table
from app.views.dashboard.exporting import Exporter
from app.views.dashboard.layouts import LEFT, chart_of
from app.views.dashboard.panel import ChartPanel
from app.views.dashboard.table_dialog import TableDialog


class ChartMenu(QObject):
    """Opens the menu of a card where it was asked for."""

    def __init__(
        self, desk: Desk, board: DashboardBoard, panel: ChartPanel, *, exporter: Exporter, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._board, self._panel, self._exporter, self._parent = desk, board, panel, exporter, parent

    def open(self, card: str, point: QPoint) -> QMenu:
        """Show the menu; it goes away by itself."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = (
            ("show_table", "table-2", lambda: self.show_table(card)),
            None,
            ("copy_picture", "image", lambda: self._copy_picture(card)),
            ("copy_table", "copy", lambda: self._copy_table(card)),
            None,
            ("save_png", "file-down", lambda: self._save_picture(card, ImageKind.PNG)),
            ("save_svg", "file-down", lambda: self._save_picture(card, ImageKind.SVG)),
            ("save_csv", "file-text", lambda: self._save(card, "csv")),
            ("save_xlsx", "file-spreadsheet", lambda: self._save(card, "xlsx")),
        )
        for entry in actions:
            if entry is None:
                menu.addSeparator()
                continue
            name, icon, act = entry
            action = menu.addAction(self._desk.icons.icon(icon), self._desk.texts.say(f"dashboard.{name}"))
            action.setObjectName(name)
            action.setEnabled(self._is_drawn(card) or ("picture" not in name and name not in {"save_png", "save_svg"}))
            action.triggered.connect(act)
        menu.popup(point)
        return menu

    def show_table(self, card: str) -> TableDialog:
        """The chart's members in figures."""
        table = self.table(card)
        dialog = TableDialog(self._desk, table, self._panel.charts[card].title, self._parent)
        dialog.save_requested.connect(lambda kind: self._save(card, kind))
        dialog.show()
        return dialog

    def table(self, card: str) -> Table:
        """The table behind a chart."""
        chart, side = chart_of(card)
        content = self._board.contents[0 if side == LEFT else -1]
        return table_of(chart, content, lens_of(content, self._desk.texts.language))

    def _is_drawn(self, card: str) -> bool:
        return self._panel.charts[card].option is not None

    def _copy_picture(self, card: str) -> None:
        if self._panel.area is not None:
            self._exporter.copy_picture(self._panel.area, card)

    def _copy_table(self, card: str) -> None:
        table = self.table(card)
        QGuiApplication.clipboard().setText(tab_separated(table, table.rows))
        self._desk.notices.post(Level.SUCCESS, "dashboard.table_copied", rows=len(table.rows))

    def _save_picture(self, card: str, kind: ImageKind) -> None:
        if self._panel.area is not None:
            self._exporter.save_picture(self._panel.area, card, self._panel.charts[card].title, kind)

    def _save(self, card: str, kind: str) -> None:
        table = self.table(card)
        if kind == "csv":
            self._exporter.save_csv(table)
        else:
            self._exporter.save_workbook([table], table.name)
