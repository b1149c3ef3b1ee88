"""How a cell of a cross table is painted: right-aligned figures on their heat colour, reasons in muted words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.bridge.pivot_model import PivotModel
from app.bridge.theme import Theme

_PADDING = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PivotDelegate(QStyledItemDelegate):
    """Asks the model directly: a generic delegate would ask for ten roles of every cell in view."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._prepare)
        self.use_font(QGuiApplication.font())
        self._prepare()

    def use_font(self, font: QFont) -> None:
        """Write in this font, a little smaller."""
        self._font = QFont(font)
        self._font.setPixelSize(self._theme.tokens.sizes["caption"] + 1)
        self._strong = QFont(self._font)
        self._strong.setWeight(QFont.Weight.Bold)
        self._metrics, self._strong_metrics = QFontMetrics(self._font), QFontMetrics(self._strong)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, PivotModel):
            return
        row, column, rect = index.row(), index.column(), option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_sum = model.is_sum(row, column)
        colours = None if is_selected else model.colours(row, column)
        ground, ink = colours or (self._selected if is_selected else self._sum if is_sum else None, self._text)
        if ground is not None:
            painter.fillRect(rect, ground)
        painter.setPen(self._muted if model.is_blank(row, column) else ink)
        painter.setFont(self._strong if is_sum else self._font)
        inner, text = rect.adjusted(_PADDING, 0, -_PADDING, 0), model.text(row, column)
        metrics = self._strong_metrics if is_sum else self._metrics
        if metrics.horizontalAdvance(text) > inner.width():
            # Cut on the right and marked as cut: figures without their first digits would be other figures
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _RIGHT, text)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._accent, 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _prepare(self) -> None:
        tokens = self._theme.tokens
        self._text, self._muted, self._accent, self._sum, self._selected, self._line = (
            QColor(tokens.colour(name)) for name in ("text", "muted", "accent", "raised", "accent_soft", "border")
        )
