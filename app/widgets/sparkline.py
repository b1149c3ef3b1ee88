"""A line of a few points without axes: how a figure came about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.bridge.theme import Theme

_MARGIN = 3.0
_DOT = 2.5


class Sparkline(QWidget):
    """Draws the points over the whole width, gaps where a point is missing, and a dot at the last one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._points: tuple[float | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_points(self, points: Sequence[float | None]) -> None:
        """Draw these; fewer than two draw nothing."""
        self._points = tuple(points)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """A strip as high as two lines of small print."""
        return QSize(72, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw the line."""
        places = self._places()
        if len([place for place in places if place]) < 2:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = QColor(self._theme.tokens.series[0])
            painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(_path(places))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(next(place for place in reversed(places) if place), _DOT, _DOT)

    def _places(self) -> list[QPointF | None]:
        known = [point for point in self._points if point is not None]
        if not known:
            return []
        least, span = min(known), (max(known) - min(known)) or 1.0
        step = (self.width() - 2 * _MARGIN) / max(len(self._points) - 1, 1)
        height = self.height() - 2 * _MARGIN
        return [
            None if point is None else QPointF(_MARGIN + step * n, _MARGIN + height * (1 - (point - least) / span))
            for n, point in enumerate(self._points)
        ]


def _path(places: Sequence[QPointF | None]) -> QPainterPath:
    path = QPainterPath()
    is_drawing = False
    for place in places:
        if place is not None and is_drawing:
            path.lineTo(place)
        elif place is not None:
            path.moveTo(place)
        is_drawing = place is not None
    return path
