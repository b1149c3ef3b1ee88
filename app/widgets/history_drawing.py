"""The parts of a price's history, drawn one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.bridge.plot_scale import Scale
from app.bridge.price_curve import CurvePoint, break_label
from app.bridge.texts import Texts
from app.bridge.theme import Tokens
from app.engine.price.answers import CurveBreak, YearPoint

_LONE_HALF_WIDTH = 0.28
_WIDE_ALPHA, _USUAL_ALPHA = 38, 66
_LABEL_GAP = 4
_DOT, _SQUARE, _CROSS, _DIAMOND = 3.0, 4.0, 4.0, 7.5


@dataclass(frozen=True, slots=True)
class HistoryDrawing:
    """On this painter; `scaled` tells where a price stands on its axis."""

    painter: QPainter
    scale: Scale
    colours: Tokens
    scaled: Callable[[float], float]

    def breaks(self, breaks: Sequence[CurveBreak], texts: Texts) -> None:
        """Dashed lines, labelled at the top; a label that would cover another one stands below it."""
        colour, area = QColor(self.colours.colour("warning")), self.scale.area
        metrics, taken = self.painter.fontMetrics(), list[QRectF]()
        for each in breaks:
            x = self.scale.x(each.year - 0.5)
            self.painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
            self.painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            code, params = break_label(each)
            words = texts.say(code, **params)
            width = metrics.horizontalAdvance(words) + 2
            # Where little room is left, the label stands on the other side of its line
            is_cut = x + _LABEL_GAP + width > area.right()
            left = x - _LABEL_GAP - width if is_cut else x + _LABEL_GAP
            box = QRectF(left, area.top(), width, metrics.height())
            while any(box.intersects(other) for other in taken):
                box.translate(0, metrics.height())
            taken.append(box)
            self.painter.setPen(colour)
            self.painter.drawText(box, words)

    def run(self, run: Sequence[CurvePoint]) -> None:
        """Both bands, the line, and a dot for each year."""
        colour = QColor(self.colours.series[0])
        self.painter.setPen(Qt.PenStyle.NoPen)
        self._band([(point.year, *point.wide) for point in run], colour, _WIDE_ALPHA)
        self._band([(point.year, *point.usual) for point in run], colour, _USUAL_ALPHA)
        places = [self._at(point.year, point.price) for point in run]
        self.painter.setPen(QPen(colour, 2))
        self.painter.drawPolyline(QPolygonF(places))
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        for place in places:
            self.painter.drawEllipse(place, _DOT, _DOT)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def history(self, history: Sequence[YearPoint]) -> None:
        """A square at the median, a line between the quartiles, a cross for each outlier."""
        colour, outlying = QColor(self.colours.series[1]), QColor(self.colours.colour("muted"))
        for point in history:
            middle = self._at(point.year, point.median)
            self.painter.setPen(QPen(colour, 2))
            self.painter.drawLine(
                self._at(point.year, point.lower_quartile), self._at(point.year, point.upper_quartile)
            )
            self.painter.fillRect(_square(middle, _SQUARE), colour)
            self.painter.setPen(QPen(outlying, 1.5))
            for price in point.outliers:
                if price > 0:
                    box = _square(self._at(point.year, price), _CROSS)
                    self.painter.drawLine(box.topLeft(), box.bottomRight())
                    self.painter.drawLine(box.bottomLeft(), box.topRight())

    def declared(self, year: int, price: float) -> None:
        """A diamond with an edge, which can be seen on everything."""
        place = self._at(year, price)
        self.painter.setPen(QPen(QColor(self.colours.colour("surface")), 1.5))
        self.painter.setBrush(QColor(self.colours.colour("danger")))
        corners = ((0, -_DIAMOND), (_DIAMOND, 0), (0, _DIAMOND), (-_DIAMOND, 0))
        self.painter.drawPolygon(QPolygonF([place + QPointF(*corner) for corner in corners]))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def cursor(self, year: int) -> None:
        """The year that is read."""
        x, area = self.scale.x(year), self.scale.area
        self.painter.setPen(QPen(QColor(self.colours.colour("muted")), 1))
        self.painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _band(self, bounds: Sequence[tuple[float, float, float]], colour: QColor, alpha: int) -> None:
        if len(bounds) == 1:
            # One year alone has no line; its band is as wide as a year looks
            year, low, high = bounds[0]
            bounds = [(year - _LONE_HALF_WIDTH, low, high), (year + _LONE_HALF_WIDTH, low, high)]
        shade = QColor(colour)
        shade.setAlpha(alpha)
        self.painter.setBrush(shade)
        above = [self._at(year, high) for year, _, high in bounds]
        below = [self._at(year, low) for year, low, _ in reversed(bounds)]
        self.painter.drawPolygon(QPolygonF([*above, *below]))

    def _at(self, year: float, price: float) -> QPointF:
        return self.scale.point(year, self.scaled(price))


def _square(middle: QPointF, half: float) -> QRectF:
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
