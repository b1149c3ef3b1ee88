"""A plane with two axes; what is drawn on it, and what stands at its axes, is for those that build on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.bridge.plot_scale import Mark, Scale, Span, View
from app.bridge.theme import Tokens

_GAP = 6
_TOP, _RIGHT = 8, 12
_ZOOM = 1.2
_NOTCH = 120  # what a wheel tells for one of its steps
_LINE_EVERY, _WORD_EVERY = 34, 56  # pixels between two marks
_SMALLEST = (160, 90)
_GRID_ALPHA = 70


class PlotArea(QWidget):
    """Where it may be zoomed, the wheel zooms and dragging moves; over an axis, the wheel zooms that one only."""

    view_changed = Signal()

    def __init__(self, *, can_zoom: bool) -> None:
        super().__init__()
        self._can_zoom = can_zoom
        self._view = View(Span(0.0, 1.0), Span(0.0, 1.0))
        self._dragged_from: QPointF | None = None
        self.setMinimumSize(*_SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(can_zoom)

    @property
    def colours(self) -> Tokens:
        """The theme to draw in."""
        raise NotImplementedError

    def across_marks(self, view: View, most: int) -> Sequence[Mark]:
        """At the lower edge, at most about so many."""
        raise NotImplementedError

    def upward_marks(self, view: View, most: int) -> Sequence[Mark]:
        """At the left edge, at most about so many."""
        raise NotImplementedError

    def draw(self, painter: QPainter, scale: Scale) -> None:
        """What stands in the plane; nothing outside of it is seen."""
        raise NotImplementedError

    @property
    def view(self) -> View:
        """What is shown."""
        return self._view

    def show_view(self, view: View) -> None:
        """Show another part."""
        self._view = view
        self.view_changed.emit()
        self.update()

    @property
    def scale(self) -> Scale:
        """The view as it lies in the widget now."""
        height = self.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(0, _TOP, -_RIGHT, -(height + 2 * _GAP))
        marks = self.upward_marks(self._view, max(2, int(area.height() / _LINE_EVERY)))
        widest = max((self.fontMetrics().horizontalAdvance(mark.text) for mark in marks), default=0)
        area.setLeft(widest + 2 * _GAP)
        return Scale(self._view, area)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The ground, the axes, and what stands between them."""
        scale = self.scale
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.colours.colour("surface")))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_axes(painter, scale)
            painter.setClipRect(scale.area)
            self.draw(painter, scale)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Closer or further away from what is under the pointer."""
        if not self._can_zoom:
            event.ignore()
            return
        factor, scale, at = _ZOOM ** (-event.angleDelta().y() / _NOTCH), self.scale, event.position()
        (x, y), view = scale.values(at), self._view
        across = view.x if at.x() < scale.area.left() else view.x.around(x, factor)
        upward = view.y if at.y() > scale.area.bottom() else view.y.around(y, factor)
        self.show_view(View(across, upward))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Take hold."""
        super().mousePressEvent(event)
        if self._can_zoom and event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Move what is held."""
        super().mouseMoveEvent(event)
        if self._dragged_from is not None:
            before, after = (self.scale.values(at) for at in (self._dragged_from, event.position()))
            self._dragged_from = event.position()
            self.show_view(View(self._view.x.moved(before[0] - after[0]), self._view.y.moved(before[1] - after[1])))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Let go."""
        super().mouseReleaseEvent(event)
        self._dragged_from = None

    def _draw_axes(self, painter: QPainter, scale: Scale) -> None:
        border, muted = QColor(self.colours.colour("border")), QColor(self.colours.colour("muted"))
        area, height = scale.area, self.fontMetrics().height()
        grid = QColor(muted)
        grid.setAlpha(_GRID_ALPHA)
        for mark in self.upward_marks(self._view, max(2, int(area.height() / _LINE_EVERY))):
            y = scale.y(mark.at)
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(muted)
            box = QRectF(0, y - height / 2, area.left() - _GAP, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), mark.text)
        for mark in self.across_marks(self._view, max(2, int(area.width() / _WORD_EVERY))):
            x = scale.x(mark.at)
            painter.setPen(border)
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + _GAP / 2))
            painter.setPen(muted)
            half = self.fontMetrics().horizontalAdvance(mark.text) / 2 + 1
            # The last one may stand at the edge, where it would be cut
            left = min(x - half, self.width() - 2 * half)
            painter.drawText(QRectF(left, area.bottom() + _GAP, 2 * half, height), mark.text)
        painter.setPen(QPen(border, 1))
        painter.drawLine(area.topLeft(), area.bottomLeft())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
