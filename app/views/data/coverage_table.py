"""Years by direction at a glance: what is held, what is made up (hatched), what is missing (dashed)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from app.bridge.data_coverage import COVERAGE_ROLE, DIRECTIONS, CoverageCell, CoverageModel
from app.bridge.desk import Desk

_ROW_HEIGHT, _NARROWEST, _WIDEST, _MARGIN = 58, 104, 150, 3


class CoverageTable(QTableView):
    """Tells which cell was clicked, or chosen with Enter; a gap tells nothing."""

    cell_chosen = Signal(object)  # CoverageCell

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("coverage")
        self.coverage = CoverageModel(desk.texts)
        self.coverage.setParent(self)
        self.setModel(self.coverage)
        self.setItemDelegate(_CoverageDelegate(desk, self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header, size in ((self.horizontalHeader(), _NARROWEST), (self.verticalHeader(), _ROW_HEIGHT)):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultSectionSize(size)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        desk.texts.bind(self.setAccessibleName, "data.coverage_name")
        desk.theme.changed.connect(self.viewport().update)
        self.coverage.modelReset.connect(self._fit)
        self.clicked.connect(self._choose)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses the cell that is looked at."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        cell = index.data(COVERAGE_ROLE)
        if isinstance(cell, CoverageCell) and cell.holdings:
            self.cell_chosen.emit(cell)

    def _fit(self) -> None:
        """As high as its rows, columns sharing the width; the newest years are in view."""
        columns = max(self.coverage.columnCount(), 1)
        width = self.viewport().width() // columns
        self.horizontalHeader().setDefaultSectionSize(min(max(width, _NARROWEST), _WIDEST))
        bar = self.horizontalScrollBar().sizeHint().height() if width < _NARROWEST else 0
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + _ROW_HEIGHT * len(DIRECTIONS) + bar + 2 * self.frameWidth())
        self.scrollTo(self.coverage.index(0, columns - 1))


class _CoverageDelegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Filled where records are, hatched where they are made up, dashed where there are none."""
        cell = index.data(COVERAGE_ROLE)
        tokens = self._desk.theme.tokens
        box = option.rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, cell)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver) and cell.holdings:
            painter.setPen(QPen(QColor(tokens.colour("accent")), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, tokens.radius, tokens.radius)
        painter.setPen(QColor(tokens.colour("text" if cell.holdings else "muted")))
        font = painter.font()
        font.setPixelSize(tokens.sizes["caption"])
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, index.data(Qt.ItemDataRole.DisplayRole))
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, cell: CoverageCell) -> None:
        tokens = self._desk.theme.tokens
        radius = tokens.radius
        if not cell.holdings:
            painter.setPen(QPen(QColor(tokens.colour("border")), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, radius, radius)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.colour("warning_soft" if cell.is_demo else "accent_soft")))
        painter.drawRoundedRect(box, radius, radius)
        if cell.is_demo:
            hatch = QColor(tokens.colour("warning"))
            hatch.setAlpha(60)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, radius, radius)
