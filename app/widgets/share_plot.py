"""Curves of shares (0 to 1) over a share, with a movable reading line; for budgets and drills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.bridge.plot_scale import Mark, Scale, Span, View, even_places, written
from app.bridge.theme import Theme, Tokens
from app.widgets.plot_area import PlotArea

_FROM_EDGE = 12
_STROKE, _STROKE_GAP = 22, 8
_AROUND_X, _AROUND_Y = 0.01, 0.03


@dataclass(frozen=True, slots=True)
class ShareCurve:
    """One curve: its name, points from left to right, and its colour among the theme's series."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    series: int
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    rows: int
    column: float  # its width, as the others in pixels
    height: float  # of a line
    columns: int

    @property
    def width(self) -> float:
        return self.columns * self.column


class SharePlot(PlotArea):
    """Not zoomed by hand: its whole range is what matters."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(can_zoom=False)
        self.setObjectName("sharePlot")
        self._theme = theme
        self._curves: tuple[ShareCurve, ...] = ()
        self._at: float | None = None
        theme.changed.connect(self.update)
        self.show_curves(())

    @property
    def colours(self) -> Tokens:
        """The window's."""
        return self._theme.tokens

    @property
    def curves(self) -> tuple[ShareCurve, ...]:
        """What is drawn."""
        return self._curves

    def show_curves(self, curves: Sequence[ShareCurve], *, widest: float = 1.0) -> None:
        """Draw others, over shares from nothing to `widest`."""
        self._curves = tuple(curves)
        beside = widest * _AROUND_X
        self.show_view(View(Span(-beside, widest + beside), Span(-_AROUND_Y, 1 + _AROUND_Y)))

    def read_at(self, share: float | None) -> None:
        """Move the reading line."""
        self._at = share
        self.update()

    def across_marks(self, view: View, most: int) -> Sequence[Mark]:
        """Per cent."""
        return _percents(view.x, most)

    def upward_marks(self, view: View, most: int) -> Sequence[Mark]:
        """Per cent."""
        return _percents(view.y, most)

    @property
    def scale(self) -> Scale:
        """The names have a place of their own on the right."""
        found, names = super().scale, self._names(self.rect().height())
        if names is None:
            return found
        area = QRectF(found.area)
        area.setRight(max(area.right() - names.width, area.center().x()))
        return Scale(found.view, area)

    def draw(self, painter: QPainter, scale: Scale) -> None:
        """The curves, their names on the right, and the reading line."""
        for curve in self._curves:
            painter.setPen(self._pen(curve))
            points = [scale.point(x, y) for x, y in zip(curve.xs, curve.ys, strict=True)]
            painter.drawPolyline(QPolygonF(points))
        if self._at is not None:
            painter.setPen(QPen(QColor(self.colours.colour("accent")), 2))
            x = scale.x(self._at)
            painter.drawLine(QPointF(x, scale.area.top()), QPointF(x, scale.area.bottom()))
        painter.setClipping(False)
        self._draw_names(painter, scale.area)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self.colours.sizes["caption"])
        return font

    def _names(self, height: float) -> _Names | None:
        """Where names go: as many columns as their number needs."""
        if not self._curves:
            return None
        metrics = QFontMetricsF(self._font())
        rows = max(1, min(len(self._curves), int(height / metrics.height())))
        widest = max(metrics.horizontalAdvance(curve.name) for curve in self._curves)
        return _Names(
            rows, _FROM_EDGE + _STROKE + _STROKE_GAP + widest, metrics.height(), -(-len(self._curves) // rows)
        )

    def _draw_names(self, painter: QPainter, area: QRectF) -> None:
        names = self._names(self.rect().height())
        if names is None:
            return
        painter.setFont(self._font())
        for place, curve in enumerate(self._curves):
            column, row = divmod(place, names.rows)
            left, middle = area.right() + _FROM_EDGE + column * names.column, (row + 0.5) * names.height
            painter.setPen(self._pen(curve))
            painter.drawLine(QPointF(left, middle), QPointF(left + _STROKE, middle))
            painter.setPen(QColor(self.colours.colour("text")))
            start = left + _STROKE + _STROKE_GAP
            words = QRectF(start, middle - names.height / 2, self.width() - start, names.height)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), curve.name)

    def _pen(self, curve: ShareCurve) -> QPen:
        style = Qt.PenStyle.DashLine if curve.is_dashed else Qt.PenStyle.SolidLine
        return QPen(QColor(self.colours.series[curve.series % len(self.colours.series)]), 2, style)


def _percents(span: Span, most: int) -> list[Mark]:
    places = even_places(Span(span.low * 100, span.high * 100), most)
    return [Mark(place / 100, text) for place, text in zip(places, written(places), strict=True)]
