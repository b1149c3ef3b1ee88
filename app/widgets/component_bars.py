"""Five small bars in a cell: how rare each component of a score is; hollow where it was not checked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.bridge.screening_queue import ROW_ROLE
from app.bridge.screening_rows import Bar, bars
from app.bridge.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_BAR, _GAP, _MARGIN, _LEAST = 11.0, 4.0, 7.0, 2.0


class ComponentBars(QStyledItemDelegate):
    """Draws the row under ROW_ROLE in the colours of the theme."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The cell's own background, then the bars."""
        super().paint(painter, option, index)
        row = index.data(ROW_ROLE)
        if row is not None:
            # PySide's stubs do not know the rectangle of an option
            draw_bars(painter, QRectF(option.rect), bars(row), self._theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802  # Qt's name
        """Room for five."""
        return QSize(round(2 * _MARGIN + 5 * _BAR + 4 * _GAP), 32)


def draw_bars(painter: QPainter, place: QRectF, shown: list[Bar], theme: Theme) -> None:
    """Bars from the bottom of a rectangle; those worth a look stand out."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = place.height() - 2 * _MARGIN
    left = place.left() + _MARGIN
    tokens = theme.tokens
    for bar in shown:
        whole = QRectF(left, place.top() + _MARGIN, _BAR, room)
        if bar.height is None:
            pen = QPen(QColor(tokens.colour("scroll")), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(whole, QColor(tokens.colour("raised")))
            height = max(room * bar.height, _LEAST)
            colour = tokens.colour("danger") if bar.is_remarkable else tokens.colour("scroll")
            painter.fillRect(QRectF(left, whole.bottom() - height, _BAR, height), QColor(colour))
        left += _BAR + _GAP
    painter.restore()
