"""A cross table to scroll, select, sort and go into; headings stay in view and only seen cells are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.bridge.pivot_labels import AxisLabels
from app.bridge.pivot_layout import Axis
from app.bridge.pivot_model import PivotModel
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.pivot_corner import PivotCorner
from app.widgets.pivot_delegate import PivotDelegate
from app.widgets.pivot_header import PivotHeader, Place
from app.widgets.pivot_heading import LEVEL_HEIGHT

_ROW_HEIGHT = 28
_SAMPLED = 300
_PADDING = 20
_COLUMN_WIDTHS = (72, 168)
_CELL_WIDTHS = (72, 280)
_HEADING_WIDTHS = (96, 240)
_ALONE_WIDTHS = (96, 480)  # where the table has a single column
_OPENING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True)
class Spot:
    """What was pointed at: a cell, or a heading, of which the other position is None; `level` only of headings."""

    row: int | None
    column: int | None
    level: int | None = None


class PivotTable(QTableView):
    """The view over a PivotModel."""

    opened = Signal(object)  # Spot
    menu_requested = Signal(object, QPoint)  # Spot, where on the screen
    copy_requested = Signal()

    def __init__(self, model: PivotModel, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._model = model
        self.row_headings = PivotHeader(Axis.ROWS, theme, self)
        self.column_headings = PivotHeader(Axis.COLUMNS, theme, self)
        self.corner = PivotCorner(theme, self)
        self.setModel(model)
        self._delegate = PivotDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._set_up_headings()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        texts.bind(self.setAccessibleName, "explore.table")
        self._connect()

    def _set_up_headings(self) -> None:
        self.setVerticalHeader(self.row_headings)
        self.setHorizontalHeader(self.column_headings)
        self.row_headings.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.row_headings.setDefaultSectionSize(_ROW_HEIGHT)
        self.column_headings.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.column_headings.setMinimumSectionSize(_COLUMN_WIDTHS[0] // 2)

    def _connect(self) -> None:
        self._model.modelReset.connect(self._fit)
        self.corner.renamed.connect(self._fit)
        self._model.headerDataChanged.connect(lambda *_: self._fit())
        self.row_headings.opened.connect(lambda place: self.opened.emit(_row_spot(place)))
        self.column_headings.opened.connect(lambda place: self.opened.emit(_column_spot(place)))
        self.row_headings.menu_requested.connect(lambda place, at: self.menu_requested.emit(_row_spot(place), at))
        self.column_headings.menu_requested.connect(lambda place, at: self.menu_requested.emit(_column_spot(place), at))
        self.selectionModel().currentChanged.connect(lambda *_: self._repaint_headings())

    def updateGeometries(self) -> None:  # noqa: N802  # Qt's name
        """Keep the corner where the headings meet."""
        super().updateGeometries()
        frame = self.frameWidth()
        self.corner.setGeometry(frame, frame, self.row_headings.width(), self.column_headings.height())
        self.corner.fit(self.row_headings.breadths)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Write in the font of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._delegate.use_font(self.font())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go into a cell."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(Spot(index.row(), index.column()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for the menu of the cell under the pointer, or of the current one where a key asked."""
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_requested.emit(Spot(index.row(), index.column()), below if is_key else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Enter goes into the current cell, Ctrl+C copies; Qt's own copy would take one cell."""
        index = self.currentIndex()
        if event.key() in _OPENING_KEYS and index.isValid():
            self.opened.emit(Spot(index.row(), index.column()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        rows, columns = self._model.labels(Axis.ROWS), self._model.labels(Axis.COLUMNS)
        metrics = QFontMetrics(_strong(self.font()))
        bounds = _ALONE_WIDTHS if columns and columns.count == 1 else _HEADING_WIDTHS
        widths = [_width(_sampled(rows, level), metrics, bounds) for level in range(rows.levels)] if rows else []
        if widths:
            widths[-1] = max(widths[-1], self.corner.least_width(len(widths)))
        self.row_headings.show_labels(rows, widths or [0])
        self.column_headings.show_labels(columns, [LEVEL_HEIGHT] * (columns.levels if columns else 1))
        if columns is not None:
            named = _width(_sampled(columns, columns.levels - 1), metrics, _COLUMN_WIDTHS)
            filled = _width(self._sampled_cells(), metrics, _CELL_WIDTHS)
            self.column_headings.setDefaultSectionSize(max(named, filled))
        self.updateGeometries()

    def _sampled_cells(self) -> list[str]:
        rows, columns = range(min(self._model.rowCount(), 30)), range(min(self._model.columnCount(), 10))
        return [self._model.text(row, column) for row in rows for column in columns]

    def _repaint_headings(self) -> None:
        self.row_headings.viewport().update()
        self.column_headings.viewport().update()


def _row_spot(place: Place) -> Spot:
    return Spot(place.position, None, place.level)


def _column_spot(place: Place) -> Spot:
    return Spot(None, place.position, place.level)


def _sampled(labels: AxisLabels, level: int) -> list[str]:
    return [
        labels.text(position, level)
        for position in range(min(labels.count, _SAMPLED))
        if not labels.is_merged(position)
    ]


def _width(texts: list[str], metrics: QFontMetrics, bounds: tuple[int, int]) -> int:
    longest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + _PADDING
    return min(max(longest, bounds[0]), bounds[1])


def _strong(font: QFont) -> QFont:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.Bold)
    return strong
