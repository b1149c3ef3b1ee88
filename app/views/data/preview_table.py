"""The first rows of a file as they will be read, with what is not known marked by colour and by a sign."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from app.bridge.data_preview import CELL_STATE_ROLE, PreviewModel
from app.bridge.desk import Desk
from app.engine.records.preview_cells import CellState, TablePreview

_MARKS = {
    CellState.UNKNOWN: ("danger_soft", "danger"),
    CellState.NOT_STATED: ("warning_soft", "warning"),
    CellState.CHANGED: ("", "accent"),
}
_WIDEST, _ROW_HEIGHT, _LEAST_HEIGHT, _MEASURED_ROWS = 260, 28, 200, 12


class PreviewTable(QTableView):
    """Read-only; widths follow the content of what is shown first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("previewTable")
        self.preview = PreviewModel(desk.texts)
        self.preview.setParent(self)
        self.setModel(self.preview)
        self.setItemDelegate(_CellDelegate(desk, self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        # Widths by the first rows: measuring all of them takes longer than a blink
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED_ROWS)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(_LEAST_HEIGHT)
        desk.texts.bind(self.setAccessibleName, "data.preview_name")
        desk.theme.changed.connect(self.viewport().update)
        self.preview.modelReset.connect(self._fit)

    def show_preview(self, preview: TablePreview | None) -> None:
        """Show another preview, or none."""
        if preview is not self.preview.shown:
            self.preview.show(preview)

    def _fit(self) -> None:
        self.resizeColumnsToContents()
        for section in range(self.preview.columnCount()):
            self.setColumnWidth(section, min(self.columnWidth(section) + 12, _WIDEST))


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Colour a cell by what became of it."""
        super().initStyleOption(option, index)
        background, colour = _MARKS.get(index.data(CELL_STATE_ROLE), ("", ""))
        tokens = self._desk.theme.tokens
        if background:
            option.backgroundBrush = QBrush(QColor(tokens.colour(background)))
        if colour:
            option.palette.setColor(option.palette.ColorRole.Text, QColor(tokens.colour(colour)))
