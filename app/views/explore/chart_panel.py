"""The table as a chart, below it: drawn again with every table; a click leads to the cell, a menu to a picture."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.bridge.charts.cards import Card, Chart, ChartClick, ImageKind, Layout
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.pivot_charts import cell_of_click, drawn_part, pivot_chart
from app.bridge.pivot_layout import Axis, PivotLayout
from app.bridge.pivot_model import PivotModel

if TYPE_CHECKING:
    from app.widgets.chart_area import ChartArea

_CARD = "pivot"
_LEAST_HEIGHT = 240


class ChartPanel(QWidget):
    """Starts the browser engine when it is first shown."""

    cell_clicked = Signal(int, int)
    picture_taken = Signal(str, bytes)  # "png" or "svg", content

    def __init__(self, desk: Desk, model: PivotModel) -> None:
        super().__init__()
        self._desk = desk
        self._model = model
        self._layout = PivotLayout()
        self._measure = ""
        self.area: ChartArea | None = None
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def open(self) -> None:
        """Show the chart of the present table."""
        if self.area is None:
            self.area = self._made_area()
            self._column.addWidget(self.area)
        self.show()
        self._draw()

    def show_table(self, layout: PivotLayout, measure: str) -> None:
        """Draw another table, if the chart is shown."""
        self._layout, self._measure = layout, measure
        if not self.isHidden():
            self._draw()

    def menu(self) -> QMenu:
        """What can be made of the chart."""
        menu, say = QMenu(self), self._desk.texts.say
        for kind in ImageKind:
            action = menu.addAction(say("explore.save_picture", kind=kind.value.upper()))
            action.setObjectName(kind.value)
            action.triggered.connect(partial(self._capture, kind))
        copy = menu.addAction(say("explore.copy_picture"))
        copy.setObjectName("copy")
        copy.triggered.connect(self._copy)
        return menu

    def _made_area(self) -> ChartArea:
        # The browser engine takes longer to import than the page takes to appear
        from app.widgets.chart_area import ChartArea  # noqa: PLC0415

        area = ChartArea(self._desk.theme, self._desk.texts, self)
        area.set_layout(Layout((Card(_CARD, wide=12),), fills=True, is_flush=True))
        area.clicked.connect(self._on_clicked)
        area.menu_requested.connect(self._on_menu_requested)
        return area

    def _draw(self) -> None:
        if self.area is not None:
            self.area.show_charts({_CARD: self._chart()})

    def _chart(self) -> Chart:
        content, say = self._model.content, self._desk.texts.say
        rows, columns = self._model.labels(Axis.ROWS), self._model.labels(Axis.COLUMNS)
        if content is None or rows is None or columns is None:
            return Chart(say("explore.chart"), empty=say("query.nothing_found"))
        part = drawn_part(self._layout, content, {Axis.ROWS: rows, Axis.COLUMNS: columns})
        shown = {"rows": len(part.row_positions), "columns": len(part.column_positions)}
        caption = say("explore.chart_part", **shown, all_rows=rows.singles, all_columns=columns.singles)
        return pivot_chart(self._layout, part, title=self._measure, caption=caption, unit=self._model.measure_unit())

    def _on_clicked(self, click: ChartClick) -> None:
        self.cell_clicked.emit(*cell_of_click(self._layout, click.key, click.series))

    def _on_menu_requested(self, _card: str, at: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _capture(self, kind: ImageKind, _checked: bool = False) -> None:
        if self.area is not None:
            self.area.capture(_CARD, kind, partial(self._on_picture, kind))

    def _on_picture(self, kind: ImageKind, picture: bytes | None) -> None:
        if picture is None:
            self._desk.notices.post(Level.WARNING, "explore.no_picture")
        else:
            self.picture_taken.emit(kind.value, picture)

    def _copy(self) -> None:
        if self.area is not None:
            self.area.capture(_CARD, ImageKind.PNG, self._on_copied)

    def _on_copied(self, picture: bytes | None) -> None:
        if picture is None:
            self._desk.notices.post(Level.WARNING, "explore.no_picture")
            return
        QGuiApplication.clipboard().setImage(QImage.fromData(picture))
        self._desk.notices.post(Level.SUCCESS, "explore.picture_copied")
