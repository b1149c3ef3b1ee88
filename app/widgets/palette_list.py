"""The lines of the command palette: model and painting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.bridge.desk import Desk
from app.bridge.search_suggestions import Suggestion

SUGGESTION = Qt.ItemDataRole.UserRole
_ROW, _ICON, _GAP = 36, 18, 12
_Index = QModelIndex | QPersistentModelIndex


class SuggestionModel(QAbstractListModel):
    """What the palette offers now."""

    def __init__(self) -> None:
        super().__init__()
        self._suggestions: tuple[Suggestion, ...] = ()

    def show(self, suggestions: Sequence[Suggestion]) -> None:
        """Offer these."""
        self.beginResetModel()
        self._suggestions = tuple(suggestions)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """How many."""
        return 0 if parent.isValid() else len(self._suggestions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The suggestion itself, or its words for screen readers."""
        suggestion = self._suggestions[index.row()]
        if role == SUGGESTION:
            return suggestion
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return " ".join(part for part in (suggestion.title, suggestion.detail) if part)
        return None


class SuggestionPainter(QStyledItemDelegate):
    """Icon, title, what it is, and its keys at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """All lines are equally high."""
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One line."""
        suggestion: Suggestion = index.data(SUGGESTION)
        box: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = self._desk.theme.tokens.colour
        painter.save()
        if is_chosen:
            painter.fillRect(box, QColor(colour("accent_soft")))
        icon = self._desk.icons.pixmap(suggestion.icon, _ICON, "accent" if is_chosen else "muted")
        painter.drawPixmap(box.left() + _GAP, box.top() + (box.height() - _ICON) // 2, icon)
        inner = box.adjusted(2 * _GAP + _ICON, 0, -_GAP, 0)
        painter.setPen(QColor(colour("muted")))
        right = suggestion.shortcut or suggestion.detail
        room = painter.fontMetrics().horizontalAdvance(right) + _GAP
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)
        painter.setPen(QColor(colour("text")))
        _embolden(painter, is_chosen)
        title = painter.fontMetrics().elidedText(
            suggestion.title, Qt.TextElideMode.ElideRight, max(inner.width() - room, 0)
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()


def _embolden(painter: QPainter, is_bold: bool) -> None:
    font = QFont(painter.font())
    font.setBold(is_bold)
    painter.setFont(font)
