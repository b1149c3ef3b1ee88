"""The corner of a cross table: which dimensions stand in rows and columns; a click sorts by that name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.bridge.pivot_layout import Axis
from app.bridge.theme import Theme
from app.widgets.pivot_heading import LEVEL_HEIGHT

_PADDING = 8
_SPARE = 2  # widths of letters are rounded


class PivotCorner(QWidget):
    """Names of row dimensions over their headings, names of column dimensions beside theirs."""

    renamed = Signal()
    sort_requested = Signal(object)  # the axis whose names were pressed

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._widths: tuple[int, ...] = ()
        theme.changed.connect(self.update)

    def show_names(self, rows: Sequence[str], columns: Sequence[str]) -> None:
        """Show these names, outermost first."""
        self._rows, self._columns = tuple(rows), tuple(columns)
        self.update()
        self.renamed.emit()

    def least_width(self, levels: int) -> int:
        """Room for the names of the last row dimension and of the column dimension beside it."""
        metrics = QFontMetrics(self._font())
        names = [*self._rows[levels - 1 : levels], *self._columns[-1:]]
        return sum(metrics.horizontalAdvance(name) + 2 * _PADDING + _SPARE for name in names)

    def fit(self, widths: Sequence[int]) -> None:
        """Follow the widths of the row headings."""
        self._widths = tuple(widths)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint the names."""
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(tokens.colour("raised")))
            painter.setFont(self._font())
            for rect, text, align in self._cells():
                painter.setPen(QColor(tokens.colour("muted")))
                inner = rect.adjusted(_PADDING, 0, -_PADDING, 0)
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
                painter.drawText(inner, align | Qt.AlignmentFlag.AlignVCenter, shown)
            painter.setPen(QColor(tokens.colour("border")))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
            painter.drawLine(self.rect().topRight(), self.rect().bottomRight())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Sort by the names of the axis that was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            is_rows = not self._columns or self._is_row_name(event)
            self.sort_requested.emit(Axis.ROWS if is_rows else Axis.COLUMNS)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.tokens.sizes["caption"])
        return font

    def _is_row_name(self, event: QMouseEvent) -> bool:
        is_bottom = event.position().y() >= self.height() - LEVEL_HEIGHT
        return is_bottom and event.position().x() < self._split()

    def _split(self) -> int:
        """Where, below, the name of the last column dimension begins."""
        name = self._columns[-1] if self._columns else ""
        return self.width() - QFontMetrics(self._font()).horizontalAdvance(name) - 2 * _PADDING - _SPARE

    def _cells(self) -> list[tuple[QRect, str, Qt.AlignmentFlag]]:
        bottom = self.height() - LEVEL_HEIGHT
        cells, left = [], 0
        widths = self._widths or (self.width(),)
        for name, width in zip(self._rows, widths, strict=False):
            cells.append((QRect(left, bottom, width, LEVEL_HEIGHT), name, Qt.AlignmentFlag.AlignLeft))
            left += width
        for level, name in enumerate(self._columns):
            rect = QRect(0, level * LEVEL_HEIGHT, self.width(), LEVEL_HEIGHT)
            if rect.top() == bottom:  # shares its row with the last row dimension
                rect.setLeft(self._split())
                cells[len(self._rows) - 1][0].setRight(rect.left())
            cells.append((rect, name, Qt.AlignmentFlag.AlignRight))
        return cells
