"""Intervals around a price on one line, narrow ones thick, with a mark where a quote falls."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.bridge.theme import Theme
from app.engine.price.answers import Interval

_HEIGHT = 30
_THICKNESS = {50: 14.0, 80: 9.0, 95: 4.0}
_ALPHA = {50: 230, 80: 140, 95: 90}
_MARGIN = 10.0


class IntervalBar(QWidget):
    """The scale is of ratios: twice the price is as far away as half of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._intervals: tuple[Interval, ...] = ()
        self._price: float | None = None
        self._quote: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_price(self, price: float | None, intervals: Sequence[Interval]) -> None:
        """Draw another price; none draws nothing."""
        self._price, self._intervals = price, tuple(intervals)
        self.update()

    def show_quote(self, quote: float | None) -> None:
        """Mark an offer."""
        self._quote = quote
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """A line with room for the mark."""
        return QSize(240, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The widest interval spans the widget; a quote beyond it stands at the edge."""
        if self._price is None or not self._intervals:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tokens, middle = self._theme.tokens, self.height() / 2
            colour = QColor(tokens.series[0])
            for interval in sorted(self._intervals, key=lambda each: -each.level):
                thickness = _THICKNESS[interval.level]
                colour.setAlpha(_ALPHA[interval.level])
                left, right = self._x(interval.low), self._x(interval.high)
                painter.fillRect(QRectF(left, middle - thickness / 2, right - left, thickness), colour)
            painter.fillRect(QRectF(self._x(self._price) - 1.5, middle - 11, 3, 22), QColor(tokens.colour("text")))
            if self._quote is not None and self._quote > 0:
                self._draw_quote(painter, self._x(self._quote))

    def _draw_quote(self, painter: QPainter, x: float) -> None:
        painter.setBrush(QColor(self._theme.tokens.series[1]))
        painter.setPen(QColor(self._theme.tokens.colour("surface")))
        painter.drawPolygon(QPolygonF([QPointF(x - 7, 1), QPointF(x + 7, 1), QPointF(x, 13)]))

    def _x(self, price: float) -> float:
        lows, highs = [each.low for each in self._intervals], [each.high for each in self._intervals]
        low, high = math.log(min(lows)), math.log(max(highs))
        share = (math.log(price) - low) / (high - low) if high > low else 0.5
        return _MARGIN + min(max(share, 0.0), 1.0) * (self.width() - 2 * _MARGIN)
