"""A price over the years: its band, the real history beside it, and breaks across which no line is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pyqtgraph as pg  # type: ignore[import-untyped]  # it brings no types
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPixmap, QResizeEvent

from app.bridge.price_curve import (
    CurvePoint,
    CurveReading,
    break_label,
    log_ticks,
    reading,
    segments,
    years_of,
)
from app.bridge.texts import Texts
from app.bridge.theme import Theme, Tokens, tokens
from app.engine.price.answers import PriceCurve, YearPoint

_LONE_HALF_WIDTH = 0.28
_WIDE_ALPHA, _USUAL_ALPHA = 38, 66
_MARGIN = 0.06
_LABEL_YEARS = 1.6
Scaled = Callable[[float], float]


class HistoryPlot(pg.PlotWidget):  # type: ignore[misc]  # as above
    """Wheel and drag zoom, the pointer and the arrow keys read a year; `show_curve` draws another."""

    read = Signal(object)  # CurveReading or None

    def __init__(self, theme: Theme, texts: Texts) -> None:
        self._prices = _PriceAxis("left")
        super().__init__(axisItems={"left": self._prices, "bottom": _YearAxis("bottom")})
        self.setObjectName("historyPlot")
        self._theme, self._texts = theme, texts
        self._curve = PriceCurve((), (), ())
        self._is_log = self._is_printed = False
        self._read_year: int | None = None
        self._declared: tuple[int, float] | None = None
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._labels: list[pg.TextItem] = []
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.bind(self.setAccessibleName, "price_desk.curve")
        self.scene().sigMouseMoved.connect(self._on_pointed)
        theme.changed.connect(self._draw)
        texts.language_changed.connect(self._draw)
        self.getViewBox().sigRangeChanged.connect(self._place_labels)
        self._draw()

    @property
    def _tokens(self) -> Tokens:
        return tokens(is_dark=False) if self._is_printed else self._theme.tokens

    @property
    def is_log(self) -> bool:
        """Whether equal distances are equal ratios."""
        return self._is_log

    @property
    def lines(self) -> tuple[tuple[int, ...], ...]:
        """Years that each drawn line connects."""
        return tuple(tuple(point.year for point in run) for run in segments(self._curve))

    def show_curve(self, curve: PriceCurve) -> None:
        """Draw another curve over its whole span."""
        self._curve, self._read_year = curve, None
        self._draw()
        self.reset_zoom()
        self.read.emit(None)

    @property
    def declared(self) -> tuple[int, float] | None:
        """Year and price of the point that is compared with the curve."""
        return self._declared

    def show_declared(self, year: int, price: float | None) -> None:
        """Mark a price beside the curve, which is zoomed so that it can be seen; None marks none."""
        self._declared = None if price is None or price <= 0 else (year, price)
        self._draw()
        self.reset_zoom()

    def set_log(self, is_log: bool) -> None:
        """Change the scale; the whole curve is shown again."""
        self._is_log = is_log
        self._draw()
        self.reset_zoom()

    def reset_zoom(self) -> None:
        """Show all years and every price but outliers, which must not flatten the rest."""
        years, prices = years_of(self._curve), self._bulk()
        if self._declared is not None:
            years, prices = sorted({*years, self._declared[0]}), [*prices, self._declared[1]]
        if not years or not prices:
            return
        low, high = self._scaled(min(prices)), self._scaled(max(prices))
        margin = max((high - low) * _MARGIN, abs(high) * 1e-6, 1e-9)
        self.setXRange(years[0] - 0.6, years[-1] + 0.6, padding=0)
        self.setYRange(low - margin, high + 2 * margin, padding=0)

    def picture(self) -> QPixmap:
        """What is seen now, on white whatever the theme."""
        self._is_printed = True
        self._draw()
        made: QPixmap = self.grab()
        self._is_printed = False
        self._draw()
        return made

    def read_at(self, year: int | None) -> None:
        """Move the read-out."""
        self._read_year = year
        self._cursor.setVisible(year is not None)
        if year is not None:
            self._cursor.setPos(year)
        found: CurveReading | None = None if year is None else reading(self._curve, year)
        self.read.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Left and right read the neighbouring year, Home shows everything again."""
        years = years_of(self._curve)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and years:
            place = years.index(self._read_year) + step if self._read_year in years else (0 if step > 0 else -1)
            self.read_at(years[max(0, min(place, len(years) - 1)) if place >= 0 else (0 if self._read_year else -1)])
        elif event.key() == Qt.Key.Key_Home:
            self.reset_zoom()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:  # noqa: N802  # Qt's name
        """The read-out goes with the pointer."""
        super().leaveEvent(event)
        self.read_at(None)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  # Qt's name
        """The labels of breaks stay at the top."""
        super().resizeEvent(event)
        if hasattr(self, "_labels"):
            self._place_labels()

    def _on_pointed(self, at: QPointF) -> None:
        years = years_of(self._curve)
        if not years or not self.getViewBox().sceneBoundingRect().contains(at):
            return
        year = round(self.getViewBox().mapSceneToView(at).x())
        self.read_at(year if year in years else None)

    def _scaled(self, price: float) -> float:
        return math.log10(price) if self._is_log else price

    def _bulk(self) -> list[float]:
        """Bounds of what is worth seeing: the 80 % band, and the quartiles of the history."""
        bounds = [bound for run in segments(self._curve) for point in run for bound in point.usual]
        bounds += [bound for point in self._curve.history for bound in (point.lower_quartile, point.upper_quartile)]
        return [bound for bound in bounds if bound > 0]

    def _draw(self) -> None:
        colours, plot = self._tokens, self.getPlotItem()
        plot.clear()
        self._labels = []
        self._prices.is_log = self._is_log
        self.setBackground(colours.colour("surface"))
        for name in ("left", "bottom"):
            axis = plot.getAxis(name)
            axis.setPen(colours.colour("border"))
            axis.setTextPen(colours.colour("muted"))
        plot.showGrid(x=False, y=True, alpha=0.25)
        self._cursor = pg.InfiniteLine(angle=90, movable=False, pen=pg.mkPen(colours.colour("muted"), width=1))
        self._cursor.setVisible(False)
        self._draw_breaks()
        for run in segments(self._curve):
            self._draw_run(run)
        self._draw_history(self._curve.history)
        self._draw_declared()
        self.addItem(self._cursor, ignoreBounds=True)
        self._place_labels()

    def _draw_run(self, run: Sequence[CurvePoint]) -> None:
        colour = QColor(self._tokens.series[0])
        years = [float(point.year) for point in run]
        # One year alone has no line; its band is as wide as a year looks
        spread = [years[0] - _LONE_HALF_WIDTH, years[0] + _LONE_HALF_WIDTH] if len(run) == 1 else years
        for bounds, alpha in (
            ([point.wide for point in run], _WIDE_ALPHA),
            ([point.usual for point in run], _USUAL_ALPHA),
        ):
            shown = bounds * 2 if len(run) == 1 else bounds
            low, high = (
                pg.PlotCurveItem(spread, [self._scaled(max(bound[side], 1e-12)) for bound in shown], pen=None)
                for side in (0, 1)
            )
            colour.setAlpha(alpha)
            self.addItem(low)
            self.addItem(high)
            self.addItem(pg.FillBetweenItem(low, high, brush=colour))
        colour.setAlpha(255)
        line = pg.PlotDataItem(
            years,
            [self._scaled(point.price) for point in run],
            pen=pg.mkPen(colour, width=2),
            symbol="o",
            symbolSize=6,
            symbolBrush=colour,
            symbolPen=None,
        )
        self.addItem(line)

    def _draw_history(self, history: Sequence[YearPoint]) -> None:
        colour, outlying = self._tokens.series[1], self._tokens.colour("muted")
        for point in history:
            ends = [self._scaled(point.lower_quartile), self._scaled(point.upper_quartile)]
            whisker = pg.PlotCurveItem([point.year, point.year], ends, pen=pg.mkPen(colour, width=2))
            self.addItem(whisker)
        medians = [self._scaled(point.median) for point in history]
        years = [point.year for point in history]
        self.addItem(pg.ScatterPlotItem(years, medians, symbol="s", size=8, brush=colour, pen=None))
        outliers = [(point.year, self._scaled(price)) for point in history for price in point.outliers if price > 0]
        if outliers:
            self.addItem(pg.ScatterPlotItem(*zip(*outliers, strict=True), symbol="x", size=8, brush=outlying, pen=None))

    def _draw_declared(self) -> None:
        if self._declared is None:
            return
        year, price = self._declared
        colour = self._tokens.colour("danger")
        edge = pg.mkPen(self._tokens.colour("surface"), width=1.5)
        self.addItem(
            pg.ScatterPlotItem([year], [self._scaled(price)], symbol="d", size=15, brush=QColor(colour), pen=edge)
        )

    def _draw_breaks(self) -> None:
        pen = pg.mkPen(self._tokens.colour("warning"), width=1, style=Qt.PenStyle.DashLine)
        for each in self._curve.breaks:
            self.addItem(pg.InfiniteLine(each.year - 0.5, angle=90, movable=False, pen=pen), ignoreBounds=True)
            code, params = break_label(each)
            label = pg.TextItem(self._texts.say(code, **params), color=self._tokens.colour("warning"))
            label.setPos(each.year - 0.5, 0)
            self._labels.append(label)
            self.addItem(label, ignoreBounds=True)

    def _place_labels(self, *_range: object) -> None:
        (_, right), (_, top) = self.getViewBox().viewRange()
        taken: dict[float, int] = {}
        for label in self._labels:
            year = label.pos().x()
            # Where little room is left, the label stands on the other side of its line
            label.setAnchor((float(right - year < _LABEL_YEARS), -1.0 * taken.get(year, 0)))
            taken[year] = taken.get(year, 0) + 1
            label.setPos(year, top)


class _PriceAxis(pg.AxisItem):  # type: ignore[misc]  # as above
    """Prices, whose positions are logarithms while `is_log`."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.is_log = False
        self.enableAutoSIPrefix(False)

    def tickValues(self, minVal: float, maxVal: float, size: int) -> list[tuple[float, list[float]]]:  # noqa: N802, N803  # pyqtgraph's names
        if not self.is_log:
            levels: list[tuple[float, list[float]]] = super().tickValues(minVal, maxVal, size)
            return levels[:1] if len(levels) > 1 and len(levels[0][1]) > 2 else levels[:2]
        return [(1.0, log_ticks(minVal, maxVal))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802  # as above
        if self.is_log:
            return [f"{10**value:,.10g}" for value in values]
        strings: list[str] = super().tickStrings(values, scale, spacing)
        return strings


class _YearAxis(pg.AxisItem):  # type: ignore[misc]  # as above
    """Whole years only."""

    def tickValues(self, minVal: float, maxVal: float, size: int) -> list[tuple[float, list[float]]]:  # noqa: N802, N803  # as above
        step = max(1, math.ceil((maxVal - minVal) * 52 / max(size, 1)))
        return [(float(step), [float(year) for year in range(math.ceil(minVal), math.floor(maxVal) + 1, step)])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:  # noqa: N802  # as above
        return [f"{value:.0f}" for value in values]
