"""Headings of a cross table that stay in view: one row or column for each level, outer names over inner ones."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from app.bridge.pivot_labels import AxisLabels
from app.bridge.pivot_layout import Axis
from app.bridge.theme import Theme
from app.widgets.pivot_heading import ARROW_WIDTH, LEVEL_HEIGHT, PADDING, Heading, paint_heading

_GRIP = 4
_NARROWEST = 48


@dataclass(frozen=True, slots=True)
class Place:
    """A heading: the line and the level, from the outermost."""

    position: int
    level: int


@dataclass(frozen=True, slots=True)
class SortMark:
    """The line that the other axis is sorted by."""

    position: int
    is_descending: bool


class PivotHeader(QHeaderView):
    """Headings of one axis. A click selects, a double click goes into a member, the arrow of a column sorts."""

    opened = Signal(object)  # Place
    menu_requested = Signal(object, QPoint)  # Place, where on the screen
    sort_requested = Signal(int)

    def __init__(self, axis: Axis, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical if axis is Axis.ROWS else Qt.Orientation.Horizontal, parent)
        self._axis = axis
        self._theme = theme
        self._labels: AxisLabels | None = None
        self._breadths = [LEVEL_HEIGHT]
        self._sort_mark: SortMark | None = None
        self._gripped: int | None = None
        self._hovered: int | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setMouseTracking(True)
        theme.changed.connect(self._on_theme_changed)

    @property
    def breadths(self) -> tuple[int, ...]:
        """Width of each level of row headings, height of each level of column headings."""
        return tuple(self._breadths)

    def show_labels(self, labels: AxisLabels | None, breadths: list[int]) -> None:
        """Show these headings, the levels as broad as told."""
        self._labels, self._breadths = labels, breadths
        self.geometriesChanged.emit()
        self.viewport().update()

    @property
    def sort_mark(self) -> SortMark | None:
        """By which line the table is sorted, if by one that is shown."""
        return self._sort_mark

    def mark_sorted(self, mark: SortMark | None) -> None:
        """Show by which line the table is sorted."""
        self._sort_mark = mark
        self.viewport().update()

    def place_at(self, point: QPoint) -> Place | None:
        """The heading under a point of the viewport."""
        along, across = (point.y(), point.x()) if self._axis is Axis.ROWS else (point.x(), point.y())
        position = self.logicalIndexAt(along)
        if position < 0 or self._labels is None:
            return None
        level, edge = 0, self._breadths[0]
        while across >= edge and level < len(self._breadths) - 1:
            level += 1
            edge += self._breadths[level]
        return Place(position, 0 if self._labels.is_merged(position) else level)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Room for all levels."""
        across = sum(self._breadths)
        return QSize(across, LEVEL_HEIGHT) if self._axis is Axis.ROWS else QSize(_NARROWEST, across)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint the headings that are in view, outer ones as far as they reach."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), QColor(self._theme.tokens.colour("raised")))
            if self._labels is not None and self._labels.count:
                first, last = self._visible()
                for level in range(len(self._breadths)):
                    self._paint_level(painter, level, first, last)

    def _visible(self) -> tuple[int, int]:
        viewport = self.viewport()
        extent = viewport.height() if self._axis is Axis.ROWS else viewport.width()
        last = self.visualIndexAt(extent - 1)
        return max(self.visualIndexAt(0), 0), last if last >= 0 else self.count() - 1

    def _paint_level(self, painter: QPainter, level: int, first: int, last: int) -> None:
        assert self._labels is not None
        position = first
        while position <= last:
            start, end = self._labels.span(position, level)
            is_merged = self._labels.is_merged(position)
            if not (is_merged and level):
                rect = self._rect(max(start, first), min(end, last), level, is_merged=is_merged)
                self._paint_heading(painter, rect, Place(start, level))
            position = end + 1

    def _rect(self, start: int, end: int, level: int, *, is_merged: bool) -> QRect:
        begin = self.sectionViewportPosition(start)
        length = self.sectionViewportPosition(end) + self.sectionSize(end) - begin
        across = sum(self._breadths[:level])
        breadth = sum(self._breadths) if is_merged else self._breadths[level]
        if self._axis is Axis.ROWS:
            return QRect(across, begin, breadth, length)
        return QRect(begin, across, length, breadth)

    def _paint_heading(self, painter: QPainter, rect: QRect, place: Place) -> None:
        assert self._labels is not None
        is_innermost = self._is_innermost(place)
        arrow, is_faint = self._arrow(place) if is_innermost else ("", False)
        heading = Heading(
            rect=rect,
            seen=self._seen(rect),
            text=self._labels.text(place.position, place.level),
            arrow=arrow,
            is_arrow_faint=is_faint,
            is_current=self._is_current(place),
            is_strong=self._labels.is_sum(place.position) or place.level < len(self._breadths) - 1,
            is_right=self._axis is Axis.COLUMNS and is_innermost,
        )
        paint_heading(painter, heading, self._theme.tokens, self.font())

    def _seen(self, rect: QRect) -> QRect:
        """The part of an outer heading that is in view: its name stays there while its lines scroll by."""
        if self._axis is Axis.ROWS:
            top = max(rect.top(), 0)
            return QRect(rect.left(), top, rect.width(), max(min(rect.bottom() - top + 1, LEVEL_HEIGHT), 0))
        seen = rect.intersected(self.viewport().rect())
        return seen if seen.isValid() else rect

    def _arrow(self, place: Place) -> tuple[str, bool]:
        """The sort mark of a column and whether it only offers itself, under the pointer."""
        if self._sort_mark and self._sort_mark.position == place.position:
            return ("▾" if self._sort_mark.is_descending else "▴"), False
        return ("▾", True) if self._axis is Axis.COLUMNS and self._hovered == place.position else ("", False)

    def _is_innermost(self, place: Place) -> bool:
        assert self._labels is not None
        return place.level == len(self._breadths) - 1 or self._labels.is_merged(place.position)

    def _is_current(self, place: Place) -> bool:
        current = self.selectionModel().currentIndex()
        if self._labels is None or not current.isValid():
            return False
        start, end = self._labels.span(place.position, place.level)
        return start <= (current.row() if self._axis is Axis.ROWS else current.column()) <= end

    def _on_theme_changed(self) -> None:
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go into the member."""
        place = self.place_at(event.position().toPoint())
        if place is not None and event.button() is Qt.MouseButton.LeftButton and self._grip_at(event) is None:
            self.opened.emit(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for the menu of the heading."""
        place = self.place_at(event.pos())
        if place is not None:
            self.menu_requested.emit(place, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Grip the edge of a level of row headings, or sort by a column's arrow, or select."""
        self._gripped = self._grip_at(event)
        place = self.place_at(event.position().toPoint())
        if self._gripped is not None:
            return
        if place is not None and event.button() is Qt.MouseButton.LeftButton and self._is_on_arrow(event, place):
            self.sort_requested.emit(place.position)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Make the gripped level as broad as the pointer says."""
        if self._gripped is not None:
            before = sum(self._breadths[: self._gripped])
            self._breadths[self._gripped] = max(int(event.position().x()) - before, _NARROWEST)
            self.geometriesChanged.emit()
            self.viewport().update()
            return
        self._hover(event.position().toPoint())
        if self._grip_at(event) is not None:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._axis is Axis.ROWS:
            self.unsetCursor()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Let the edge go."""
        if self._gripped is None:
            super().mouseReleaseEvent(event)
        self._gripped = None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Offer no sorting any more."""
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, point: QPoint | None) -> None:
        place = self.place_at(point) if point is not None else None
        hovered = place.position if place is not None and self._is_innermost(place) else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    def _grip_at(self, event: QMouseEvent) -> int | None:
        if self._axis is Axis.COLUMNS:
            return None
        edges = [sum(self._breadths[: level + 1]) for level in range(len(self._breadths))]
        return next((level for level, edge in enumerate(edges) if abs(event.position().x() - edge) <= _GRIP), None)

    def _is_on_arrow(self, event: QMouseEvent, place: Place) -> bool:
        if self._axis is Axis.ROWS or not self._is_innermost(place):
            return False
        end = self.sectionViewportPosition(place.position) + self.sectionSize(place.position)
        return _GRIP < end - event.position().x() <= ARROW_WIDTH + PADDING

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Tell the whole heading that was cut."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._labels is not None:
            place = self.place_at(event.pos())
            if place is not None:
                QToolTip.showText(event.globalPos(), self._labels.text(place.position, place.level), self)
                return True
        return super().viewportEvent(event)
